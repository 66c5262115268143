"""Tokens of the JSON API, found by their hash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.rows import TokenRow, table
from bot.adapters.db.statements import put
from bot.domain.access import Role, Token

_TOKENS = table(TokenRow)


class SqlTokens:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def by_hash(self, token_hash: str) -> Token | None:
        found = await self._where(_TOKENS.c.token_hash == token_hash)
        return found[0] if found else None

    async def of_subject(self, subject: str) -> Sequence[Token]:
        return await self._where(_TOKENS.c.subject == subject)

    async def all(self) -> Sequence[Token]:
        return await self._where()

    async def put(self, token: Token) -> None:
        values = {
            "token_hash": token.token_hash,
            "role": token.role.value,
            "subject": token.subject,
            "created_at": token.created_at,
            "disabled_at": token.disabled_at,
        }
        await put(self._connection, _TOKENS, values)

    async def _where(self, *conditions: ColumnElement[bool]) -> list[Token]:
        statement = select(_TOKENS).where(*conditions).order_by(_TOKENS.c.created_at, _TOKENS.c.token_hash)
        return [_token_of(row) for row in await self._connection.execute(statement)]


def _token_of(row: Any) -> Token:
    return Token(row.token_hash, Role(row.role), row.subject, row.created_at, row.disabled_at)
