"""Which of several wishes are named in a message, and where: by home, by number, by the work, by time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue.facts import Facts
from bot.dialogue.split_wishes import Entity
from bot.dialogue.tasks import BookingTask
from bot.dialogue.values import BookingDraft
from bot.zh.extract import find
from bot.zh.moving import is_new
from bot.zh.naming import (
    LAST,
    NEXT,
    OTHER,
    THEIRS,
    Mention,
    keeps_only,
    keeps_only_days,
    mentions,
    names_by_time,
    stays,
)
from bot.zh.normalise import normalise
from bot.zh.place import has_detail, place_words
from bot.zh.refusal import wants_one_more
from bot.zh.several import gives_up
from bot.zh.things import things
from bot.zh.time_expression import TimeExpression
from bot.zh.when import resolve
from bot.zh.whose_home import is_same_home, size_label

CLAUSE = re.compile(r"[,。;!?\n]")
TOLD_APART = ("address", "area", "phone")
"""What there is one of for each wish; in the order of the wishes where as many are told."""
OF_THE_PLACE = frozenset({"address", "area", "rooms"})
_NOT_THEN = re.compile(
    r"(?:那[天次趟])?(?:就|先|的)?(?:不(?:用|要|约|来|订)(?:来|过来)?(?:了|啦|咯|喽)|唔使(?:来|嚟)?(?:了|喇)|别来了|取消)(?=$|[,。;!\s吧哈啊])"
)
_CHANGES = re.compile(r"改|换|挪|推|调|移|提[前早]|延|不对|错了|应该|还是")
_HALVES = {"early": (0, 12), "morning": (0, 12), "noon": (11, 14), "afternoon": (12, 18), "evening": (17, 24)}


@dataclass(frozen=True)
class Name:
    """Where a wish is named; ``end`` is where what is said of it begins. ``kept``: it is only to stay as it is."""

    start: int
    end: int
    place: int
    kept: bool = False
    of_a_home: bool = False
    by_time: bool = False
    of_work: bool = False
    by_home: bool = False
    by_place: bool = False


def named_alone(task: BookingTask, text: str, facts: Facts) -> int | None:
    """The one wish of several that a message names and says nothing else of: 周四那个."""
    names = names_of(task, text, values_of(text), facts)
    beside = ("service", "choice", "provider")
    left = [one for one in values_of(without_names(text, names)) if one["entity"] not in beside]
    if not names and [one["entity"] for one in left] == ["time"]:
        places = _wishes_at(task, text[left[0]["start"] : left[0]["end"]], facts)  # 周五的
        return places[0] if len(places) == 1 else None
    if left:
        return None
    named = {name.place for name in names if not name.kept and name.place < len(task.wishes)}
    return named.pop() if len(named) == 1 else None


def only_names_times(task: BookingTask, text: str, facts: Facts) -> bool:
    """Whether every time in it is that of a wish, and none is to be another: 周四几点来, 周四来的时候按门铃."""
    times = [one for one in values_of(text) if one["entity"] == "time"]
    if not task.is_several or not times or _CHANGES.search(normalise(text)) or wants_one_more(text):
        return False
    return all(_wishes_at(task, text[one["start"] : one["end"]], facts) for one in times)


def given_up(task: BookingTask, text: str, facts: Facts) -> frozenset[int]:
    """The wishes that are named to be left out: 周五那次不要了; all but the one that is kept: 只要周四那次."""
    plain = normalise(text)
    names = [name for name in names_of(task, text, values_of(text), facts) if name.place < len(task.wishes)]
    whom_to_call = any(one["entity"] == "phone" for one in values_of(text))  # 电话都留我家的
    counted = any(one["entity"] == "quantity" for one in values_of(text))  # 空调洗两台就行了
    kept = {name.place for name in names if not (whom_to_call or counted) and keeps_only(plain, name.start, name.end)}
    kept = kept or days_kept(task, text, facts)
    if kept:
        return frozenset(set(range(len(task.wishes))) - kept)
    gone = _days_given_up(task, plain, facts)
    for name in names:
        _, end = span_of(plain, name, names)
        if (
            not name.kept
            and gives_up(plain[name.end : end])
            and not any(name.end <= one["start"] < end for one in values_of(text))
        ):
            gone.add(name.place)
    return frozenset(gone)


def _days_given_up(task: BookingTask, plain: str, facts: Facts) -> set[int]:
    """周日不用了 我中午就回来: the one wish of a day that is named to be left out."""
    said = [one for one in values_of(plain) if one["entity"] == "time"]
    if any(is_new(plain, one["start"]) for one in said):
        return set()  # 周五不要了，换成周六
    times = [one for one in said if _NOT_THEN.match(plain, one["end"])]
    meant = [_wishes_at(task, plain[one["start"] : one["end"]], facts) for one in times]
    return {places[0] for places in meant if len(places) == 1}


def days_kept(task: BookingTask, text: str, facts: Facts) -> set[int]:
    """就周五周六, of three visits alike: the ones on the days that are named, where nothing else is wished any more."""
    values, plain = values_of(text), normalise(text)
    if any(one["entity"] != "time" for one in values) or len({wish.draft.service for wish in task.wishes}) > 1:
        return set()
    for time in values:
        kept_as_is = gives_up(text) and stays(plain, time["end"])
        if not (kept_as_is or keeps_only_days(plain, time["start"], time["end"])):
            continue
        said = TimeExpression.from_dict(time["value"])
        days = {day for one in _day_by_day(said) if (day := resolve(one, facts.at)) is not None}
        dates = {day.start.date() for day in days if day.start}
        starts = [wish.draft.window.start if wish.draft.window else None for wish in task.wishes]
        kept = {place for place, start in enumerate(starts) if start and start.date() in dates}
        if dates and len(kept) < len(starts) and {start.date() for start in starts if start} >= dates:
            return kept
    return set()


def _day_by_day(said: TimeExpression) -> list[TimeExpression]:
    """周五周六 as two days; none where an hour, a stretch or no day is said."""
    day = said.start.day
    if not day or said.has_hours or said.end is not None or said.bound is not None:
        return []
    each = [dict(one) for one in day.get("list", ())] or [{**day, "weekdays": [n]} for n in day.get("weekdays", ())]
    return [replace(said, start=replace(said.start, day=one)) for one in each or [dict(day)]]


def without_names(text: str, names: Sequence[Name]) -> str:
    """The text without its names, as long as before: 周五那次改到四点 tells of an hour alone."""
    for name in names:
        if not name.of_work:
            text = text[: name.start] + "，" * (name.end - name.start) + text[name.end :]
    return text


def values_of(text: str) -> list[dict[str, Any]]:
    return [{"entity": one.kind, "start": one.start, "end": one.end, "value": one.value} for one in find(text)]


def names_of(task: BookingTask, text: str, values: Sequence[Entity], facts: Facts) -> list[Name]:
    """Every name of a wish, in text order; none within another."""
    plain = normalise(text)
    taken = [(one["start"], one["end"]) for one in values if one["entity"] in ("address", "phone")]
    said = [one for one in mentions(text) if not any(start <= one.start < end for start, end in taken)]
    found = [*_by_time(task, plain, values, facts), *_by_service(task, text), *_by_place(task, plain, values)]
    homes = _homes(task, [one for one in said if one.label is not None])
    for mention in said:
        place = homes.get(mention.label) if mention.label is not None else _place(task, mention, values, found)
        if place is None:
            continue
        found.append(
            Name(
                mention.start,
                mention.end,
                place,
                stays(plain, mention.end),
                mention.of_a_home,
                by_home=mention.label is not None or mention.place == THEIRS,
            )
        )
    found.sort(key=lambda one: (one.start, -one.end))
    apart: list[Name] = []
    for name in found:
        if not apart or name.start >= apart[-1].end:
            apart.append(name)
    return apart


def _homes(task: BookingTask, said: Sequence[Mention]) -> dict[str | None, int]:
    """The wish at each home that is named; homes not heard of before go to the wishes that are left, in order."""
    found: dict[str | None, int] = {}
    for mention in said:
        label = mention.label or ""
        meant = [n for n, wish in enumerate(task.wishes) if _is_at(wish.draft, label)]
        if len(meant) == 1:
            found[mention.label] = meant[0]
    labels = list(dict.fromkeys(one.label for one in said))
    hour_open = task.draft.window is None or (task.draft.window.precision == "day" and not task.draft.address)
    if not task.is_several and len(labels) > 1 and hour_open:
        return {label: place for place, label in enumerate(labels)}  # 老房子上午九点，新房子下午两点
    left = [place for place in range(len(task.wishes)) if place not in found.values()]
    unknown = [label for label in dict.fromkeys(one.label for one in said) if label not in found]
    # 我妈家是…，老房子，55平: where homes have been told apart before, another word for one names none.
    told_apart = any(wish.draft.whose for wish in task.wishes)
    if task.is_several and len(unknown) == len(left) and not told_apart:
        found.update(zip(unknown, left, strict=True))
    return found


def _is_at(draft: BookingDraft, label: str) -> bool:
    of_size = draft.area_sqm is not None and label == size_label(f"{draft.area_sqm:g}")
    return of_size or is_same_home(draft.whose, label)


def _place(task: BookingTask, mention: Mention, values: Sequence[Entity], found: Sequence[Name]) -> int | None:
    """The wish at a place in the list; one behind the last for one more of them."""
    count = len(task.wishes)
    if mention.place is None:
        return None
    if mention.place >= 0:
        return mention.place
    if mention.place == LAST:
        return count - 1 if count > 1 else None
    if mention.place == THEIRS:
        theirs = [place for place, wish in enumerate(task.wishes) if wish.draft.whose]
        return theirs[0] if len(theirs) == 1 else None
    told = {one["entity"] for one in values}
    lacking = [place for place in range(1, count) if told & OF_THE_PLACE and not task.wishes[place].draft.address]
    if lacking:
        return lacking[0]
    if mention.place == OTHER and count == 2 and not (told & OF_THE_PLACE):
        return 0 if any(name.place == 1 for name in found) else 1
    return count if mention.place in (OTHER, NEXT) and mention.of_a_home else None


def _by_service(task: BookingTask, text: str) -> list[Name]:
    """打扫的那个, 空调那边: by what is done there, where no other wish is of that."""
    services = [wish.draft.service for wish in task.wishes] if task.is_several else []
    plain = normalise(text)
    named: list[tuple[int, int, str]] = [
        (one.start, one.end, str(one.value)) for one in find(text) if one.kind == "service"
    ]
    for thing, codes in things(text).items():
        for match in re.finditer(re.escape(thing), plain):
            named += [(match.start(), match.end(), code) for code in codes & {one for one in services if one}]
    result = []
    for start, end, code in named:
        if services.count(code) == 1:
            tail = re.compile(r"的?(?:那|这)?(?:个|边|单|次|趟|家)?").match(plain, end)
            stop = tail.end() if tail else end
            result.append(Name(start, stop, services.index(code), stays(plain, stop), of_work=True))
    return result


_OF_A_PLACE = (
    r"(?:新区|区|县)?(?:\d+弄|\d+号)?(?:的?(?:那|这|嗰)(?:一)?(?:个|边|单|次|趟|家|套|处|头|里)|"
    r"的(?=[改换挪推提取家有先不也要])|(?=[改换挪推]))"
)


def _by_place(task: BookingTask, plain: str, values: Sequence[Entity]) -> list[Name]:
    """徐汇那个, 龙漕路那套: by where it is, where no other wish is there."""
    addresses = [wish.draft.address for wish in task.wishes]
    if not task.is_several or len(set(addresses)) < len(addresses):
        return []
    told = [
        (one["start"], one["end"]) for one in values if one["entity"] == "address" and has_detail(str(one["value"]))
    ]
    words = [place_words(wish.draft.district, wish.draft.address) for wish in task.wishes]
    result = []
    for place, own in enumerate(words):
        for word in own:
            if sum(word in others for others in words) > 1:
                continue
            for match in re.finditer(re.escape(word) + _OF_A_PLACE, plain):
                if not any(start <= match.start() < end for start, end in told) and not is_new(plain, match.start()):
                    kept = stays(plain, match.end())
                    result.append(Name(match.start(), match.end(), place, kept, by_place=True))
    return result


def _by_time(task: BookingTask, plain: str, values: Sequence[Entity], facts: Facts) -> list[Name]:
    """周五那次, 早上那个; 周四在…，周五在… where each is told something else."""
    if len(task.wishes) == 1:
        return []
    result = []
    for start, stop, end in names_by_time(plain):
        places = _wishes_at(task, plain[start:stop], facts)
        if len(places) == 1 and not is_new(plain, start):
            result.append(Name(start, end, places[0], stays(plain, end), by_time=True))
    times = [one for one in values if one["entity"] == "time"]
    meant = [_wishes_at(task, plain[one["start"] : one["end"]], facts) for one in times]
    told_apart = any(one["entity"] in TOLD_APART for one in values)
    each = len({places[0] for places in meant if len(places) == 1}) == len(times) > 1
    if not result and told_apart and each:
        result = [
            Name(time["start"], time["end"], places[0], by_time=True) for time, places in zip(times, meant, strict=True)
        ]
    return result


def _wishes_at(task: BookingTask, words: str, facts: Facts) -> list[int]:
    """Which wishes are at a time that is named, by its day and its part of the day; by these words alone."""
    value: dict[str, Any] = next((one["value"] for one in values_of(words) if one["entity"] == "time"), {})
    said = TimeExpression.from_dict(value)
    window = resolve(said, facts.at)
    if said.end is not None or said.bound is not None or window is None or window.start is None:
        return []
    if said.start.is_empty:
        return []
    found = []
    for place, wish in enumerate(task.wishes):
        start = wish.draft.window.start if wish.draft.window else None
        if start is None or (said.has_day and start.date() != window.start.date()):
            continue
        if said.start.clock is not None and (start.hour, start.minute) != (window.start.hour, window.start.minute):
            continue
        low, high = _HALVES.get(said.start.part or "", (0, 24))
        if low <= start.hour < high:
            found.append(place)
    return found


def halves_named(task: BookingTask, said: Sequence[TimeExpression], facts: Facts) -> list[int | None]:
    """For each hour the one wish whose half of the day it is of; nothing where more than the halves are known."""
    windows = [wish.draft.window for wish in task.wishes]
    if len(said) != len(windows) or any(window is None or window.precision != "part" for window in windows):
        return []
    places: list[int | None] = []
    for one in said:
        window = resolve(one, facts.at)
        start = window.start.time() if window and window.start and window.precision == "time" else None
        fitting = [
            place
            for place, half in enumerate(windows)
            if start and half and half.start and half.end and half.start.time() <= start < half.end.time()
        ]
        places.append(fitting[0] if len(fitting) == 1 else None)
    return places


def span_of(plain: str, name: Name, names: Sequence[Name]) -> tuple[int, int]:
    """The piece of the text that is said of a name: to the next one of another wish."""
    later = [other.start for other in names if other.start > name.start and other.place != name.place]
    low = max((match.end() for match in CLAUSE.finditer(plain, 0, name.start)), default=0)
    earlier = [other.end for other in names if low <= other.start < name.start]
    return max([low, *earlier]), min(later, default=len(plain))
