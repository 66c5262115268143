"""What the customer hears and what is stored, turn by turn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.booking import BookingState
from bot.domain.conversation import Mode
from bot.usecases.turn import TakeTurn, take_turn
from tests.talker import Talker, parse_of
from tests.worlds import a_world, an_auntie

ADDRESS = "浦东新区张杨路1458弄6号楼1202"
ALL = f"明天下午两点打扫，90平，{ADDRESS}，13800138000"


async def _summary(talker: Talker | None = None) -> Talker:
    talker = talker or Talker()
    assert (await talker.says(ALL, "book_service"))[-1] == "utter_summary"
    return talker


async def _booked(talker: Talker | None = None) -> Talker:
    talker = await _summary(talker)
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    return talker


async def test_each_missing_detail_is_asked_for_once_and_in_order():
    talker = Talker()
    assert (await talker.says("想约个阿姨", "book_service"))[-1] == "utter_ask_service"
    assert (await talker.says("打扫卫生", "book_service"))[-1] == "utter_ask_window"
    assert (await talker.says("明天下午两点", "inform"))[-1] == "utter_ask_area"
    assert (await talker.says("90", "inform"))[-1] == "utter_ask_address"
    assert (await talker.says("张杨路1458弄6号楼1202", "inform"))[-1] == "utter_ask_district"
    assert (await talker.says("浦东新区", "inform"))[-1] == "utter_ask_phone"
    assert (await talker.says("13800138000", "inform"))[-1] == "utter_summary"


async def test_what_data_is_used_for_is_said_once():
    talker = Talker()
    await talker.says("你好", "greet")
    assert [say.response for say in talker.said] == ["utter_greet", "utter_data_use"]
    await talker.says("打扫", "book_service")
    assert "utter_data_use" not in [say.response for say in talker.said]


async def test_what_data_is_used_for_comes_behind_an_apology_and_behind_a_summary():
    talker = Talker()
    await talker.says("昨天阿姨迟到一个小时", "complain", category="late")
    assert [say.response for say in talker.said] == ["utter_noted_ticket", "utter_data_use", "utter_care_ask_remedy"]
    talker = Talker()
    await talker.says("后天下午两点打扫，90平，浦东新区张杨路1458弄6号楼1202，13800138000", "book_service")
    assert [say.response for say in talker.said] == ["utter_summary", "utter_data_use"]


async def test_nothing_is_said_about_data_while_there_is_danger():
    talker = Talker()
    await talker.says("煤气漏了", "report_emergency")
    assert [say.response for say in talker.said] == ["utter_danger_gas", "utter_emergency_to_person"]


async def test_the_summary_is_itemised_and_masks_the_phone():
    talker = await _summary()
    assert talker.values["price"] == "180元（60元/小时 × 3小时）"
    assert talker.values["phone"] == "138****8000"
    assert talker.values["window"] == "明天（11月24日 周二）14:00–17:00，3小时"
    assert talker.choices == ["确认预约", "再改改"]


async def test_a_yes_makes_one_confirmed_booking_with_a_provider():
    talker = await _booked()
    (booking,) = talker.bookings()
    assert booking.state is BookingState.CONFIRMED
    assert booking.provider_ids == ("p1",)
    assert [entry.action for entry in talker.world.store.audit] == [
        "customer_changed", "hold_placed", "booking_confirmed", "customer_changed",
    ]  # fmt: skip


async def test_a_replayed_turn_says_the_same_and_books_nothing_more():
    talker = await _summary()
    (conversation,) = talker.world.store.conversations
    command = TakeTurn(conversation, "same", parse_of("好的", "affirm"))
    first = await take_turn(talker.world.deps, command)
    assert await take_turn(talker.world.deps, command) == first
    assert len(talker.bookings()) == 1


async def test_without_the_idempotency_key_a_replayed_yes_would_lose_its_answer():
    """Negative control: the same turn under another id is a second turn, and hears something else."""
    talker = await _booked()
    (conversation,) = talker.world.store.conversations
    again = await take_turn(talker.world.deps, TakeTurn(conversation, "another", parse_of("好的", "affirm")))
    assert [say.response for say in again] == ["utter_nothing_open"]


async def test_customer_changes_the_day_after_the_quote_and_keeps_the_hour():
    talker = await _summary()
    assert (await talker.says("不对，是后天", "inform"))[-1] == "utter_summary_moved"
    assert talker.values["window"] == "后天（11月25日 周三）14:00–17:00，3小时"
    assert [b.state for b in talker.bookings()] == [BookingState.EXPIRED, BookingState.HELD]


async def test_customer_changes_the_hour_and_keeps_the_day():
    talker = await _summary()
    await talker.says("还是上午十点吧", "inform")
    assert talker.values["window"] == "明天（11月24日 周二）10:00–13:00，3小时"


async def test_customer_corrects_the_building_inside_the_address():
    talker = await _summary()
    await talker.says("5号楼，不是6号楼", "inform")
    assert talker.values["changed"] == "浦东新区张杨路1458弄5号楼1202"


async def test_customer_says_no_to_the_summary_and_the_window_is_free_again():
    talker = await _summary()
    assert await talker.says("不对", "deny") == ["utter_ask_what_to_change"]
    assert talker.bookings(BookingState.HELD) == []
    assert talker.world.store.cells == {}


async def test_customer_drops_a_booking_by_the_word_cancel():
    talker = await _summary()
    assert await talker.says("取消", "cancel_booking") == ["utter_booking_dropped"]
    assert talker.bookings(BookingState.HELD) == []


async def test_a_full_window_brings_the_nearest_real_ones():
    talker = await _booked(Talker(a_world([an_auntie(1)])))
    assert (await talker.says("明天下午三点再来打扫一次", "book_service"))[-1] == "utter_window_full"
    assert talker.choices == [
        "明天（11月24日 周二）09:30", "明天（11月24日 周二）10:30", "后天（11月25日 周三）08:00", "候补原来的时间",
    ]  # fmt: skip
    assert (await talker.says("1", "inform"))[-1] == "utter_summary"


async def test_customer_with_a_known_address_and_phone_is_not_asked_again():
    talker = await _booked()
    assert (await talker.says("后天上午十点打扫，90平", "book_service"))[-1] == "utter_summary"
    assert talker.values["address"] == ADDRESS


async def test_an_afternoon_without_an_hour_brings_starts_to_choose_from():
    talker = Talker()
    said = await talker.says(f"明天下午打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert said[-1] == "utter_ask_which_window"
    assert len(talker.choices) == 3


async def test_a_hold_that_ran_out_is_renewed_and_asked_about_again():
    talker = await _summary()
    talker.world.clock.advance(minutes=11)
    assert await talker.says("好的", "affirm") == ["utter_error_hold_expired", "utter_summary"]
    assert await talker.says("好的", "affirm") == ["utter_booked"]


async def test_a_time_that_has_passed_is_explained_kindly():
    talker = Talker()
    said = await talker.says("昨天下午两点打扫", "book_service")
    assert said[-2:] == ["utter_window_past", "utter_ask_which_window"]
    assert talker.choices[0] == "今天（11月23日 周一）12:00"


async def test_a_number_with_a_missing_digit_is_asked_for_again():
    talker = Talker()
    await talker.says(f"明天下午两点打扫，90平，{ADDRESS}", "book_service")
    assert (await talker.says("1380013800", "inform"))[-1] == "utter_ask_phone_again"


async def test_a_district_nobody_works_in_is_said_honestly():
    talker = Talker()
    said = await talker.says("明天下午两点打扫，90平，崇明区北门路58号3号楼101，13800138000", "book_service")
    assert said[-1] == "utter_not_covered"


async def test_a_question_midway_is_answered_and_then_the_open_question_asked():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    assert await talker.says("打扫一小时多少钱", "ask_price") == ["utter_price_about", "utter_ask_address"]


async def test_thanks_midway_do_not_lose_the_question():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    assert await talker.says("谢谢", "thank") == ["utter_thank", "utter_ask_address"]


async def test_customer_sees_and_cancels_the_only_order_after_a_yes():
    talker = await _booked()
    assert await talker.says("我的预约", "check_booking") == ["utter_booking_detail"]
    assert await talker.says("取消吧", "cancel_booking") == ["utter_ask_cancel"]
    assert await talker.says("是的", "affirm") == ["utter_cancelled"]
    assert [b.state for b in talker.bookings()] == [BookingState.CANCELLED]
    assert talker.world.store.cells == {}


async def test_of_two_orders_none_is_cancelled_without_asking_which():
    talker = await _booked()
    await talker.says("后天上午十点打扫", "book_service")
    await talker.says("好的", "affirm")
    assert await talker.says("取消预约", "cancel_booking") == ["utter_ask_which_order"]
    assert await talker.says("第二个", "inform") == ["utter_ask_cancel"]
    assert await talker.says("算了不取消了", "cancel_booking") == ["utter_cancel_kept"]
    assert len(talker.bookings(BookingState.CONFIRMED)) == 2


async def test_an_order_named_by_its_day_is_the_one_that_is_cancelled():
    talker = await _booked()
    await talker.says("后天上午十点打扫", "book_service")
    await talker.says("好的", "affirm")
    assert await talker.says("后天的取消", "cancel_booking") == ["utter_ask_cancel"]
    assert "11月25日" in talker.values["order"]


@pytest.mark.parametrize(("intent", "answer"), [("request_human", []), ("report_emergency", ["utter_emergency_noted"])])
async def test_what_a_person_must_do_goes_to_a_person_at_once(intent: str, answer: list[str]):
    talker = Talker()
    await talker.says("这件事得有人管", intent)
    (conversation,) = talker.world.store.conversations.values()
    assert (conversation.mode, conversation.handoff_reason) == (Mode.QUEUED, intent)
    assert await talker.says("在吗", "greet") == answer


async def test_three_misunderstandings_bring_a_person_and_never_the_same_sentence():
    talker = Talker()
    said = [(await talker.says(text))[-1] for text in ("嗯?", "哦哦哦", "。。。")]
    assert said == ["utter_fallback", "utter_fallback_offer_human", "utter_fallback_handoff"]
    (conversation,) = talker.world.store.conversations.values()
    assert conversation.mode is Mode.QUEUED


async def test_customer_goes_on_by_herself_after_the_offer_of_a_person():
    talker = Talker()
    await talker.says("嗯?")
    await talker.says("哦哦哦")
    assert await talker.says("2", "inform") == ["utter_go_on"]
    assert (await talker.says("嗯?"))[-1] == "utter_fallback"


async def test_a_service_that_needs_a_person_says_so():
    talker = Talker()
    assert (await talker.says("想找个育儿嫂", "book_service"))[-1] == "utter_service_by_person"


async def test_a_picture_midway_keeps_the_question_open():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    assert await talker.says("", media=("image",)) == ["utter_media_kept", "utter_ask_address"]


async def test_a_provider_who_left_cannot_be_held():
    world = a_world([replace(an_auntie(1), active=False)])
    talker = Talker(world)
    assert (await talker.says(ALL, "book_service"))[-1] == "utter_not_covered"


async def test_a_policy_question_is_answered_in_the_companys_own_words():
    talker = Talker()
    await talker.says("工具要我准备吗", "ask_policy", topic="tools")
    assert talker.values["policy"] == "工具我们自带。"


async def test_a_policy_nobody_wrote_down_is_not_made_up():
    talker = Talker()
    assert (await talker.says("你们有保险吗", "ask_policy", topic="insurance"))[-1] == "utter_policy_unknown"


async def test_a_new_time_inside_a_booking_is_a_detail_even_if_it_sounds_like_a_move():
    talker = await _summary()
    assert (await talker.says("改到后天上午十点", "reschedule_booking"))[-1] == "utter_summary_moved"
    assert talker.values["window"] == "后天（11月25日 周三）10:00–13:00，3小时"


async def test_what_only_might_be_a_wish_for_privacy_is_asked_about_before_the_bot_falls_silent():
    talker = Talker()
    await talker.says("你好", "greet")
    assert await talker.says("你们到处说我家的事", "privacy_request", confidence=0.4) == ["utter_offer_human"]
    (conversation,) = talker.world.store.conversations.values()
    assert conversation.mode is Mode.BOT
    assert await talker.says("1", "inform") == ["utter_handoff_queued"]


async def test_a_question_about_another_day_does_not_move_the_booking():
    talker = await _summary()
    assert await talker.says("阿姨后天几点到", "check_booking") == ["utter_no_bookings", "utter_ask_confirm_again"]
    await talker.says("好的", "affirm")
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    assert booking.window.start.day == 24
