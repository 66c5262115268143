"""Leave of providers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.rows import LeaveRow, table
from bot.domain.errors import NotFound
from bot.domain.leave import Leave
from bot.domain.values import TimeWindow

_LEAVES = table(LeaveRow)


class SqlLeaves:
    """Why somebody stays away is hers, so it is sealed."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, leave: Leave) -> None:
        values = {
            "id": leave.id,
            "provider_id": leave.provider_id,
            "starts_at": leave.window.start,
            "ends_at": leave.window.end,
            "personal": self._cipher.seal({"reason": leave.reason}, "leave"),
            "created_at": leave.created_at,
            "created_by": leave.created_by,
        }
        await self._connection.execute(insert(_LEAVES), values)

    async def get(self, leave_id: str) -> Leave:
        found = await self._where(_LEAVES.c.id == leave_id)
        if not found:
            raise NotFound(f"no leave {leave_id}")
        return found[0]

    async def remove(self, leave_id: str) -> None:
        await self._connection.execute(delete(_LEAVES).where(_LEAVES.c.id == leave_id))

    async def overlapping(self, window: TimeWindow) -> Sequence[Leave]:
        return await self._where(_LEAVES.c.ends_at > window.start, _LEAVES.c.starts_at < window.end)

    async def _where(self, *conditions: ColumnElement[bool]) -> list[Leave]:
        statement = select(_LEAVES).where(*conditions).order_by(_LEAVES.c.starts_at, _LEAVES.c.id)
        return [self._leave(row) for row in await self._connection.execute(statement)]

    def _leave(self, row: Any) -> Leave:
        window = TimeWindow(row.starts_at, row.ends_at)
        reason = self._cipher.open(row.personal, "leave")["reason"]
        return Leave(row.id, row.provider_id, window, reason, row.created_at, row.created_by)
