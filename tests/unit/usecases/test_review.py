"""A person's look at risky orders, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.booking import Booking, BookingState, ReviewState
from bot.domain.errors import IllegalTransition, InvalidData, NotFound
from bot.domain.job import Job
from bot.domain.policy import FeeStep
from bot.usecases.booking import cancel, confirm_hold, place_hold
from bot.usecases.review import Decision, decide
from tests.builders import a_customer
from tests.fakes import FakeWorld
from tests.worlds import NANNY, a_catalogue, a_world, an_auntie

TOMORROW_NINE = datetime(2026, 11, 24, 9)
SKILLS = frozenset({"daily_cleaning", "childcare"})


@pytest.fixture
async def world() -> FakeWorld:
    world = a_world(tuple(an_auntie(number, skills=SKILLS) for number in (1, 2, 3)))
    services = {**a_catalogue().services, "childcare": replace(NANNY, bookable=True)}
    world.store.catalogue = a_catalogue(services=services)
    async with world.deps.uow() as uow:
        await uow.customers.add(a_customer())
        await uow.commit()
    return world


async def _booked(world: FakeWorld, **changes: object) -> Booking:
    job = Job("cu_1", "childcare", "浦东新区", "张杨路1458弄6号楼1202", "13800138000")
    async with world.deps.uow() as uow:
        held, _ = await place_hold(world.deps, uow, replace(job, **changes), TOMORROW_NINE, "customer")
        booking = await confirm_hold(world.deps, uow, held.id, "cu_1", "customer")
        await uow.commit()
    return booking


async def _decided(world: FakeWorld, booking: Booking, **decision: object) -> Booking:
    async with world.deps.uow() as uow:
        decided = await decide(world.deps, uow, booking.id, Decision(by="agent_li", **decision))
        await uow.commit()
    return decided


def _audited(world: FakeWorld) -> list[str]:
    return [entry.action for entry in world.store.audit if entry.entity == "booking"]


async def test_a_first_order_of_care_waits_for_a_persons_look_with_its_time_kept(world: FakeWorld):
    booking = await _booked(world)
    assert (booking.state, booking.awaits_review) == (BookingState.CONFIRMED, True)
    assert booking.review is not None
    assert booking.review.reasons == ("第一次约育儿看护",)
    async with world.deps.uow() as uow:
        assert [one.id for one in await uow.bookings.awaiting_review()] == [booking.id]
        assert await uow.bookings.busy(booking.window, booking.provider_ids)


async def test_an_order_like_any_other_waits_for_nobody(world: FakeWorld):
    assert (await _booked(world, service="daily_cleaning")).review is None


async def test_a_second_order_of_the_same_care_is_no_risk_any_more(world: FakeWorld):
    first = await _booked(world)
    world.store.bookings[first.id] = replace(first, state=BookingState.COMPLETED)
    assert (await _booked(world)).review is None


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"service": "daily_cleaning", "heads": 3}, ("一次去3位",)),
        ({"service": "daily_cleaning", "notes": "想找住家的"}, ("备注里说住家",)),
        ({"service": "daily_cleaning", "heads": 3, "minutes": 480}, ("一次去3位", "总价1440元")),
    ],
)
async def test_what_is_big_dear_or_stays_the_night_is_looked_at(
    world: FakeWorld, changes: Mapping[str, object], reasons: tuple[str, ...]
):
    catalogue = world.store.catalogue
    assert catalogue is not None
    limits = replace(catalogue.policies.review, price_from_fen=144_000)
    world.store.catalogue = replace(catalogue, policies=replace(catalogue.policies, review=limits))
    booking = await _booked(world, **changes)
    assert booking.review is not None
    assert booking.review.reasons == reasons


async def test_an_approved_order_stands_as_it_was(world: FakeWorld):
    booking = await _booked(world)
    approved = await _decided(world, booking, what="approve")
    assert approved.review is not None
    assert (approved.review.state, approved.review.by) == (ReviewState.APPROVED, "agent_li")
    assert approved.provider_ids == booking.provider_ids
    assert _audited(world)[-1] == "review_approved"


async def test_a_replaced_provider_gives_her_time_back(world: FakeWorld):
    booking = await _booked(world)
    (other,) = {"p1", "p2"} - set(booking.provider_ids)
    replaced = await _decided(world, booking, what="replace", provider_ids=(other,))
    assert replaced.provider_ids == (other,)
    async with world.deps.uow() as uow:
        assert set(await uow.bookings.busy(booking.window)) == {other}
    assert _audited(world)[-2:] == ["provider_replaced", "review_replaced"]


async def test_a_replacement_by_the_same_person_is_no_overruling(world: FakeWorld):
    booking = await _booked(world)
    same = await _decided(world, booking, what="replace", provider_ids=booking.provider_ids)
    assert same.review is not None
    assert same.review.state is ReviewState.APPROVED


async def test_a_rejected_order_is_cancelled_free_of_charge_and_says_why(world: FakeWorld):
    rejected = await _decided(world, await _booked(world), what="reject", reason="需要先上门评估")
    assert (rejected.state, rejected.fee_fen) == (BookingState.CANCELLED, 0)
    assert _audited(world)[-2:] == ["review_rejected", "booking_cancelled"]
    assert (rejected.events[-1].detail, rejected.cancel_reason) == ({"reason": "given"}, "需要先上门评估")


async def test_what_was_decided_once_is_not_decided_again(world: FakeWorld):
    booking = await _booked(world)
    await _decided(world, booking, what="approve")
    with pytest.raises(IllegalTransition):
        await _decided(world, booking, what="reject", reason="迟了")


@pytest.mark.parametrize(
    ("providers", "error"), [(("p1", "p2"), InvalidData), (("p9",), NotFound), (("p1", "p1"), InvalidData)]
)
async def test_a_replacement_must_be_as_many_people_who_can_do_it(
    world: FakeWorld, providers: tuple[str, ...], error: type[Exception]
):
    with pytest.raises(error):
        await _decided(world, await _booked(world), what="replace", provider_ids=providers)


@pytest.mark.parametrize(
    "decision", [{"what": "ignore"}, {"what": "replace"}, {"what": "reject"}], ids=["unknown", "by nobody", "no reason"]
)
def test_half_a_decision_is_refused(decision: Mapping[str, str]):
    with pytest.raises(InvalidData):
        Decision(by="agent_li", **decision)


async def test_an_order_that_waits_may_still_be_cancelled_for_nothing(world: FakeWorld):
    catalogue = world.store.catalogue
    assert catalogue is not None
    dear = replace(catalogue.policies, cancellation=(FeeStep(within_minutes=48 * 60, percent=50),))
    world.store.catalogue = replace(catalogue, policies=dear)
    booking = await _booked(world)
    async with world.deps.uow() as uow:
        cancelled = await cancel(world.deps, uow, booking.id, "cu_1", "customer")
        await uow.commit()
    assert cancelled.fee_fen == 0
    async with world.deps.uow() as uow:
        assert await uow.bookings.awaiting_review() == []
