"""A visit that is over, told before any wish: it is no wish for last week."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.frame import Frame, Request
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask
from bot.zh.extract import find
from bot.zh.past_visit import tells_of_past, without_past_visits
from bot.zh.questions import asks
from bot.zh.refusal import books, wants_again
from bot.zh.whose_home import repeats_last

_TELLS = {"book_service", "inform", "greet", "chitchat"}


def without_past_visit(talk: Talk, frame: Frame) -> Frame:
    """你好 我是周老师 上礼拜阿姨来打扫过的 greets; with a wish beside it, the wish without that time is left."""
    if isinstance(talk.top, BookingTask):
        told = tells_of_past(frame.text)
        return replace(frame, requests=tuple(map(_to_come, frame.requests))) if told else frame
    rest = without_past_visits(frame.text)
    if talk.top is not None or talk.ticket_id or rest == frame.text or not set(frame.intents) <= _TELLS:
        return frame
    if not _wishes(rest):
        return replace(frame, intents=("greet",), requests=())
    return replace(frame, requests=tuple(_to_come(request) for request in frame.requests))


def _wishes(rest: str) -> bool:
    values = any(one.kind not in ("name", "person") for one in find(rest))
    return values or books(rest) or wants_again(rest) or repeats_last(rest) or asks(rest)


def _to_come(request: Request) -> Request:
    if request.window is None or not request.window.past:
        return request
    return replace(request, window=None, day_said=False, half_open=False)
