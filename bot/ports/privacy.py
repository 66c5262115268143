"""The repository that forgets: a person at her wish, and everybody's words when their time is over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol


class PersonalData(Protocol):
    """What is forgotten stays as a row without words, so that figures go on counting it."""

    async def erase(self, customer_id: str) -> None:
        """Everything stored of a customer beside her own row: what was said, where it was, who opened.

        What still runs keeps what it needs: orders and series to come, messages on their way, open tickets.
        """
        ...

    async def erase_messages(self, customer_id: str) -> None:
        """What was written, from both sides."""
        ...

    async def erase_in_visits(self, customer_id: str, fields: Collection[str]) -> None:
        """``fields`` (address, phone, contact_name, notes) of visits and series that are over."""
        ...

    async def erase_way_in(self, customer_id: str) -> None:
        """How to get in, from visits that are over and from what was written."""
        ...

    async def forget_messages(self, before: datetime) -> bool:
        """What was written before; True while there is more to do. So all that follow."""
        ...

    async def forget_talks(self, before: datetime) -> bool:
        """What talks know whose customer has not written since."""
        ...

    async def forget_visits(self, before: datetime) -> bool:
        """Who, where and how, of visits that ended before."""
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
