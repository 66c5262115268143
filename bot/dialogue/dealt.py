"""A message that speaks of several wishes one by one: which piece of it is for which of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from bot.dialogue.corrected import without_denied
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.named_wishes import (
    CLAUSE,
    OF_THE_PLACE,
    TOLD_APART,
    Name,
    halves_named,
    names_of,
    span_of,
    values_of,
    without_names,
)
from bot.dialogue.requests import requests_from
from bot.dialogue.split_wishes import Entity
from bot.dialogue.tasks import BookingTask, Wish
from bot.zh.address import district
from bot.zh.correction import corrects
from bot.zh.day_resolve import resolve_day
from bot.zh.moving import shift_of
from bot.zh.naming import mentions
from bot.zh.normalise import normalise
from bot.zh.numbers import HAN, number
from bot.zh.own_doings import is_back
from bot.zh.several import gives_up, means_all
from bot.zh.time_expression import Day, TimeExpression
from bot.zh.when import resolve
from bot.zh.whose_home import names_whom_to_call
from bot.zh.window import Window

_OF_A_WISH = frozenset(
    {
        "service",
        "address",
        "area",
        "rooms",
        "phone",
        "time",
        "duration",
        "quantity",
        "need",
        "note",
        "providers",
        "name",
    }
)
# 第一次周六，第二次周日，都是七十平
_FOR_ALL = re.compile(r"都(?:是|要|在|算|有|差不多|大概)*\s?$")
_ALL_IN = re.compile(r"都(?:是|在|属于)+")
_THOSE_TWO = re.compile(r"\s?的?(?:那|这)?(?:[两俩三几]|都)(?:次|趟|天|个|回|单)?(?:都|的|全)*|(?=\s?[改换挪推调])")
_PAUSE = re.compile(r"[,。;!?\s]+")
_NUMBER = re.compile(rf"\d{{2,3}}(?!\d)|{HAN}{{2,5}}")
PLACE_AND_PHONE = frozenset({"address", "area", "rooms", "phone", "name"})


@dataclass(frozen=True)
class Part:
    """What a message says of the wish at ``place``; one behind the last stands for a further one.

    ``same_home``: that one is one more visit of the last, with all that is known of it.
    """

    place: int
    frame: Frame
    same_home: bool = False


@dataclass(frozen=True)
class Dealt:
    """The parts in the order they were said, and what holds for all."""

    parts: tuple[Part, ...]
    rest: Frame


def dealt(task: BookingTask, frame: Frame, facts: Facts, kinds: frozenset[str] = _OF_A_WISH) -> Dealt | None:
    """``None`` for a message that is about one of the wishes as it is talked of, or about all of them.

    ``kinds``: of the values that are dealt out, the others are not looked at.
    """
    text = frame.text
    if len(task.wishes) == 1 and not mentions(text):
        return None
    names = names_of(task, text, values_of(text), facts)
    told_of = without_denied(normalise(text), values_of(without_names(text, names)))
    values = [one for one in told_of if one["entity"] in kinds]
    values = [one for one in values if not any(_is_name(one, name) for name in names)]
    if (of_days := _of_several_days(task, frame, values_of(text), facts)) is not None:
        return of_days
    if not names and (by_day := _each_on_its_day(task, frame, values, facts)) is not None:
        return by_day
    begun = kinds == PLACE_AND_PHONE
    if begun and not any(name.by_home for name in names) and (each := _in_order(task, frame, values, facts)):
        return each  # 一处…，另一处…
    if not names:
        return _all_shifted(task, frame, facts) or _in_order(task, frame, values, facts)
    owners = _owners(normalise(text), names, values)
    told = [name for name in names if name in owners.values() or _is_shifted(text, name, names)]
    timed = {name.place for index, name in owners.items() if values[index]["entity"] == "time"}
    if not told or not (len(timed) > 1 or _is_of_several(task, told, names, values, text)):
        # 公司…九点，家里…两点: of a first message every place is for one of them, though not all have a name.
        return _in_order(task, frame, values, facts) if begun else None
    by_place: dict[int, list[Name]] = {}
    for name in told:
        by_place.setdefault(name.place, []).append(name)
    of_work = all(name.of_work for name in told)
    own_number = _is_own_number(task, told, values, text)
    shared = {index for index, one in enumerate(values) if _is_shared(one, values, of_work, own_number)}
    parts = []
    for place, named in sorted(by_place.items()):
        own = [one for index, one in enumerate(values) if owners.get(index) in named and index not in shared]
        if not _may_be(task, place, own, any(one.of_a_home for one in named)):
            return None
        spans = [span_of(normalise(text), name, names) for name in named]
        parts.append(Part(place, _part(task, frame, place, own, spans, facts), not any(one.of_a_home for one in named)))
    rest = [one for index, one in enumerate(values) if index in shared or owners.get(index) is None]
    return Dealt(tuple(parts), _for_all(frame, rest, names, facts))


def _is_name(value: Entity, name: Name) -> bool:
    """空调 of 空调两台挂机 names the wish, and begins the number of its pieces."""
    within = name.start <= int(value["start"]) < name.end
    return bool(within and not (name.of_work and value["entity"] == "quantity"))


def _owners(plain: str, names: Sequence[Name], values: Sequence[Entity]) -> dict[int, Name]:
    """The name that each value belongs to: the only one of its clause, else the last before it."""
    bounds = [0, *(match.end() for match in CLAUSE.finditer(plain)), len(plain) + 1]
    owners: dict[int, Name] = {}
    behind = _names_behind(names, values)
    for index, value in enumerate(values):
        of_size = value["entity"] == "area" and plain[value["end"] : value["end"] + 1] in ("那", "这", "嗰", "的")
        touching = next((name for name in names if name.start == value["end"]), None) if of_size else None
        if touching is not None:
            owners[index] = touching  # 60平那套
            continue
        low = max(bound for bound in bounds if bound <= value["start"])
        high = min(bound for bound in bounds if bound > value["start"])
        inside = [name for name in names if low <= name.start < high]
        before = [name for name in names if name.start < value["start"]]
        after = [name for name in names if name.start > value["start"]]
        if (means_all(plain[low:high]) and not inside) or _FOR_ALL.search(plain[low : value["start"]]):
            continue
        if len({name.place for name in inside}) == 1 and (inside[0].start < value["start"] or not before):
            owners[index] = inside[-1]
        elif behind and after:
            owners[index] = after[0]
        elif inside and inside[0].start > value["start"] and len(bounds) > 2:
            owners[index] = inside[0]
        elif before:
            owners[index] = before[-1]
    return {index: name for index, name in owners.items() if not name.kept}


def _names_behind(names: Sequence[Name], values: Sequence[Entity]) -> bool:
    """95平是我家 62平是我妈家: each is named behind what is told of it."""
    kinds = [value["entity"] for value in values if value["start"] < names[0].start]
    ends_with_name = not any(value["start"] > names[-1].start for value in values)
    return (
        ends_with_name
        and len(names) > 1
        and any(value["entity"] in kinds for value in values if value["start"] > names[0].start)
    )


def beside_given_up(kept: BookingTask, frame: Frame, facts: Facts) -> Frame:
    """What a message says beside what it leaves out: 空调改成三台, of 打扫不用了，空调改成三台."""
    plain = normalise(frame.text)
    bounds = [0, *(match.end() for match in _PAUSE.finditer(plain)), len(plain)]
    spans = [(low, high) for low, high in pairwise(bounds) if low < high and not gives_up(plain[low:high])]
    text = "".join(char if any(low <= at < high for low, high in spans) else " " for at, char in enumerate(frame.text))
    services = {wish.draft.service for wish in kept.wishes}
    values = [one for one in values_of(text) if one["entity"] in _OF_A_WISH and not is_back(plain, one["end"])]
    told = [one for one in values if one["entity"] != "service" or one["value"] in services]
    only_named = all(one["entity"] == "service" for one in told)
    return _frame(frame, () if only_named else told, spans, facts)


def _for_all(frame: Frame, rest: Sequence[Entity], names: Sequence[Name], facts: Facts) -> Frame:
    """What is left for all of them, with the district of every place that was told without: 都在浦东新区."""
    head = [(0, names[0].start)]
    left = _frame(frame, rest, [*head, *((one["start"], one["end"]) for one in rest)], facts)
    match = _ALL_IN.search(normalise(frame.text))
    named = district(frame.text[match.end() : match.end() + 8]) if match else None
    return replace(left, address=left.address or named)


def _may_be(task: BookingTask, place: int, own: Sequence[Entity], of_a_home: bool) -> bool:
    """Whether what is told may be of the wish at ``place``: what is new has a place or a day of its own."""
    kinds = {one["entity"] for one in own}
    if place < len(task.wishes):
        services = {wish.draft.service for wish in task.wishes}
        return all(one["value"] in services for one in own if one["entity"] == "service")
    if kinds & {"address", "area"}:
        return True
    day_said = any(TimeExpression.from_dict(one["value"]).has_day for one in own if one["entity"] == "time")
    return day_said or (of_a_home and "time" in kinds)


def _is_shared(value: Entity, values: Sequence[Entity], of_work: bool, own_number: bool) -> bool:
    """A number said once is of all of them, unless it is of whoever lives there; so is the home of several works."""
    if value["entity"] in OF_THE_PLACE and of_work:
        return [one["entity"] for one in values].count(value["entity"]) == 1
    alone = sum(one["entity"] == value["entity"] for one in values) == 1
    return value["entity"] in ("phone", "name") and alone and not own_number


def _is_own_number(task: BookingTask, told: Sequence[Name], values: Sequence[Entity], text: str) -> bool:
    """我妈那边打她自己的号…; 第二家打…, where all have a number and nothing else is told."""
    if not any(one["entity"] == "phone" for one in values):
        return False
    only_that = {one["entity"] for one in values} <= {"phone", "name"} and len({name.place for name in told}) == 1
    return names_whom_to_call(text) or (only_that and all(wish.draft.phone for wish in task.wishes))


def _is_shifted(text: str, name: Name, names: Sequence[Name]) -> bool:
    """第二次往后推一个小时: told by how far it moves."""
    start, end = span_of(normalise(text), name, names)
    return not name.kept and shift_of(normalise(text)[start:end]) is not None


def _is_of_several(
    task: BookingTask, told: Sequence[Name], names: Sequence[Name], values: Sequence[Entity], text: str
) -> bool:
    """Whether the message has to be dealt out: to more than one, to a further one, or by a time that is a name."""
    places = {name.place for name in told}
    if any(place >= len(task.wishes) for place in places):
        of_homes = {name.place for name in names if name.by_home}
        return of_homes <= places
    if not task.is_several:
        return False
    if any(name.by_time or name.by_place or _is_shifted(text, name, names) for name in told):
        return True
    of_others = len(places) == 1 and bool(task.wishes[min(places)].draft.whose)  # 我妈那边挪到周五
    if any(name.by_home for name in told) and (of_others or _is_own_number(task, told, values, text)):
        return True
    numbered = any(not (name.of_work or name.by_home) for name in told)
    if numbered and any(one["entity"] in TOLD_APART for one in values):
        return True  # 第二个地址写错了，是…
    several = len(places) > 1
    homes = any(name.of_a_home for name in told)
    twice = any(sum(one["entity"] == kind for one in values) > 1 for kind in TOLD_APART)
    return several and (homes or twice or any(name.kept for name in names))


def _all_shifted(task: BookingTask, frame: Frame, facts: Facts) -> Dealt | None:
    """都往后挪一天: each from where it is."""
    plain = normalise(frame.text)
    if not task.is_several or not means_all(plain) or shift_of(plain) is None:
        return None
    whole = [(0, len(plain))]
    parts = tuple(Part(place, _part(task, frame, place, (), whole, facts)) for place in range(len(task.wishes)))
    return Dealt(parts, Frame(frame.text))


def _each_on_its_day(task: BookingTask, frame: Frame, values: Sequence[Entity], facts: Facts) -> Dealt | None:
    """周五下午两点 周六也九点; 上午九点 下午两点: the hour of each of the wishes whose days or halves these are."""
    times = [one for one in values if one["entity"] == "time"]
    said = [TimeExpression.from_dict(one["value"]) for one in times]
    if not task.is_several or len(times) < 2:
        return None
    of_days = all(one.has_day and one.start.clock for one in said)
    places = [_open_on(task, resolve(one, facts.at)) for one in said] if of_days else halves_named(task, said, facts)
    if not places or None in places or len(set(places)) < len(places):
        return None
    own = dict(zip((place for place in places if place is not None), times, strict=True))
    parts = tuple(
        Part(place, _frame(frame, [time], [(time["start"], time["end"])], facts)) for place, time in own.items()
    )
    rest = [one for one in values if one not in times]
    return Dealt(parts, _frame(frame, rest, [(0, times[0]["start"])], facts))


def _open_on(task: BookingTask, window: Window | None) -> int | None:
    """The one wish of that day that has no hour yet; the only one of the day where each has its hour."""
    if window is None or window.start is None:
        return None
    of_day = [
        (place, wish.draft.window.precision)
        for place, wish in enumerate(task.wishes)
        if wish.draft.window and wish.draft.window.start and wish.draft.window.start.date() == window.start.date()
    ]
    found = [place for place, precision in of_day if precision != "time"] or [place for place, _ in of_day]
    return found[0] if len(found) == 1 else None


def _of_several_days(task: BookingTask, frame: Frame, values: Sequence[Entity], facts: Facts) -> Dealt | None:
    """周六周日那两次改到十点, of four: what is said behind the days is of each wish on one of them."""
    if not task.is_several or not values or values[0]["entity"] != "time":
        return None
    days, *rest = values
    said = TimeExpression.from_dict(days["value"])
    point = said.start.day or {}
    dates = resolve_day(point, facts.now.date()) if len(point.get("weekdays", ())) > 1 else ()
    marked = _THOSE_TWO.match(normalise(frame.text), days["end"])
    if not dates or marked is None:
        return None
    places = [
        place
        for place, wish in enumerate(task.wishes)
        if wish.draft.window and wish.draft.window.start and wish.draft.window.start.date() in dates
    ]
    if len(places) < 2 or len(places) == len(task.wishes):
        return None
    span = [(marked.end(), len(frame.text))]
    own = [_hour_alone(one, point) for one in rest if one["start"] >= marked.end()]
    return Dealt(tuple(Part(place, _part(task, frame, place, own, span, facts)) for place in places), Frame(frame.text))


def _hour_alone(one: Entity, days: Day) -> Entity:
    """下午两点 of 周四周五都改成下午两点, which was read as of both days: of each on its own."""
    said = TimeExpression.from_dict(one["value"]) if one["entity"] == "time" else None
    if said is None or said.start.day != days:
        return one
    return {**one, "value": replace(said, start=replace(said.start, day=None)).as_dict()}


def _in_order(task: BookingTask, frame: Frame, values: Sequence[Entity], facts: Facts) -> Dealt | None:
    """博山路…号，德平路…号: as many places, sizes or numbers as there are wishes are for them in order."""
    if not task.is_several:
        return None
    each: dict[int, list[Entity]] = {}
    for kind in TOLD_APART:
        told = [one for one in values if one["entity"] == kind]
        between = [frame.text[one["end"] : other["start"]] for one, other in pairwise(told)]
        if len(told) == len(task.wishes) and not any(corrects(normalise(piece)) for piece in between):
            for place, value in enumerate(told):
                each.setdefault(place, []).append(value)
    if not each and task.asked == "booking:area" and not values:
        each = {place: [value] for place, value in enumerate(_bare_sizes(frame.text, len(task.wishes)))}
    if not each:
        return None
    dealt_out = [value for own in each.values() for value in own]
    parts = tuple(
        Part(place, _frame(frame, own, [(one["start"], one["end"]) for one in own], facts))
        for place, own in each.items()
    )
    rest = [one for one in values if one not in dealt_out]
    return Dealt(parts, _frame(frame, rest, [(0, len(frame.text))], facts))


def _bare_sizes(text: str, count: int) -> list[Entity]:
    """95和62, where the sizes of two homes are asked for."""
    found = list(_NUMBER.finditer(normalise(text)))
    sizes = [(match, number(match[0])) for match in found]
    if len(sizes) != count or any(size is None or not 15 <= size <= 2000 for _, size in sizes):
        return []
    return [
        {"entity": "area", "start": one.start(), "end": one.end(), "value": float(size or 0)} for one, size in sizes
    ]


def _part(
    task: BookingTask,
    frame: Frame,
    place: int,
    own: Sequence[Entity],
    spans: Sequence[tuple[int, int]],
    facts: Facts,
) -> Frame:
    part = _frame(frame, own, spans, facts)
    wish = task.wishes[place] if place < len(task.wishes) else Wish()
    start = wish.draft.window.start if wish.draft.window else None
    shift = shift_of(normalise(part.text))
    if start is None or shift is None:
        return part
    window = Window(start + shift, None, "time")
    moved = replace(part.request, window=window, day_said=True, duration_minutes=None)
    return replace(part, requests=(moved, *part.requests[1:]))


def _frame(frame: Frame, own: Sequence[Entity], spans: Sequence[tuple[int, int]], facts: Facts) -> Frame:
    """A frame of some of the values of a message and of the text of ``spans``; every value stays where it stood."""
    text = "".join(
        char if any(start <= at < end for start, end in spans) else " " for at, char in enumerate(frame.text)
    )
    said: dict[str, Any] = {}
    for one in own:
        if one["entity"] not in said or one["entity"] == "address":
            said.setdefault(one["entity"], one["value"])
    return Frame(
        text,
        frame.intents,
        frame.confidence,
        requests=requests_from(text, own, facts.at),
        address=said.get("address"),
        phone=said.get("phone"),
        name=said.get("name"),
    )
