"""Which visit is to be moved, where only her own doings name its day: 下周三我不在，能不能改到周四."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.dialogue.described import begins_in
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.named_wishes import values_of
from bot.dialogue.requests import day_named
from bot.dialogue.series_wish import visits_named
from bot.domain.values import monday_of
from bot.zh.extract import find
from bot.zh.normalise import normalise
from bot.zh.series_scope import scope_of
from bot.zh.time_expression import TimeExpression
from bot.zh.when import resolve
from bot.zh.window import Window

_PIECE = re.compile(r"(?:(?!改|换|挪|调到|推到|能不能|可不可以|能改|可以改)[^,。;!?\s])+")
_UNSUITED = re.compile(
    "(?:我|家里|那天|临时|突然|实在)*(?:没空|不行|不方便|没时间|冇时间|冇空|不得空|唔得闲|来不了|走不开)"
)
_EARLIER = re.compile("提前|提早|往前|向前|早一?[点些]")


def with_visits_day(frame: Frame, text: str, facts: Facts) -> Frame:
    """A wish for a move with the day of the visit it is of; ``text``: the whole message, with what it tells beside."""
    if not frame.has("reschedule_booking") or len(frame.requests) != 1 or scope_of(text) == "all":
        return frame
    request = frame.request
    if request.window is None:
        return frame
    if request.from_window is None:
        told = (window for window in _days_told(text, facts) if _has_visit(window, facts))
        request = replace(request, from_window=next(told, None))
    return replace(frame, requests=(replace(request, window=_in_its_week(request.window, request.from_window, text)),))


def _days_told(text: str, facts: Facts) -> list[Window]:
    """The times of the pieces of a message that are no times of it as a whole: when she is not there."""
    plain = normalise(text)
    read = {item.start for item in find(text) if item.kind == "time"}
    found = []
    for piece in _PIECE.finditer(plain):
        unsuited = _UNSUITED.search(plain, piece.start(), piece.end())
        for value in values_of(text[piece.start() : unsuited.start() if unsuited else piece.end()]):
            if value["entity"] == "time" and piece.start() + value["start"] not in read:
                window = resolve(TimeExpression.from_dict(day_named(value["value"])), facts.at)
                found += [window] if window is not None and window.start is not None else []
    return found


def _has_visit(window: Window, facts: Facts) -> bool:
    return any(begins_in(one, window, hours_only=False) for one in facts.upcoming) or any(
        visits_named(one, window) for one in facts.series
    )


def _in_its_week(wished: Window | None, old: Window | None, text: str) -> Window | None:
    """下周三的改到周四: a day of the week alone is one of the week of the visit."""
    if wished is None or wished.start is None or old is None or old.start is None or _EARLIER.search(normalise(text)):
        return wished
    said = [item.value for item in find(text) if item.kind == "time"]
    day = TimeExpression.from_dict(said[-1]).start.day if said else None
    weeks = (monday_of(old.start.date()) - monday_of(wished.start.date())).days // 7
    if weeks <= 0 or set(day or ()) != {"weekdays"}:
        return wished
    later = timedelta(weeks=weeks)
    return replace(wished, start=wished.start + later, end=wished.end + later if wished.end else None)
