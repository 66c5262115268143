"""Questions whose yes changes something: asked by day, answered once, and what follows when nobody answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.booking import BookingState
from bot.domain.errors import IllegalTransition, NotFound, WindowTaken
from bot.domain.inquiry import InquiryState, Replacement
from bot.domain.matching import occupied
from bot.domain.messages import Notice
from bot.domain.policy import Policies
from bot.domain.pricing import QuoteItem
from bot.domain.values import TimeWindow
from bot.usecases import inquiries
from bot.usecases.booking import cancel
from bot.usecases.leave import take_leave
from bot.usecases.order import reschedule
from tests.builders import NOW, a_booking
from tests.fakes import FakeWorld
from tests.unit.usecases.inquiry_steps import answer, asks_extra, asks_replacement, order_in, ordered, state, written_in
from tests.worlds import RULES, a_catalogue

NIGHT = timedelta(hours=12)
"""From ten in the morning to ten at night."""


def _audited(world: FakeWorld) -> list[tuple[str, str]]:
    rows = [entry for entry in world.store.audit if entry.entity == "inquiry"]
    return [(entry.action, entry.actor) for entry in rows]


async def test_an_extra_is_asked_about_in_one_bubble_with_its_price_and_the_new_sum():
    world = await ordered()
    await asks_extra(world)
    (written,) = written_in(world)
    assert written.bubble.as_plain_text() == (
        "您明天（11月24日 周二）10:00–13:00的日常保洁这一单，家政员说要加做：擦外窗，加收50元，加上后一共266元。"
        "您同意再做，可以吗？\n1. 同意\n2. 不用了"
    )
    assert (written.not_before, order_in(world).quote) == (None, a_booking().quote)


async def test_a_yes_puts_the_extra_on_the_bill():
    world = await ordered()
    asked = await asks_extra(world)
    assert (await answer(world, asked, True)).state is InquiryState.ACCEPTED
    assert order_in(world).quote.items == (*a_booking().quote.items, QuoteItem("extra", "擦外窗", 5000))
    assert order_in(world).events[-1].name == "extra_added"
    assert _audited(world) == [("inquiry_asked", "p1"), ("inquiry_accepted", "customer")]
    assert [entry.action for entry in world.store.audit if entry.entity == "booking"] == ["extra_added"]


async def test_a_no_leaves_the_bill_as_it_was():
    world = await ordered()
    await answer(world, await asks_extra(world), False)
    assert order_in(world).quote == a_booking().quote
    assert _audited(world)[-1] == ("inquiry_declined", "customer")


async def test_the_first_answer_counts():
    world = await ordered()
    asked = await asks_extra(world)
    await answer(world, asked, True)
    assert (await answer(world, asked, True)).state is InquiryState.ACCEPTED
    assert (await answer(world, asked, False)).state is InquiryState.ACCEPTED
    assert len(order_in(world).quote.items) == 3
    assert len(_audited(world)) == 2


async def test_nobody_answers_for_somebody_else():
    world = await ordered()
    asked = await asks_extra(world)
    with pytest.raises(NotFound):
        await answer(world, asked, True, customer="cu_2")


async def test_an_extra_comes_up_while_somebody_is_at_it():
    world = await ordered(state="in_service")
    await answer(world, await asks_extra(world), True)
    assert order_in(world).quote.total_fen == a_booking().quote.total_fen + 5000


async def test_what_is_over_takes_no_extra():
    world = await ordered(state="completed")
    with pytest.raises(IllegalTransition):
        await asks_extra(world)
    assert written_in(world) == []


async def test_an_order_that_ends_before_the_yes_costs_no_more():
    world = await ordered()
    asked = await asks_extra(world)
    world.store.bookings["bk_1"] = replace(order_in(world), state=BookingState.COMPLETED)
    async with world.deps.uow() as uow:
        with pytest.raises(IllegalTransition):
            await inquiries.answer(world.deps, uow, asked.id, "cu_1", True)
        await uow.commit()
    assert order_in(world).quote == a_booking().quote
    assert state(world, asked) is InquiryState.WITHDRAWN


async def test_the_same_extra_at_another_price_takes_the_place_of_the_older_question():
    world = await ordered()
    older = await asks_extra(world, 5000)
    newer, other = await asks_extra(world, 8000), await asks_replacement(world)
    assert [state(world, one) for one in (older, newer, other)] == [
        InquiryState.WITHDRAWN, InquiryState.OPEN, InquiryState.OPEN,
    ]  # fmt: skip


async def test_two_extras_are_two_questions_and_each_yes_adds_its_own():
    world = await ordered()
    first, second = await asks_extra(world, 5000), await asks_extra(world, 4000, "洗油烟机")
    assert [state(world, one) for one in (first, second)] == [InquiryState.OPEN, InquiryState.OPEN]
    await answer(world, first, True)
    await answer(world, second, True)
    assert order_in(world).quote.total_fen == a_booking().quote.total_fen + 9000


async def test_at_night_it_is_asked_in_the_morning_and_stays_open_from_then_on():
    world = await ordered(window=replace(a_booking().window, end=NOW + timedelta(days=2), start=NOW + timedelta(1.5)))
    world.clock.advance(hours=12)
    asked = await asks_extra(world)
    (written,) = written_in(world)
    morning = datetime.fromisoformat("2026-11-24T08:00:00+08:00")
    assert written.not_before == morning
    assert asked.expires_at == morning + timedelta(hours=12)


async def test_what_is_read_in_the_morning_calls_the_day_by_its_name_of_then():
    world = await ordered()
    world.clock.advance(hours=12)
    await asks_extra(world)
    assert "您今天（11月24日 周二）10:00" in written_in(world)[0].bubble.text


async def test_before_an_early_visit_that_cannot_wait_for_the_morning_staff_call_too():
    world = await ordered(window=TimeWindow(NOW + timedelta(hours=22), NOW + timedelta(hours=25)))
    world.clock.advance(hours=12)
    await asks_replacement(world)
    assert [task.reason for task in world.store.call_tasks] == ["before_morning"]
    assert world.store.call_tasks[0].text == written_in(world)[0].bubble.text


async def test_outside_the_message_window_it_goes_by_the_owners_template():
    world = await ordered()
    world.store.catalogue = a_catalogue(policies=Policies(templates={"question": "TQ"}))
    asked = await asks_extra(world)
    (written,) = written_in(world)
    lines = {"thing1": "日常保洁", "time2": "2026年11月24日 10:00", "thing3": "李秀英", "phrase4": "等您回复"}
    assert written.notice == Notice("TQ", lines, client_msg_id=f"question.bk_1.{asked.id}")
    assert written.lapses_at == asked.expires_at


async def test_who_is_asked_about_another_provider_is_not_told_beside_it():
    world = await ordered()
    async with world.deps.uow() as uow:
        await take_leave(world.deps, uow, "p1", order_in(world).window, "", "p1")
        await uow.commit()
    assert len(written_in(world)) == 1


async def test_a_question_closes_when_the_visit_begins():
    assert (await asks_replacement(await ordered())).expires_at == NOW + NIGHT
    world = await ordered()
    world.clock.advance(hours=11)
    assert (await asks_replacement(world)).expires_at == order_in(world).window.start


async def test_what_is_asked_already_is_not_asked_again():
    world = await ordered()
    first, again = await asks_replacement(world), await asks_replacement(world)
    assert (again.id, len(written_in(world))) == (first.id, 1)


async def test_a_customer_who_never_wrote_gets_a_conversation_to_be_asked_in():
    world = await ordered()
    world.store.conversations.clear()
    await asks_extra(world)
    (conversation,) = world.store.conversations.values()
    assert [row.conversation_id for row in written_in(world)] == [conversation.id]


async def test_an_extra_that_nobody_answers_is_not_done():
    world = await ordered()
    asked = await asks_extra(world)
    assert await inquiries.expire_inquiries(world.deps) == 0
    world.clock.advance(hours=12)
    assert await inquiries.expire_inquiries(world.deps) == 1
    assert await inquiries.expire_inquiries(world.deps) == 0
    assert state(world, asked) is InquiryState.EXPIRED
    assert order_in(world).quote == a_booking().quote
    assert _audited(world)[-1] == ("inquiry_expired", "system")
    with pytest.raises(IllegalTransition):
        await answer(world, asked, True)


async def test_a_leave_brings_another_one_and_asks_the_customer_without_telling_why():
    world = await ordered()
    async with world.deps.uow() as uow:
        _, (order,) = await take_leave(world.deps, uow, "p1", order_in(world).window, "家里有事", "p1")
        await uow.commit()
    (asked,) = world.store.inquiries.values()
    assert asked.content == Replacement(("p2",), ("p1",), "")
    assert (order.provider_ids, written_in(world)[-1].bubble.text) == (("p2",), (
        "很抱歉，您明天（11月24日 周二）10:00–13:00的日常保洁原定的李秀英来不了，想请张玉梅替她上门，"
        "时间和价格都不变。您看可以吗？"
    ))  # fmt: skip


async def test_a_replacement_in_place_that_nobody_answers_stays_and_staff_call():
    world = await ordered()
    await asks_replacement(world)
    world.clock.advance(hours=12)
    await inquiries.expire_inquiries(world.deps)
    assert order_in(world).provider_ids == ("p2",)
    (task,) = world.store.call_tasks
    assert (task.customer_id, task.reason) == ("cu_1", "replacement_unanswered")
    assert "张玉梅" in task.text


async def test_a_proposal_takes_place_only_after_a_yes():
    world = await ordered()
    asked = await asks_replacement(world, in_place=False)
    assert order_in(world).provider_ids == ("p1",)
    await answer(world, asked, True)
    assert order_in(world).provider_ids == ("p2",)
    assert {provider for provider, _ in world.store.cells} == {"p2"}


async def test_a_proposal_that_nobody_answers_changes_nothing_and_needs_no_call():
    world = await ordered()
    await asks_replacement(world, in_place=False)
    world.clock.advance(hours=12)
    await inquiries.expire_inquiries(world.deps)
    assert (order_in(world).provider_ids, world.store.call_tasks) == (("p1",), [])


async def test_a_proposal_whose_provider_is_taken_meanwhile_leaves_the_order_as_it_was():
    world = await ordered()
    asked = await asks_replacement(world, in_place=False)
    rival = a_booking(id="bk_2", provider_ids=("p2",))
    async with world.deps.uow() as uow:
        await uow.bookings.add(rival, occupied(rival.window, RULES))
        await uow.commit()
    async with world.deps.uow() as uow:
        with pytest.raises(WindowTaken):
            await inquiries.answer(world.deps, uow, asked.id, "cu_1", True)
        await uow.commit()
    assert order_in(world).provider_ids == ("p1",)
    assert state(world, asked) is InquiryState.WITHDRAWN


async def test_who_does_not_want_the_other_one_cancels_without_a_fee():
    world = await ordered()
    asked = await asks_replacement(world)
    async with world.deps.uow() as uow:
        cancelled = await inquiries.cancel_instead(world.deps, uow, asked.id, "cu_1", "customer")
        await uow.commit()
    assert (cancelled.state, cancelled.fee_fen) == (BookingState.CANCELLED, 0)
    assert world.store.cells == {}
    assert state(world, asked) is InquiryState.DECLINED


async def test_only_a_replacement_that_is_open_lets_cancel_without_a_fee():
    world = await ordered()
    extra, replacement = await asks_extra(world), await asks_replacement(world)
    await answer(world, replacement, True)
    for asked in (extra, replacement):
        async with world.deps.uow() as uow:
            with pytest.raises(IllegalTransition):
                await inquiries.cancel_instead(world.deps, uow, asked.id, "cu_1", "customer")
    assert order_in(world).state is BookingState.CONFIRMED


async def test_an_order_that_is_cancelled_takes_its_questions_with_it():
    world = await ordered()
    asked = [await asks_extra(world), await asks_replacement(world)]
    async with world.deps.uow() as uow:
        await cancel(world.deps, uow, "bk_1", "cu_1", "customer")
        await uow.commit()
    assert [state(world, one) for one in asked] == [InquiryState.WITHDRAWN, InquiryState.WITHDRAWN]


async def test_an_order_that_is_moved_keeps_the_question_about_its_extra_alone():
    world = await ordered()
    asked = [await asks_extra(world), await asks_replacement(world)]
    async with world.deps.uow() as uow:
        await reschedule(world.deps, uow, "bk_1", "cu_1", datetime(2026, 11, 26, 9), "customer")
        await uow.commit()
    assert [state(world, one) for one in asked] == [InquiryState.OPEN, InquiryState.WITHDRAWN]
