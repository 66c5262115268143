"""Statements that SQLite and PostgreSQL spell the same but SQLAlchemy builds by dialect, and the version check."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import NotFound, StoreBusy

Insert = postgresql.Insert | sqlite.Insert


def insert_into(connection: AsyncConnection, table: Table) -> Insert:
    """An insert that knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


async def put(connection: AsyncConnection, table: Table, values: dict[str, Any]) -> None:
    """Inserts a row, or replaces what the one with this primary key says."""
    keys = [column.name for column in table.primary_key]
    statement = insert_into(connection, table)
    changed = {name: statement.excluded[name] for name in values if name not in keys}
    await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), values)


async def save_version(
    connection: AsyncConnection, table: Table, row_id: str, version: int, values: dict[str, Any]
) -> None:
    """Changes a row that nobody has changed since ``version`` was read; else ``StoreBusy``: read and try again."""
    statement = update(table).where(table.c.id == row_id, table.c.version == version)
    done = await connection.execute(statement.values(**values, version=version + 1))
    if done.rowcount == 1:
        return
    known = await connection.execute(table.select().with_only_columns(table.c.version).where(table.c.id == row_id))
    current = known.scalar_one_or_none()
    if current is None:
        raise NotFound(f"no row {row_id} in {table.name}")
    raise StoreBusy(f"{table.name} {row_id} was changed meanwhile: version {current}, not {version}")
