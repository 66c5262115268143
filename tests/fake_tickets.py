"""In-memory twins of the repositories of tickets and kept pictures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.errors import NotFound, StoreBusy
from bot.domain.messages import Media
from bot.domain.ticket import Ticket, TicketQuery


class FakeTickets:
    def __init__(self, rows: dict[str, Ticket]) -> None:
        self._rows = rows

    async def add(self, ticket: Ticket) -> None:
        self._refuse_second(ticket)
        self._rows[ticket.id] = ticket

    async def get(self, ticket_id: str) -> Ticket:
        if ticket_id not in self._rows:
            raise NotFound(ticket_id)
        return self._rows[ticket_id]

    async def save(self, ticket: Ticket) -> None:
        if self._rows[ticket.id].version != ticket.version:
            raise StoreBusy(ticket.id)
        self._refuse_second(ticket)
        self._rows[ticket.id] = replace(ticket, version=ticket.version + 1)

    async def of_customer(self, customer_id: str) -> Sequence[Ticket]:
        own = [ticket for ticket in self._rows.values() if ticket.customer_id == customer_id]
        return sorted(own, key=lambda ticket: (ticket.created_at, ticket.id), reverse=True)

    async def found(self, query: TicketQuery, limit: int | None = None, offset: int = 0) -> Sequence[Ticket]:
        fitting = [ticket for ticket in self._rows.values() if query.fits(ticket)]
        newest = sorted(fitting, key=lambda ticket: (ticket.created_at, ticket.id), reverse=True)
        return newest[offset:][:limit]

    async def pictures(self) -> Sequence[str]:
        unclosed = await self.not_closed()
        return list(dict.fromkeys(name for ticket in unclosed for name in ticket.attachments))

    async def count(self, query: TicketQuery) -> int:
        return sum(query.fits(ticket) for ticket in self._rows.values())

    async def not_closed(self) -> Sequence[Ticket]:
        found = [ticket for ticket in self._rows.values() if ticket.is_open]
        return sorted(found, key=lambda ticket: (ticket.due_first_response, ticket.id))

    def _refuse_second(self, ticket: Ticket) -> None:
        others = [one for one in self._rows.values() if one.id != ticket.id and one.is_open]
        if ticket.is_open and any(one.matter == ticket.matter for one in others):
            raise StoreBusy(ticket.matter)


class FakeAttachments:
    def __init__(self, rows: dict[str, Media]) -> None:
        self._rows = rows

    async def add(self, name: str, media: Media, now: datetime) -> None:
        self._rows.setdefault(name, media)

    async def get(self, name: str) -> Media:
        if name not in self._rows:
            raise NotFound(name)
        return self._rows[name]

    async def kept(self, names: Collection[str]) -> frozenset[str]:
        return frozenset(name for name in names if name in self._rows)
