"""Values every room shares: time windows, local time, money in 分, ids."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import InvalidData

CELL = timedelta(minutes=30)
"""The grid on which a provider's time is occupied (R13)."""

_DURATION_PART = re.compile(r"(\d+)([dhms])")
_DURATION_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}

_ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0/o, 1/l/i: people read ids to each other


def new_id(prefix: str) -> str:
    """A short unguessable id, e.g. ``bk_7h3k…`` (12 characters, about 59 bits)."""
    return f"{prefix}_" + "".join(secrets.choice(_ID_ALPHABET) for _ in range(12))


def to_local(instant: datetime, zone: ZoneInfo) -> datetime:
    """An aware instant as naive local time, the form in which people and ``bot.zh`` speak."""
    return instant.astimezone(zone).replace(tzinfo=None)


def to_instant(local: datetime, zone: ZoneInfo) -> datetime:
    """Naive local time as an aware UTC instant."""
    return local.replace(tzinfo=zone).astimezone(UTC)


def monday_of(day: date) -> date:
    """The first day of the week in which ``day`` lies."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True, order=True)
class TimeWindow:
    """From ``start`` to before ``end``; both aware."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a TimeWindow needs aware datetimes")
        if self.end <= self.start:
            raise ValueError(f"a TimeWindow ends after it starts: {self.start} – {self.end}")

    @property
    def duration(self) -> timedelta:
        return self.end - self.start

    def overlaps(self, other: TimeWindow) -> bool:
        return self.start < other.end and other.start < self.end

    def padded(self, before: timedelta, after: timedelta) -> TimeWindow:
        return TimeWindow(self.start - before, self.end + after)

    def cells(self) -> tuple[datetime, ...]:
        """The starts (UTC) of the grid cells that the window touches."""
        first = _floor(self.start.astimezone(UTC))
        cells = []
        while first < self.end:
            cells.append(first)
            first += CELL
        return tuple(cells)


def _floor(instant: datetime) -> datetime:
    return instant - timedelta(minutes=instant.minute % 30, seconds=instant.second, microseconds=instant.microsecond)


def yuan(fen: int) -> str:
    """分 as people write it: 16500 -> ``165元``, 16550 -> ``165.5元``."""
    whole, rest = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    if not rest:
        return f"{sign}{whole}元"
    return f"{sign}{whole}.{rest:02d}".rstrip("0") + "元"


def parse_duration(text: str) -> timedelta:
    """``2h``, ``30m``, ``45s``, ``1d2h`` -> timedelta; ``InvalidData`` for anything else."""
    given = text.strip().lower()
    parts = _DURATION_PART.findall(given)
    units = [unit for _, unit in parts]
    if not parts or "".join(number + unit for number, unit in parts) != given or len(set(units)) != len(units):
        raise InvalidData(f"{text!r} is no duration: write it like 2h, 30m or 1d2h")
    return timedelta(**{_DURATION_UNITS[unit]: int(number) for number, unit in parts})
