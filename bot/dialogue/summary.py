"""Bookings in words: the summary before the yes, what changed in it, and what is booked after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.dialogue import draft_words
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.known_places import shown_address
from bot.dialogue.step import Say
from bot.domain.pricing import hours_in_words
from bot.domain.values import yuan
from bot.zh.say import masked_phone
from bot.zh.time_say import say
from bot.zh.window import Window

_ALWAYS_SAID = frozenset({"service", "window", "duration_minutes"})


def summary_values(booking: BookingView, facts: Facts) -> dict[str, str]:
    """A booking in words, for the summary and for looking at it later."""
    provider = "、".join(booking.providers)
    return {
        "service": facts.service_name(booking.service),
        "window": window_line(booking, facts),
        "address": shown_address(booking.address, facts),
        "phone": masked_phone(booking.phone),
        "needs": draft_words.needs_line(booking.special_needs, booking.quantities, booking.notes, booking.gender),
        "price": booking.price,
        "provider": f"{provider}（{'，'.join(booking.reasons)}）" if booking.reasons else provider,
    }


def window_line(booking: BookingView, facts: Facts) -> str:
    """明天（11月24日 周二）14:00–17:00，3小时."""
    end = booking.start + timedelta(minutes=booking.minutes)
    return f"{say(Window(booking.start, end, 'time'), facts.at)}，{hours_in_words(booking.minutes)}"


def to_confirm(booking: BookingView, facts: Facts) -> Say:
    """All of one booking, before the yes."""
    return Say(f"utter_summary{booking.in_review}", {**summary_values(booking, facts), "hold": _hold(facts)})


def changed(booking: BookingView, facts: Facts, words: Mapping[str, str]) -> Say:
    """A booking that was shown before, after a change: when, what and for how much, and the ``words`` of the rest."""
    values = summary_values(booking, facts)
    values["changed"] = "，".join(phrase for name, phrase in words.items() if name not in _ALWAYS_SAID)
    kind = "changed" if values["changed"] else "moved"
    return Say(f"utter_summary_{kind}{booking.in_review}", values)


def several_to_confirm(bookings: Sequence[BookingView], facts: Facts) -> Say:
    """Several bookings that one yes books."""
    return Say("utter_summary_several", {**_several(bookings, facts), "hold": _hold(facts)})


def booked(bookings: Sequence[BookingView], facts: Facts) -> Say:
    """They are booked, or will be when a colleague has looked at them."""
    if len(bookings) > 1:
        return Say("utter_booked_several", _several(bookings, facts))
    (booking,) = bookings
    return Say(f"utter_booked{booking.in_review}", summary_values(booking, facts))


def each_with_price(bookings: Sequence[BookingView], facts: Facts) -> str:
    """What each of several costs, a line each in time order."""
    in_order = sorted(bookings, key=lambda booking: booking.start)
    one_address = len({booking.address for booking in bookings}) == 1
    lines = []
    for number, booking in enumerate(in_order, start=1):
        window = say(Window(booking.start, None, "time"), facts.at)
        where = "" if one_address else f"，{shown_address(booking.address, facts)}"
        lines.append(f"{number}. {facts.service_name(booking.service)}，{window}{where}：{booking.price}")
    return "\n".join(lines)


def _several(bookings: Sequence[BookingView], facts: Facts) -> dict[str, str]:
    in_order = sorted(bookings, key=lambda booking: booking.start)
    one_address = len({booking.address for booking in bookings}) == 1
    lines = [f"{number}. {_line(booking, facts, not one_address)}" for number, booking in enumerate(in_order, start=1)]
    return {
        "orders": "\n".join(lines),
        "address": "、".join(dict.fromkeys(shown_address(booking.address, facts) for booking in in_order)),
        "phone": "、".join(dict.fromkeys(masked_phone(booking.phone) for booking in in_order)),
        "total": yuan(sum(booking.total_fen for booking in bookings)),
    }


def _line(booking: BookingView, facts: Facts, with_address: bool) -> str:
    values = summary_values(booking, facts)
    who = "谁上门同事定" if booking.awaits_review else "、".join(booking.providers)
    parts = [f"{values['service']}：{values['window']}", who, values["price"]]
    if booking.special_needs or booking.quantities or booking.notes or booking.gender:
        parts.append(values["needs"])
    if with_address:
        parts.append(values["address"])
    return "；".join(parts)


def _hold(facts: Facts) -> str:
    return str(facts.catalogue.rules.hold_minutes)
