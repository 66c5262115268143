"""In-memory twins of the repositories of reminders, surveys, praise and providers' notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.agent_score import AgentScore
from bot.domain.booking import Booking, BookingState
from bot.domain.errors import NotFound, StoreBusy
from bot.domain.notices import Reminder, ReminderKind, ReminderState
from bot.domain.praise import Praise
from bot.domain.provider_notice import ProviderNotice
from bot.domain.survey import Survey


class FakeReminders:
    def __init__(self, rows: dict[tuple[str, ReminderKind], Reminder], bookings: Mapping[str, Booking]) -> None:
        self._rows = rows
        self._bookings = bookings

    async def plan(self, booking_id: str, reminders: Sequence[Reminder]) -> None:
        wanted = {reminder.kind: reminder for reminder in reminders}
        for stored in await self.of_booking(booking_id):
            again = wanted.pop(stored.kind, None)
            if again is None and stored.state is ReminderState.PENDING:
                await self.settle(replace(stored, state=ReminderState.VOID))
            elif again is not None and (again.due_at != stored.due_at or stored.state is ReminderState.VOID):
                await self.settle(again)
        for reminder in wanted.values():
            await self.settle(reminder)

    async def of_booking(self, booking_id: str) -> Sequence[Reminder]:
        own = [row for row in self._rows.values() if row.booking_id == booking_id]
        return sorted(own, key=lambda row: (row.due_at, row.kind.value))

    async def unplanned(self, now: datetime) -> Sequence[str]:
        planned = {booking_id for booking_id, _ in self._rows}
        to_come = (one for one in self._bookings.values() if one.window.start > now)
        return sorted(one.id for one in to_come if one.state is BookingState.CONFIRMED and one.id not in planned)

    async def claim_due(self, now: datetime) -> Reminder | None:
        pending = [row for row in self._rows.values() if row.state is ReminderState.PENDING and row.due_at <= now]
        if not pending:
            return None
        claimed = replace(min(pending, key=lambda row: (row.due_at, row.booking_id)), state=ReminderState.SENT)
        await self.settle(claimed)
        return claimed

    async def settle(self, reminder: Reminder) -> None:
        self._rows[reminder.booking_id, reminder.kind] = reminder


class FakeSurveys:
    def __init__(self, rows: dict[str, Survey], bookings: Mapping[str, Booking]) -> None:
        self._rows = rows
        self._bookings = bookings

    async def add(self, survey: Survey) -> None:
        assert survey.booking_id not in self._rows
        self._rows[survey.booking_id] = survey

    async def get(self, booking_id: str) -> Survey:
        if booking_id not in self._rows:
            raise NotFound(booking_id)
        return self._rows[booking_id]

    async def save(self, survey: Survey) -> Survey:
        if self._rows[survey.booking_id].version != survey.version:
            raise StoreBusy(survey.booking_id)
        saved = replace(survey, version=survey.version + 1)
        self._rows[survey.booking_id] = saved
        return saved

    async def next_due(self, now: datetime) -> Survey | None:
        due = [(row.next_at, row.booking_id) for row in self._rows.values() if row.next_at and row.next_at <= now]
        return self._rows[min(due)[1]] if due else None

    async def latest_of(self, customer_id: str) -> Sequence[Survey]:
        own = [row for row in self._rows.values() if self._bookings[row.booking_id].customer_id == customer_id]
        return sorted(sorted(own, key=lambda row: row.booking_id), key=lambda row: row.due_at, reverse=True)


class FakePraises:
    def __init__(self, rows: list[Praise]) -> None:
        self._rows = rows

    async def add(self, praise: Praise) -> None:
        self._rows.append(replace(praise, id=len(self._rows) + 1))

    async def of_provider(self, provider_id: str) -> Sequence[Praise]:
        own = [row for row in self._rows if row.provider_id == provider_id]
        return sorted(own, key=lambda row: (row.at, row.id), reverse=True)

    async def hide_booking(self, booking_id: str) -> None:
        self._rows[:] = [replace(row, booking_id=None) if row.booking_id == booking_id else row for row in self._rows]


class FakeAgentScores:
    def __init__(self, rows: list[AgentScore]) -> None:
        self._rows = rows

    async def add(self, score: AgentScore) -> None:
        self._rows.append(replace(score, id=len(self._rows) + 1))

    async def save(self, score: AgentScore) -> None:
        self._rows[:] = [score if row.id == score.id else row for row in self._rows]

    async def next_due(self, now: datetime) -> AgentScore | None:
        due = [row for row in self._rows if row.next_at is not None and row.next_at <= now]
        return min(due, key=lambda row: (row.next_at or now, row.id)) if due else None

    async def latest_of(self, conversation_id: str) -> AgentScore | None:
        own = [row for row in self._rows if row.conversation_id == conversation_id]
        return max(own, key=lambda row: row.id) if own else None


class FakeProviderNotices:
    def __init__(self, rows: list[ProviderNotice]) -> None:
        self._rows = rows

    async def add(self, notice: ProviderNotice) -> ProviderNotice:
        stored = replace(notice, id=len(self._rows) + 1)
        self._rows.append(stored)
        return stored

    async def unread(self, provider_id: str) -> Sequence[ProviderNotice]:
        return [row for row in self._rows if row.provider_id == provider_id and row.read_at is None]

    async def mark_read(self, provider_id: str, last_id: int, now: datetime) -> None:
        for place, row in enumerate(self._rows):
            if row.provider_id == provider_id and row.id <= last_id and row.read_at is None:
                self._rows[place] = replace(row, read_at=now)
