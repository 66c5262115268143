"""What is said beside a change that was shown: another booking, who could come, and a time that it has already."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from tests.talker import Talker
from tests.unit.usecases.series_talk import HOME, hours_of, running
from tests.worlds import a_world, an_auntie

MOVE = "reschedule_booking"


def _talker() -> Talker:
    return Talker(a_world([an_auntie(1), an_auntie(2), an_auntie(3)]))


async def _booked(text: str = "周四下午两点打扫") -> Talker:
    talker = _talker()
    await talker.says(f"{text}，{HOME}", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    return talker


async def _moving() -> Talker:
    talker = await _booked()
    assert await talker.says("改到周五下午两点", MOVE) == ["utter_ask_move"]
    return talker


async def _every_thursday(first: str = "") -> Talker:
    talker = await running(f"每周四下午两点来打扫，{HOME}", _talker())
    if first:
        await talker.says(first, MOVE)
    return talker


# --- another booking -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "另外再约个擦玻璃后天上午九点",
        "再帮我约一个洗空调两台后天上午九点",
        "还想约个人洗油烟机后天上午九点",
        "对了，另外后天上午九点洗两台空调",
        "顺便预约一下洗空调后天上午九点",
    ],
)
async def test_a_move_waits_beneath_another_booking_and_is_asked_about_again(said: str):
    talker = await _moving()
    await talker.says(said, "book_service")
    assert hours_of(talker) == ["11-26 06:00"]
    assert await talker.says("好的", "affirm") == ["utter_booked", "utter_back_to_order", "utter_ask_move_again"]
    assert talker.values["order"] == "11月26日（周四）14:00–17:00 日常保洁"
    assert await talker.says("好的", "affirm") == ["utter_moved"]
    assert hours_of(talker) == ["11-25 01:00", "11-27 06:00"]


@pytest.mark.parametrize("said", ["再约个时间吧，周日上午九点", "改成周日上午九点", "那周日上午九点吧"])
async def test_another_time_is_still_one_for_the_order(said: str):
    talker = await _moving()
    assert await talker.says(said, "book_service") == ["utter_ask_move"]
    assert talker.values["new"] == "11月29日（周日）09:00–12:00 日常保洁"


async def test_what_is_added_to_a_change_is_no_booking():
    talker = await _booked()
    await talker.says("周四那单加个擦窗", "change_booking")
    assert await talker.says("另外再加个油烟机", "book_service") == ["utter_ask_change"]


async def test_a_change_is_kept_when_the_other_booking_is_given_up():
    talker = await _booked()
    await talker.says("周四那单加个擦窗", "change_booking")
    await talker.says("另外再约个洗空调两台后天上午九点", "book_service")
    said = await talker.says("算了不约了", "abandon")
    assert said == ["utter_booking_dropped", "utter_back_to_order", "utter_ask_change_again"]


async def test_a_yes_with_another_booking_does_both_one_after_the_other():
    talker = await _moving()
    said = await talker.says("好的，另外再约一个洗空调两台后天上午九点", "affirm", "book_service")
    assert said == ["utter_moved", "utter_summary"]
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    assert hours_of(talker) == ["11-25 01:00", "11-27 06:00"]


async def test_a_change_of_a_series_waits_beneath_another_booking():
    talker = await _every_thursday("以后都改到周三吧")
    assert (await talker.says("另外再约个洗空调两台后天上午九点", "book_service"))[-1] == "utter_summary"
    assert await talker.says("好的", "affirm") == ["utter_booked", "utter_ask_series_again"]
    assert await talker.says("好的", "affirm") == ["utter_series_changed_to"]


# --- who could come --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "intent", "answer", "window"),
    [
        ("刘阿姨周三有空吗", "ask_provider", "utter_is_free_by_name", "后天（11月25日 周三）14:00"),
        ("那刘凤霞周三下午能来吗", "ask_provider", "utter_is_free_by_name", "后天（11月25日 周三）下午"),
        ("刘阿姨得闲吗", "ask_provider", "utter_is_free_by_name", "12月2日（周三）14:00"),
        ("李阿姨周三有空吗", "ask_provider", "utter_is_free", "后天（11月25日 周三）14:00"),
        ("周三下午三点有空吗", "ask_availability", "utter_is_free", "后天（11月25日 周三）15:00"),
    ],
)
async def test_whether_somebody_could_come_is_answered_within_the_change(
    said: str, intent: str, answer: str, window: str
):
    talker = await _every_thursday("以后都改到周三吧")
    assert await talker.says(said, intent) == [answer, "utter_ask_series_again"]
    assert talker.values["window"] == window
    assert await talker.says("好的", "affirm") == ["utter_series_changed_to"]


async def test_it_is_answered_too_while_it_is_open_which_visits_are_meant():
    talker = await _every_thursday("周四的改到周三")
    assert await talker.says("刘阿姨周三有空吗", "ask_provider") == [
        "utter_is_free_by_name",
        "utter_ask_series_scope_again",
    ]
    assert await talker.says("以后都改", "inform") == ["utter_ask_series_change"]


async def test_who_has_another_visit_then_is_busy():
    talker = await _every_thursday()
    await talker.says(f"周三下午两点打扫，让刘凤霞来，{HOME}", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    await talker.says("每周四的以后都改到周三吧", MOVE)
    assert await talker.says("刘阿姨周三有空吗", "ask_provider") == ["utter_is_busy", "utter_ask_series_again"]


@pytest.mark.parametrize("said", ["钱阿姨周三有空吗", "找钱阿姨来周三行吗，有空吗"])
async def test_nobody_of_that_name_leaves_everything_as_it_was_shown(said: str):
    for talker in (await _every_thursday("以后都改到周三吧"), await _moving()):
        assert (await talker.says(said, "ask_provider"))[0] == "utter_provider_unknown"
        assert await talker.says("好的", "affirm") in (["utter_series_changed_to"], ["utter_moved"])


async def test_an_order_is_shown_with_whom_she_asks_about():
    talker = await _moving()
    assert await talker.says("刘阿姨周三有空吗", "ask_provider") == ["utter_ask_change"]
    assert "李秀英 → 刘凤霞" in talker.values["changes"]
    assert "后天（11月25日 周三）14:00–17:00" in talker.values["changes"]
    assert hours_of(talker) == ["11-26 06:00"]


# --- a time that it has already --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said", ["打扫那单改到周四下午两点", "改到周四", "改到下午两点", "改到周四下午", "11月26号14点行不行，改过去"]
)
async def test_the_time_that_an_order_has_is_never_proposed(said: str):
    talker = await _booked()
    assert await talker.says(said, MOVE) == ["utter_move_same"]
    assert talker.values["order"] == "11月26日（周四）14:00–17:00 日常保洁"


async def test_another_hour_of_its_day_is_proposed():
    talker = await _booked()
    assert await talker.says("改到周四下午三点", MOVE) == ["utter_ask_move"]


async def test_a_time_answers_the_question_what_shall_be_changed():
    talker = await _booked()
    assert await talker.says("打扫那单改时间", "change_booking") == ["utter_ask_change_what"]
    assert await talker.says("周五下午两点", "inform") == ["utter_ask_change"]


@pytest.mark.parametrize("said", ["以后都改成每周四下午两点", "以后都改到下午两点", "以后都改到周四"])
async def test_the_rhythm_that_a_series_has_is_never_proposed(said: str):
    talker = await _every_thursday()
    assert await talker.says(said, MOVE) == ["utter_series_same"]


@pytest.mark.parametrize("said", ["还是周四吧", "还是每周四下午两点"])
async def test_back_to_what_a_series_is_changes_nothing(said: str):
    talker = await _every_thursday("以后都改到周三吧")
    assert await talker.says(said, "inform") == ["utter_series_same"]
    assert len(talker.bookings(BookingState.CONFIRMED)) == 4


# --- nobody is at home -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "intent", "days"),
    [
        ("这礼拜四跟下礼拜四家里都没人", "inform", ["11月26日", "12月3日"]),
        ("这周四和下周四我们不在家", "inform", ["11月26日", "12月3日"]),
        ("礼拜四家里没人 下礼拜四也没人", "book_service", ["11月26日", "12月3日"]),
        ("下周四我们一家都出去旅游了", "check_booking", ["12月3日"]),
    ],
)
async def test_visits_at_which_nobody_is_there_are_skipped_after_a_yes(said: str, intent: str, days: list[str]):
    talker = await _every_thursday()
    assert await talker.says(said, intent) == ["utter_ask_skip"]
    assert [line.partition("（")[0] for line in talker.values["visits"].splitlines()] == days
    assert await talker.says("对", "affirm") == ["utter_skipped"]


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("周四家里没人，钥匙放门卫", "inform"),
        ("周三家里没人", "inform"),
        ("周四家里没人能来吗", "ask_policy"),
        ("周五下午洗空调，家里没人", "book_service"),
        ("下周四家里没人，改到周五吧", "reschedule_booking"),
    ],
)
async def test_nobody_at_home_is_no_skip_where_somebody_is_to_come_all_the_same(said: str, intent: str):
    talker = await _every_thursday()
    assert "utter_ask_skip" not in await talker.says(said, intent)
