"""A customer whose series runs: one visit skipped or moved, all from here on otherwise, a break, the end."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.booking import BookingState
from bot.domain.policy import FeeStep, Policies
from bot.domain.series import SeriesState
from bot.domain.series_plan import Pause
from tests.talker import Talker
from tests.unit.usecases.series_talk import HOME, hours_of, running, series_of
from tests.worlds import a_catalogue, a_world

FEE = FeeStep(within_minutes=240, percent=20)


WEDNESDAYS = f"每周三下午两点来打扫，{HOME}"


async def test_my_orders_show_a_series_once_with_its_next_visits():
    talker = await running(WEDNESDAYS)
    assert await talker.says("我的预约", "check_booking") == ["utter_series_detail"]
    assert talker.values["series"] == "每周三14:00 日常保洁"
    assert len(talker.values["visits"].splitlines()) == 3


async def test_among_other_orders_a_series_is_one_line():
    talker = await running(WEDNESDAYS)
    await talker.says("后天上午九点洗空调，两台", "book_service")
    await talker.says("好", "affirm")
    assert await talker.says("我的预约", "check_booking") == ["utter_booking_list"]
    assert talker.values["orders"].splitlines() == [
        "1. 后天（11月25日 周三）09:00–11:00 家电清洗",
        "2. 每周三14:00 日常保洁，下一次11月25日（周三）14:00",
    ]


async def test_customer_skips_the_next_visit_and_takes_it_back():
    talker = await running(WEDNESDAYS)
    assert await talker.says("下次不用来了", "cancel_booking") == ["utter_ask_skip"]
    assert talker.values["visits"] == "后天（11月25日 周三）14:00–17:00 日常保洁"
    assert hours_of(talker)[0] == "11-25 06:00"
    assert await talker.says("好的", "affirm") == ["utter_skipped"]
    assert series_of(talker).plan.left_out == frozenset({date(2026, 11, 25)})
    assert hours_of(talker) == ["12-02 06:00", "12-09 06:00", "12-16 06:00"]
    assert await talker.says("恢复", "restore_booking") == ["utter_ask_restore"]
    assert await talker.says("好", "affirm") == ["utter_restored"]
    assert series_of(talker).plan.left_out == frozenset()
    assert hours_of(talker)[0] == "11-25 06:00"


async def test_just_this_once_is_a_yes_to_a_skip():
    talker = await running(WEDNESDAYS)
    await talker.says("下次不用来了", "cancel_booking")
    assert await talker.says("就这一次", "inform") == ["utter_skipped"]


async def test_two_days_in_one_sentence_are_two_skips():
    talker = await running(f"每周三和周五下午两点来打扫，{HOME}")
    assert await talker.says("下周三、周五都别来", "inform") == ["utter_ask_skip"]
    assert talker.values["visits"].splitlines() == [
        "12月2日（周三）14:00–17:00 日常保洁", "12月4日（周五）14:00–17:00 日常保洁",
    ]  # fmt: skip
    await talker.says("好", "affirm")
    assert series_of(talker).plan.left_out == frozenset({date(2026, 12, 2), date(2026, 12, 4)})


async def test_a_whole_week_without_a_day_is_its_visits():
    talker = await running(f"每周三和周五下午两点来打扫，{HOME}")
    assert await talker.says("下周我不在家，别来了", "cancel_booking") == ["utter_ask_skip"]
    assert len(talker.values["visits"].splitlines()) == 2


async def test_another_visit_is_named_instead_of_the_yes():
    talker = await running(WEDNESDAYS)
    await talker.says("下次不用来了", "cancel_booking")
    assert await talker.says("不是，是12月9号那次", "inform") == ["utter_ask_skip"]
    await talker.says("对", "affirm")
    assert series_of(talker).plan.left_out == frozenset({date(2026, 12, 9)})


async def test_a_day_without_a_visit_is_answered_with_those_there_are():
    talker = await running(WEDNESDAYS)
    assert await talker.says("这周六那次不来了", "cancel_booking") == ["utter_series_no_visit"]
    assert talker.choices[1] == "12月2日（周三）14:00–17:00 日常保洁"
    assert await talker.says("2", "inform") == ["utter_ask_skip"]
    assert talker.values["visits"] == "12月2日（周三）14:00–17:00 日常保洁"


async def test_a_weekday_that_has_its_visit_only_later_is_that_visit():
    talker = await running(f"每周五下午两点打扫，从12月1号开始，{HOME}")
    assert await talker.says("周五那次取消", "cancel_booking") == ["utter_ask_skip"]
    assert talker.values["visits"] == "12月4日（周五）14:00–17:00 日常保洁"


async def test_a_late_skip_names_its_fee_before_the_yes_and_taking_it_back_costs_nothing():
    world = a_world()
    world.store.catalogue = a_catalogue(policies=Policies(cancellation=(FEE,)))
    talker = await running(f"每周二下午两点来打扫，{HOME}", Talker(world))
    world.clock.advance(hours=25)
    assert await talker.says("今天不用来了", "cancel_booking") == ["utter_ask_skip_with_fee"]
    assert talker.values["fee"] == "36元"
    assert await talker.says("好", "affirm") == ["utter_skipped_with_fee"]
    await talker.says("恢复", "restore_booking")
    await talker.says("好", "affirm")
    assert sum(booking.fee_fen for booking in talker.bookings()) == 0


async def test_unclear_whether_one_or_all_is_asked_once_and_tappable():
    talker = await running(WEDNESDAYS)
    assert await talker.says("周三的取消", "cancel_booking") == ["utter_ask_series_scope_skip"]
    assert talker.choices == ["只这一次", "以后都不来了", "不取消了"]
    assert await talker.says("只这一次", "inform") == ["utter_ask_skip"]
    assert await talker.says("不要", "deny") == ["utter_series_kept"]
    assert series_of(talker).plan.left_out == frozenset()


async def test_a_bare_cancel_is_asked_about_whatever_it_was_taken_for():
    talker = await running(WEDNESDAYS)
    assert await talker.says("取消", "abandon") == ["utter_ask_series_scope_skip"]
    await talker.says("不取消了", "deny")
    assert await talker.says("不用了", "deny") == ["utter_nothing_open"]


async def test_all_from_here_on_is_the_other_answer():
    talker = await running(WEDNESDAYS)
    await talker.says("取消吧", "cancel_booking")
    assert await talker.says("2", "inform") == ["utter_ask_end_series"]
    assert await talker.says("确认", "affirm") == ["utter_series_ended"]
    assert series_of(talker).state is SeriesState.ENDED
    assert hours_of(talker) == []


async def test_customer_moves_one_visit_and_the_series_goes_on():
    talker = await running(WEDNESDAYS)
    assert await talker.says("这次改到周四", "reschedule_booking") == ["utter_ask_move"]
    assert talker.values["new"] == "11月26日（周四）14:00–17:00 日常保洁"
    assert await talker.says("好", "affirm") == ["utter_moved"]
    assert hours_of(talker)[:2] == ["11-26 06:00", "12-02 06:00"]
    assert list(series_of(talker).plan.moved) == [date(2026, 11, 25)]


async def test_one_named_visit_is_moved():
    talker = await running(WEDNESDAYS)
    await talker.says("12月9号那次改到周五上午九点", "reschedule_booking")
    assert talker.values["old"] == "12月9日（周三）14:00–17:00 日常保洁"


async def test_a_visit_far_ahead_is_moved_by_the_plan():
    talker = await running(WEDNESDAYS)
    assert await talker.says("把12月30号那次改到12月29号上午九点", "reschedule_booking") == ["utter_ask_move"]
    assert talker.values["new"] == "12月29日（周二）09:00–12:00 日常保洁"
    assert await talker.says("好", "affirm") == ["utter_moved"]
    assert hours_of(talker)[-1] == "12-29 01:00"


async def test_a_move_that_may_mean_all_is_asked_about():
    talker = await running(WEDNESDAYS)
    assert await talker.says("改到周日", "reschedule_booking") == ["utter_ask_series_scope_move"]
    assert await talker.says("以后都改", "inform") == ["utter_ask_series_change"]
    assert (talker.values["old"], talker.values["new"]) == (
        "每周三14:00 日常保洁，每次3小时", "每周日14:00 日常保洁，每次3小时",
    )  # fmt: skip
    assert await talker.says("好", "affirm") == ["utter_series_changed_to"]
    assert hours_of(talker) == ["11-29 06:00", "12-06 06:00", "12-13 06:00", "12-20 06:00"]


async def test_from_here_on_another_day_keeps_the_hour_that_fits():
    talker = await running(WEDNESDAYS)
    assert await talker.says("以后都改成周五下午", "reschedule_booking") == ["utter_ask_series_change"]
    assert talker.values["new"] == "每周五14:00 日常保洁，每次3小时"
    await talker.says("好", "affirm")
    assert hours_of(talker)[:2] == ["11-27 06:00", "12-04 06:00"]


async def test_another_part_of_the_day_is_asked_for_its_hour():
    talker = await running(WEDNESDAYS)
    assert await talker.says("以后都改成上午", "reschedule_booking") == ["utter_ask_series_hour"]
    assert await talker.says("九点", "inform") == ["utter_ask_series_change"]
    assert talker.values["new"] == "每周三09:00 日常保洁，每次3小时"


async def test_every_other_week_from_next_week_on():
    talker = await running(WEDNESDAYS)
    assert await talker.says("从下周起改成两周一次", "change_booking") == ["utter_ask_series_change"]
    await talker.says("好", "affirm")
    assert hours_of(talker) == ["11-25 06:00", "12-02 06:00", "12-16 06:00"]


async def test_more_visits_from_here_on_are_asked_for_their_days():
    talker = await running(WEDNESDAYS)
    assert await talker.says("以后改成每周两次", "change_booking") == ["utter_ask_series_days"]
    assert await talker.says("周二跟周五", "inform") == ["utter_ask_series_change"]
    assert talker.values["new"] == "每周二、周五14:00 日常保洁，每次3小时"


async def test_twice_a_month_from_here_on_takes_a_weekday_for_its_weeks():
    talker = await running(WEDNESDAYS)
    assert await talker.says("以后一个月来两次就够", "change_booking") == ["utter_ask_series_dates"]
    assert await talker.says("周三", "inform") == ["utter_ask_series_change"]
    assert talker.values["new"] == "每月第一个周三和第三个周三14:00 日常保洁，每次3小时"


async def test_a_weekday_without_a_week_is_that_of_the_visit():
    talker = await running(WEDNESDAYS)
    await talker.says("下次不用来了", "cancel_booking")
    await talker.says("好", "affirm")
    assert await talker.says("下次改到周五", "reschedule_booking") == ["utter_ask_move"]
    assert talker.values["new"] == "12月4日（周五）14:00–17:00 日常保洁"


async def test_an_hour_more_comes_on_top():
    talker = await running(WEDNESDAYS)
    assert await talker.says("以后每次多做一个小时", "change_booking") == ["utter_ask_series_change"]
    assert talker.values["new"] == "每周三14:00 日常保洁，每次4小时"


async def test_a_break_that_is_asked_for_politely_is_a_wish():
    talker = await running(WEDNESDAYS)
    assert await talker.says("能不能停两周", "ask_policy") == ["utter_ask_pause"]


async def test_whether_breaks_are_possible_is_a_question():
    talker = await running(WEDNESDAYS)
    assert await talker.says("可以暂停吗", "ask_policy") == ["utter_policy_unknown"]


async def test_what_is_changed_before_it_has_begun_begins_no_sooner():
    talker = await running(f"每周三下午两点打扫，从12月7号开始，{HOME}")
    await talker.says("以后都改成周五", "reschedule_booking")
    assert talker.values["next"] == "12月11日（周五）14:00"


async def test_a_correction_of_what_was_shown_keeps_the_rest():
    talker = await running(WEDNESDAYS)
    await talker.says("以后都改成周五下午三点", "reschedule_booking")
    assert await talker.says("还是周六吧", "inform") == ["utter_ask_series_change"]
    assert talker.values["new"] == "每周六15:00 日常保洁，每次3小时"


async def test_changes_follow_each_other_before_the_first_has_begun():
    talker = await running(WEDNESDAYS)
    for text in ("以后每次都做两个小时", "以后都改成上午九点"):
        assert await talker.says(text, "change_booking") == ["utter_ask_series_change"]
        await talker.says("好", "affirm")
    assert talker.values["series"] == "每周三09:00 日常保洁"
    assert {booking.duration_minutes for booking in talker.bookings(BookingState.CONFIRMED)} == {120}


async def test_somebody_else_from_here_on():
    talker = await running(WEDNESDAYS)
    assert await talker.says("以后别派她了，换个阿姨", "deny") == ["utter_ask_series_provider"]
    await talker.says("好", "affirm")
    assert {booking.provider_ids for booking in talker.bookings(BookingState.CONFIRMED)} == {("p2",)}


async def test_a_change_without_a_wish_is_asked_for_it():
    talker = await running(WEDNESDAYS)
    await talker.says("改时间", "reschedule_booking")
    assert await talker.says("以后都改", "inform") == ["utter_series_change_what"]
    assert await talker.says("周五下午三点", "inform") == ["utter_ask_series_change"]
    assert talker.values["new"] == "每周五15:00 日常保洁，每次3小时"


async def test_a_break_of_a_month_and_going_on_early():
    talker = await running(WEDNESDAYS)
    assert await talker.says("暂停一个月", "cancel_booking") == ["utter_ask_pause"]
    assert (talker.values["days"], talker.values["next"]) == (
        "11月23日（周一）到12月22日（周二）", "12月23日（周三）14:00",
    )  # fmt: skip
    assert await talker.says("好", "affirm") == ["utter_series_paused"]
    assert series_of(talker).plan.pauses == (Pause(date(2026, 11, 23), date(2026, 12, 22)),)
    assert hours_of(talker) == []
    assert await talker.says("继续", "restore_booking") == ["utter_ask_resume"]
    assert await talker.says("好", "affirm") == ["utter_series_resumed"]
    assert hours_of(talker)[0] == "11-25 06:00"


async def test_a_break_over_the_new_year_names_its_days():
    talker = await running(WEDNESDAYS)
    assert await talker.says("过年期间先停", "cancel_booking") == ["utter_ask_pause"]
    assert talker.values["days"].startswith("2月5日")


async def test_a_break_without_an_end_lasts_until_she_says_so():
    talker = await running(WEDNESDAYS)
    assert await talker.says("先停一停，等我通知") == ["utter_ask_pause"]
    await talker.says("好", "affirm")
    assert series_of(talker).state is SeriesState.PAUSED
    assert await talker.says("我的预约", "check_booking") == ["utter_series_paused_detail"]
    assert await talker.says("接着做吧，从下周一开始", "restore_booking") == ["utter_ask_resume"]
    await talker.says("好", "affirm")
    assert series_of(talker).state is SeriesState.ACTIVE
    assert hours_of(talker)[0] == "12-02 06:00"


async def test_the_end_is_asked_about_and_a_no_keeps_it():
    talker = await running(WEDNESDAYS)
    assert await talker.says("以后都不用来了", "cancel_booking") == ["utter_ask_end_series"]
    assert await talker.says("不了", "deny") == ["utter_series_kept"]
    assert series_of(talker).state is SeriesState.ACTIVE


async def test_it_ends_on_the_day_that_is_named():
    talker = await running(WEDNESDAYS)
    await talker.says("从下周起停掉", "cancel_booking")
    assert talker.values["from"] == "11月30日（周一）"
    await talker.says("好", "affirm")
    assert hours_of(talker) == ["11-25 06:00"]


async def test_which_of_two_series_is_asked():
    talker = await running(WEDNESDAYS)
    await running("每周六上午9点洗空调，两台", talker)
    assert await talker.says("暂停一个月", "cancel_booking") == ["utter_ask_which_order"]
    assert talker.choices == ["每周三14:00 日常保洁", "每周六09:00 家电清洗"]
    assert await talker.says("2", "inform") == ["utter_ask_pause"]
    assert talker.values["series"] == "每周六09:00 家电清洗"
    await talker.says("算了", "abandon")
    assert await talker.says("打扫那个以后不做了", "cancel_booking") == ["utter_ask_end_series"]
    assert talker.values["series"] == "每周三14:00 日常保洁"


async def test_an_order_beside_the_series_is_cancelled_as_ever():
    talker = await running(WEDNESDAYS)
    await talker.says("后天上午九点洗空调，两台", "book_service")
    await talker.says("好", "affirm")
    assert await talker.says("取消吧", "cancel_booking") == ["utter_ask_which_order"]
    assert len(talker.choices) == 2
    assert await talker.says("1", "inform") == ["utter_ask_cancel"]
    await talker.says("不取消了", "deny")
    await talker.says("取消吧", "cancel_booking")
    assert await talker.says("2", "inform") == ["utter_ask_series_scope_skip"]


async def test_another_series_beside_the_first_is_begun():
    talker = await running(WEDNESDAYS)
    text = "每周六上午九点也来打扫一次，一次多少钱"
    assert (await talker.says(text, "book_service", "ask_price"))[-1] == "utter_series_summary"


async def test_a_new_wish_beside_the_series_is_a_booking_of_its_own():
    talker = await running(WEDNESDAYS)
    assert (await talker.says("这周六上午九点再来打扫一次", "book_service"))[-1] == "utter_summary"


@pytest.mark.parametrize(
    "text",
    [
        "下周三我不在，能不能改到周四，就这一次",
        "下周三我要出差 改周四行吗 就这次",
        "下周三没空改到周四，只改这一次",
        "下周三那次改到周四，就这一次",
    ],
)
async def test_the_visit_of_the_day_on_which_she_is_away_is_moved_within_its_week(text: str):
    talker = await running(WEDNESDAYS)
    assert await talker.says(text, "reschedule_booking") == ["utter_ask_move"]
    assert talker.values["old"] == "12月2日（周三）14:00–17:00 日常保洁"
    assert talker.values["new"] == "12月3日（周四）14:00–17:00 日常保洁"


@pytest.mark.parametrize(
    ("text", "at"),
    [("以后都早一个小时来可以吗", "13:00"), ("往后每次都推迟半小时吧", "14:30"), ("以后都晚两个小时", "16:00")],
)
async def test_all_to_come_are_put_earlier_or_later_by_a_length_of_time(text: str, at: str):
    talker = await running(WEDNESDAYS)
    await talker.says(text, "reschedule_booking")
    assert at in talker.values["new"]
    await talker.says("好的", "affirm")
    assert any(at in value for value in talker.values.values())


@pytest.mark.parametrize("intent", ["inform", "affirm", "reschedule_booking", "change_booking"])
async def test_only_this_once_is_a_yes_to_what_was_shown_whatever_it_is_taken_for(intent: str):
    talker = await running(WEDNESDAYS)
    await talker.says("这周三别来了哈，家里没人", "cancel_booking")
    assert await talker.says("就这一回，往后还照旧", intent) == ["utter_skipped"]
