"""What open consoles have to be shown: a row beside each change, which the live feed reads on from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.rows import ChangeRow, table

MESSAGE = "message"
"""The kind of a change that is a message come, written, sent or given up; its ``ref`` says which."""

_ADD = insert(table(ChangeRow))


async def note_change(connection: AsyncConnection, conversation_id: str, kind: str, ref: str, at: datetime) -> None:
    await connection.execute(_ADD, {"conversation_id": conversation_id, "kind": kind, "ref": ref, "at": at})
