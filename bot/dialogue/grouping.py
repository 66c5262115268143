"""Which value belongs to which wish, where a message has several."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from bot.zh.order_mention import STAYS
from bot.zh.services import is_wiped
from bot.zh.whose_home import homes_named

Entity = Mapping[str, Any]

# The wider service has the narrower one within it: 开荒 … 窗户也擦 is one wish.
_WITHIN: Mapping[str, frozenset[str]] = {
    "deep_cleaning": frozenset({"daily_cleaning"}),
    "emergency_repair": frozenset({"home_repair"}),
    "maternity_care": frozenset({"childcare", "daily_cleaning"}),
}
_STOP = re.compile(r"[,，。;；!！?？\n\s、]|然后|接着|另外|还有|再就是|顺便|顺带|外加|以及|加上")
_INSTEAD = re.compile(r"(?:改|换|变|转)(?:成|为|做|作|到)|而?是(?:要|想)?$|(?:要|想)的是")
_ONCE_MORE = re.compile(r"再(?!说|想|看)|另外|还(?:要|想|得)|也(?:要|来|约|想)|又")
_CLAUSE = re.compile(r"[,，。;；!！?？\n\s]")
OF_THE_HOME = frozenset(
    {"has_cat", "has_dog", "has_pet", "has_pregnant", "has_infant", "has_child", "allergy", "no_elevator", "parking",
     "access_code", "key_pickup", "nobody_home", "no_doorbell", "call_first", "quiet", "eco_supplies", "shoe_covers",
     "non_smoker", "not_afraid_of_pets"}
)  # fmt: skip
_OF_CLEANING = frozenset({"eco_supplies", "shoe_covers"})
_DONE_BEFORE = re.compile("[过完]|了(?!吧)")
_CLEANING = frozenset({"daily_cleaning", "deep_cleaning", "appliance_cleaning", "home_maintenance"})
_FOR_ALL = re.compile(r"(?:都|各|分别)(?:是|要|来|做|派|得)?$")
_TWO_HOMES = re.compile(
    r"(?:一套|那套|这套|一个|一间|一处|老房|新房|这边|那边).*(?:一套|那套|这套|一个|一间|一处|另一|老房|新房|那边)"
)
_EACH = re.compile(
    r"[^,。;!?\s]{0,6}(?:各|分别)|\s?(?:这?[两三]天)?(?:都是|都要|都来|都)(?!行|可以|得|成|好|有空|方便|没)"
)
# 周四周五下午三点各来一次
_EACH_TIME = re.compile(r"[^,。;!?\s]{0,6}(?:各|分别)")
# 周三周五两次都退掉
_EACH_VISIT = re.compile(r"\s?的?(?:这|那)?[两三](?:次|单|个)(?:都|全)")
_TWO_PLACES = re.compile(
    r"(?:我家|我们家|自己家|家里).*(?:我?(?:妈|爸|婆婆|公公|岳母|丈母娘|奶奶|爷爷|姐|妹|哥|弟)家|娘家|婆家|公司|店里|办公室)"
)
# 约两趟保洁, 各来一次; 一周两次 is a rhythm.
_VISITS = re.compile(
    r"(?:各|分别)(?:自|给我|帮我)?(?:来|约|要|做|上门|安排|打扫|喂|洗|跑|弄|订|一[次趟回])|"
    r"(?:约|要|来|订|排|做|打扫|喂|洗|上门)(?:上|个|了)?\s?[两二三四234]\s?[次趟回]"
)
_OF_ALL_VISITS = frozenset({"service", "time", "frequency", "duration"})
_NOTHING_ELSE = re.compile(
    r"(?:[\s,、。;!~]|和|跟|同|与|还有|再|就|那|嗯|吧|啦|哈|啊|好|这两[次天趟]|两[次趟]|各(?:来)?一次|一次)*"
)
_NO_OTHER = re.compile("或|要么|还是|到|至|不对|不是|改|换|算了")
_KEPT = re.compile(rf"\s?(?:那[个单次])?的?(?:时间|日期|地址)?(?:还是|都|就|也)?(?:{STAYS})")
_GIVEN_UP = re.compile("取消|退|不要|不用|撤")
_ONE_OF = re.compile(r"或|要么|都行|都可以|都得|随便|哪天|任")


# 育儿嫂 … 会做辅食: what somebody can do, no wish of its own.
_SKILL = re.compile(r"(?:会|能|擅长|要会|还会|也会)$")


# 搬家前大扫除: when, not what.
_OCCASION = re.compile(r"[^,。;!?\s]{0,4}?(?:之前|以前|前(?![天面台])|之后|以后|(?<![然最随])后(?![天面院]))")


@dataclass
class Group:
    """The values of one wish, in text order; ``said`` is the piece of the text that is of it alone, if there is one."""

    values: list[Entity] = field(default_factory=list)
    said: str = ""

    def of(self, kind: str) -> list[Entity]:
        return [value for value in self.values if value["entity"] == kind]


def grouped(text: str, values: Sequence[Entity], apart: bool = False) -> list[Group]:
    """``text`` normalised; ``values`` in text order. A value that belongs to no service stands in a group without.

    ``apart``: every service is of an order of its own, so none lies within another.
    """
    values = _without_kept(text, values)
    anchors = _anchors(text, values, apart)
    if len(anchors) < 2:
        dropped = _replaced(text, values)
        kept = [v for v in values if v not in dropped and (v["entity"] != "service" or not anchors or v in anchors)]
        return _instead(text, Group(kept)) if apart else _split(text, Group(kept))
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
                if not any(_is_hour(time) for time in group.of("time")):
                    group.values.append({**value, "value": {**value["value"], "start": hour}})
            continue
        if _holds_for_all(text, value, values, anchors):
            clean_only = value["entity"] == "need" and value["value"]["code"] in _OF_CLEANING
            for group, anchor in zip(groups, anchors, strict=True):
                if not clean_only or anchor["value"] in _CLEANING:
                    group.values.append(value)
            continue
        index = max((i for i, start in enumerate(starts) if _start(value) >= start), default=0)
        groups[index].values.append(value)
    return [part for group in groups for part in _split(text, group)]


def _without_kept(text: str, values: Sequence[Entity]) -> Sequence[Entity]:
    """The values without a service that is only said to stay as it is, where another one is not: 保洁时间不变."""
    kept = [value for value in values if value["entity"] == "service" and _KEPT.match(text, _end(value))]
    others = any(value["entity"] in ("service", "time") and value not in kept for value in values)
    return [value for value in values if value not in kept] if others else values


def _is_hour_of_all(text: str, value: Entity) -> bool:
    """周四打扫，周五洗空调，都是上午九点: an hour that is told of all the days before it."""
    before = text[max(0, _start(value) - 4) : _start(value)]
    return value["entity"] == "time" and _is_hour(value) and re.search(r"都(?:是|在|要)\s?$", before) is not None


def _holds_for_all(text: str, value: Entity, values: Sequence[Entity], anchors: Sequence[Entity]) -> bool:
    """周六擦窗 下午洗油烟机 家里有孕妇: who is at home and how to get in, said apart from every service."""
    if value["entity"] in ("duration", "providers"):
        alone = sum(other["entity"] == value["entity"] for other in values) == 1
        return alone and _FOR_ALL.search(text[max(0, _start(value) - 6) : _start(value)]) is not None
    if value["entity"] != "need" or value["value"]["code"] not in OF_THE_HOME:
        return False
    if _end(anchors[0]) <= _start(value) < _start(anchors[-1]):
        return False
    begin = max((match.end() for match in _CLAUSE.finditer(text, 0, _start(value))), default=0)
    stop = _CLAUSE.search(text, _end(value))
    end = stop.start() if stop else len(text)
    return not any(other["entity"] == "service" and begin <= _start(other) < end for other in values)


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
    between = text[_end(before) : _start(service)]
    times = [value for value in values if value["entity"] == "time"]
    here = [time for time in times if _end(before) <= _start(time) < _start(service)]
    if not here:
        return False
    if _ONCE_MORE.search(between) is not None:
        return True
    # 周五打扫，下午洗空调，周六擦玻璃: other work stands between, and it is another day.
    apart = any(
        value["entity"] == "service" and value["value"] != service["value"] and _end(before) <= _start(value)
        for value in values
        if _start(value) < _start(service)
    )
    days = [_named_day(time) for time in times if _start(time) < _start(before)]
    return apart and bool(days) and _named_day(here[-1]) not in (None, *days)


def _named_day(time: Entity) -> Any:
    return (time["value"].get("start") or {}).get("day")


def _replaced(text: str, values: Sequence[Entity]) -> list[Entity]:
    """深度保洁改成普通的: the first service is what was, the second is what is wished."""
    every = [value for value in values if value["entity"] == "service"]
    return [
        one
        for one, other in pairwise(every)
        if one["value"] != other["value"] and _is_instead(text[_end(one) : _start(other)])
    ]


def _is_instead(between: str) -> bool:
    """深度保洁改成普通的; in 沙发保养改到周六，保洁不变 it is the time that becomes other."""
    match = _INSTEAD.search(between)
    return match is not None and not re.search(r"[,。;!?]|\d", between[match.end() :])


def _is_within(text: str, service: Entity, others: Sequence[Entity], values: Sequence[Entity]) -> bool:
    if len(others) > 1 and _SKILL.search(text[max(0, _start(service) - 3) : _start(service)]):
        return True
    if len(others) > 1 and (_OCCASION.match(text, _end(service)) or text[_start(service) : _end(service)] == "坐月子"):
        return True  # 媳妇坐月子 你喊个人来做饭
    if service["value"] == "appliance_cleaning" and is_wiped(text[_start(service) - 2 : _end(service) + 4]):
        return any(other["value"] in ("deep_cleaning", "daily_cleaning") for other in others)
    for other in others:
        if service["value"] not in _WITHIN.get(other["value"], frozenset()):
            continue
        first, second = sorted((service, other), key=_start)
        between = text[_end(first) : _start(second)]
        own_time = any(
            value["entity"] in ("time", "duration") and _end(first) <= _start(value) < _start(second)
            for value in values
        )
        further = _start(service) > _start(other) and re.search("另外|再(?:约|来|要|加)", between)
        if not (own_time and further) and not _each_on_its_own(text, first, second, values):
            return True
    return False


def _each_on_its_own(text: str, first: Entity, second: Entity, values: Sequence[Entity]) -> bool:
    """我家周三日常保洁，我妈家周五深度保洁: two kinds of work, each with its own day, or at a home of its own."""
    if _DONE_BEFORE.match(text, _end(first)):
        return False
    # 过年前 bounds a time and names no day of its own.
    days = [one for one in values if one["entity"] == "time" and _named_day(one) and "bound" not in one["value"]]
    before, between, after = (
        [one for one in days if low <= _start(one) < high]
        for low, high in ((0, _start(first)), (_end(first), _start(second)), (_end(second), len(text)))
    )
    own = (before[-1:], between[-1:]) if before else (between[:1], after[:1])
    if all(own) and _named_day(own[0][0]) != _named_day(own[1][0]):
        return True
    homes = [[label for start, _, label in homes_named(text) if low <= start < high]
             for low, high in ((0, _start(first)), (_end(first), _start(second)))]  # fmt: skip
    return all(homes) and homes[0][-1] != homes[1][-1]


def _begin(text: str, values: Sequence[Entity], anchors: Sequence[Entity], index: int) -> int:
    """Where the values of an anchor begin: at its clause, or at a time before it that the one before has no need of."""
    if index == 0:
        return 0
    before, anchor = anchors[index - 1], anchors[index]
    earlier = _end(before)
    stops = [match.end() for match in _STOP.finditer(text, earlier, _start(anchor))]
    begin = stops[-1] if stops else _start(anchor)
    low = _end(anchors[index - 2]) if index > 1 else 0
    has_time = any(value["entity"] == "time" and low <= _start(value) < earlier for value in values)
    between = [value for value in values if value["entity"] == "time" and earlier <= _start(value) < _start(anchor)]
    if has_time and between:
        return min(begin, _start(between[-1]))
    if not stops and between and len(between) > 1:
        return _start(between[-1])
    return begin


def _split(text: str, group: Group) -> list[Group]:
    """Two homes, two days of one service: one wish each."""
    areas = group.of("area")
    times = group.of("time")
    if len(areas) == 2 and _TWO_HOMES.search(text):
        between = [_start(time) for time in times if _end(areas[0]) <= _start(time) < _start(areas[1])]
        if between and _start(times[0]) == between[0] and _start(times[-1]) > _start(areas[1]):
            between = []  # 60平那套上午九点，100平那套下午两点
        return _cut(text, group, [_home_before(text, areas, min(between, default=_start(areas[1])))])
    once = all(one["value"].get("once") for one in group.of("frequency"))
    if times and once and all(time["value"] == times[0]["value"] for time in times):
        days = ((times[0].get("value") or {}).get("start") or {}).get("day") or {}
        said = text[_start(times[0]) : _end(times[0])]
        if "list" in days and _EACH.match(text, _end(times[0])) and not _ONE_OF.search(said):
            return _by_day(group, times[0], days["list"])
        each = _EACH_VISIT.match(text, _end(times[0])) or _EACH_TIME.match(text, _end(times[0]))
        if len(days.get("weekdays", ())) > 1 and each:
            return _by_day(group, times[0], [{**days, "weekdays": [weekday]} for weekday in days["weekdays"]])
    visits = _timed_visits(text, group) if once else []
    return visits if len(visits) > 1 else [group]


def _home_before(text: str, areas: Sequence[Entity], cut: int) -> int:
    """Where the second of two homes is named, if both are before their size: at 我妈家 of 我家…110平，我妈家…60平."""
    homes = homes_named(text)
    before = {label for start, _, label in homes if start < _start(areas[0])}
    others = [start for start, _, label in homes if _end(areas[0]) <= start < cut and label not in before]
    return others[0] if before and others else cut


def _timed_visits(text: str, group: Group) -> list[Group]:
    """周四三点、周五三点各来一次, 上午九点我家，下午两点我妈家: a wish for each time that is named."""
    homes = {label for _, _, label in homes_named(text)}
    two_places = _TWO_PLACES.search(text) or len(homes) > 1 or _told_with_places(text, group)
    named = [time for time in group.of("time") if _is_hour(time)]
    several = two_places or _VISITS.search(text) or _are_all_that_is_said(text, named)
    firsts = [
        time for number, time in enumerate(named) if time["value"] not in [one["value"] for one in named[:number]]
    ]
    apart = not any(_NO_OTHER.search(text[_end(one) : _start(other)]) for one, other in pairwise(firsts))
    if not several or not apart or len(firsts) < 2:
        return []
    kept = [value for value in group.values if value["entity"] not in ("time", "frequency") or value in firsts]
    cuts = [_second_begins(text, group, one, other) for one, other in pairwise(firsts)]
    # 我家和我妈家都要打扫，我家上午…，我妈家下午…: the first is said where its own hour stands.
    own = [time for time in named if time["value"] == firsts[0]["value"] and _start(time) < _start(firsts[1])]
    begin = max((match.end() for match in _CLAUSE.finditer(text, 0, _start(own[-1]))), default=0)
    return _cut(text, Group(kept), cuts, one_home=not two_places, said_from=begin)


def _are_all_that_is_said(text: str, times: Sequence[Entity]) -> bool:
    """周六早上十点，周日下午三点: an hour on each of two days, and nothing that makes one of them the other."""
    days = [(time["value"].get("start") or {}) for time in times]
    each = len(times) > 1 and all(one.get("day") and one.get("clock") is not None for one in days)
    if not each or len({str(one["day"]) for one in days}) < len(days):
        return False
    rest = text
    for time in times:
        rest = rest[: _start(time)] + " " * (_end(time) - _start(time)) + rest[_end(time) :]
    return _NOTHING_ELSE.fullmatch(rest) is not None


def _told_with_places(text: str, group: Group) -> bool:
    """A路1号 周三上午九点，B路2号 周三下午两点: an address for each of the hours, in turn."""
    told = [value for value in group.values if value["entity"] == "address" or _is_of_an_hour(value)]
    kinds = [value["entity"] for value in told]
    between = [text[_end(one) : _start(other)] for one, other in pairwise(told)]
    places = {str(value["value"]) for value in group.of("address")}
    in_turn = len(kinds) > 3 and len(kinds) % 2 == 0 and all(one != other for one, other in pairwise(kinds))
    return in_turn and len(places) == len(kinds) // 2 and not any(_NO_OTHER.search(piece) for piece in between)


def _is_of_an_hour(value: Entity) -> bool:
    return value["entity"] == "time" and _is_hour(value)


def _second_begins(text: str, group: Group, before: Entity, time: Entity) -> int:
    """Where what is said of the later of two times begins: at its place, where each place stands before its time."""
    named = [(start, label) for start, _, label in homes_named(text)]
    if len({label for _, label in named}) < 2:
        named = [(_start(place), str(place["value"])) for place in group.of("address")]
    first = [label for start, label in named if start < _start(before)]
    between = [(start, label) for start, label in named if _end(before) <= start < _start(time)]
    told_behind = any(start == _end(before) for start, _ in between)  # 上午九点我家…，下午两点我妈家…
    others = [start for start, label in between if first and label != first[-1]]
    if others and not told_behind:
        return others[0]
    return _clause_of(text, before, time)


def _clause_of(text: str, before: Entity, time: Entity) -> int:
    """Where the clause of a time begins that stands behind another: at 我妈家 of 我家上午九点，我妈家下午两点."""
    return max((match.end() for match in _STOP.finditer(text, _end(before), _start(time))), default=_start(time))


def _is_hour(time: Entity) -> bool:
    start = time["value"].get("start") or {}
    return start.get("clock") is not None or start.get("part") is not None


def _instead(text: str, group: Group) -> list[Group]:
    """今天的保洁取消，改约后天的: the order that goes, and the one that comes."""
    times = group.of("time")
    given_up = len(times) == 2 and _GIVEN_UP.search(text[_end(times[0]) : _start(times[1])])
    return _cut(text, group, [_start(times[1])]) if given_up else _split(text, group)


def _cut(text: str, group: Group, places: Sequence[int], one_home: bool = False, said_from: int = 0) -> list[Group]:
    """One wish until the first place, one to the next, …; what is said once holds for all.

    What there is to do is said of the wish that it stands by, unless all are for ``one_home``.
    """
    bounds = (0, *places, sys.maxsize)
    shared = [
        value
        for value in group.values
        if (one_home or value["entity"] in _OF_ALL_VISITS) and len(group.of(value["entity"])) == 1
    ]
    wishes = []
    for begin, end in pairwise(bounds):
        part = [value for value in group.values if begin <= _start(value) < end]
        values = sorted([*part, *(value for value in shared if value not in part)], key=_start)
        wishes.append(Group(values, text[max(begin, said_from) : end]))
    return wishes


def _by_day(group: Group, time: Entity, days: Sequence[Mapping[str, Any]]) -> list[Group]:
    rest = [value for value in group.values if value["entity"] not in ("time", "frequency")]
    wishes = []
    for day in days:
        meaning = {**time["value"], "start": {**time["value"]["start"], "day": day}}
        wishes.append(Group(sorted([*rest, {**time, "value": meaning}], key=_start)))
    return wishes


def _start(value: Entity) -> int:
    return int(value.get("start") or 0)


def _end(value: Entity) -> int:
    return int(value.get("end") or 0)
