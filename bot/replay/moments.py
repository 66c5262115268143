"""Times of a transcript, told from the moment its conversation begins: ``+2 14:00``, ``下周三 下午``, ``周六``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated

from pydantic import BeforeValidator

from bot.domain.values import monday_of

_SHAPE = re.compile(
    r"(?:(?P<shift>[+-]\d{1,4})|(?P<week>这|本|下下|下)?(?:周|星期)(?P<weekday>[一二三四五六日天])|(?P<date>\d{4}-\d\d-\d\d))?"
    r"(?:\s*(?:(?P<time>\d{1,2}:\d\d)|(?P<part>早上|上午|中午|下午|傍晚|晚上)))?"
)
_WEEKS = {"这": 0, "本": 0, "下": 1, "下下": 2}
_PARTS = {"早上": (6, 9), "上午": (8, 12), "中午": (11, 13), "下午": (12, 18), "傍晚": (17, 19), "晚上": (18, 22)}
_LAST = time(23, 59)


@dataclass(frozen=True, slots=True)
class Moment:
    """As it is written, and from when to when on its day it may be: one time, a part of the day, or all of it."""

    written: str
    first: time
    last: time
    shift: int | None = None
    weekday: int | None = None
    weeks: int | None = None
    """Whole weeks on; ``None``: the next such weekday to come."""
    day: date | None = None

    @property
    def is_exact(self) -> bool:
        return self.first == self.last

    def earliest(self, began: datetime) -> datetime:
        """The first local time it may mean for a conversation that began at the local time ``began``."""
        return datetime.combine(self._day(began), self.first)

    def covers(self, start: datetime, began: datetime) -> bool:
        return self.earliest(began) <= start <= datetime.combine(self._day(began), self.last)

    def _day(self, began: datetime) -> date:
        today = began.date()
        if self.day is not None:
            return self.day
        if self.shift is not None:
            return today + timedelta(days=self.shift)
        if self.weekday is None:
            return today + timedelta(days=self.last < began.time())
        if self.weeks is not None:
            return monday_of(today) + timedelta(weeks=self.weeks, days=self.weekday)
        ahead = (self.weekday - today.weekday()) % 7
        return today + timedelta(days=7 if ahead == 0 and self.last < began.time() else ahead)


def moment(written: str) -> Moment:
    """Raises ``ValueError`` for what is no time of a transcript."""
    match = _SHAPE.fullmatch(written.strip())
    if match is None or not any(match.groups()):
        raise ValueError(f"{written!r} is no time: write it like '+2 14:00', '周六 09:00', '下周三 下午' or '+1'")
    first, last = _hours(match)
    shift, weekday = match["shift"], match["weekday"]
    return Moment(
        written,
        first,
        last,
        shift=int(shift) if shift else None,
        weekday="一二三四五六日".index(weekday.replace("天", "日")) if weekday else None,
        weeks=_WEEKS.get(match["week"] or ""),
        day=date.fromisoformat(match["date"]) if match["date"] else None,
    )


def _hours(match: re.Match[str]) -> tuple[time, time]:
    if match["time"]:
        exact = time.fromisoformat(match["time"].zfill(5))
        return exact, exact
    if match["part"]:
        first, last = _PARTS[match["part"]]
        return time(first), time(last)
    return time(0), _LAST


def _exact(written: object) -> Moment:
    found = _any(written)
    if not found.is_exact:
        raise ValueError(f"{found.written!r} has no time of day")
    return found


def _any(written: object) -> Moment:
    if isinstance(written, Moment):
        return written
    if not isinstance(written, str):
        raise ValueError("write a time like '+2 14:00'")  # noqa: TRY004 -- what pydantic reports as a fault
    return moment(written)


AnyMoment = Annotated[Moment, BeforeValidator(_any)]
ExactMoment = Annotated[Moment, BeforeValidator(_exact)]
