"""An office on each database, and on SQLite alone where the database changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.support.office import Office, an_office


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with an_office(database_url) as office:
        yield office


@pytest.fixture
async def sqlite_office(migrated_sqlite_url: str) -> AsyncIterator[Office]:
    async with an_office(migrated_sqlite_url) as office:
        yield office
