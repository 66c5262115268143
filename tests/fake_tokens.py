"""In-memory tokens of the JSON API."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.access import Token


class FakeTokens:
    def __init__(self, rows: dict[str, Token]) -> None:
        self._rows = rows

    async def by_hash(self, token_hash: str) -> Token | None:
        return self._rows.get(token_hash)

    async def of_subject(self, subject: str) -> Sequence[Token]:
        return [token for token in await self.all() if token.subject == subject]

    async def all(self) -> Sequence[Token]:
        return sorted(self._rows.values(), key=lambda token: (token.created_at, token.token_hash))

    async def put(self, token: Token) -> None:
        self._rows[token.token_hash] = token
