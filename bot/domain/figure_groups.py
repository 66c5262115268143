"""Facts apart: by day, week or month, by service, by provider, by agent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.figure_facts import EVERY_FACT, Facts, SurveyFact
from bot.domain.values import TimeWindow, to_instant, to_local

_FEWEST_ANONYMOUS = 3
"""With fewer answers an anonymous one could be told from the others."""
_AGENT = "agent:"
"""Before her name where somebody who may do a thing is noted, as with who sees to a ticket."""


class By(Enum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SERVICE = "service"
    PROVIDER = "provider"
    AGENT = "agent"

    @property
    def is_time(self) -> bool:
        return self in (By.DAY, By.WEEK, By.MONTH)


def apart(facts: Facts, by: By, zone: ZoneInfo) -> Mapping[str, Facts]:
    """The facts by key: the first day of each period (empty ones too), a service, a provider's id, an agent."""
    if by.is_time:
        return _by_time(facts, by, zone)
    keys: Mapping[By, Mapping[str, Callable[[Any], tuple[str, ...]]]] = {
        By.SERVICE: {
            "attempts": lambda one: (one.service,),
            "orders": lambda one: (one.service,),
            "changes": lambda one: (one.service,),
            "tickets": lambda one: (one.service,),
            "surveys": lambda one: (one.service,),
        },
        By.PROVIDER: {
            "orders": lambda one: one.provider_ids,
            "changes": lambda one: one.provider_ids,
            "tickets": lambda one: one.provider_ids,
            "surveys": lambda one: one.provider_ids,
        },
        By.AGENT: {
            "tickets": lambda one: (one.assignee.removeprefix(_AGENT),),
            "handoffs": lambda one: (one.agent,),
            "agent_scores": lambda one: (one.agent,),
        },
    }
    found: dict[str, dict[str, list[Any]]] = {}
    for kind, keys_of in keys[by].items():
        for fact in getattr(facts, kind):
            for key in filter(None, keys_of(fact)):
                found.setdefault(key, {}).setdefault(kind, []).append(fact)
    return {key: _unnamed(_with(facts, kinds)) for key, kinds in sorted(found.items())}


def _by_time(facts: Facts, by: By, zone: ZoneInfo) -> Mapping[str, Facts]:
    groups = {}
    for first, last in _periods(facts.window, by, zone):
        window = TimeWindow(
            max(_midnight(first, zone), facts.window.start), min(_midnight(last, zone), facts.window.end)
        )
        inside = {
            kind: tuple(one for one in getattr(facts, kind) if window.start <= _at(one) < window.end)
            for kind in EVERY_FACT
        }
        groups[first.isoformat()] = replace(_with(facts, inside), window=window)
    return groups


def _periods(window: TimeWindow, by: By, zone: ZoneInfo) -> Iterator[tuple[date, date]]:
    """First day and the day after the last one, of every period that the window touches."""
    day, end = to_local(window.start, zone).date(), to_local(window.end, zone)
    last = end.date() if end.time() == time() else end.date() + timedelta(days=1)
    if by is By.WEEK:
        day -= timedelta(days=day.weekday())
    elif by is By.MONTH:
        day = day.replace(day=1)
    while day < last:
        after = {By.DAY: day + timedelta(days=1), By.WEEK: day + timedelta(days=7)}.get(by)
        after = after or (day + timedelta(days=32)).replace(day=1)
        yield day, after
        day = after


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return to_instant(datetime.combine(day, time()), zone)


def _at(fact: Any) -> datetime:
    at: datetime = fact.started_at if hasattr(fact, "started_at") else fact.at
    return at


def _with(facts: Facts, kinds: Mapping[str, Sequence[Any]]) -> Facts:
    """Only these facts of the same time."""
    given: dict[str, Any] = {kind: tuple(kinds.get(kind, ())) for kind in EVERY_FACT}
    return replace(facts, **given)


def _unnamed(facts: Facts) -> Facts:
    """Anonymous answers count for a service or a provider only among enough others."""
    answered = [one for one in facts.surveys if one.average is not None]
    if len(answered) >= _FEWEST_ANONYMOUS or not any(one.anonymous for one in answered):
        return facts
    return replace(facts, surveys=tuple(_without_answer(one) for one in facts.surveys))


def _without_answer(survey: SurveyFact) -> SurveyFact:
    return replace(survey, scores={}, average=None, low=False) if survey.anonymous else survey
