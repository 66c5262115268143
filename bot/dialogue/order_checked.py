"""Whether something is so of an order, asked back: 那周四还是下午一点对吧, 地址还是天平路吧？."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.described import begins_in
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame
from bot.dialogue.known_places import shown_address
from bot.dialogue.order_change import changed
from bot.dialogue.orders import order_line
from bot.dialogue.requests import day_named
from bot.dialogue.resuming import resumed
from bot.dialogue.step import Say, Step
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import CancelTask, ChangeTask, MoveTask
from bot.domain.pricing import hours_in_words
from bot.domain.work import Work, minutes_for
from bot.zh.amending import part_kept
from bot.zh.extract import find
from bot.zh.of_order import asks_whether_so, without_asking
from bot.zh.place import shares_place
from bot.zh.time_expression import TimeExpression
from bot.zh.when import resolve
from bot.zh.wonders import DURATION

_ELSE = ("complain", "cancel_booking", "request_human", "report_emergency", "ask_price")


def answered(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """Yes, it is so, and the order with it; ``None`` where it is not, or nothing like that is asked."""
    if not facts.upcoming or frame.has(*_ELSE):
        return None
    if talk.waits_for_yes and DURATION in frame.wonders and (shown := _as_shown(talk, facts)) is not None:
        takes = {"order": order_line(shown, facts), "hours": hours_in_words(shown.minutes)}
        return resumed(replace(talk, misunderstood=0), (Say("utter_takes_order", takes),), facts)
    if not asks_whether_so(frame.text):
        return None
    if talk.top is not None and not isinstance(talk.top, MoveTask | ChangeTask | CancelTask):
        return None
    order = _order(talk, without_asking(frame.text), facts)
    if order is None:
        return None
    if part_kept(frame.text) == "address":
        so = Say("utter_order_is_there", {"address": shown_address(order.address, facts)})
    else:
        so = Say("utter_order_is_so", {"order": order_line(order, facts)})
    return resumed(replace(talk, misunderstood=0), (so,), facts)


def _order(talk: Talk, text: str, facts: Facts) -> BookingView | None:
    """The order of which it is so: as it was shown, else as it stands."""
    shown = _as_shown(talk, facts)
    if shown is not None and _is_so(shown, text, facts):
        return shown
    so = [one for one in facts.upcoming if _is_so(one, text, facts)]
    return so[0] if len(so) == 1 else None


def _as_shown(talk: Talk, facts: Facts) -> BookingView | None:
    task = talk.top
    if not isinstance(task, MoveTask | ChangeTask):
        return None
    order = facts.upcoming_order(task.booking_id)
    if order is None:
        return None
    moved = replace(order, start=task.start or order.start)
    if isinstance(task, MoveTask):
        return moved
    after, service = changed(moved, task.change), facts.service(order.service)
    if service is None or task.change.minutes is not None or _work(after) == _work(order):
        return after
    return replace(after, minutes=minutes_for(service, _work(after)))


def _work(order: BookingView) -> Work:
    needs = frozenset(order.special_needs)
    return Work(order.area_sqm, order.rooms or "", order.quantities, needs, order.heads)


def _is_so(order: BookingView, text: str, facts: Facts) -> bool:
    """Whether all times that are said are the order's, or its place is said; at least one of them."""
    said = [TimeExpression.from_dict(day_named(one.value)) for one in find(text) if one.kind == "time"]
    windows = [(window, one.has_day) for one in said if (window := resolve(one, facts.at)) is not None]
    services = {one.value for one in find(text) if one.kind == "service"}
    if services and order.service not in services:
        return False
    if any(not begins_in(order, window, hours_only=not has_day) for window, has_day in windows):
        return False
    return bool(windows) or (part_kept(text) == "address" and shares_place(text, order.address))
