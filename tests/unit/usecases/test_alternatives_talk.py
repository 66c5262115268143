"""Free times asked for without one being named: proposed from what is real, understood beside what was offered."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from bot.domain.catalogue import Surcharge
from bot.domain.provider import Shift
from tests.talker import Talker
from tests.worlds import EVERY_DAY, SURCHARGES, a_catalogue, a_world, an_auntie

ADDRESS = "浦东新区张杨路1458弄6号楼1202"
KNOWN = f"90平，{ADDRESS}，13800138000"
TODAY, TOMORROW, SATURDAY = "今天（11月23日 周一）", "明天（11月24日 周二）", "11月28日（周六）"


def hours(talker: Talker, day: str) -> list[str]:
    """The starts on offer, all of them of one ``day``."""
    assert all(choice.startswith(day) for choice in talker.choices), talker.choices
    return [choice.removeprefix(day) for choice in talker.choices]


async def _saturday_afternoon() -> Talker:
    """Three starts are on offer: 12:00, 13:00 and 14:00 or the like."""
    talker = Talker()
    said = await talker.says(f"周六下午打扫，{KNOWN}", "book_service")
    assert said[-1] == "utter_ask_which_window"
    return talker


async def _booked(world=None, when: str = "明天下午两点") -> Talker:
    talker = Talker(world or a_world())
    await talker.says(f"{when}打扫，{KNOWN}", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    return talker


# --- before all is known ---------------------------------------------------------------------------------------


async def test_a_free_day_is_told_before_anything_else_is_asked():
    talker = Talker()
    said = await talker.says("周六还能约打扫吗", "ask_availability")
    assert said == ["utter_noted", "utter_ask_which_window"]
    assert len(hours(talker, SATURDAY)) == 3
    assert await talker.says("第二个", "inform") == ["utter_noted", "utter_ask_area"]


async def test_the_service_is_asked_for_first_and_the_times_follow():
    talker = Talker()
    assert (await talker.says("周六还有空吗", "ask_availability"))[-1] == "utter_ask_service"
    assert (await talker.says("打扫", "inform"))[-1] == "utter_ask_which_window"
    assert len(hours(talker, SATURDAY)) == 3


async def test_a_free_hour_is_kept_and_the_next_thing_asked():
    talker = Talker()
    said = await talker.says("明天下午两点能来打扫吗", "ask_availability")
    assert said == ["utter_window_free", "utter_ask_area"]
    assert talker.values["window"] == f"{TOMORROW}14:00"


@pytest.mark.parametrize(
    ("text", "intents", "day", "first", "last"),
    [
        ("最早几点能来", ("ask_availability",), TODAY, "12:00", "14:00"),
        ("最晚可以约到几点", ("ask_policy",), TODAY, "15:00", "17:00"),
        ("明天最早几点", ("inform",), TOMORROW, "08:00", "10:00"),
        ("周六最晚几点可以", ("ask_availability",), SATURDAY, "15:00", "17:00"),
        ("上午还是下午好约", ("greet",), TODAY, "12:00", "12:00"),
        ("周六上午还是下午好约", ("inform",), SATURDAY, "08:00", "12:00"),
    ],
)
async def test_the_end_of_what_is_free_that_is_asked_for_is_proposed(text, intents, day, first, last):
    talker = Talker()
    await talker.says("打扫", "book_service")
    await talker.says(text, *intents)
    offered = hours(talker, day)
    assert (offered[0], offered[-1]) == (first, last)


@pytest.mark.parametrize("text", ["随便哪天", "你看着办", "哪天都行"])
async def test_where_it_is_left_to_us_a_real_time_is_taken(text: str):
    talker = Talker()
    await talker.says("打扫", "book_service")
    assert await talker.says(text, "inform") == ["utter_window_free", "utter_ask_area"]
    assert talker.values["window"].startswith(TODAY)


async def test_where_it_is_left_to_us_nothing_is_taken_that_costs_more():
    world = a_world()
    urgent = Surcharge("urgent", "加急", "urgent", percent=10, within_minutes=240)
    world.store.catalogue = a_catalogue(surcharges=(*SURCHARGES, urgent))
    talker = Talker(world)
    await talker.says("打扫", "book_service")
    await talker.says("随便哪天", "inform")
    assert not talker.values["window"].startswith(TODAY)


async def test_the_earliest_may_be_asked_for_in_a_long_sentence():
    talker = Talker()
    await talker.says("喂那个我想找人打扫一下家里嗯最早什么时候能来啊", "book_service", "ask_availability")
    assert hours(talker, TODAY) == ["12:00", "13:00", "14:00"]


async def test_as_soon_as_can_be_is_the_very_first_start():
    talker = Talker()
    assert (await talker.says("打扫，越快越好", "book_service"))[-1] == "utter_ask_area"
    assert talker.values["window"] == f"{TODAY}12:00"


async def test_the_cheap_day_is_told_honestly_and_free_times_with_it():
    talker = Talker()
    await talker.says("打扫", "book_service")
    assert await talker.says("哪天便宜", "ask_price") == ["utter_price_by_day", "utter_ask_which_window"]
    assert talker.values["surcharges"] == "晚间服务加20%、节假日加100%"


async def test_after_work_is_an_evening_that_is_too_late_for_a_long_visit():
    talker = Talker()
    await talker.says("打扫 90平", "book_service")
    said = await talker.says("明天下班后能来吗", "ask_availability")
    assert said == ["utter_ends_too_late", "utter_ask_which_window"]
    assert hours(talker, TOMORROW) == ["15:00", "16:00", "17:00"]


# --- beside what was offered -----------------------------------------------------------------------------------


async def test_never_the_same_times_twice():
    talker = await _saturday_afternoon()
    seen = list(talker.choices)
    for text in ("别的时间呢", "还有吗", "都不行", "换一个"):
        said = await talker.says(text, "deny")
        assert said == ["utter_other_windows"], text
        assert set(seen).isdisjoint(talker.choices)
        seen += talker.choices


async def test_when_all_were_shown_it_is_said_and_they_stay_on_offer():
    one_hour = an_auntie(1, hours={6: Shift(EVERY_DAY[6].start, EVERY_DAY[6].start.replace(hour=11, minute=30))})
    talker = Talker(a_world([one_hour]))
    await talker.says(f"周六上午打扫，{KNOWN}", "book_service")
    assert hours(talker, SATURDAY) == ["08:00", "08:30"]
    assert await talker.says("还有别的吗", "ask_availability") == ["utter_no_more_windows"]
    assert hours(talker, SATURDAY) == ["08:00", "08:30"]
    assert (await talker.says("2", "inform"))[-1] == "utter_summary"


async def test_earlier_and_later_are_measured_from_what_was_offered():
    talker = await _saturday_afternoon()
    first = talker.choices[0]
    assert await talker.says("早一点有吗", "greet") == ["utter_ask_which_window"]
    earlier = hours(talker, SATURDAY)
    assert earlier[-1] < first.removeprefix(SATURDAY)
    assert await talker.says("再晚一点", "abandon") == ["utter_ask_which_window"]
    assert hours(talker, SATURDAY)[0] > earlier[-1]


async def test_where_nothing_is_later_on_the_day_the_nearest_are_told_as_such():
    talker = Talker()
    await talker.says(f"打扫，{KNOWN}", "book_service")
    await talker.says("周六最晚几点", "ask_availability")
    assert hours(talker, SATURDAY)[-1] == "17:00"
    assert await talker.says("再晚点有吗", "abandon") == ["utter_nothing_later"]


async def test_where_nothing_is_earlier_the_nearest_are_told_as_such():
    talker = Talker()
    await talker.says(f"打扫，{KNOWN}", "book_service")
    await talker.says("周六最早几点", "ask_availability")
    assert await talker.says("再早点呢", "inform") == ["utter_nothing_earlier"]


async def test_a_time_settled_already_is_the_one_others_are_beside():
    talker = Talker()
    assert (await talker.says(f"周六下午两点打扫，{KNOWN}", "book_service"))[-1] == "utter_summary"
    assert await talker.says("晚一点可以吗", "inform") == ["utter_ask_which_window"]
    assert hours(talker, SATURDAY) == ["15:00", "16:00", "17:00"]
    assert talker.bookings(BookingState.HELD) == []


@pytest.mark.parametrize(("text", "hour"), [("10点那个", "10:00"), ("就九点的吧", "09:00")])
async def test_an_offered_time_is_picked_by_its_hour(text: str, hour: str):
    talker = Talker()
    await talker.says(f"打扫，{KNOWN}", "book_service")
    await talker.says("周六最早几点", "ask_availability")
    assert hours(talker, SATURDAY) == ["08:00", "09:00", "10:00"]
    assert (await talker.says(text, "inform"))[-1] == "utter_summary"
    assert talker.values["window"].startswith(f"{SATURDAY}{hour}")


async def test_an_offered_time_is_picked_by_its_half_of_the_day():
    talker = Talker()
    await talker.says(f"打扫，{KNOWN}", "book_service")
    await talker.says("周六上午还是下午好约", "ask_availability")
    assert (await talker.says("下午那个", "inform"))[-1] == "utter_summary"
    assert talker.values["window"].startswith(f"{SATURDAY}12:00")


async def test_where_several_fit_the_words_the_customer_is_asked_which():
    talker = await _saturday_afternoon()
    assert await talker.says("下午那个", "inform") == ["utter_all_of_these"]
    assert (await talker.says("1", "inform"))[-1] == "utter_summary"


async def test_a_question_at_the_offer_leaves_it_open_in_short_words():
    talker = await _saturday_afternoon()
    assert await talker.says("贵不贵", "ask_price") == ["utter_no_discount", "utter_ask_which_shown"]
    assert (await talker.says("1", "inform"))[-1] == "utter_summary"


# --- times that cannot be --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason", "first"),
    [
        ("今天十点半打扫", "utter_too_soon", f"{TODAY}12:00"),
        ("今天上午九点打扫", "utter_window_past", f"{TODAY}12:00"),
        ("明天早上六点打扫", "utter_outside_hours", f"{TOMORROW}08:00"),
        ("明天晚上十点打扫", "utter_outside_hours", f"{TOMORROW}15:00"),
        ("明天晚上七点打扫", "utter_ends_too_late", f"{TOMORROW}15:00"),
        ("明年五月一号下午打扫", "utter_too_far", f"{TODAY}12:00"),
    ],
)
async def test_a_time_that_cannot_be_is_explained_and_the_nearest_proposed(text: str, reason: str, first: str):
    talker = Talker()
    assert (await talker.says(text, "book_service"))[-2:] == [reason, "utter_ask_which_window"]
    assert talker.choices[0] == first


async def test_a_full_hour_brings_times_on_both_sides_of_it():
    world = a_world([an_auntie(1)])
    talker = await _booked(world, "周六中午十二点")
    said = await talker.says("周六13:00再打扫一次", "book_service")
    assert said[-1] == "utter_window_full"
    assert talker.choices == [
        f"{SATURDAY}08:30", f"{SATURDAY}15:30", f"{SATURDAY}16:30", "候补原来的时间",
    ]  # fmt: skip


# --- somebody in particular ------------------------------------------------------------------------------------


async def test_who_is_wished_and_has_no_time_is_proposed_at_hers_and_others_at_the_wished():
    wanted = an_auntie(1, hours={day: shift for day, shift in EVERY_DAY.items() if day == 4})
    talker = Talker(a_world([wanted, an_auntie(2)]))
    await talker.says(f"打扫，{KNOWN}", "book_service")
    said = await talker.says("周三下午两点李阿姨有空吗", "ask_provider")
    assert said == ["utter_wanted_busy_others_free"]
    *starts, waiting, anybody = talker.choices
    assert (waiting, anybody) == ("候补原来的时间", "换谁都行")
    assert all("周四" in start for start in starts)
    assert (await talker.says("换谁都行", "inform"))[-1] == "utter_summary"
    assert talker.values["window"].startswith("后天（11月25日 周三）14:00–17:00")


async def test_a_far_day_of_hers_is_found_where_the_next_ones_are_not():
    off = an_auntie(1, hours={1: EVERY_DAY[1]}, skills=frozenset({"daily_cleaning"}))
    talker = Talker(a_world([off, an_auntie(2)]))
    await talker.says(f"打扫，{KNOWN}", "book_service")
    assert (await talker.says("周三下午两点李阿姨能来吗", "ask_provider"))[-1] == "utter_wanted_busy_others_free"
    assert talker.choices[0] == "11月30日（周一）08:00"


async def test_a_full_name_in_a_question_is_a_wish_for_her_time():
    talker = Talker(a_world([an_auntie(1), an_auntie(2, hours={6: EVERY_DAY[6]})]))
    await talker.says("张玉梅哪天能来打扫", "ask_availability")
    assert len(hours(talker, SATURDAY)) == 3


# --- a move ----------------------------------------------------------------------------------------------------


async def test_a_move_without_a_time_gets_free_times_proposed():
    talker = await _booked()
    await talker.says("改个时间", "reschedule_booking")
    assert await talker.says("周六最早几点", "ask_availability") == ["utter_ask_which_window"]
    assert hours(talker, SATURDAY) == ["08:00", "09:00", "10:00"]
    await talker.says("别的时间呢", "deny")
    assert set(hours(talker, SATURDAY)).isdisjoint({"08:00", "09:00", "10:00", "14:00"})
    assert await talker.says("第一个", "inform") == ["utter_ask_move"]


async def test_a_free_day_asked_for_in_a_move_is_never_the_time_it_has():
    talker = await _booked()
    await talker.says("改个时间", "reschedule_booking")
    assert await talker.says("哪天有空", "ask_availability") == ["utter_ask_which_window"]
    assert f"{TOMORROW}14:00" not in talker.choices


async def test_the_wish_to_move_may_carry_the_question():
    talker = await _booked()
    assert await talker.says("能改到最早的时间吗", "reschedule_booking") == ["utter_ask_which_window"]
    assert talker.choices[0] == f"{TODAY}12:00"


async def test_a_move_to_a_time_that_cannot_be_is_explained():
    talker = await _booked()
    said = await talker.says("改到晚上十点", "reschedule_booking")
    assert said == ["utter_outside_hours", "utter_ask_which_window"]
    assert len(hours(talker, TOMORROW)) >= 2


async def test_another_time_at_the_question_to_move_is_offered():
    talker = await _booked()
    assert await talker.says("改到周六", "reschedule_booking") == ["utter_ask_move"]
    assert await talker.says("别的时间呢", "deny") == ["utter_other_windows"]
    assert f"{SATURDAY}14:00" not in talker.choices
    assert len(talker.bookings(BookingState.CONFIRMED)) == 1


@pytest.mark.parametrize(("said", "place"), [("就最早的那个", 0), ("最晚的那个吧", -1), ("周六最早的那个", 0)])
async def test_the_first_or_the_last_of_what_is_offered_is_taken_by_that_name(said: str, place: int):
    talker = await _saturday_afternoon()
    offered = talker.choices
    assert await talker.says(said, "inform") == ["utter_summary"]
    assert talker.values["window"].startswith(offered[place])


async def test_who_wants_it_settled_soon_keeps_the_day_that_was_said():
    talker = Talker()
    await talker.says(f"周六下午两点打扫，90平，{ADDRESS}", "book_service")
    assert await talker.says("快点安排 13800138000", "inform") == ["utter_summary"]
    assert talker.values["window"].startswith(SATURDAY)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("这周哪天上午有空？想打扫，70平", "08", "12"), ("下周哪天下午能来打扫，70平", "12", "18")],
)
async def test_a_part_of_the_day_asked_for_in_a_week_holds_on_each_of_its_days(text: str, low: str, high: str):
    talker = Talker()
    await talker.says(text, "ask_availability", "book_service")
    assert talker.choices
    assert all(low <= choice[-5:-3] < high for choice in talker.choices), talker.choices


async def test_three_and_whatever_is_behind_it_is_three_where_it_is_free():
    talker = Talker()
    await talker.says(f"周六下午打扫，{KNOWN}", "book_service")
    assert await talker.says("下午三点吧三点以后都可以", "inform") == ["utter_summary"]
    assert "15:00" in talker.values["window"]


async def test_who_asks_for_the_earliest_and_tells_the_rest_has_it_read_back():
    talker = Talker()
    said = await talker.says("想打扫一下，最早几点能来", "book_service", "ask_availability")
    assert said[-1] == "utter_ask_which_window"
    first = talker.choices[0]
    await talker.says(f"90平，{ADDRESS}", "inform")
    assert await talker.says("13800138000", "inform") == ["utter_summary"]
    assert talker.values["window"].startswith(first)


async def test_who_leaves_the_hour_to_us_is_not_told_when_we_open():
    talker = Talker()
    await talker.says("想打扫一下，90平", "book_service")
    said = await talker.says("周五上午，几点你们定", "inform", "ask_policy", topic="hours")
    assert said == ["utter_window_free", "utter_ask_address"]
