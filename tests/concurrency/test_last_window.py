"""Two hundred customers and one window: one of them gets it, the others other times; in one process and in four."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.booking import OCCUPYING, Booking, BookingState
from bot.domain.errors import HoldExpired, StoreBusy
from bot.usecases.booking import cancel, confirm_hold, expire_holds, place_hold
from bot.usecases.order import reschedule
from tests.builders import a_customer
from tests.concurrency.rivals import WINDOW, all_want_it, job_of
from tests.fakes import FakeWorld
from tests.integration.db.conftest import SqlStore, a_process
from tests.worlds import a_catalogue, an_auntie

CUSTOMERS = 200


@pytest.fixture
async def company(database_url: str) -> SqlStore:
    """One provider, and everybody who wants her."""
    process = a_process(database_url)
    async with process.uow() as uow:
        await uow.catalogue.put(a_catalogue())
        await uow.providers.put(an_auntie(1))
        for number in range(CUSTOMERS):
            await uow.customers.add(a_customer(id=f"cu_{number}", openid=f"oRival{number:04}"))
        await uow.commit()
    yield process
    await process.engine.dispose()


async def _in_processes(url: str, processes: int, manner: str = "careful") -> dict[str, str | int]:
    """All customers, shared out to processes that begin together."""
    share = CUSTOMERS // processes
    running = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.concurrency.rivals", url, str(share * n), str(share * (n + 1)), manner,
            stdout=asyncio.subprocess.PIPE,
        )
        for n in range(processes)
    ]  # fmt: skip
    got: dict[str, str | int] = {}
    for process in running:
        told, _ = await process.communicate()
        assert process.returncode == 0
        got |= json.loads(told)
    return got


async def _sold(company: SqlStore) -> list[Booking]:
    async with company.uow() as uow:
        found = [await uow.bookings.of_customer(f"cu_{number}", OCCUPYING) for number in range(CUSTOMERS)]
    return [booking for bookings in found for booking in bookings]


def _one_got_it(got: dict[str, str | int]) -> None:
    counted = Counter(got.values())
    assert counted.pop("booked") == 1
    assert counted == {3: CUSTOMERS - 1}, "everybody else is offered three real times"


async def test_who_only_looks_before_selling_sells_one_window_to_many(company: SqlStore, database_url: str):
    async with company.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE occupancy RENAME TO strict_occupancy"))
        await connection.execute(text("CREATE TABLE occupancy AS SELECT * FROM strict_occupancy"))
    counted = Counter((await _in_processes(database_url, 4, "careless")).values())
    assert len(await _sold(company)) == counted["booked"] > 1


async def test_of_two_hundred_in_one_process_one_gets_the_last_window(company: SqlStore, database_url: str):
    _one_got_it(await all_want_it(database_url, range(CUSTOMERS), careless=False))
    assert len(await _sold(company)) == 1


async def test_of_two_hundred_in_four_processes_one_gets_the_last_window(company: SqlStore, database_url: str):
    _one_got_it(await _in_processes(database_url, 4))
    assert len(await _sold(company)) == 1


async def _held(company: SqlStore) -> tuple[FakeWorld, Booking]:
    world = FakeWorld()
    world.deps = replace(world.deps, uow=company.uow)
    async with company.uow() as uow:
        held, _ = await place_hold(world.deps, uow, job_of(1), WINDOW, "customer")
        await uow.commit()
    return world, held


async def test_a_yes_that_is_delivered_twice_is_one_booking(company: SqlStore):
    world, held = await _held(company)

    async def confirm() -> Booking:
        while True:
            try:
                async with company.uow() as uow:
                    booking = await confirm_hold(world.deps, uow, held.id, "cu_1", "customer")
                    await uow.commit()
                    return booking
            except StoreBusy:
                continue

    first, second = await asyncio.gather(confirm(), confirm())
    assert (first.id, second.id) == (held.id, held.id)
    assert [booking.state for booking in await _sold(company)] == [BookingState.CONFIRMED]
    (stored,) = await _sold(company)
    assert [event.name for event in stored.events] == ["hold_placed", "booking_confirmed"]


async def test_a_hold_that_runs_out_while_it_is_confirmed_is_one_or_the_other(company: SqlStore):
    world, held = await _held(company)
    world.clock.advance(minutes=9, seconds=59)
    late = FakeWorld()
    late.deps = replace(late.deps, uow=company.uow)
    late.clock.advance(minutes=10, seconds=1)

    async def confirm() -> bool:
        try:
            async with company.uow() as uow:
                await confirm_hold(world.deps, uow, held.id, "cu_1", "customer")
                await uow.commit()
        except (HoldExpired, StoreBusy):
            return False
        return True

    async def expire() -> bool:
        try:
            return await expire_holds(late.deps) == 1
        except StoreBusy:
            return False

    assert sum(await asyncio.gather(confirm(), expire())) == 1
    async with company.uow() as uow:
        stored = await uow.bookings.get(held.id)
        busy = await uow.bookings.busy(held.window)
    assert (stored.state is BookingState.CONFIRMED) == bool(busy)


async def test_an_order_moved_and_cancelled_at_once_is_one_or_the_other(company: SqlStore):
    world, held = await _held(company)
    async with company.uow() as uow:
        await confirm_hold(world.deps, uow, held.id, "cu_1", "customer")
        await uow.commit()

    async def change(moves: bool) -> bool:
        try:
            async with company.uow() as uow:
                if moves:
                    await reschedule(world.deps, uow, held.id, "cu_1", WINDOW + timedelta(days=2), "customer")
                else:
                    await cancel(world.deps, uow, held.id, "cu_1", "customer")
                await uow.commit()
        except StoreBusy:
            return False
        return True

    done = await asyncio.gather(change(True), change(False))
    async with company.uow() as uow:
        stored = await uow.bookings.get(held.id)
    names = [event.name for event in stored.events[2:]]
    assert names in (["booking_rescheduled"], ["booking_cancelled"], ["booking_rescheduled", "booking_cancelled"])
    assert len(names) == sum(done)
