"""Fields of a draft, a booking or a series as a transcript writes them, and whether what is there is the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.replay.moments import moment
from bot.zh.normalise import normalise

Expected = Mapping[str, Any]
"""What is named of one thing; values as written."""

NOTHING = "none"
"""Written where a field must hold nothing."""

_MOMENTS = ("window", "from")
_DAYS = ("until",)
_NUMBERS = (
    "area_sqm", "duration_minutes", "providers", "count", "quote_fen", "fee_fen", "price_yuan", "score", "attachments",
    "contacts", "average", "overall", "attitude", "skill", "punctuality", "result",
)  # fmt: skip
_SETS = ("special_needs", "provider_exclude")
_DAY_SETS = ("exdate",)
_YES = {"yes": True, "true": True, "no": False, "false": False}


def check(given: object, allowed: Iterable[str]) -> Expected:
    """The fields as given; raises ``ValueError`` for one that does not exist or cannot be read."""
    names = list(allowed)
    if not isinstance(given, Mapping):
        raise ValueError(f"this must be a mapping with {', '.join(names)}")  # noqa: TRY004 -- a fault of the file
    for name, value in given.items():
        if name not in names:
            raise ValueError(f"unknown field {name!r}: there are {', '.join(names)}")
        if not _is_nothing(value):
            _check_value(name, value)
    return given


def _check_value(name: str, value: Any) -> None:
    if name in (*_MOMENTS, *_DAYS):
        moment(str(value))
    elif name in _DAY_SETS:
        for day in _listed(value):
            moment(str(day))
    elif name in _NUMBERS:
        _number(name, value)
    elif name == "quantities":
        if not isinstance(value, Mapping):
            raise ValueError("quantities: write them like {空调挂机: 2}")
        for kind, number in value.items():
            _number(kind, number)


def _number(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: {value!r} is no number") from error


def differing(expected: Expected, actual: Mapping[str, Any], began: datetime) -> list[str]:
    """The names of those fields that are not as expected."""
    return [name for name, value in expected.items() if not is_same(name, value, actual.get(name), began)]


def is_same(name: str, expected: Any, actual: Any, began: datetime) -> bool:
    """Whether ``actual``, a value of a draft or an export, is what was written for it."""
    if _is_nothing(expected) or actual in (None, "", [], {}, ()):
        return _is_nothing(expected) and actual in (None, "", [], {}, ())
    if name in _MOMENTS:
        start = local_start(actual)
        return start is not None and moment(str(expected)).covers(start, began)
    if name in _DAYS:
        return moment(str(expected)).earliest(began).date().isoformat() == str(actual)[:10]
    if name in _DAY_SETS:
        days = {moment(str(day)).earliest(began).date().isoformat() for day in _listed(expected)}
        return days == {str(day)[:10] for day in actual}
    if name in _NUMBERS:
        return float(expected) == float(actual)
    if name in _SETS:
        return set(_listed(expected)) == set(actual)
    if name == "quantities":
        return {kind: float(number) for kind, number in expected.items()} == dict(actual)
    if isinstance(expected, Mapping):
        return isinstance(actual, Mapping) and not differing(expected, actual, began)
    if isinstance(actual, bool):
        return _YES.get(str(expected).lower()) is actual
    if isinstance(actual, Sequence) and not isinstance(actual, str):
        return [plain(str(part)) for part in _listed(expected)] == [plain(str(part)) for part in actual]
    return plain(str(expected)) == plain(str(actual))


def local_start(window: Any) -> datetime | None:
    """The local start of a window of a draft or an export, or of a day."""
    start = window.get("start") if isinstance(window, Mapping) else window
    return datetime.fromisoformat(start).replace(tzinfo=None) if isinstance(start, str) else None


def plain(text: str) -> str:
    """A text as it is compared: in simplified script and half width, without blanks."""
    return re.sub(r"\s+", "", normalise(text))


def shown(value: Any) -> str:
    """A value in a line for a person."""
    if isinstance(value, Mapping):
        if set(value) >= {"start", "precision"} or set(value) == {"start", "end"}:
            return str(value["start"])[:16]
        return "{" + ", ".join(f"{name}: {shown(inside)}" for name, inside in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(shown(part) for part in value) + "]"
    return NOTHING if value in (None, "") else str(value)


def _is_nothing(expected: Any) -> bool:
    return expected in (None, "", [], {}, ()) or expected == NOTHING


def _listed(value: Any) -> list[Any]:
    return [value] if isinstance(value, str) else list(value)
