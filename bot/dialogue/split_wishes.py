"""One wish or several in what is said of one service: two homes, days of their own, hours of their own."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from bot.zh.both_homes import both_homes, is_one_visit, once_on_each
from bot.zh.whose_home import homes_named

Entity = Mapping[str, Any]
CLAUSE = re.compile(r"[,，。;；!！?？\n\s]")
STOP = re.compile(r"[,，。;；!！?？\n\s、]|然后|接着|另外|还有|再就是|顺便|顺带|外加|以及|加上")
_TWO_HOMES = re.compile(
    r"(?:一套|那套|这套|一个|一间|一处|老房|新房|这边|那边).*(?:一套|那套|这套|一个|一间|一处|另一|老房|新房|那边)"
)
_EACH = re.compile(
    r"[^,。;!?\s]{0,6}(?:各|分别)|\s?(?:这?[两三]天)?(?:都是|都要|都来|都)(?!行|可以|得|成|好|有空|方便|没)"
)
# 周四周五下午三点各来一次; 周四周五 下午三点 各来一次, and behind a pause it is the coming that is said of each.
_EACH_TIME = re.compile(
    r"[^,。;!?\s]{0,6}(?:各|分别)|"
    r"[,\s]{1,2}(?:这?[两三]天|都|麻烦|请){0,2}(?:各|分别)(?:自|要|给我|帮我)?(?:来|上门|约|安排|一[次趟回]|(?:喂|做|打扫|跑|弄|洗|煮|遛)[上个]?一?[次趟回顿])"
)
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
_GIVEN_UP = re.compile("取消|退|不要|不用|撤")
_ONE_OF = re.compile(r"或|要么|都行|都可以|都得|随便|哪天|任")


@dataclass
class Group:
    """The values of one wish, in text order; ``said`` is the piece of the text that is of it alone, if there is one."""

    values: list[Entity] = field(default_factory=list)
    said: str = ""

    def of(self, kind: str) -> list[Entity]:
        return [value for value in self.values if value["entity"] == kind]


def split(text: str, group: Group) -> list[Group]:
    """Two homes, two days of one service: one wish each."""
    areas = group.of("area")
    times = group.of("time")
    if homes := _both_homes(text, group):
        return homes
    if len(areas) == 2 and _TWO_HOMES.search(text):
        between = [start_of(time) for time in times if end_of(areas[0]) <= start_of(time) < start_of(areas[1])]
        if between and start_of(times[0]) == between[0] and start_of(times[-1]) > start_of(areas[1]):
            between = []  # 60平那套上午九点，100平那套下午两点
        return _cut(text, group, [_home_before(text, areas, min(between, default=start_of(areas[1])))])
    once = all(one["value"].get("once") for one in group.of("frequency"))
    if times and once and all(time["value"] == times[0]["value"] for time in times):
        days = ((times[0].get("value") or {}).get("start") or {}).get("day") or {}
        said = text[start_of(times[0]) : end_of(times[0])]
        on_each = _EACH.match(text, end_of(times[0])) or _EACH_TIME.match(text, end_of(times[0]))
        if "list" in days and on_each and not _ONE_OF.search(said):
            return _by_day(group, times[0], days["list"])
        end = end_of(times[0])
        each = _EACH_VISIT.match(text, end) or _EACH_TIME.match(text, end) or once_on_each(text, end)
        if len(days.get("weekdays", ())) > 1 and each:
            return _by_day(group, times[0], [{**days, "weekdays": [weekday]} for weekday in days["weekdays"]])
    pair = times[0]["value"] if len({str(time["value"]) for time in times}) == 1 else {}
    if once and _is_pair_of_hours(text, times, pair):
        ends = ({**pair["start"]}, {"day": pair["start"].get("day"), **pair["end"]})
        apart = [{**times[-1], "value": {"start": {k: v for k, v in one.items() if v is not None}}} for one in ends]
        rest = [value for value in group.values if value["entity"] not in ("time", "frequency")]
        return [Group(sorted([*rest, one], key=start_of)) for one in apart]
    visits = _timed_visits(text, group) if once else []
    return visits if len(visits) > 1 else [group]


def _both_homes(text: str, group: Group) -> list[Group]:
    """我家和我爸妈家各约一次: a wish at each of them, where nothing else is told of either."""
    homes = both_homes(text)
    told = {value["entity"] for value in group.values} - {"service", "quantity", "need", "frequency"}
    rule = any(value["value"].get("rrule") for value in group.of("frequency"))
    if homes is None or told or rule or not group.of("service"):
        return []
    kept = [value for value in group.values if value["entity"] != "frequency"]
    return [Group(list(kept), home) for home in homes]


def _is_pair_of_hours(text: str, times: Sequence[Entity], value: Mapping[str, Any]) -> bool:
    """早10晚6各一次: two hours, and no stretch from one to the other."""
    clocks = [(value.get(key) or {}).get("clock") for key in ("start", "end")]
    return bool(times) and None not in clocks and _EACH_TIME.match(text, end_of(times[-1])) is not None


def _home_before(text: str, areas: Sequence[Entity], cut: int) -> int:
    """Where the second of two homes is named, if both are before their size: at 我妈家 of 我家…110平，我妈家…60平."""
    homes = homes_named(text)
    before = {label for start, _, label in homes if start < start_of(areas[0])}
    others = [start for start, _, label in homes if end_of(areas[0]) <= start < cut and label not in before]
    return others[0] if before and others else cut


def _timed_visits(text: str, group: Group) -> list[Group]:
    """周四三点、周五三点各来一次, 上午九点我家，下午两点我妈家: a wish for each time that is named."""
    homes = {label for _, _, label in homes_named(text)}
    two_places = _TWO_PLACES.search(text) or len(homes) > 1 or _told_with_places(text, group)
    named = [time for time in group.of("time") if is_hour(time)]
    once = [time["value"] for time in named if is_one_visit(text, end_of(time))]
    once_each = len(once) > 1 and all(time["value"] in once for time in named)
    several = two_places or once_each or _VISITS.search(text) or _are_all_that_is_said(text, named)
    firsts = [
        time for number, time in enumerate(named) if time["value"] not in [one["value"] for one in named[:number]]
    ]
    apart = not any(_NO_OTHER.search(text[end_of(one) : start_of(other)]) for one, other in pairwise(firsts))
    if not several or not apart or len(firsts) < 2:
        return []
    kept = [value for value in group.values if value["entity"] not in ("time", "frequency") or value in firsts]
    cuts = [_second_begins(text, group, one, other) for one, other in pairwise(firsts)]
    # 我家和我妈家都要打扫，我家上午…，我妈家下午…: the first is said where its own hour stands.
    own = [time for time in named if time["value"] == firsts[0]["value"] and start_of(time) < start_of(firsts[1])]
    begin = max((match.end() for match in CLAUSE.finditer(text, 0, start_of(own[-1]))), default=0)
    return _cut(text, Group(kept), cuts, one_home=not two_places, said_from=begin)


def _are_all_that_is_said(text: str, times: Sequence[Entity]) -> bool:
    """周六早上十点，周日下午三点: an hour on each of two days, and nothing that makes one of them the other."""
    days = [(time["value"].get("start") or {}) for time in times]
    each = len(times) > 1 and all(one.get("day") and one.get("clock") is not None for one in days)
    if not each or len({str(one["day"]) for one in days}) < len(days):
        return False
    rest = text
    for time in times:
        rest = rest[: start_of(time)] + " " * (end_of(time) - start_of(time)) + rest[end_of(time) :]
    return _NOTHING_ELSE.fullmatch(rest) is not None


def _told_with_places(text: str, group: Group) -> bool:
    """A路1号 周三上午九点，B路2号 周三下午两点: an address for each of the hours, in turn."""
    told = [value for value in group.values if value["entity"] == "address" or _is_of_an_hour(value)]
    kinds = [value["entity"] for value in told]
    between = [text[end_of(one) : start_of(other)] for one, other in pairwise(told)]
    places = {str(value["value"]) for value in group.of("address")}
    in_turn = len(kinds) > 3 and len(kinds) % 2 == 0 and all(one != other for one, other in pairwise(kinds))
    return in_turn and len(places) == len(kinds) // 2 and not any(_NO_OTHER.search(piece) for piece in between)


def _is_of_an_hour(value: Entity) -> bool:
    return value["entity"] == "time" and is_hour(value)


def _second_begins(text: str, group: Group, before: Entity, time: Entity) -> int:
    """Where what is said of the later of two times begins: at its place, where each place stands before its time."""
    named = [(start, label) for start, _, label in homes_named(text)]
    if len({label for _, label in named}) < 2:
        named = [(start_of(place), str(place["value"])) for place in group.of("address")]
    first = [label for start, label in named if start < start_of(before)]
    between = [(start, label) for start, label in named if end_of(before) <= start < start_of(time)]
    told_behind = any(start == end_of(before) for start, _ in between)  # 上午九点我家…，下午两点我妈家…
    others = [start for start, label in between if first and label != first[-1]]
    if others and not told_behind:
        return others[0]
    return _clause_of(text, before, time)


def _clause_of(text: str, before: Entity, time: Entity) -> int:
    """Where the clause of a time begins that stands behind another: at 我妈家 of 我家上午九点，我妈家下午两点."""
    return max((match.end() for match in STOP.finditer(text, end_of(before), start_of(time))), default=start_of(time))


def is_hour(time: Entity) -> bool:
    start = time["value"].get("start") or {}
    return start.get("clock") is not None or start.get("part") is not None


def instead(text: str, group: Group) -> list[Group]:
    """今天的保洁取消，改约后天的: the order that goes, and the one that comes."""
    times = group.of("time")
    given_up = len(times) == 2 and _GIVEN_UP.search(text[end_of(times[0]) : start_of(times[1])])
    return _cut(text, group, [start_of(times[1])]) if given_up else split(text, group)


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
        part = [value for value in group.values if begin <= start_of(value) < end]
        values = sorted([*part, *(value for value in shared if value not in part)], key=start_of)
        wishes.append(Group(values, text[max(begin, said_from) : end]))
    return wishes


def _by_day(group: Group, time: Entity, days: Sequence[Mapping[str, Any]]) -> list[Group]:
    rest = [value for value in group.values if value["entity"] not in ("time", "frequency")]
    wishes = []
    for day in days:
        meaning = {**time["value"], "start": {**time["value"]["start"], "day": day}}
        wishes.append(Group(sorted([*rest, {**time, "value": meaning}], key=start_of)))
    return wishes


def start_of(value: Entity) -> int:
    return int(value.get("start") or 0)


def end_of(value: Entity) -> int:
    return int(value.get("end") or 0)
