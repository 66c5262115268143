"""The ways to say how often: 每周三, 隔天, 一周三次; each with the rule after RFC 5545 that it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.zh.day_atoms import WEEK_WORD, WEEKDAY_CHAR, WEEKDAY_LIST, WEEKDAYS
from bot.zh.numbers import SMALL, whole
from bot.zh.series import CODES

_WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"

ENDS = (("from", "from"), ("until", "to"))
TIMES = r"(?:次|趟|回|遍|顿)"
_EVERY = r"(?:每一个|每一|每个|每逢|每|逢)"
_N = rf"(?P<n>{SMALL})"
_ONCE_A = rf"(?:(?![上下第前后一二两三四五六七八九十])[\u4e00-\u9fff]){{0,2}}?(?:个|上)?(?P<times>{SMALL}){TIMES}"
RANGE = rf"(?P<from>{WEEKDAY_CHAR})\s?(?:到|至|-|~|—)\s?{WEEK_WORD}?(?P<to>[一二三四五六日天]|[1-7](?![点时:月个\d]))"
_MONTH_DAYS = (
    r"(?P<days>(?:[12]\d|3[01]|[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:号|"
    r"日)?(?:\s?[、,和跟与及]\s?(?:每月)?(?:[12]\d|3[01]|[1-9]|[二三]?十[一二三四五六七八九]?|"
    r"[一二三四五六七八九])(?:号|日)?)*(?<=[号日]))"
)


@dataclass(frozen=True)
class Repeat:
    """A frequency and where it stands; ``value`` for ``resolve_frequency``."""

    start: int
    end: int
    value: dict[str, Any]


def weekly(days: list[int], interval: int = 1) -> str:
    step = f";INTERVAL={interval}" if interval > 1 else ""
    by = ",".join(CODES[day] for day in sorted(set(days)))
    return f"FREQ=WEEKLY{step}" + (f";BYDAY={by}" if by else "")


def named_days(text: str) -> list[int]:
    return [WEEKDAYS[char] for char in re.sub(rf"{WEEK_WORD}|[^一二三四五六日天1-7]", "", text)]


def _every(unit: str, interval: int) -> str:
    step = f";INTERVAL={interval}"
    if unit in ("天", "日"):
        return "FREQ=DAILY" + (step if interval > 1 else "")
    if unit in ("周", "星期", "礼拜"):
        return "FREQ=WEEKLY" + (step if interval > 1 else "")
    if unit == "季度" or unit == "季":
        return f"FREQ=MONTHLY;INTERVAL={interval * 3}"
    if unit == "年":
        return "FREQ=YEARLY" + (step if interval > 1 else "")
    return "FREQ=MONTHLY" + (step if interval > 1 else "")


def _times(match: re.Match[str]) -> dict[str, Any]:
    said = match.groupdict().get("times")
    count = whole(said) if said else None
    return {"times_per_period": count} if count and count > 1 else {}


def _weekday_range(match: re.Match[str]) -> dict[str, Any]:
    first, last = WEEKDAYS[match["from"]], WEEKDAYS[match["to"]]
    days = [day % 7 for day in range(first, (last if last >= first else last + 7) + 1)]
    return {"rrule": "FREQ=DAILY" if len(days) == 7 else weekly(days, _fortnight(match))}


def _days_of_a_week(match: re.Match[str]) -> dict[str, Any]:
    """下周一到周五每天: a series that is over after these days."""
    week = {"这": 0, "本": 0, "下": 1, "下下": 2}[match["step"]]
    ends = {key: {"start": {"day": {"weekdays": [WEEKDAYS[match[name]]], "week": week}}} for key, name in ENDS}
    return {**_weekday_range(match), **ends}


def _as_many_days(match: re.Match[str]) -> dict[str, Any] | None:
    """周五到周日每天上午，三次: as many visits as days, and none in the weeks after."""
    weekly = _weekday_range(match)
    days = str(weekly["rrule"]).count(",") + 1
    if whole(match["visits"]) != days:
        return None
    ends = {key: {"start": {"day": {"weekdays": [WEEKDAYS[match[name]]]}}} for key, name in ENDS}
    return {**weekly, "count": days, **ends}


def _fortnight(match: re.Match[str]) -> int:
    named = match.groupdict()
    if named.get("n"):
        return whole(named["n"]) or 1
    return 2 if named.get("other") else 1


def _weekdays(match: re.Match[str]) -> dict[str, Any]:
    return {"rrule": weekly(named_days(match["days"]), _fortnight(match))}


def _weekend(match: re.Match[str]) -> dict[str, Any]:
    return {"rrule": weekly([5, 6], _fortnight(match)), **_times(match)}


def _month_days(match: re.Match[str]) -> dict[str, Any]:
    days = [whole(item) for item in re.findall(r"\d+|[一二三四五六七八九十]+", match["days"])]
    named = sorted({day for day in days if day and 1 <= day <= 31})
    return {"rrule": "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(map(str, named))}


def _nth_weekday(match: re.Match[str]) -> dict[str, Any]:
    which = -1 if match["last"] else whole(match["n"] or "") or 1
    return {"rrule": f"FREQ=MONTHLY;BYDAY={which}{CODES[WEEKDAYS[match['day']]]}"}


def _interval(match: re.Match[str]) -> dict[str, Any] | None:
    named = match.groupdict()
    count = whole(named["n"]) if named.get("n") else 1
    if not count:
        return None
    rule = {"rrule": _every(match["unit"].removeprefix("个"), count), **_times(match)}
    days = named.get("days")
    if days and rule["rrule"].startswith("FREQ=WEEKLY"):
        rule["rrule"] = weekly(named_days(days), count)
    return rule


def _skipping(match: re.Match[str]) -> dict[str, Any] | None:
    """隔一天 is every second day; of more than one, people mean "every N days"."""
    count = whole(match["n"]) if match["n"] else 1
    if not count:
        return None
    count = 2 if count == 1 else count
    unit = match["unit"].removeprefix("个")
    if match["days"]:
        return {"rrule": weekly(named_days(match["days"]), count)}
    return {"rrule": _every(unit, count), **_times(match)}


def _constant(value: dict[str, Any]) -> Meaning:
    return lambda match: dict(value)


def _rule_with_times(rule: str) -> Meaning:
    return lambda match: {"rrule": rule, **_times(match)}


Meaning = Callable[["re.Match[str]"], "dict[str, Any] | None"]

_HOUR_SAID = r"(?:早上?|上午|下午|晚上?|中午|傍晚)?\s?(?:\d{1,2}|[一二三四五六七八九十两]{1,2})\s?(?:点|:)(?:半|\d{2})?"
_HOURS_OF_DAY = rf"{_HOUR_SAID}\s?(?:到|至|-|~)\s?{_HOUR_SAID}"
_UNIT = r"(?P<unit>天|日|周|星期|礼拜|个?月|个?季度|季|年)"
_OTHER_WEEK = rf"(?P<other>隔(?:一)?个?{WEEK_WORD}(?:的)?|每隔(?:一)?个?{WEEK_WORD}的?|双{WEEK_WORD}的?)"
_TAIL_TIMES = rf"(?:\s?(?:的)?{_ONCE_A})?"

_PATTERNS: tuple[tuple[re.Pattern[str], Meaning], ...] = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (
            rf"{_EVERY}(?:月|个月)的?(?:第|头)(?P<n>[一二三四五1-5])个?{WEEK_WORD}(?P<last>(?!))?(?P<day>{WEEKDAY_CHAR})",
            _nth_weekday,
        ),
        (rf"{_EVERY}(?:月|个月)的?(?P<last>最后)(?P<n>一)?个{WEEK_WORD}(?P<day>{WEEKDAY_CHAR})", _nth_weekday),
        (rf"(?:{_EVERY}个?(?:月|个月)的?|逢){_MONTH_DAYS}", _month_days),
        (rf"{_EVERY}个?月的?(?:月?[底末]|最后一天)", _constant({"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1"})),
        (rf"{_EVERY}个?月的?(?:月?初|头一天)", _constant({"rrule": "FREQ=MONTHLY;BYMONTHDAY=1"})),
        (rf"{_OTHER_WEEK}{WEEK_WORD}?(?P<days>末)", _weekend),
        (rf"{_OTHER_WEEK}{WEEK_WORD}?(?P<days>{WEEKDAY_LIST})", _weekdays),
        (rf"(?:每|隔)(?P<n>[两2二三3四4])个?{WEEK_WORD}的?(?:{WEEK_WORD})(?P<days>{WEEKDAY_LIST})", _weekdays),
        (rf"{_EVERY}{WEEK_WORD}(?:的)?{WEEK_WORD}?{RANGE}", _weekday_range),
        (rf"{_EVERY}{WEEK_WORD}末{_TAIL_TIMES}", _weekend),
        (rf"{_EVERY}{WEEK_WORD}(?:的)?{WEEK_WORD}?(?P<days>{WEEKDAY_LIST})(?:都)?", _weekdays),
        (rf"(?P<step>下下|下|这|本)个?{WEEK_WORD}的?{WEEK_WORD}?{RANGE}(?:的)?(?:每天|天天|每日)", _days_of_a_week),
        (
            rf"{WEEK_WORD}{RANGE}(?:的)?(?:每天|天天|每日|都)(?=[^。;!?]{{0,16}}?(?<![每\d点])(?P<visits>{SMALL})(?:次|趟|天))",
            _as_many_days,
        ),
        (rf"{WEEK_WORD}{RANGE}(?:的)?(?:每天|天天|每日|都(?=来|做|要|得|打扫))", _weekday_range),
        # 周一三五来打扫: three days and more are a habit.
        (
            rf"(?<![下上这本]){WEEK_WORD}(?P<days>[一二三四五六]{{3,6}}日?)(?=来|上门|过来|打扫|做)",
            _weekdays,
        ),
        # 周一到周五早八点到晚六点: hours of every working day, unless they are offered (都行).
        (rf"{WEEK_WORD}{RANGE}(?=[\s,]?{_HOURS_OF_DAY}(?!\s?(?:都|随便|任|可以|有空|方便|行)))", _weekday_range),
        (
            (
                rf"{_EVERY}(?:个)?(?:工作日|上班日|平日)|(?:工作日|平日)(?:里)?(?:的)?(?:每天|"
                rf"天天|都)?|周中每天"
            ),
            _constant({"rrule": _WORKDAYS}),
        ),
        (
            (
                rf"{WEEK_WORD}(?P<days>{WEEKDAY_LIST})(?:都(?:要|来|做|打扫|有)|固定|各一次|"
                rf"各来一次|这[两三]天都)"
            ),
            _weekdays,
        ),
        (rf"(?:每隔|隔){_N}?{_UNIT}(?:的)?(?:{WEEK_WORD}(?P<days>{WEEKDAY_LIST}))?{_TAIL_TIMES}", _skipping),
        (
            (
                r"(?:每半个?月|双周)|半个?月(?=\s?(?:来|做|打扫|保洁|洗|搞)?(?:一|1)(?:次|趟|"
                r"回))(?:来|做|打扫|保洁|洗|搞)?(?:一|1)(?:次|趟|回)"
            ),
            _constant({"rrule": "FREQ=WEEKLY;INTERVAL=2"}),
        ),
        (r"(?:每半年|半年)(?:来|做|洗|搞)?一次|每半年", _constant({"rrule": "FREQ=MONTHLY;INTERVAL=6"})),
        (rf"每{_N}个?{_UNIT}(?:的)?{_TAIL_TIMES}", _interval),
        (
            (
                rf"(?<![\d第上下这周期拜一二三四五六七八九十两]){_N}个?{_UNIT}(?:就)?(?:(?![上下第前后一二两三四五六七八九十内里])[\u4e00-\u9fff]){{0,2}}?(?P<times>{SMALL})(?:{TIMES}|"
                rf"[两三四]?[三四五]{TIMES})"
            ),
            _interval,
        ),
        (rf"{_EVERY}{_UNIT}(?:的)?(?:都)?{_TAIL_TIMES}", _interval),
        (
            rf"(?<!能)(?<!用)(?:天天|日日|天天都|见天儿?|日日都)(?:都)?(?!挂面|吃|加班|上班|在家|忙|吵|熬夜|出差|外卖|喝|念叨){_TAIL_TIMES}",
            _rule_with_times("FREQ=DAILY"),
        ),
        # 改成一三五来
        (
            r"(?<![\d周期拜第一二三四五六])(?:逢)?(?P<days>(?:一(?=[二三四五六])|二(?=[三四五六])|三(?=[四五六])|四(?=[五六])|五(?=六))+[二三四五六])(?:(?=来|上门|过来)|(?<=逢[一二三四五六][一二三四五六])|(?<=逢[一二三四五六][一二三四五六][一二三四五六]))",
            _weekdays,
        ),
        (rf"月{TIMES}|月(?P<times>{SMALL})次", _rule_with_times("FREQ=MONTHLY")),
        (rf"(?<![上下这一本]){WEEK_WORD}(?P<times>{SMALL})次", _rule_with_times("FREQ=WEEKLY")),
        (r"每(?=[早晚夜])|每(?=个?(?:早上|晚上|上午|下午|中午|早晨|傍晚))", _constant({"rrule": "FREQ=DAILY"})),
    )
)


def rule_at(text: str, position: int) -> Repeat | None:
    for pattern, meaning in _PATTERNS:
        match = pattern.match(text, position)
        if match is None or match.end() == position:
            continue
        value = meaning(match)
        if value is not None:
            return Repeat(position, match.end(), value)
    return None
