"""One engine from a database URL: pools, pragmas, and the store's failures named as ours."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.adapters.db import inline_sqlite
from bot.domain.errors import StoreBusy, StoreNotMigrated

BUSY_SECONDS = 5
"""How long anybody waits for a lock or a connection before the store counts as busy."""

READS_ONLY = {"reads_only": True, "postgresql_readonly": True}
"""Options of a connection that only reads: on SQLite it neither waits for the writer nor keeps it waiting."""

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}

# PostgreSQL's codes for "not now": serialization, deadlock, no room, lock timeout, shutting down or starting up.
_NO_SUCH_TABLE = "42P01"  # PostgreSQL's undefined_table
_PASSING = frozenset({"40001", "40P01", "53300", "55P03", "57P01", "57P02", "57P03"})

_CONNECTING_FAILED = (OSError, PoolTimeout, DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError)


def make_engine(url: str) -> AsyncEngine:
    """An engine over SQLite or PostgreSQL; nothing is connected yet."""
    parsed = normalised(url)
    if parsed.get_backend_name() == "sqlite":
        database = parsed.database or ":memory:"
        engine = create_async_engine(
            parsed,
            pool_size=8,
            max_overflow=4,
            pool_timeout=BUSY_SECONDS,
            async_creator=lambda: inline_sqlite.connect(database, BUSY_SECONDS),
            json_serializer=_as_json,
        )
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    else:
        settings = {
            "application_name": "jiazheng-bot",
            "jit": "off",  # it costs more than it gives for statements this small
            "lock_timeout": f"{BUSY_SECONDS}s",
            "idle_in_transaction_session_timeout": "30s",
        }
        engine = create_async_engine(
            parsed,
            pool_size=10,
            max_overflow=10,
            pool_timeout=BUSY_SECONDS,
            pool_recycle=1800,
            connect_args={"server_settings": settings, "timeout": BUSY_SECONDS},
            json_serializer=_as_json,
        )
    event.listen(engine.sync_engine, "handle_error", _as_ours, retval=True)
    return engine


def normalised(url: str) -> URL:
    """The URL with the async driver; ``sqlite:///`` and ``postgresql://`` are understood too."""
    parsed = make_url(url)
    driver = _DRIVERS.get(parsed.drivername)
    if driver is None:
        raise ValueError(f"BOT_DATABASE_URL: {parsed.drivername} is neither sqlite nor postgresql")
    return parsed.set(drivername=driver)


def make_room(url: str) -> None:
    """Creates the folder of an SQLite file."""
    parsed = normalised(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection that only reads."""
    connection = await connected(engine)
    try:
        yield await connection.execution_options(**READS_ONLY)
    finally:
        await connection.close()


async def connected(engine: AsyncEngine) -> AsyncConnection:
    """A connection of the pool, or ``StoreBusy``."""
    try:
        return await engine.connect()
    except _CONNECTING_FAILED as error:
        raise StoreBusy(f"no connection to the database: {_first_line(error)}") from error


async def ping(engine: AsyncEngine) -> bool:
    """Whether the database answers."""
    try:
        async with reading(engine) as connection:
            await connection.execute(text("SELECT 1"))
    except (StoreBusy, DBAPIError):
        return False
    return True


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare_sqlite(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later cannot wait for another writer: SQLite fails it at once, because
    # what it has read may be out of date. So those that may write take the write lock first, and wait for it in turn.
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def _as_ours(context: ExceptionContext) -> BaseException | None:
    original = context.original_exception
    if not isinstance(original, Exception):
        return None  # a cancelled task must see its cancellation, though the connection is gone with it
    sqlstate = getattr(original, "sqlstate", None) or getattr(original, "pgcode", None)
    if "no such table" in str(original) or sqlstate == _NO_SUCH_TABLE:
        return StoreNotMigrated("the database has no schema yet, or an old one: run `python -m bot migrate`")
    busy = "database is locked" in str(original) or "database table is locked" in str(original)
    if busy or context.is_disconnect or sqlstate in _PASSING:
        return StoreBusy(f"{type(original).__name__}: {_first_line(original)}")
    return None


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
