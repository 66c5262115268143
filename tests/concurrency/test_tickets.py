"""One matter has one open ticket, whoever tells of it at the same moment, with the control (R24)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from sqlalchemy import text

from bot.domain.errors import StoreBusy
from bot.domain.ticket import OpenTicket, Severity, Ticket, TicketType
from bot.ports import CompanyClock
from bot.usecases.ticket import open_ticket
from tests.builders import a_booking, a_customer, a_window
from tests.fakes import SHANGHAI
from tests.integration.db.conftest import SqlStore, a_process
from tests.worlds import a_catalogue

RIVALS = 6


@pytest.fixture
async def processes(database_url: str) -> AsyncIterator[Sequence[SqlStore]]:
    """The chat, the survey, the console: each hears of the same visit."""
    processes = [a_process(database_url) for _ in range(RIVALS)]
    async with processes[0].uow() as uow:
        await uow.catalogue.put(a_catalogue())
        await uow.customers.add(a_customer())
        await uow.bookings.add(a_booking(), a_window())
        await uow.commit()
    yield processes
    for process in processes:
        await process.engine.dispose()


async def _told(process: SqlStore, number: int, start: asyncio.Barrier) -> Ticket:
    """As everybody who opens one does it: read anew where somebody was quicker."""
    command = OpenTicket(
        "cu_1", TicketType.COMPLAINT, Severity.NORMAL, "customer", f"第{number}次说", "late", "", "bk_1"
    )
    await start.wait()
    while True:
        try:
            async with process.uow() as uow:
                ticket = await open_ticket(uow, CompanyClock(process.clock, SHANGHAI), command)
                await asyncio.sleep(0.01)
                await uow.commit()
        except StoreBusy:
            await asyncio.sleep(0.01)
            continue
        return ticket


async def _looked_and_opened_later(process: SqlStore, number: int, start: asyncio.Barrier) -> None:
    """The same in two transactions: what was not there when it was looked for may be there by now."""
    async with process.uow() as uow:
        assert await uow.tickets.of_customer("cu_1") == []
        opened = await open_ticket(
            uow,
            CompanyClock(process.clock, SHANGHAI),
            OpenTicket("cu_1", TicketType.COMPLAINT, Severity.NORMAL, "customer", str(number), linked_to="bk_1"),
        )
    await start.wait()
    async with process.uow() as uow:
        await uow.tickets.add(opened)
        await uow.commit()


async def _tickets(process: SqlStore) -> Sequence[Ticket]:
    async with process.uow() as uow:
        return await uow.tickets.of_customer("cu_1")


async def test_without_the_unique_matter_every_rival_has_a_ticket_of_her_own(processes: Sequence[SqlStore]):
    async with processes[0].engine.begin() as connection:
        await connection.execute(text("DROP INDEX uq_tickets_open_matter"))
    start = asyncio.Barrier(RIVALS)
    await asyncio.gather(*(_looked_and_opened_later(one, number, start) for number, one in enumerate(processes)))
    assert len(await _tickets(processes[0])) == RIVALS


async def test_all_who_tell_at_once_of_one_matter_are_in_one_ticket(processes: Sequence[SqlStore]):
    start = asyncio.Barrier(RIVALS)
    told = await asyncio.gather(*(_told(one, number, start) for number, one in enumerate(processes)))
    (ticket,) = await _tickets(processes[0])
    assert {one.id for one in told} == {ticket.id}
    assert sorted(note.text for note in ticket.notes) == [f"第{number}次说" for number in range(RIVALS)]


async def test_of_several_who_have_seen_no_ticket_one_opens_it(processes: Sequence[SqlStore]):
    start = asyncio.Barrier(RIVALS)
    tried = [_looked_and_opened_later(one, number, start) for number, one in enumerate(processes)]
    came = await asyncio.gather(*tried, return_exceptions=True)
    assert sorted(type(one).__name__ for one in came) == ["NoneType"] + ["StoreBusy"] * (RIVALS - 1)
    assert len(await _tickets(processes[0])) == 1
