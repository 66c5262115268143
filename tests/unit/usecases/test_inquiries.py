"""Questions whose yes changes something: asked by day, answered once, and what follows when nobody answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.booking import Booking, BookingState
from bot.domain.errors import IllegalTransition, NotFound, WindowTaken
from bot.domain.events import BookingChanged, Event, ProviderReplaced, ReviewDecided
from bot.domain.inquiry import Inquiry, InquiryState, Replacement
from bot.domain.matching import occupied
from bot.domain.messages import Notice
from bot.domain.policy import Policies
from bot.domain.pricing import QuoteItem
from bot.domain.sending import Outbound
from bot.domain.values import TimeWindow
from bot.usecases import inquiries
from bot.usecases.booking import cancel
from bot.usecases.leave import take_leave
from bot.usecases.order import reschedule
from tests.builders import NOW, a_booking, a_conversation, a_customer
from tests.fakes import FakeWorld
from tests.worlds import RULES, a_catalogue, a_world, an_auntie

NIGHT = timedelta(hours=12)
"""From ten in the morning to ten at night."""


async def _ordered(**changes: object) -> FakeWorld:
    """A world in which the customer has a visit by p1 tomorrow from ten to one."""
    world = a_world()
    order = a_booking(**{"state": "confirmed", "hold_expires_at": None, **changes})
    async with world.deps.uow() as uow:
        await uow.customers.add(a_customer())
        await uow.conversations.add(a_conversation(dialogue={}))
        await uow.bookings.add(order, occupied(order.window, RULES))
        await uow.commit()
    return world


async def _extra(world: FakeWorld, fen: int = 5000, label: str = "擦外窗") -> Inquiry:
    async with world.deps.uow() as uow:
        asked = await inquiries.ask_extra(world.deps, uow, "bk_1", label, fen, "p1")
        await uow.commit()
    return asked


async def _replacement(world: FakeWorld, in_place: bool = True) -> Inquiry:
    async with world.deps.uow() as uow:
        order = await uow.bookings.get("bk_1")
        if in_place:
            order = order.reassigned(("p2",), world.clock.now(), "dispatcher", "生病")
            await uow.bookings.move(order, occupied(order.window, RULES))
        content = Replacement(("p2",), ("p1",), "生病")
        asked = await inquiries.ask_about(world.deps, uow, order, content)
        await uow.commit()
    return asked


async def _answer(world: FakeWorld, inquiry: Inquiry, yes: bool, customer: str = "cu_1") -> Inquiry:
    async with world.deps.uow() as uow:
        answered = await inquiries.answer(world.deps, uow, inquiry.id, customer, yes)
        await uow.commit()
    return answered


def _order(world: FakeWorld) -> Booking:
    return world.store.bookings["bk_1"]


def _state(world: FakeWorld, inquiry: Inquiry) -> InquiryState:
    return world.store.inquiries[inquiry.id].state


def _written(world: FakeWorld) -> list[Outbound]:
    return list(world.store.outbox.values())


def _audited(world: FakeWorld) -> list[tuple[str, str]]:
    rows = [entry for entry in world.store.audit if entry.entity == "inquiry"]
    return [(entry.action, entry.actor) for entry in rows]


async def test_an_extra_is_asked_about_in_one_bubble_with_its_price_and_the_new_sum():
    world = await _ordered()
    await _extra(world)
    (written,) = _written(world)
    assert written.bubble.as_plain_text() == (
        "您明天（11月24日 周二）10:00–13:00的日常保洁这一单，家政员说要加做：擦外窗，加收50元，加上后一共266元。"
        "您同意再做，可以吗？\n1. 同意\n2. 不用了"
    )
    assert (written.not_before, _order(world).quote) == (None, a_booking().quote)


async def test_a_yes_puts_the_extra_on_the_bill():
    world = await _ordered()
    asked = await _extra(world)
    assert (await _answer(world, asked, True)).state is InquiryState.ACCEPTED
    assert _order(world).quote.items == (*a_booking().quote.items, QuoteItem("extra", "擦外窗", 5000))
    assert _order(world).events[-1].name == "extra_added"
    assert _audited(world) == [("inquiry_asked", "p1"), ("inquiry_accepted", "customer")]
    assert [entry.action for entry in world.store.audit if entry.entity == "booking"] == ["extra_added"]


async def test_a_no_leaves_the_bill_as_it_was():
    world = await _ordered()
    await _answer(world, await _extra(world), False)
    assert _order(world).quote == a_booking().quote
    assert _audited(world)[-1] == ("inquiry_declined", "customer")


async def test_the_first_answer_counts():
    world = await _ordered()
    asked = await _extra(world)
    await _answer(world, asked, True)
    assert (await _answer(world, asked, True)).state is InquiryState.ACCEPTED
    assert (await _answer(world, asked, False)).state is InquiryState.ACCEPTED
    assert len(_order(world).quote.items) == 3
    assert len(_audited(world)) == 2


async def test_nobody_answers_for_somebody_else():
    world = await _ordered()
    asked = await _extra(world)
    with pytest.raises(NotFound):
        await _answer(world, asked, True, customer="cu_2")


async def test_an_extra_comes_up_while_somebody_is_at_it():
    world = await _ordered(state="in_service")
    await _answer(world, await _extra(world), True)
    assert _order(world).quote.total_fen == a_booking().quote.total_fen + 5000


async def test_what_is_over_takes_no_extra():
    world = await _ordered(state="completed")
    with pytest.raises(IllegalTransition):
        await _extra(world)
    assert _written(world) == []


async def test_an_order_that_ends_before_the_yes_costs_no_more():
    world = await _ordered()
    asked = await _extra(world)
    world.store.bookings["bk_1"] = replace(_order(world), state=BookingState.COMPLETED)
    async with world.deps.uow() as uow:
        with pytest.raises(IllegalTransition):
            await inquiries.answer(world.deps, uow, asked.id, "cu_1", True)
        await uow.commit()
    assert _order(world).quote == a_booking().quote
    assert _state(world, asked) is InquiryState.WITHDRAWN


async def test_the_same_extra_at_another_price_takes_the_place_of_the_older_question():
    world = await _ordered()
    older = await _extra(world, 5000)
    newer, other = await _extra(world, 8000), await _replacement(world)
    assert [_state(world, one) for one in (older, newer, other)] == [
        InquiryState.WITHDRAWN, InquiryState.OPEN, InquiryState.OPEN,
    ]  # fmt: skip


async def test_two_extras_are_two_questions_and_each_yes_adds_its_own():
    world = await _ordered()
    first, second = await _extra(world, 5000), await _extra(world, 4000, "洗油烟机")
    assert [_state(world, one) for one in (first, second)] == [InquiryState.OPEN, InquiryState.OPEN]
    await _answer(world, first, True)
    await _answer(world, second, True)
    assert _order(world).quote.total_fen == a_booking().quote.total_fen + 9000


async def test_at_night_it_is_asked_in_the_morning_and_stays_open_from_then_on():
    world = await _ordered(window=replace(a_booking().window, end=NOW + timedelta(days=2), start=NOW + timedelta(1.5)))
    world.clock.advance(hours=12)
    asked = await _extra(world)
    (written,) = _written(world)
    morning = datetime.fromisoformat("2026-11-24T08:00:00+08:00")
    assert written.not_before == morning
    assert asked.expires_at == morning + timedelta(hours=12)


async def test_what_is_read_in_the_morning_calls_the_day_by_its_name_of_then():
    world = await _ordered()
    world.clock.advance(hours=12)
    await _extra(world)
    assert "您今天（11月24日 周二）10:00" in _written(world)[0].bubble.text


async def test_before_an_early_visit_that_cannot_wait_for_the_morning_staff_call_too():
    world = await _ordered(window=TimeWindow(NOW + timedelta(hours=22), NOW + timedelta(hours=25)))
    world.clock.advance(hours=12)
    await _replacement(world)
    assert [task.reason for task in world.store.call_tasks] == ["before_morning"]
    assert world.store.call_tasks[0].text == _written(world)[0].bubble.text


async def test_outside_the_message_window_it_goes_by_the_owners_template():
    world = await _ordered()
    world.store.catalogue = a_catalogue(policies=Policies(templates={"question": "TQ"}))
    asked = await _extra(world)
    (written,) = _written(world)
    lines = {"thing1": "日常保洁", "time2": "2026年11月24日 10:00", "thing3": "李秀英", "phrase4": "等您回复"}
    assert written.notice == Notice("TQ", lines, client_msg_id=f"question.bk_1.{asked.id}")
    assert written.lapses_at == asked.expires_at


async def test_who_is_asked_about_another_provider_is_not_told_beside_it():
    world = await _ordered()
    async with world.deps.uow() as uow:
        await take_leave(world.deps, uow, "p1", _order(world).window, "", "p1")
        await uow.commit()
    assert len(_written(world)) == 1


async def test_a_question_closes_when_the_visit_begins():
    world = await _ordered()
    assert (await _replacement(world)).expires_at == NOW + NIGHT
    world.clock.advance(hours=11)
    assert (await _replacement(world)).expires_at == _order(world).window.start


async def test_a_customer_who_never_wrote_gets_a_conversation_to_be_asked_in():
    world = await _ordered()
    world.store.conversations.clear()
    await _extra(world)
    (conversation,) = world.store.conversations.values()
    assert [row.conversation_id for row in _written(world)] == [conversation.id]


async def test_an_extra_that_nobody_answers_is_not_done():
    world = await _ordered()
    asked = await _extra(world)
    assert await inquiries.expire_inquiries(world.deps) == 0
    world.clock.advance(hours=12)
    assert await inquiries.expire_inquiries(world.deps) == 1
    assert await inquiries.expire_inquiries(world.deps) == 0
    assert _state(world, asked) is InquiryState.EXPIRED
    assert _order(world).quote == a_booking().quote
    assert _audited(world)[-1] == ("inquiry_expired", "system")
    with pytest.raises(IllegalTransition):
        await _answer(world, asked, True)


async def test_a_leave_brings_another_one_and_asks_the_customer_without_telling_why():
    world = await _ordered()
    async with world.deps.uow() as uow:
        _, (order,) = await take_leave(world.deps, uow, "p1", _order(world).window, "家里有事", "p1")
        await uow.commit()
    (asked,) = world.store.inquiries.values()
    assert asked.content == Replacement(("p2",), ("p1",), "")
    assert (order.provider_ids, _written(world)[-1].bubble.text) == (("p2",), (
        "很抱歉，您明天（11月24日 周二）10:00–13:00的日常保洁原定的李秀英来不了，想请张玉梅替她上门，"
        "时间和价格都不变。您看可以吗？"
    ))  # fmt: skip


async def test_a_replacement_in_place_that_nobody_answers_stays_and_staff_call():
    world = await _ordered()
    await _replacement(world)
    world.clock.advance(hours=12)
    await inquiries.expire_inquiries(world.deps)
    assert _order(world).provider_ids == ("p2",)
    (task,) = world.store.call_tasks
    assert (task.customer_id, task.reason) == ("cu_1", "replacement_unanswered")
    assert "张玉梅" in task.text


async def test_a_proposal_takes_place_only_after_a_yes():
    world = await _ordered()
    asked = await _replacement(world, in_place=False)
    assert _order(world).provider_ids == ("p1",)
    await _answer(world, asked, True)
    assert _order(world).provider_ids == ("p2",)
    assert {provider for provider, _ in world.store.cells} == {"p2"}


async def test_a_proposal_that_nobody_answers_changes_nothing_and_needs_no_call():
    world = await _ordered()
    await _replacement(world, in_place=False)
    world.clock.advance(hours=12)
    await inquiries.expire_inquiries(world.deps)
    assert (_order(world).provider_ids, world.store.call_tasks) == (("p1",), [])


async def test_a_proposal_whose_provider_is_taken_meanwhile_leaves_the_order_as_it_was():
    world = await _ordered()
    asked = await _replacement(world, in_place=False)
    rival = a_booking(id="bk_2", provider_ids=("p2",))
    async with world.deps.uow() as uow:
        await uow.bookings.add(rival, occupied(rival.window, RULES))
        await uow.commit()
    async with world.deps.uow() as uow:
        with pytest.raises(WindowTaken):
            await inquiries.answer(world.deps, uow, asked.id, "cu_1", True)
        await uow.commit()
    assert _order(world).provider_ids == ("p1",)
    assert _state(world, asked) is InquiryState.WITHDRAWN


async def test_who_does_not_want_the_other_one_cancels_without_a_fee():
    world = await _ordered()
    asked = await _replacement(world)
    async with world.deps.uow() as uow:
        cancelled = await inquiries.cancel_instead(world.deps, uow, asked.id, "cu_1", "customer")
        await uow.commit()
    assert (cancelled.state, cancelled.fee_fen) == (BookingState.CANCELLED, 0)
    assert world.store.cells == {}
    assert _state(world, asked) is InquiryState.DECLINED


async def test_only_a_replacement_that_is_open_lets_cancel_without_a_fee():
    world = await _ordered()
    extra, replacement = await _extra(world), await _replacement(world)
    await _answer(world, replacement, True)
    for asked in (extra, replacement):
        async with world.deps.uow() as uow:
            with pytest.raises(IllegalTransition):
                await inquiries.cancel_instead(world.deps, uow, asked.id, "cu_1", "customer")
    assert _order(world).state is BookingState.CONFIRMED


async def test_an_order_that_is_cancelled_takes_its_questions_with_it():
    world = await _ordered()
    asked = [await _extra(world), await _replacement(world)]
    async with world.deps.uow() as uow:
        await cancel(world.deps, uow, "bk_1", "cu_1", "customer")
        await uow.commit()
    assert [_state(world, one) for one in asked] == [InquiryState.WITHDRAWN, InquiryState.WITHDRAWN]


async def test_an_order_that_is_moved_keeps_the_question_about_its_extra_alone():
    world = await _ordered()
    asked = [await _extra(world), await _replacement(world)]
    async with world.deps.uow() as uow:
        await reschedule(world.deps, uow, "bk_1", "cu_1", datetime(2026, 11, 26, 9), "customer")
        await uow.commit()
    assert [_state(world, one) for one in asked] == [InquiryState.OPEN, InquiryState.WITHDRAWN]


async def _by_others(world: FakeWorld, event: type[Event], *providers: str) -> None:
    """Somebody changes who comes, without asking the customer."""
    before = _order(world)
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
    world = await _ordered()
    asked = [await _extra(world), await _replacement(world, in_place)]
    await _by_others(world, event, "p3")
    assert [_state(world, one) for one in asked] == [InquiryState.OPEN, InquiryState.WITHDRAWN]


async def test_a_replacement_that_is_taken_back_is_asked_about_no_more():
    world = await _ordered()
    asked = await _replacement(world)
    await _by_others(world, ProviderReplaced, "p1")
    assert _state(world, asked) is InquiryState.WITHDRAWN


@pytest.mark.parametrize("in_place", [True, False])
async def test_a_change_that_leaves_who_comes_leaves_the_question(in_place: bool):
    world = await _ordered()
    asked = await _replacement(world, in_place)
    await _by_others(world, BookingChanged, *_order(world).provider_ids)
    assert _state(world, asked) is InquiryState.OPEN


async def test_of_two_leaves_on_one_order_the_customer_is_asked_about_what_came_of_both():
    world = await _ordered()
    world.store.providers["p3"] = an_auntie(3)
    async with world.deps.uow() as uow:
        await take_leave(world.deps, uow, "p1", _order(world).window, "", "p1")
        await take_leave(
            world.deps, uow, (await uow.bookings.get("bk_1")).provider_ids[0], _order(world).window, "", "p"
        )
        await uow.commit()
    (asked,) = [one for one in world.store.inquiries.values() if one.is_open]
    assert isinstance(asked.content, Replacement)
    assert asked.content.provider_ids == _order(world).provider_ids == ("p3",)


async def test_a_question_about_an_early_visit_is_not_open_beyond_its_start():
    world = await _ordered(window=TimeWindow(NOW + timedelta(hours=21), NOW + timedelta(hours=24)))
    world.clock.advance(hours=12)
    assert (await _replacement(world)).expires_at == _order(world).window.start  # seven; the morning begins at eight


async def test_nobody_is_asked_about_another_provider_once_the_visit_has_begun():
    world = await _ordered()
    world.clock.advance(hours=25)
    asked = await _replacement(world)
    assert await inquiries.expire_inquiries(world.deps) == 1
    assert _state(world, asked) is InquiryState.EXPIRED
    assert [task.reason for task in world.store.call_tasks] == ["replacement_unanswered"]


async def test_a_visit_that_has_begun_is_not_cancelled_instead():
    world = await _ordered()
    asked = await _replacement(world)
    world.store.inquiries[asked.id] = replace(asked, expires_at=NOW + timedelta(days=2))
    world.clock.advance(hours=24)
    async with world.deps.uow() as uow:
        with pytest.raises(IllegalTransition):
            await inquiries.cancel_instead(world.deps, uow, asked.id, "cu_1", "customer")
    assert _order(world).state is BookingState.CONFIRMED
