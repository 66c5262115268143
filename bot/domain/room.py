"""What a visit takes from a provider's day beyond its own time: starts at which she could have begun another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.calendar import Visit, minute_of
from bot.domain.catalogue import Rules
from bot.domain.provider import Shift
from bot.domain.scarcity import USUAL_MINUTES, Scarcity, minute_of_day
from bot.domain.values import TimeWindow


def hours_lost(
    today: Sequence[Visit], shift: Shift, window: TimeWindow, begins: datetime, rules: Rules, scarcity: Scarcity
) -> float:
    """Hours of starts of a usual visit that are gone once ``window`` is taken; ``begins`` is its local start.

    ``today`` are her visits of that day in order, none of them in ``window``. A visit in a corner of the day or in a
    hole too small for two takes few, one in the middle of a free day takes most.
    """
    starts, ends = minute_of(window.start), minute_of(window.end)
    midnight = starts - minute_of_day(begins.time())
    opens = midnight + minute_of_day(max(shift.start, rules.opens))
    closes = midnight + minute_of_day(min(shift.end, rules.closes))
    for visit in today:
        if visit.starts < starts:
            opens = max(opens, visit.ends + rules.travel_minutes)
        else:
            closes = min(closes, visit.starts - rules.travel_minutes)
            break
    first = max(opens, starts - USUAL_MINUTES - rules.travel_minutes + 1)
    last = min(closes - USUAL_MINUTES, ends + rules.travel_minutes - 1)
    return scarcity.of_starts(begins.isoweekday(), first - midnight, last - midnight) if first <= last else 0.0
