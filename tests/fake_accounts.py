"""In-memory accounts, sessions and settings of the console."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.accounts import Account, Session


class FakeAccounts:
    def __init__(self, rows: dict[str, Account]) -> None:
        self._rows = rows

    async def get(self, name: str) -> Account | None:
        return self._rows.get(name)

    async def claim(self, name: str) -> Account | None:
        return self._rows.get(name)

    async def all(self) -> Sequence[Account]:
        return [self._rows[name] for name in sorted(self._rows)]

    async def put(self, account: Account) -> None:
        self._rows[account.name] = account


class FakeSessions:
    def __init__(self, rows: dict[str, Session]) -> None:
        self._rows = rows

    async def by_hash(self, secret_hash: str) -> Session | None:
        return self._rows.get(secret_hash)

    async def put(self, session: Session) -> None:
        self._rows[session.secret_hash] = session

    async def seen(self, secret_hash: str, now: datetime) -> None:
        session = self._rows.get(secret_hash)
        if session is not None and session.ended_at is None:
            self._rows[secret_hash] = replace(session, seen_at=now)

    async def end_all(self, account: str, now: datetime) -> None:
        for session in list(self._rows.values()):
            if session.account == account and session.ended_at is None:
                self._rows[session.secret_hash] = session.ended(now)

    async def forget(self, before: datetime) -> None:
        for session in list(self._rows.values()):
            if session.created_at < before:
                del self._rows[session.secret_hash]


class FakeConsoleSettings:
    def __init__(self, rows: dict[str, Any]) -> None:
        self._rows = rows

    async def get(self, name: str) -> Any | None:
        return self._rows.get(name)

    async def put(self, name: str, value: Any, by: str, now: datetime) -> None:
        self._rows[name] = value
