"""A yes with more in it: what was shown is done only where nothing else is wished or told."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from tests.talker import Talker

HOME = "浦东新区张杨路1458弄6号楼1202"


async def _booked(talker: Talker | None = None, day: str = "明天下午两点") -> Talker:
    talker = talker or Talker()
    await talker.says(f"{day}打扫，90平，{HOME}，13800138000", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    return talker


def _starts(talker: Talker) -> list[str]:
    starts = sorted(booking.window.start for booking in talker.bookings(BookingState.CONFIRMED))
    return [f"{start:%m-%d %H:%M}" for start in starts]


@pytest.mark.parametrize(
    ("said", "intents", "new"),
    [
        ("好的，不过改到下午三点", ("affirm", "inform"), "明天（11月24日 周二）15:00–18:00 日常保洁"),
        ("好，那改到周五吧", ("affirm", "reschedule_booking"), "11月27日（周五）14:00–17:00 日常保洁"),
    ],
)
async def test_who_would_rather_move_an_order_than_cancel_it_keeps_it(said: str, intents: tuple[str, ...], new: str):
    talker = await _booked()
    await talker.says("取消预约", "cancel_booking")
    assert await talker.says(said, *intents) == ["utter_ask_move"]
    assert talker.values["new"] == new
    assert _starts(talker) == ["11-24 06:00"]


@pytest.mark.parametrize("intents", [("affirm", "reschedule_booking"), ("reschedule_booking",)])
async def test_who_would_rather_have_another_time_cancels_nothing(intents: tuple[str, ...]):
    talker = await _booked()
    await talker.says("取消预约", "cancel_booking")
    assert await talker.says("好，那改个时间吧", *intents) == ["utter_ask_move_when"]
    assert _starts(talker) == ["11-24 06:00"]


async def test_a_yes_with_a_later_hour_is_shown_anew():
    talker = await _booked()
    await talker.says("改到周五", "reschedule_booking")
    assert await talker.says("好的，再晚一个小时", "affirm") == ["utter_ask_move"]
    assert talker.values["new"] == "11月27日（周五）15:00–18:00 日常保洁"


@pytest.mark.parametrize(
    ("said", "intents"),
    [
        ("好的，地址是南京西路100号502", ("affirm", "inform")),
        ("好的，周六再帮我约一次洗空调", ("affirm", "book_service")),
    ],
)
async def test_who_says_more_than_yes_to_a_cancel_is_asked_again(said: str, intents: tuple[str, ...]):
    talker = await _booked()
    await talker.says("取消预约", "cancel_booking")
    assert await talker.says(said, *intents) == ["utter_ask_cancel_again"]
    assert _starts(talker) == ["11-24 06:00"]


@pytest.mark.parametrize("said", ["好的，取消明天下午两点那个", "对，明天的打扫"])
async def test_who_names_with_the_yes_what_was_shown_has_said_yes(said: str):
    talker = await _booked()
    await talker.says("取消预约", "cancel_booking")
    assert await talker.says(said, "affirm", "inform") == ["utter_cancelled"]


async def test_a_cancelled_order_comes_back_only_as_it_was_shown():
    talker = await _booked()
    await talker.says("取消预约", "cancel_booking")
    await talker.says("好的", "affirm")
    await talker.says("还能恢复吗", "restore_booking")
    assert await talker.says("好的，不过改到下午三点", "affirm", "inform") == ["utter_ask_restore_again"]
    assert _starts(talker) == []
    assert await talker.says("好的，就明天下午两点", "affirm", "inform") == ["utter_restored"]


async def test_a_move_is_agreed_to_and_the_wish_beside_the_yes_is_taken_up():
    talker = await _booked()
    await talker.says("改到周五", "reschedule_booking")
    said = await talker.says("好的，再帮我约一个洗空调", "affirm", "book_service")
    assert said == ["utter_moved", "utter_noted", "utter_ask_window"]
    assert _starts(talker) == ["11-27 06:00"]


async def test_a_move_is_agreed_to_with_its_time_named_again():
    talker = await _booked()
    await talker.says("改到周五", "reschedule_booking")
    assert await talker.says("好的，就改到周五下午两点", "affirm", "reschedule_booking") == ["utter_moved"]
    assert _starts(talker) == ["11-27 06:00"]


@pytest.mark.parametrize("intents", [("affirm", "reschedule_booking"), ("reschedule_booking",)])
async def test_a_move_right_after_an_order_was_shown_is_of_that_order(intents: tuple[str, ...]):
    talker = await _booked(await _booked(), "周四下午两点")
    await talker.says("周四的取消", "cancel_booking")
    assert await talker.says("好，换成周五吧", *intents) == ["utter_ask_move"]
    assert talker.values["old"] == "11月26日（周四）14:00–17:00 日常保洁"
