"""Forgetting in memory: the same promises as the database."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.booking import OCCUPYING, Booking
from bot.domain.inbox import InboxItem, InboxState
from bot.domain.sending import Outbound, OutboundState
from bot.ports.privacy import Kind
from bot.zh.access_codes import GONE, without_way_in

if TYPE_CHECKING:
    from tests.fake_store import Store

_WENT = (OutboundState.SENT, OutboundState.FAILED)
_FIELDS = ("address", "phone", "contact_name", "notes", "cancel_reason")


class FakePersonalData:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def erase(self, customer_id: str, until: datetime) -> None:
        await self.erase_messages(customer_id, until)
        await self.erase_in_visits(customer_id, _FIELDS, until)

    async def erase_messages(self, customer_id: str, until: datetime) -> None:
        self._said(customer_id, until, lambda text: "")
        tickets = self._store.tickets
        for ticket in [one for one in tickets.values() if one.customer_id == customer_id and not one.is_open]:
            tickets[ticket.id] = replace(ticket, notes=(), solution="")
        talks = {one.id for one in self._store.conversations.values() if one.customer_id == customer_id}
        self._store.notes[:] = [replace(n, text="") if n.conversation_id in talks else n for n in self._store.notes]

    async def erase_in_visits(self, customer_id: str, fields: Collection[str], until: datetime) -> None:
        blank = dict.fromkeys(fields, "")
        self._visits(lambda b: replace(b, **blank) if b.customer_id == customer_id else b)  # type: ignore[arg-type]

    async def erase_way_in(self, customer_id: str, until: datetime) -> None:
        self._visits(lambda b: replace(b, notes=without_way_in(b.notes)) if b.customer_id == customer_id else b)
        self._said(customer_id, until, lambda text: without_way_in(text, GONE))

    async def erase_answers(self, customer_id: str) -> None:
        """Nobody calls the API of this store."""

    async def is_written_to(self, customer_id: str, until: datetime) -> bool:
        talks = {one.id for one in self._store.conversations.values() if one.customer_id == customer_id}
        coming = (one.state for one in self._store.inbox.values() if one.conversation_id in talks)
        going = (one.state for one in self._store.outbox.values() if one.conversation_id in talks)
        return any(state is not InboxState.DONE for state in coming) or any(state not in _WENT for state in going)

    def _visits(self, change: Callable[[Booking], Booking]) -> None:
        for booking_id, booking in self._store.bookings.items():
            if booking.state not in OCCUPYING:
                self._store.bookings[booking_id] = change(booking)

    def _said(self, customer_id: str, until: datetime, change: Callable[[str], str]) -> None:
        talks = {one.id for one in self._store.conversations.values() if one.customer_id == customer_id}
        for inbox_id, item in self._store.inbox.items():
            if item.conversation_id in talks and item.state is InboxState.DONE and item.received_at <= until:
                self._store.inbox[inbox_id] = _came(item, change)
        for outbound_id, row in self._store.outbox.items():
            if row.conversation_id in talks and row.state in _WENT and row.created_at <= until:
                self._store.outbox[outbound_id] = _went(row, change)


class FakeAgeing:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def forget_messages(self, before: datetime) -> bool:
        return False

    async def forget_talks(self, before: datetime) -> bool:
        return False

    async def forget_visits(self, before: datetime) -> bool:
        return False

    async def forget_way_in(self, before: datetime) -> bool:
        for booking_id, booking in self._store.bookings.items():
            if booking.window.end <= before:
                self._store.bookings[booking_id] = replace(booking, notes=without_way_in(booking.notes))
        return False

    async def forget_media(self, before: datetime) -> bool:
        return False

    async def forget_answers(self, before: datetime) -> bool:
        return False

    async def forget_tickets(self, before: datetime) -> bool:
        return False

    async def look_again(self, kind: Kind, since: datetime) -> None:
        """It keeps no marks."""


def _came(item: InboxItem, change: Callable[[str], str]) -> InboxItem:
    return replace(item, message=replace(item.message, text=change(item.message.text)))


def _went(row: Outbound, change: Callable[[str], str]) -> Outbound:
    return replace(row, bubble=replace(row.bubble, text=change(row.bubble.text)))
