"""Words that only look like something else: a landlord's terms, all of them gone, a bit later, whoever may come."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from bot.domain.values import to_local
from tests.talker import Talker
from tests.worlds import a_world

HOME = "90平，浦东新区张杨路1458弄6号楼1202，13800138000"


async def _shown(text: str) -> Talker:
    talker = Talker()
    said = await talker.says(f"{text}，{HOME}", "book_service")
    assert said[-1] in ("utter_summary", "utter_summary_several", "utter_series_summary")
    return talker


async def _series() -> Talker:
    talker = await _shown("每周三下午两点来打扫")
    assert await talker.says("好的", "affirm") == ["utter_series_booked"]
    return talker


def _hours(talker: Talker) -> list[str]:
    held = sorted(booking.window.start for booking in talker.bookings(BookingState.HELD))
    return [f"{to_local(start, talker.world.deps.zone):%d %H:%M}" for start in held]


async def test_a_formal_letter_is_a_wish_though_no_intent_is_seen():
    talker = Talker()
    said = await talker.says(f"您好，本人拟预约一次日常保洁服务，时间为明天上午9时，{HOME}，谢谢", "greet")
    assert said[-1] == "utter_summary"


async def test_a_correction_wrapped_in_thanks_is_one():
    talker = await _shown("明天上午九点打扫")
    assert await talker.says("抱歉，时间请改为当天上午10时，谢谢", "thank") == ["utter_summary_moved"]
    assert [hour[3:] for hour in _hours(talker)] == ["10:00"]


@pytest.mark.parametrize("text", ["九点怕是赶不回来 往后挪半个钟头吧", "还是九点半吧 九点我怕还在路上", "推迟半小时"])
async def test_a_time_that_does_not_suit_gives_way_to_the_other(text: str):
    talker = await _shown("明天上午九点打扫")
    assert (await talker.says(text, "inform"))[-1] in ("utter_summary_moved", "utter_summary_changed")
    assert [hour[3:] for hour in _hours(talker)] == ["09:30"]


async def test_one_piece_more_needs_no_name():
    talker = await _shown("明天上午九点洗一台空调挂机")
    await talker.says("多加一台", "inform")
    (held,) = talker.bookings(BookingState.HELD)
    assert held.quantities == {"空调挂机": 2}


async def test_of_two_things_named_in_one_breath_the_one_that_is_not_wanted_goes():
    talker = await _shown("明天上午九点洗一台油烟机两台空调挂机")
    await talker.says("那个空调先不洗了天冷了嘛就洗油烟机", "inform")
    (held,) = talker.bookings(BookingState.HELD)
    assert held.quantities == {"油烟机": 1}


async def test_what_a_landlord_says_calls_for_nobody():
    talker = await _shown("明天上午九点打扫")
    said = await talker.says("房东说退租要打扫干净才退押金", "request_refund", confidence=0.2)
    assert said == ["utter_ask_confirm_again"]


async def test_morning_or_afternoon_are_both_fine_at_a_summary_and_change_nothing():
    talker = await _shown("明天上午九点打扫")
    assert await talker.says("时间上午还是下午都行", "inform") == ["utter_ask_confirm_again"]


async def test_whoever_was_wished_need_not_come():
    talker = Talker()
    await talker.says("明天上午九点打扫，要张阿姨", "book_service")
    await talker.says("换谁都行", "inform")
    assert "provider_name" not in talker.values
    assert (await talker.says(HOME, "inform"))[-1] == "utter_summary"


async def test_all_of_it_given_up_ends_the_series_that_was_to_end():
    talker = await _series()
    assert await talker.says("每周三的打扫以后都不做了", "cancel_booking") == ["utter_ask_end_series"]
    assert await talker.says("全部都不要了", "abandon") == ["utter_series_ended"]


async def test_a_no_to_the_end_of_a_series_keeps_it():
    talker = await _series()
    await talker.says("每周三的打扫以后都不做了", "cancel_booking")
    assert await talker.says("算了", "abandon") == ["utter_series_kept"]


async def test_a_day_that_is_to_go_too_moves_the_end_of_a_series_nowhere():
    talker = await _series()
    await talker.says("以后都不做了", "cancel_booking")
    assert await talker.says("下周三也不用来", "cancel_booking") == ["utter_ask_series_again"]


async def test_a_skipped_visit_is_wanted_after_all():
    talker = await _series()
    await talker.says("这周三不来了，就这一次", "cancel_booking")
    assert await talker.says("好的", "affirm") == ["utter_skipped"]
    assert await talker.says("还是来吧 不出门了", "check_booking") == ["utter_ask_restore"]


async def test_how_it_goes_on_is_no_answer_to_a_skip():
    talker = await _series()
    await talker.says("这周三不来了，就这一次", "cancel_booking")
    assert await talker.says("往后该咋来咋来", "reschedule_booking") == ["utter_ask_series_again"]


async def test_two_homes_told_apart_by_their_size_have_each_its_hour():
    talker = Talker()
    await talker.says("两套房子都要打扫 60平那套后天上午九点 100平那套后天下午两点", "book_service")
    await talker.says("60平的在浦东新区张杨路1458弄6号楼1202 100平的在浦东新区花木路500弄12号801", "inform")
    assert (await talker.says("13800138000", "inform"))[-1] == "utter_summary_several"
    assert [hour[3:] for hour in _hours(talker)] == ["09:00", "14:00"]


async def test_of_several_visits_two_are_moved_by_their_days():
    talker = await _shown("周四、周五、周六上午九点各打扫一次")
    assert await talker.says("周五周六那两次改到十点", "inform")
    assert [hour[3:] for hour in _hours(talker)] == ["09:00", "10:00", "10:00"]


async def test_the_next_place_is_asked_of_in_a_word():
    talker = Talker(a_world())
    assert await talker.says("你们浦东新区做吗", "ask_services", "ask_policy", topic="coverage") == ["utter_covered"]
    assert await talker.says("那昆山呢") == ["utter_place_unknown"]
    assert await talker.says("那浦东呢") == ["utter_covered"]


async def test_which_day_it_is_is_said():
    talker = Talker()
    assert await talker.says("今天星期几来着", "check_booking") == ["utter_which_day"]


async def test_of_two_orders_the_one_that_is_done_anyway_stays():
    talker = await _shown("明天上午九点打扫，后天下午两点洗两台空调挂机")
    await talker.says("好的", "affirm")
    assert await talker.says("打扫的别来了 空调照洗", "cancel_booking") == ["utter_ask_cancel"]
    assert "日常保洁" in talker.values["order"]


async def test_work_of_another_day_is_a_visit_of_its_own():
    talker = await _shown("周五上午九点打扫，周五下午两点洗两台挂机，周六上午九点擦玻璃")
    assert [hour[3:] for hour in _hours(talker)] == ["09:00", "14:00", "09:00"]


@pytest.mark.parametrize(("text", "hour"), [("算了 还是后天九点", "09:00"), ("哎呀 还是后天十点", "10:00")])
async def test_a_change_of_mind_behind_a_pause_asks_nothing(text: str, hour: str):
    talker = await _shown("明天上午八点打扫")
    await talker.says(text, "inform")
    assert [held[3:] for held in _hours(talker)] == [hour]


async def test_a_weekday_is_of_the_week_that_was_named_before():
    talker = await _shown("周五上午九点打扫")
    await talker.says("好的", "affirm")
    before = talker.bookings(BookingState.CONFIRMED)[0].window.start
    await talker.says("周五那个改下周行不行", "reschedule_booking")
    await talker.says("周三吧 还是九点", "inform")
    await talker.says("好", "affirm")
    after = talker.bookings(BookingState.CONFIRMED)[0].window.start
    assert (after - before).days == 5


async def test_a_last_day_ends_a_series_behind_it():
    talker = await _series()
    assert await talker.says("做到年底就不做了", "cancel_booking") == ["utter_ask_end_series"]
    assert talker.values["from"].startswith("1月1日")


async def test_a_change_where_no_order_is_begins_one():
    talker = Talker()
    said = await talker.says("那就打扫加洗一台油烟机吧", "change_booking")
    assert "utter_no_order_to_change" not in said
    assert said[-1] == "utter_ask_window_of"


async def test_one_more_visit_a_week_is_of_what_comes_already():
    talker = await _series()
    await talker.says("每周再加一次 周五也来", "book_service")
    assert "service" not in talker.values or "日常保洁" in talker.values["service"]
    assert talker.said[-1].response != "utter_ask_service"


async def test_a_thing_she_has_bought_is_no_wish_given_up():
    talker = await _shown("明天上午十点打扫")
    before = _hours(talker)
    await talker.says("清洁剂我自己已经买好了", "abandon")
    assert _hours(talker) == before


async def test_one_of_two_is_left_out_in_one_breath():
    talker = await _shown("周六上午十点日常保洁，然后下午三点洗两台挂机空调")
    await talker.says("算了空调先不洗了就打扫吧", "abandon")
    (held,) = talker.bookings(BookingState.HELD)
    assert held.service == "daily_cleaning"


async def test_the_inside_of_the_fridge_is_a_part_of_the_cleaning():
    talker = await _shown("明天上午九点打扫")
    await talker.says("对了这次帮我把冰箱里面也清洁一下", "inform")
    (held,) = talker.bookings(BookingState.HELD)
    assert (held.service, held.special_needs) == ("daily_cleaning", ("fridge",))


@pytest.mark.parametrize("text", ["打扫还是换到周日上午十点吧，空调不动", "打扫换到周日上午十点空调那个不用动"])
async def test_what_is_left_as_it_is_beside_a_change_is_not_broken(text: str):
    talker = await _shown("周六上午十点日常保洁，然后下午三点洗两台挂机空调")
    assert (await talker.says(text, "reschedule_booking"))[-1] == "utter_summary_several"
    held = talker.bookings(BookingState.HELD)
    starts = {one.service: f"{to_local(one.window.start, talker.world.deps.zone):%d %H}" for one in held}
    assert starts == {"daily_cleaning": "29 10", "appliance_cleaning": "28 15"}
