"""How far frames are from what a message means: one value of one key at a time, and the frame as a whole.

A value that is there and wrong counts twice, as one too many and one missing. What only says again what the message has
said already is no error: one provider, a quantity of one, a duration as long as its window, the cat of who feeds it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Frame = Mapping[str, Any]
Item = tuple[str, str]
"""A key, and one value of it as text."""

LEVELS = ("easy", "medium", "hard")
WHOLE, FIRST, REQUESTS = "whole frame", "first intent", "number of requests"
NOT_COMPARED = frozenset({"id", "text", "confidence", "comment", "notes", "choice"})
SUBJECTS = {
    "pet_care": {"has_cat", "has_dog", "has_pet"},
    "childcare": {"has_infant", "has_child"},
    "maternity_care": {"has_infant", "has_pregnant"},
    "elder_care": {"has_elder", "has_patient"},
    "appliance_cleaning": {"range_hood", "fridge"},
    "laundry": {"ironing"},
}
"""What a service is for is no need besides."""


@dataclass
class Counts:
    right: int = 0
    extra: int = 0
    missing: int = 0

    @property
    def precision(self) -> float | None:
        return self.right / (self.right + self.extra) if self.right + self.extra else None

    @property
    def recall(self) -> float | None:
        return self.right / (self.right + self.missing) if self.right + self.missing else None

    @property
    def f1(self) -> float | None:
        total = 2 * self.right + self.extra + self.missing
        return 2 * self.right / total if total else None


@dataclass
class Tally:
    """``counts`` by key; ``shares`` of lines that are right, by what; both by level and for ``all``."""

    counts: dict[tuple[str, str], Counts] = field(default_factory=lambda: defaultdict(Counts))
    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, list[str]]] = field(default_factory=list)

    def share(self, what: str, level: str = "all") -> float:
        return self.right[level, what] / self.lines[level] if self.lines[level] else 0.0

    def add(self, case: Mapping[str, Any], predicted: Frame) -> None:
        gold = case["gold"]
        levels = ("all", case["level"])
        faults: list[str] = []
        for level in levels:
            self.lines[level] += 1
        facts = {
            FIRST: list(gold.get("intents", ()))[:1] == list(predicted.get("intents", ()))[:1],
            REQUESTS: len(gold.get("requests", ())) == len(predicted.get("requests", ())),
        }
        for expected, found in _pairs(gold, predicted):
            for key in {key for key, _ in (expected | found)}:
                want = {value for name, value in expected if name == key}
                got = {value for name, value in found if name == key}
                for level in levels:
                    counts = self.counts[level, key]
                    counts.right += len(want & got)
                    counts.extra += len(got - want)
                    counts.missing += len(want - got)
                if want != got:
                    faults.append(f"{key}: {_told(want)} read as {_told(got)}")
        facts[WHOLE] = not faults and all(facts.values())
        for what, is_right in facts.items():
            for level in levels:
                self.right[level, what] += is_right
        if not facts[WHOLE]:
            self.wrong.append((str(case["text"]), faults or [what for what, is_right in facts.items() if not is_right]))


def _told(values: set[str]) -> str:
    return ", ".join(sorted(values)) or "nothing"


def _pairs(gold: Frame, predicted: Frame) -> Iterator[tuple[set[Item], set[Item]]]:
    """What belongs to the whole message, then request by request: those of one service first, the rest in order."""
    yield set(_of_message(gold)), set(_of_message(predicted))
    left = list(predicted.get("requests", ()))
    later = []
    for request in gold.get("requests", ()):
        same = next((one for one in left if one.get("service") == request.get("service")), None)
        if same is None:
            later.append(request)
        else:
            left.remove(same)
            yield _both(request, same)
    for request in later:
        yield _both(request, left.pop(0) if left else {})
    for request in left:
        yield _both({}, request)


def _both(gold: Frame, predicted: Frame) -> tuple[set[Item], set[Item]]:
    expected, found = set(_of_request(gold)), set(_of_request(predicted))
    subjects = {("special_needs", code) for code in SUBJECTS.get(str(gold.get("service")), ())}
    found -= {item for item in found - expected if _is_said_already(item, gold)}
    return expected - subjects, found - subjects


def _is_said_already(item: Item, gold: Frame) -> bool:
    key, value = item
    if key == "providers":
        return value == "1"
    if key == "quantities":
        return value.endswith("=1") and value.partition("=")[0] not in gold.get("quantities", {})
    if key == "open":
        return "rrule" in gold.get("frequency", {})
    window = gold.get("window") or {}
    if key == "duration_minutes" and window.get("end") and window.get("precision") == "time":
        length = datetime.fromisoformat(window["end"]) - datetime.fromisoformat(window["start"])
        return "duration_minutes" not in gold and value == str(int(length.total_seconds() // 60))
    return False


def _of_message(frame: Frame) -> Iterator[Item]:
    for intent in frame.get("intents", ()):
        yield "intents", intent
    for key, value in frame.items():
        if key in NOT_COMPARED or key in ("intents", "requests"):
            continue
        if key in ("provider", "complaint"):
            yield from ((f"{key}.{name}", _text(item)) for name, one in value.items() for item in _several(one))
        elif key == "scores":
            yield from (("scores", f"{name}={float(points)}") for name, points in value.items())
        else:
            yield key, _plain(value) if key == "address" else _text(value)


def _of_request(request: Frame) -> Iterator[Item]:
    for key, value in request.items():
        if key in NOT_COMPARED or value in (None, "", [], {}):
            continue
        if key in ("window", "from_window"):
            yield from (
                (f"{key}.{name}", _text(item))
                for name, one in value.items()
                for item in _several(one)
                if one not in (None, False, [])
            )
        elif key == "frequency":
            yield from ((name, item) for name, one in value.items() for item in _rule(name, one))
        elif key == "quantities":
            yield from (("quantities", f"{_plain(name)}={count}") for name, count in value.items())
        elif key == "area_sqm":
            yield key, str(round(float(value)))
        elif key == "special_needs":
            yield from (("special_needs", code) for code in value if not code.endswith("ale_provider"))
        else:
            yield key, _text(value)


def _rule(name: str, value: Any) -> Sequence[str]:
    if name == "rrule":
        parts = (part.split("=", 1) for part in str(value).upper().split(";"))
        return [";".join(sorted(f"{key}={','.join(sorted(said.split(',')))}" for key, said in parts))]
    if name == "times_per_period" and value == 1:
        return ()
    return [_text(item) for item in _several(value) if item not in (None, False)]


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    return str(value)


def _plain(value: Any) -> str:
    folded = unicodedata.normalize("NFKC", str(value))
    return "".join(char for char in folded if unicodedata.category(char)[0] not in "PSZC").lower()
