"""One window that came free is offered to one who waits, whoever looks at the same moment, with the controls (R24)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.domain.errors import DomainError, StoreBusy
from bot.domain.waitlist import WaitlistEntry, WaitlistState
from bot.ports import Deps
from bot.usecases.waitlist import offer_to
from tests.builders import a_customer, a_job, a_provider, a_waitlist_entry, a_window
from tests.fakes import FakeWorld
from tests.integration.db.conftest import SqlStore, a_process
from tests.worlds import a_catalogue

RIVALS = 6
WINDOW = a_window()
ENTRIES = [f"wl_{number}" for number in range(RIVALS)]


def _entry(number: int) -> WaitlistEntry:
    customer = f"cu_{number}"
    return a_waitlist_entry(id=f"wl_{number}", customer_id=customer, job=a_job(customer_id=customer))


@pytest.fixture
async def processes(database_url: str) -> AsyncIterator[Sequence[SqlStore]]:
    """As many processes as there are customers who wait for the one free hour of one provider."""
    processes = [a_process(database_url) for _ in range(RIVALS)]
    async with processes[0].uow() as uow:
        await uow.catalogue.put(a_catalogue())
        await uow.providers.put(a_provider())
        for number in range(RIVALS):
            await uow.customers.add(a_customer(id=f"cu_{number}", openid=f"o{number}"))
            await uow.waitlist.add(_entry(number))
        await uow.commit()
    yield processes
    for process in processes:
        await process.engine.dispose()


def _deps(process: SqlStore) -> Deps:
    return replace(FakeWorld().deps, uow=process.uow, clock=process.clock)


async def _offer(process: SqlStore, entry_id: str) -> bool:
    try:
        return await offer_to(_deps(process), entry_id)
    except (DomainError, StoreBusy):
        return False


async def _states(process: SqlStore) -> list[WaitlistState]:
    async with process.uow() as uow:
        return [(await uow.waitlist.get(entry_id)).state for entry_id in ENTRIES]


async def _without_unique_cells(process: SqlStore) -> None:
    async with process.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE occupancy RENAME TO strict_occupancy"))
        await connection.execute(text("CREATE TABLE occupancy AS SELECT * FROM strict_occupancy"))
