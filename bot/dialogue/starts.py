"""Free starts as options to choose from, and back; a wished window in words; whether what is free misses it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.dialogue.facts import Facts
from bot.dialogue.values import BookingDraft, Option, WindowDraft
from bot.zh.time_say import say
from bot.zh.window import Window


def options_of(starts: Sequence[datetime], best: datetime | None, facts: Facts) -> tuple[Option, ...]:
    """``best`` is taken where the choice is left to us."""
    return tuple(Option(start.isoformat(), start_in_words(start, facts), start == best) for start in starts)


def starts_of(options: Sequence[Option]) -> tuple[datetime, ...]:
    """The options that are starts; others mean something else."""
    return tuple(datetime.fromisoformat(one.value) for one in options if is_start(one))


def is_start(option: Option) -> bool:
    return "T" in option.value and "/" not in option.value


def start_in_words(start: datetime, facts: Facts) -> str:
    return window_in_words(WindowDraft(start, None, "time"), facts)


def window_in_words(window: WindowDraft | None, facts: Facts) -> str:
    return say(Window(window.start, window.end, window.precision), facts.at) if window else ""


def misses(draft: BookingDraft, starts: Sequence[datetime]) -> bool:
    """Whether a time was wished and none of the free starts is in it."""
    wish = draft.window
    if wish is None or wish.start is None or wish.precision in ("asap", "range"):
        return False
    if wish.precision == "time":
        return wish.start not in starts
    return not any(wish.start <= start and (wish.end is None or start < wish.end) for start in starts)


def can_wait(draft: BookingDraft, starts: Sequence[datetime]) -> bool:
    """Whether an hour or a part of a day was wished for one visit and is full: then there is the waiting list."""
    is_hour = draft.window is not None and draft.window.precision in ("time", "part")
    return is_hour and draft.frequency is None and misses(draft, starts)


def can_join(draft: BookingDraft, shown: Sequence[datetime]) -> bool:
    """Whether what was wished can be waited for: an hour, a part of a day, or a day of which nothing is shown."""
    precision = draft.window.precision if draft.window is not None else ""
    return precision in ("time", "part") or (precision == "day" and misses(draft, shown))
