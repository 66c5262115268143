"""What providers are told, newest last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.rows import ProviderNoticeRow, table
from bot.domain.provider_notice import ProviderNotice, ProviderNoticeKind

_NOTICES = table(ProviderNoticeRow)

_UNREAD = (
    select(_NOTICES)
    .where(_NOTICES.c.provider_id == bindparam("given"), _NOTICES.c.read_at.is_(None))
    .order_by(_NOTICES.c.id)
)
_READ = update(_NOTICES).where(
    _NOTICES.c.provider_id == bindparam("given"), _NOTICES.c.id <= bindparam("last"), _NOTICES.c.read_at.is_(None)
)


class SqlProviderNotices:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, notice: ProviderNotice) -> ProviderNotice:
        values = {
            "provider_id": notice.provider_id,
            "booking_id": notice.booking_id,
            "kind": notice.kind.value,
            "personal": self._cipher.seal({"text": notice.text}, "provider_notice"),
            "created_at": notice.created_at,
            "read_at": notice.read_at,
        }
        added = await self._connection.execute(insert(_NOTICES).returning(_NOTICES.c.id), values)
        return replace(notice, id=added.scalar_one())

    async def unread(self, provider_id: str) -> Sequence[ProviderNotice]:
        return [self._notice(row) for row in await self._connection.execute(_UNREAD, {"given": provider_id})]

    async def mark_read(self, provider_id: str, last_id: int, now: datetime) -> None:
        await self._connection.execute(_READ.values(read_at=now), {"given": provider_id, "last": last_id})

    def _notice(self, row: Any) -> ProviderNotice:
        return ProviderNotice(
            id=row.id,
            provider_id=row.provider_id,
            kind=ProviderNoticeKind(row.kind),
            text=self._cipher.open(row.personal, "provider_notice")["text"],
            created_at=row.created_at,
            booking_id=row.booking_id,
            read_at=row.read_at,
        )
