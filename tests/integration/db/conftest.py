"""A migrated store on each database, with one customer and her conversation in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.engine import make_engine
from bot.adapters.db.unit_of_work import unit_of_work_factory
from bot.adapters.db.views import SqlViews
from bot.ports import OpensUnitOfWork
from bot.usecases.reactions import reactor
from tests.builders import a_conversation, a_customer
from tests.fakes import SHANGHAI, FakeClock

SECRET = "a-secret-for-tests-only"


@dataclass(frozen=True)
class SqlStore:
    """One database as one process sees it."""

    engine: AsyncEngine
    cipher: Cipher
    clock: FakeClock
    uow: OpensUnitOfWork

    @property
    def views(self) -> SqlViews:
        return SqlViews(self.engine, self.cipher, SHANGHAI)


def a_process(url: str, *secrets: str) -> SqlStore:
    """Another process on the same database: an engine and a unit of work of its own."""
    engine, cipher, clock = make_engine(url), Cipher(secrets or [SECRET]), FakeClock()
    return SqlStore(engine, cipher, clock, unit_of_work_factory(engine, cipher, reactor(clock, SHANGHAI)))


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    store = a_process(database_url)
    async with store.uow() as uow:
        await uow.customers.add(a_customer())
        await uow.conversations.add(a_conversation())
        await uow.commit()
    yield store
    await store.engine.dispose()


@pytest.fixture
async def other(database_url: str, store: SqlStore) -> AsyncIterator[SqlStore]:
    """A second process beside ``store``."""
    other = a_process(database_url)
    yield other
    await other.engine.dispose()
