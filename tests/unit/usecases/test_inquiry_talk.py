"""A question of the company's in the talk: a yes answers what was asked last, and nothing is lost beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.booking import BookingState
from bot.domain.conversation import Mode
from bot.domain.inbox import Patience
from bot.domain.inquiry import InquiryState, Replacement
from bot.domain.matching import occupied
from bot.usecases import inquiries
from bot.usecases.turn import TakeTurn, take_turn
from tests.talker import Talker, parse_of
from tests.worlds import RULES, a_text, heard

ADDRESS = "浦东新区张杨路1458弄6号楼1202"
ALL = f"打扫，90平，{ADDRESS}，13800138000"
RIPE = timedelta(minutes=1)


async def _booked(talker: Talker | None = None, day: str = "明天下午两点") -> Talker:
    talker = talker or Talker()
    await talker.says(f"{day}{ALL}", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    return talker


async def _asks_extra(talker: Talker, booking_id: str = "", label: str = "擦外窗") -> None:
    """A minute later somebody wants to do more than was booked."""
    talker.world.clock.advance(minutes=1)
    booking_id = booking_id or talker.bookings(BookingState.CONFIRMED)[0].id
    async with talker.world.deps.uow() as uow:
        await inquiries.ask_extra(talker.world.deps, uow, booking_id, label, 5000, "p1")
        await uow.commit()
    talker.world.clock.advance(minutes=1)


async def _asks_for_another(talker: Talker, in_place: bool = True) -> None:
    talker.world.clock.advance(minutes=1)
    deps, (booking,) = talker.world.deps, talker.bookings(BookingState.CONFIRMED)
    async with deps.uow() as uow:
        if in_place:
            booking = booking.reassigned(("p2",), deps.clock.now(), "dispatcher", "生病")
            await uow.bookings.move(booking, occupied(booking.window, RULES))
        await inquiries.ask_about(deps, uow, booking, Replacement(("p2",), ("p1",), "生病"))
        await uow.commit()
    talker.world.clock.advance(minutes=1)


def _states(talker: Talker) -> list[InquiryState]:
    return [inquiry.state for inquiry in talker.world.store.inquiries.values()]


@pytest.mark.parametrize(("text", "intent"), [("要", "affirm"), ("好", "affirm"), ("1", "affirm"), ("同意", "affirm")])
async def test_a_bare_yes_agrees_to_the_extra(text: str, intent: str):
    talker = await _booked()
    await _asks_extra(talker)
    assert await talker.says(text, intent) == ["utter_extra_agreed"]
    assert talker.values == {"label": "擦外窗", "price": "230元"}
    assert talker.bookings()[0].quote.total_fen == 23000


@pytest.mark.parametrize(
    ("text", "intent"), [("不用", "deny"), ("2", "inform"), ("不用了", "deny"), ("算了", "abandon")]
)
async def test_a_bare_no_refuses_it(text: str, intent: str):
    talker = await _booked()
    await _asks_extra(talker)
    assert await talker.says(text, intent) == ["utter_extra_refused"]
    assert talker.bookings()[0].quote.total_fen == 18000


async def test_two_extras_are_answered_one_after_the_other_and_none_is_lost():
    talker = await _booked()
    await _asks_extra(talker)
    await _asks_extra(talker, label="洗油烟机")
    assert await talker.says("要", "affirm") == ["utter_extra_agreed", "utter_inquiry"]
    assert "加做：擦外窗" in talker.values["question"]
    assert "一共280元" in talker.values["question"]
    assert await talker.says("要", "affirm") == ["utter_extra_agreed"]
    assert talker.bookings()[0].quote.total_fen == 28000
    assert await talker.says("要", "affirm") == ["utter_nothing_open"]


async def test_the_second_of_two_extras_is_refused_alone():
    talker = await _booked()
    await _asks_extra(talker)
    await _asks_extra(talker, label="洗油烟机")
    assert await talker.says("要", "affirm") == ["utter_extra_agreed", "utter_inquiry"]
    assert await talker.says("不用", "deny") == ["utter_extra_refused"]
    assert _states(talker) == [InquiryState.DECLINED, InquiryState.ACCEPTED]


async def test_a_second_yes_finds_nothing_open():
    talker = await _booked()
    await _asks_extra(talker)
    await talker.says("要", "affirm")
    assert await talker.says("要", "affirm") == ["utter_nothing_open"]
    assert talker.bookings()[0].quote.total_fen == 23000


async def test_a_replayed_yes_says_the_same_and_adds_nothing_more():
    talker = await _booked()
    await _asks_extra(talker)
    (conversation,) = talker.world.store.conversations
    command = TakeTurn(conversation, "same", parse_of("要", "affirm"))
    first = await take_turn(talker.world.deps, command)
    assert await take_turn(talker.world.deps, command) == first
    assert talker.bookings()[0].quote.total_fen == 23000


async def test_a_question_back_is_answered_and_the_companys_own_asked_again():
    talker = await _booked()
    await _asks_extra(talker)
    assert await talker.says("打扫一小时多少钱", "ask_price") == ["utter_price", "utter_inquiry"]
    assert "擦外窗" in talker.values["question"]
    assert talker.choices == ["同意", "不用了"]
    assert await talker.says("好", "affirm") == ["utter_extra_agreed"]


async def test_what_is_not_understood_does_not_lose_the_question():
    talker = await _booked()
    await _asks_extra(talker)
    assert await talker.says("嗯嗯呐") == ["utter_fallback_short", "utter_inquiry"]


async def test_a_yes_to_a_newer_question_leaves_the_draft_as_it_is():
    talker = await _booked()
    await talker.says("后天上午十点再约一次打扫", "book_service")
    await _asks_extra(talker)
    assert await talker.says("好的", "affirm") == ["utter_extra_agreed", "utter_ask_confirm_again"]
    assert len(talker.bookings(BookingState.HELD)) == 1
    assert await talker.says("好的", "affirm") == ["utter_booked"]


async def test_what_goes_on_with_the_draft_is_not_an_answer_and_the_question_comes_again_at_the_end():
    talker = await _booked()
    await talker.says("后天上午十点再约一次打扫", "book_service")
    await _asks_extra(talker)
    assert (await talker.says("改到下午三点", "inform"))[-1] == "utter_summary_moved"
    assert await talker.says("好的", "affirm") == ["utter_booked", "utter_inquiry"]
    assert _states(talker) == [InquiryState.OPEN]
    assert await talker.says("好的", "affirm") == ["utter_extra_agreed"]


async def test_a_correction_of_the_draft_that_begins_with_no_is_no_answer():
    talker = await _booked()
    await talker.says("后天上午十点再约一次打扫", "book_service")
    await _asks_extra(talker)
    assert (await talker.says("不对，是周四", "deny", "inform"))[-1] == "utter_summary_moved"
    assert _states(talker) == [InquiryState.OPEN]


async def test_a_yes_that_was_written_before_the_question_came_is_not_one_to_it():
    talker = await _booked()
    await talker.says("后天上午十点再约一次打扫", "book_service")
    await heard(talker.world, a_text("好的", number=2))
    async with talker.world.deps.uow() as uow:
        turn = await uow.inbox.claim_turn(talker.world.clock.now() + RIPE, Patience(), "worker")
        await uow.commit()
    assert turn is not None
    await _asks_extra(talker)
    said = await take_turn(talker.world.deps, TakeTurn(turn.conversation_id, turn.id, parse_of("好的", "affirm")))
    assert [say.response for say in said] == ["utter_booked"]
    assert _states(talker) == [InquiryState.OPEN]


async def test_an_older_question_is_asked_again_before_a_yes_counts_for_it():
    talker = await _booked(await _booked(), "周四下午两点")
    for booking in talker.bookings():
        await _asks_extra(talker, booking_id=booking.id)
    assert await talker.says("好", "affirm") == ["utter_extra_agreed", "utter_inquiry"]
    assert await talker.says("好", "affirm") == ["utter_extra_agreed"]
    assert _states(talker) == [InquiryState.ACCEPTED, InquiryState.ACCEPTED]


async def test_a_new_wish_is_taken_up_first_and_the_question_comes_again():
    talker = await _booked()
    await _asks_extra(talker)
    assert (await talker.says("后天上午十点再约一次打扫", "book_service"))[-1] == "utter_summary"
    assert await talker.says("好的", "affirm") == ["utter_booked", "utter_inquiry"]


async def test_a_yes_that_begins_another_wish_is_no_answer():
    talker = await _booked()
    await _asks_extra(talker)
    assert (await talker.says("可以，后天上午十点也打扫一次", "affirm", "inform"))[-1] == "utter_summary"
    assert _states(talker) == [InquiryState.OPEN]


async def test_after_an_answer_to_something_else_it_is_asked_again():
    talker = await _booked()
    await _asks_extra(talker)
    assert await talker.says("恢复一下", "restore_booking") == ["utter_nothing_to_restore", "utter_inquiry"]


async def test_while_there_is_danger_nothing_is_asked():
    talker = await _booked()
    await _asks_extra(talker)
    assert await talker.says("煤气漏了", "report_emergency") == ["utter_danger_gas", "utter_emergency_to_person"]


async def test_what_ran_out_is_asked_no_more():
    talker = await _booked()
    await _asks_extra(talker)
    talker.world.clock.advance(hours=13)
    assert await talker.says("你好", "greet") == ["utter_greet"]


async def test_at_night_a_question_that_waits_for_the_morning_is_not_answered_by_a_yes():
    talker = await _booked()
    talker.world.clock.advance(hours=12)
    await _asks_extra(talker)
    assert await talker.says("好的", "affirm") == ["utter_nothing_open"]
    talker.world.clock.advance(hours=10)
    assert await talker.says("好的", "affirm") == ["utter_extra_agreed"]


async def test_a_yes_to_another_provider_lets_the_order_stand():
    talker = await _booked()
    await _asks_for_another(talker)
    assert await talker.says("可以", "affirm") == ["utter_replacement_agreed"]
    assert talker.bookings()[0].provider_ids == ("p2",)


async def test_who_does_not_want_her_is_given_the_choice_and_cancels_for_nothing():
    talker = await _booked()
    await _asks_for_another(talker)
    assert await talker.says("不行", "deny") == ["utter_ask_instead"]
    assert talker.choices == ["改时间", "取消这单，不收费", "请人工处理", "就按新安排来"]
    assert _states(talker) == [InquiryState.OPEN]
    assert await talker.says("2", "inform") == ["utter_replacement_cancelled"]
    assert [booking.state for booking in talker.bookings()] == [BookingState.CANCELLED]
    assert _states(talker) == [InquiryState.DECLINED]


async def test_a_cancel_in_answer_to_another_provider_brings_the_choice_first():
    talker = await _booked()
    await _asks_for_another(talker)
    assert await talker.says("那取消吧", "cancel_booking") == ["utter_ask_instead"]
    assert await talker.says("取消", "cancel_booking") == ["utter_replacement_cancelled"]


async def test_who_rather_has_another_time_moves_the_order_and_is_asked_no_more():
    talker = await _booked()
    await _asks_for_another(talker)
    await talker.says("不行", "deny")
    assert await talker.says("改时间", "deny") == ["utter_ask_move_when"]
    assert await talker.says("周四上午九点", "inform") == ["utter_ask_move"]
    assert await talker.says("好的", "affirm") == ["utter_moved"]
    assert _states(talker) == [InquiryState.WITHDRAWN]


async def test_a_move_that_is_given_up_brings_the_question_again():
    talker = await _booked()
    await _asks_for_another(talker)
    await talker.says("不行", "deny")
    await talker.says("改到周四上午九点", "reschedule_booking")
    assert await talker.says("不改了", "deny") == ["utter_move_kept", "utter_ask_instead"]
    assert await talker.says("4", "inform") == ["utter_replacement_agreed"]
    assert _states(talker) == [InquiryState.ACCEPTED]


async def test_who_asks_for_a_person_gets_one():
    talker = await _booked()
    await _asks_for_another(talker)
    await talker.says("不行", "deny")
    assert await talker.says("3", "inform") == ["utter_handoff_queued"]
    (conversation,) = talker.world.store.conversations.values()
    assert (conversation.mode, conversation.handoff_reason) == (Mode.QUEUED, "replacement_refused")
    assert _states(talker) == [InquiryState.DECLINED]


async def test_a_proposal_that_is_refused_leaves_everything_as_it_was():
    talker = await _booked()
    await _asks_for_another(talker, in_place=False)
    assert await talker.says("不换", "deny") == ["utter_proposal_refused"]
    assert talker.bookings()[0].provider_ids == ("p1",)


async def test_a_yes_to_what_cannot_be_done_any_more_is_said_kindly_and_not_asked_again():
    talker = await _booked()
    await _asks_extra(talker)
    (booking,) = talker.bookings()
    talker.world.store.bookings[booking.id] = replace(booking, state=BookingState.COMPLETED)
    assert await talker.says("好", "affirm") == ["utter_inquiry_over"]
    assert await talker.says("好", "affirm") == ["utter_nothing_open"]
