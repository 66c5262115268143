"""An order that is there: moved, taken back, begun, finished, missed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.domain.booking import Booking, BookingState
from bot.domain.errors import IllegalTransition, NoProviderAvailable, NotFound, PastWindow, WindowTaken
from bot.domain.job import Job
from bot.domain.values import to_local
from bot.usecases import order
from bot.usecases.booking import cancel, confirm_hold, place_hold
from bot.usecases.visit import report
from tests.builders import a_customer
from tests.fakes import SHANGHAI, FakeWorld
from tests.worlds import a_world, an_auntie

TOMORROW_TWO = datetime(2026, 11, 24, 14)
FRIDAY_NINE = datetime(2026, 11, 27, 9)


async def _booked(world: FakeWorld, start: datetime = TOMORROW_TWO, customer: str = "cu_1") -> Booking:
    job = Job(customer, "daily_cleaning", "浦东新区", "张杨路1458弄6号楼1202", "13800138000", area_sqm=90)
    async with world.deps.uow() as uow:
        held, _ = await place_hold(world.deps, uow, job, start, "customer")
        await uow.commit()
    async with world.deps.uow() as uow:
        booking = await confirm_hold(world.deps, uow, held.id, customer, "customer")
        await uow.commit()
    return booking


async def _moved(world: FakeWorld, booking: Booking, start: datetime, customer: str = "cu_1") -> Booking:
    async with world.deps.uow() as uow:
        moved = await order.reschedule(world.deps, uow, booking.id, customer, start, "customer")
        await uow.commit()
    return moved


@pytest.fixture
async def world() -> FakeWorld:
    world = a_world((an_auntie(1, rating=5.0), an_auntie(2)))
    await _with_customers(world, "cu_1", "cu_2")
    return world


async def _with_customers(world: FakeWorld, *ids: str) -> None:
    async with world.deps.uow() as uow:
        for number, customer_id in enumerate(ids):
            await uow.customers.add(a_customer(id=customer_id, openid=f"oTest{number}"))
        await uow.commit()


async def test_a_moved_order_is_the_same_one_at_another_time_by_the_same_person(world: FakeWorld):
    booking = await _booked(world)
    moved = await _moved(world, booking, FRIDAY_NINE)
    assert (moved.id, moved.state, moved.provider_ids) == (booking.id, BookingState.CONFIRMED, booking.provider_ids)
    assert to_local(moved.window.start, SHANGHAI) == FRIDAY_NINE
    assert moved.window.duration == booking.window.duration
    assert [event.name for event in moved.events][-1] == "booking_rescheduled"


async def test_an_order_can_be_moved_by_half_an_hour_into_its_own_time(world: FakeWorld):
    booking = await _booked(world)
    moved = await _moved(world, booking, TOMORROW_TWO + timedelta(minutes=30))
    assert moved.provider_ids == booking.provider_ids


async def test_the_time_an_order_leaves_is_free_for_others(world: FakeWorld):
    first = await _booked(world)
    await _moved(world, first, FRIDAY_NINE)
    second = await _booked(world, customer="cu_2")
    assert second.provider_ids == first.provider_ids


async def test_another_comes_where_the_promised_one_is_busy(world: FakeWorld):
    first = await _booked(world)
    busy = await _booked(world, FRIDAY_NINE, "cu_2")
    assert busy.provider_ids == first.provider_ids
    moved = await _moved(world, first, FRIDAY_NINE)
    assert moved.provider_ids != first.provider_ids


async def test_an_order_stays_where_nobody_is_free():
    world = a_world((an_auntie(1),))
    await _with_customers(world, "cu_1", "cu_2")
    first, _ = await _booked(world), await _booked(world, FRIDAY_NINE, "cu_2")
    stored = world.store.bookings[first.id]
    with pytest.raises(NoProviderAvailable):
        await _moved(world, first, FRIDAY_NINE)
    assert world.store.bookings[first.id] == stored


async def test_a_moved_order_has_the_price_of_its_new_time(world: FakeWorld):
    booking = await _booked(world)
    moved = await _moved(world, booking, datetime(2027, 1, 1, 9))
    assert [item.code for item in moved.quote.items] == ["labour", "holiday"]


@pytest.mark.parametrize(
    ("start", "error"),
    [(datetime(2026, 11, 23, 9), PastWindow), (datetime(2026, 11, 27, 19), NoProviderAvailable)],
)
async def test_a_time_that_cannot_be_is_refused(world: FakeWorld, start: datetime, error: type[Exception]):
    with pytest.raises(error):
        await _moved(world, await _booked(world), start)


async def test_nobody_moves_the_order_of_another(world: FakeWorld):
    with pytest.raises(NotFound):
        await _moved(world, await _booked(world), FRIDAY_NINE, "cu_2")


async def test_a_visit_that_has_begun_is_not_moved(world: FakeWorld):
    booking = await _booked(world)
    world.clock.advance(hours=30)
    with pytest.raises(IllegalTransition):
        await _moved(world, booking, FRIDAY_NINE)


async def _cancelled(world: FakeWorld, booking: Booking) -> None:
    async with world.deps.uow() as uow:
        await cancel(world.deps, uow, booking.id, "cu_1", "customer")
        await uow.commit()


async def test_a_cancel_is_taken_back_with_everything_as_it_was(world: FakeWorld):
    booking = await _booked(world)
    await _cancelled(world, booking)
    async with world.deps.uow() as uow:
        restored = await order.restore(world.deps, uow, booking.id, "cu_1", "customer")
        await uow.commit()
    assert (restored.state, restored.window, restored.provider_ids) == (
        BookingState.CONFIRMED,
        booking.window,
        booking.provider_ids,
    )


async def test_a_cancel_is_not_taken_back_where_the_time_is_gone():
    world = a_world((an_auntie(1),))
    await _with_customers(world, "cu_1", "cu_2")
    booking = await _booked(world)
    await _cancelled(world, booking)
    await _booked(world, customer="cu_2")
    async with world.deps.uow() as uow:
        with pytest.raises(WindowTaken):
            await order.restore(world.deps, uow, booking.id, "cu_1", "customer")
    assert world.store.bookings[booking.id].state is BookingState.CANCELLED


async def test_a_hold_that_was_let_go_is_no_order_to_take_back(world: FakeWorld):
    booking = await _booked(world)
    async with world.deps.uow() as uow:
        with pytest.raises(IllegalTransition):
            await order.restore(world.deps, uow, booking.id, "cu_1", "customer")


async def test_a_visit_begins_ends_and_is_in_the_audit(world: FakeWorld):
    booking = await _booked(world)
    world.clock.advance(hours=24)
    async with world.deps.uow() as uow:
        await report(world.deps, uow, booking.id, "arrive", "p1")
        done = await report(world.deps, uow, booking.id, "finish", "p1")
        await uow.commit()
    assert done.state is BookingState.COMPLETED
    assert [entry.action for entry in world.store.audit][-2:] == ["checked_in", "checked_out"]


async def test_a_visit_that_is_still_to_come_was_not_missed(world: FakeWorld):
    booking = await _booked(world)
    async with world.deps.uow() as uow:
        with pytest.raises(IllegalTransition):
            await report(world.deps, uow, booking.id, "miss", "p1")
    world.clock.advance(hours=30)
    async with world.deps.uow() as uow:
        missed = await report(world.deps, uow, booking.id, "miss", "p1")
        await uow.commit()
    assert missed.state is BookingState.NO_SHOW
