"""The customer's existing orders: which one is meant, and what they are in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.summary import summary_values
from bot.dialogue.talk import Talk
from bot.dialogue.values import Option
from bot.zh.time_say import say
from bot.zh.window import Window

WHICH = "order:which"


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


def matching(bookings: Sequence[BookingView], request: Request) -> Sequence[BookingView]:
    """The bookings a description fits; all of them when it fits none or says nothing."""
    return named(bookings, request) or bookings


def named(bookings: Sequence[BookingView], request: Request) -> list[BookingView]:
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


def order_line(booking: BookingView, facts: Facts) -> str:
    end = booking.start + timedelta(minutes=booking.minutes)
    return f"{say(Window(booking.start, end, 'time'), facts.at)} {facts.service_name(booking.service)}"


def ask_which(talk: Talk, meant: Sequence[BookingView], facts: Facts) -> Step:
    """Asks which of several orders the task on top is about."""
    options = tuple(Option(booking.id, order_line(booking, facts)) for booking in meant)
    return Step(talk.asking(WHICH, options), (Say("utter_ask_which_order", {}, choices_of(options)),))
