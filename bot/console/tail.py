"""How far the changes have been read, and which numbers before that may still appear."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

UNSETTLED = timedelta(seconds=6)
"""So long after a larger number was seen a smaller one may appear: a transaction of PostgreSQL may last so long."""

_MOST = 500


class Tail:
    """Numbers are given in order and seen when their transaction ends: a gap is looked at until its time is over."""

    def __init__(self, newest: int = 0) -> None:
        self.newest = newest
        self._gaps: dict[int, datetime] = {}

    def gaps(self, now: datetime) -> list[int]:
        self._gaps = {number: until for number, until in self._gaps.items() if now < until}
        return list(self._gaps)

    def read(self, numbers: Collection[int], now: datetime) -> None:
        """Notes what was found: behind ``newest``, and in gaps."""
        found = max(numbers, default=self.newest)
        for number in range(max(self.newest, found - _MOST) + 1, found):
            self._gaps[number] = now + UNSETTLED
        for number in numbers:
            self._gaps.pop(number, None)
        self.newest = max(self.newest, found)
