"""Whether something is so of an order, asked back: 那周四还是下午一点对吧, 地址还是天平路吧？."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.described import begins_in, meant
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
from bot.zh.amending import part_kept
from bot.zh.extract import find
from bot.zh.of_order import asks_whether_so, without_asking
from bot.zh.place import shares_place
from bot.zh.time_expression import TimeExpression
from bot.zh.when import resolve

_ELSE = ("complain", "cancel_booking", "request_human", "report_emergency", "ask_price")


def answered(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """Yes, it is so, and the order with it; ``None`` where it is not, or nothing like that is asked."""
    if not facts.upcoming or not asks_whether_so(frame.text) or frame.has(*_ELSE):
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
    only = meant(facts.upcoming, text, facts, talk.order_id).only
    return only if only is not None and _is_so(only, text, facts) else None


def _as_shown(talk: Talk, facts: Facts) -> BookingView | None:
    task = talk.top
    if not isinstance(task, MoveTask | ChangeTask):
        return None
    order = facts.upcoming_order(task.booking_id)
    if order is None:
        return None
    order = replace(order, start=task.start or order.start)
    return changed(order, task.change) if isinstance(task, ChangeTask) else order


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
