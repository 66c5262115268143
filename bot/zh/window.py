"""When a visit may begin and end, as naive local time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Window:
    """Naive Asia/Shanghai local times; ``precision`` is time, part, day, range or asap."""

    start: datetime | None
    end: datetime | None
    precision: str
    past: bool = False
    exclude: tuple[date, ...] = ()
