"""The customer's existing orders in the talk: looked at, asked about when it is open which one is meant, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.dialogue import choosing
from bot.dialogue.described import Meant, begins_in, meant
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.order_change import names_new_time
from bot.dialogue.recurring import SeriesView
from bot.dialogue.series_words import series_detail, series_line, series_order
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.summary import summary_values
from bot.dialogue.talk import Talk
from bot.dialogue.values import Option
from bot.zh.choice import leading_choice
from bot.zh.order_mention import mention_of
from bot.zh.time_say import say
from bot.zh.window import Window

WHICH = "order:which"


def check(frame: Frame, facts: Facts, spoken_of: str | None = None) -> Say:
    """What the customer has booked; narrowed by what the message names."""
    if not facts.upcoming and not facts.series:
        return Say("utter_only_waiting" if facts.waits else "utter_no_bookings")
    said = meant(facts.upcoming, frame.text, facts, spoken_of)
    if not said.orders and (told := named(facts.upcoming, frame.request)):
        said = Meant(tuple(told), named=True)  # 周六的照常: the only one there is
    listed = said.orders or facts.upcoming
    by_name = said.orders if said.named else ()
    series = [one for one in facts.series if not by_name or any(booking.series_id == one.id for booking in by_name)]
    if series:
        return _with_series([booking for booking in listed if booking.series_id is None], series, facts)
    if said.only is not None:
        return Say(f"utter_booking_detail{said.only.in_review}", summary_values(said.only, facts))
    values = {"count": str(len(listed)), "orders": order_lines(listed, facts)}
    return Say("utter_booking_list" if said.orders else "utter_no_such_booking", values)


def _with_series(single: Sequence[BookingView], series: Sequence[SeriesView], facts: Facts) -> Say:
    """A series is one order with its next visit, however many of its visits are made."""
    if not single and len(series) == 1:
        return series_detail(series[0], facts)
    orders = [order_line(booking, facts) for booking in single] + [series_order(one, facts) for one in series]
    lines = "\n".join(f"{number}. {line}" for number, line in enumerate(orders, start=1))
    return Say("utter_booking_list", {"count": str(len(orders)), "orders": lines})


def named(bookings: Sequence[BookingView], request: Request) -> list[BookingView]:
    """The bookings that the service and the time of a request fit; none where it says neither."""
    if request.service is None and request.window is None:
        return []
    of_service = [booking for booking in bookings if request.service in (None, booking.service)]
    window = request.window
    return [booking for booking in of_service if window is None or begins_in(booking, window, hours_only=False)]


def looked_at(talk: Talk, frame: Frame, facts: Facts) -> Talk:
    """The talk in which the one order that a message asks about is the one talked of last."""
    said = meant(facts.upcoming, frame.text, facts, talk.order_id)
    return replace(talk, order_id=said.only.id) if said.only is not None else talk


def order_line(booking: BookingView, facts: Facts) -> str:
    end = booking.start + timedelta(minutes=booking.minutes)
    return f"{say(Window(booking.start, end, 'time'), facts.at)} {facts.service_name(booking.service)}"


def order_lines(bookings: Sequence[BookingView], facts: Facts) -> str:
    return "\n".join(f"{number}. {order_line(booking, facts)}" for number, booking in enumerate(bookings, start=1))


def once_each(bookings: Sequence[BookingView], facts: Facts) -> list[str]:
    """A line for each order; the visits of a series are one."""
    series = {one.id: series_line(one, facts) for one in facts.series}
    lines = [series.get(booking.series_id or "", order_line(booking, facts)) for booking in bookings]
    return list(dict.fromkeys(lines))


def ask_which(talk: Talk, said: Meant, bookings: Sequence[BookingView], facts: Facts) -> Step:
    """Asks which of several orders the task on top is about; among all ``bookings`` where the description fits none.

    A series stands in the list with its next visit.
    """
    shown = {booking.series_id or booking.id: booking for booking in reversed(said.orders or bookings)}
    options = tuple(Option(booking.id, order_line(booking, facts)) for booking in reversed(shown.values()))
    response = "utter_ask_which_order" if said.orders else "utter_no_such_order"
    return Step(talk.asking(WHICH, options), (Say(response, {}, choices_of(options)),))


def answered_which(
    talk: Talk, options: Sequence[Option], bookings: Sequence[BookingView], frame: Frame, facts: Facts
) -> Meant | None:
    """Which of the orders on offer an answer means; ``None`` where it says nothing of that.

    What fits none of those on offer is looked for among all ``bookings``.
    """
    chosen = choosing.chosen(options, frame)
    place = leading_choice(frame.text) or 0
    if chosen is None and 1 <= place <= len(options):
        chosen = options[place - 1]
    if chosen is not None:
        return Meant(tuple(booking for booking in bookings if booking.id == chosen.value), named=True)
    offered = [booking for booking in bookings if any(option.value == booking.id for option in options)]
    mention = mention_of(frame.text) if names_new_time(frame.text) else ""
    text = mention or frame.text  # 洗衣机那个 改到下周一: the day is where it goes
    said = meant(offered, text, facts, talk.order_id)
    if said.named and not said.orders:
        said = meant(bookings, text, facts, talk.order_id)
    if not (said.named or said.every) or (not said.orders and frame.has("book_service")):
        return None
    return said
