"""Times and frequencies of one message together: carried days, series, exceptions, corrections."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.zh.background import wished
from bot.zh.calendar import SOLAR_FEASTS
from bot.zh.carrying import carried, only_hours
from bot.zh.found import Found
from bot.zh.recurrence import repeats
from bot.zh.recurrence_rules import Repeat
from bot.zh.series_days import SKIPPED, begun, bounded, bounds_series, without_skipped
from bot.zh.time_expression import AFTER, BEFORE, FROM, TimeExpression
from bot.zh.time_grammar import Span, expressions, rush

# 每天都行: whichever day, no visit a day; 每天都可以来吗 asks for one.
_ANY_DAY = re.compile(r"每一?天(?:我)?(?:都|也)(?:行|有空|方便|在家|可以(?!来|上门|过来))")
# 工作日哪天有空 asks for one of them.
_WHICH_DAY = re.compile(r"(?:工作日|平日|平时|每一?天|周末)[^,。;!?\s]{0,5}(?:哪一?[天日]|几号|哪几天)")
# 上午下午都行 leaves the part of the day open.
_ANY_PART = re.compile(
    r"(?:早上|上午|中午|下午|晚上)(?:和|跟|、|或者?|还是|,|\s)?(?:上午|中午|下午|晚上)(?:我)?(?:都|也)(?:行|可以|成|好|有空|方便|得)"
)


def schedule(text: str, original: str, services: Sequence[Found]) -> list[Found]:
    """``time`` and ``frequency`` values of a normalised text."""
    text = _ANY_PART.sub(lambda match: " " * len(match[0]), text)
    rules = [
        rule for rule in repeats(text) if not (_ANY_DAY.match(text, rule.start) or _WHICH_DAY.match(text, rule.start))
    ]
    hidden = text
    for rule in rules:
        if rule.value.get("rrule"):
            hidden = hidden[: rule.start] + "\x00" * (rule.end - rule.start) + hidden[rule.end :]
    spans = [span for span in expressions(hidden) if not _inside(span, rules)]
    hurry = rush(hidden)
    rules, spans = begun(text, rules, _of_feast(spans), services)
    spans = _skipped(text, _without_season(text, spans), rules)
    lasting = [span for span in spans if bounds_series(span, rules)]
    spans = wished(text, [span for span in spans if span not in lasting], alone=not hurry and not rules) or hurry
    if hurry and all(only_hours(span.meaning) and span.meaning.start.clock is None for span in spans):
        spans = hurry  # 大半夜的门锁坏了 赶紧来人
    spans = sorted([*spans, *lasting], key=lambda span: span.start)
    if any(rule.value.get("rrule") for rule in rules):
        rules = without_skipped(text, rules)
    excluded = [span for span in spans if span.excluded and not span.meaning.has_hours]
    spans = [span for span in spans if not span.excluded or span.meaning.has_hours]
    if rules:
        rules, spans, excluded = bounded(hidden, rules, spans, excluded)
    # 周日上午不行，下午可以: hours that are refused are none, but their day is spoken of.
    spans = [span for span in carried(text, spans, services, rules) if not span.excluded]
    spans = _excluding(spans, excluded)
    series = rules[0].value if len(rules) == 1 and rules[0].value.get("rrule") else None
    found = [_time(span, original, series) for span in spans]
    return found + [
        Found("frequency", rule.start, rule.end, original[rule.start : rule.end], rule.value) for rule in rules
    ]


def _of_feast(spans: Sequence[Span]) -> list[Span]:
    """国庆不在家，1号到7号来喂猫: the days are those of the feast's month, and the feast itself is only told of."""
    kept: list[Span] = []
    for span in spans:
        feast = kept[-1].meaning.start.day if kept else None
        month, _ = SOLAR_FEASTS.get((feast or {}).get("feast", ""), (None, None))
        dated = _in_month(span.meaning, month) if month else None
        if dated is None:
            kept.append(span)
        else:
            kept[-1] = replace(span, meaning=dated)
    return kept


def _without_season(text: str, spans: Sequence[Span]) -> list[Span]:
    """过年大扫除 腊月二十六上午: what it is for, where a day is said as well."""
    named = [span for span in spans if text[span.start : span.end] != "过年"]
    return named if any(span.meaning.has_day for span in named) else list(spans)


def _in_month(meaning: TimeExpression, month: int) -> TimeExpression | None:
    """A range of days that names no month, in this one; ``None`` for any other time."""
    start, end = meaning.start, meaning.end
    day = start.day or {}
    if set(day) == {"span"} and all(set(one) == {"day"} for one in day["span"]):
        return replace(meaning, start=replace(start, day={"span": [{"month": month, **one} for one in day["span"]]}))
    if set(day) != {"day"} or end is None or set(end.day or {}) != {"day"}:
        return None
    return replace(
        meaning,
        start=replace(start, day={"month": month, **day}),
        end=replace(end, day={"month": month, **(end.day or {})}),
    )


def _skipped(text: str, spans: Sequence[Span], rules: Sequence[Repeat]) -> list[Span]:
    """圣诞节25号要出去吃 那天不用来: one visit of a series, or one of several days, that is left out."""
    several = any(_several_days(span.meaning) for span in spans[:-1])
    if not several and not any(rule.value.get("rrule") for rule in rules):
        return list(spans)
    following = [span.start for span in spans[1:]] + [len(text)]
    return [
        replace(span, excluded=span.excluded or SKIPPED.match(text, span.end, upto) is not None)
        for span, upto in zip(spans, following, strict=False)
    ]


def _inside(span: Span, rules: Sequence[Repeat]) -> bool:
    return any(rule.start <= span.start and span.end <= rule.end for rule in rules)


def _time(span: Span, original: str, series: Mapping[str, Any] | None) -> Found:
    meaning = span.meaning
    if series and not meaning.has_day and meaning.bound != "asap":
        meaning = replace(meaning, series=series)
    return Found("time", span.start, span.end, original[span.start : span.end], meaning.as_dict())


def _excluding(spans: list[Span], excluded: Sequence[Span]) -> list[Span]:
    """除了周三 goes to the time beside it; alone it leaves every other day."""
    days = tuple(span.meaning.start.day for span in excluded if span.meaning.start.day is not None)
    if not days:
        return spans
    ranges = [index for index, span in enumerate(spans) if _several_days(span.meaning)]
    if ranges:
        index = ranges[-1]
        spans[index] = replace(spans[index], meaning=replace(spans[index].meaning, exclude=days))
        return spans
    if spans:
        return spans
    first, last = excluded[0], excluded[-1]
    return [Span(first.start, last.end, TimeExpression(exclude=days))]


def _several_days(meaning: TimeExpression) -> bool:
    day = meaning.start.day or {}
    several = {"week", "weekend", "span", "list", "coming", "third", "year_end"} & set(day) and "weekdays" not in day
    month = ("month" in day and "day" not in day) or set(day) == {"month_in"}
    return bool(several or month or meaning.bound in (AFTER, BEFORE, FROM) or (meaning.end and meaning.end.day))
