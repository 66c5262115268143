"""Days as an answer to "how often?": 周二跟周五，都上午，做到一月底 is a rule, the hours of its visits, and its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.dialogue.split_wishes import Entity, Group
from bot.zh.pausing import begins_then
from bot.zh.recurrence import as_frequency, visits_said
from bot.zh.recurrence_rules import weekly
from bot.zh.series_days import SKIPPED, comes_only_then, ends_series, is_first_visit, shifted
from bot.zh.time_expression import AFTER, FROM, TimeExpression
from bot.zh.weekdays_exchanged import weekdays_exchanged


def as_series(text: str, group: Group) -> Group:
    """The group with one ``frequency`` made of its days; as it is where it has one already. ``text`` normalised."""
    if group.of("frequency"):
        return group
    series: dict[str, Any] = {}
    rest: list[Entity] = []
    times = [_start(entity) for entity in group.of("time")]
    for entity in group.values:
        rest += [entity] if entity["entity"] != "time" else _read(text, entity, series)
    exchanged = weekdays_exchanged(text)
    if exchanged is not None and "rrule" in series:
        series["rrule"] = weekly([*exchanged[1]])
    if "from" in series:
        rest = [entity for entity in rest if not _is_left_out(text, entity, times, series)]
    count = visits_said(text)
    if count is not None:
        series["count"] = count
    if not series:
        return group
    rule = {"entity": "frequency", "start": min(map(_start, group.values), default=0), "end": 0, "value": series}
    return Group([*(_of_series(entity, series) for entity in rest), rule])


def _read(text: str, entity: Entity, series: dict[str, Any]) -> list[Entity]:
    """Puts what a time says of the series into it; what is left of the time."""
    value = entity["value"]
    meaning = TimeExpression.from_dict(value)
    only_days = meaning.has_day and not meaning.has_hours
    if only_days and meaning.bound == AFTER and begins_then(text):
        series["from"] = shifted(meaning, 1)
        return []
    first = comes_only_then(text, int(entity.get("end") or 0)) or is_first_visit(text, _start(entity))
    if only_days and (meaning.bound == FROM or first):
        series["from"] = replace(meaning, bound=None, exclude=()).as_dict()
        series["exdate"] = [*series.get("exdate", ()), *meaning.exclude]
        return []
    if only_days and ends_series(text, _start(entity), meaning):
        series["until"] = replace(meaning, bound=None).as_dict()
        return []
    rule = as_frequency(value)
    if rule is None:
        return [entity]
    series.setdefault("rrule", rule["rrule"])
    if not meaning.has_hours:
        return []
    end = replace(meaning.end, day=None) if meaning.end else None
    hours = replace(meaning, start=replace(meaning.start, day=None), end=end)
    return [{**entity, "value": hours.as_dict()}]


def _is_left_out(text: str, entity: Entity, times: Sequence[int], series: dict[str, Any]) -> bool:
    """明天先别来，下周二再来: a day that is none of those on which it begins; put into ``series``."""
    day = TimeExpression.from_dict(entity["value"]).start.day if entity["entity"] == "time" else None
    upto = min((start for start in times if start > _start(entity)), default=len(text))
    if not day or SKIPPED.match(text, int(entity.get("end") or 0), upto) is None:
        return False
    series["exdate"] = [*series.get("exdate", ()), dict(day)]
    return True


def _of_series(entity: Entity, series: Mapping[str, Any]) -> Entity:
    if entity["entity"] != "time" or TimeExpression.from_dict(entity["value"]).has_day:
        return entity
    return {**entity, "value": {**entity["value"], "series": dict(series)}}


def _start(entity: Entity) -> int:
    return int(entity.get("start") or 0)
