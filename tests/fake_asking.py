"""In-memory twins of the repositories of inquiries and of the waiting list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.errors import NotFound, StoreBusy
from bot.domain.inquiry import Inquiry
from bot.domain.waitlist import ACTIVE, WaitlistEntry, WaitlistState


class FakeInquiries:
    def __init__(self, rows: dict[str, Inquiry]) -> None:
        self._rows = rows

    async def add(self, inquiry: Inquiry) -> None:
        self._rows[inquiry.id] = inquiry

    async def get(self, inquiry_id: str) -> Inquiry:
        if inquiry_id not in self._rows:
            raise NotFound(inquiry_id)
        return self._rows[inquiry_id]

    async def save(self, inquiry: Inquiry) -> None:
        if self._rows[inquiry.id].version != inquiry.version:
            raise StoreBusy(inquiry.id)
        self._rows[inquiry.id] = replace(inquiry, version=inquiry.version + 1)

    async def open_of(self, customer_id: str) -> Sequence[Inquiry]:
        return self._newest(lambda inquiry: inquiry.customer_id == customer_id)

    async def open_about(self, booking_id: str) -> Sequence[Inquiry]:
        return self._newest(lambda inquiry: inquiry.booking_id == booking_id)

    async def lapsed(self, now: datetime) -> Sequence[Inquiry]:
        return sorted(self._newest(lambda one: one.expires_at <= now), key=lambda one: (one.expires_at, one.id))

    def _newest(self, condition: Callable[[Inquiry], bool]) -> list[Inquiry]:
        found = [inquiry for inquiry in self._rows.values() if inquiry.is_open and condition(inquiry)]
        return sorted(found, key=lambda inquiry: (inquiry.created_at, inquiry.id), reverse=True)


class FakeWaitlist:
    def __init__(self, rows: dict[str, WaitlistEntry]) -> None:
        self._rows = rows

    async def add(self, entry: WaitlistEntry) -> None:
        self._rows[entry.id] = entry

    async def get(self, entry_id: str) -> WaitlistEntry:
        if entry_id not in self._rows:
            raise NotFound(entry_id)
        return self._rows[entry_id]

    async def save(self, entry: WaitlistEntry) -> None:
        if self._rows[entry.id].version != entry.version:
            raise StoreBusy(entry.id)
        self._rows[entry.id] = replace(entry, version=entry.version + 1)

    async def active_of(self, customer_id: str) -> Sequence[WaitlistEntry]:
        return self._oldest(lambda entry: entry.customer_id == customer_id and entry.state in ACTIVE)

    async def waiting(self) -> Sequence[WaitlistEntry]:
        return self._oldest(lambda entry: entry.state is WaitlistState.WAITING)

    def _oldest(self, condition: Callable[[WaitlistEntry], bool]) -> list[WaitlistEntry]:
        found = [entry for entry in self._rows.values() if condition(entry)]
        return sorted(found, key=lambda entry: (entry.created_at, entry.id))
