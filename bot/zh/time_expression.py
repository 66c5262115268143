"""What a time expression means before a clock is known (R8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Day = Mapping[str, Any]
"""A day or days as said, by one of these keys:

in (days from today) · weekdays + week · weekend + week · week · month / day / year / year_in / month_in / lunar / third
· nth + weekday (+ month keys) · feast (+ year keys, off) · later + unit · list · span · shift + base
· coming + unit · year_end · year_start
"""

AFTER, BEFORE, FROM, UNTIL, WITHIN, ASAP = "after", "before", "from", "until", "within", "asap"


@dataclass(frozen=True)
class Point:
    """A day, a part of it and a clock time (minutes of the day as said, before the half day is chosen)."""

    day: Day | None = None
    part: str | None = None
    clock: int | None = None

    @property
    def is_empty(self) -> bool:
        return self == Point()

    def as_dict(self) -> dict[str, Any]:
        parts = {"day": dict(self.day) if self.day else None, "part": self.part, "clock": self.clock}
        return {key: value for key, value in parts.items() if value is not None}


@dataclass(frozen=True)
class TimeExpression:
    """From ``start`` to ``end``, with what bounds it, what is left out of it and the series whose first visit it is."""

    start: Point = Point()
    end: Point | None = None
    bound: str | None = None
    exclude: tuple[Day, ...] = ()
    series: Mapping[str, Any] | None = None

    @property
    def has_day(self) -> bool:
        return self.start.day is not None

    @property
    def has_hours(self) -> bool:
        return self.start.part is not None or self.start.clock is not None or _is_instant(self.start.day)

    def as_dict(self) -> dict[str, Any]:
        """JSON-able; unknown keys are left out."""
        parts: dict[str, Any] = {
            "start": self.start.as_dict(),
            "end": self.end.as_dict() if self.end else None,
            "bound": self.bound,
            "exclude": [dict(day) for day in self.exclude],
            "series": dict(self.series) if self.series else None,
        }
        return {key: value for key, value in parts.items() if value}

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> TimeExpression:
        end = value.get("end")
        return cls(
            start=Point(**value.get("start", {})),
            end=Point(**end) if end is not None else None,
            bound=value.get("bound"),
            exclude=tuple(value.get("exclude", ())),
            series=value.get("series"),
        )


def _is_instant(day: Day | None) -> bool:
    return bool(day) and day is not None and day.get("unit") in ("minute", "hour")
