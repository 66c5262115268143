"""What a customer hears of fees and of orders that a person looks at first."""

from __future__ import annotations

from bot.domain.booking import BookingState
from bot.domain.policy import FeeStep, Policies, ReviewLimits
from tests.talker import Talker
from tests.worlds import a_catalogue, a_world

ALL = "明天下午两点打扫，90平，浦东新区张杨路1458弄6号楼1202，13800138000"
FEES = (FeeStep(within_minutes=240, percent=20), FeeStep(within_minutes=60, percent=50))


def _talker(policies: Policies) -> Talker:
    world = a_world()
    world.store.catalogue = a_catalogue(policies=policies)
    return Talker(world)


async def _an_hour_and_a_half_before(talker: Talker) -> None:
    await talker.says(ALL, "book_service")
    await talker.says("好的", "affirm")
    talker.world.clock.advance(hours=26, minutes=30)


async def test_a_late_cancel_names_its_fee_before_the_yes_and_after_it():
    talker = _talker(Policies(cancellation=FEES))
    await _an_hour_and_a_half_before(talker)
    assert await talker.says("取消吧", "cancel_booking") == ["utter_ask_cancel_with_fee"]
    assert talker.values["fee"] == "36元"
    assert await talker.says("是的", "affirm") == ["utter_cancelled_with_fee"]
    (cancelled,) = talker.bookings(BookingState.CANCELLED)
    assert (cancelled.fee_fen, talker.values["fee"]) == (3600, "36元")


async def test_a_yes_that_comes_late_costs_no_more_than_was_told():
    talker = _talker(Policies(cancellation=FEES))
    await _an_hour_and_a_half_before(talker)
    await talker.says("取消吧", "cancel_booking")
    talker.world.clock.advance(minutes=45)
    await talker.says("是的", "affirm")
    assert [booking.fee_fen for booking in talker.bookings(BookingState.CANCELLED)] == [3600]


async def test_an_order_taken_back_costs_nothing_any_more():
    talker = _talker(Policies(cancellation=FEES))
    await _an_hour_and_a_half_before(talker)
    await talker.says("取消吧", "cancel_booking")
    await talker.says("是的", "affirm")
    await talker.says("还是恢复吧", "restore_booking")
    await talker.says("是的", "affirm")
    assert [booking.fee_fen for booking in talker.bookings(BookingState.CONFIRMED)] == [0]


async def test_an_order_that_a_person_looks_at_first_promises_nobody():
    talker = _talker(Policies(review=ReviewLimits(always=frozenset({"daily_cleaning"}))))
    assert (await talker.says(ALL, "book_service"))[-1] == "utter_summary_in_review"
    assert talker.values["provider"] == ""
    assert await talker.says("好的", "affirm") == ["utter_booked_in_review"]
    assert await talker.says("我的预约", "check_booking") == ["utter_booking_detail_in_review"]
    assert [booking.awaits_review for booking in talker.bookings()] == [True]


async def test_an_order_that_waits_is_cancelled_for_nothing_however_late():
    policies = Policies(cancellation=FEES, review=ReviewLimits(always=frozenset({"daily_cleaning"})))
    talker = _talker(policies)
    await _an_hour_and_a_half_before(talker)
    assert await talker.says("取消吧", "cancel_booking") == ["utter_ask_cancel"]
