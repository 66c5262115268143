"""When the visits of a series take place: its rules, what falls out, what was moved. All times are local."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.domain.errors import InvalidData
from bot.domain.recurrence import check_rule, days_of
from bot.domain.values import TimeWindow, to_instant

_A_DAY = timedelta(days=1)
_A_YEAR = timedelta(days=364)


class HolidayChoice(Enum):
    """What becomes of a visit on one of the company's holidays."""

    SKIP = "skip"
    KEEP = "keep"


class Dropped(Enum):
    """Why a day of the rule has no visit."""

    EXCEPTION = "exception"
    PAUSE = "pause"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How visits recur from the day of ``start`` on; ``start`` (naive) is also their time of day."""

    start: datetime
    rule: str
    minutes: int

    def __post_init__(self) -> None:
        if self.start.tzinfo is not None:
            raise InvalidData("a series begins at a local time without a zone")
        if self.start.second or self.start.microsecond:
            raise InvalidData(f"visits begin on a minute, not at {self.start.time()}")
        if not 0 < self.minutes <= 24 * 60:
            raise InvalidData(f"a visit takes 1 to 1440 minutes, not {self.minutes}")
        check_rule(self.rule, self.start.date())

    def at(self, day: date) -> datetime:
        return datetime.combine(day, self.start.time())


@dataclass(frozen=True, slots=True)
class Pause:
    """No visits from ``first`` to ``last``, both included; without ``last`` until the series is taken up again."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise InvalidData(f"a pause from {self.first} cannot end on {self.last}")

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One day of the rule. ``day`` is its name for life; ``start`` is when it takes place, perhaps on another day."""

    day: date
    start: datetime
    minutes: int
    dropped: Dropped | None = None

    def window(self, zone: ZoneInfo) -> TimeWindow:
        """A time that a clock change leaves out is as much later as the clock was put on; of a double hour the first.

        So does RFC 5545 (3.3.5). The visit takes its minutes, whatever the clock says at its end.
        """
        begins = to_instant(self.start, zone)
        return TimeWindow(begins, begins + timedelta(minutes=self.minutes))


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """``rhythms`` in order of time, each of them in force until the next one begins.

    ``count`` is of visits: a day that falls out does not count. ``until`` is the last day, included.
    """

    rhythms: tuple[Rhythm, ...]
    count: int | None = None
    until: date | None = None
    holidays: HolidayChoice = HolidayChoice.SKIP
    left_out: frozenset[date] = frozenset()
    pauses: tuple[Pause, ...] = ()
    moved: Mapping[date, datetime] = field(default_factory=dict)
    """Single visits at another local start, by the day that the rule gives them."""

    def __post_init__(self) -> None:
        if not self.rhythms:
            raise InvalidData("a series needs a rule")
        if any(later.start.date() <= earlier.start.date() for earlier, later in pairwise(self.rhythms)):
            raise InvalidData("the rules of a series must follow each other")
        if self.count is not None and self.count < 1:
            raise InvalidData("a series has at least one visit")

    @classmethod
    def of(cls, rule: str, start: datetime, minutes: int) -> SeriesPlan:
        """Visits by one rule, without end or exception."""
        return cls((Rhythm(start, rule, minutes),))

    @property
    def begins(self) -> date:
        return self.rhythms[0].start.date()

    @property
    def visits_in_a_year(self) -> int:
        """As many as the first year brings, whatever holidays take away: what a price by the length goes by."""
        year = self.occurrences(frozenset(), self.begins, self.begins + _A_YEAR)
        return sum(one.dropped is None for one in year)

    def rhythm_on(self, day: date) -> Rhythm:
        """The one in force on ``day``, or the first where none is yet."""
        return next((one for one in reversed(self.rhythms) if one.start.date() <= day), self.rhythms[0])

    def without(self, day: date) -> SeriesPlan:
        moved = {other: start for other, start in self.moved.items() if other != day}
        return replace(self, left_out=self.left_out | {day}, moved=moved)

    def with_move(self, day: date, start: datetime) -> SeriesPlan:
        return replace(self, left_out=self.left_out - {day}, moved={**self.moved, day: start})

    def changed(self, rhythm: Rhythm) -> SeriesPlan:
        """Another rhythm from its start on; what was before stays, single visits moved after it do not."""
        begins = rhythm.start.date()
        earlier = tuple(one for one in self.rhythms if one.start.date() < begins)
        moved = {day: start for day, start in self.moved.items() if day < begins}
        return replace(self, rhythms=(*earlier, rhythm), moved=moved)

    def paused(self, pause: Pause) -> SeriesPlan:
        return replace(self, pauses=(*self.pauses, pause))

    def resumed(self, on: date) -> SeriesPlan:
        """Pauses that would cover ``on`` or begin later end before it."""
        kept = [pause for pause in self.pauses if pause.last is not None and pause.last < on]
        cut = [Pause(pause.first, on - _A_DAY) for pause in self.pauses if pause.first < on and pause not in kept]
        return replace(self, pauses=(*kept, *cut))

    def ended(self, on: date) -> SeriesPlan:
        """Without visits from ``on`` on."""
        last = on - _A_DAY
        return replace(self, until=last if self.until is None else min(self.until, last))

    def occurrences(self, holidays: frozenset[date], first: date, last: date) -> Iterator[Occurrence]:
        """The days of the rules from ``first`` to ``last``, both included, in order: visits and what falls out."""
        visits = 0
        for one in self._all(holidays, last):
            visits += one.dropped is None
            if one.day >= first:
                yield one
            if self.count is not None and visits == self.count:
                return

    def _all(self, holidays: frozenset[date], last: date) -> Iterator[Occurrence]:
        ends = last if self.until is None else min(last, self.until)
        nexts = [*(later.start.date() - _A_DAY for later in self.rhythms[1:]), ends]
        for rhythm, until in zip(self.rhythms, nexts, strict=True):
            for day in days_of(rhythm.rule, rhythm.start.date()):
                if day > min(until, ends):
                    break
                start = self.moved.get(day, rhythm.at(day))
                yield Occurrence(day, start, rhythm.minutes, self._dropped(day, start, holidays))

    def _dropped(self, day: date, start: datetime, holidays: frozenset[date]) -> Dropped | None:
        if day in self.left_out:
            return Dropped.EXCEPTION
        if any(pause.covers(start.date()) for pause in self.pauses):
            return Dropped.PAUSE
        # Who moves a visit to a holiday means it.
        if self.holidays is HolidayChoice.SKIP and day not in self.moved and day in holidays:
            return Dropped.HOLIDAY
        return None

    def is_over(self, holidays: frozenset[date], today: date) -> bool:
        """Whether nothing can come from ``today`` on."""
        if self.until is not None and self.until < today:
            return True
        if self.count is None:
            return False
        visits = sum(one.dropped is None for one in self.occurrences(holidays, self.begins, today - _A_DAY))
        return visits == self.count
