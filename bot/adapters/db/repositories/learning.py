"""Misses and attempts to book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.rows import AttemptRow, MissRow, table
from bot.adapters.db.statements import insert_into
from bot.domain.attempt import Attempt, AttemptState, Stage
from bot.domain.errors import NotFound
from bot.domain.miss import Label, Miss, MissFilter, MissReason, MissState

_MISSES = table(MissRow)
_ATTEMPTS = table(AttemptRow)


class SqlMisses:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, miss: Miss) -> None:
        values = {
            **_state(miss),
            "conversation_id": miss.conversation_id,
            "turn_id": miss.turn_id,
            "at": miss.at,
            "reason": miss.reason.value,
            "asked": miss.asked,
            "intents": list(miss.intents),
            "confidence": miss.confidence,
            "personal": self._cipher.seal({"text": miss.text, "before": miss.before, "answer": miss.answer}, "miss"),
        }
        statement = insert_into(self._connection, _MISSES).on_conflict_do_nothing(index_elements=["turn_id"])
        await self._connection.execute(statement, values)

    async def get(self, miss_id: int) -> Miss:
        row = (await self._connection.execute(select(_MISSES).where(_MISSES.c.id == miss_id))).one_or_none()
        if row is None:
            raise NotFound(f"no miss {miss_id}")
        return self._miss(row)

    async def save(self, miss: Miss) -> None:
        await self._connection.execute(update(_MISSES).where(_MISSES.c.id == miss.id).values(_state(miss)))

    async def found(self, wanted: MissFilter) -> Sequence[Miss]:
        statement = select(_MISSES).order_by(_MISSES.c.id.desc()).limit(wanted.limit)
        if wanted.state is not None:
            statement = statement.where(_MISSES.c.state == wanted.state.value)
        if wanted.reason is not None:
            statement = statement.where(_MISSES.c.reason == wanted.reason.value)
        if wanted.before_id is not None:
            statement = statement.where(_MISSES.c.id < wanted.before_id)
        return [self._miss(row) for row in await self._connection.execute(statement)]

    async def labelled(self) -> Sequence[Miss]:
        statement = select(_MISSES).where(_MISSES.c.state == MissState.LABELLED.value).order_by(_MISSES.c.id)
        return [self._miss(row) for row in await self._connection.execute(statement)]

    def _miss(self, row: Any) -> Miss:
        said, label = self._cipher.open(row.personal, "miss"), row.label
        return Miss(
            id=row.id,
            conversation_id=row.conversation_id,
            turn_id=row.turn_id,
            at=row.at,
            reason=MissReason(row.reason),
            asked=row.asked,
            text=said["text"],
            before=said["before"],
            answer=said["answer"],
            intents=tuple(row.intents),
            confidence=row.confidence,
            state=MissState(row.state),
            label=Label(**{**label, "intents": tuple(label["intents"])}) if label else None,
            labelled_by=row.labelled_by,
            labelled_at=row.labelled_at,
        )


def _state(miss: Miss) -> dict[str, Any]:
    label = miss.label
    return {
        "state": miss.state.value,
        "label": {
            "text": label.text,
            "intents": list(label.intents),
            "topic": label.topic,
            "category": label.category,
            "only_here": label.only_here,
        }
        if label
        else {},
        "labelled_by": miss.labelled_by,
        "labelled_at": miss.labelled_at,
    }


class SqlAttempts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, attempt: Attempt) -> None:
        values = {"conversation_id": attempt.conversation_id, "started_at": attempt.started_at, **_reached(attempt)}
        await self._connection.execute(insert(_ATTEMPTS), values)

    async def open_of(self, conversation_id: str) -> Attempt | None:
        is_open = _ATTEMPTS.c.state == AttemptState.OPEN.value
        statement = select(_ATTEMPTS).where(_ATTEMPTS.c.conversation_id == conversation_id, is_open)
        row = (await self._connection.execute(statement.order_by(_ATTEMPTS.c.id.desc()).limit(1))).one_or_none()
        return None if row is None else attempt_of(row)

    async def save(self, attempt: Attempt) -> None:
        await self._connection.execute(update(_ATTEMPTS).where(_ATTEMPTS.c.id == attempt.id).values(_reached(attempt)))


def _reached(attempt: Attempt) -> dict[str, Any]:
    return {
        "state": attempt.state.value,
        "touched_at": attempt.touched_at,
        "stage": attempt.stage.value,
        "asked": attempt.asked,
        "service": attempt.service,
        "unmet": attempt.unmet,
    }


def attempt_of(row: Any) -> Attempt:
    return Attempt(
        id=row.id,
        conversation_id=row.conversation_id,
        started_at=row.started_at,
        touched_at=row.touched_at,
        stage=Stage(row.stage),
        state=AttemptState(row.state),
        asked=row.asked,
        service=row.service,
        unmet=row.unmet,
    )
