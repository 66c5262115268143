"""What is said while the yes to something done with an order is open: details, the price, the same thing once more."""

from __future__ import annotations

from bot.domain.booking import BookingState
from tests.talker import Talker

ORDER = "周六下午两点打扫两小时，浦东新区张杨路1458弄6号楼1202，13800138000，90平"


async def _booked() -> Talker:
    talker = Talker()
    await talker.says(ORDER, "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    return talker


async def test_a_further_detail_belongs_to_the_open_change():
    talker = await _booked()
    await talker.says("再加个擦窗吧", "change_booking")
    assert await talker.says("里外都擦的那种", "inform") == ["utter_ask_change"]
    assert talker.values["changes"] == "要求：无 → 擦窗（内侧），擦窗（外侧）"
    assert await talker.says("行 加吧", "affirm") == ["utter_changed"]
    assert talker.bookings()[0].special_needs == ("windows_inside", "windows_outside")


async def test_what_the_change_costs_is_answered_and_the_question_stays():
    talker = await _booked()
    await talker.says("多加一个小时", "change_booking")
    told = talker.values["price"]
    assert await talker.says("要多多少钱呀", "ask_price") == ["utter_change_price", "utter_ask_change_again"]
    assert talker.values["price"] == told
    assert await talker.says("行 加吧", "affirm") == ["utter_changed"]


async def test_details_of_no_use_to_the_change_begin_no_booking():
    talker = await _booked()
    await talker.says("再加个擦窗吧", "change_booking")
    assert await talker.says("就是擦窗", "inform") == ["utter_ask_change_again"]


async def test_the_orders_own_time_named_again_is_a_yes_to_bringing_it_back():
    talker = await _booked()
    await talker.says("取消吧", "cancel_booking")
    await talker.says("好", "affirm")
    await talker.says("恢复刚才那个", "restore_booking")
    assert await talker.says("对 还是周六下午两点", "inform") == ["utter_restored"]
    assert talker.bookings()[0].state is BookingState.CONFIRMED


async def test_the_new_time_named_again_is_a_yes_to_the_move():
    talker = await _booked()
    await talker.says("改到周日下午三点", "reschedule_booking")
    assert await talker.says("对 周日下午三点", "inform") == ["utter_moved"]


async def test_the_old_time_named_at_a_move_leaves_the_order_where_it_is():
    talker = await _booked()
    await talker.says("改到周日下午三点", "reschedule_booking")
    assert await talker.says("还是周六下午两点", "inform") == ["utter_move_kept"]


async def test_the_order_named_again_is_a_yes_to_its_cancel_only_with_a_word_of_yes():
    talker = await _booked()
    await talker.says("取消吧", "cancel_booking")
    assert await talker.says("周六下午两点那个", "inform") == ["utter_ask_cancel_again"]
    assert await talker.says("对 周六下午两点那个", "inform") == ["utter_cancelled"]


async def test_an_address_told_while_a_cancel_is_open_begins_no_booking():
    talker = await _booked()
    await talker.says("取消吧", "cancel_booking")
    assert await talker.says("张杨路那个", "inform") == ["utter_ask_cancel_again"]
    assert len(talker.bookings()) == 1
