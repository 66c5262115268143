"""What is in an answer to what was shown beside the yes: the same once more, or something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bot.dialogue.described import begins_in
from bot.dialogue.facts import BookingView
from bot.dialogue.frame import Frame, Request
from bot.zh.agreeing import agrees
from bot.zh.refusal import also_another, books
from bot.zh.window import Window

_TOLD = ("affirm", "inform", "book_service", "restore_booking", "reschedule_booking", "cancel_booking")

_ACTS = frozenset({
    "book_service", "cancel_booking", "reschedule_booking", "change_booking", "restore_booking", "update_profile",
})  # fmt: skip

Answer = Literal["yes", "repeats"]


def answer_to(frame: Frame, shown: Sequence[BookingView]) -> Answer | None:
    """Whether a message agrees to ``shown`` or only names it again; ``None`` where it says anything else."""
    if frame.asks or also_another(frame.text) or not frame.has(*_TOLD) or not _names_only(frame, shown):
        return None
    if agrees(frame.text) or frame.has("affirm"):
        return "yes"
    return "repeats" if frame.has_details else None


def asks_only_price(frame: Frame) -> bool:
    """要多多少钱呀, beside what was shown."""
    return frame.has("ask_price") and frame.request.service is None and not frame.has("book_service")


def is_further(frame: Frame, booking: BookingView | None) -> bool:
    """Whether what sounds like a new booking is one, and not the work of this order named again: 就是擦窗."""
    if not frame.has("book_service"):
        return False
    request = frame.request
    same = booking is not None and request.service in (None, booking.service) and request.window is None
    return not same or also_another(frame.text) or books(frame.text)


def _names_only(frame: Frame, shown: Sequence[BookingView]) -> bool:
    """Whether every detail that is said is one of what is shown."""
    if frame.phone_invalid or frame.name or frame.provider or frame.address_part or len(frame.requests) > 1:
        return False
    return any(_is_of(frame, booking) for booking in shown)


def _is_of(frame: Frame, booking: BookingView) -> bool:
    request = frame.request
    bare = Request(request.service, request.window, request.day_said, request.half_open, request.from_window)
    if bare != request:
        return False
    windows = [window for window in (request.window, request.from_window) if window is not None]
    return (
        request.service in (None, booking.service)
        and all(begins_in(booking, window, hours_only=not request.day_said) for window in windows)
        and frame.phone in (None, booking.phone)
        and (not frame.address or frame.address in booking.address)
    )


def wishes_else(frame: Frame, *acts: str) -> bool:
    """Whether something else is to be done than what ``acts`` stand for."""
    return frame.has(*(_ACTS - set(acts)))


def adds_nothing(frame: Frame, shown: Sequence[BookingView], *acts: str) -> bool:
    """Whether nothing is asked, wished or told beside ``acts``; a time or a service of ``shown`` is nothing new."""
    if frame.asks or wishes_else(frame, *acts):
        return False
    return not replace(frame, requests=tuple(_beside(one, shown) for one in frame.requests)).has_details


def _beside(request: Request, shown: Sequence[BookingView]) -> Request:
    """A request without what is so already of an order that was shown."""
    same_time = _is_time_of(request.window, request.day_said, shown)
    has = {code for one in shown for code in one.special_needs}
    return replace(
        request,
        service=None if any(one.service == request.service for one in shown) else request.service,
        special_needs=tuple(code for code in request.special_needs if code not in has),
        window=None if same_time else request.window,
        day_said=request.day_said and not same_time,
        half_open=request.half_open and not same_time,
        from_window=None if _is_time_of(request.from_window, True, shown) else request.from_window,
    )


def _is_time_of(window: Window | None, day_said: bool, shown: Sequence[BookingView]) -> bool:
    return window is not None and any(begins_in(one, window, hours_only=not day_said) for one in shown)
