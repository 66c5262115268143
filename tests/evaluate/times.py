"""Our times and frequencies in the entity format in which public suites of time parsers are scored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from bot.zh.extract import find
from bot.zh.measures import seconds_of
from bot.zh.normalise import normalise
from bot.zh.recurrence import resolve_frequency
from bot.zh.time_expression import AFTER, BEFORE, FROM, UNTIL, WITHIN, TimeExpression
from bot.zh.time_grammar import expressions
from bot.zh.when import hour_of, resolve
from bot.zh.window import Window

_SHANGHAI = timezone(timedelta(hours=8))
# The suites know fewer parts of day.
_PARTS = {"early": "morning", "dusk": "evening", "daytime": "day"}

Entity = dict[str, Any]


def entities(text: str, reference: str) -> list[Entity]:
    """The entities of ``text`` at ``reference`` (ISO, Shanghai time where it names no zone)."""
    now = datetime.fromisoformat(reference)
    now = now if now.tzinfo else now.replace(tzinfo=_SHANGHAI)
    values = find(text)
    meanings = [(item.start, item.end, TimeExpression.from_dict(item.value)) for item in values if item.kind == "time"]
    rules = [item for item in values if item.kind == "frequency" and item.value.get("rrule")]
    if not meanings and not rules:
        # A time that is no wish (明天没空) is left out of a booking, not of the language.
        meanings = [(span.start, span.end, span.meaning) for span in expressions(normalise(text))]
    found = [
        {**_repeated(resolve_frequency(rule.value, now), meanings), "text": rule.text, "offset": [rule.start, rule.end]}
        for rule in rules
    ]
    for start, end, meaning in meanings:
        window = resolve(meaning, now)
        if window is not None:
            found.append({**_single(window, meaning.bound), "text": text[start:end], "offset": [start, end]})
    taken = [tuple(entity["offset"]) for entity in found]
    for start, end, seconds in seconds_of(normalise(text)):
        if all(end <= first or last <= start for first, last in taken):
            length = {"type": "duration", "duration": seconds, "start": None, "end": None, "open": None}
            found.append({**length, "text": text[start:end], "offset": [start, end]})
    return found


def predictions(cases: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the scorer reads: the entities of every case by its id."""
    pred = {str(case["id"]): entities(str(case["text"]), str(case["reference"])) for case in cases}
    return {"meta": {"system": "bot.zh"}, "pred": pred}


def _repeated(frequency: Mapping[str, Any], meanings: Iterable[tuple[int, int, TimeExpression]]) -> Entity:
    rule = str(frequency["rrule"])
    if "times_per_period" in frequency:
        rule += f";X-COUNT={frequency['times_per_period']}"
    hours = next((meaning for _, _, meaning in meanings if meaning.has_hours), None)
    if hours is not None and hours.start.clock is not None:
        rule += f";X-TIME={_clock(hour_of(hours.start) or 0)}"
        if hours.end is not None and hours.end.clock is not None:
            rule += f"/{_clock(hour_of(hours.end, hour_of(hours.start)) or 0)}"
    elif hours is not None and hours.start.part is not None:
        rule += f";X-PART={_PARTS.get(hours.start.part, hours.start.part)}"
    return {"type": "set", "recurrence": rule, "start": frequency.get("from"), "end": frequency.get("until")}


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _single(window: Window, bound: str | None) -> Entity:
    start, end = window.start, window.end
    if start is None:
        return {"type": "point", "start": None, "end": None, "open": None}
    if end is None:
        opened = "end" if bound in (AFTER, FROM) else None
        return {"type": "range" if opened else "point", "start": _iso(window, start), "end": None, "open": opened}
    if window.precision == "day":
        return {"type": "point", "start": start.date().isoformat(), "end": None, "open": None}
    opened = "start" if bound in (BEFORE, UNTIL, WITHIN) else None
    return {"type": "range", "start": _iso(window, start), "end": _iso(window, end), "open": opened}


def _iso(window: Window, moment: datetime) -> str:
    whole_days = window.precision == "range" and (moment.hour, moment.minute) == (0, 0)
    return moment.date().isoformat() if whole_days and moment is window.start else moment.isoformat(timespec="minutes")
