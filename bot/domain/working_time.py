"""Working time: several spans a day by weekday, holidays off. Local and naive throughout; an aware time is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from bot.domain.errors import InvalidData

_MIDNIGHT = time(0)
_FARTHEST = 400
"""Days that are looked at before it is said that nobody works any more."""


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start`` to before ``end`` of one day; an ``end`` of 00:00 is the end of the day."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.end != _MIDNIGHT and self.end <= self.start:
            raise InvalidData(f"working time must end after it starts: {self.start:%H:%M}–{self.end:%H:%M}")

    def on(self, day: date) -> tuple[datetime, datetime]:
        last = day + timedelta(days=1) if self.end == _MIDNIGHT else day
        return datetime.combine(day, self.start), datetime.combine(last, self.end)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """``spans`` by ISO weekday (1 = Monday), ascending and apart; a weekday that is missing is a day off.

    ``workdays`` are days on which people work as on a Monday although they are days off otherwise (调休).
    """

    spans: Mapping[int, tuple[Span, ...]]
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        for day, spans in self.spans.items():
            if day not in range(1, 8):
                raise InvalidData(f"{day} is no weekday: 1 is Monday, 7 is Sunday")
            for before, after in pairwise(spans):
                if before.end == _MIDNIGHT or after.start < before.end:
                    raise InvalidData(f"the spans of weekday {day} must be in order and apart")

    @property
    def is_ever_open(self) -> bool:
        return any(self.spans.values())

    def of_day(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The spans of one day, in order; none on a day off."""
        if day in self.workdays:
            spans = self.spans.get(day.isoweekday()) or self.spans.get(1, ())
        else:
            spans = () if day in self.holidays else self.spans.get(day.isoweekday(), ())
        return tuple(span.on(day) for span in spans)

    def is_open(self, at: datetime) -> bool:
        _naive(at)
        return any(start <= at < end for start, end in self.of_day(at.date()))

    def next_open(self, at: datetime) -> datetime | None:
        """``at`` itself where it is open; ``None`` where nobody works any more."""
        return next((max(at, start) for start, end in self._from(at)), None)

    def add_minutes(self, at: datetime, minutes: int) -> datetime:
        """The moment at which so many minutes of working time have passed since ``at``."""
        left = timedelta(minutes=minutes)
        for start, end in self._from(at):
            begins = max(at, start)
            if end - begins >= left:
                return begins + left
            left -= end - begins
        return at + timedelta(minutes=minutes)

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Working minutes from ``start`` to ``end``; 0 where that is not later."""
        passed = timedelta()
        for begins, ends in self._from(start):
            if begins >= end:
                break
            passed += min(ends, end) - max(begins, start)
        return int(passed.total_seconds() // 60)

    def add_days(self, at: datetime, days: int) -> datetime:
        """The end of the ``days``-th working day after the day of ``at``, which does not count."""
        _naive(at)
        left = days
        for offset in range(1, _FARTHEST):
            spans = self.of_day(at.date() + timedelta(days=offset))
            left -= bool(spans)
            if spans and left <= 0:
                return spans[-1][1]
        return at + timedelta(days=days)

    def within(self, at: datetime, minutes: int) -> datetime:
        """The last working moment in the ``minutes`` of the wall clock after ``at``; days off do not count.

        So what is promised within 24 hours on Friday evening is due on Monday evening where nobody works at weekends.
        """
        _naive(at)
        due = at + timedelta(minutes=minutes)
        day = at.date() + timedelta(days=1)
        while day <= due.date() and (day - at.date()).days < _FARTHEST:
            if not self.of_day(day):
                due += timedelta(days=1)
            day += timedelta(days=1)
        open_until = [min(end, due) for start, end in self.of_day(due.date()) if start < due]
        if open_until:
            return open_until[-1]
        back = due.date()
        while back > at.date():
            back -= timedelta(days=1)
            ends = [end for _, end in self.of_day(back) if end > at]
            if ends:
                return ends[-1]
        first = next(self._from(at), None)
        return first[1] if first else due

    def _from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The spans that end after ``at``, in order."""
        _naive(at)
        if not self.is_ever_open:
            return
        for offset in range(_FARTHEST):
            for start, end in self.of_day(at.date() + timedelta(days=offset)):
                if end > at:
                    yield start, end


def _naive(at: datetime) -> None:
    if at.tzinfo is not None:
        raise ValueError(f"working time is local: {at} has a zone")


def every_day(*spans: tuple[time, time], weekdays: range = range(1, 8)) -> dict[int, tuple[Span, ...]]:
    """The same spans on each of these weekdays."""
    return {day: tuple(Span(start, end) for start, end in spans) for day in weekdays}
