"""One window is sold once, whoever asks at the same moment (R13), with the negative control (R24)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.booking import OCCUPYING, Booking
from bot.domain.errors import StoreBusy, WindowTaken
from bot.domain.values import TimeWindow
from tests.builders import NOW, a_booking, a_customer, a_window
from tests.integration.db.conftest import SqlStore, a_process

WINDOW = a_window()
RIVALS = 6


@pytest.fixture
async def processes(database_url: str) -> AsyncIterator[Sequence[SqlStore]]:
    """As many processes as there are rivals, on one database."""
    processes = [a_process(database_url) for _ in range(RIVALS)]
    async with processes[0].uow() as uow:
        await uow.customers.add(a_customer())
        await uow.commit()
    yield processes
    for process in processes:
        await process.engine.dispose()


async def _hold(process: SqlStore, start: asyncio.Barrier, booking: Booking, window: TimeWindow = WINDOW) -> bool:
    """What a dialogue does: look whether the window is free, talk a while, hold it."""
    async with process.uow() as uow:
        assert set(await uow.bookings.busy(window)) & set(booking.provider_ids) == set()
    await start.wait()
    try:
        async with process.uow() as uow:
            await uow.bookings.add(booking, window)
            await uow.commit()
    except WindowTaken:
        return False
    return True


async def _all_at_once(processes: Sequence[SqlStore], *bookings: Booking) -> list[bool]:
    start = asyncio.Barrier(len(bookings))
    tasks = [_hold(process, start, booking) for process, booking in zip(processes, bookings, strict=True)]
    return list(await asyncio.gather(*tasks))


async def _sold(process: SqlStore) -> list[str]:
    async with process.uow() as uow:
        return [booking.id for booking in await uow.bookings.of_customer("cu_1", OCCUPYING)]


async def _without_unique_cells(process: SqlStore) -> None:
    """The same table without its primary key."""
    async with process.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE occupancy RENAME TO strict_occupancy"))
        await connection.execute(text("CREATE TABLE occupancy AS SELECT * FROM strict_occupancy"))


async def test_without_the_unique_cells_one_window_is_sold_to_everybody(processes: Sequence[SqlStore]):
    await _without_unique_cells(processes[0])
    rivals = [a_booking(id=f"bk_{number}") for number in range(RIVALS)]
    assert await _all_at_once(processes, *rivals) == [True] * RIVALS
    assert len(await _sold(processes[0])) == RIVALS


async def test_one_window_is_sold_once_whoever_asks_at_the_same_moment(processes: Sequence[SqlStore]):
    rivals = [a_booking(id=f"bk_{number}") for number in range(RIVALS)]
    results = await _all_at_once(processes, *rivals)
    assert sum(results) == 1
    assert await _sold(processes[0]) == [f"bk_{results.index(True)}"]


async def test_jobs_of_two_providers_named_in_either_order_never_wait_for_each_other(processes: Sequence[SqlStore]):
    pairs = [("p1", "p2") if number % 2 else ("p2", "p1") for number in range(RIVALS)]
    rivals = [a_booking(id=f"bk_{number}", provider_ids=pair) for number, pair in enumerate(pairs)]
    assert sum(await _all_at_once(processes, *rivals)) == 1
    assert len(await _sold(processes[0])) == 1


async def test_different_providers_are_sold_side_by_side(processes: Sequence[SqlStore]):
    rivals = [a_booking(id=f"bk_{number}", provider_ids=(f"p{number}",)) for number in range(RIVALS)]
    assert await _all_at_once(processes, *rivals) == [True] * RIVALS


async def test_a_window_that_was_let_go_is_sold_once_again(processes: Sequence[SqlStore]):
    async with processes[0].uow() as uow:
        await uow.bookings.add(a_booking(id="bk_first"), WINDOW)
        await uow.bookings.save(a_booking(id="bk_first", state="expired"))
        await uow.commit()
    rivals = [a_booking(id=f"bk_{number}") for number in range(RIVALS)]
    assert sum(await _all_at_once(processes, *rivals)) == 1


async def test_of_orders_that_move_to_one_window_one_gets_it_and_the_others_stay(processes: Sequence[SqlStore]):
    own = [a_window(timedelta(days=3 + number)) for number in range(RIVALS)]
    orders = [a_booking(id=f"bk_{number}", state="confirmed", window=own[number]) for number in range(RIVALS)]
    async with processes[0].uow() as uow:
        for order in orders:
            await uow.bookings.add(order, order.window)
        await uow.commit()
    start = asyncio.Barrier(RIVALS)

    async def move(process: SqlStore, order: Booking) -> bool:
        await start.wait()
        try:
            async with process.uow() as uow:
                await uow.bookings.move(replace(order, window=WINDOW), WINDOW)
                await uow.commit()
        except WindowTaken:
            return False
        return True

    results = await asyncio.gather(*(move(*pair) for pair in zip(processes, orders, strict=True)))
    assert sum(results) == 1
    async with processes[0].uow() as uow:
        stored = [(await uow.bookings.get(order.id)).window for order in orders]
    assert stored == [WINDOW if moved else window for moved, window in zip(results, own, strict=True)]


async def test_a_move_and_a_cancel_at_once_are_not_both_done(processes: Sequence[SqlStore]):
    order = a_booking(state="confirmed")
    async with processes[0].uow() as uow:
        await uow.bookings.add(order, order.window)
        await uow.commit()
    start = asyncio.Barrier(2)
    later = a_window(timedelta(days=2))

    async def change(process: SqlStore, moves: bool) -> bool:
        await start.wait()
        try:
            async with process.uow() as uow:
                if moves:
                    await uow.bookings.move(replace(order, window=later), later)
                else:
                    await uow.bookings.save(order.cancelled(NOW, "customer"))
                await uow.commit()
        except StoreBusy:
            return False
        return True

    assert sum(await asyncio.gather(change(processes[0], True), change(processes[1], False))) == 1
