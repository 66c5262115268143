"""Accounts of the console, the sessions that they have opened, and what the console is set to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.rows import AccountRow, ConsoleSettingRow, SessionRow, table
from bot.adapters.db.statements import put
from bot.domain.access import Role
from bot.domain.accounts import Account, Session

_ACCOUNTS = table(AccountRow)
_SESSIONS = table(SessionRow)
_SETTINGS = table(ConsoleSettingRow)


class SqlAccounts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, name: str) -> Account | None:
        row = (await self._connection.execute(select(_ACCOUNTS).where(_ACCOUNTS.c.name == name))).one_or_none()
        return None if row is None else _account_of(row)

    async def claim(self, name: str) -> Account | None:
        # On SQLite there is one writer at a time anyway.
        statement = select(_ACCOUNTS).where(_ACCOUNTS.c.name == name).with_for_update()
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _account_of(row)

    async def all(self) -> Sequence[Account]:
        rows = await self._connection.execute(select(_ACCOUNTS))
        return sorted((_account_of(row) for row in rows), key=lambda account: account.name)

    async def put(self, account: Account) -> None:
        values = {
            "name": account.name,
            "role": account.role.value,
            "password_hash": account.password_hash,
            "created_at": account.created_at,
            "tries": account.tries,
            "locked_until": account.locked_until,
            "disabled_at": account.disabled_at,
        }
        await put(self._connection, _ACCOUNTS, values)


class SqlSessions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def by_hash(self, secret_hash: str) -> Session | None:
        statement = select(_SESSIONS).where(_SESSIONS.c.secret_hash == secret_hash)
        row = (await self._connection.execute(statement)).one_or_none()
        if row is None:
            return None
        return Session(row.secret_hash, row.account, row.created_at, row.seen_at, row.ended_at)

    async def put(self, session: Session) -> None:
        values = {
            "secret_hash": session.secret_hash,
            "account": session.account,
            "created_at": session.created_at,
            "seen_at": session.seen_at,
            "ended_at": session.ended_at,
        }
        await put(self._connection, _SESSIONS, values)

    async def seen(self, secret_hash: str, now: datetime) -> None:
        still_open = (_SESSIONS.c.secret_hash == secret_hash, _SESSIONS.c.ended_at.is_(None))
        await self._connection.execute(update(_SESSIONS).where(*still_open).values(seen_at=now))

    async def end_all(self, account: str, now: datetime) -> None:
        still_open = (_SESSIONS.c.account == account, _SESSIONS.c.ended_at.is_(None))
        await self._connection.execute(update(_SESSIONS).where(*still_open).values(ended_at=now))

    async def forget(self, before: datetime) -> None:
        await self._connection.execute(delete(_SESSIONS).where(_SESSIONS.c.created_at < before))


class SqlConsoleSettings:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, name: str) -> Any | None:
        statement = select(_SETTINGS.c.value).where(_SETTINGS.c.name == name)
        kept = (await self._connection.execute(statement)).scalar_one_or_none()
        return None if kept is None else kept["value"]

    async def put(self, name: str, value: Any, by: str, now: datetime) -> None:
        values = {"name": name, "value": {"value": value}, "changed_at": now, "changed_by": by}
        await put(self._connection, _SETTINGS, values)


def _account_of(row: Any) -> Account:
    return Account(
        name=row.name,
        role=Role(row.role),
        password_hash=row.password_hash,
        created_at=row.created_at,
        tries=row.tries,
        locked_until=row.locked_until,
        disabled_at=row.disabled_at,
    )
