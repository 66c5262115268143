"""Times and frequencies of one message together: carried days, series, exceptions, corrections."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.zh.background import wished
from bot.zh.calendar import SOLAR_FEASTS
from bot.zh.day_atoms import WEEK_WORD, WEEKDAY_CHAR
from bot.zh.found import Found
from bot.zh.moving import is_old
from bot.zh.recurrence import CODES, Repeat, as_frequency, repeats
from bot.zh.time_expression import AFTER, BEFORE, FROM, UNTIL, TimeExpression
from bot.zh.time_grammar import Span, expressions, rush

_CORRECTION = re.compile(
    r"^[,\s]*(?:就)?是$|[啊哦噢呃诶哎额喔]不是|不对|错了|哦不|噢不|不是|改成|改为|改到|换成|加到|加成|增加到|延到|延长到|说错|还是|更正|应该是|打错"
)
_DONE_TO = re.compile(r"(?:做|干|排|包|持续|一直|上|带)到\s?$")
_UNTIL_WORD = re.compile(r"(?:一直|直到|截止|持续|做|排|约|包)?到\s?$")
# 每天都行: whichever day, no visit a day; 每天都可以来吗 asks for one.
_ANY_DAY = re.compile(r"每一?天(?:我)?(?:都|也)(?:行|有空|方便|在家|可以(?!来|上门|过来))")
# 上午下午都行 leaves the part of the day open.
_ANY_PART = re.compile(
    r"(?:早上|上午|中午|下午|晚上)(?:和|跟|、|或者?|还是|,|\s)?(?:上午|中午|下午|晚上)(?:我)?(?:都|也)(?:行|可以|成|好|有空|方便|得)"
)
_WEEKDAYS_SAID = re.compile(rf"(?:{WEEK_WORD}?{WEEKDAY_CHAR}(?:\s?(?:到|至|-|~|和|跟|与|、|,))?\s?|{WEEK_WORD}末)*")
_DAY_BY_DAY = frozenset({"childcare", "cooking", "elder_care"})
_FIRST_VISIT = re.compile(r"(?:第一次|首次|头一次|头次)[^,。;]{0,3}$")
_SKIPPED = re.compile(
    r"\s?(?:单休|休息|店休|闭馆)|(?:那天|这天|当天)?不用(?=$|[\s,。;])|(?:那(?:次|天|一次|一天)?|的)?[^。;!?]{0,14}?(?:那天|那次|当天|就|先|也|可以)?(?:不用来|别来|不要来|不来|别过来|不用过来|停一次|暂停|跳过|唔使嚟|唔使来|不要(?=$|[\s,。])|免了)"
)
# 四点半 … 带到七点: the end of what is done, said apart from its beginning.
_DONE_UNTIL = re.compile(r"^[^。;!?]{0,5}(?:带|做|弄|看|陪|干|待|忙|上|一直|守|照看|搞)(?:他|她)?到\s?$")
_ALTERNATIVE = re.compile(r"(?:或者?|要么|实在不行|不行就|再不行|否则|要不)")


def schedule(text: str, original: str, services: Sequence[Found]) -> list[Found]:
    """``time`` and ``frequency`` values of a normalised text."""
    text = _ANY_PART.sub(lambda match: " " * len(match[0]), text)
    rules = [rule for rule in repeats(text) if not _ANY_DAY.match(text, rule.start)]
    hidden = text
    for rule in rules:
        if rule.value.get("rrule"):
            hidden = hidden[: rule.start] + "\x00" * (rule.end - rule.start) + hidden[rule.end :]
    spans = [span for span in expressions(hidden) if not _inside(span, rules)]
    hurry = rush(hidden)
    rules, spans = _begun(text, rules, _of_feast(spans), services)
    spans = _skipped(text, _without_season(text, spans), rules)
    lasting = [span for span in spans if _bounds_series(span, rules)]
    spans = wished(text, [span for span in spans if span not in lasting], alone=not hurry and not rules) or hurry
    if hurry and all(_only_hours(span.meaning) and span.meaning.start.clock is None for span in spans):
        spans = hurry  # 大半夜的门锁坏了 赶紧来人
    spans = sorted([*spans, *lasting], key=lambda span: span.start)
    if any(rule.value.get("rrule") for rule in rules):
        rules = _without_skipped(text, rules)
    excluded = [span for span in spans if span.excluded and not span.meaning.has_hours]
    spans = [span for span in spans if not span.excluded or span.meaning.has_hours]
    if rules:
        rules, spans, excluded = _bounded(hidden, rules, spans, excluded)
    # 周日上午不行，下午可以: hours that are refused are none, but their day is spoken of.
    spans = [span for span in _carried(text, spans, services, rules) if not span.excluded]
    spans = _excluding(spans, excluded)
    series = rules[0].value if len(rules) == 1 and rules[0].value.get("rrule") else None
    found = [_time(span, original, series) for span in spans]
    return found + [
        Found("frequency", rule.start, rule.end, original[rule.start : rule.end], rule.value) for rule in rules
    ]


def _begun(
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


def _bounds_series(span: Span, rules: Sequence[Repeat]) -> bool:
    """12月30号到1月3号回老家，每天来喂: why is told, and it is when."""
    meaning = span.meaning
    days = meaning.end is not None and meaning.end.day is not None and not meaning.has_hours
    return days and any(rule.value.get("rrule") for rule in rules)


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


def corrects(between: str) -> bool:
    """Whether what stands between two values makes the second a correction of the first."""
    return _CORRECTION.search(between) is not None


def _skipped(text: str, spans: Sequence[Span], rules: Sequence[Repeat]) -> list[Span]:
    """圣诞节25号要出去吃 那天不用来: one visit of a series, or one of several days, that is left out."""
    several = any(_several_days(span.meaning) for span in spans[:-1])
    if not several and not any(rule.value.get("rrule") for rule in rules):
        return list(spans)
    following = [span.start for span in spans[1:]] + [len(text)]
    return [
        replace(span, excluded=span.excluded or _SKIPPED.match(text, span.end, upto) is not None)
        for span, upto in zip(spans, following, strict=False)
    ]


def _without_skipped(text: str, rules: list[Repeat]) -> list[Repeat]:
    """每天来 … 逢礼拜三不用来: a second rule that only takes days from the first."""
    first, *others = rules
    kept = []
    for rule in others:
        names = str(rule.value.get("rrule", "")).partition("BYDAY=")[2]
        without = None
        if names and _SKIPPED.match(text, rule.end):
            days = [CODES.index(code) for code in names.split(",") if code in CODES]
            without = _without_days(str(first.value.get("rrule", "")), {"weekdays": days})
        if without is None:
            kept.append(rule)
        else:
            first = replace(first, value={**first.value, "rrule": without})
    return [first, *kept]


def _inside(span: Span, rules: Sequence[Repeat]) -> bool:
    return any(rule.start <= span.start and span.end <= rule.end for rule in rules)


def _time(span: Span, original: str, series: Mapping[str, Any] | None) -> Found:
    meaning = span.meaning
    if series and not meaning.has_day and meaning.bound != "asap":
        meaning = replace(meaning, series=series)
    return Found("time", span.start, span.end, original[span.start : span.end], meaning.as_dict())


def _bounded(
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
        if named and not _FIRST_VISIT.search(text[max(0, span.start - 6) : span.start]):
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
            value["from"] = _shifted(_without_part(meaning), 1 if meaning.bound == AFTER else 0)
        elif only_days and ends_series(text, span.start, meaning):
            value["until"] = _shifted(meaning, -1 if meaning.bound == BEFORE else 0)
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


def ends_series(text: str, start: int, meaning: TimeExpression) -> bool:
    """Whether a day at ``start`` is the last one of a series: 做到一月底, 到20号为止."""
    return meaning.bound in (UNTIL, BEFORE) or _UNTIL_WORD.search(text[max(0, start - 4) : start]) is not None


def _begins(meaning: TimeExpression) -> bool:
    """今晚开始 … 每天晚上9点: the day a series begins on, with the part of the day its visits are in anyway."""
    return meaning.has_day and meaning.start.clock is None and meaning.end is None


def _without_part(meaning: TimeExpression) -> TimeExpression:
    return replace(meaning, start=replace(meaning.start, part=None))


def _shifted(meaning: TimeExpression, days: int) -> dict[str, Any]:
    """A day that a series begins or ends with; 元旦后 and 元旦前 leave the day itself out."""
    day = meaning.start.day
    if not days or day is None or "feast" not in day:
        return replace(meaning, bound=None).as_dict()
    return TimeExpression(replace(meaning.start, day={"base": dict(day), "shift": days})).as_dict()


def _named_apart(meaning: TimeExpression) -> bool:
    """下星期六同星期日, 一日一次: days that follow each other are when a daily series is."""
    day = meaning.start.day or {}
    return meaning.bound is None and (len(day.get("weekdays", ())) > 1 or bool({"weekend", "span", "list"} & set(day)))


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


def _carried(text: str, spans: list[Span], services: Sequence[Found], rules: Sequence[Repeat]) -> list[Span]:
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
        if between.endswith("都") and _only_hours(meaning) and meaning.start.clock is None:
            joined = [_in_part(one, meaning.start.part) for one in joined]
            continue
        if _only_hours(meaning) and meaning.start.clock is None and last.meaning.has_day and _open_ended(last.meaning):
            continue  # 月底之前随便哪天下午: no one day to be the afternoon of
        if _only_hours(meaning) and meaning.start.clock is None and _day_range(last.meaning) and not apart:
            whole = _with_part(last.meaning, meaning.start.part)
            joined[-1], span = replace(last, meaning=whole), replace(span, meaning=whole)
        elif _only_hours(meaning) and last.meaning.has_day and last.meaning.end is None and not _instant(last.meaning):
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
        elif (_only_day(meaning) and _only_hours(last.meaning) and not apart and len(between) <= 12) or (
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


def _only_hours(meaning: TimeExpression) -> bool:
    return not meaning.has_day and meaning.has_hours


def _only_day(meaning: TimeExpression) -> bool:
    return meaning.has_day and not meaning.has_hours and meaning.end is None and meaning.bound is None


def _service_between(first: Span, second: Span, services: Sequence[Found]) -> bool:
    """Whether each of two times has a service of its own."""
    before = {item.value for item in services if item.start < second.start}
    after = {item.value for item in services if item.start >= second.start}
    return bool(before and after and before != after)


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
