"""The repositories that forget: a person at her wish, and everybody's words when their time is over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import Enum
from typing import Protocol


class PersonalData(Protocol):
    """What is stored of one customer until a time. What is forgotten stays as a row without words, for the figures.

    What still runs keeps what it needs: orders and series to come, messages on their way, open tickets.
    """

    async def erase(self, customer_id: str, until: datetime) -> None:
        """Everything beside her own row: what was said, where it was, who opened."""
        ...

    async def erase_messages(self, customer_id: str, until: datetime) -> None:
        """What was written, from both sides, and how it was read and noted."""
        ...

    async def erase_in_visits(self, customer_id: str, fields: Collection[str], until: datetime) -> None:
        """``fields`` (address, phone, contact_name, notes) of visits and series that are over, and of past waits.

        What was agreed to until then counts, so the later visits of a series as well.
        """
        ...

    async def erase_way_in(self, customer_id: str, until: datetime) -> None:
        """How to get in, from visits that are over and from what was written."""
        ...

    async def erase_answers(self, customer_id: str) -> None:
        """First answers of the API in which she occurs."""
        ...

    async def is_written_to(self, customer_id: str, until: datetime) -> bool:
        """Whether a message of then is still to be answered, or on its way to her."""
        ...


class Kind(Enum):
    """What may become old enough to be forgotten after its turn has gone by."""

    VISITS = "visits"
    WAY_IN = "way_in"
    TICKETS = "tickets"


class Ageing(Protocol):
    """What is old enough, of everybody, a part at a time: each says whether there is more to do."""

    async def forget_messages(self, before: datetime) -> bool:
        """What was written before, and noted of it."""
        ...

    async def forget_talks(self, before: datetime) -> bool:
        """What talks know whose customer has not written since."""
        ...

    async def forget_visits(self, before: datetime) -> bool:
        """Who, where and how, of visits, series and waits that ended before."""
        ...

    async def forget_tickets(self, before: datetime) -> bool:
        """What is told in tickets opened before, and in praise."""
        ...

    async def forget_way_in(self, before: datetime) -> bool:
        """How to get in, of visits that were to end before: from the order, and from what was written about it."""
        ...

    async def forget_media(self, before: datetime) -> bool:
        """Pictures kept before."""
        ...

    async def forget_answers(self, before: datetime) -> bool:
        """First results stored before."""
        ...

    async def look_again(self, kind: Kind, since: datetime) -> None:
        """What is as old as ``since`` has come, or may go, only now."""
        ...
