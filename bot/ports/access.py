"""What the console needs of the store: tokens, accounts and the sessions they have opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.domain.access import Token
from bot.domain.accounts import Account, Session


class Tokens(Protocol):
    """Each list with the oldest first."""

    async def by_hash(self, token_hash: str) -> Token | None: ...

    async def of_subject(self, subject: str) -> Sequence[Token]: ...

    async def all(self) -> Sequence[Token]: ...

    async def put(self, token: Token) -> None:
        """Adds it or replaces the one with this hash."""
        ...


class Accounts(Protocol):
    async def get(self, name: str) -> Account | None: ...

    async def claim(self, name: str) -> Account | None:
        """As ``get``; until the transaction ends nobody else who claims it goes on."""
        ...

    async def all(self) -> Sequence[Account]:
        """In order of their names."""
        ...

    async def put(self, account: Account) -> None:
        """Adds it or replaces the one of this name."""
        ...


class Sessions(Protocol):
    async def by_hash(self, secret_hash: str) -> Session | None: ...

    async def put(self, session: Session) -> None:
        """Adds it or replaces the one with this hash."""
        ...

    async def seen(self, secret_hash: str, now: datetime) -> None:
        """Notes its last use; one that was ended meanwhile stays ended."""
        ...

    async def end_all(self, account: str, now: datetime) -> None:
        """Ends those of an account that are still open."""
        ...

    async def forget(self, before: datetime) -> None:
        """Drops those that were opened before."""
        ...


class ConsoleSettings(Protocol):
    """What supervisors set in the console: whole values under a name."""

    async def get(self, name: str) -> Any | None: ...

    async def put(self, name: str, value: Any, by: str, now: datetime) -> None: ...
