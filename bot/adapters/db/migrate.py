"""Brings a database's schema to the newest revision, and says where it is."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.adapters.db.engine import connected, make_engine, make_room, reading

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 7_252_011  # any number, the same for everybody who migrates
_HERE = threading.Lock()
"""Alembic keeps what it is doing in module variables: in one process one migrates after the other."""
_LOOK_AGAIN = 0.02


async def upgrade(url: str) -> None:
    """All revisions that are missing, in one transaction; processes that start together wait for each other."""
    while not _HERE.acquire(blocking=False):  # noqa: ASYNC110 -- an event belongs to one loop, this to all
        await asyncio.sleep(_LOOK_AGAIN)
    try:
        await _upgrade_alone(url)
    finally:
        _HERE.release()


async def _upgrade_alone(url: str) -> None:
    make_room(url)
    engine = make_engine(url)
    try:
        connection = await connected(engine)
        try:
            if engine.dialect.name == "postgresql":
                await connection.execute(text("SET LOCAL lock_timeout = '60s'"))
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            await connection.run_sync(_upgrade)
            await connection.commit()
        finally:
            await connection.close()
    finally:
        await engine.dispose()


async def current(url: str) -> str | None:
    """The revision of the database, ``None`` before the first."""
    make_room(url)
    engine = make_engine(url)
    try:
        return await _revision(engine)
    finally:
        await engine.dispose()


async def is_current(engine: AsyncEngine) -> bool:
    """Whether the schema is the one this program was written for."""
    return await _revision(engine) == ScriptDirectory(str(MIGRATIONS)).get_current_head()


async def _revision(engine: AsyncEngine) -> str | None:
    async with reading(engine) as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
