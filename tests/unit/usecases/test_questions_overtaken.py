"""Questions that nobody answers any more: others come, the visit has begun, its start is near."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.booking import BookingState
from bot.domain.errors import IllegalTransition
from bot.domain.events import BookingChanged, Event, ProviderReplaced, ReviewDecided
from bot.domain.inquiry import InquiryState, Replacement
from bot.domain.matching import occupied
from bot.domain.values import TimeWindow
from bot.usecases import inquiries
from bot.usecases.leave import take_leave
from tests.builders import NOW
from tests.fakes import FakeWorld
from tests.unit.usecases.inquiry_steps import asks_extra, asks_replacement, order_in, ordered, state
from tests.worlds import RULES, an_auntie


async def _by_others(world: FakeWorld, event: type[Event], *providers: str) -> None:
    """Somebody changes who comes, without asking the customer."""
    before = order_in(world)
    now = world.clock.now()
    if event is BookingChanged:
        changed = before.changed(now, "agent", providers, notes="别按门铃")
    else:
        changed = before.reassigned(providers, now, "agent", "")
    async with world.deps.uow() as uow:
        await uow.bookings.move(changed, occupied(changed.window, RULES))
        uow.happened(event(changed, before))  # type: ignore[call-arg]
        await uow.commit()


@pytest.mark.parametrize("event", [ProviderReplaced, BookingChanged, ReviewDecided])
@pytest.mark.parametrize("in_place", [True, False])
async def test_who_comes_is_asked_no_more_once_others_come(event: type[Event], in_place: bool):
    world = await ordered()
    asked = [await asks_extra(world), await asks_replacement(world, in_place)]
    await _by_others(world, event, "p3")
    assert [state(world, one) for one in asked] == [InquiryState.OPEN, InquiryState.WITHDRAWN]


async def test_a_replacement_that_is_taken_back_is_asked_about_no_more():
    world = await ordered()
    asked = await asks_replacement(world)
    await _by_others(world, ProviderReplaced, "p1")
    assert state(world, asked) is InquiryState.WITHDRAWN


@pytest.mark.parametrize("in_place", [True, False])
async def test_a_change_that_leaves_who_comes_leaves_the_question(in_place: bool):
    world = await ordered()
    asked = await asks_replacement(world, in_place)
    await _by_others(world, BookingChanged, *order_in(world).provider_ids)
    assert state(world, asked) is InquiryState.OPEN


async def test_of_two_leaves_on_one_order_the_customer_is_asked_about_what_came_of_both():
    world = await ordered()
    world.store.providers["p3"] = an_auntie(3)
    async with world.deps.uow() as uow:
        await take_leave(world.deps, uow, "p1", order_in(world).window, "", "p1")
        await take_leave(
            world.deps, uow, (await uow.bookings.get("bk_1")).provider_ids[0], order_in(world).window, "", "p"
        )
        await uow.commit()
    (asked,) = [one for one in world.store.inquiries.values() if one.is_open]
    assert isinstance(asked.content, Replacement)
    assert asked.content.provider_ids == order_in(world).provider_ids == ("p3",)


async def test_a_question_about_an_early_visit_is_not_open_beyond_its_start():
    world = await ordered(window=TimeWindow(NOW + timedelta(hours=21), NOW + timedelta(hours=24)))
    world.clock.advance(hours=12)
    assert (await asks_replacement(world)).expires_at == order_in(
        world
    ).window.start  # seven; the morning begins at eight


async def test_nobody_is_asked_about_another_provider_once_the_visit_has_begun():
    world = await ordered()
    world.clock.advance(hours=25)
    asked = await asks_replacement(world)
    assert await inquiries.expire_inquiries(world.deps) == 1
    assert state(world, asked) is InquiryState.EXPIRED
    assert [task.reason for task in world.store.call_tasks] == ["replacement_unanswered"]


async def test_a_visit_that_has_begun_is_not_cancelled_instead():
    world = await ordered()
    asked = await asks_replacement(world)
    world.store.inquiries[asked.id] = replace(asked, expires_at=NOW + timedelta(days=2))
    world.clock.advance(hours=24)
    async with world.deps.uow() as uow:
        with pytest.raises(IllegalTransition):
            await inquiries.cancel_instead(world.deps, uow, asked.id, "cu_1", "customer")
    assert order_in(world).state is BookingState.CONFIRMED
