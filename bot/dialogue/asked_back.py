"""What is asked back: 那周四还是下午一点对吧, of what is held, of a change that is shown, or of an order."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import draft_words
from bot.dialogue.described import begins_in
from bot.dialogue.effects import PreviewChange, PreviewMove
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame
from bot.dialogue.known_places import shown_address
from bot.dialogue.order_change import changed
from bot.dialogue.orders import order_line
from bot.dialogue.requests import day_named
from bot.dialogue.resuming import resumed
from bot.dialogue.step import Say, Step
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask, CancelTask, ChangeTask, MoveTask
from bot.domain.pricing import hours_in_words
from bot.domain.work import Work, minutes_for
from bot.zh.amending import part_kept
from bot.zh.asked_back import asks_back, without_asking
from bot.zh.extract import find
from bot.zh.place import shares_place
from bot.zh.time_expression import TimeExpression
from bot.zh.when import resolve
from bot.zh.wonders import DURATION

_GRAVE = ("complain", "request_refund", "request_human", "report_emergency", "cancel_booking")
_ELSE = ("complain", "cancel_booking", "request_human", "report_emergency", "ask_price")


def of_held(task: BookingTask, frame: Frame, facts: Facts) -> Say | None:
    """那周四还是下午一点对吧: what is held, where it is just that which is asked back."""
    held = [wish.held for wish in task.wishes if wish.held is not None]
    windows = [one.window for one in frame.requests if one.window is not None]
    same = all(any(begins_in(one, window, hours_only=True) for one in held) for window in windows)
    if not held or not windows or not same:
        return None
    said = [draft_words.in_words(replace(wish.draft, frequency=None), facts) for wish in task.wishes]
    visits = [" ".join(one[part] for part in ("window", "service") if part in one) for one in said if "window" in one]
    return Say("utter_draft_visits", {"visits": "，".join(visits)}) if visits else None


def of_change(talk: Talk, frame: Frame) -> Step | None:
    """It is shown once more, with who comes; ``None`` where another day or anything else is spoken of."""
    task = talk.top
    if not isinstance(task, MoveTask | ChangeTask) or not talk.waits_for_yes or not asks_back(frame.text):
        return None
    if task.start is None or task.booking_id is None or frame.has(*_GRAVE) or frame.address or frame.phone:
        return None
    windows = [one.window for one in frame.requests if one.window is not None and one.window.start is not None]
    if not windows or not frame.provider:
        return None
    for window in windows:
        if window.start is None or window.start.weekday() != task.start.weekday():
            return None
        if window.precision == "time" and window.start.time() != task.start.time():
            return None
    if isinstance(task, MoveTask):
        return Step(talk, (), PreviewMove(task.booking_id, task.start))
    return Step(talk, (), PreviewChange(task.booking_id, task.change, task.start))


def of_order(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """Yes, it is so, and the order with it; ``None`` where it is not, or nothing like that is asked."""
    if not facts.upcoming or frame.has(*_ELSE):
        return None
    if talk.waits_for_yes and DURATION in frame.wonders and (shown := _as_shown(talk, facts)) is not None:
        takes = {"order": order_line(shown, facts), "hours": hours_in_words(shown.minutes)}
        return resumed(replace(talk, misunderstood=0), (Say("utter_takes_order", takes),), facts)
    if not asks_back(frame.text):
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
