"""When somebody can come: free starts on the grid, as bits of one number for each provider.

Bit ``i`` of a mask stands for the start ``i`` cells after the grid's first. A company of thousands is searched by a few
operations on whole numbers for each of them; ``matching.unable_because`` says the same of one provider and one window.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.calendar import Visit, instant_of, minute_of
from bot.domain.catalogue import Rules
from bot.domain.matching import Wish, Workload, fits, is_overworked
from bot.domain.provider import Provider, Shift
from bot.domain.travel import travel_minutes
from bot.domain.values import CELL, TimeWindow, monday_of, to_instant, to_local

_CELL = int(CELL.total_seconds()) // 60
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The starts that are looked at: ``count`` of them from the minute ``first`` on, a cell apart."""

    first: int
    count: int

    def between(self, low: int, high: int) -> int:
        """The starts from the minute ``low`` to ``high``, both included."""
        begin = max(-((self.first - low) // _CELL), 0)
        end = min((high - self.first) // _CELL, self.count - 1)
        return ((1 << (end - begin + 1)) - 1) << begin if begin <= end else 0


@dataclass(frozen=True, slots=True)
class _Search:
    """What every provider is asked: how long, where, on which days."""

    grid: _Grid
    minutes: int
    days: Sequence[date]
    wish: Wish
    load: Workload
    rules: Rules
    zone: ZoneInfo


def start_times(
    search: TimeWindow,
    minutes: int,
    providers: Iterable[Provider],
    wish: Wish,
    load: Workload,
    rules: Rules,
    zone: ZoneInfo,
    now: datetime,
    heads: int = 1,
) -> list[datetime]:
    """Starts (UTC) inside ``search`` at which ``heads`` fitting providers are free for ``minutes``.

    "上午" is when somebody comes, not when she has finished: the visit starts inside ``search`` and ends within the
    opening hours; the minimum notice and the horizon hold.
    """
    earliest = max(search.start, now + timedelta(minutes=rules.min_notice_minutes))
    latest = min(search.end, now + timedelta(days=rules.horizon_days))
    first = minute_of(_ceil(earliest))
    count = -(-(minute_of(latest) - first) // _CELL)
    if count <= 0:
        return []
    grid = _Grid(first, count)
    days = _days(to_local(instant_of(first), zone).date(), to_local(latest, zone).date())
    asked = _Search(grid, minutes, days, wish, load, rules, zone)
    opened = _opening(asked)
    free = [opened & _free(provider, asked) for provider in providers if fits(provider, wish)] if opened else []
    found = _at_least(heads, free)
    return [instant_of(first + _CELL * place) for place in range(count) if found >> place & 1]


def _at_least(heads: int, masks: Sequence[int]) -> int:
    """The bits that are set in at least ``heads`` of the masks."""
    reached = [0] * heads
    for mask in masks:
        for level in range(heads - 1, 0, -1):
            reached[level] |= reached[level - 1] & mask
        reached[0] |= mask
    return reached[-1]


def _opening(search: _Search) -> int:
    opening = Shift(search.rules.opens, search.rules.closes)
    open_days = [day for day in search.days if day not in search.rules.closed]
    return _within(search, dict.fromkeys(open_days, opening))


def _free(provider: Provider, search: _Search) -> int:
    """The starts at which she works, has time, and can be there and away in time."""
    certified_until = min((provider.certificates[name] for name in search.wish.certificates), default=date.max)
    shifts = {
        day: shift
        for day in search.days
        if day <= certified_until
        and (shift := provider.shift_on(day)) is not None
        and not is_overworked(provider, monday_of(day), search.minutes, search.load)
    }
    free = _within(search, shifts)
    if not free:
        return 0
    for leave in search.load.leaves.get(provider.id, ()):
        free &= ~search.grid.between(minute_of(leave.start) - search.minutes + 1, minute_of(leave.end) - 1)
    for visit in search.load.busy.get(provider.id, ()):
        low, high = _blocked(visit, search)
        free &= ~search.grid.between(low + 1, high - 1)
    return free


def _within(search: _Search, shifts: dict[date, Shift]) -> int:
    mask = 0
    for day, shift in shifts.items():
        begin, end = _minutes_of(day, shift.start, shift.end, search.zone)
        mask |= search.grid.between(begin, end - search.minutes)
    return mask


def _blocked(visit: Visit, search: _Search) -> tuple[int, int]:
    """Between these minutes, both excluded, a visit may not start because of another one."""
    rules = search.rules
    way = travel_minutes(rules, visit.district, search.wish.district or "")
    in_cells = -(-search.minutes // _CELL) * _CELL
    return min(visit.starts - search.minutes - way, visit.taken_from - in_cells), visit.ends + way


@lru_cache(maxsize=8192)
def _minutes_of(day: date, start: time, end: time, zone: ZoneInfo) -> tuple[int, int]:
    instants = (to_instant(datetime.combine(day, edge), zone) for edge in (start, end))
    begin, finish = (minute_of(instant) for instant in instants)
    return begin, finish


def _days(first: date, last: date) -> list[date]:
    return [first + _DAY * number for number in range((last - first).days + 1)]


def within_opening(window: TimeWindow, rules: Rules, zone: ZoneInfo) -> bool:
    start, end = to_local(window.start, zone), to_local(window.end, zone)
    if start.date() in rules.closed:
        return False
    return start.date() == end.date() and rules.opens <= start.time() and end.time() <= rules.closes


def opening_day(day: datetime, rules: Rules, zone: ZoneInfo) -> TimeWindow:
    """The opening hours of a local day as instants."""
    return TimeWindow(
        to_instant(datetime.combine(day.date(), rules.opens), zone),
        to_instant(datetime.combine(day.date(), rules.closes), zone),
    )


def _ceil(instant: datetime) -> datetime:
    over = timedelta(minutes=instant.minute % _CELL, seconds=instant.second, microseconds=instant.microsecond)
    return instant if not over else instant - over + CELL
