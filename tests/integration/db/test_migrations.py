from __future__ import annotations

import asyncio

from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Index, inspect, text

from bot.adapters.db.engine import make_engine, ping
from bot.adapters.db.migrate import MIGRATIONS, current, is_current, upgrade
from bot.adapters.db.rows import Base
from bot.domain.audit import CallTask
from tests.builders import NOW
from tests.integration.db.conftest import SqlStore


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata))


async def test_the_migrations_lead_to_the_tables_the_program_knows(database_url: str):
    engine = make_engine(database_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


async def test_a_difference_would_be_seen(database_url: str):
    engine = make_engine(database_url)
    async with engine.connect() as connection:
        await connection.execute(text("DROP INDEX ix_inbox_turn_id"))
        ((kind, index),) = await connection.run_sync(_differences)
        assert isinstance(index, Index)
        assert (kind, index.name) == ("add_index", "ix_inbox_turn_id")
    await engine.dispose()


async def test_an_empty_database_has_no_revision_and_is_not_current(empty_database_url: str):
    engine = make_engine(empty_database_url)
    assert await current(empty_database_url) is None
    assert await is_current(engine) is False
    await engine.dispose()


async def test_upgrading_twice_is_the_same_as_once(empty_database_url: str):
    await upgrade(empty_database_url)
    first = await current(empty_database_url)
    await upgrade(empty_database_url)
    assert await current(empty_database_url) == first
    engine = make_engine(empty_database_url)
    assert await is_current(engine) is True
    await engine.dispose()


async def test_processes_that_start_together_migrate_once(empty_database_url: str):
    await asyncio.gather(*(upgrade(empty_database_url) for _ in range(3)))
    engine = make_engine(empty_database_url)
    assert await is_current(engine) is True
    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
    assert tables == {*Base.metadata.tables, "alembic_version"}
    await engine.dispose()


async def test_the_way_back_leaves_nothing(database_url: str):
    engine = make_engine(database_url)

    def back(connection: Connection) -> set[str]:
        with Operations.context(MigrationContext.configure(connection)):
            for revision in ScriptDirectory(str(MIGRATIONS)).walk_revisions():
                revision.module.downgrade()
        return set(inspect(connection).get_table_names())

    async with engine.connect() as connection:
        assert await connection.run_sync(back) == {"alembic_version"}
    await engine.dispose()


async def test_a_folder_that_is_missing_is_made(tmp_path):
    url = f"sqlite:///{tmp_path / 'deep' / 'down' / 'bot.db'}"
    await upgrade(url)
    assert await current(url) is not None


async def test_a_database_answers_a_ping(database_url: str):
    engine = make_engine(database_url)
    assert await ping(engine) is True
    await engine.dispose()


async def test_a_database_that_is_not_there_does_not(unused_tcp_port: int):
    engine = make_engine(f"postgresql://nobody@127.0.0.1:{unused_tcp_port}/none")
    assert await ping(engine) is False
    await engine.dispose()


async def test_calls_from_before_there_was_a_list_are_not_asked_for_again(store: SqlStore):
    async with store.uow() as uow:
        await uow.call_tasks.add(CallTask("cu_1", "emergency", "请回电", NOW))
        await uow.commit()

    def back_and_forth(connection: Connection) -> None:
        with Operations.context(MigrationContext.configure(connection)):
            steps = {step.revision: step.module for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
            for revision in sorted((name for name in steps if name >= "0006"), reverse=True):
                steps[revision].downgrade()
            steps["0006"].upgrade()

    async with store.engine.connect() as connection:
        await connection.run_sync(back_and_forth)
        done = await connection.execute(text("SELECT done_by FROM call_tasks WHERE done_at = created_at"))
        assert list(done.scalars()) == ["system"]
