"""Other parts of an order than its time; extras, fees, and orders that put right what was left undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.booking import RECTIFICATION, Booking, BookingState
from bot.domain.errors import IllegalTransition, NoProviderAvailable
from bot.domain.job import Job, OrderChange
from bot.domain.policy import FeeStep, Policies
from bot.domain.pricing import QuoteItem
from bot.usecases.booking import cancel, confirm_hold, place_hold
from bot.usecases.order import add_extra, change, preview_change, rectify
from tests.builders import a_customer
from tests.fakes import FakeWorld
from tests.worlds import a_catalogue, a_world, an_auntie

TOMORROW_NINE = datetime(2026, 11, 24, 9)


@pytest.fixture
async def world() -> FakeWorld:
    world = a_world((an_auntie(1, rating=5.0), an_auntie(2)))
    fees = (FeeStep(within_minutes=240, percent=20), FeeStep(within_minutes=60, percent=50))
    world.store.catalogue = a_catalogue(policies=Policies(cancellation=fees))
    async with world.deps.uow() as uow:
        await uow.customers.add(a_customer())
        await uow.commit()
    return world


async def _booked(world: FakeWorld, start: datetime = TOMORROW_NINE) -> Booking:
    job = Job("cu_1", "daily_cleaning", "浦东新区", "张杨路1458弄6号楼1202", "13800138000", area_sqm=90)
    async with world.deps.uow() as uow:
        held, _ = await place_hold(world.deps, uow, job, start, "customer")
        booking = await confirm_hold(world.deps, uow, held.id, "cu_1", "customer")
        await uow.commit()
    return booking


async def _changed(world: FakeWorld, booking: Booking, wanted: OrderChange) -> Booking:
    async with world.deps.uow() as uow:
        changed = await change(world.deps, uow, booking.id, "cu_1", wanted, "customer")
        await uow.commit()
    return changed


async def test_a_need_added_is_priced_and_nothing_else_moves(world: FakeWorld):
    booking = await _booked(world)
    changed = await _changed(world, booking, OrderChange(needs=("windows_outside",)))
    assert [item.code for item in changed.quote.items] == ["labour", "outside"]
    same = replace(changed, quote=booking.quote, special_needs=(), events=booking.events, version=booking.version)
    assert same == booking
    assert changed.events[-1].detail == {"fields": "quote,special_needs"}


async def test_a_bigger_home_takes_longer_at_the_same_start(world: FakeWorld):
    booking = await _booked(world)
    changed = await _changed(world, booking, OrderChange(area_sqm=110))
    assert (changed.window.start, changed.duration_minutes) == (booking.window.start, 240)
    assert changed.quote.total_fen == 24000


async def test_a_stated_duration_is_kept_when_the_size_is_told_with_it(world: FakeWorld):
    changed = await _changed(world, await _booked(world), OrderChange(area_sqm=110, minutes=120))
    assert changed.duration_minutes == 120


async def test_one_more_to_come_joins_the_one_who_was_promised(world: FakeWorld):
    changed = await _changed(world, await _booked(world), OrderChange(heads=2))
    assert changed.provider_ids == ("p1", "p2")


async def test_a_preview_stores_nothing(world: FakeWorld):
    booking = await _booked(world)
    stored = world.store.bookings[booking.id]
    async with world.deps.uow() as uow:
        shown = await preview_change(world.deps, uow, booking.id, "cu_1", OrderChange(area_sqm=110), "customer")
        await uow.commit()
    assert shown.quote.total_fen == 24000
    assert world.store.bookings[booking.id] == stored


async def test_a_change_that_nobody_can_do_leaves_the_order_as_it_was(world: FakeWorld):
    booking = await _booked(world)
    stored = world.store.bookings[booking.id]
    with pytest.raises(NoProviderAvailable):
        await _changed(world, booking, OrderChange(district="崇明区"))
    assert world.store.bookings[booking.id] == stored


async def test_an_extra_is_one_more_item_also_during_the_visit(world: FakeWorld):
    booking = await _booked(world)
    async with world.deps.uow() as uow:
        extra = QuoteItem("extra", "换水龙头一个", 8000)
        changed = await add_extra(world.deps, uow, booking.id, extra, "customer")
        await uow.commit()
    assert changed.quote.total_fen == booking.quote.total_fen + 8000


async def test_a_cancelled_order_takes_no_extra(world: FakeWorld):
    booking = await _booked(world)
    async with world.deps.uow() as uow:
        await cancel(world.deps, uow, booking.id, "cu_1", "customer")
        with pytest.raises(IllegalTransition):
            await add_extra(world.deps, uow, booking.id, QuoteItem("extra", "换水龙头一个", 8000), "p1")


@pytest.mark.parametrize(
    ("hours_before", "by", "fee"),
    [(5, "customer", 0), (4, "customer", 0), (3.9, "customer", 3600), (0.5, "customer", 9000), (0.5, "agent_li", 0)],
)
async def test_what_a_cancel_costs_depends_on_how_late_it_is_and_who_cancels(
    world: FakeWorld, hours_before: float, by: str, fee: int
):
    booking = await _booked(world)
    world.clock.advance(seconds=(booking.window.start - world.clock.now()).total_seconds() - hours_before * 3600)
    async with world.deps.uow() as uow:
        cancelled = await cancel(world.deps, uow, booking.id, "cu_1", by)
        await uow.commit()
    assert cancelled.fee_fen == fee


async def test_what_was_left_undone_is_put_right_for_nothing_by_an_order_of_its_own(world: FakeWorld):
    first = await _booked(world)
    world.store.bookings[first.id] = replace(world.store.bookings[first.id], state=BookingState.COMPLETED)
    async with world.deps.uow() as uow:
        start = TOMORROW_NINE + timedelta(days=2)
        again = await rectify(world.deps, uow, first.id, start, "agent_li", "厨房台面没擦")
        await uow.commit()
    assert (again.kind, again.linked_to, again.quote.total_fen) == (RECTIFICATION, first.id, 0)
    assert (again.state, again.notes, again.review) == (BookingState.CONFIRMED, "厨房台面没擦", None)
    assert world.store.bookings[again.id] == again


async def test_an_order_that_is_still_to_come_needs_no_putting_right(world: FakeWorld):
    booking = await _booked(world)
    with pytest.raises(IllegalTransition):
        async with world.deps.uow() as uow:
            await rectify(world.deps, uow, booking.id, TOMORROW_NINE, "agent_li")
