"""Whether a message says nothing beside the yes to what was shown: 好的, and not 好的，不过改到三点."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.described import begins_in
from bot.dialogue.facts import BookingView
from bot.dialogue.frame import Frame, Request
from bot.zh.window import Window

_ACTS = frozenset({
    "book_service", "cancel_booking", "reschedule_booking", "change_booking", "restore_booking", "update_profile",
})  # fmt: skip


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
    same_time = _is_of(request.window, request.day_said, shown)
    return replace(
        request,
        service=None if any(one.service == request.service for one in shown) else request.service,
        window=None if same_time else request.window,
        day_said=request.day_said and not same_time,
        from_window=None if _is_of(request.from_window, True, shown) else request.from_window,
    )


def _is_of(window: Window | None, day_said: bool, shown: Sequence[BookingView]) -> bool:
    return window is not None and any(begins_in(one, window, hours_only=not day_said) for one in shown)
