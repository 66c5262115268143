"""First results and audit rows, which are only ever added; call tasks, whose text may be completed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.rows import AuditRow, CallTaskRow, ResultRow, table
from bot.domain.audit import AuditEntry, CallTask
from bot.domain.errors import NotFound

_RESULTS = table(ResultRow)
_AUDIT = table(AuditRow)
_CALL_TASKS = table(CallTaskRow)

_RESULT = select(_RESULTS.c.personal).where(_RESULTS.c.key == bindparam("given"))

_LATEST_CALL = (
    select(_CALL_TASKS)
    .where(_CALL_TASKS.c.customer_id == bindparam("customer"), _CALL_TASKS.c.reason == bindparam("why"))
    .order_by(_CALL_TASKS.c.id.desc())
    .limit(1)
)
_COMPLETED_CALL = (
    update(_CALL_TASKS)
    .where(_CALL_TASKS.c.id == bindparam("call"))
    .values(personal=bindparam("sealed"), done_at=bindparam("at"), done_by=bindparam("who"))
)


class SqlResults:
    """A second delivery running beside the first finds the key taken: it fails as ``StoreBusy`` and may ask again."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def get(self, key: str) -> Any | None:
        sealed = (await self._connection.execute(_RESULT, {"given": key})).scalar_one_or_none()
        return None if sealed is None else self._cipher.open(sealed, "result")

    async def put(self, key: str, result: Any, now: datetime) -> None:
        # Sealed, because an answer repeats addresses and phones.
        values = {"key": key, "personal": self._cipher.seal(result, "result"), "created_at": now}
        await self._connection.execute(insert(_RESULTS), values)


class SqlAuditLog:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, entry: AuditEntry) -> None:
        values = {
            "at": entry.at,
            "actor": entry.actor,
            "action": entry.action,
            "entity": entry.entity,
            "entity_id": entry.entity_id,
            "detail": dict(entry.detail),
        }
        await self._connection.execute(insert(_AUDIT), values)


class SqlCallTasks:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, task: CallTask) -> None:
        values = {
            "customer_id": task.customer_id,
            "reason": task.reason,
            "personal": self._cipher.seal({"text": task.text}, "call_task"),
            "created_at": task.created_at,
        }
        await self._connection.execute(insert(_CALL_TASKS), values)

    async def latest(self, customer_id: str, reason: str) -> CallTask | None:
        rows = await self._connection.execute(_LATEST_CALL, {"customer": customer_id, "why": reason})
        row = rows.one_or_none()
        return None if row is None else self._task_of(row)

    async def get(self, task_id: int) -> CallTask:
        row = (await self._connection.execute(select(_CALL_TASKS).where(_CALL_TASKS.c.id == task_id))).one_or_none()
        if row is None:
            raise NotFound(f"no call {task_id}")
        return self._task_of(row)

    async def listed(self, done_after: datetime) -> Sequence[CallTask]:
        shown = or_(_CALL_TASKS.c.done_at.is_(None), _CALL_TASKS.c.done_at >= done_after)
        rows = await self._connection.execute(select(_CALL_TASKS).where(shown).order_by(_CALL_TASKS.c.id))
        return [self._task_of(row) for row in rows]

    async def save(self, task: CallTask) -> None:
        sealed = self._cipher.seal({"text": task.text}, "call_task")
        values = {"call": task.id, "sealed": sealed, "at": task.done_at, "who": task.done_by or None}
        await self._connection.execute(_COMPLETED_CALL, values)

    def _task_of(self, row: Any) -> CallTask:
        text = self._cipher.open(row.personal, "call_task")["text"]
        return CallTask(row.customer_id, row.reason, text, row.created_at, row.id, row.done_at, row.done_by or "")
