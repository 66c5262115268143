"""An order moved in the talk: shown as it would be, moved after a yes, kept after a no."""

from __future__ import annotations

from datetime import datetime

from bot.domain.booking import Booking, BookingState
from bot.domain.policy import Policies, ReviewLimits
from bot.domain.values import to_local
from tests.fakes import SHANGHAI
from tests.talker import Talker
from tests.worlds import a_catalogue, a_world, an_auntie

ADDRESS = "浦东新区张杨路1458弄6号楼1202"
TUESDAY_TWO, FRIDAY_TWO = datetime(2026, 11, 24, 14), datetime(2026, 11, 27, 14)


async def _booked(talker: Talker | None = None, day: str = "明天下午两点") -> Talker:
    talker = talker or Talker()
    await talker.says(f"{day}打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    return talker


def _starts(talker: Talker) -> list[datetime]:
    bookings: list[Booking] = talker.bookings(BookingState.CONFIRMED)
    return sorted(to_local(booking.window.start, SHANGHAI) for booking in bookings)


async def test_an_order_is_shown_as_it_would_be_and_moved_after_a_yes():
    talker = await _booked()
    assert await talker.says("能改到周五吗", "reschedule_booking") == ["utter_ask_move"]
    assert "11月24日" in talker.values["old"]
    assert "11月27日" in talker.values["new"]
    assert _starts(talker) == [TUESDAY_TWO]
    assert await talker.says("好的", "affirm") == ["utter_moved"]
    assert _starts(talker) == [FRIDAY_TWO]


async def test_a_day_said_alone_keeps_the_hour_and_an_hour_said_alone_the_day():
    talker = await _booked()
    await talker.says("改到周五", "reschedule_booking")
    await talker.says("确认改", "affirm")
    await talker.says("改成上午十点", "reschedule_booking")
    await talker.says("可以", "affirm")
    assert _starts(talker) == [datetime(2026, 11, 27, 10)]


async def test_a_no_leaves_the_order_where_it_is():
    talker = await _booked()
    await talker.says("改到周五", "reschedule_booking")
    assert await talker.says("算了不改了", "abandon") == ["utter_move_kept"]
    assert _starts(talker) == [TUESDAY_TWO]


async def test_another_time_at_the_last_question_is_proposed_anew():
    talker = await _booked()
    await talker.says("改到周五", "reschedule_booking")
    assert await talker.says("还是周四下午三点吧", "inform") == ["utter_ask_move"]
    await talker.says("好", "affirm")
    assert _starts(talker) == [datetime(2026, 11, 26, 15)]


async def test_who_does_not_say_when_is_asked():
    talker = await _booked()
    assert await talker.says("我想改个时间", "reschedule_booking") == ["utter_ask_move_when"]
    assert await talker.says("周五下午两点", "inform") == ["utter_ask_move"]


async def test_of_two_orders_the_customer_says_which():
    talker = await _booked(await _booked(), "周四下午两点")
    assert await talker.says("改到周五", "reschedule_booking") == ["utter_ask_which_order"]
    assert len(talker.choices) == 2
    assert await talker.says("2", "inform") == ["utter_ask_move"]
    await talker.says("好的", "affirm")
    assert _starts(talker) == [TUESDAY_TWO, FRIDAY_TWO]


async def test_an_order_that_is_named_is_not_asked_for():
    talker = await _booked(await _booked(), "周四下午两点")
    assert await talker.says("周四那单改到周五", "reschedule_booking") == ["utter_ask_move"]
    await talker.says("好的", "affirm")
    assert _starts(talker) == [TUESDAY_TWO, FRIDAY_TWO]


async def test_where_the_time_is_full_the_nearest_ones_are_offered():
    talker = Talker(a_world((an_auntie(1),)))
    await _booked(await _booked(talker), "周五下午两点")
    assert await talker.says("明天那单改到周五下午三点", "reschedule_booking") == ["utter_window_full"]
    assert talker.choices
    assert await talker.says("1", "inform") == ["utter_ask_move"]
    await talker.says("好的", "affirm")
    assert len(set(_starts(talker))) == 2
    assert TUESDAY_TWO not in _starts(talker)


async def test_a_time_that_has_passed_is_asked_for_again():
    talker = await _booked()
    said = await talker.says("改到11月20号下午两点", "reschedule_booking")
    assert said == ["utter_window_past", "utter_ask_which_window"]
    assert _starts(talker) == [TUESDAY_TWO]


async def test_without_an_order_nothing_can_be_moved():
    assert (await Talker().says("改到周五", "reschedule_booking"))[-1] == "utter_nothing_to_move"


async def test_a_question_midway_is_answered_and_the_open_one_asked_again():
    talker = await _booked()
    await talker.says("改到周五", "reschedule_booking")
    assert await talker.says("工具你们带吗", "ask_policy", topic="tools") == ["utter_policy", "utter_ask_move_again"]
    await talker.says("好的", "affirm")
    assert _starts(talker) == [FRIDAY_TWO]


async def test_the_same_yes_twice_moves_once():
    talker = await _booked()
    await talker.says("改到周五", "reschedule_booking")
    await talker.says("好的", "affirm")
    await talker.says("好的", "affirm")
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    assert [event.name for event in booking.events].count("booking_rescheduled") == 1


async def test_a_visit_is_moved_by_a_length_of_time_and_again_from_there():
    talker = await _booked()
    assert await talker.says("推迟两天", "reschedule_booking") == ["utter_ask_move"]
    assert await talker.says("再晚一个小时行不", "reschedule_booking") == ["utter_ask_move"]
    await talker.says("可以", "affirm")
    assert _starts(talker) == [datetime(2026, 11, 26, 15)]


async def test_the_day_that_is_refused_is_where_the_visit_is_moved_from():
    talker = await _booked()
    assert await talker.says("哎呀明天不行了 往后挪两天", "reschedule_booking") == ["utter_ask_move"]
    await talker.says("嗯嗯", "affirm")
    assert _starts(talker) == [datetime(2026, 11, 26, 14)]


async def test_who_would_rather_cancel_midway_is_asked_about_that():
    talker = await _booked()
    await talker.says("改到周五", "reschedule_booking")
    assert await talker.says("那单取消吧", "cancel_booking") == ["utter_ask_cancel"]
    assert await talker.says("是的", "affirm") == ["utter_cancelled"]
    assert _starts(talker) == []


async def test_an_order_moved_to_any_time_of_an_afternoon_leaves_no_hole_beside_the_other():
    talker = await _booked(Talker(a_world((an_auntie(1),))), "后天下午五点")
    await talker.says(f"明天上午九点打扫，90平，{ADDRESS}，13800138000", "book_service")
    await talker.says("好的", "affirm")
    await talker.says("明天的改到后天下午", "reschedule_booking")
    assert await talker.says("随便", "inform") == ["utter_ask_move"]
    assert "13:30" in talker.values["new"]


async def test_nobody_is_promised_while_a_person_still_looks_at_the_order():
    talker = Talker()
    policies = Policies(review=ReviewLimits(always=frozenset({"daily_cleaning"})))
    talker.world.store.catalogue = a_catalogue(policies=policies)
    await talker.says(f"明天下午两点打扫，90平，{ADDRESS}，13800138000", "book_service")
    await talker.says("好的", "affirm")
    assert await talker.says("改到周五", "reschedule_booking") == ["utter_ask_move_in_review"]
    assert talker.values["provider"] == ""
    assert await talker.says("好的", "affirm") == ["utter_moved_in_review"]
    assert talker.values["provider"] == ""


async def _two_orders() -> Talker:
    talker = await _booked(await _booked(), "周六上午九点")
    assert await talker.says("我那个保洁时间要改一下", "reschedule_booking") == ["utter_ask_which_order"]
    return talker


async def test_asked_which_one_she_names_it_and_the_new_time_in_one():
    talker = await _two_orders()
    assert await talker.says("周六的那个 改到周日上午十点", "reschedule_booking") == ["utter_ask_move"]
    assert "11月28日（周六）09:00" in talker.values["old"]
    assert "11月29日（周日）10:00" in talker.values["new"]


async def test_asked_which_one_she_gives_its_number_and_the_new_time_in_one():
    talker = await _two_orders()
    assert await talker.says("2，改到周日上午十点", "reschedule_booking") == ["utter_ask_move"]
    assert "11月28日（周六）09:00" in talker.values["old"]
    assert "11月29日（周日）10:00" in talker.values["new"]


async def test_asked_which_one_a_mere_name_calls_nothing_off_whatever_it_sounds_like():
    talker = await _two_orders()
    assert await talker.says("周六的", "cancel_booking") == ["utter_ask_move_when"]
    assert await talker.says("周日上午十点", "inform") == ["utter_ask_move"]
    assert "11月28日（周六）09:00" in talker.values["old"]


async def test_asked_which_one_she_may_call_it_off_instead():
    talker = await _two_orders()
    assert await talker.says("周六的不要了", "cancel_booking") == ["utter_ask_cancel"]
