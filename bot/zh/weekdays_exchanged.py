"""Weekdays that give way to others: 礼拜四我要送小孩上课，改成礼拜二跟礼拜五."""

from __future__ import annotations

from bot.zh.correction import corrects
from bot.zh.moving import is_new
from bot.zh.normalise import normalise
from bot.zh.time_expression import Day
from bot.zh.time_grammar import expressions


def weekdays_exchanged(text: str) -> tuple[frozenset[int], tuple[int, ...]] | None:
    """The weekdays that no longer suit and those in their place; ``None`` where none are exchanged."""
    plain = normalise(text)
    spans = expressions(plain)
    for number, span in reversed(list(enumerate(spans))):
        new = _weekdays(span.meaning.start.day)
        if not new or span.excluded or span.meaning.bound is not None:
            continue
        before = spans[number - 1] if number else None
        gone = {day for one in span.meaning.exclude for day in _weekdays(one)}
        if before is not None and (corrects(plain[before.end : span.start]) or is_new(plain, span.start)):
            gone |= {
                *_weekdays(before.meaning.start.day),
                *(day for one in before.meaning.exclude for day in _weekdays(one)),
            }
        if gone:
            return frozenset(gone), new
    return None


def _weekdays(day: Day | None) -> tuple[int, ...]:
    """Without a week of their own: 下周四 is one day and no rule."""
    if not day or "week" in day:
        return ()
    return tuple(day.get("weekdays", ())) or tuple(n for one in day.get("list", ()) for n in one.get("weekdays", ()))
