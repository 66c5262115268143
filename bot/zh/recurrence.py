"""How often: 每周三, 隔天, 一周三次 -> a rule after RFC 5545, its beginning and end still without a clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from bot.zh.correction import corrects
from bot.zh.day_atoms import WEEK_WORD, WEEKDAYS
from bot.zh.day_resolve import resolve_day
from bot.zh.local_time import local
from bot.zh.numbers import COUNT, whole
from bot.zh.recurrence_rules import ENDS, RANGE, TIMES, Repeat, named_days, rule_at, weekly
from bot.zh.series import base_of, days_left_out

_AWAY = re.compile(r"出差|旅游|旅行|出门|出远门|回老家|不在家|外地|度假|放假|去玩|出去玩|住院")
_HABIT = re.compile(r"每个?(?:周|星期|礼拜)|长期|定期|以后|往后|常年")
_TRIGGER = re.compile(r"[下这本每逢隔周星礼拜工平半双天日见月一二两三四五六七八九十1-9]")
_ONCE = re.compile(
    r"^(?:就)?(?:一|1)(?:次|回|趟)[吧哈的]?$|(?:一|1)(?:次|回|趟)(?:就|便)(?:行|好|够|可以|成|得)|"
    r"(?:就|只|仅|单|先)(?:要|做|来|约|打扫|弄|搞|需要|用)?(?:这)?(?:一|1)(?:次|"
    r"回|趟)(?!性)|一次性(?!拖鞋|手套|用品|鞋套|杯|筷|付|纸|床)|单次|(?:这|就这)一(?:次|"
    r"回)就|不(?:用|要|需要|是)(?:长期|定期|固定)(?=[,。，的了]?.{0,3}(?:一次|单次))|"
    # 要不先不定长期，就约这周四下午两点一次试试，满意了再说固定的
    r"(?:不|别|甭|唔|勿|莫)(?:想|要|急着|打算|先|忙)?(?:定|搞|弄|签|约|做|办|订|包|整|谈|用|要)(?:什么|这个|个|啥)?(?:长期|固定的?(?!阿姨|人)|包月|月包)|"
    r"(?:就|先|只|光)(?:给我|帮我)?(?:约|来|做|要|订|定|打扫|弄|搞|请|试)(?:(?!每|长期)[^,。;!?]){0,8}?(?<!周)(?<!星期)(?<!礼拜)(?<!月)(?<!天)"
    r"(?:一|1)(?:次|回|趟)(?!性)|(?:试|体验|感受)(?:一?下)?(?:这|个)?(?:一|1)(?:次|回|趟)|(?:一|1)(?:次|回|趟)(?:先)?试试|"
    r"(?:满意|好|行|可以|合适|觉得好)(?:了|的话)?(?:再|先)(?:说|讲|谈|考虑|签|定|约|搞|做)(?:固定|长期|定期|包月|每周)"
)
_OPEN = re.compile(
    r"长期|定期|常年|长年|长做|长包|(?<!阿姨)(?<!阿姨[要得是])(?<!师傅)(?<!师傅[要得是])(?<!人要)固定(?!电话|资产|家具|住|[她他佢伊]|(?:都|就|是|用|要|找|请|让)+[\u4e00-\u9fff]{1,3}?(?:阿姨|师傅|大姐|姐|嫂)|[这那嗰]一?[个位]|(?:一个|一位|的|个|"
    r"用|要|找|是)?(?:同一个)?(?:阿姨|师傅|人|保洁|大姐|钟点工))|包月|月包|长约"
)
_DENIED = re.compile(r"(?:不|别|没|唔)(?:用|要|需要|是|必|想|打算)?\s?$")
# 周六都要, without 每 before the day
_ALL_OF = re.compile(rf"^{WEEK_WORD}[一二三四五六日天]都")
_ONCE_ON_EACH = re.compile(r"^(?!每|逢).*各(?:来)?一次$")
# 周五周六都来喂一次猫
_ONE_VISIT = re.compile(r"^(?!每|逢).*都(?:要|来|做|打扫|有)$")
_ONE_BEHIND = re.compile(r"[^,。;!?\s]{0,3}?(?:一|1)(?:次|回|趟)(?!就|便|都)")
_TWO_HOMES = re.compile(
    r"(?:家里?|边|屋里|屋头|屋企|房子?|公司|单位|店里)(?:和|跟|同|与|、|,|还有|加上|搭)[^,。;!?]{1,6}$|"
    r"[两二三2-9](?:家|边|套|处|个(?:地方|房|家|屋|店))(?:房子|房)?[^,。;!?]{0,2}$|"
    r"(?:[我咱俺侬爸妈姐哥弟妹公婆]|朋友|同事|邻居)(?:和|跟|同|与|、)(?!阿姨|师傅|你们)[^,。;!?说讲约好]{1,5}$"
)
_VISITS = re.compile(
    rf"(?:先|暂|暂时|试|只要|就要|共|一共|总共|合计|连续|连着|连|做满|满|订|定|约|做|来|买|包)(?:订|定|"
    rf"约|做|来|嚟|买|要|个|上|住|够|满|打扫|清洁|洗|保洁|喂|剪|弄|搞|烧|煮|擦|遛|带|陪|接|护理|试|干|整|安排)?个?(?P<n>{COUNT})(?P<unit>{TIMES}|周|个?星期|个?礼拜|"
    rf"天|个?月)(?!前|后|以|之|内|开|起)"
)

# 六次就够了, 八次试试看: a number of visits and no word before it.
_ENOUGH = re.compile(
    rf"(?<![第上下前这那头每有了过\d一二两三四五六七八九十])(?P<n>{COUNT})(?P<unit>{TIMES})(?:左右)?"
    r"(?:就(?:够|行|好|可以|得|成|停)|足够|够[了啦]|为止|试试|看看|睇下|住先|先(?=$|[\s,。;!吧啦]))"
)
_PERIOD_BEFORE = re.compile(rf"(?:每|一)(?:个)?(?:{WEEK_WORD}|月|天|日|季|年)[^,。;!?\s]{{0,4}}$")


# 先做一次看看 好的话以后每周都来: what may come of it, which nobody has ordered.
_IF_GOOD = re.compile(
    r"(?:(?:要是|如果|若是|假如|万一)?(?:[做弄搞整打扫洗收拾干活儿这次得的]|阿姨|师傅|人|觉得|感觉|用得|效果|质量|确实|真的|你们){0,6}"
    r"(?:满意|好|行|可以|不错|合适|靠谱|灵|放心|干净|顺手|到位|喜欢|OK|ok)(?:[的额格嘅个]?话|了|呢|再|就|以后|往后|之后|二天|[,\s])|试(?:过|完|下来)[^,。;!?]{0,6}[,\s]?)"
    r"[^。;!?]{0,8}$"
)
_FIRST_ONCE = re.compile(
    r"(?:先|就|只|这[次回趟]|头)[^,。;!?]{0,8}?(?:一|1)(?:次|回|趟)|试(?:一?[下次回试]|试)|先(?:来|做|约|打扫|弄|搞|看)[^,。;!?]{0,6}?(?:看看|试试|睇下|再说)"
)


def _may_follow(text: str, rule: Repeat) -> bool:
    """先试一次，满意的话再每周都约: a rhythm that hangs upon how the one visit is."""
    before, first = text[: rule.start], _FIRST_ONCE.search(text)
    if first is None or first.start() >= rule.start:
        return False
    return _IF_GOOD.search(before[first.end() :]) is not None


def repeats(text: str) -> list[Repeat]:
    """The frequencies of a normalised text: rules in order; once or open only where there is no rule."""
    found: list[Repeat] = []
    position = 0
    while True:
        trigger = _TRIGGER.search(text, position)
        if trigger is None:
            break
        position = trigger.start()
        here = rule_at(text, position)
        if here is None or _is_of_two_homes(text, here) or _is_once_on_each(text, here):
            position += 1
            continue
        found.append(here)
        position = here.end
    if found and all(_may_follow(text, rule) for rule in found):
        first = _FIRST_ONCE.search(text)
        return [Repeat(first.start(), first.end(), {"once": True})] if first else []
    if found:
        said = _while_away(text, _of_those_days(_as_corrected(text, found)))
        return _on_bare_days(text, _counted(text, said))
    return _without_rule(text)


def _is_once_on_each(text: str, rule: Repeat) -> bool:
    """周六跟周日各来一次: two visits, unless it is told of every week."""
    said = text[rule.start : rule.end]
    one = _ONE_VISIT.search(said) is not None and _ONE_BEHIND.match(text, rule.end) is not None
    return (one or _ONCE_ON_EACH.search(said) is not None) and _HABIT.search(text) is None


def _is_of_two_homes(text: str, rule: Repeat) -> bool:
    """我家和我妈家周六都要打扫, 我和我妈周六都要: 都 is of the homes, and the day is one."""
    return _ALL_OF.search(text[rule.start : rule.end]) is not None and _TWO_HOMES.search(text[: rule.start]) is not None


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


def _while_away(text: str, found: list[Repeat]) -> list[Repeat]:
    """出差三天，周四到周六每天来喂猫: these days, and none in the weeks after."""
    if len(found) != 1 or not _AWAY.search(text) or _HABIT.search(text):
        return found
    (rule,) = found
    match = re.match(rf"{WEEK_WORD}{RANGE}(?:的)?(?:每天|天天|每日|都)", text[rule.start : rule.end])
    if match is None or "until" in rule.value:
        return found
    ends = {key: {"start": {"day": {"weekdays": [WEEKDAYS[match[name]]]}}} for key, name in ENDS}
    return [Repeat(rule.start, rule.end, {**rule.value, **ends})]


def _is_of_each(text: str, rule: Repeat, visits: re.Match[str]) -> bool:
    """每周想请人来打扫两次: so often in each week, and no number of all visits."""
    bare = rule.value.get("rrule") in ("FREQ=WEEKLY", "FREQ=MONTHLY") and "times_per_period" not in rule.value
    behind = rule.end <= visits.start() and re.fullmatch(TIMES, visits["unit"]) is not None
    return bare and behind and not re.search(r"[,。;!?\s先共满合连总]", text[rule.end : visits.end()])


def _on_bare_days(text: str, found: list[Repeat]) -> list[Repeat]:
    """每周三次，一三五: as many days as visits, named without their week."""
    rule, times = found[0], found[0].value.get("times_per_period")
    named = re.compile(rf"(?<=[,。;\s])[一二三四五六日天]{{{times}}}(?=$|[,。;\s上下早晚中各都的])")
    days = named.search(text, rule.end) if times and len(found) == 1 else None
    if days is None or rule.value.get("rrule") != "FREQ=WEEKLY":
        return found
    value = {key: said for key, said in rule.value.items() if key != "times_per_period"}
    return [Repeat(rule.start, rule.end, {**value, "rrule": weekly(named_days(days[0]))})]


def visits_said(text: str) -> int | None:
    """先做十次, said of a series that is there: how many visits; 每周做两次 says how often."""
    said = [match for match in _VISITS.finditer(text) if re.fullmatch(TIMES, match["unit"])]
    counts = (whole(match["n"]) for match in (*said, *_ENOUGH.finditer(text)) if not _of_a_period(text, match))
    return next((count for count in counts if count and 2 <= count <= 400), None)


def _of_a_period(text: str, visits: re.Match[str]) -> bool:
    return _PERIOD_BEFORE.search(text[: visits.start()]) is not None


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
    if re.fullmatch(TIMES, unit):
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
        return {"rrule": weekly([5, 6])}
    days = day.get("weekdays") or [n for item in day.get("list", ()) for n in item.get("weekdays", ())]
    if not days:
        return None
    if last:
        days = [n % 7 for n in range(days[0], (last[0] if last[0] >= days[0] else last[0] + 7) + 1)]
    return {"rrule": weekly(days)}


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
