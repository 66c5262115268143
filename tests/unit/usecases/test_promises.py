"""What was said holds: prices that were shown, reviews, certificates, fees, and who is able to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.booking import Booking, BookingState, ReviewState
from bot.domain.catalogue import Surcharge
from bot.domain.errors import HoldExpired, IllegalTransition, InvalidData, NoProviderAvailable, PastWindow, WindowTaken
from bot.domain.job import Job, OrderChange
from bot.domain.policy import FeeStep, Policies, ReviewLimits
from bot.usecases.booking import cancel, confirm_hold, place_hold
from bot.usecases.leave import take_leave
from bot.usecases.order import change, preview_move, rectify, reschedule, restorable_of, restore
from bot.usecases.review import Decision, chase_reviews, decide
from tests.builders import a_customer
from tests.fakes import FakeWorld
from tests.worlds import CLEANING, SURCHARGES, a_catalogue, a_world, an_auntie

TOMORROW_NINE = datetime(2026, 11, 24, 9)
ALWAYS = Policies(review=ReviewLimits(always=frozenset({"daily_cleaning"})))
JOB = Job("cu_1", "daily_cleaning", "浦东新区", "张杨路1458弄6号楼1202", "13800138000", area_sqm=90)


async def _world(*ratings: float, **catalogue: Any) -> FakeWorld:
    world = a_world(tuple(an_auntie(number, rating=rating) for number, rating in enumerate(ratings or (4.9,), start=1)))
    world.store.catalogue = a_catalogue(**catalogue)
    async with world.deps.uow() as uow:
        await uow.customers.add(a_customer())
        await uow.commit()
    return world


async def _held(world: FakeWorld, job: Job = JOB, start: datetime = TOMORROW_NINE) -> Booking:
    async with world.deps.uow() as uow:
        held, _ = await place_hold(world.deps, uow, job, start, "customer")
        await uow.commit()
    return held


async def _booked(world: FakeWorld, job: Job = JOB, start: datetime = TOMORROW_NINE) -> Booking:
    held = await _held(world, job, start)
    async with world.deps.uow() as uow:
        booking = await confirm_hold(world.deps, uow, held.id, "cu_1", "customer")
        await uow.commit()
    return booking


async def test_a_rejected_order_cannot_be_taken_back_by_a_word():
    world = await _world(policies=ALWAYS)
    booking = await _booked(world)
    async with world.deps.uow() as uow:
        await decide(world.deps, uow, booking.id, Decision("reject", "agent:li", reason="需要先上门看看"))
        await uow.commit()
    async with world.deps.uow() as uow:
        assert await restorable_of(uow, "cu_1", world.clock.now()) == []
        with pytest.raises(IllegalTransition):
            await restore(world.deps, uow, booking.id, "cu_1", "customer")


async def test_what_the_company_has_cancelled_is_not_the_customers_to_take_back():
    world = await _world()
    booking = await _booked(world)
    async with world.deps.uow() as uow:
        await cancel(world.deps, uow, booking.id, "cu_1", "agent:li")
        await uow.commit()
    async with world.deps.uow() as uow:
        assert await restorable_of(uow, "cu_1", world.clock.now()) == []


async def test_a_move_costs_what_was_shown_however_late_the_yes_is():
    urgent = Surcharge("urgent", "加急", "urgent", percent=30, within_minutes=240)
    world = await _world(surcharges=(*SURCHARGES, urgent))
    booking = await _booked(world)
    today_three = datetime(2026, 11, 23, 15)
    world.clock.advance(minutes=58)
    shown_at = datetime(2026, 11, 23, 10, 58)
    async with world.deps.uow() as uow:
        shown = await preview_move(world.deps, uow, booking.id, "cu_1", today_three, "customer")
    world.clock.advance(minutes=5)
    async with world.deps.uow() as uow:
        moved = await reschedule(world.deps, uow, booking.id, "cu_1", today_three, "customer", shown_at)
    assert (shown.quote.total_fen, moved.quote) == (18000, shown.quote)


async def test_a_yes_to_somebody_who_has_fallen_ill_meanwhile_books_nobody():
    world = await _world()
    held = await _held(world)
    async with world.deps.uow() as uow:
        await take_leave(world.deps, uow, "p1", held.window, "发烧", "p1")
        await uow.commit()
    with pytest.raises((WindowTaken, HoldExpired)):
        async with world.deps.uow() as uow:
            await confirm_hold(world.deps, uow, held.id, "cu_1", "customer")


async def test_a_yes_after_the_visit_should_have_begun_is_too_late():
    world = await _world()
    held = await _held(world)
    world.store.bookings[held.id] = replace(held, hold_expires_at=held.window.end)
    world.clock.advance(hours=24)
    with pytest.raises(PastWindow):
        async with world.deps.uow() as uow:
            await confirm_hold(world.deps, uow, held.id, "cu_1", "customer")


@pytest.mark.parametrize("changes", [{"certificates": {}}, {"active": False}, {"levels": {"daily_cleaning": 1}}])
async def test_staff_may_not_send_anybody_who_cannot_do_the_work(changes: dict[str, Any]):
    strict = replace(CLEANING, certificates=("健康证",), level=2)
    services = {**a_catalogue().services, strict.code: strict}
    world = await _world(4.9, 4.8, services=services, policies=ALWAYS)
    for number in ("p1", "p2"):
        papers = {"健康证": date(2027, 1, 1)}
        world.store.providers[number] = replace(world.store.providers[number], certificates=papers)
    booking = await _booked(world)
    world.store.providers["p2"] = replace(world.store.providers["p2"], **changes)
    with pytest.raises(InvalidData, match="p2"):
        async with world.deps.uow() as uow:
            await decide(world.deps, uow, booking.id, Decision("replace", "agent:li", ("p2",)))


async def test_staff_may_send_somebody_whom_the_customer_did_not_wish():
    world = await _world(4.9, 4.8, policies=ALWAYS)
    world.store.providers["p2"] = replace(world.store.providers["p2"], gender="male")
    booking = await _booked(world, replace(JOB, provider_gender="female"))
    async with world.deps.uow() as uow:
        decided = await decide(world.deps, uow, booking.id, Decision("replace", "agent:li", ("p2",)))
    assert decided.provider_ids == ("p2",)


async def test_an_order_is_not_restored_to_somebody_who_has_left():
    world = await _world()
    booking = await _booked(world)
    async with world.deps.uow() as uow:
        await cancel(world.deps, uow, booking.id, "cu_1", "customer")
        await uow.commit()
    world.store.providers["p1"] = replace(world.store.providers["p1"], active=False)
    with pytest.raises(WindowTaken):
        async with world.deps.uow() as uow:
            await restore(world.deps, uow, booking.id, "cu_1", "customer")


async def test_a_restored_order_counts_among_the_hours_of_her_week():
    world = await _world()
    booking = await _booked(world)
    async with world.deps.uow() as uow:
        await cancel(world.deps, uow, booking.id, "cu_1", "customer")
        await uow.commit()
    world.store.providers["p1"] = replace(world.store.providers["p1"], max_minutes_per_week=300)
    await _booked(world, start=TOMORROW_NINE + timedelta(days=1))
    with pytest.raises(WindowTaken):
        async with world.deps.uow() as uow:
            await restore(world.deps, uow, booking.id, "cu_1", "customer")


async def test_an_order_that_grows_risky_by_a_change_is_looked_at_then():
    world = await _world(4.9, 4.8, 4.7)
    booking = await _booked(world)
    async with world.deps.uow() as uow:
        grown = await change(world.deps, uow, booking.id, "cu_1", OrderChange(heads=3), "customer")
    assert (booking.review, grown.awaits_review) == (None, True)
    assert grown.review is not None
    assert grown.review.reasons == ("一次去3位",)


async def test_what_was_approved_is_not_looked_at_again_for_the_same_reason():
    world = await _world(policies=ALWAYS)
    booking = await _booked(world)
    async with world.deps.uow() as uow:
        await decide(world.deps, uow, booking.id, Decision("approve", "agent:li"))
        await uow.commit()
    async with world.deps.uow() as uow:
        moved = await reschedule(world.deps, uow, booking.id, "cu_1", TOMORROW_NINE + timedelta(days=1), "customer")
    assert moved.review is not None
    assert moved.review.state is ReviewState.APPROVED


async def test_a_need_that_takes_time_lengthens_a_visit_whose_length_followed_from_the_home():
    slow = replace(CLEANING, minutes_by_need={"kitchen_grease": 60})
    world = await _world(services={**a_catalogue().services, slow.code: slow})
    followed, stated = await _booked(world), await _booked(world, replace(JOB, minutes=150), datetime(2026, 11, 25, 9))
    async with world.deps.uow() as uow:
        wanted = OrderChange(needs=("kitchen_grease",))
        longer = await change(world.deps, uow, followed.id, "cu_1", wanted, "customer")
        same = await change(world.deps, uow, stated.id, "cu_1", wanted, "customer")
    assert (longer.duration_minutes, same.duration_minutes) == (240, 150)


@pytest.mark.parametrize(
    ("start", "error"),
    [
        (datetime(2026, 11, 23, 11, 30), NoProviderAvailable),
        (datetime(2027, 3, 1, 9), NoProviderAvailable),
        (datetime(2026, 11, 23, 9), PastWindow),
    ],
    ids=["too soon", "too far ahead", "past"],
)
async def test_a_customer_is_promised_nothing_outside_notice_and_horizon(start: datetime, error: type[Exception]):
    world = await _world()
    with pytest.raises(error):
        await _held(world, start=start)
    booking = await _booked(world)
    with pytest.raises(error):
        async with world.deps.uow() as uow:
            await reschedule(world.deps, uow, booking.id, "cu_1", start, "customer")


async def test_staff_may_send_somebody_sooner_but_not_yesterday():
    world = await _world()
    first = await _booked(world)
    world.store.bookings[first.id] = replace(first, state=BookingState.COMPLETED)
    async with world.deps.uow() as uow:
        soon = await rectify(world.deps, uow, first.id, datetime(2026, 11, 23, 11), "agent:li")
        assert soon.state is BookingState.CONFIRMED
        with pytest.raises(PastWindow):
            await rectify(world.deps, uow, first.id, datetime(2026, 11, 22, 9), "agent:li")


async def test_a_visit_that_is_put_off_late_saves_no_fee():
    world = await _world(policies=Policies(cancellation=(FeeStep(240, 20),)))
    booking = await _booked(world)
    world.clock.advance(seconds=(booking.window.start - world.clock.now()).total_seconds() - 3600)
    async with world.deps.uow() as uow:
        await reschedule(world.deps, uow, booking.id, "cu_1", datetime(2026, 12, 20, 9), "customer")
        await uow.commit()
    async with world.deps.uow() as uow:
        assert (await cancel(world.deps, uow, booking.id, "cu_1", "customer")).fee_fen == 3600


async def test_staff_are_called_once_about_a_review_that_is_late_and_the_order_is_given_up_at_its_time():
    world = await _world(policies=ALWAYS)
    booking = await _booked(world)
    start = booking.window.start
    for at in (start - timedelta(hours=5), start - timedelta(hours=4), start - timedelta(hours=1)):
        world.clock.advance(seconds=(at - world.clock.now()).total_seconds())
        await chase_reviews(world.deps)
    assert [task.reason for task in world.store.call_tasks] == ["review_overdue"]
    world.clock.advance(hours=1)
    with pytest.raises(IllegalTransition):
        async with world.deps.uow() as uow:
            await decide(world.deps, uow, booking.id, Decision("approve", "agent:li"))
    assert await chase_reviews(world.deps) == 1
    given_up = world.store.bookings[booking.id]
    assert (given_up.state, given_up.fee_fen) == (BookingState.CANCELLED, 0)
    assert await chase_reviews(world.deps) == 0


async def test_a_company_that_has_loaded_nothing_yet_has_nothing_to_chase():
    assert await chase_reviews(FakeWorld().deps) == 0
