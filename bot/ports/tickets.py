"""Repositories of tickets and of the pictures kept with them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.messages import Media
from bot.domain.ticket import Ticket, TicketQuery


class Tickets(Protocol):
    async def add(self, ticket: Ticket) -> None:
        """Raises ``StoreBusy``, at the latest with the unit of work, when its matter has an open one already."""
        ...

    async def get(self, ticket_id: str) -> Ticket: ...

    async def save(self, ticket: Ticket) -> None:
        """Raises ``StoreBusy`` when somebody has changed it since it was read."""
        ...

    async def of_customer(self, customer_id: str) -> Sequence[Ticket]:
        """The newest first, whatever their state."""
        ...

    async def found(self, query: TicketQuery, limit: int | None = None, offset: int = 0) -> Sequence[Ticket]:
        """The newest first; no more than ``limit`` are read."""
        ...

    async def pictures(self) -> Sequence[str]:
        """The attachments of all that are not closed, by name."""
        ...

    async def count(self, query: TicketQuery) -> int: ...

    async def not_closed(self) -> Sequence[Ticket]:
        """Of all customers, in order of their first response's due time."""
        ...


class Attachments(Protocol):
    """Bytes of pictures, by the name of the message that brought them (``in_12``)."""

    async def add(self, name: str, media: Media, now: datetime) -> None:
        """One that is kept already stays as it is."""
        ...

    async def get(self, name: str) -> Media: ...

    async def kept(self, names: Collection[str]) -> frozenset[str]:
        """Those of the names that are kept."""
        ...
