"""From Rasa's parse to the frame of the requirement schema, as types."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.zh.normalise import normalise
from bot.zh.recurrence import resolve_frequency
from bot.zh.time_expression import TimeExpression
from bot.zh.when import resolve
from bot.zh.window import Window

FALLBACK = "nlu_fallback"

_BARE_NUMBER = re.compile(r"\s*(\d{1,4})\s*(?:平方?|平米|㎡|左右)?\s*[吧呀的哈。.]?\s*")
_PLACE = re.compile(r"\d|[路街道弄号村苑园区城湾府里巷栋幢座楼]")
_ASKS_FOR_PLACE = "booking:address"
_ASKS_FOR_AREA = "booking:area"
_SMALLEST_HOME = 5
"""m²; a smaller number is no answer to "how large is your home"."""


@dataclass(frozen=True, slots=True)
class Request:
    """One wish of a message; what was not said is ``None`` or empty. ``day_said``: the window names its day."""

    service: str | None = None
    window: Window | None = None
    day_said: bool = False
    duration_minutes: int | None = None
    frequency: Mapping[str, Any] | None = None
    area_sqm: float | None = None
    rooms: str | None = None
    quantities: Mapping[str, int] = field(default_factory=dict)
    providers: int | None = None
    special_needs: tuple[str, ...] = ()
    denied_needs: tuple[str, ...] = ()
    notes: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Request()


@dataclass(frozen=True, slots=True)
class ProviderWish:
    """Which provider the customer wants, or does not want."""

    name: str | None = None
    gender: str | None = None
    same_as_last: bool | None = None
    fixed: bool = False
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What one message means. ``intents`` is empty when it has no meaning for us."""

    text: str
    intents: tuple[str, ...] = ()
    confidence: float = 0.0
    topic: str | None = None
    requests: tuple[Request, ...] = ()
    address: str | None = None
    address_part: Mapping[str, Any] | None = None
    phone: str | None = None
    phone_invalid: bool = False
    name: str | None = None
    provider: ProviderWish | None = None
    choice: int | None = None

    @property
    def request(self) -> Request:
        """The first request, or an empty one."""
        return self.requests[0] if self.requests else Request()

    def has(self, *intents: str) -> bool:
        return any(intent in self.intents for intent in intents)

    @property
    def asks(self) -> bool:
        """Whether it asks something that is answered before anything is done."""
        return any(intent.startswith("ask_") for intent in self.intents)

    @property
    def has_details(self) -> bool:
        """Whether it carries anything that fills or changes a booking."""
        return bool(
            any(not request.is_empty for request in self.requests)
            or self.address
            or self.address_part
            or self.phone
            or self.phone_invalid
            or self.name
            or self.provider
        )


def frame_from(parse: Mapping[str, Any], now: datetime, context: str = "none") -> Frame:
    """Reads Rasa's parse (``text``, ``intent``, ``intents``, ``entities``).

    ``now`` is aware; ``context`` is what was asked last, in the words of the schema.
    """
    text = str(parse.get("text") or "")
    found = _by_kind(parse.get("entities") or ())
    requests = _requests(parse.get("entities") or (), now, context)
    bare = _BARE_NUMBER.fullmatch(normalise(text))
    choice = _first(found, "choice")
    if bare and context == _ASKS_FOR_AREA and int(bare[1]) >= _SMALLEST_HOME:
        requests, choice = (Request(area_sqm=float(bare[1])),), None
    elif bare and choice is None and "area" not in found:
        choice = int(bare[1])
    address = _first(found, "address")
    if address is not None:
        address = "".join(str(address).splitlines())
    if address is None and context == _ASKS_FOR_PLACE and _may_be_place(text, found):
        address = "".join(text.split())
    intents, confidence = _intents(parse)
    return Frame(
        text=text,
        intents=intents,
        confidence=confidence,
        topic=(parse.get("topic") or {}).get("name"),
        requests=requests,
        address=address,
        address_part=_first(found, "address_part"),
        phone=_first(found, "phone"),
        phone_invalid="phone_invalid" in found and "phone" not in found,
        name=_first(found, "name"),
        provider=_provider(found.get("provider", ())),
        choice=choice,
    )


def _intents(parse: Mapping[str, Any]) -> tuple[tuple[str, ...], float]:
    first = parse.get("intent") or {}
    every = parse.get("intents") or (first,)
    names = dict.fromkeys(intent.get("name") for intent in every)
    known = tuple(name for name in names if name and name != FALLBACK)
    return known, float(first.get("confidence") or 0.0)


def _by_kind(entities: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    kinds: dict[str, list[Any]] = {}
    for entity in entities:
        kinds.setdefault(str(entity["entity"]), []).append(entity.get("value"))
    return kinds


def _first(found: Mapping[str, Sequence[Any]], kind: str) -> Any:
    return next(iter(found.get(kind, ())), None)


def _may_be_place(text: str, found: Mapping[str, Sequence[Any]]) -> bool:
    """A bare answer to "where?" is a place if it looks like one and is nothing else that we can read."""
    if any(kind in found for kind in ("phone", "phone_invalid", "time", "address_part", "choice")):
        return False
    return len(text.strip()) >= 4 and _PLACE.search(text) is not None


def _requests(entities: Sequence[Mapping[str, Any]], now: datetime, context: str) -> tuple[Request, ...]:
    """Values belong to the service named before them; what comes before the first service belongs to it too."""
    groups: list[list[Mapping[str, Any]]] = [[]]
    services: list[str] = []
    for entity in sorted(entities, key=lambda item: (item.get("start") or 0, item.get("end") or 0)):
        if entity["entity"] == "service" and entity["value"] not in services:
            services.append(entity["value"])
            if len(services) > 1:
                groups.append(_moved_over(groups[-1]))
        groups[-1].append(entity)
    requests = [_request(group, now, context) for group in groups]
    requests = [request for request in requests if not request.is_empty]
    return tuple(_share_window(requests))


def _moved_over(group: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """In "周六上午收纳，周日下午洗冰箱" the second time stands before its service: it moves on with it."""
    times = [entity for entity in group if entity["entity"] == "time"]
    if len(times) < 2 or group[-1] is not times[-1]:
        return []
    return [group.pop()]


def _share_window(requests: list[Request]) -> list[Request]:
    windows = [request.window for request in requests if request.window is not None]
    if len(requests) < 2 or len(windows) != 1:
        return requests
    shared: list[Request] = []
    for request in requests:
        values = {name: getattr(request, name) for name in request.__slots__}
        shared.append(Request(**{**values, "window": windows[0], "day_said": any(r.day_said for r in requests)}))
    return shared


def _request(group: Sequence[Mapping[str, Any]], now: datetime, context: str) -> Request:
    found = _by_kind(group)
    needs = found.get("need", ())
    frequency = _first(found, "frequency")
    notes = [str(note) for note in found.get("note", ())]
    window, day_said = _window(found.get("time", ()), now, context)
    return Request(
        service=_first(found, "service"),
        window=window,
        day_said=day_said,
        duration_minutes=_first(found, "duration"),
        frequency=resolve_frequency(frequency, now) if frequency else None,
        area_sqm=_first(found, "area"),
        rooms=_first(found, "rooms"),
        quantities={item["item"]: item["count"] for item in found.get("quantity", ())},
        providers=_first(found, "providers"),
        special_needs=tuple(dict.fromkeys(need["code"] for need in needs if not need["denied"])),
        denied_needs=tuple(dict.fromkeys(need["code"] for need in needs if need["denied"])),
        notes="；".join(notes),
    )


def _window(values: Sequence[Any], now: datetime, context: str) -> tuple[Window | None, bool]:
    """The last time said (a correction follows what it corrects), and whether it names a day."""
    for value in reversed(values):
        expression = TimeExpression.from_dict(value)
        window = resolve(expression, now, context)
        if window is not None:
            return window, expression.has_day
    return None, False


def _provider(values: Sequence[Any]) -> ProviderWish | None:
    if not values:
        return None
    joined: dict[str, Any] = {}
    excluded: list[str] = []
    for value in values:
        excluded += value.get("exclude", ())
        joined.update({key: item for key, item in value.items() if key != "exclude"})
    known = {key: joined[key] for key in ("name", "gender", "same_as_last", "fixed") if key in joined}
    return ProviderWish(**known, exclude=tuple(excluded))
