"""接单, 出发, 到了, 完成: how a visit goes, as those tell it who are there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.booking import Booking, BookingState, Review, ReviewState
from bot.domain.errors import IllegalTransition, InvalidData
from bot.usecases.visit import chase_reports, report
from tests.builders import NOW, a_booking, a_customer
from tests.fakes import FakeWorld
from tests.worlds import a_world


@pytest.fixture
async def world() -> FakeWorld:
    world = a_world()
    booking = a_booking(state="confirmed", provider_ids=("p1", "p2"), hold_expires_at=None, linked_to=None)
    async with world.deps.uow() as uow:
        await uow.customers.add(a_customer())
        await uow.bookings.add(booking, booking.window)
        await uow.commit()
    world.clock.advance(seconds=(booking.window.start - NOW).total_seconds() - 3600)
    return world


async def _told(world: FakeWorld, *reports: str, by: str = "p1") -> Booking:
    for what in reports:
        async with world.deps.uow() as uow:
            booking = await report(world.deps, uow, "bk_1", what, by)
            await uow.commit()
    return booking


async def test_a_visit_goes_from_yes_to_done_and_every_step_is_written_down(world: FakeWorld):
    done = await _told(world, "accept", "depart", "arrive", "finish")
    assert (done.state, done.accepted_by) == (BookingState.COMPLETED, ("p1",))
    steps = [(entry.action, entry.actor) for entry in world.store.audit if entry.entity == "booking"]
    assert steps == [(name, "p1") for name in ("accepted", "departed", "checked_in", "checked_out")]


async def test_a_report_told_twice_changes_nothing_the_second_time(world: FakeWorld):
    once = await _told(world, "accept", "depart", "arrive")
    assert await _told(world, "arrive") == world.store.bookings["bk_1"]
    assert len(world.store.bookings["bk_1"].events) == len(once.events)


async def test_the_second_of_two_may_tell_what_the_first_has_told(world: FakeWorld):
    await _told(world, "depart", "arrive", by="p1")
    assert (await _told(world, "depart", "arrive", by="p2")).state is BookingState.IN_SERVICE


async def test_both_of_two_say_that_they_come(world: FakeWorld):
    await _told(world, "accept", by="p1")
    assert (await _told(world, "accept", by="p2")).accepted_by == ("p1", "p2")


@pytest.mark.parametrize(
    ("reports", "by"),
    [(("finish",), "p1"), (("accept",), "p9"), (("miss",), "p1"), (("arrive", "finish", "miss"), "p1")],
    ids=["an end without a beginning", "somebody else's", "before its time", "after it was done"],
)
async def test_what_cannot_be_is_refused(world: FakeWorld, reports: tuple[str, ...], by: str):
    with pytest.raises(IllegalTransition):
        await _told(world, *reports, by=by)


async def test_a_visit_that_did_not_take_place_is_told_once_its_time_has_come(world: FakeWorld):
    world.clock.advance(hours=1)
    assert (await _told(world, "miss")).state is BookingState.NO_SHOW


@pytest.mark.parametrize("what", ["depart", "arrive"])
async def test_nobody_sets_out_hours_before(world: FakeWorld, what: str):
    world.clock.advance(hours=-4)
    with pytest.raises(IllegalTransition):
        await _told(world, what)


@pytest.mark.parametrize("what", ["depart", "arrive", "miss"])
async def test_nobody_goes_to_a_visit_that_still_waits_for_its_review(world: FakeWorld, what: str):
    waiting = replace(world.store.bookings["bk_1"], review=Review(ReviewState.PENDING, ("总价1600元",)))
    world.store.bookings["bk_1"] = waiting
    world.clock.advance(hours=1)
    with pytest.raises(IllegalTransition):
        await _told(world, what)


async def test_staff_ask_once_about_a_visit_whose_end_nobody_has_told(world: FakeWorld):
    await _told(world, "depart", "arrive")
    for hours in (3, 2, 1, 1):
        world.clock.advance(hours=hours)
        await chase_reports(world.deps)
    assert [(task.customer_id, task.reason) for task in world.store.call_tasks] == [("cu_1", "visit_unreported")]


async def test_nobody_asks_about_a_visit_that_was_told_to_its_end(world: FakeWorld):
    await _told(world, "depart", "arrive", "finish")
    world.clock.advance(hours=9)
    assert await chase_reports(world.deps) == 0


async def test_an_unknown_report_is_refused(world: FakeWorld):
    with pytest.raises(InvalidData):
        await _told(world, "dance")
