"""What the API needs of the store: who holds which token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.access import Token


class Tokens(Protocol):
    """Each list with the oldest first."""

    async def by_hash(self, token_hash: str) -> Token | None: ...

    async def of_subject(self, subject: str) -> Sequence[Token]: ...

    async def all(self) -> Sequence[Token]: ...

    async def put(self, token: Token) -> None:
        """Adds it or replaces the one with this hash."""
        ...
