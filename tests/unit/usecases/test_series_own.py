"""A customer who has a series tells of it, changes parts of it, stops and ends it: nothing new is begun."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.domain.series import SeriesState
from bot.domain.series_plan import Pause
from tests.talker import Talker
from tests.unit.usecases.series_talk import HOME, running, series_of, visits_of

WEDNESDAYS = f"每周三下午两点来打扫，{HOME}"


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("您好，我预约了每周三下午的保洁。", "book_service"),
        ("我家每周三的打扫", "inform"),
        ("每周三下午两点打扫", "book_service"),
        ("每个礼拜三来打扫的那个阿姨", "inform"),
    ],
)
async def test_telling_of_the_series_shows_it_and_starts_no_other(said: str, intent: str):
    talker = await running(WEDNESDAYS)
    assert await talker.says(said, intent) == ["utter_series_known"]
    assert talker.values["series"] == "每周三14:00 日常保洁，下一次11月25日（周三）14:00"
    assert len(talker.world.store.series) == 1


async def test_the_visit_as_usual_is_said_back():
    talker = await running(f"每周六上午十点来打扫，{HOME}")
    assert await talker.says("哈囉，我每週六的打掃這週照常", "greet") == ["utter_series_as_usual"]


async def test_another_series_may_still_be_wished():
    talker = await running(WEDNESDAYS)
    assert await talker.says("另外再约一个每周五上午九点的打扫", "book_service") != ["utter_series_known"]


async def test_from_when_on_is_a_yes_to_the_change_that_was_shown():
    talker = await running(WEDNESDAYS)
    await talker.says("您好，我预约了每周三下午的保洁。", "book_service", "greet")
    said = "因工作安排调整，以后都改为周五，时间仍为下午两点。"
    assert await talker.says(said, "reschedule_booking") == ["utter_ask_series_change"]
    assert await talker.says("从本周开始即可。", "inform") == ["utter_series_changed_to"]
    assert series_of(talker).plan.rhythms[-1].rule == "FREQ=WEEKLY;BYDAY=FR"
    assert visits_of(talker)[0] == "11-27"


async def test_a_later_day_from_when_on_is_shown_again():
    talker = await running(WEDNESDAYS)
    await talker.says("以后都改成周五下午两点", "reschedule_booking")
    assert await talker.says("从12月10号开始", "inform") == ["utter_ask_series_change"]
    await talker.says("好", "affirm")
    assert [day for day in visits_of(talker) if day > "11-30"][:3] == ["12-02", "12-09", "12-11"]


async def test_nobody_shall_come_any_more_ends_it():
    talker = await running(WEDNESDAYS)
    said = "不过我要住到女儿那边去了，以后就不做了"
    assert await talker.says(said, "cancel_booking") == ["utter_ask_end_series"]
    more = "对，全部都不要来了，这个礼拜三也不要来了"
    assert await talker.says(more, "cancel_booking") == ["utter_series_ended"]
    assert series_of(talker).state is SeriesState.ENDED
    assert visits_of(talker) == []


async def test_going_on_as_before_behind_a_break_is_a_yes_to_it():
    talker = await running(f"每周六上午十点来打扫，{HOME}")
    assert await talker.says("下週開始先停兩週", "cancel_booking") == ["utter_ask_pause"]
    assert talker.values["days"] == "11月30日（周一）到12月13日（周日）"
    assert await talker.says("之後一樣週六早上十點繼續喔", "book_service") == ["utter_series_paused"]
    assert series_of(talker).plan.pauses == (Pause(date(2026, 11, 30), date(2026, 12, 13)),)


async def test_the_day_on_which_it_goes_on_ends_the_break_before_it():
    talker = await running(f"每周六上午十点来打扫，{HOME}")
    await talker.says("下周开始先停两周", "cancel_booking")
    assert await talker.says("12月26号继续", "inform") == ["utter_ask_pause"]
    assert talker.values["days"] == "11月30日（周一）到12月25日（周五）"


async def test_another_length_keeps_the_first_day_of_the_break():
    talker = await running(f"每周六上午十点来打扫，{HOME}")
    await talker.says("下周开始先停两周", "cancel_booking")
    assert await talker.says("停三周吧", "inform") == ["utter_ask_pause"]
    assert talker.values["days"] == "11月30日（周一）到12月20日（周日）"


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("先停到过完年", "11月23日（周一）到2月12日（周五）"),
        ("停到元旦后吧", "11月23日（周一）到1月3日（周日）"),
        ("先停到月底", "11月23日（周一）到11月30日（周一）"),
        ("下周开始停到12月20号", "11月30日（周一）到12月20日（周日）"),
        ("停一下，到12月20号再来", "11月23日（周一）到12月19日（周六）"),
    ],
)
async def test_a_break_ends_on_the_day_that_is_said(said: str, days: str):
    talker = await running(WEDNESDAYS)
    assert await talker.says(said, "cancel_booking") == ["utter_ask_pause"]
    assert talker.values["days"] == days


async def test_a_visit_is_put_off_by_a_day():
    talker = await running(WEDNESDAYS)
    said = await talker.says("下周我有事，能推迟一天", "reschedule_booking")
    assert said == ["utter_ask_move"]
    assert talker.values["new"] == "12月3日（周四）14:00–17:00 日常保洁"


async def test_an_hour_said_with_how_often_is_kept_while_the_days_are_asked_for():
    talker = await running(WEDNESDAYS)
    said = "以后改成每周两次，上午九点"
    assert await talker.says(said, "reschedule_booking") == ["utter_ask_series_days"]
    assert await talker.says("周二和周五", "inform") == ["utter_ask_series_change"]
    assert "每周二、周五09:00" in talker.values["new"]


async def test_a_part_of_one_visit_changes_it_alone():
    talker = await running(WEDNESDAYS)
    assert await talker.says("下周那次加个擦窗", "change_booking") == ["utter_ask_change"]
    assert await talker.says("好", "affirm") == ["utter_changed"]
    needs = {f"{booking.window.start:%m-%d}": booking.special_needs for booking in talker.bookings()}
    assert needs["12-02"] == ("windows_inside",)
    assert needs["12-09"] == ()
    assert series_of(talker).special_needs == ()


async def test_a_part_of_every_visit_changes_the_series_and_the_visits_made():
    talker = await running(WEDNESDAYS)
    assert await talker.says("以后都加个擦窗", "change_booking") == ["utter_ask_change"]
    assert talker.values["order"] == "每周三14:00 日常保洁，以后每次"
    assert await talker.says("好", "affirm") == ["utter_changed"]
    assert series_of(talker).special_needs == ("windows_inside",)
    assert {booking.special_needs for booking in talker.bookings()} == {("windows_inside",)}


async def test_whether_one_visit_or_all_is_asked_where_it_is_open():
    talker = await running(WEDNESDAYS)
    assert await talker.says("加个擦窗", "change_booking") == ["utter_ask_series_scope_move"]
    assert await talker.says("以后都改", "inform") == ["utter_ask_change"]
    await talker.says("好", "affirm")
    assert series_of(talker).special_needs == ("windows_inside",)


async def test_another_number_holds_for_the_series_too():
    talker = await running(WEDNESDAYS)
    said = await talker.says("电话换了 13322108876", "update_profile")
    assert said == ["utter_profile_saved_phone", "utter_ask_profile_orders"]
    assert talker.values["count"] == "1"
    assert await talker.says("都改", "affirm") == ["utter_profile_orders_changed"]
    assert series_of(talker).phone == "13322108876"
    assert {booking.phone for booking in talker.bookings()} == {"13322108876"}


async def test_another_address_holds_for_every_visit_after_a_yes():
    talker = await running(WEDNESDAYS)
    await talker.says("以后地址换成浦东新区花木路600弄3号楼802", "update_profile")
    assert await talker.says("都改", "affirm") == ["utter_ask_change"]
    assert await talker.says("好", "affirm") == ["utter_changed"]
    assert series_of(talker).address == "浦东新区花木路600弄3号楼802"
    assert {booking.address for booking in talker.bookings()} == {"浦东新区花木路600弄3号楼802"}


async def test_a_visit_that_changes_with_its_time_stays_in_the_plan():
    talker = await running(WEDNESDAYS)
    said = await talker.says("下周那次改到周四下午三点，再加个擦窗", "reschedule_booking", "change_booking")
    assert said == ["utter_ask_change"]
    assert await talker.says("好", "affirm") == ["utter_changed"]
    assert series_of(talker).plan.moved[date(2026, 12, 2)].time() == time(15)


async def test_when_all_is_to_go_the_series_is_asked_about_behind_the_orders():
    talker = await running(WEDNESDAYS)
    await talker.says("周四上午九点洗空调，挂机两台", "book_service")
    await talker.says("好的", "affirm")
    assert await talker.says("全部取消", "cancel_booking") == ["utter_ask_cancel"]
    assert await talker.says("好", "affirm") == ["utter_cancelled", "utter_ask_end_series"]
    assert await talker.says("不用，那个留着", "deny") == ["utter_series_kept"]
    assert series_of(talker).state is SeriesState.ACTIVE


async def test_the_weeks_after_a_visit_that_is_skipped_stay_and_the_yes_is_asked_for():
    talker = await running(WEDNESDAYS)
    await talker.says("这周三不用来了，就这一次", "cancel_booking")
    assert await talker.says("下个礼拜照旧噢") == ["utter_ask_series_again"]


async def test_the_next_visit_goes_too_where_all_are_to_end():
    talker = await running(WEDNESDAYS)
    await talker.says("这个定期的不做了，以后都不用来了", "cancel_booking")
    assert await talker.says("这周三也不用来，阿姨做得蛮好的，帮我谢谢她", "thank") == ["utter_ask_series_again"]


async def test_other_days_are_heard_where_the_series_is_named_by_its_own():
    talker = await running(WEDNESDAYS)
    await talker.says("我们家每周三的阿姨，以后都改周五来", "reschedule_booking")
    assert talker.values["new"] == "每周五14:00 日常保洁，每次3小时"
    assert await talker.says("时间不变，还是下午两点", "reschedule_booking") == ["utter_ask_series_again"]


async def test_why_it_ends_is_no_other_order():
    talker = await running(WEDNESDAYS)
    assert await talker.says("我们要搬家了，以后都不做了", "cancel_booking") == ["utter_ask_end_series"]


@pytest.mark.parametrize("text", ["嗯阿姨换不换人我无所谓的那个价钱还是一样的吧", "收费还是照旧吧"])
async def test_whether_it_costs_what_it_did_is_answered_with_what_a_visit_costs(text: str):
    talker = await running(WEDNESDAYS)
    assert await talker.says(text, "complain") == ["utter_price_of_order"]
    assert talker.values["orders"].startswith("每周三14:00 日常保洁，")
    assert not talker.world.store.tickets


@pytest.mark.parametrize("intent", ["inform", "reschedule_booking", "change_booking", "ask_policy"])
@pytest.mark.parametrize(
    ("said", "first", "visits"),
    [
        ("从这个礼拜就开始改这个礼拜六就不要来了礼拜四来时间还是上午九点", "11月26日", ["11-26", "12-03"]),
        ("这周就改", "11月26日", ["11-26", "12-03"]),
        ("从这周四开始", "11月26日", ["11-26", "12-03"]),
        ("下周就按新的来", "12月3日", ["11-28", "12-03"]),
        ("从下周开始改", "12月3日", ["11-28", "12-03"]),
        ("这周还是老时间，下周开始", "12月3日", ["11-28", "12-03"]),
        ("这周还是周六，下周开始改", "12月3日", ["11-28", "12-03"]),
        ("12月10号再开始改", "12月10日", ["11-28", "12-05", "12-10"]),
    ],
)
async def test_since_when_it_holds_is_shown_before_the_yes(said: str, first: str, visits: list[str], intent: str):
    talker = await running(f"每周六上午九点来打扫，{HOME}")
    await talker.says("以后都改到礼拜四吧", "reschedule_booking")
    assert talker.values["next"].startswith("12月3日")
    assert await talker.says(said, intent) == ["utter_ask_series_change"]
    assert talker.values["next"].startswith(first)
    assert talker.values["new"] == "每周四09:00 日常保洁，每次3小时"
    await talker.says("好", "affirm")
    assert visits_of(talker)[: len(visits)] == visits


@pytest.mark.parametrize("said", ["从这周五开始", "本周五起", "这周酒开始改 这周三不来了 周五来"])
async def test_the_first_of_the_new_days_takes_the_place_of_the_visit_of_its_week(said: str):
    talker = await running(WEDNESDAYS)
    await talker.says("我家每周三的打扫以后都改到周五下午3点", "reschedule_booking")
    await talker.says(said, "inform")
    await talker.says("好", "affirm")
    assert visits_of(talker)[:2] == ["11-27", "12-04"]


async def test_another_day_beside_since_when_is_heard_too():
    talker = await running(f"每周六上午九点来打扫，{HOME}")
    await talker.says("以后都改到礼拜四吧", "reschedule_booking")
    assert await talker.says("从下周开始改成周五", "reschedule_booking") == ["utter_ask_series_change"]
    assert (talker.values["new"], talker.values["next"]) == ("每周五09:00 日常保洁，每次3小时", "12月4日（周五）09:00")


@pytest.mark.parametrize("text", ["就改这一回啊 往后还是礼拜三", "以后还是每周三来"])
async def test_one_visit_moves_and_the_later_ones_stay_as_they_were(text: str):
    talker = await running(WEDNESDAYS)
    await talker.says("下周三那次挪到下周四，还是下午两点", "reschedule_booking")
    await talker.says(text, "reschedule_booking")
    await talker.says("好", "affirm")
    assert visits_of(talker)[:3] == ["11-25", "12-03", "12-09"]


async def test_a_rhythm_told_at_the_summary_counts_though_the_model_hears_nothing():
    talker = Talker()
    await talker.says(f"每周四上午九点打扫，长期做，{HOME}", "book_service")
    assert (await talker.says("每周来好像太勤了，改成隔一周来一次吧"))[-1] == "utter_series_summary_moved"
