"""In-memory twins of what people do in conversations: notes, handoffs, changes, presence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.conversation import Note
from bot.domain.queueing import Handoff

if TYPE_CHECKING:
    from tests.fake_store import Store


class FakeNotes:
    def __init__(self, store: Store) -> None:
        self._rows = store.notes

    async def add(self, note: Note) -> Note:
        stored = replace(note, id=len(self._rows) + 1)
        self._rows.append(stored)
        return stored

    async def of_conversation(self, conversation_id: str) -> Sequence[Note]:
        return [row for row in self._rows if row.conversation_id == conversation_id]


class FakeHandoffs:
    def __init__(self, store: Store) -> None:
        self._rows = store.handoffs

    async def add(self, handoff: Handoff) -> None:
        self._rows[handoff.id] = handoff

    async def save(self, handoff: Handoff) -> None:
        self._rows[handoff.id] = handoff

    async def open_of(self, conversation_id: str) -> Handoff | None:
        own = [row for row in self._rows.values() if row.conversation_id == conversation_id and row.ended_at is None]
        return max(own, key=lambda row: row.queued_at, default=None)

    async def taken_since(self, since: datetime, limit: int) -> Sequence[Handoff]:
        taken = [(row.taken_at, row) for row in self._rows.values() if row.taken_at and row.taken_at > row.queued_at]
        recent = sorted((one for one in taken if one[0] >= since), key=lambda one: one[0], reverse=True)
        return [row for _, row in recent[:limit]]


class FakeChanges:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, conversation_id: str, kind: str, ref: str, now: datetime) -> None:
        self._store.changes.append((conversation_id, kind, ref, now))

    async def forget(self, before: datetime) -> None:
        self._store.changes[:] = [row for row in self._store.changes if row[3] >= before]


class FakePresence:
    def __init__(self, store: Store) -> None:
        self._rows = store.presence

    async def seen(self, agent: str, conversation_id: str, now: datetime) -> None:
        self._rows[agent, conversation_id] = now

    async def gone(self, agent: str, conversation_id: str) -> None:
        self._rows.pop((agent, conversation_id), None)

    async def present(self, since: datetime) -> Sequence[str]:
        return sorted({agent for (agent, _), at in self._rows.items() if at >= since})

    async def looking(self, conversation_id: str, since: datetime) -> Sequence[str]:
        return sorted(agent for (agent, at), seen in self._rows.items() if at == conversation_id and seen >= since)
