"""A change of a series that was shown: what is said instead of a plain yes, and what goes with it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.booking import BookingState
from bot.domain.series import Series
from tests.talker import Talker

HOME = "90平，浦东新区张杨路1458弄6号楼1202，13800138000"


async def _running(text: str = "每周三下午两点来打扫") -> Talker:
    talker = Talker()
    await talker.says(f"{text}，{HOME}", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_series_booked"]
    return talker


def _series(talker: Talker) -> Series:
    return next(iter(talker.world.store.series.values()))


def _confirmed(talker: Talker) -> list[str]:
    visits = sorted(booking.window.start for booking in talker.bookings(BookingState.CONFIRMED))
    return [f"{start:%m-%d %H:%M}" for start in visits]


@pytest.mark.parametrize(
    ("said", "intents"),
    [("取消下周五那次", ("cancel_booking",)), ("好的，周六那次", ("affirm", "inform"))],
)
async def test_a_day_without_a_visit_skips_none_of_the_others(said: str, intents: tuple[str, ...]):
    talker = await _running()
    await talker.says("下次不用来了", "cancel_booking")
    assert await talker.says(said, *intents) == ["utter_series_no_visit"]
    assert talker.choices[:2] == ["后天（11月25日 周三）14:00–17:00 日常保洁", "12月2日（周三）14:00–17:00 日常保洁"]
    assert _series(talker).plan.left_out == frozenset()
    assert await talker.says("2", "inform") == ["utter_ask_skip"]
    assert talker.values["visits"] == "12月2日（周三）14:00–17:00 日常保洁"


@pytest.mark.parametrize(
    ("said", "intents"),
    [("取消吧", ("cancel_booking",)), ("好的，11月25号那次", ("affirm", "inform")), ("就这一次", ("inform",))],
)
async def test_the_skip_that_was_shown_is_agreed_to_in_other_words(said: str, intents: tuple[str, ...]):
    talker = await _running()
    await talker.says("下次不用来了", "cancel_booking")
    assert await talker.says(said, *intents) == ["utter_skipped"]
    assert _series(talker).plan.left_out == frozenset({date(2026, 11, 25)})


async def test_who_would_rather_have_the_visit_later_skips_nothing():
    talker = await _running()
    await talker.says("下次不用来了", "cancel_booking")
    assert await talker.says("好的，不过改到下午三点", "affirm", "inform") == ["utter_ask_move"]
    assert talker.values["new"] == "后天（11月25日 周三）15:00–18:00 日常保洁"


async def test_another_wish_beside_the_yes_is_asked_about_again():
    talker = await _running()
    await talker.says("以后都不用来了", "cancel_booking")
    assert await talker.says("好的，再帮我约一个洗空调", "affirm", "book_service") == ["utter_ask_series_again"]
    assert _confirmed(talker)[0] == "11-25 06:00"
    said = await talker.says("对，不来了", "affirm", "cancel_booking")
    assert said == ["utter_series_ended", "utter_noted", "utter_ask_window"]


async def test_the_rhythm_that_was_shown_is_agreed_to_once_more():
    talker = await _running()
    await talker.says("以后都改成周五", "reschedule_booking")
    assert await talker.says("好的，就每周五下午两点", "affirm", "inform") == ["utter_series_changed_to"]


async def test_a_visit_far_ahead_goes_to_the_hour_that_is_said_instead():
    talker = await _running()
    assert await talker.says("1月20号那次改到1月21号下午三点", "reschedule_booking") == ["utter_ask_move"]
    assert await talker.says("改成四点吧", "inform") == ["utter_ask_move"]
    assert talker.values["new"] == "2027年1月21日（周四）16:00–19:00 日常保洁"
    assert await talker.says("好的", "affirm") == ["utter_moved"]
    assert [f"{start:%m-%d %H:%M}" for start in _series(talker).plan.moved.values()] == ["01-21 16:00"]


async def test_a_visit_that_was_moved_alone_is_named_before_it_goes_by_the_new_rhythm():
    talker = await _running()
    await talker.says("这次改到周四", "reschedule_booking")
    await talker.says("好的", "affirm")
    said = await talker.says("以后都改成上午十点", "reschedule_booking")
    assert said == ["utter_series_moves_undone", "utter_ask_series_change"]
    assert talker.values["visits"] == "11月26日（周四）14:00–17:00 日常保洁"
    await talker.says("好的", "affirm")
    assert _confirmed(talker)[0] == "11-25 02:00"


async def test_a_visit_that_changes_with_its_time_stays_in_the_plan():
    talker = await _running()
    said = "11月25号那次改到11月26号下午三点，再加个擦窗"
    assert (await talker.says(said, "change_booking"))[-1] == "utter_ask_change"
    assert await talker.says("好的", "affirm") == ["utter_changed"]
    assert [f"{start:%m-%d %H:%M}" for start in _series(talker).plan.moved.values()] == ["11-26 15:00"]
    visits = sorted(talker.bookings(BookingState.CONFIRMED), key=lambda visit: visit.window.start)
    assert _confirmed(talker)[:2] == ["11-26 07:00", "12-02 06:00"]
    assert [len(visit.special_needs) for visit in visits] == [1, 0, 0, 0]
