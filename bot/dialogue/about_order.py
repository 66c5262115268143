"""A message that sounds like a new booking, or like the end of one, and is of an order that is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue import order_change
from bot.dialogue.described import begins_in, meant
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame
from bot.dialogue.named_wishes import values_of
from bot.dialogue.requests import day_named, requests_from
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask, OrderTask
from bot.domain.job import OrderChange
from bot.zh.amending import part_named
from bot.zh.damaged import tells_plainly
from bot.zh.extract import find
from bot.zh.grievance import tells_of_fault
from bot.zh.moving import is_new, shift_of
from bot.zh.normalise import normalise
from bot.zh.of_order import (
    asks_for_other_time,
    beside_a_visit,
    for_the_visit,
    says_how_much,
    says_sooner_or_later,
    says_to_change,
    wishes_a_new_one,
)
from bot.zh.order_mention import calls_off, keeps_others, mention_of, tells_of_order
from bot.zh.own_doings import without_doings
from bot.zh.questions import asks, asks_outright
from bot.zh.refusal import also_another, refuses
from bot.zh.time_expression import TimeExpression
from bot.zh.when import resolve
from bot.zh.window import Window

_SOUNDS = frozenset(
    {"book_service", "inform", "greet", "affirm", "deny", "ask_availability", "ask_provider", "chitchat"}
)
_GRAVE = ("complain", "request_refund", "request_human", "report_emergency", "cancel_booking", "rate_service")
_CALL_FIRST = {"code": "call_first", "denied": False}
_DOUBTFUL = _SOUNDS | {"complain", "check_booking", "ask_policy", "update_profile"}


def as_of_order(talk: Talk, frame: Frame, facts: Facts) -> Frame:
    """The frame as a wish to move or change the order it describes; as it is where it describes none."""
    if not facts.upcoming or isinstance(talk.top, BookingTask | OrderTask) or talk.dropped is not None:
        return frame
    frame = _without_named_visit(frame, facts)
    partly = _leaves_a_part_out(talk, frame, facts)
    if partly is not None:
        return partly
    if (sooner := _at_another_hour(talk, frame, facts)) is not None:
        return sooner
    if not _may_be(frame) or wishes_a_new_one(frame.text) or keeps_others(frame.text):
        return frame
    order, strong = _order(talk, frame, facts)
    if order is None:
        return frame
    act = _act(frame, order, strong, facts)
    return _with_act(frame, act, facts) if act else frame


def _at_another_hour(talk: Talk, frame: Frame, facts: Facts) -> Frame | None:
    """这个礼拜五还是要来 不过早点 四点半: the visit of that day comes, and at another hour."""
    window = frame.request.window
    if window is None or window.start is None or window.precision != "time" or not says_sooner_or_later(frame.text):
        return None
    if not _may_be(frame) or frame.request.from_window or also_another(frame.text) or asks_outright(frame.text):
        return None
    service, day = frame.request.service, window.start.date()
    of_day = [one for one in facts.upcoming if one.start.date() == day and service in (None, one.service)]
    named = frame.request.day_said or [one.id for one in facts.upcoming] == [talk.order_id]
    if len(of_day) != 1 or not named or of_day[0].start == window.start:
        return None
    before = Window(of_day[0].start, None, "time")
    return replace(frame, intents=("reschedule_booking",), requests=(replace(frame.request, from_window=before),))


def _without_named_visit(frame: Frame, facts: Facts) -> Frame:
    """周四打扫那天 顺便再约个洗油烟机的: the visit that is there says when, and is wished by nobody anew."""
    if len(frame.requests) < 2 or not frame.has("book_service"):
        return frame
    named = {
        one.value
        for one in find(frame.text)
        if one.kind == "service" and beside_a_visit(frame.text, one.end) and _is_there(str(one.value), frame, facts)
    }
    left = tuple(one for one in frame.requests if one.service not in named)
    return replace(frame, requests=left) if left else frame


def _is_there(service: str, frame: Frame, facts: Facts) -> bool:
    windows = [one.window for one in frame.requests if one.window and one.window.start]
    days = {window.start.date() for window in windows if window.start}
    return any(one.service == service and one.start.date() in days for one in facts.upcoming)


def _may_be(frame: Frame) -> bool:
    fault = tells_of_fault(frame.text) or tells_plainly(frame.text)
    known = _DOUBTFUL if frame.is_doubtful and not fault else _SOUNDS
    of_it = for_the_visit(frame.text) or _tells_how_much(frame) or _changes_what_is_told(frame.text)
    if of_it and not frame.has(*_GRAVE):
        return True
    return bool(set(frame.intents)) and set(frame.intents) <= known


def _changes_what_is_told(text: str) -> bool:
    """我后天不是约了保洁嘛，地址要换一下: an order is told of, and what is to be another of it."""
    return tells_of_order(text) and part_named(text) not in (None, "time")


def _tells_how_much(frame: Frame) -> bool:
    """整三个小时就够用了, taken for a question."""
    return frame.is_doubtful and says_how_much(frame.text) and not asks(frame.text)


def _with_act(frame: Frame, act: str, facts: Facts) -> Frame:
    moving = act == "reschedule_booking"
    requests = requests_from(frame.text, values_of(frame.text), facts.at, moving=moving)
    return replace(frame, intents=(act,), requests=requests or frame.requests, complaint=None)


def _order(talk: Talk, frame: Frame, facts: Facts) -> tuple[BookingView | None, bool]:
    """The one order that is described, and whether its day and its work, or its very name, say so."""
    mention = mention_of(frame.text)
    said = meant(facts.upcoming, mention, facts, talk.order_id)
    if mention and said.named:
        return said.only, said.only is not None
    services = {one.value for one in find(frame.text) if one.kind == "service"}
    services |= {one.service for one in frame.requests if one.service}
    windows = _days(frame.text, facts)
    of_service = [one for one in facts.upcoming if not services or one.service in services]
    of_day = [one for one in of_service if any(begins_in(one, window, hours_only=False) for window in windows)]
    if services and len(of_day) == 1:
        return of_day[0], True
    if len(of_day) == 1 and not services:
        return of_day[0], says_how_much(frame.text) or bool(for_the_visit(frame.text)) or _calls_first(frame.text)
    if len(of_service) == 1 and (services or len(facts.upcoming) == 1):
        return of_service[0], False
    last = next((one for one in of_service if one.id == talk.order_id), None)
    return last, False


def _calls_first(text: str) -> bool:
    """师傅上门前先打只电话: how whoever comes is to come."""
    return any(one.kind == "need" and one.value == _CALL_FIRST for one in find(text))


def _days(text: str, facts: Facts) -> list[Window]:
    """The days and times that are named, and are not where something is to go."""
    plain = normalise(text)
    told = [one for one in find(text) if one.kind == "time" and not is_new(plain, one.start)]
    windows = (resolve(TimeExpression.from_dict(day_named(one.value)), facts.at) for one in told)
    return [one for one in windows if one is not None and one.start is not None]


def _act(frame: Frame, order: BookingView, strong: bool, facts: Facts) -> str:
    """What is to be done with the order; empty where nothing in the message says so."""
    text = frame.text
    if calls_off(text) and not refuses(text, "取消"):
        return ""
    changes = says_to_change(text)
    if not (strong or changes):
        return ""
    moved = shift_of(normalise(text)) is not None or (changes and order_change.names_new_time(text))
    elsewhere = not any(begins_in(order, window, hours_only=False) for window in _new_times(text, facts))
    if (moved or (strong and asks_for_other_time(text))) and elsewhere and _has_new_time(text, facts):
        return "reschedule_booking"
    if not (changes or says_how_much(text)) and not _at_its_time(text, order, facts):
        return ""
    if strong and for_the_visit(text) and not changes:
        return "change_booking"
    change = order_change.read_change(text, order, OrderChange(), facts)
    if not changes:
        change = replace(change, area_sqm=None, rooms=None, address=None, district=None, phone=None, contact_name=None)
        change = change if says_how_much(text) else replace(change, minutes=None, quantities=None)
    missing = order_change.missing_of(text, change) if strong and changes else None
    becomes = order_change.changed(order, change)
    other = not order_change.same(order, becomes) or change.provider_name or change.provider_exclude
    return "change_booking" if other or missing else ""


def _new_times(text: str, facts: Facts) -> Sequence[Window]:
    plain = normalise(text)
    told = [one for one in find(text) if one.kind == "time" and is_new(plain, one.start)]
    windows = (resolve(TimeExpression.from_dict(one.value), facts.at) for one in told)
    return [one for one in windows if one is not None]


def _has_new_time(text: str, facts: Facts) -> bool:
    requests = requests_from(text, values_of(text), facts.at, moving=True)
    return any(one.window for one in requests) or shift_of(normalise(text)) is not None


def _at_its_time(text: str, order: BookingView, facts: Facts) -> bool:
    """Whether every time in it is that of the order: 周四下午打扫, of one on Thursday at two."""
    return all(begins_in(order, window, hours_only=False) for window in _days(text, facts))


def _leaves_a_part_out(talk: Talk, frame: Frame, facts: Facts) -> Frame | None:
    """外窗不用擦了, 油烟机不洗了 就洗空调: of an order of which the rest is to be done as it was."""
    if not frame.has("cancel_booking", "abandon", "deny", "book_service", "inform") or wishes_a_new_one(frame.text):
        return None
    text = frame.text
    order, _ = _order(talk, frame, facts)
    if order is None and len(facts.upcoming) == 1:
        order = facts.upcoming[0]
    if order is None:
        return None
    change = order_change.read_change(text, order, OrderChange(), facts)
    fewer = change.needs is not None and set(change.needs) < set(order.special_needs)
    fewer = fewer or (change.quantities is not None and set(change.quantities) < set(order.quantities))
    fewer = fewer or order_change.part_of_notes_left_out(text, order) is not None
    return _with_act(frame, "change_booking", facts) if fewer and without_doings(text).strip() else None
