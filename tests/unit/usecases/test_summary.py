"""What happens at the summary and around it: where a wrong step books, cancels or loses something."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from tests.talker import Talker
from tests.worlds import a_world, an_auntie

ADDRESS = "浦东新区张杨路1458弄6号楼1202"
ALL = f"明天下午两点打扫，90平，{ADDRESS}，13800138000"


async def _summary() -> Talker:
    talker = Talker()
    assert (await talker.says(ALL, "book_service"))[-1] == "utter_summary"
    return talker


async def _booked() -> Talker:
    talker = await _summary()
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    return talker


@pytest.mark.parametrize(
    ("text", "intent"),
    [("3", "inform"), ("我要约打扫", "book_service"), ("13800138000", "inform"), ("能改时间吗", "reschedule_booking")],
)
async def test_words_that_change_nothing_at_the_summary_place_no_second_hold(text, intent):
    talker = await _summary()
    assert (await talker.says(text, intent))[-1] == "utter_ask_confirm_again"
    assert len(talker.bookings()) == 1


async def test_another_person_is_found_and_the_first_ones_time_is_given_back():
    talker = await _summary()
    assert (await talker.says("换个阿姨", "inform"))[-1] == "utter_summary_moved"
    (held,) = talker.bookings(BookingState.HELD)
    assert held.provider_ids == ("p2",)


@pytest.mark.parametrize("text", ["阿姨这次换一个试试", "阿姨要不换一个吧 谁都行"])
async def test_who_was_wished_for_first_is_not_wished_for_any_more_once_another_is(text: str):
    talker = await _summary()
    await talker.says("就要李秀英", "inform")
    first = talker.bookings(BookingState.HELD)[0].provider_ids
    assert (await talker.says(text, "inform"))[-1] == "utter_summary_moved"
    (held,) = talker.bookings(BookingState.HELD)
    assert held.provider_ids != first


@pytest.mark.parametrize(("text", "intents"), [("好的不用了", ("affirm",)), ("好的，不要了", ("affirm", "deny"))])
async def test_a_no_behind_a_polite_yes_books_nothing(text, intents):
    talker = await _summary()
    assert await talker.says(text, *intents) == ["utter_ask_what_to_change"]
    assert talker.bookings(BookingState.CONFIRMED, BookingState.HELD) == []


async def test_a_question_behind_a_yes_is_answered_before_anything_is_booked():
    talker = await _summary()
    assert await talker.says("好的，打扫多少钱", "affirm", "ask_price") == [
        "utter_price_held",
        "utter_ask_confirm_again",
    ]
    assert talker.bookings(BookingState.CONFIRMED) == []


async def test_a_yes_to_a_new_booking_never_cancels_an_old_one():
    talker = await _booked()
    await talker.says("取消预约", "cancel_booking")
    await talker.says("再约一个后天上午十点洗空调", "book_service")
    await talker.says("好的", "affirm")
    await talker.says("好的", "affirm")
    assert len(talker.bookings(BookingState.CONFIRMED)) == 2


async def test_a_look_at_the_orders_midway_keeps_the_question_whether_to_cancel():
    talker = await _booked()
    await talker.says("取消预约", "cancel_booking")
    assert await talker.says("我的预约", "check_booking") == ["utter_booking_detail", "utter_ask_cancel_again"]


async def test_the_booking_beneath_a_cancel_gets_its_question_back():
    talker = await _booked()
    await talker.says("后天上午十点打扫", "book_service")
    await talker.says("取消明天下午的打扫", "cancel_booking")
    assert await talker.says("是的", "affirm") == ["utter_cancelled", "utter_ask_confirm_again"]
    assert await talker.says("好的", "affirm") == ["utter_booked"]


async def test_a_summary_survives_two_misunderstandings():
    talker = await _summary()
    await talker.says("嗯?")
    await talker.says("哦哦哦")
    assert talker.choices == ["确认预约", "再改改", "转人工"]
    assert await talker.says("好的", "affirm") == ["utter_booked"]


async def test_accepting_a_person_places_no_hold_and_says_no_more():
    talker = await _summary()
    await talker.says("嗯?")
    await talker.says("哦哦哦")
    assert await talker.says("3", "inform") == ["utter_handoff_queued"]
    assert len(talker.bookings()) == 1


@pytest.mark.parametrize(
    ("text", "intents"), [("好的", ("affirm",)), ("不", ("deny",)), ("谢谢", ("thank",)), ("多少钱", ("ask_price",))]
)
async def test_after_changing_her_mind_the_customer_is_never_left_in_silence(text, intents):
    talker = await _summary()
    await talker.says("再改改")
    assert (await talker.says(text, *intents))[-1] == "utter_ask_what_to_change"


async def test_the_phone_can_be_changed_at_the_summary():
    talker = await _summary()
    await talker.says("再改改")
    assert (await talker.says("改电话", "update_profile"))[-1] == "utter_ask_phone"
    assert (await talker.says("13900139000", "inform"))[-1] == "utter_summary_changed"
    assert talker.values["changed"] == "电话139****9000"


async def test_a_service_is_chosen_by_its_number():
    talker = Talker()
    await talker.says("想约个阿姨", "book_service")
    assert (await talker.says("1", "inform"))[-1] == "utter_ask_window"
    assert talker.values["noted"] == "日常保洁"


async def test_a_description_that_fits_no_order_opens_no_new_booking():
    talker = await _booked()
    await talker.says("后天上午十点打扫", "book_service")
    await talker.says("好的", "affirm")
    await talker.says("取消预约", "cancel_booking")
    assert await talker.says("大后天下午那个", "inform") == ["utter_no_such_order"]


async def test_a_refused_provider_is_not_sent():
    talker = Talker()
    await talker.says(f"{ALL}，不要李阿姨", "book_service")
    assert talker.values["provider"].startswith("张玉梅")


async def test_a_wish_nobody_meets_is_said_and_can_be_dropped():
    talker = Talker()
    assert (await talker.says(f"{ALL}，要男的", "book_service"))[-1] == "utter_wish_not_met"
    assert (await talker.says("1", "inform"))[-1] == "utter_summary"


async def test_a_visit_that_would_end_after_closing_is_not_held():
    talker = Talker()
    said = await talker.says(f"明天晚上七点打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert said == ["utter_noted", "utter_ends_too_late", "utter_ask_which_window"]
    assert talker.choices[-1] == "明天（11月24日 周二）17:00"


async def test_one_home_is_described_once_for_two_wishes():
    talker = Talker()
    said = await talker.says(f"明天下午两点打扫，周五上午九点洗空调，90平，{ADDRESS}，13800138000", "book_service")
    assert said[-1] == "utter_summary_several"


async def test_a_button_of_the_bot_means_what_stands_on_it_whatever_the_model_thinks():
    talker = await _summary()
    assert await talker.says("再改改", "abandon") == ["utter_ask_what_to_change"]


async def test_a_yes_with_a_further_wish_books_the_first_and_goes_on_with_the_second():
    talker = await _summary()
    said = await talker.says("好的，后天的也帮我约一个", "affirm", "book_service")
    assert said[0] == "utter_booked"
    assert len(talker.bookings(BookingState.CONFIRMED)) == 1
    assert said[-1] in ("utter_summary", "utter_ask_which_window")


async def test_any_time_will_do_brings_a_real_one():
    talker = Talker()
    await talker.says(f"打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert (await talker.says("随便", "chitchat"))[-1] == "utter_summary"


async def test_where_the_time_is_left_to_us_it_is_the_one_that_leaves_no_hole():
    talker = Talker(a_world((an_auntie(1),)))
    await talker.says(f"明天下午五点打扫，90平，{ADDRESS}，13800138000", "book_service")
    await talker.says("好的", "affirm")
    await talker.says(f"明天下午打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert talker.choices == [f"明天（11月24日 周二）{hour}" for hour in ("12:30", "13:00", "13:30")]
    assert (await talker.says("随便", "inform"))[-1] == "utter_summary"
    assert talker.values["window"] == "明天（11月24日 周二）13:30–16:30，3小时"


async def test_a_start_is_chosen_in_words():
    talker = Talker()
    await talker.says(f"周五下午打扫，90平，{ADDRESS}，13800138000", "book_service")
    last = talker.choices[-1]
    assert (await talker.says("最后一个", "inform"))[-1] == "utter_summary"
    assert talker.values["window"].startswith(last)


@pytest.mark.parametrize("text", ["明天早上六点打扫", "明天晚上九点打扫"])
async def test_an_hour_outside_the_opening_hours_is_said_at_once(text):
    talker = Talker()
    assert (await talker.says(text, "book_service"))[-2:] == ["utter_outside_hours", "utter_ask_which_window"]
    assert all(choice.startswith("明天") for choice in talker.choices)


async def test_fewer_hours_than_the_service_takes_are_said():
    talker = Talker()
    said = await talker.says(f"明天下午两点打扫，一个小时，{ADDRESS}，13800138000", "book_service")
    assert said[-2:] == ["utter_least_hours", "utter_summary"]


async def test_the_service_of_a_question_is_the_service_of_the_wish_that_follows():
    talker = Talker()
    await talker.says("打扫一个小时多少钱", "ask_price")
    assert (await talker.says("那帮我约一个吧", "book_service"))[-1] == "utter_ask_window"


async def test_several_appliances_take_longer_and_stand_in_the_summary():
    talker = Talker()
    await talker.says(f"明天上午九点洗3台空调挂机，{ADDRESS}，13800138000", "book_service")
    assert talker.values["window"] == "明天（11月24日 周二）09:00–12:00，3小时"
    assert talker.values["needs"] == "空调挂机×3"


async def test_the_district_told_apart_stands_in_the_order():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平，张杨路1458弄6号楼1202，13800138000", "book_service")
    await talker.says("浦东新区", "inform")
    assert talker.values["address"] == "浦东新区张杨路1458弄6号楼1202"


async def test_a_booking_for_somebody_else_leaves_the_customers_own_phone():
    talker = await _booked()
    await talker.says("后天上午十点打扫，静安区新闸路831弄3号楼501，电话13900139000，90平", "book_service")
    await talker.says("好的", "affirm")
    (customer,) = talker.world.store.customers.values()
    assert customer.phone == "13800138000"


async def test_a_district_in_traditional_script_is_not_said_twice():
    talker = Talker()
    await talker.says("明天下午兩點打掃，90平，浦東新區張楊路1458弄6號樓1202，13800138000", "book_service")
    assert talker.values["address"] == "浦東新區張楊路1458弄6號樓1202"


async def test_a_cat_at_home_is_no_piece_of_the_work():
    talker = Talker()
    await talker.says(f"明天下午两点打扫，90平，{ADDRESS}，13800138000", "book_service")
    await talker.says("家中养有一只猫", "inform")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    (only,) = talker.bookings(BookingState.CONFIRMED)
    assert (only.special_needs, only.quantities) == (("has_cat",), {})
