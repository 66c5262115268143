"""Reminders: what is to be written about a visit, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, insert, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.rows import BookingRow, ReminderRow, table
from bot.domain.booking import BookingState
from bot.domain.notices import Reminder, ReminderKind, ReminderState

_BOOKINGS = table(BookingRow)
_REMINDERS = table(ReminderRow)

# Written out, because a database uses a partial index only where it sees the index's own words.
_PENDING: ColumnElement[bool] = literal_column("state = 'pending'")

_OF_BOOKING = (
    select(_REMINDERS)
    .where(_REMINDERS.c.booking_id == bindparam("given"))
    .order_by(_REMINDERS.c.due_at, _REMINDERS.c.kind)
)
_UNPLANNED = (
    select(_BOOKINGS.c.id)
    .where(
        _BOOKINGS.c.state == BookingState.CONFIRMED.value,
        _BOOKINGS.c.starts_at > bindparam("now"),
        ~select(_REMINDERS.c.booking_id).where(_REMINDERS.c.booking_id == _BOOKINGS.c.id).exists(),
    )
    .order_by(_BOOKINGS.c.id)
)
# Two workers never see the same row: who comes second passes over it, or finds it sent.
_DUE = (
    select(_REMINDERS)
    .where(_PENDING, _REMINDERS.c.due_at <= bindparam("now"))
    .order_by(_REMINDERS.c.due_at, _REMINDERS.c.booking_id, _REMINDERS.c.kind)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_SAVE = update(_REMINDERS).where(
    _REMINDERS.c.booking_id == bindparam("of_booking"), _REMINDERS.c.kind == bindparam("of_kind")
)


class SqlReminders:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def plan(self, booking_id: str, reminders: Sequence[Reminder]) -> None:
        wanted = {reminder.kind: reminder for reminder in reminders}
        known = await self._where(_OF_BOOKING.with_for_update(), given=booking_id)
        for stored in known:
            again = wanted.pop(stored.kind, None)
            if again is None and stored.state is ReminderState.PENDING:
                await self._save(stored, state=ReminderState.VOID)
            elif again is not None and (again.due_at != stored.due_at or stored.state is ReminderState.VOID):
                await self._save(stored, state=ReminderState.PENDING, due_at=again.due_at)
        for reminder in wanted.values():
            values = {"booking_id": booking_id, "kind": reminder.kind.value, "due_at": reminder.due_at}
            await self._connection.execute(insert(_REMINDERS), values | {"state": reminder.state.value})

    async def of_booking(self, booking_id: str) -> Sequence[Reminder]:
        return await self._where(_OF_BOOKING, given=booking_id)

    async def unplanned(self, now: datetime) -> Sequence[str]:
        return (await self._connection.execute(_UNPLANNED, {"now": now})).scalars().all()

    async def claim_due(self, now: datetime) -> Reminder | None:
        due = await self._where(_DUE, now=now)
        return await self._save(due[0], state=ReminderState.SENT) if due else None

    async def settle(self, reminder: Reminder) -> None:
        await self._save(reminder, state=reminder.state, due_at=reminder.due_at)

    async def _where(self, statement: Any, **given: Any) -> list[Reminder]:
        return [_reminder_of(row) for row in await self._connection.execute(statement, given)]

    async def _save(self, reminder: Reminder, **changes: Any) -> Reminder:
        saved = replace(reminder, **changes)
        values = {"state": saved.state.value, "due_at": saved.due_at}
        key = {"of_booking": saved.booking_id, "of_kind": saved.kind.value}
        await self._connection.execute(_SAVE.values(values), key)
        return saved


def _reminder_of(row: Any) -> Reminder:
    return Reminder(row.booking_id, ReminderKind(row.kind), row.due_at, ReminderState(row.state))
