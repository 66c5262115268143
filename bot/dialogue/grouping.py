"""Which value belongs to which wish, where a message has several."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from bot.dialogue.split_wishes import CLAUSE, STOP, Entity, Group, end_of, instead, is_hour, split, start_of
from bot.zh.order_mention import STAYS
from bot.zh.services import is_wiped
from bot.zh.whose_home import homes_named

# The wider service has the narrower one within it: 开荒 … 窗户也擦 is one wish.
_WITHIN: Mapping[str, frozenset[str]] = {
    "deep_cleaning": frozenset({"daily_cleaning"}),
    "emergency_repair": frozenset({"home_repair"}),
    "maternity_care": frozenset({"childcare", "daily_cleaning"}),
}
_INSTEAD = re.compile(r"(?:改|换|变|转)(?:成|为|做|作|到)|而?是(?:要|想)?$|(?:要|想)的是")
_ONCE_MORE = re.compile(r"再(?!说|想|看)|另外|还(?:要|想|得)|也(?:要|来|约|想)|又")
# 一堆衬衫要熨 周日再来个人帮我熨衣服: somebody is called for the work that was told of.
_CALLED_FOR_IT = re.compile(
    r"(?:再|另外|还[要想得]?|也[要想])(?:帮我|给我|麻烦|请|想|要){0,2}(?:来|派|叫|喊|找|揾|约|请|安排)(?:一?[个位名])?(?:人|阿姨|师傅|姐|大姐|嬢嬢|工人)"
)
_ONCE_AGAIN = re.compile(r"[^,。;!?\s]{0,2}[一1][次趟遍回]")
OF_THE_HOME = frozenset(
    {"has_cat", "has_dog", "has_pet", "has_pregnant", "has_infant", "has_child", "allergy", "no_elevator", "parking",
     "access_code", "key_pickup", "nobody_home", "no_doorbell", "call_first", "quiet", "eco_supplies", "shoe_covers",
     "non_smoker", "not_afraid_of_pets"}
)  # fmt: skip
_OF_CLEANING = frozenset({"eco_supplies", "shoe_covers"})
_DONE_BEFORE = re.compile("[过完]|了(?!吧)")
_CLEANING = frozenset({"daily_cleaning", "deep_cleaning", "appliance_cleaning", "home_maintenance"})
_FOR_ALL = re.compile(r"(?:都|各|分别)(?:是|要|来|做|派|得)?$")
_KEPT = re.compile(rf"\s?(?:那[个单次])?的?(?:时间|日期|地址)?(?:还是|都|就|也)?(?:{STAYS})")


# 育儿嫂 … 会做辅食: what somebody can do, no wish of its own.
_SKILL = re.compile(r"(?:会|能|擅长|要会|还会|也会)$")


# 搬家前大扫除: when, not what.
_OCCASION = re.compile(r"[^,。;!?\s]{0,4}?(?:之前|以前|前(?![天面台])|之后|以后|(?<![然最随])后(?![天面院]))")


def grouped(text: str, values: Sequence[Entity], apart: bool = False) -> list[Group]:
    """``text`` normalised; ``values`` in text order. A value that belongs to no service stands in a group without.

    ``apart``: every service is of an order of its own, so none lies within another.
    """
    values = _without_kept(text, values)
    anchors = _anchors(text, values, apart)
    if len(anchors) < 2:
        dropped = _replaced(text, values)
        kept = [v for v in values if v not in dropped and (v["entity"] != "service" or not anchors or v in anchors)]
        return instead(text, Group(kept)) if apart else split(text, Group(kept))
    starts = [_begin(text, values, anchors, index) for index in range(len(anchors))]
    homes = {label for _, _, label in homes_named(text)}
    pieces = [text[begin:end] if len(homes) > 1 else "" for begin, end in pairwise((*starts, len(text)))]
    groups = [Group(said=piece) for piece in pieces]
    for value in values:
        if value["entity"] == "service" and value not in anchors:
            continue
        if _is_hour_of_all(text, value):
            hour = {key: part for key, part in value["value"]["start"].items() if key != "day"}
            for group in groups:
                if not any(is_hour(time) for time in group.of("time")):
                    group.values.append({**value, "value": {**value["value"], "start": hour}})
            continue
        if _holds_for_all(text, value, values, anchors):
            clean_only = value["entity"] == "need" and value["value"]["code"] in _OF_CLEANING
            for group, anchor in zip(groups, anchors, strict=True):
                if not clean_only or anchor["value"] in _CLEANING:
                    group.values.append(value)
            continue
        index = max((i for i, start in enumerate(starts) if start_of(value) >= start), default=0)
        groups[index].values.append(value)
    return [part for group in groups for part in split(text, group)]


def _without_kept(text: str, values: Sequence[Entity]) -> Sequence[Entity]:
    """The values without a service that is only said to stay as it is, where another one is not: 保洁时间不变."""
    kept = [value for value in values if value["entity"] == "service" and _KEPT.match(text, end_of(value))]
    others = any(value["entity"] in ("service", "time") and value not in kept for value in values)
    return [value for value in values if value not in kept] if others else values


def _is_hour_of_all(text: str, value: Entity) -> bool:
    """周四打扫，周五洗空调，都是上午九点: an hour that is told of all the days before it."""
    before = text[max(0, start_of(value) - 4) : start_of(value)]
    return value["entity"] == "time" and is_hour(value) and re.search(r"都(?:是|在|要)\s?$", before) is not None


def _holds_for_all(text: str, value: Entity, values: Sequence[Entity], anchors: Sequence[Entity]) -> bool:
    """周六擦窗 下午洗油烟机 家里有孕妇: who is at home and how to get in, said apart from every service."""
    if value["entity"] in ("duration", "providers"):
        alone = sum(other["entity"] == value["entity"] for other in values) == 1
        return alone and _FOR_ALL.search(text[max(0, start_of(value) - 6) : start_of(value)]) is not None
    if value["entity"] != "need" or value["value"]["code"] not in OF_THE_HOME:
        return False
    if end_of(anchors[0]) <= start_of(value) < start_of(anchors[-1]):
        return False
    begin = max((match.end() for match in CLAUSE.finditer(text, 0, start_of(value))), default=0)
    stop = CLAUSE.search(text, end_of(value))
    end = stop.start() if stop else len(text)
    return not any(other["entity"] == "service" and begin <= start_of(other) < end for other in values)


def _anchors(text: str, values: Sequence[Entity], apart: bool) -> list[Entity]:
    """The first mention of each service that is wished for itself."""
    services = [value for value in values if value["entity"] == "service"]
    first: list[Entity] = []
    for service in services:
        same = [other for other in first if other["value"] == service["value"]]
        if not same or (not apart and _is_another_visit(text, same[-1], service, values)):
            first.append(service)
    replaced = _replaced(text, values)
    first = [service for service in first if service not in replaced]
    if apart:
        return first
    return [service for service in first if not _is_within(text, service, first, values)]


def _is_another_visit(text: str, before: Entity, service: Entity, values: Sequence[Entity]) -> bool:
    """周六打扫，下周一再打扫一次: the same once more, at a time of its own."""
    between = text[end_of(before) : start_of(service)]
    times = [value for value in values if value["entity"] == "time"]
    here = [time for time in times if end_of(before) <= start_of(time) < start_of(service)]
    if not here:
        return False
    timed = any(start_of(time) < start_of(before) for time in times)
    if not timed and _CALLED_FOR_IT.search(between) and not _ONCE_AGAIN.match(text, end_of(service)):
        return False
    if _ONCE_MORE.search(between) is not None:
        return True
    # 周五打扫，下午洗空调，周六擦玻璃: other work stands between, and it is another day.
    apart = any(
        value["entity"] == "service" and value["value"] != service["value"] and end_of(before) <= start_of(value)
        for value in values
        if start_of(value) < start_of(service)
    )
    days = [_named_day(time) for time in times if start_of(time) < start_of(before)]
    return apart and bool(days) and _named_day(here[-1]) not in (None, *days)


def _named_day(time: Entity) -> Any:
    return (time["value"].get("start") or {}).get("day")


def _replaced(text: str, values: Sequence[Entity]) -> list[Entity]:
    """深度保洁改成普通的: the first service is what was, the second is what is wished."""
    every = [value for value in values if value["entity"] == "service"]
    return [
        one
        for one, other in pairwise(every)
        if one["value"] != other["value"] and _is_instead(text[end_of(one) : start_of(other)])
    ]


def _is_instead(between: str) -> bool:
    """深度保洁改成普通的; in 沙发保养改到周六，保洁不变 it is the time that becomes other."""
    match = _INSTEAD.search(between)
    return match is not None and not re.search(r"[,。;!?]|\d", between[match.end() :])


def _is_within(text: str, service: Entity, others: Sequence[Entity], values: Sequence[Entity]) -> bool:
    if len(others) > 1 and _SKILL.search(text[max(0, start_of(service) - 3) : start_of(service)]):
        return True
    if len(others) > 1 and (
        _OCCASION.match(text, end_of(service)) or text[start_of(service) : end_of(service)] == "坐月子"
    ):
        return True  # 媳妇坐月子 你喊个人来做饭
    if service["value"] == "appliance_cleaning" and is_wiped(text[start_of(service) - 2 : end_of(service) + 4]):
        return any(other["value"] in ("deep_cleaning", "daily_cleaning") for other in others)
    for other in others:
        if service["value"] not in _WITHIN.get(other["value"], frozenset()):
            continue
        first, second = sorted((service, other), key=start_of)
        between = text[end_of(first) : start_of(second)]
        own_time = any(
            value["entity"] in ("time", "duration") and end_of(first) <= start_of(value) < start_of(second)
            for value in values
        )
        further = start_of(service) > start_of(other) and re.search("另外|再(?:约|来|要|加)", between)
        if not (own_time and further) and not _each_on_its_own(text, first, second, values):
            return True
    return False


def _each_on_its_own(text: str, first: Entity, second: Entity, values: Sequence[Entity]) -> bool:
    """我家周三日常保洁，我妈家周五深度保洁: two kinds of work, each with its own day, or at a home of its own."""
    if _DONE_BEFORE.match(text, end_of(first)):
        return False
    # 过年前 bounds a time and names no day of its own.
    days = [one for one in values if one["entity"] == "time" and _named_day(one) and "bound" not in one["value"]]
    before, between, after = (
        [one for one in days if low <= start_of(one) < high]
        for low, high in ((0, start_of(first)), (end_of(first), start_of(second)), (end_of(second), len(text)))
    )
    own = (before[-1:], between[-1:]) if before else (between[:1], after[:1])
    if all(own) and _named_day(own[0][0]) != _named_day(own[1][0]):
        return True
    homes = [[label for start, _, label in homes_named(text) if low <= start < high]
             for low, high in ((0, start_of(first)), (end_of(first), start_of(second)))]  # fmt: skip
    return all(homes) and homes[0][-1] != homes[1][-1]


def _begin(text: str, values: Sequence[Entity], anchors: Sequence[Entity], index: int) -> int:
    """Where the values of an anchor begin: at its clause, or at a time before it that the one before has no need of."""
    if index == 0:
        return 0
    before, anchor = anchors[index - 1], anchors[index]
    earlier = end_of(before)
    stops = [match.end() for match in STOP.finditer(text, earlier, start_of(anchor))]
    begin = stops[-1] if stops else start_of(anchor)
    low = end_of(anchors[index - 2]) if index > 1 else 0
    has_time = any(value["entity"] == "time" and low <= start_of(value) < earlier for value in values)
    between = [value for value in values if value["entity"] == "time" and earlier <= start_of(value) < start_of(anchor)]
    if has_time and between:
        return min(begin, start_of(between[-1]))
    if not stops and between and len(between) > 1:
        return start_of(between[-1])
    return begin
