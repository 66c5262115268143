"""The simulator's virtual clock: the machine's clock plus an offset moved by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware."""
        ...


class VirtualClock:
    def __init__(self, base: Clock) -> None:
        self._base = base
        self._offset = timedelta()

    def now(self) -> datetime:
        return self._base.now() + self._offset

    def wire_now(self) -> datetime:
        """The instant put into signatures: never moved by hand, so receivers may check its freshness."""
        return self._base.now()

    @property
    def offset(self) -> timedelta:
        return self._offset

    def advance(self, by: timedelta) -> None:
        self._offset += by
