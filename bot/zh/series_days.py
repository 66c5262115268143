"""Days that begin, end or interrupt a series, and weekdays that make one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.zh.day_atoms import WEEK_WORD, WEEKDAY_CHAR
from bot.zh.found import Found
from bot.zh.recurrence import as_frequency
from bot.zh.recurrence_rules import Repeat
from bot.zh.series import CODES
from bot.zh.time_expression import AFTER, BEFORE, FROM, UNTIL, TimeExpression
from bot.zh.time_grammar import Span

_DONE_TO = re.compile(r"(?:做|干|排|包|持续|一直|上|带)到\s?$")
_UNTIL_WORD = re.compile(r"(?:一直|直到|截止|持续|做|排|约|包)?(?<![改换挪调推移])到\s?$")
SKIPPED = re.compile(
    r"\s?(?:单休|休息|店休|闭馆)|(?:那天|这天|当天)?(?:就|先|都|也)?(?:不用|唔使|唔要|毋使)(?:住|先|了)?(?=$|[\s,。;])|(?:那(?:次|天|一次|一天)?|的)?[^。;!?]{0,14}?(?:那天|那次|当天|就|先|也|可以)?(?:(?:不用|不要|不必|别|甭|莫|唔使|唔好|覅|勿要)(?:过|上)?[来嚟门]|不来|停一次|暂停|跳过|不要(?=$|[\s,。])|免了)"
)
_WEEKDAYS_SAID = re.compile(rf"(?:{WEEK_WORD}?{WEEKDAY_CHAR}(?:\s?(?:到|至|-|~|和|跟|与|、|,))?\s?|{WEEK_WORD}末)*")
_DAY_BY_DAY = frozenset({"childcare", "cooking", "elder_care"})
_ONLY_THEN = re.compile(r"\s?(?:那天|那时候?)?(?:再|才)(?:开始|起|来|嚟|做|上门|过来|打扫|派人|叫人)(?!一|两|几|个)")
_FIRST_VISIT = re.compile(r"(?:第一[次回趟]|首次|头一?[次回趟])[^,。;]{0,3}$")


def begun(
    text: str, rules: list[Repeat], spans: list[Span], services: Sequence[Found]
) -> tuple[list[Repeat], list[Span]]:
    """周一到周五中午，从12月1号开始: weekdays of something that begins or is to last are a rule."""
    begins = [
        span
        for span in spans
        if not span.meaning.has_hours and (span.meaning.bound == FROM or _lasts_until(text, span))
    ]
    lasting = bool(begins) or any("open" in rule.value for rule in rules)
    if any(rule.value.get("rrule") for rule in rules):
        return rules, spans
    for index, span in enumerate(spans):
        rule = as_frequency(span.meaning.as_dict()) if span not in begins and not span.excluded else None
        if rule is not None and (lasting or _is_daily_care(span, services)):
            hours = _hours_of(text, span)
            left = [hours] if hours else []
            until = hours.start if hours else span.end
            return [Repeat(span.start, until, rule)], [*spans[:index], *left, *spans[index + 1 :]]
    return rules, spans


def _is_daily_care(span: Span, services: Sequence[Found]) -> bool:
    """周一到周五下午四点半接孩子: hours of days in a row, for what is done day by day."""
    start, end = span.meaning.start, span.meaning.end
    hours = end is not None and end.day is not None and (start.clock is not None or end.clock is not None)
    return hours and any(service.value in _DAY_BY_DAY for service in services)


def _hours_of(text: str, span: Span) -> Span | None:
    """What is left of 周一到周五中午 without its weekdays."""
    meaning = span.meaning
    start = replace(meaning.start, day=None)
    end = replace(meaning.end, day=None) if meaning.end else None
    if start.is_empty and end is not None:
        start, end = end, None  # the hour said after the last day is that of every day
    hours = replace(meaning, start=start, end=None if end is None or end.is_empty or end == start else end)
    days = _WEEKDAYS_SAID.match(text, span.start, span.end)
    return replace(span, start=days.end() if days else span.start, meaning=hours) if hours.has_hours else None


def _lasts_until(text: str, span: Span) -> bool:
    """做到腊月二十: more than once, then."""
    return span.meaning.bound == UNTIL or _DONE_TO.search(text[max(0, span.start - 4) : span.start]) is not None


def bounds_series(span: Span, rules: Sequence[Repeat]) -> bool:
    """12月30号到1月3号回老家，每天来喂: why is told, and it is when."""
    meaning = span.meaning
    days = meaning.end is not None and meaning.end.day is not None and not meaning.has_hours
    return days and any(rule.value.get("rrule") for rule in rules)


def without_skipped(text: str, rules: list[Repeat]) -> list[Repeat]:
    """每天来 … 逢礼拜三不用来: a second rule that only takes days from the first."""
    first, *others = rules
    kept = []
    for rule in others:
        names = str(rule.value.get("rrule", "")).partition("BYDAY=")[2]
        without = None
        if names and SKIPPED.match(text, rule.end):
            days = [CODES.index(code) for code in names.split(",") if code in CODES]
            without = _without_days(str(first.value.get("rrule", "")), {"weekdays": days})
        if without is None:
            kept.append(rule)
        else:
            first = replace(first, value={**first.value, "rrule": without})
    return [first, *kept]


def bounded(
    text: str, rules: list[Repeat], spans: list[Span], excluded: list[Span]
) -> tuple[list[Repeat], list[Span], list[Span]]:
    """Days that begin, end or interrupt a series become part of it."""
    if "once" in rules[0].value:
        return rules, spans, excluded
    value = dict(rules[0].value)
    rest: list[Span] = []
    for span in spans:
        meaning = span.meaning
        named = _named_days(value, meaning)
        if named and not is_first_visit(text, span.start):
            value["rrule"] = f"{value['rrule']};BYDAY={','.join(named)}"
            value.pop("times_per_period", None)
            if meaning.has_hours:
                rest.append(replace(span, meaning=replace(meaning, start=replace(meaning.start, day=None))))
            continue
        only_days = meaning.has_day and not meaning.has_hours
        ends = meaning.end is not None and meaning.end.day is not None and meaning.end.clock is None
        if only_days and ends and meaning.end is not None and value.get("rrule"):
            value["from"] = replace(meaning, end=None, bound=None).as_dict()
            value["until"] = TimeExpression(meaning.end).as_dict()
        elif _begins(meaning) and meaning.bound in (FROM, AFTER):
            value["from"] = shifted(_without_part(meaning), 1 if meaning.bound == AFTER else 0)
        elif only_days and ends_series(text, span.start, meaning):
            value["until"] = shifted(meaning, -1 if meaning.bound == BEFORE else 0)
        elif only_days and _fills(value, meaning):
            value["from"] = value["until"] = meaning.as_dict()
        else:
            rest.append(span)
    left: list[Span] = []
    for span in excluded:
        day = span.meaning.start.day or {}
        rule = _without_days(str(value.get("rrule", "")), day)
        if rule is not None:
            value["rrule"] = rule
        elif value.get("rrule") and span.meaning.has_day:
            value["exdate"] = [*value.get("exdate", ()), dict(day)]
        else:
            left.append(span)
    first = rules[0]
    return [Repeat(first.start, first.end, value), *rules[1:]], rest, left


def comes_only_then(text: str, end: int) -> bool:
    """下周二再来, 12月才做: a day that ends there is the first one with a visit."""
    return _ONLY_THEN.match(text, end) is not None


def is_first_visit(text: str, start: int) -> bool:
    """第一次下周二来: the day at ``start`` is the one on which it begins."""
    return _FIRST_VISIT.search(text[max(0, start - 6) : start]) is not None


def ends_series(text: str, start: int, meaning: TimeExpression) -> bool:
    """Whether a day at ``start`` is the last one of a series: 做到一月底, 到20号为止."""
    return meaning.bound in (UNTIL, BEFORE) or _UNTIL_WORD.search(text[max(0, start - 4) : start]) is not None


def _begins(meaning: TimeExpression) -> bool:
    """今晚开始 … 每天晚上9点: the day a series begins on, with the part of the day its visits are in anyway."""
    return meaning.has_day and meaning.start.clock is None and meaning.end is None


def _without_part(meaning: TimeExpression) -> TimeExpression:
    return replace(meaning, start=replace(meaning.start, part=None))


def shifted(meaning: TimeExpression, days: int) -> dict[str, Any]:
    """A day that a series begins or ends with; 元旦后 and 元旦前 leave the day itself out."""
    day = meaning.start.day
    if not days or day is None or "feast" not in day:
        return replace(meaning, bound=None).as_dict()
    return TimeExpression(replace(meaning.start, day={"base": dict(day), "shift": days})).as_dict()


def _named_apart(meaning: TimeExpression) -> bool:
    """下星期六同星期日, 一日一次: days that follow each other are when a daily series is."""
    day = meaning.start.day or {}
    several = {"weekend", "span", "list", "off", "coming", "third"} & set(day) or set(day) == {"week"}
    return meaning.bound is None and (len(day.get("weekdays", ())) > 1 or bool(several))


def _fills(value: Mapping[str, Any], meaning: TimeExpression) -> bool:
    """Whether the visits of a rule are in all of these days, and in no others."""
    daily = value.get("rrule") == "FREQ=DAILY" and "from" not in value and _named_apart(meaning)
    return bool(daily or (value.get("rrule") and _whole_month(meaning)))


def _whole_month(meaning: TimeExpression) -> bool:
    day = set(meaning.start.day or {})
    return (
        meaning.bound is None and meaning.end is None and bool(day & {"month", "month_in"}) and not day & {"day", "nth"}
    )


def _named_days(value: Mapping[str, Any], meaning: TimeExpression) -> list[str]:
    """一周两次，周二和周五: the days of a weekly rule said apart from it, as many as its visits."""
    rule = str(value.get("rrule", ""))
    day = meaning.start.day or {}
    if not rule.startswith("FREQ=WEEKLY") or "BYDAY" in rule or meaning.bound is not None:
        return []
    items = day.get("list", [day])
    if any(set(item) != {"weekdays"} for item in items) or (meaning.end is not None and meaning.end.day is not None):
        return []
    days = sorted({index for item in items for index in item["weekdays"]})
    return [CODES[index] for index in days] if len(days) == value.get("times_per_period", 1) else []


def _without_days(rule: str, day: Mapping[str, Any]) -> str | None:
    """A rule less the weekdays excluded; ``None`` where it has none of them to lose."""
    if "week" in day or not ("weekdays" in day or "weekend" in day):
        return None
    names = {CODES[index] for index in ([5, 6] if "weekend" in day else day["weekdays"])}
    if rule == "FREQ=DAILY":
        kept = [code for code in CODES if code not in names]
        return f"FREQ=WEEKLY;BYDAY={','.join(kept)}"
    if rule == "FREQ=WEEKLY":
        return f"{rule};BYDAY={','.join(code for code in CODES if code not in names)}"  # 一周两趟 别排周末
    head, sep, days = rule.partition("BYDAY=")
    if not sep or not rule.startswith("FREQ=WEEKLY"):
        return None
    kept = [code for code in days.split(",") if code not in names]
    return head + sep + ",".join(kept) if kept else None
