"""Repositories of customers, their conversations, and what may still be sent to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.conversation import Conversation, Customer, Mode
from bot.domain.sending import Ledger


class Customers(Protocol):
    async def get(self, customer_id: str) -> Customer: ...

    async def of_ids(self, ids: Collection[str]) -> Sequence[Customer]:
        """In one query; ids that are unknown are left out."""
        ...

    async def by_openid(self, openid: str) -> Customer | None: ...

    async def by_phone(self, phone: str) -> Sequence[Customer]: ...

    async def leaving(self) -> Sequence[Customer]:
        """Those who have asked to be forgotten when nothing of theirs runs any more."""
        ...

    async def add(self, customer: Customer) -> None: ...

    async def save(self, customer: Customer) -> None: ...


class Conversations(Protocol):
    async def get(self, conversation_id: str) -> Conversation: ...

    async def by_openid(self, openid: str) -> Conversation | None: ...

    async def held(self, conversation_id: str) -> Conversation:
        """As ``get``; until the transaction ends nobody changes it."""
        ...

    async def in_mode(self, mode: Mode) -> Sequence[Conversation]:
        """The one that was queued first stands first."""
        ...

    async def kept_waiting(self, agent_since: datetime, customer_since: datetime | None) -> Sequence[str]:
        """Ids of those an agent of ours holds and in which a time limit may be over; more may be named, none is missed.

        By ``agent_since`` she had been written to, or had the first word to say, and has written nothing since; or
        she has written nothing since ``customer_since``, which is left out where customers are let sleep.
        """
        ...

    async def read_up_to(self, conversation_id: str, at: datetime) -> None:
        """An agent has read it; its version stays."""
        ...

    async def add(self, conversation: Conversation) -> None: ...

    async def save(self, conversation: Conversation) -> None: ...


class Ledgers(Protocol):
    async def get(self, conversation_id: str) -> Ledger: ...

    async def save(self, conversation_id: str, ledger: Ledger) -> None: ...
