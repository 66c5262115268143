"""Handoffs, internal notes, what consoles are shown live, and who has one open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.changes import note_change
from bot.adapters.db.cipher import Cipher
from bot.adapters.db.rows import ChangeRow, HandoffRow, NoteRow, PresenceRow, table
from bot.adapters.db.statements import put
from bot.domain.conversation import Note
from bot.domain.queueing import Handoff, Outcome

_HANDOFFS = table(HandoffRow)
_NOTES = table(NoteRow)
_CHANGES = table(ChangeRow)
_PRESENCE = table(PresenceRow)

_OPEN_OF = (
    select(_HANDOFFS)
    .where(_HANDOFFS.c.conversation_id == bindparam("given"), _HANDOFFS.c.ended_at.is_(None))
    .order_by(_HANDOFFS.c.queued_at.desc())
    .limit(1)
)
_TAKEN = (
    select(_HANDOFFS)
    .where(_HANDOFFS.c.taken_at >= bindparam("since"), _HANDOFFS.c.taken_at > _HANDOFFS.c.queued_at)
    .order_by(_HANDOFFS.c.taken_at.desc())
    .limit(bindparam("most"))
)
_SAVE_HANDOFF = update(_HANDOFFS).where(_HANDOFFS.c.id == bindparam("given"))
_NOTES_OF = select(_NOTES).where(_NOTES.c.conversation_id == bindparam("given")).order_by(_NOTES.c.id)
# The newest stays: SQLite counts on from it, and a number that came again would be taken for known.
_NEWEST = select(func.max(_CHANGES.c.id)).scalar_subquery()
_FORGET = delete(_CHANGES).where(_CHANGES.c.at < bindparam("before"), _CHANGES.c.id < _NEWEST)
_GONE = delete(_PRESENCE).where(
    _PRESENCE.c.agent == bindparam("who"), _PRESENCE.c.conversation_id == bindparam("given")
)
_PRESENT = (
    select(_PRESENCE.c.agent).distinct().where(_PRESENCE.c.seen_at >= bindparam("since")).order_by(_PRESENCE.c.agent)
)
_LOOKING = _PRESENT.where(_PRESENCE.c.conversation_id == bindparam("given"))


class SqlNotes:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, note: Note) -> Note:
        values = {
            "conversation_id": note.conversation_id,
            "author": note.author,
            "personal": self._cipher.seal({"text": note.text}, "note"),
            "created_at": note.created_at,
        }
        added = await self._connection.execute(insert(_NOTES).returning(_NOTES.c.id), values)
        return replace(note, id=added.scalar_one())

    async def of_conversation(self, conversation_id: str) -> Sequence[Note]:
        rows = await self._connection.execute(_NOTES_OF, {"given": conversation_id})
        return [note_of(row, self._cipher) for row in rows]


def note_of(row: Any, cipher: Cipher) -> Note:
    text = cipher.open(row.personal, "note")["text"]
    return Note(row.conversation_id, row.author, text, row.created_at, row.id)


class SqlHandoffs:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, handoff: Handoff) -> None:
        known = {"id": handoff.id, "conversation_id": handoff.conversation_id, "queued_at": handoff.queued_at}
        await self._connection.execute(insert(_HANDOFFS), {**known, **_state(handoff)})

    async def save(self, handoff: Handoff) -> None:
        await self._connection.execute(_SAVE_HANDOFF.values(_state(handoff)), {"given": handoff.id})

    async def open_of(self, conversation_id: str) -> Handoff | None:
        row = (await self._connection.execute(_OPEN_OF, {"given": conversation_id})).one_or_none()
        return None if row is None else _handoff(row)

    async def taken_since(self, since: datetime, limit: int) -> Sequence[Handoff]:
        rows = await self._connection.execute(_TAKEN, {"since": since, "most": limit})
        return [_handoff(row) for row in rows]


def _state(handoff: Handoff) -> dict[str, Any]:
    return {
        "reason": handoff.reason,
        "taken_at": handoff.taken_at,
        "agent": handoff.agent,
        "ended_at": handoff.ended_at,
        "outcome": handoff.outcome.value if handoff.outcome else "",
    }


def _handoff(row: Any) -> Handoff:
    outcome = Outcome(row.outcome) if row.outcome else None
    return Handoff(
        row.id, row.conversation_id, row.reason, row.queued_at, row.taken_at, row.agent, row.ended_at, outcome
    )


class SqlChanges:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, conversation_id: str, kind: str, ref: str, now: datetime) -> None:
        await note_change(self._connection, conversation_id, kind, ref, now)

    async def forget(self, before: datetime) -> None:
        await self._connection.execute(_FORGET, {"before": before})


class SqlPresence:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def seen(self, agent: str, conversation_id: str, now: datetime) -> None:
        values = {"agent": agent, "conversation_id": conversation_id, "seen_at": now}
        await put(self._connection, _PRESENCE, values)

    async def gone(self, agent: str, conversation_id: str) -> None:
        await self._connection.execute(_GONE, {"who": agent, "given": conversation_id})

    async def present(self, since: datetime) -> Sequence[str]:
        return list((await self._connection.execute(_PRESENT, {"since": since})).scalars())

    async def looking(self, conversation_id: str, since: datetime) -> Sequence[str]:
        found = await self._connection.execute(_LOOKING, {"since": since, "given": conversation_id})
        return list(found.scalars())
