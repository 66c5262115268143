"""In-memory misses and attempts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.attempt import Attempt, AttemptState
from bot.domain.miss import Miss, MissFilter, MissState
from tests.fake_found import found


class FakeMisses:
    def __init__(self, rows: dict[int, Miss]) -> None:
        self._rows = rows

    async def add(self, miss: Miss) -> None:
        if all(row.turn_id != miss.turn_id for row in self._rows.values()):
            number = len(self._rows) + 1
            self._rows[number] = replace(miss, id=number)

    async def get(self, miss_id: int) -> Miss:
        return found(self._rows.get(miss_id), str(miss_id))

    async def save(self, miss: Miss) -> None:
        self._rows[miss.id] = miss

    async def found(self, wanted: MissFilter) -> Sequence[Miss]:
        rows = [
            row
            for row in reversed(self._rows.values())
            if wanted.state in (None, row.state)
            and wanted.reason in (None, row.reason)
            and (wanted.before_id is None or row.id < wanted.before_id)
        ]
        return rows[: wanted.limit]

    async def labelled(self) -> Sequence[Miss]:
        return [row for row in self._rows.values() if row.state is MissState.LABELLED]


class FakeAttempts:
    def __init__(self, rows: dict[int, Attempt]) -> None:
        self._rows = rows

    async def add(self, attempt: Attempt) -> None:
        number = len(self._rows) + 1
        self._rows[number] = replace(attempt, id=number)

    async def open_of(self, conversation_id: str) -> Attempt | None:
        opened = [
            row
            for row in self._rows.values()
            if row.conversation_id == conversation_id and row.state is AttemptState.OPEN
        ]
        return opened[-1] if opened else None

    async def save(self, attempt: Attempt) -> None:
        self._rows[attempt.id] = attempt
