"""How often: 每周三, 隔天, 一周三次 -> a rule after RFC 5545, its beginning and end still without a clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from bot.zh.correction import corrects
from bot.zh.day_atoms import WEEK_WORD, WEEKDAY_CHAR, WEEKDAY_LIST, WEEKDAYS
from bot.zh.day_resolve import resolve_day
from bot.zh.local_time import local
from bot.zh.numbers import COUNT, SMALL, whole
from bot.zh.series import CODES, base_of, days_left_out

_WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"

_ENDS = (("from", "from"), ("until", "to"))
_TIMES = r"(?:次|趟|回|遍|顿)"
_EVERY = r"(?:每一个|每一|每个|每逢|每|逢)"
_N = rf"(?P<n>{SMALL})"
_ONCE_A = rf"(?:(?![上下第前后一二两三四五六七八九十])[\u4e00-\u9fff]){{0,2}}?(?:个|上)?(?P<times>{SMALL}){_TIMES}"
_RANGE = rf"(?P<from>{WEEKDAY_CHAR})\s?(?:到|至|-|~|—)\s?{WEEK_WORD}?(?P<to>[一二三四五六日天]|[1-7](?![点时:月个\d]))"
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


def _weekly(days: list[int], interval: int = 1) -> str:
    step = f";INTERVAL={interval}" if interval > 1 else ""
    by = ",".join(CODES[day] for day in sorted(set(days)))
    return f"FREQ=WEEKLY{step}" + (f";BYDAY={by}" if by else "")


def _named_days(text: str) -> list[int]:
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
    return {"rrule": "FREQ=DAILY" if len(days) == 7 else _weekly(days, _fortnight(match))}


def _days_of_a_week(match: re.Match[str]) -> dict[str, Any]:
    """下周一到周五每天: a series that is over after these days."""
    week = {"这": 0, "本": 0, "下": 1, "下下": 2}[match["step"]]
    ends = {key: {"start": {"day": {"weekdays": [WEEKDAYS[match[name]]], "week": week}}} for key, name in _ENDS}
    return {**_weekday_range(match), **ends}


def _as_many_days(match: re.Match[str]) -> dict[str, Any] | None:
    """周五到周日每天上午，三次: as many visits as days, and none in the weeks after."""
    weekly = _weekday_range(match)
    days = str(weekly["rrule"]).count(",") + 1
    if whole(match["visits"]) != days:
        return None
    ends = {key: {"start": {"day": {"weekdays": [WEEKDAYS[match[name]]]}}} for key, name in _ENDS}
    return {**weekly, "count": days, **ends}


def _fortnight(match: re.Match[str]) -> int:
    named = match.groupdict()
    if named.get("n"):
        return whole(named["n"]) or 1
    return 2 if named.get("other") else 1


def _weekdays(match: re.Match[str]) -> dict[str, Any]:
    return {"rrule": _weekly(_named_days(match["days"]), _fortnight(match))}


def _weekend(match: re.Match[str]) -> dict[str, Any]:
    return {"rrule": _weekly([5, 6], _fortnight(match)), **_times(match)}


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
        rule["rrule"] = _weekly(_named_days(days), count)
    return rule


def _skipping(match: re.Match[str]) -> dict[str, Any] | None:
    """隔一天 is every second day; of more than one, people mean "every N days"."""
    count = whole(match["n"]) if match["n"] else 1
    if not count:
        return None
    count = 2 if count == 1 else count
    unit = match["unit"].removeprefix("个")
    if match["days"]:
        return {"rrule": _weekly(_named_days(match["days"]), count)}
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
        (rf"{_EVERY}{WEEK_WORD}(?:的)?{WEEK_WORD}?{_RANGE}", _weekday_range),
        (rf"{_EVERY}{WEEK_WORD}末{_TAIL_TIMES}", _weekend),
        (rf"{_EVERY}{WEEK_WORD}(?:的)?{WEEK_WORD}?(?P<days>{WEEKDAY_LIST})(?:都)?", _weekdays),
        (rf"(?P<step>下下|下|这|本)个?{WEEK_WORD}的?{WEEK_WORD}?{_RANGE}(?:的)?(?:每天|天天|每日)", _days_of_a_week),
        (
            rf"{WEEK_WORD}{_RANGE}(?:的)?(?:每天|天天|每日|都)(?=[^。;!?]{{0,16}}?(?<![每\d点])(?P<visits>{SMALL})(?:次|趟|天))",
            _as_many_days,
        ),
        (rf"{WEEK_WORD}{_RANGE}(?:的)?(?:每天|天天|每日|都(?=来|做|要|得|打扫))", _weekday_range),
        # 周一三五来打扫: three days and more are a habit.
        (
            rf"(?<![下上这本]){WEEK_WORD}(?P<days>[一二三四五六]{{3,6}}日?)(?=来|上门|过来|打扫|做)",
            _weekdays,
        ),
        # 周一到周五早八点到晚六点: hours of every working day, unless they are offered (都行).
        (rf"{WEEK_WORD}{_RANGE}(?=[\s,]?{_HOURS_OF_DAY}(?!\s?(?:都|随便|任|可以|有空|方便|行)))", _weekday_range),
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
                rf"(?<![\d第上下这周期拜一二三四五六七八九十两]){_N}个?{_UNIT}(?:就)?(?:(?![上下第前后一二两三四五六七八九十内里])[\u4e00-\u9fff]){{0,2}}?(?P<times>{SMALL})(?:{_TIMES}|"
                rf"[两三四]?[三四五]{_TIMES})"
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
        (rf"月{_TIMES}|月(?P<times>{SMALL})次", _rule_with_times("FREQ=MONTHLY")),
        (rf"(?<![上下这一本]){WEEK_WORD}(?P<times>{SMALL})次", _rule_with_times("FREQ=WEEKLY")),
        (r"每(?=[早晚夜])|每(?=个?(?:早上|晚上|上午|下午|中午|早晨|傍晚))", _constant({"rrule": "FREQ=DAILY"})),
    )
)
_TRIGGER = re.compile(r"[下这本每逢隔周星礼拜工平半双天日见月一二两三四五六七八九十1-9]")
_ONCE = re.compile(
    r"^(?:就)?(?:一|1)(?:次|回|趟)[吧哈的]?$|(?:一|1)(?:次|回|趟)(?:就|便)(?:行|好|够|可以|成|得)|"
    r"(?:就|只|仅|单|先)(?:要|做|来|约|打扫|弄|搞|需要|用)?(?:这)?(?:一|1)(?:次|"
    r"回|趟)(?!性)|一次性(?!拖鞋|手套|用品|鞋套|杯|筷|付|纸|床)|单次|(?:这|就这)一(?:次|"
    r"回)就|不(?:用|要|需要|是)(?:长期|定期|固定)(?=[,。，的了]?.{0,3}(?:一次|单次))"
)
_OPEN = re.compile(
    r"长期|定期|常年|长年|长做|长包|(?<!阿姨)(?<!阿姨[要得是])(?<!师傅)(?<!师傅[要得是])(?<!人要)固定(?!电话|资产|家具|住|(?:一个|一位|的|个|"
    r"用|要|找|是)?(?:同一个)?(?:阿姨|师傅|人|保洁|大姐|钟点工))|包月|月包|长约"
)
_DENIED = re.compile(r"(?:不|别|没|唔)(?:用|要|需要|是|必|想|打算)?\s?$")
_VISITS = re.compile(
    rf"(?:先|共|一共|总共|合计|连续|连着|连|做满|满|订|定|约|做|来|买|包)(?:订|定|"
    rf"约|做|来|买|要|个|上|打扫|清洁|洗|保洁|喂|剪|弄|搞)?(?P<n>{COUNT})(?P<unit>{_TIMES}|周|个?星期|个?礼拜|"
    rf"天|个?月)(?!前|后|以|之|内|开|起)"
)


def repeats(text: str) -> list[Repeat]:
    """The frequencies of a normalised text: rules in order; once or open only where there is no rule."""
    found: list[Repeat] = []
    position = 0
    while True:
        trigger = _TRIGGER.search(text, position)
        if trigger is None:
            break
        position = trigger.start()
        here = _at(text, position)
        if here is None:
            position += 1
            continue
        found.append(here)
        position = here.end
    if found:
        return _on_bare_days(text, _counted(text, _of_those_days(_as_corrected(text, found))))
    return _without_rule(text)


def _at(text: str, position: int) -> Repeat | None:
    for pattern, meaning in _PATTERNS:
        match = pattern.match(text, position)
        if match is None or match.end() == position:
            continue
        value = meaning(match)
        if value is not None:
            return Repeat(position, match.end(), value)
    return None


def _counted(text: str, found: list[Repeat]) -> list[Repeat]:
    """先订六次, 连续四周: how many visits; belongs to the rule before it."""
    rule = found[0] if len(found) == 1 else _joined(found)
    for match in _VISITS.finditer(text):
        if any(item.start < match.end() and match.start() < item.end for item in found):
            continue
        count = whole(match["n"])
        if not count or not 2 <= count <= 400:
            continue
        unit = match["unit"].removeprefix("个")
        if _is_of_each(text, rule, match):
            return [Repeat(rule.start, match.end(), {**rule.value, "times_per_period": count})]
        per = _per_unit(rule.value, unit)
        if per:
            value = {**rule.value, "count": count * per}
            return [Repeat(rule.start, rule.end, value), *([] if rule is not found[0] else found[1:])]
    return [rule] if rule is not found[0] else found


def _is_of_each(text: str, rule: Repeat, visits: re.Match[str]) -> bool:
    """每周想请人来打扫两次: so often in each week, and no number of all visits."""
    bare = rule.value.get("rrule") in ("FREQ=WEEKLY", "FREQ=MONTHLY") and "times_per_period" not in rule.value
    behind = rule.end <= visits.start() and re.fullmatch(_TIMES, visits["unit"]) is not None
    return bare and behind and not re.search(r"[,。;!?\s先共满合连总]", text[rule.end : visits.end()])


def _on_bare_days(text: str, found: list[Repeat]) -> list[Repeat]:
    """每周三次，一三五: as many days as visits, named without their week."""
    rule, times = found[0], found[0].value.get("times_per_period")
    named = re.compile(rf"(?<=[,。;\s])[一二三四五六日天]{{{times}}}(?=$|[,。;\s上下早晚中各都的])")
    days = named.search(text, rule.end) if times and len(found) == 1 else None
    if days is None or rule.value.get("rrule") != "FREQ=WEEKLY":
        return found
    value = {key: said for key, said in rule.value.items() if key != "times_per_period"}
    return [Repeat(rule.start, rule.end, {**value, "rrule": _weekly(_named_days(days[0]))})]


def visits_said(text: str) -> int | None:
    """先做十次, said of a series that is there: how many visits."""
    counts = (whole(match["n"]) for match in _VISITS.finditer(text) if re.fullmatch(_TIMES, match["unit"]))
    return next((count for count in counts if count and 2 <= count <= 400), None)


def _as_corrected(text: str, found: list[Repeat]) -> list[Repeat]:
    """每周两次，不对，每周三次: what stands before a correction no longer counts."""
    for first, second in pairwise(found):
        if corrects(text[first.end : second.start]):
            found = [rule for rule in found if rule.start >= second.start]
    return found


def _of_those_days(found: list[Repeat]) -> list[Repeat]:
    """工作日每晚六点: 每 before a part of the day means each of the days that are named."""
    if not any("BYDAY" in str(rule.value["rrule"]) for rule in found):
        return found
    return [rule for rule in found if rule.end - rule.start > 1]


def _joined(found: list[Repeat]) -> Repeat:
    """每周二 … 每周两次: two ways to say one rule become one."""
    first = found[0]
    for item in found[1:]:
        same = str(item.value["rrule"]).split(";")[0] == str(first.value["rrule"]).split(";")[0]
        if not same or ("BYDAY" in str(item.value["rrule"]) and "BYDAY" in str(first.value["rrule"])):
            return found[0]
        richer = max((str(first.value["rrule"]), str(item.value["rrule"])), key=len)
        first = Repeat(first.start, first.end, {**item.value, **first.value, "rrule": richer})
    return first


def _per_unit(value: Mapping[str, Any], unit: str) -> int | None:
    rule = str(value["rrule"])
    times = int(value.get("times_per_period", 1))
    if re.fullmatch(_TIMES, unit):
        return 1
    if unit in ("周", "星期", "礼拜") and rule.startswith("FREQ=WEEKLY") and "INTERVAL" not in rule:
        return rule.split("BYDAY=")[1].count(",") + 1 if "BYDAY=" in rule else times
    if unit == "天" and rule == "FREQ=DAILY":
        return times
    if unit == "月" and rule.startswith("FREQ=MONTHLY") and "INTERVAL" not in rule:
        return times
    return None


def _without_rule(text: str) -> list[Repeat]:
    for pattern, value in ((_ONCE, {"once": True}), (_OPEN, {"open": True})):
        match = pattern.search(text)
        if match and not _DENIED.search(text[max(0, match.start() - 4) : match.start()]):
            return [Repeat(match.start(), match.end(), dict(value))]
    return []


def as_frequency(time: Mapping[str, Any]) -> dict[str, Any] | None:
    """A weekday said in answer to "how often?" is a rule (context booking:frequency); ``None`` for other times."""
    day = (time.get("start") or {}).get("day") or {}
    last = ((time.get("end") or {}).get("day") or {}).get("weekdays")
    if "week" in day:
        return None
    if "weekend" in day:
        return {"rrule": _weekly([5, 6])}
    days = day.get("weekdays") or [n for item in day.get("list", ()) for n in item.get("weekdays", ())]
    if not days:
        return None
    if last:
        days = [n % 7 for n in range(days[0], (last[0] if last[0] >= days[0] else last[0] + 7) + 1)]
    return {"rrule": _weekly(days)}


def resolve_frequency(value: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """``frequency`` of the requirement schema: dates as ISO strings; keys that were not said are left out."""
    today = local(now).date()
    result = {key: value[key] for key in ("rrule", "count", "times_per_period", "once", "open") if key in value}
    first = _day_of(value, "from", 0, today, today)
    last = _day_of(value, "until", -1, first or today, today)
    for key, found in (("from", first), ("until", last)):
        if found is not None:
            result[key] = found.isoformat()
    excluded = days_left_out(value, first, today)
    if excluded:
        result["exdate"] = [found.isoformat() for found in excluded]
    return result


def _day_of(value: Mapping[str, Any], key: str, index: int, begin: date, today: date) -> date | None:
    day = (value.get(key) or {}).get("start", {}).get("day")
    dates = resolve_day(day, base_of(day, begin, today)) if day else ()
    return dates[index] if dates else None
