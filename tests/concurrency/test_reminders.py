"""A reminder is written once, and each provider is told once, however many workers look; with the negative controls."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.adapters.db.rows import OutboxRow, ProviderNoticeRow, ReminderRow
from bot.adapters.redis.live import LocalFeed
from bot.domain.booking import BookingState
from bot.domain.errors import StoreBusy
from bot.domain.notices import Reminder, ReminderKind
from bot.domain.provider_notice import ProviderNotice, ProviderNoticeKind
from bot.ports import Deps
from bot.usecases.day_ahead import tell_day_ahead
from bot.usecases.reminding import remind_next
from tests.builders import NOW, a_booking, a_customer, a_window
from tests.fakes import SHANGHAI, EveryPlan, FakeChannel, ScriptedDialogue
from tests.integration.db.conftest import SqlStore, a_process
from tests.worlds import a_catalogue

WORKERS, BOOKINGS = 4, 12
EVE = NOW + timedelta(hours=8)


def _deps(store: SqlStore) -> Deps:
    return Deps(
        clock=store.clock,
        uow=store.uow,
        dialogue=ScriptedDialogue(),
        channel=FakeChannel(),
        feed=LocalFeed(),
        views=store.views,
        optimiser=EveryPlan(),
        zone=SHANGHAI,
    )


@pytest.fixture
async def workers(database_url: str) -> AsyncIterator[Sequence[SqlStore]]:
    """Some processes on one database, at the hour in which the visits of tomorrow are to be reminded of."""
    workers = [a_process(database_url) for _ in range(WORKERS)]
    async with workers[0].uow() as uow:
        await uow.catalogue.put(a_catalogue())
        for n in range(BOOKINGS):
            await uow.customers.add(a_customer(id=f"cu_{n}", openid=f"o{n}"))
            booking = a_booking(
                id=f"bk_{n}",
                customer_id=f"cu_{n}",
                state=BookingState.CONFIRMED,
                provider_ids=(f"p{n}",),
                quantities={},
            )
            await uow.bookings.add(booking, a_window())
            await uow.reminders.plan(booking.id, [Reminder(booking.id, ReminderKind.EVE, EVE)])
        await uow.commit()
    for worker in workers:
        worker.clock.advance(hours=8)
    yield workers
    for worker in workers:
        await worker.engine.dispose()


async def test_looking_first_and_claiming_later_gives_one_reminder_to_two_workers(workers: Sequence[SqlStore]):
    """The control: the same question without a lock, and the state stored whatever it was."""
    start = asyncio.Barrier(2)

    async def careless(worker: SqlStore) -> str:
        async with worker.engine.connect() as connection:
            await connection.execution_options(reads_only=True)
            pending = select(ReminderRow.booking_id).where(ReminderRow.state == "pending")
            found = (await connection.execute(pending.order_by(ReminderRow.booking_id).limit(1))).scalar_one()
        await start.wait()
        async with worker.engine.begin() as connection:
            await connection.execute(update(ReminderRow).where(ReminderRow.booking_id == found).values(state="sent"))
        return str(found)

    assert await asyncio.gather(careless(workers[0]), careless(workers[1])) == ["bk_0", "bk_0"]


async def test_every_reminder_is_written_by_exactly_one_worker(workers: Sequence[SqlStore]):
    async def work(worker: SqlStore) -> int:
        written = idle = 0
        while idle < 3:
            if await remind_next(_deps(worker)):
                written += 1
            else:
                idle += 1
        return written

    assert sum(await asyncio.gather(*map(work, workers))) == BOOKINGS
    async with workers[0].engine.connect() as connection:
        await connection.execution_options(reads_only=True)
        openids = Counter((await connection.execute(select(OutboxRow.openid))).scalars())
    assert openids == {f"o{n}": 1 for n in range(BOOKINGS)}


async def test_asking_first_and_telling_later_tells_a_provider_her_day_twice(workers: Sequence[SqlStore]):
    """The control: two who see that nobody has told her, and do not write down that they will."""
    start = asyncio.Barrier(2)
    day = ProviderNotice(0, "p1", ProviderNoticeKind.DAY_AHEAD, "明天您有1单", NOW)

    async def careless(worker: SqlStore) -> None:
        async with worker.uow() as uow:
            assert await uow.results.get("day_ahead:2026-11-24:p1") is None
        await start.wait()
        async with worker.uow() as uow:
            await uow.provider_notices.add(day)
            await uow.commit()

    await asyncio.gather(careless(workers[0]), careless(workers[1]))
    async with workers[0].uow() as uow:
        assert len(await uow.provider_notices.unread("p1")) == 2


async def test_every_provider_is_told_her_day_by_exactly_one_worker(workers: Sequence[SqlStore]):
    async def work(worker: SqlStore) -> int:
        for _ in range(WORKERS + 1):
            try:
                return await tell_day_ahead(_deps(worker))
            except StoreBusy:  # Another one was telling the same provider: the loop looks again.
                continue
        raise AssertionError("busy for ever")

    await asyncio.gather(*map(work, workers))
    await work(workers[0])
    async with workers[0].engine.connect() as connection:
        await connection.execution_options(reads_only=True)
        told = Counter((await connection.execute(select(ProviderNoticeRow.provider_id))).scalars())
    assert told == {f"p{n}": 1 for n in range(BOOKINGS)}
