"""A day said once goes with hours said elsewhere; a correction takes the place of what it corrects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.zh.correction import corrects
from bot.zh.found import Found
from bot.zh.moving import is_old
from bot.zh.recurrence_rules import Repeat
from bot.zh.time_expression import AFTER, BEFORE, UNTIL, TimeExpression
from bot.zh.time_grammar import Span

# 四点半 … 带到七点: the end of what is done, said apart from its beginning.
_DONE_UNTIL = re.compile(r"^[^。;!?]{0,5}(?:带|做|弄|看|陪|干|待|忙|上|一直|守|照看|搞)(?:他|她)?到\s?$")
_ALTERNATIVE = re.compile(r"(?:或者?|要么|实在不行|不行就|再不行|否则|要不)")


def carried(text: str, spans: list[Span], services: Sequence[Found], rules: Sequence[Repeat]) -> list[Span]:
    """A day said once goes with the hours said elsewhere: 周六 日常保洁 14:30开始; 明天下午，不对是后天."""
    joined: list[Span] = []
    for span in spans:
        if not joined:
            joined.append(span)
            continue
        last, meaning = joined[-1], span.meaning
        between = text[last.end : span.start]
        apart = _service_between(last, span, services)
        if apart and any(last.end <= rule.start < span.start for rule in rules):
            joined.append(span)  # 周六大扫除 工作日每天下午看孩子: hours of the series
            continue
        if (
            _is_end(meaning)
            and last.meaning.start.clock is not None
            and last.meaning.end is None
            and _DONE_UNTIL.match(between)
        ):
            joined[-1] = replace(last, meaning=replace(last.meaning, end=meaning.start))
            continue
        if between.endswith("都") and only_hours(meaning) and meaning.start.clock is None:
            joined = [_in_part(one, meaning.start.part) for one in joined]
            continue
        if only_hours(meaning) and meaning.start.clock is None and last.meaning.has_day and _open_ended(last.meaning):
            continue  # 月底之前随便哪天下午: no one day to be the afternoon of
        if only_hours(meaning) and meaning.start.clock is None and _day_range(last.meaning) and not apart:
            whole = _with_part(last.meaning, meaning.start.part)
            joined[-1], span = replace(last, meaning=whole), replace(span, meaning=whole)
        elif only_hours(meaning) and last.meaning.has_day and last.meaning.end is None and not _instant(last.meaning):
            start = replace(
                meaning.start,
                day=last.meaning.start.day,
                part=meaning.start.part or _carried_part(last.meaning, meaning),
            )
            span = replace(span, meaning=replace(meaning, start=start))
            if (
                not apart
                and not last.meaning.start.clock
                and not _ALTERNATIVE.search(between)
                and last.meaning.bound is None
            ):
                joined[-1] = replace(last, meaning=span.meaning)
        elif (_only_day(meaning) and only_hours(last.meaning) and not apart and len(between) <= 12) or (
            _only_day(meaning)
            and last.meaning.has_hours
            and last.meaning.has_day
            and corrects(between)
            and not is_old(text, last.start, last.end)
        ):
            whole = replace(last.meaning, start=replace(last.meaning.start, day=meaning.start.day))
            joined[-1], span = replace(last, meaning=whole), replace(span, meaning=whole)
        joined.append(span)
    return joined


def _is_end(meaning: TimeExpression) -> bool:
    return not meaning.has_day and meaning.start.clock is not None and meaning.end is None


def _in_part(span: Span, part: str | None) -> Span:
    """周四洗油烟机，周五擦玻璃，都下午: what is said for all the days."""
    meaning = span.meaning
    if not _only_day(meaning):
        return span
    return replace(span, meaning=replace(meaning, start=replace(meaning.start, part=part)))


def _carried_part(day: TimeExpression, hours: TimeExpression) -> str | None:
    return day.start.part if day.start.clock is None and hours.start.clock is not None else None


def _day_range(meaning: TimeExpression) -> bool:
    return meaning.end is not None and meaning.end.day is not None and meaning.has_day and not meaning.has_hours


def _with_part(meaning: TimeExpression, part: str | None) -> TimeExpression:
    """下周一到周五，上午: the part of day holds for all the days."""
    end = replace(meaning.end, part=part) if meaning.end is not None else None
    return replace(meaning, start=replace(meaning.start, part=part), end=end)


def _open_ended(meaning: TimeExpression) -> bool:
    return meaning.bound in (BEFORE, AFTER, UNTIL)


def _instant(meaning: TimeExpression) -> bool:
    return (meaning.start.day or {}).get("unit") in ("minute", "hour")


def only_hours(meaning: TimeExpression) -> bool:
    return not meaning.has_day and meaning.has_hours


def _only_day(meaning: TimeExpression) -> bool:
    return meaning.has_day and not meaning.has_hours and meaning.end is None and meaning.bound is None


def _service_between(first: Span, second: Span, services: Sequence[Found]) -> bool:
    """Whether each of two times has a service of its own."""
    before = {item.value for item in services if item.start < second.start}
    after = {item.value for item in services if item.start >= second.start}
    return bool(before and after and before != after)
