"""A customer who wants somebody to come regularly: asked for what is open, shown what it is, booked on one yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from bot.domain.booking import BookingState
from bot.domain.catalogue import VisitTier
from bot.domain.provider import Shift
from tests.builders import a_customer
from tests.talker import Talker
from tests.unit.usecases.series_steps import take
from tests.unit.usecases.series_talk import hours_of, series_of
from tests.worlds import a_catalogue, a_world, an_auntie

ADDRESS = "浦东新区张杨路1458弄6号楼1202"
HOME = f"90平，{ADDRESS}，13800138000"


async def _shown(text: str = f"每周三下午两点来打扫，{HOME}", talker: Talker | None = None) -> Talker:
    """A talk in which the series is shown and waits for the yes."""
    talker = talker or Talker()
    assert (await talker.says(text, "book_service"))[-1] == "utter_series_summary"
    return talker


async def test_everything_said_at_once_is_read_back_and_booked_on_one_yes():
    talker = await _shown()
    assert {
        name: talker.values[name] for name in ("rule", "first", "next", "address", "phone", "provider", "price")
    } == {
        "rule": "每周三14:00，每次3小时",
        "first": "后天（11月25日 周三）14:00–17:00",
        "next": "12月2日、9日、16日…",
        "address": ADDRESS,
        "phone": "138****8000",
        "provider": "李秀英（每次都是同一位）",
        "price": "每次180元（60元/小时 × 3小时）",
    }
    assert talker.bookings() == []
    assert await talker.says("好的", "affirm") == ["utter_series_booked"]
    assert series_of(talker).plan.rhythms[0].rule == "FREQ=WEEKLY;BYDAY=WE"
    assert hours_of(talker) == ["11-25 06:00", "12-02 06:00", "12-09 06:00", "12-16 06:00"]


async def test_what_is_open_is_asked_for_one_by_one_and_once():
    talker = Talker()
    assert (await talker.says("长期找个固定阿姨打扫", "book_service"))[-1] == "utter_ask_series_rule"
    assert (await talker.says("每周来两次", "inform"))[-1] == "utter_ask_series_days"
    assert (await talker.says("周二跟周五", "inform"))[-1] == "utter_ask_series_hour"
    assert (await talker.says("九点", "inform"))[-1] == "utter_ask_area"
    assert (await talker.says("90", "inform"))[-1] == "utter_ask_address"
    assert (await talker.says(ADDRESS, "inform"))[-1] == "utter_ask_phone"
    assert (await talker.says("13800138000", "inform"))[-1] == "utter_series_summary"
    assert talker.values["rule"] == "每周二、周五09:00，每次3小时"
    assert talker.values["provider"] == "李秀英（固定，每次都是同一位）"
    await talker.says("好的", "affirm")
    assert series_of(talker).wish.only == ("p1",)


async def test_once_a_week_without_a_day_is_asked_for_its_day():
    talker = Talker()
    assert (await talker.says(f"每周来打扫一次，下午两点，{HOME}", "book_service"))[-1] == "utter_ask_series_day"
    assert (await talker.says("周六", "inform"))[-1] == "utter_series_summary"
    assert talker.values["rule"] == "每周六14:00，每次3小时"


async def test_a_weekday_said_of_a_month_is_one_of_its_weeks():
    talker = Talker()
    assert (await talker.says(f"每月两次打扫，上午十点，{HOME}", "book_service"))[-1] == "utter_ask_series_dates"
    assert (await talker.says("周三", "inform"))[-1] == "utter_series_summary"
    assert talker.values["rule"] == "每月第一个周三和第三个周三10:00，每次3小时"
    await talker.says("好", "affirm")
    assert series_of(talker).plan.rhythms[0].rule == "FREQ=MONTHLY;BYDAY=1WE,3WE"


async def test_a_date_said_of_a_month_is_its_day_of_the_month():
    talker = Talker()
    await talker.says(f"每个月打扫一次，上午十点，{HOME}", "book_service")
    assert (await talker.says("15号", "inform"))[-1] == "utter_series_summary"
    assert talker.values["rule"] == "每月15号10:00，每次3小时"


async def test_a_part_of_the_day_brings_hours_to_choose_from():
    talker = Talker()
    assert (await talker.says(f"每周三上午打扫，{HOME}", "book_service"))[-1] == "utter_ask_series_which_hour"
    assert talker.choices == ["08:00", "09:00", "10:00"]
    assert (await talker.says("2", "inform"))[-1] == "utter_series_summary"
    assert talker.values["rule"] == "每周三09:00，每次3小时"


async def test_where_it_begins_ends_and_what_is_left_out_is_honoured():
    text = f"每周五上午九点打扫，从12月4号开始做到年底，12月18号不用来，{HOME}"
    talker = await _shown(text)
    assert (talker.values["first"], talker.values["next"]) == (
        "12月4日（周五）09:00–12:00",
        "12月11日、25日（一共3次）",
    )
    await talker.says("好", "affirm")
    plan = series_of(talker).plan
    assert (plan.begins, plan.until, plan.left_out) == (
        date(2026, 12, 4), date(2026, 12, 31), frozenset({date(2026, 12, 18)}),
    )  # fmt: skip


async def test_a_number_of_visits_ends_it():
    talker = await _shown(f"每周三下午两点打扫，先做六次，{HOME}")
    assert talker.values["next"] == "12月2日、9日、16日…（一共6次）"
    await talker.says("好", "affirm")
    assert series_of(talker).plan.count == 6


async def test_a_holiday_is_pointed_out_by_its_name():
    talker = Talker()
    said = await talker.says(f"每周五上午九点打扫，{HOME}", "book_service")
    assert said[-2:] == ["utter_series_holidays", "utter_series_summary"]
    assert talker.values["days"] == "元旦1月1日（周五）"


async def test_the_discount_of_a_series_stands_in_its_price():
    world = a_world()
    service = world.store.catalogue.services["daily_cleaning"]
    cheaper = replace(service, series_tiers=(VisitTier(10, 10),))
    world.store.catalogue = a_catalogue(services={**world.store.catalogue.services, "daily_cleaning": cheaper})
    talker = await _shown(talker=Talker(world))
    assert talker.values["price"].startswith("每次162元（60元/小时 × 3小时=180元，")


async def test_customer_moves_it_to_another_day_and_every_other_week_and_only_that_changes():
    talker = await _shown()
    assert await talker.says("改成周五吧", "inform") == ["utter_series_holidays", "utter_series_summary_moved"]
    assert talker.values["rule"] == "每周五14:00，每次3小时"
    await talker.says("改成隔周", "inform")
    assert talker.values["rule"] == "隔周周五14:00，每次3小时"
    await talker.says("换个时间，下午三点", "inform")
    assert talker.values["rule"] == "隔周周五15:00，每次3小时"
    await talker.says("只做到年底", "inform")
    assert talker.values["next"] == "12月11日、25日（一共3次）"
    await talker.says("12月25号那次不要", "cancel_booking")
    assert talker.values["next"] == "12月11日（一共2次）"
    await talker.says("好的", "affirm")
    assert (series_of(talker).address, series_of(talker).phone) == (ADDRESS, "13800138000")
    assert hours_of(talker) == ["11-27 07:00", "12-11 07:00"]


async def test_said_anew_the_rule_is_the_new_one():
    talker = await _shown(f"隔周周三下午两点来打扫，{HOME}")
    await talker.says("还是每周五吧", "inform")
    assert talker.values["rule"] == "每周五14:00，每次3小时"


async def test_more_visits_a_week_are_asked_for_their_days():
    talker = await _shown()
    assert (await talker.says("每周来两次吧", "inform"))[-1] == "utter_ask_series_days"
    assert (await talker.says("周一和周四", "inform"))[-1] == "utter_series_summary_moved"
    assert talker.values["rule"] == "每周一、周四14:00，每次3小时"


async def test_customer_asks_for_somebody_else():
    talker = await _shown()
    assert await talker.says("换个阿姨", "deny") == ["utter_series_summary_moved"]
    assert talker.values["provider"] == "张玉梅（每次都是同一位）"


async def test_customer_corrects_the_building_of_a_series():
    talker = await _shown()
    assert await talker.says("5号楼，不是6号楼", "inform") == ["utter_series_summary_changed"]
    assert talker.values["changed"] == "浦东新区张杨路1458弄5号楼1202"
    assert talker.values["rule"] == "每周三14:00，每次3小时"


async def test_a_no_asks_what_to_change_and_the_rest_stays():
    talker = await _shown()
    assert await talker.says("不对", "deny") == ["utter_ask_what_to_change"]
    assert await talker.says("改时间", "inform") == ["utter_ask_series_hour"]
    assert (await talker.says("上午九点", "inform"))[-1] == "utter_series_summary_moved"
    assert talker.values["rule"] == "每周三09:00，每次3小时"


async def test_only_once_after_all_books_the_first_visit():
    talker = await _shown()
    assert await talker.says("先约一次吧", "inform") == ["utter_summary_changed"]
    assert talker.values["window"] == "后天（11月25日 周三）14:00–17:00，3小时"
    assert await talker.says("好", "affirm") == ["utter_booked"]
    assert talker.world.store.series == {}
    assert hours_of(talker) == ["11-25 06:00"]


async def test_a_single_booking_becomes_a_series_on_its_weekday():
    talker = Talker()
    assert (await talker.says(f"明天下午两点打扫，{HOME}", "book_service"))[-1] == "utter_summary"
    assert (await talker.says("以后每周都来", "inform"))[-1] == "utter_series_summary_moved"
    assert talker.values["rule"] == "每周二14:00，每次3小时，11月24日（周二）起"
    assert talker.bookings(BookingState.HELD) == []
    await talker.says("好", "affirm")
    assert hours_of(talker) == ["11-24 06:00", "12-01 06:00", "12-08 06:00", "12-15 06:00"]


async def test_forget_it_with_another_rhythm_drops_nothing():
    talker = Talker()
    await talker.says(f"明天下午两点打扫，{HOME}", "book_service")
    assert (await talker.says("算了还是以后每周都来吧", "abandon"))[-1] == "utter_series_summary_moved"


async def test_a_day_that_is_left_out_with_its_reason():
    talker = await _shown(f"每天上午十点来打扫，{HOME}")
    await talker.says("这周五我们不在家，那天不用来", "inform")
    assert talker.values["rule"] == "每天10:00，每次3小时，11月27日（周五）不来"


async def test_the_same_person_each_time_is_a_wish_however_it_is_asked():
    talker = await _shown()
    assert await talker.says("能固定一个人不", "ask_provider") == ["utter_series_summary_moved"]
    assert talker.values["provider"] == "李秀英（固定，每次都是同一位）"


async def test_as_long_as_it_is_to_go_on_ends_it():
    talker = await _shown(f"每周三下午两点打扫，先做三个月，{HOME}")
    await talker.says("好", "affirm")
    assert series_of(talker).plan.until == date(2027, 2, 20)


async def test_weekdays_that_are_refused_leave_the_others():
    talker = await _shown(f"每天上午十点来打扫，{HOME}")
    await talker.says("周末不用来", "inform")
    assert talker.values["rule"] == "每个工作日10:00，每次3小时"


async def test_a_question_midway_is_answered_and_the_open_question_asked_once():
    talker = Talker()
    await talker.says(f"每周三来打扫，{HOME}", "book_service")
    assert await talker.says("工具要我准备吗", "ask_policy", topic="tools") == ["utter_policy", "utter_ask_series_hour"]


async def test_customer_drops_a_series_before_the_yes():
    talker = await _shown()
    assert await talker.says("算了不约了", "abandon") == ["utter_booking_dropped"]
    assert talker.world.store.series == {}


async def _with_a_rival(number: int = 1) -> Talker:
    """A company in which somebody else has been, and may take times."""
    world = a_world([an_auntie(number)])
    async with world.deps.uow() as uow:
        await uow.customers.add(a_customer(id="cu_2", openid="oTest2"))
        await uow.commit()
    return Talker(world)


async def test_a_visit_that_nobody_can_do_is_told_with_the_nearest_start():
    talker = await _with_a_rival()
    await take(talker.world, datetime(2026, 12, 2, 14), 1)
    said = await talker.says(f"每周三下午三点打扫，{HOME}", "book_service")
    assert said[-2:] == ["utter_series_conflicts", "utter_series_summary"]
    assert talker.values["visits"] == "12月2日（周三）15:00，最近的空档是10:30"
    assert await talker.says("好的", "affirm") == ["utter_series_booked", "utter_series_staff_search"]
    assert len(talker.world.store.call_tasks) == 1


async def test_what_was_taken_before_the_yes_is_shown_again_and_not_booked_in_silence():
    talker = await _with_a_rival()
    await _shown(talker=talker)
    await take(talker.world, datetime(2026, 12, 9, 14), 1)
    said = await talker.says("好的", "affirm")
    assert said == ["utter_series_changed", "utter_series_conflicts", "utter_series_summary"]
    assert talker.world.store.series == {}
    assert (await talker.says("好的", "affirm"))[0] == "utter_series_booked"


async def test_a_day_on_which_nobody_works_brings_other_days_by_name():
    hours = {day: Shift(time(8), time(20)) for day in (1, 2, 4, 5)}
    talker = Talker(a_world([an_auntie(1, hours=hours)]))
    assert (await talker.says(f"每周三下午三点打扫，{HOME}", "book_service"))[-1] == "utter_series_full"
    assert talker.choices == ["每周四08:00", "每周四09:00", "每周四10:00"]
    assert (await talker.says("3", "inform"))[-1] == "utter_series_summary"
    assert talker.values["rule"] == "每周四10:00，每次3小时"


async def test_a_district_nobody_works_in_is_said_of_a_series_too():
    talker = Talker()
    said = await talker.says("每周三下午三点打扫，90平，崇明区北门路58号3号楼101，13800138000", "book_service")
    assert said[-1] == "utter_not_covered"


async def test_a_series_and_a_single_visit_in_one_message_are_booked_with_one_yes():
    talker = Talker()
    text = f"明天上午九点洗两台空调，每周五下午两点打扫，{HOME}"
    said = await talker.says(text, "book_service")
    assert said[-3:] == ["utter_summary", "utter_series_holidays", "utter_series_summary"]
    assert await talker.says("好的", "affirm") == ["utter_booked", "utter_series_booked"]
    assert hours_of(talker)[:2] == ["11-24 01:00", "11-27 06:00"]


@pytest.mark.parametrize("text", ["1号不要了 就15号", "一号那次就不用来了"])
async def test_one_of_two_days_of_the_month_is_left_out_of_the_rule(text: str):
    talker = await _shown(f"每个月1号和15号来打扫一次，上午十点，{HOME}")
    await talker.says(text, "inform")
    assert talker.values["rule"].startswith("每月15号10:00")


async def test_a_day_that_is_wanted_too_is_no_yes():
    talker = await _shown(f"每周六上午十点来打扫，{HOME}")
    await talker.says("周日也要的", "inform", "affirm")
    assert not talker.world.store.series


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("由下个星期二开始 听日唔使住", "12月1日（周二）"),
        ("听日唔使住，由下个星期二开始", "12月1日（周二）"),
        ("从下周二开始，明天先不用来", "12月1日（周二）"),
        ("明天先别来，下周二再来", "12月1日（周二）"),
        ("明天太赶了，下周二开始", "12月1日（周二）"),
        ("等到下周二再开始吧", "12月1日（周二）"),
        ("这周先不来，下周开始", "12月1日（周二）"),
        ("这周先不用，下周再开始", "12月1日（周二）"),
        ("下周再来吧", "12月1日（周二）"),
        ("下个月再开始", "12月1日（周二）"),
        ("过两周再开始", "12月8日（周二）"),
        ("这周先不来", "12月1日（周二）"),
    ],
)
async def test_it_begins_when_it_is_said_and_no_sooner(said: str, first: str):
    talker = await _shown(f"每周二下午两点来打扫，{HOME}")
    assert talker.values["first"].startswith("明天（11月24日")
    assert await talker.says(said, "inform") == ["utter_series_summary_moved"]
    assert talker.values["first"].startswith(first)
    assert talker.values["rule"].startswith("每周二14:00")
    await talker.says("好的", "affirm")
    assert hours_of(talker)[0] == ("12-08 06:00" if "8日" in first else "12-01 06:00")


async def test_a_visit_left_out_behind_the_day_it_begins_is_no_other_beginning():
    talker = await _shown(f"每周二下午两点来打扫，{HOME}")
    await talker.says("从下周二开始，12月15号不用来", "inform")
    assert talker.values["rule"] == "每周二14:00，每次3小时，12月1日（周二）起，12月15日（周二）不来"
    await talker.says("还是明天就开始吧", "inform")
    assert talker.values["rule"] == "每周二14:00，每次3小时，11月24日（周二）起，12月15日（周二）不来"


async def test_one_more_visit_is_no_beginning():
    talker = await _shown(f"每周二下午两点来打扫，{HOME}")
    await talker.says("周五也再来一次", "inform")
    assert talker.values["rule"].startswith("每周二、周五") or "起" not in talker.values["rule"]


@pytest.mark.parametrize(
    ("said", "intent"),
    [("冇话几时完 一直做落去先", "ask_policy"), ("没说什么时候结束，一直做下去", ""), ("一直做到我说停为止", "inform")],
)
async def test_that_it_has_no_end_is_no_question_and_leaves_the_yes_open(said: str, intent: str):
    talker = await _shown()
    said_again = await talker.says(said, *filter(None, [intent]), topic="payment")
    assert said_again == ["utter_series_open_end", "utter_ask_confirm_again"]
    assert await talker.says("好的", "affirm") == ["utter_series_booked"]


async def test_that_it_has_no_end_takes_back_the_end_it_had():
    talker = await _shown(f"每周三下午两点打扫，先做六次，{HOME}")
    assert await talker.says("还是不设期限吧，一直做下去", "inform") == ["utter_series_summary_moved"]
    assert talker.values["next"] == "12月2日、9日、16日…"


async def test_how_long_it_may_go_on_is_a_question():
    talker = await _shown()
    said = await talker.says("能一直做下去吗", "ask_policy", topic="payment")
    assert "utter_series_open_end" not in said
