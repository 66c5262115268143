"""A provider stays away: whoever she was promised to gets another one, never a bare cancel."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.booking import Booking, BookingState
from bot.domain.errors import HoldExpired, InvalidData, NoProviderAvailable, NotFound
from bot.domain.job import Job
from bot.domain.values import TimeWindow, to_instant
from bot.usecases.booking import confirm_hold, place_hold
from bot.usecases.leave import replace_provider, take_leave, withdraw_leave
from bot.usecases.visit import report
from tests.builders import a_customer
from tests.fakes import SHANGHAI, FakeWorld
from tests.worlds import a_world, an_auntie

TOMORROW_NINE = datetime(2026, 11, 24, 9)
TOMORROW = TimeWindow(to_instant(datetime(2026, 11, 24), SHANGHAI), to_instant(datetime(2026, 11, 25), SHANGHAI))


async def _world(*ratings: float) -> FakeWorld:
    world = a_world(tuple(an_auntie(number, rating=rating) for number, rating in enumerate(ratings, start=1)))
    async with world.deps.uow() as uow:
        await uow.customers.add(a_customer())
        await uow.commit()
    return world


async def _booked(world: FakeWorld, **changes: object) -> Booking:
    job = Job("cu_1", "daily_cleaning", "浦东新区", "张杨路1458弄6号楼1202", "13800138000", area_sqm=90)
    async with world.deps.uow() as uow:
        held, _ = await place_hold(world.deps, uow, replace(job, **changes), TOMORROW_NINE, "customer")
        booking = await confirm_hold(world.deps, uow, held.id, "cu_1", "customer")
        await uow.commit()
    return booking


async def _leave(world: FakeWorld, provider_id: str, window: TimeWindow = TOMORROW) -> tuple[str, list[Booking]]:
    async with world.deps.uow() as uow:
        leave, touched = await take_leave(world.deps, uow, provider_id, window, "发烧", provider_id)
        await uow.commit()
    return leave.id, touched


async def test_the_next_best_one_comes_instead_and_has_the_time():
    world = await _world(4.9, 4.7, 4.8)
    booking = await _booked(world)
    _, (replaced,) = await _leave(world, "p1")
    assert (booking.provider_ids, replaced.provider_ids) == (("p1",), ("p3",))
    assert replaced.window == booking.window
    async with world.deps.uow() as uow:
        assert set(await uow.bookings.busy(booking.window)) == {"p3"}
    assert [entry.action for entry in world.store.audit][-3:] == ["leave_taken", "provider_replaced", "inquiry_asked"]


async def test_somebody_can_be_replaced_without_staying_away():
    world = await _world(4.9, 4.8)
    booking = await _booked(world)
    async with world.deps.uow() as uow:
        replaced = await replace_provider(world.deps, uow, booking, "p1", "agent_li", "客户不满意")
        await uow.commit()
    assert replaced.provider_ids == ("p2",)


async def test_of_two_who_come_together_only_the_one_is_replaced():
    world = await _world(4.9, 4.8, 4.7)
    assert (await _booked(world, heads=2)).provider_ids == ("p1", "p2")
    _, (replaced,) = await _leave(world, "p2")
    assert replaced.provider_ids == ("p1", "p3")


async def test_what_the_customer_asked_of_her_holds_for_the_other_one_too():
    world = await _world(4.9, 4.8, 4.7)
    world.store.providers["p2"] = replace(world.store.providers["p2"], gender="male")
    await _booked(world, provider_gender="female")
    _, (replaced,) = await _leave(world, "p1")
    assert replaced.provider_ids == ("p3",)


async def test_who_was_named_is_replaced_by_whoever_can_do_the_work():
    world = await _world(4.9, 4.8)
    await _booked(world, provider_only=("p1",))
    _, (replaced,) = await _leave(world, "p1")
    assert replaced.provider_ids == ("p2",)


async def test_where_nobody_else_is_free_the_order_stays_and_a_person_calls():
    world = await _world(4.9)
    booking = await _booked(world)
    _, (touched,) = await _leave(world, "p1")
    assert (touched.state, touched.provider_ids) == (BookingState.CONFIRMED, ("p1",))
    assert [(task.customer_id, task.reason) for task in world.store.call_tasks] == [("cu_1", "replacement_missing")]
    assert booking.id in world.store.call_tasks[0].text


async def test_who_falls_ill_in_the_middle_of_a_visit_is_a_matter_for_a_person():
    world = await _world(4.9, 4.8)
    booking = await _booked(world)
    world.clock.advance(hours=22)
    async with world.deps.uow() as uow:
        await report(world.deps, uow, booking.id, "arrive", "p1")
        await uow.commit()
    _, (touched,) = await _leave(world, "p1")
    assert touched.provider_ids == ("p1",)
    assert [task.reason for task in world.store.call_tasks] == ["replacement_missing"]


async def test_nobody_is_sent_to_work_during_a_leave():
    world = await _world(4.9)
    await _leave(world, "p1")
    with pytest.raises(NoProviderAvailable):
        await _booked(world)


async def test_where_the_next_best_is_gone_a_moment_before_the_one_after_her_comes():
    world = await _world(4.9, 4.8, 4.7)
    booking = await _booked(world)
    # Cells of p2 that her calendar does not show: what another transaction has just taken looks like this.
    world.store.cells.update({("p2", cell): "bk_other" for cell in booking.window.cells()})
    _, (replaced,) = await _leave(world, "p1")
    assert replaced.provider_ids == ("p3",)
    assert world.store.call_tasks == []


async def test_what_is_held_with_her_is_let_go_and_the_yes_is_answered_with_a_new_search():
    world = await _world(4.9, 4.8)
    job = Job("cu_1", "daily_cleaning", "浦东新区", "张杨路1458弄6号楼1202", "13800138000", area_sqm=90)
    async with world.deps.uow() as uow:
        held, _ = await place_hold(world.deps, uow, job, TOMORROW_NINE, "customer")
        await uow.commit()
    assert (await _leave(world, "p1"))[1] == []
    assert (world.store.bookings[held.id].state, world.store.cells) == (BookingState.EXPIRED, {})
    with pytest.raises(HoldExpired):
        async with world.deps.uow() as uow:
            await confirm_hold(world.deps, uow, held.id, "cu_1", "customer")
    assert (await _booked(world)).provider_ids == ("p2",)
    assert "hold_released" in [entry.action for entry in world.store.audit]


async def test_what_is_held_with_her_beside_the_leave_stays_held():
    world = await _world(4.9)
    job = Job("cu_1", "daily_cleaning", "浦东新区", "张杨路1458弄6号楼1202", "13800138000", area_sqm=90)
    async with world.deps.uow() as uow:
        held, _ = await place_hold(world.deps, uow, job, TOMORROW_NINE, "customer")
        await uow.commit()
    await _leave(world, "p1", TimeWindow(held.window.end, held.window.end + timedelta(hours=3)))
    assert world.store.bookings[held.id].state is BookingState.HELD


async def test_a_visit_beside_the_leave_stays_hers():
    world = await _world(4.9, 4.8)
    booking = await _booked(world)
    after = TimeWindow(booking.window.end, booking.window.end + timedelta(hours=3))
    assert (await _leave(world, "p1", after))[1] == []
    assert world.store.bookings[booking.id].provider_ids == ("p1",)


async def test_a_leave_taken_back_lets_her_work_again():
    world = await _world(4.9)
    leave_id, _ = await _leave(world, "p1")
    async with world.deps.uow() as uow:
        await withdraw_leave(world.deps, uow, leave_id, "p1")
        await uow.commit()
    assert (await _booked(world)).provider_ids == ("p1",)
    with pytest.raises(NotFound):
        async with world.deps.uow() as uow:
            await withdraw_leave(world.deps, uow, leave_id, "p1")


async def test_a_leave_that_is_over_is_refused():
    world = await _world(4.9)
    past = TimeWindow(TOMORROW.start - timedelta(days=9), TOMORROW.end - timedelta(days=9))
    with pytest.raises(InvalidData):
        await _leave(world, "p1", past)
