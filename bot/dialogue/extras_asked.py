"""Extras that are asked about and not wished yet: 擦外窗要加多少钱 … 那加上吧."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.frame import Frame, Request
from bot.zh.adding import adds_it, leaves_it
from bot.zh.amending import amends
from bot.zh.questions import asks_on_top

_QUESTIONS = frozenset({"ask_price", "ask_policy", "ask_services", "ask_provider"})


def only_asked(frame: Frame) -> tuple[str, ...]:
    """The needs of a message that asks what they cost and wishes nothing."""
    asks = bool(frame.intents) and set(frame.intents) <= _QUESTIONS
    request = frame.requests[0] if frame.requests else next(iter(frame.about), Request())
    named = Request(service=request.service, special_needs=request.special_needs)
    wishes = request != named or frame.address or frame.phone or frame.name or frame.provider
    taken = bool(frame.requests) and _puts_in(frame)
    return request.special_needs if asks and not wishes and not taken else ()


def _puts_in(frame: Frame) -> bool:
    """再加个擦窗多少钱: wished, and asked what it comes to."""
    return amends(frame.text) and not asks_on_top(frame.text) and "要加" not in frame.text and "另加" not in frame.text


def taken_up(needs: tuple[str, ...], frame: Frame) -> Frame:
    """那加上吧, after ``needs`` were asked about: the same as if they had been named."""
    if frame.has_details or frame.asks or not adds_it(frame.text):
        return frame
    return replace(frame, intents=("inform",), requests=(Request(special_needs=needs),))


def left(frame: Frame) -> bool:
    """那不加了, after an extra was asked about: it stays out, and the booking stays."""
    return not frame.has_details and leaves_it(frame.text)
