"""What the core needs of the store of leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.leave import Leave
from bot.domain.values import TimeWindow


class Leaves(Protocol):
    async def add(self, leave: Leave) -> None: ...

    async def get(self, leave_id: str) -> Leave: ...

    async def remove(self, leave_id: str) -> None: ...

    async def overlapping(self, window: TimeWindow) -> Sequence[Leave]:
        """In order of their start."""
        ...
