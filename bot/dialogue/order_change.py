"""What a message changes of an order that is there, and the change in words: old and new."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.dialogue import answer_people
from bot.dialogue.company_words import asked_by_name
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.known_places import shown_address
from bot.dialogue.values import REPAIRS
from bot.domain.job import OrderChange
from bot.domain.pricing import hours_in_words
from bot.zh.address import SAVED, district
from bot.zh.amending import (
    left_out,
    minutes_more,
    note_in,
    part_named,
    people_more,
    pieces,
    pieces_more,
    sign_before,
    told_to_note,
)
from bot.zh.assuming import without_assumed
from bot.zh.extract import find
from bot.zh.found import Found
from bot.zh.moving import before_new, is_new, shift_of
from bot.zh.needs import sides_of_windows
from bot.zh.normalise import normalise
from bot.zh.of_order import asks_to_move, for_the_visit, leaves_a_part
from bot.zh.order_mention import mention_of
from bot.zh.own_doings import without_doings
from bot.zh.pictures import as_told
from bot.zh.place import apply_part, houses_corrected
from bot.zh.refusal import wants_another_person
from bot.zh.say import masked_phone, needs, quantities
from bot.zh.things import is_of, item_of, things
from bot.zh.time_expression import TimeExpression
from bot.zh.time_say import say
from bot.zh.time_wishes import asks_if_free
from bot.zh.whose_home import is_same_home, whose_home
from bot.zh.window import Window

_AWAY = "nobody_home"
_PEOPLE = "人"
"""Who eats, among the things of an order."""

_MEASURED = frozenset({"duration", "time", "quantity", "providers", "area"})
_WORDS_BESIDE = re.compile(r"[做来到干弄搞早晚点再多少好哇伐吗不行成得可以吧的了呀啊嘛呗哈能就也先,。;!?\s]+")
_NOTED = re.compile(r"[、，,;；和]")
_LEFT_OVER = 2
"""So many characters beside a need tell nothing more."""


def read_change(text: str, booking: BookingView, so_far: OrderChange, facts: Facts) -> OrderChange:
    """``so_far`` and what a text changes of the order besides; what is added or dropped counts from there."""
    rest = without_assumed(without_mention(text))
    values = _by_kind(rest)
    was = changed(booking, so_far)
    given: dict[str, Any] = {}
    given |= _place(rest, values, was, facts)
    given |= _contact(values)
    given |= _size(rest, values, was)
    given |= _work(rest, values, was, facts)
    given |= _person(rest, values, booking, facts)
    note = note_in(rest) or ("" if names_new_time(text) else for_the_visit(text))
    if note and note not in was.notes and (told_to_note(rest) or not _is_read(rest, note)):
        given["notes"] = "；".join(part for part in (was.notes, note) if part)
    elif (left := part_of_notes_left_out(rest, was)) is not None:
        given["notes"] = left
    return replace(so_far, **given)


def part_of_notes_left_out(text: str, booking: BookingView) -> str | None:
    """沙发不做了 只做地板, of 地板打蜡、沙发护理: what is noted without it; ``None`` where all of it stays."""
    plain = normalise(text)
    found = [(thing, plain.find(thing)) for thing, works in things(text).items() if booking.service in works]
    dropped = [thing for thing, at in found if at >= 0 and left_out(plain, at, at + len(thing))]
    if not dropped or booking.quantities:
        return None
    parts = _NOTED.split(booking.notes)
    kept = [part for part in parts if part and not any(thing in part for thing in dropped)]
    if kept and len(kept) < len(parts):
        return "、".join(kept)
    return "；".join(part for part in (booking.notes, text.strip()) if part) if leaves_a_part(text) else None


def _is_read(text: str, note: str) -> bool:
    """让他来之前打个电话: what is to be told is a need as it is, and no note besides."""
    start = text.find(note)
    end = start + len(note)
    read = [min(end, one.end) - max(start, one.start) for one in find(text) if one.kind == "need"]
    read += [one.end - one.start for one in find(note) if one.kind == "need"]
    if max(read, default=0) >= len(note) - _LEFT_OVER:
        return True
    measured = [one for one in find(note) if one.kind in _MEASURED]
    rest = _WORDS_BESIDE.sub("", normalise(without_spans(note, measured)))
    return bool(measured) and not rest  # 让她做六个钟头好哇: how long, and nothing to be told


def without_spans(text: str, values: Sequence[Found]) -> str:
    """A text with blanks for what was read of it."""
    return "".join(" " if any(one.start <= at < one.end for one in values) else char for at, char in enumerate(text))


def without_mention(text: str) -> str:
    """A text without the words that name the order, at its own length."""
    mention = mention_of(text)
    at = normalise(text).find(mention) if mention else -1
    return text if at < 0 else text[:at] + " " * len(mention) + text[at + len(mention) :]


def changes_more(text: str, booking: BookingView, facts: Facts) -> bool:
    """Whether a wish for another time changes something else as well: 改到周五，地址也换成…"""
    change = read_change(text, booking, OrderChange(), facts)
    # How long it takes says when it ends: that belongs to the time.
    return not replace(change, minutes=None).is_empty


def names_new_time(text: str) -> bool:
    """Whether a time in it is where the order shall go: 改到周五."""
    plain = normalise(text)
    return any(is_new(plain, item.start) for item in find(text) if item.kind == "time")


def before_new_time(text: str) -> str:
    """What is said before where the order shall go: 空调的 of 空调的改到周日."""
    return before_new(normalise(text), [item.start for item in find(text) if item.kind == "time"])


def missing_of(text: str, change: OrderChange) -> str | None:
    """What is said to be wrong without what it shall be: ``phone`` of 电话写错了."""
    part = part_named(without_mention(text))
    known = {
        "phone": change.phone,
        "address": change.address,
        "name": change.contact_name,
        "area": change.area_sqm,
        "time": None,
    }
    return part if part is not None and known[part] is None else None


def other_service(text: str, booking: BookingView, change: OrderChange) -> str | None:
    """Another service that is wished for the order, where nothing else of it changes."""
    if not change.is_empty:
        return None
    said = [value for value in _values(_by_kind(without_mention(text)), "service") if value != booking.service]
    return str(said[0]) if said else None


def changed(booking: BookingView, change: OrderChange) -> BookingView:
    """The order as far as the change says what it becomes."""
    names: dict[str, Any] = {
        "address": change.address, "district": change.district, "phone": change.phone, "minutes": change.minutes,
        "contact_name": change.contact_name, "heads": change.heads, "area_sqm": change.area_sqm, "rooms": change.rooms,
        "special_needs": change.needs, "quantities": change.quantities, "notes": change.notes,
    }  # fmt: skip
    return replace(booking, **{name: value for name, value in names.items() if value is not None})


def in_words(before: BookingView, after: BookingView, facts: Facts) -> str:
    """A line for each part that becomes another."""
    lines = [
        ("时间", _window(before, facts), _window(after, facts)),
        ("时长", hours_in_words(before.minutes), hours_in_words(after.minutes)),
        ("地址", shown_address(before.address, facts), shown_address(after.address, facts)),
        ("电话", masked_phone(before.phone), _phone(before, after)),
        ("联系人", before.contact_name, after.contact_name),
        ("面积", _area(before), _area(after)),
        ("户型", before.rooms, after.rooms),
        ("人数", f"{before.heads}位", f"{after.heads}位"),
        ("数量", "，".join(quantities(before.quantities)), "，".join(quantities(after.quantities))),
        ("要求", "，".join(needs(before.special_needs)), "，".join(needs(after.special_needs))),
        ("备注", as_told(before.notes), as_told(after.notes)),
        ("家政员", "、".join(before.providers), "、".join(after.providers)),
    ]
    told = [f"{name}：{old or '无'} → {new or '无'}" for name, old, new in lines if old != new]
    return "\n".join(told)


def who_comes(before: BookingView | None, after: BookingView) -> str:
    """The line of who comes, where none of the changes tells it already."""
    same = before is None or before.providers == after.providers
    return f"家政员：{'、'.join(after.providers)}\n" if same else ""


def price_in_words(before: BookingView, after: BookingView) -> str:
    return f"不变，{after.price}" if before.price == after.price else f"{before.price} → {after.price}"


def _window(booking: BookingView, facts: Facts) -> str:
    end = booking.start + timedelta(minutes=booking.minutes)
    return say(Window(booking.start, end, "time"), facts.at)


def _phone(before: BookingView, after: BookingView) -> str:
    """In full where both would look alike."""
    alike = before.phone != after.phone and masked_phone(before.phone) == masked_phone(after.phone)
    return after.phone if alike else masked_phone(after.phone)


def _area(booking: BookingView) -> str:
    return f"{booking.area_sqm:g}平" if booking.area_sqm else ""


def _by_kind(text: str) -> dict[str, list[Found]]:
    kinds: dict[str, list[Found]] = {}
    for item in find(text):
        kinds.setdefault(item.kind, []).append(item)
    return kinds


def _values(kinds: dict[str, list[Found]], kind: str) -> list[Any]:
    return [item.value for item in kinds.get(kind, ())]


def _place(text: str, kinds: dict[str, list[Found]], was: BookingView, facts: Facts) -> dict[str, Any]:
    said = next((place for place in _values(kinds, "address") if place != SAVED), None)
    if said:
        return {"address": said, "district": district(said) or ""}
    if SAVED in _values(kinds, "address") and facts.known_address:
        home = next((home for home in facts.homes if home.address == facts.known_address), None)
        return {"address": facts.known_address, "district": home.district if home else ""}
    meant = houses_corrected(was.address, text)
    if meant != was.address:
        return {"address": meant}
    for part in _values(kinds, "address_part"):
        return {"address": apply_part(was.address, part)}
    label = whose_home(text)
    home = next((home for home in facts.homes if label and home.label and is_same_home(home.label, label)), None)
    return {"address": home.address, "district": home.district} if home and home.address != was.address else {}


def _contact(kinds: dict[str, list[Found]]) -> dict[str, Any]:
    phones, names = _values(kinds, "phone"), _values(kinds, "name")
    return ({"phone": phones[-1]} if phones else {}) | ({"contact_name": names[-1]} if names else {})


def _size(text: str, kinds: dict[str, list[Found]], was: BookingView) -> dict[str, Any]:
    given: dict[str, Any] = {}
    more = minutes_more(text)
    stated = _values(kinds, "duration")
    if more is not None:
        given["minutes"] = was.minutes + more
    elif stated and shift_of(normalise(text)) is None:
        given["minutes"] = stated[-1]
    elif spans := [span for value in _values(kinds, "time") if (span := _minutes_of(value)) is not None]:
        given |= {"minutes": spans[-1]} if spans[-1] != was.minutes else {}
    if areas := _values(kinds, "area"):
        given["area_sqm"] = areas[-1] if "不是" not in text.partition(kinds["area"][-1].text)[0][-3:] else areas[0]
    if rooms := _values(kinds, "rooms"):
        given["rooms"] = rooms[-1]
    people, heads = people_more(text), _values(kinds, "providers")
    if people is not None and _PEOPLE not in was.quantities:
        given["heads"] = max(was.heads + people, 1)
    elif heads and _PEOPLE not in was.quantities:
        given["heads"] = heads[-1]
    elif heads:
        given["quantities"] = {**was.quantities, _PEOPLE: heads[-1]}
    return given


def _minutes_of(value: Mapping[str, Any]) -> int | None:
    """How long 8点到12点 is."""
    start, end = (TimeExpression.from_dict(value).start.clock, (value.get("end") or {}).get("clock"))
    return end - start if start is not None and end is not None and end > start else None


def _work(text: str, kinds: dict[str, list[Found]], was: BookingView, facts: Facts) -> dict[str, Any]:
    """Things and needs, counted from what is ordered."""
    service = facts.service(was.service)
    by_piece = service is not None and bool(service.minutes_per_item)
    counts = dict(was.quantities)
    plain = normalise(text)
    for item in kinds.get("quantity", ()):
        name = _ordered(item.value["item"], counts)
        sign = sign_before(plain, item.start)
        counts[name] = item.value["count"] if not sign else counts.get(name, 0) + sign * item.value["count"]
    restated = bool(kinds.get("quantity")) and counts == was.quantities
    if len(was.quantities) == 1 and restated and (stated := pieces(text)):
        counts = dict.fromkeys(was.quantities, stated)  # 本来讲两台挂机，还有一台忘了，改成三台
    if len(was.quantities) == 1 and not kinds.get("quantity"):
        (only,) = was.quantities
        more, stated = pieces_more(text), pieces(text)
        counts[only] = counts[only] + more if more is not None else stated or counts[only]
    if by_piece and counts == was.quantities:
        for thing in things(text):
            sign = sign_before(plain, plain.find(thing))
            if sign:
                name = _ordered(thing, counts)
                counts[name] = counts.get(name, 0) + sign
    counts = {name: count for name, count in counts.items() if count > 0 and name not in _left_out(text, counts)}
    given: dict[str, Any] = {"quantities": counts} if counts and counts != was.quantities else {}
    wished = [
        {**item.value, "denied": item.value["denied"] or left_out(plain, item.start, item.end)}
        for item in kinds.get("need", ())
        if not _only_told(text, item, kinds, was)
    ]
    if not wished and any(code.startswith("windows_") for code in was.special_needs):
        wished = [{"code": code, "denied": False} for code in sides_of_windows(text)]
    if wished and not (by_piece and given):
        dropped = {need["code"] for need in wished if need["denied"]}
        kept = (*was.special_needs, *(need["code"] for need in wished if not need["denied"]))
        codes = tuple(code for code in dict.fromkeys(kept) if code not in dropped)
        given |= {"needs": codes} if codes != tuple(was.special_needs) else {}
    return given


def _only_told(text: str, need: Found, kinds: dict[str, list[Found]], was: BookingView) -> bool:
    """洗油烟机的, 我要带娃去打疫苗: what looks like a need names the order's own work, or why something changes."""
    work = any(one.value == was.service and one.start <= need.start < one.end for one in kinds.get("service", ()))
    own = work and (
        was.service in REPAIRS or any(is_of(thing, name) for thing in things(need.text) for name in was.quantities)
    )
    told = not without_doings(text)[need.start : need.end].strip()
    away = need.value["code"] == _AWAY and (names_new_time(text) or asks_to_move(text))  # 周四家里没人 改到周六: why
    return own or told or away


def _left_out(text: str, counts: dict[str, int]) -> set[str]:
    """油烟机下次再说吧: what of an order for several things is not to be done after all."""
    plain = normalise(text)
    found = [(thing, plain.find(thing)) for thing in things(text)]
    return {_ordered(thing, counts) for thing, at in found if at >= 0 and left_out(plain, at, at + len(thing))}


def _ordered(item: str, counts: dict[str, int]) -> str:
    """空调 of an order for 空调挂机 is what is ordered."""
    alike = [name for name in counts if is_of(item, name)]
    return alike[0] if len(alike) == 1 else item_of(item)


def _person(text: str, kinds: dict[str, list[Found]], booking: BookingView, facts: Facts) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for wish in _values(kinds, "provider"):
        given |= {"provider_name": wish["name"]} if wish.get("name") else {}
        given |= {"provider_gender": wish["gender"]} if wish.get("gender") else {}
        given |= {"provider_exclude": tuple(wish["exclude"])} if wish.get("exclude") else {}
    if not given and asks_if_free(text):  # 刘阿姨周三有空吗: shown with her, before any yes
        asked = [name for name in _values(kinds, "person") if not _comes(name, booking, facts)]
        given |= {"provider_name": asked[-1]} if asked else {}
    if "provider_name" not in given:
        given |= asked_by_name(text, booking.providers, facts)
    if not given and wants_another_person(text) and booking.providers:
        given["provider_exclude"] = booking.providers
    return given


def _comes(name: str, booking: BookingView, facts: Facts) -> bool:
    """Whether it is she who comes anyway."""
    return any(one.name in booking.providers for one in answer_people.named(name, facts))


def same(before: BookingView, after: BookingView) -> bool:
    """Whether nothing of it becomes another."""
    parts: Sequence[str] = (
        "start", "minutes", "address", "district", "phone", "contact_name", "area_sqm", "rooms", "heads", "quantities",
        "special_needs", "notes", "providers",
    )  # fmt: skip
    return all(getattr(before, part) == getattr(after, part) for part in parts)
