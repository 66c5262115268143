"""Existing orders: which one is meant, show it, cancel it after a yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.dialogue import draft as drafts
from bot.dialogue.booking_task import summary_values
from bot.dialogue.frame import Frame, Request
from bot.dialogue.talk import (
    BookingView,
    Cancelled,
    CancelOrder,
    CancelTask,
    Facts,
    Outcome,
    Refused,
    Say,
    Step,
    Talk,
    choices_of,
)
from bot.dialogue.values import Option
from bot.domain.values import yuan
from bot.zh.refusal import refuses
from bot.zh.time_say import say
from bot.zh.window import Window

WHICH = "order:which"
CONFIRM_CANCEL = "order:confirm_cancel"

CANCEL_OPTIONS = (Option("yes", "确认取消"), Option("no", "不取消了"))


def check(frame: Frame, facts: Facts) -> Say:
    """What the customer has booked; narrowed by what the message names, if that leaves any."""
    if not facts.upcoming:
        return Say("utter_only_waiting" if facts.waits else "utter_no_bookings")
    meant = matching(facts.upcoming, frame.request)
    if len(meant) == 1:
        in_review = "_in_review" if meant[0].awaits_review else ""
        return Say(f"utter_booking_detail{in_review}", summary_values(meant[0], facts))
    lines = "\n".join(f"{number}. {order_line(b, facts)}" for number, b in enumerate(meant, start=1))
    return Say("utter_booking_list", {"count": str(len(meant)), "orders": lines})


def begin_cancel(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """Cancelling: never picks silently when two orders fit."""
    if not facts.upcoming:
        return Step(talk, (Say("utter_nothing_to_cancel"),))
    meant = matching(facts.upcoming, frame.request)
    opened = replace(talk, tasks=(*talk.tasks, CancelTask()))
    return _ask_yes(opened, meant[0], facts) if len(meant) == 1 else ask_which(opened, meant, facts)


def take(talk: Talk, task: CancelTask, frame: Frame, facts: Facts) -> Step | None:
    """A message to a cancel in progress; ``None`` when it says nothing about it."""
    chosen = drafts.chosen(task.options, frame)
    if _keeps(frame, chosen):
        return Step(talk.without_top(), (Say("utter_cancel_kept"),))
    if task.booking_id is None:
        return _which(talk, chosen, frame, facts)
    if (chosen is not None and chosen.value == "yes") or (frame.has("affirm", "cancel_booking") and not frame.asks):
        return Step(talk, (), CancelOrder(task.booking_id, task.fee_fen))
    return None


def _which(talk: Talk, chosen: Option | None, frame: Frame, facts: Facts) -> Step | None:
    named = [chosen.value] if chosen else [booking.id for booking in _named(facts.upcoming, frame.request)]
    meant = [booking for booking in facts.upcoming if booking.id in named]
    if len(meant) == 1:
        return _ask_yes(talk, meant[0], facts)
    described = frame.request.service is not None or frame.request.window is not None
    if meant or (described and not frame.has("book_service")) or frame.has("affirm", "cancel_booking"):
        return ask_which(talk, meant or facts.upcoming, facts)
    return None


def _keeps(frame: Frame, chosen: Option | None) -> bool:
    """Whether the customer would rather keep the order; a refused 取消 outweighs any yes."""
    if chosen is not None and chosen.value in ("yes", "no"):
        return chosen.value == "no"
    return refuses(frame.text, "取消") or frame.has("deny", "abandon", "restore_booking")


def after(talk: Talk, outcome: Outcome, facts: Facts) -> Step:
    match outcome:
        case Cancelled(booking=booking):
            return Step(
                talk.without_top(), (_about_fee("utter_cancelled", "utter_cancelled_with_fee", booking, facts),)
            )
        case Refused(code=code):
            return Step(talk.without_top(), (Say(f"utter_error_{code}"),))
        case _:
            return Step(talk)


def ask_again(task: CancelTask) -> Say:
    which = task.asked == WHICH
    return Say("utter_ask_which_order_again" if which else "utter_ask_cancel_again", {}, choices_of(task.options))


def matching(bookings: Sequence[BookingView], request: Request) -> Sequence[BookingView]:
    """The bookings a description fits; all of them when it fits none or says nothing."""
    return _named(bookings, request) or bookings


def order_line(booking: BookingView, facts: Facts) -> str:
    end = booking.start + timedelta(minutes=booking.minutes)
    return f"{say(Window(booking.start, end, 'time'), facts.at)} {facts.service_name(booking.service)}"


def _named(bookings: Sequence[BookingView], request: Request) -> list[BookingView]:
    if request.service is None and request.window is None:
        return []
    return [booking for booking in bookings if _fits(booking, request)]


def _fits(booking: BookingView, request: Request) -> bool:
    if request.service is not None and booking.service != request.service:
        return False
    window = request.window
    if window is None or window.start is None:
        return True
    if window.precision == "time":
        return booking.start == window.start
    return window.start <= booking.start and (window.end is None or booking.start < window.end)


def ask_which(talk: Talk, meant: Sequence[BookingView], facts: Facts) -> Step:
    """Asks which of several orders the task on top is about."""
    options = tuple(Option(booking.id, order_line(booking, facts)) for booking in meant)
    return Step(talk.asking(WHICH, options), (Say("utter_ask_which_order", {}, choices_of(options)),))


def _ask_yes(talk: Talk, booking: BookingView, facts: Facts) -> Step:
    asked = CancelTask(asked=CONFIRM_CANCEL, options=CANCEL_OPTIONS, booking_id=booking.id, fee_fen=booking.fee_fen)
    said = replace(
        _about_fee("utter_ask_cancel", "utter_ask_cancel_with_fee", booking, facts), choices=choices_of(CANCEL_OPTIONS)
    )
    return Step(talk.with_top(asked), (said,))


def _about_fee(without: str, with_fee: str, booking: BookingView, facts: Facts) -> Say:
    """One of two responses: the second names what the cancel costs."""
    values = {"order": order_line(booking, facts)}
    return Say(with_fee, {**values, "fee": yuan(booking.fee_fen)}) if booking.fee_fen else Say(without, values)
