"""From atoms to whole time expressions: day × part × clock, ranges, lists, bounds and exceptions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.zh import time_atoms as atom
from bot.zh.calendar import SOLAR_FEASTS
from bot.zh.numbers import HAN
from bot.zh.time_atoms import Atom, atoms
from bot.zh.time_expression import AFTER, ASAP, BEFORE, FROM, UNTIL, WITHIN, Point, TimeExpression


@dataclass(frozen=True)
class Span:
    """An expression and where it stands."""

    start: int
    end: int
    meaning: TimeExpression
    excluded: bool = False


# What may stand inside one point of time: 明天的下午, 周三，下午, 11月25日（周三）.
_INSIDE = re.compile(r"[\s的,()吧呢啊嘛就是在那]{0,3}")
_DAY_TO_CLOCK = re.compile(r"[\s的,()吧呢啊嘛就是在那]{0,3}(?:大概|大约|差不多|约)?\s?")
_RANGE_GAP = re.compile(r"[\s吧]{0,2}(?:[来做干带住待排]\s?)?")
_WORKS = re.compile("[做干带住待排]")
_BETWEEN = re.compile(r"\s?(?:之间|中间|期间)")
_ASAP = re.compile(
    r"越快越好|越早越好|能多快(?:就)?多快|尽快|尽早|马上|立刻|立马|即刻|火速|而家(?=有|来|嚟|得|可|派|过|就|想|要|[,。!\s]|$)|"
    r"(?<![到是])现在(?=能|可以|有[空人]|就|来|马上|派|要|想|过来|方便|$|[\s,。!?])"
    r"|(?:赶紧|赶快|快点)(?=来|派|上门|叫|安排|喊|过来)|asap|急(?:需|用|要)|随叫随到"
)
# No day is better than another: any from today on. A question about it (你们随时都行吗) is none of the customer's.
_ANY_DAY = re.compile(
    r"(?:随便|任意|任何)(?:哪|一)(?:一)?天|(?:随便)?(?:哪|任何一|随便一|每)(?:一)?天(?:都|也)(?:行|可以|成|好|有空|方便|得)|"
    r"(?:什么|啥|任何|随便什么|几)(?:时候|时间|辰光)(?:都|也)(?:行|可以|成|好|有空|方便|得)|几时都(?:得|可以|行)|"
    r"随时(?:都)?(?:行|可以|有空|方便|得)|(?:时间|日期)(?:上)?(?:不限|随意|随便|都行|都可以)"
)
_THOSE_DAYS = re.compile(r"\s?[这那][两俩三几]?[天日]")
_ASKED = re.compile(r"[^,。;!\s]{0,4}(?:吗|么|嘛|伐|\?)")
# 今年七十二了: an age, no year to come in.
_AGE = re.compile(
    rf"\s?(?:我|他|她|都|已经|快|刚|正好|虚岁|满|周岁|要)*\s?(?:\d{{1,3}}|{HAN}{{1,5}})(?:多|几)?\s?(?:周?岁|了|$|[,。;!\s])"
)
_REFUSED = re.compile(
    r"[\s的]?(?:都|我|我们|家里|全天|可能|那天|这天)?\s?(?:不行|不可以|没空|不在|不方便|没时间|"
    r"不得空|没得空|有事|除外|不算|唔得|要出门|要上班(?!后)|不来|停|跳过)"
)
# 明天 啊不是 后天: the second is what is meant; 是周一啊不是周二 says the contrary.
_OH_NO = re.compile(r"[啊哦噢呃诶哎额喔]\s?$")
_ASSERTED = re.compile(r"是[^,。;\s]{1,8}[啊哦噢呃诶哎额喔]\s?$")
_LEFT_OUT = re.compile(r"\s?(?:我们?|他|她|家里)?(?:休息|单休|不用|不要|不来|别来|除外|放假|歇)")
_FIRST_VISIT = re.compile(r"(?:第一[次回趟]|首次|头一?[次回趟])[^,。;]{0,3}$")
_COMES_NOT = re.compile(
    r"\s?(?:那天|那次|就|先|也|的|可以){0,2}(?:不(?:用|要|必)?|别|甭|莫|唔使|唔好|覅|勿要)(?:过|上|先)?[来做嚟门]"
)
# What happened then is told, not asked for: 上回半夜漏水.
_TOLD_OF = re.compile(r"(?:上回|上次|那次|那天|有次)\s?$")
_LATEST = re.compile(r"(?:最晚|最迟|不超过|不晚于|赶在|截止到?|截至)\s?$")
_EARLIEST = re.compile(r"(?:最早|不早于)\s?$")


# 是周五不是周三，周五八点: behind the comma stands what is meant, and no second day that it is not.
_DENIED_DAY = re.compile(
    r"(?:不是|唔系|[勿弗毋]是)(?:周|星期|礼拜)[一二三四五六日天],"
    r"(?=\s?(?:周|星期|礼拜)[一二三四五六日天](?:[上下]午|早|晚|中午|\d|[一二两三四五六七八九十]{1,3}点|吧|$))"
)


def expressions(text: str) -> list[Span]:
    """Every time expression of a normalised text, in order, without overlap."""
    text = _DENIED_DAY.sub(lambda match: match[0][:-1] + "。", text)
    items = list(atoms(text))
    spans: list[Span] = []
    index = 0
    while index < len(items):
        parsed = _expression(text, items, index)
        if parsed is None:
            index += 1
            continue
        span, index = parsed
        spans.append(span)
    return spans


def rush(text: str) -> list[Span]:
    """越快越好, 现在就来; or any day from today on."""
    spans: list[Span] = []
    found = _ASAP.search(text)
    if found:
        spans.append(Span(found.start(), found.end(), TimeExpression(bound=ASAP)))
    if not spans:
        any_day = _ANY_DAY.search(text)
        if any_day and not _ASKED.match(text, any_day.end()):
            spans.append(Span(any_day.start(), any_day.end(), TimeExpression(Point({"in": 0}), bound=FROM)))
    return spans


@dataclass
class _Read:
    """A point and the index of the atom after it."""

    point: Point
    upto: int
    second: int | None = None  # the later clock of 3-5点


def _is_put_right(text: str, begin: int, ends: int, follows: int) -> bool:
    """不是后天，是大后天: the day behind the comma is meant, and not refused as well."""
    return text.startswith(("不是", "唔系"), begin) and "," in text[ends:follows]


def _expression(text: str, items: Sequence[Atom], index: int) -> tuple[Span, int] | None:
    begin, refused, first_index = items[index].start, False, index
    while index < min(len(items), first_index + 4) and items[index].kind in (atom.ABOUT, atom.FROM_WORD, atom.NOT):
        said = text[max(0, items[index].start - 12) : items[index].start]
        corrected = _OH_NO.search(said) is not None and _ASSERTED.search(said) is None
        refused = refused or (items[index].kind == atom.NOT and not corrected)
        following = items[index + 1] if index + 1 < len(items) else None
        if following is None or following.start - items[index].end > 1:
            return None
        index += 1
    if index >= len(items):
        return None
    begin = begin if refused else items[index].start
    told = _TOLD_OF.search(text[max(0, begin - 4) : begin])
    names_day = any(item.kind == atom.DAY for item in items[:index])  # 除夕回来 … 那天下午四点
    if told and not (told[0].startswith("那天") and names_day) and items[index].kind in (atom.PART, atom.CLOCK):
        return None
    first = _point(text, items, index)
    if first is None:
        return None
    meaning, upto = TimeExpression(first.point), first.upto
    if first.second is not None:
        meaning = replace(meaning, end=Point(clock=first.second))
    ranged = _range(text, items, first) if first.second is None else None
    listed = _list(text, items, first) if ranged is None and first.second is None else None
    if listed is not None and _is_put_right(text, begin, items[first.upto - 1].end, items[listed.upto - 1].start):
        listed = None
    if ranged is not None:
        meaning, upto = replace(meaning, end=ranged.point), ranged.upto
        meaning = _shared_hours(meaning)
    elif listed is not None:
        meaning, upto = replace(meaning, start=listed.point), listed.upto
    end = items[upto - 1].end
    if "list" in (meaning.start.day or {}) and (those := _THOSE_DAYS.match(text, end)):
        end = those.end()
        upto = next((later for later in range(upto, len(items)) if items[later].start >= end), len(items))
    meaning, end, upto = _bounded(text, items, meaning, end, upto)
    meaning = _prefixed(text, begin, meaning)
    if meaning == TimeExpression(Point({"year_in": 0})) and _AGE.match(text, end):
        return None
    trailing = _REFUSED.match(text, end)
    if trailing and meaning.has_day and not refused and not re.match(r"[吗嘛么?]", text[trailing.end() :]):
        refused = True
    return Span(begin, end, meaning, refused), upto


def _point(text: str, items: Sequence[Atom], index: int) -> _Read | None:
    day: Mapping[str, Any] | None = None
    part: str | None = None
    clock: int | None = None
    second: int | None = None
    last: Atom | None = None
    while index < len(items):
        item = items[index]
        if last is not None and not _joined(text, last, item):
            break
        if item.kind == atom.ABOUT and last is not None and index + 1 < len(items):
            after = items[index + 1]
            if after.kind not in (atom.CLOCK, atom.PART, atom.CLOCKS_SPAN) or clock is not None:
                break
            last, index = item, index + 1
            continue
        if item.kind == atom.DAY and clock is None and part is None:
            merged = _merge_days(day, item.value)
            if merged is None:
                break
            day = merged
        elif item.kind == atom.DAY and day is None and "in" not in item.value and not _stands_alone(text, items, index):
            day = item.value
        elif item.kind == atom.DAY_PART and day is None and part is None and clock is None:
            day, part = item.value
        elif item.kind == atom.PART and clock is None and (part is None or _finer(part, item.value)):
            part = item.value
        elif item.kind == atom.CLOCK and clock is None:
            clock = item.value
        elif item.kind == atom.CLOCKS_SPAN and clock is None:
            clock, second = item.value
        else:
            break
        last, index = item, index + 1
        if second is not None:
            break
    point = Point(day, part, clock)
    return None if point.is_empty else _Read(point, index, second)


def _stands_alone(text: str, items: Sequence[Atom], index: int) -> bool:
    """早八点到晚六点 下周一开始, … 周日休息: a day that begins something or is left out is none of the hours before."""
    following = items[index + 1] if index + 1 < len(items) else None
    if _LEFT_OUT.match(text, items[index].end) or _REFUSED.match(text, items[index].end):
        return True
    return following is not None and following.kind == atom.BOUND and following.value == FROM


def _joined(text: str, last: Atom, item: Atom) -> bool:
    gap = _DAY_TO_CLOCK if last.kind in (atom.DAY, atom.DAY_PART, atom.PART) else _INSIDE
    match = gap.match(text, last.end)
    return match is not None and match.end() >= item.start >= last.end


def _finer(part: str, following: str) -> bool:
    """今天晚上半夜, 早上上午: the later word is the finer one only for neighbours of the same half day."""
    return {part, following} <= {"early", "morning", "dawn"} or {part, following} <= {"evening", "dusk", "dawn"}


def _merge_days(day: Mapping[str, Any] | None, following: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if day is None:
        return following
    if "later" in following and "later" not in day:
        days = {"day": 1, "week": 7}.get(following["unit"])
        return {"base": dict(day), "shift": following["later"] * days} if days else None
    if "weekdays" in following and "week" not in following and ("day" in day or "in" in day or "feast" in day):
        return day  # 11月25日（周三）: the date decides
    if "week" in day and len(day) == 1 and "weekdays" in following and "week" not in following:
        return {**following, "week": day["week"]}
    if "week" in day and len(day) == 1 and "weekend" in following and "week" not in following:
        return {**following, "week": day["week"]}
    if set(day) == {"year_in"} and ("month" in following or "feast" in following or "third" in following):
        return {**following, "year_in": day["year_in"]}
    if "feast" in day and {"month", "day"} <= set(following):
        return following  # 小年腊月二十三
    if set(following) == {"day"} and (feast := SOLAR_FEASTS.get(day.get("feast", ""))):
        return {"month": feast[0], **following}  # 圣诞节25号
    if "weekdays" in day and ("day" in following or "in" in following):
        return following
    if set(day) == {"third"} or (set(day) == {"month"} and "day" in following and "month" not in following):
        return {**day, **following} if "day" in following and set(day) == {"month"} else None
    return None


def _range(text: str, items: Sequence[Atom], first: _Read) -> _Read | None:
    index = first.upto
    if index + 1 >= len(items) or items[index].start - items[index - 1].end > 2:
        return None
    if items[index].kind == atom.ABOUT and items[index + 1].kind == atom.TO:
        index += 1
    connector = items[index]
    gap = text[items[index - 1].end : connector.start]
    if connector.kind not in (atom.TO, atom.AND) or not _RANGE_GAP.fullmatch(gap):
        return None
    if first.point.day is None and _WORKS.search(gap):
        return None  # 都要上午 做到一月底: the end of a series, not of the morning
    if index + 1 >= len(items) or not _RANGE_GAP.fullmatch(text[connector.end : items[index + 1].start]):
        return None
    second = _point(text, items, index + 1)
    if second is None or second.second is not None:
        return None
    if connector.kind == atom.AND and not _BETWEEN.match(text, items[second.upto - 1].end):
        return None
    return second


def _shared_hours(meaning: TimeExpression) -> TimeExpression:
    """周一到周三下午: the part of day said once holds for all the days."""
    start, end = meaning.start, meaning.end
    if end is None or start.day is None or end.day is None:
        return meaning
    if start.part is None and start.clock is None and end.clock is None and end.part is not None:
        return replace(meaning, start=replace(start, part=end.part))
    return meaning


def _list(text: str, items: Sequence[Atom], first: _Read) -> _Read | None:
    """周二和周四下午, 9月10号，11号: several days, one part of day."""
    if first.point.day is None or first.point.clock is not None:
        return None
    days, part, clock, index = [dict(first.point.day)], first.point.part, None, first.upto
    while index < len(items) and items[index].start - items[index - 1].end <= 1:
        # 3号4号5号: dates may also follow each other with nothing between.
        connected = items[index].kind == atom.AND
        if not connected and not ("day" in first.point.day and items[index].start == items[index - 1].end):
            break
        after = index + 1 if connected else index
        following = _point(text, items, after) if after < len(items) else None
        if following is None or following.point.day is None or following.second is not None:
            break
        if items[after].start - items[index].end > 1 or not _alike(first.point.day, following.point.day):
            break
        if part is not None and following.point.part != part:
            break
        days.append({**_month_of(days[0]), **following.point.day})
        part, clock, index = following.point.part or part, following.point.clock, following.upto
        if clock is not None:
            break
    if len(days) == 1 or _comes_and_comes_not(text, items, first.upto, index):
        return None
    return _Read(Point({"list": days}, part, clock), index)


def _comes_and_comes_not(text: str, items: Sequence[Atom], upto: int, index: int) -> bool:
    """下周二来，明天别来: of the first day the contrary is said of what is said of the other."""
    joined = text[items[upto - 1].end : items[upto].end]
    comes = re.search(r"[来做嚟]", joined) or _FIRST_VISIT.search(text[: items[upto - 1].start])
    return comes is not None and _COMES_NOT.match(text, items[index - 1].end) is not None


def _month_of(day: Mapping[str, Any]) -> dict[str, Any]:
    """1月3号4号: the month said once holds for all the days."""
    return {key: day[key] for key in ("year", "year_in", "month", "month_in", "lunar") if key in day and "day" in day}


def _alike(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    kinds = ({"weekdays", "weekend"}, {"day"}, {"in"}, {"month"}, {"feast"})
    return any(kind & set(first) and kind & set(second) for kind in kinds) or bool({"in"} & {*first, *second})


def _bounded(
    text: str, items: Sequence[Atom], meaning: TimeExpression, end: int, upto: int
) -> tuple[TimeExpression, int, int]:
    while upto < len(items) and items[upto].kind in (atom.BOUND, atom.ABOUT):
        item = items[upto]
        if text[end : item.start].strip("的 ,就)") != "" or item.start - end > 1:
            break
        if item.kind == atom.BOUND:
            if item.value == WITHIN and not _lasts(meaning):
                break
            if (
                item.value == BEFORE
                and item.end - item.start == 1
                and meaning.start.clock is None
                and not meaning.has_day
            ):
                break
            # 14:30开始 is when it starts; 3点以后 is any time after.
            # 元旦后开始 begins after it.
            starts = item.value == FROM and (meaning.start.clock is not None or meaning.bound == AFTER)
            meaning = meaning if starts else replace(meaning, bound=item.value)
        elif text[item.start : item.end] in ("大概", "大约", "约", "差不多", "估计"):
            break
        end, upto = item.end, upto + 1
    between = _BETWEEN.match(text, end)
    return meaning, between.end() if between and meaning.end else end, upto


def _lasts(meaning: TimeExpression) -> bool:
    day = meaning.start.day
    return day is not None


def _prefixed(text: str, begin: int, meaning: TimeExpression) -> TimeExpression:
    before = text[max(0, begin - 5) : begin]
    if meaning.bound is None and _LATEST.search(before):
        return replace(meaning, bound=BEFORE)
    if meaning.bound is None and _EARLIEST.search(before):
        return replace(meaning, bound=AFTER)
    return meaning


__all__ = ["AFTER", "ASAP", "BEFORE", "FROM", "UNTIL", "WITHIN", "Span", "expressions"]
