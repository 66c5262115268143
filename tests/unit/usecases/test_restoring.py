"""A cancel taken back in the talk: asked about once, done after a yes, refused where the time is gone."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.booking import BookingEvent, BookingState
from bot.domain.policy import Policies, ReviewLimits
from tests.talker import Talker
from tests.worlds import a_catalogue, a_world, an_auntie

ADDRESS = "浦东新区张杨路1458弄6号楼1202"


async def _cancelled(talker: Talker | None = None, day: str = "明天下午两点") -> Talker:
    talker = talker or Talker()
    await talker.says(f"{day}打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    await talker.says("取消预约", "cancel_booking")
    assert await talker.says("是的", "affirm") == ["utter_cancelled"]
    return talker


async def test_a_cancel_is_taken_back_after_a_yes():
    talker = await _cancelled()
    assert await talker.says("还能恢复吗", "restore_booking") == ["utter_ask_restore"]
    assert not talker.bookings(BookingState.CONFIRMED)
    assert await talker.says("恢复", "restore_booking") == ["utter_restored"]
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    assert [event.name for event in booking.events][-2:] == ["booking_cancelled", "booking_restored"]


async def test_a_no_leaves_it_cancelled():
    talker = await _cancelled()
    await talker.says("还能恢复吗", "restore_booking")
    assert await talker.says("不用了", "deny") == ["utter_restore_dropped"]
    assert not talker.bookings(BookingState.CONFIRMED)


async def test_of_two_the_customer_says_which():
    talker = await _cancelled(await _cancelled(), "周四下午两点")
    assert await talker.says("恢复一下", "restore_booking") == ["utter_ask_which_order"]
    assert await talker.says("2", "inform") == ["utter_ask_restore"]
    assert "11月26日" in talker.values["order"]


async def test_a_time_that_is_gone_is_said_and_the_order_stays_cancelled():
    talker = await _cancelled(Talker(a_world((an_auntie(1),))))
    await talker.says(f"明天下午两点打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    await talker.says("还是恢复昨天取消的那个吧", "restore_booking")
    assert await talker.says("恢复", "restore_booking") == ["utter_restore_gone"]
    assert len(talker.bookings(BookingState.CONFIRMED)) == 1


async def test_of_several_those_that_can_be_come_back_and_the_others_are_told():
    talker = await _cancelled(Talker(a_world((an_auntie(1),))))
    await talker.says(f"每周三下午两点打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_series_booked"]
    await talker.says("下次不用来了", "cancel_booking")
    assert await talker.says("好的", "affirm") == ["utter_skipped"]
    await talker.says("11月25号下午两点打扫", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    assert await talker.says("都恢复吧", "restore_booking") == ["utter_ask_restore"]
    assert await talker.says("好的", "affirm") == ["utter_restored", "utter_restore_gone"]
    assert "11月24日" in talker.said[0].values["order"]
    assert "11月25日" in talker.said[1].values["orders"]


async def test_nothing_cancelled_is_nothing_to_take_back():
    assert (await Talker().says("恢复一下", "restore_booking"))[-1] == "utter_nothing_to_restore"


async def test_a_cancelled_order_of_the_past_is_not_offered():
    talker = await _cancelled()
    talker.world.clock.advance(days=2)
    assert (await talker.says("恢复一下", "restore_booking"))[-1] == "utter_nothing_to_restore"


async def test_nobody_is_promised_while_a_person_still_looks_at_the_order():
    talker = Talker()
    policies = Policies(review=ReviewLimits(always=frozenset({"daily_cleaning"})))
    talker.world.store.catalogue = a_catalogue(policies=policies)
    await talker.says(f"明天下午两点打扫，90平，{ADDRESS}，13800138000", "book_service")
    for text, intent in (("好的", "affirm"), ("取消预约", "cancel_booking"), ("是的", "affirm")):
        await talker.says(text, intent)
    await talker.says("还能恢复吗", "restore_booking")
    assert await talker.says("恢复", "restore_booking") == ["utter_restored_in_review"]
    assert talker.values["provider"] == ""


async def test_an_order_that_was_loaded_is_taken_back_too():
    talker = Talker()
    await talker.says(f"明天下午两点打扫，90平，{ADDRESS}，13800138000", "book_service")
    await talker.says("好的", "affirm")
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    loaded = replace(booking, events=(BookingEvent(booking.created_at, "booking_loaded", "load"),))
    talker.world.store.bookings[booking.id] = loaded
    await talker.says("取消预约", "cancel_booking")
    await talker.says("是的", "affirm")
    assert await talker.says("还能恢复吗", "restore_booking") == ["utter_ask_restore"]
    assert await talker.says("恢复", "restore_booking") == ["utter_restored"]
