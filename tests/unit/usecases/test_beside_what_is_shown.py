"""What is said beside what was shown: another order that stays, why something changes, what it costs, who comes."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from tests.talker import Talker
from tests.unit.usecases.series_talk import hours_of, running, series_of
from tests.worlds import a_world, an_auntie

HOME = "90平，浦东新区张杨路1458弄6号楼1202，13800138000"
WEDNESDAYS = f"每周三下午两点来打扫，{HOME}"
FRIDAYS = f"每周五上午十点来打扫，{HOME}"
MOVES = "reschedule_booking"


async def _with_two(talker: Talker | None = None) -> Talker:
    """Tomorrow at two a cleaning, on Thursday at nine two air conditioners."""
    talker = talker or Talker()
    for wish in (f"明天下午两点打扫，{HOME}", "周四上午九点洗空调，挂机两台"):
        await talker.says(wish, "book_service")
        assert await talker.says("好的", "affirm") == ["utter_booked"]
        talker.world.clock.advance(minutes=1)
    return talker


def _hours(talker: Talker) -> list[str]:
    return hours_of(talker)


@pytest.mark.parametrize("said", ["对空调的取消打扫的留着", "嗯，取消空调的，打扫那个还要来", "好的空调取消，打扫照旧"])
async def test_a_yes_to_a_cancel_may_say_what_stays(said: str):
    talker = await _with_two()
    assert await talker.says("空调那个取消", "cancel_booking") == ["utter_ask_cancel"]
    assert await talker.says(said, "cancel_booking") == ["utter_cancelled"]
    assert talker.values["order"].endswith("家电清洗")


async def test_of_two_said_in_one_breath_the_one_that_is_dropped_is_shown():
    talker = await _with_two()
    assert await talker.says("洗空调的取消打扫的留着", "cancel_booking") == ["utter_ask_cancel"]
    assert talker.values["order"].endswith("家电清洗")


@pytest.mark.parametrize("said", ["周四洗空调的不用动哈", "空调那单就别改啦", "周四那单甭换了"])
async def test_another_order_that_stays_is_not_moved(said: str):
    talker = await _with_two()
    assert await talker.says("明天的打扫改到后天下午两点", MOVES) == ["utter_ask_move"]
    assert await talker.says(said, MOVES) == ["utter_ask_move_again"]
    assert await talker.says("可以", "affirm") == ["utter_moved"]
    assert _hours(talker) == ["11-25 06:00", "11-26 01:00"]


@pytest.mark.parametrize(
    "said",
    ["就四点吧 早了我可能还没下班", "那就四点，太早我还没到家", "四點啦，太早我未收工", "四点好了 早走要扣钱的"],
)
async def test_a_time_with_its_reason_is_no_complaint_while_it_is_asked_for(said: str):
    talker = await _with_two()
    await talker.says("明天的打扫改个时间", MOVES)
    said_back = await talker.says(said, "complain", confidence=0.5)
    assert said_back == ["utter_ask_move"]
    assert "16:00" in talker.values["new"]


async def test_a_fault_is_a_complaint_whatever_was_asked():
    talker = await _with_two()
    await talker.says("明天的打扫改个时间", MOVES)
    said = await talker.says("上次的阿姨三点才到，擦得也不干净", "complain", confidence=0.5)
    assert "utter_ask_move" not in said


async def test_why_an_order_is_moved_adds_nothing_to_it():
    talker = await _with_two()
    said = "周四洗空调的，我突然要带娃去打疫苗，想换到周五上午十点可以吗"
    assert await talker.says(said, MOVES) == ["utter_ask_move"]
    assert await talker.says("行", "affirm") == ["utter_moved"]
    assert [booking.special_needs for booking in talker.bookings(BookingState.CONFIRMED)] == [(), ()]


async def test_what_is_only_asked_the_fee_of_is_said_to_stay():
    talker = await _with_two()
    await talker.says("打扫那单现在取消要扣钱吗", "ask_policy", topic="cancellation")
    assert await talker.says("那算了 不取消了 让阿姨照常来", "restore_booking") == ["utter_cancel_kept"]


async def test_an_hour_told_behind_how_far_it_moves_is_where_it_goes():
    talker = await _with_two()
    said = "打扫那单时间往后推一个小时吧 两点我还在开会 三点来"
    assert await talker.says(said, MOVES) == ["utter_ask_move"]
    assert "15:00" in talker.values["new"]


@pytest.mark.parametrize(
    "said",
    ["能不能换成上次来的张玉梅阿姨 她收拾得特别好", "打扫那单换张玉梅来吧", "打扫的改成张玉梅", "打掃嗰單想要返張玉梅"],
)
async def test_somebody_of_the_list_is_wished_for_an_order(said: str):
    talker = Talker(a_world((an_auntie(1, name="杨春燕", rating=4.9), an_auntie(2, name="张玉梅", rating=4.5))))
    await talker.says(f"明天下午两点打扫，{HOME}", "book_service")
    await talker.says("好的", "affirm")
    assert await talker.says(said, "change_booking", "praise") == ["utter_ask_change"]
    assert "家政员：杨春燕 → 张玉梅" in talker.values["changes"]


async def test_one_visit_is_given_up_in_formal_words_and_the_rest_goes_on():
    talker = await running(WEDNESDAYS)
    said = "您好，我家每周三下午有保洁，本周三家里有客人，这一次请不要安排了。"
    assert await talker.says(said, "book_service", "greet") == ["utter_ask_skip"]
    assert await talker.says("是的", "affirm") == ["utter_skipped"]
    assert hours_of(talker)[0] == "12-02 06:00"


async def test_one_visit_is_moved_and_those_behind_it_are_not():
    talker = await running(WEDNESDAYS)
    said = "下周三那一次，麻烦顺延到下周四上午九点，只调整这一次，之后仍是周三。"
    assert await talker.says(said, MOVES) == ["utter_ask_move"]
    assert await talker.says("对的", "affirm") == ["utter_moved"]
    assert hours_of(talker)[:3] == ["11-25 06:00", "12-03 01:00", "12-09 06:00"]


async def test_two_visits_are_left_out_and_it_goes_on_when_she_is_back():
    talker = await running(WEDNESDAYS)
    assert await talker.says("这两回保洁就先别来了呗", "cancel_booking") == ["utter_ask_pause"]
    said = await talker.says("停这两回不能扣我钱吧", "complain", confidence=0.44)
    assert said == ["utter_series_costs_nothing", "utter_ask_series_again"]
    said = await talker.says("嗯呐 就停这两回 下下礼拜三我就回来了 该咋来咋来", "complain", confidence=0.48)
    assert said == ["utter_series_paused"]
    assert hours_of(talker)[0] == "12-09 06:00"


async def test_a_visit_before_all_change_still_comes():
    talker = await running(FRIDAYS)
    assert await talker.says("能不能全部换成周三", MOVES) == ["utter_ask_series_change"]
    said = "哦这个礼拜五还是来的我调休了从下个礼拜开始换"
    assert await talker.says(said, MOVES) == ["utter_ask_series_change"]
    assert await talker.says("刘阿姨礼拜三来得了吧我还是要她", "praise") == ["utter_ask_series_change"]
    assert await talker.says("好的", "affirm") == ["utter_series_changed_to"]
    assert hours_of(talker)[:2] == ["11-27 02:00", "12-02 02:00"]


async def test_another_order_stays_while_a_series_ends():
    talker = await running(WEDNESDAYS)
    await talker.says("周四上午九点洗空调，挂机两台", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    assert await talker.says("打扫以后都不做了", "cancel_booking") == ["utter_ask_end_series"]
    said = await talker.says("洗空调那个师傅还是要来哦 星期四上午 房子要租出去的", "book_service")
    assert said == ["utter_ask_series_again"]
    assert await talker.says("要得", "affirm") == ["utter_series_ended"]
    assert hours_of(talker) == ["11-26 01:00"]


async def test_the_number_and_the_person_are_told_after_the_summary_of_a_series():
    talker = Talker()
    await talker.says(WEDNESDAYS, "book_service")
    assert await talker.says("固定佢一個，唔好換嚟換去", "inform") == ["utter_series_summary_moved"]
    assert await talker.says("做住十次先", "inform") == ["utter_series_summary_moved"]
    assert await talker.says("一次多少钱", "ask_price") == ["utter_change_price", "utter_ask_confirm_again"]
    assert talker.values["price"].startswith("每次")
    assert await talker.says("好呀", "affirm") == ["utter_series_booked"]
    series = series_of(talker)
    assert (series.plan.rhythms[-1].rule, series.plan.count) == ("FREQ=WEEKLY;BYDAY=WE", 10)


@pytest.mark.parametrize("said", ["明天打扫那个换个时间", "明天下午打扫那单帮我改下时间", "周四洗空调那个换个时间吧"])
async def test_when_an_order_is_is_not_where_it_shall_go(said: str):
    talker = await _with_two()
    assert await talker.says(said, MOVES) == ["utter_ask_move_when"]


@pytest.mark.parametrize("said", ["明天打扫那单改到下午四点", "明天打扫那个推迟两个小时"])
async def test_another_hour_of_the_same_day_is_where_it_shall_go(said: str):
    talker = await _with_two()
    assert await talker.says(said, MOVES) == ["utter_ask_move"]


async def test_what_was_yesterday_names_no_order_to_come():
    talker = await _with_two()
    assert await talker.says("空调昨天坏掉了洗空调那单帮我取消", "cancel_booking") == ["utter_ask_cancel"]


async def test_who_waits_is_told_so_when_she_asks():
    talker = Talker(a_world((an_auntie(1),)))
    await talker.says(f"明天下午两点打扫，{HOME}", "book_service")
    await talker.says("好的", "affirm")
    await talker.says("明天下午两点再打扫一次我妈家，60平，静安区南京西路100号502", "book_service")
    assert await talker.says("那给我排个队，有人退了就叫我", "inform") == ["utter_waitlist_joined"]
    assert await talker.says("有了位子你们会通知我的吧", "complain", confidence=0.5) == ["utter_still_waiting"]


async def test_a_yes_with_thanks_is_a_yes():
    talker = await running(WEDNESDAYS)
    await talker.says("本周三那次请不要安排了", "cancel_booking")
    assert await talker.says("是的，仅本周三这一次取消，谢谢。", "thank") == ["utter_skipped"]


async def test_what_stays_makes_a_cancel_no_wish_to_restore():
    talker = await _with_two()
    await talker.says("空调那个取消", "cancel_booking")
    assert await talker.says("嗯空调的取消打扫的还要来", "restore_booking", confidence=0.3) == ["utter_cancelled"]


@pytest.mark.parametrize("said", ["好的谢谢 不用了", "好的，不取消了，谢谢"])
async def test_thanks_with_a_no_are_no_yes(said: str):
    talker = await _with_two()
    await talker.says("空调那个取消", "cancel_booking")
    assert await talker.says(said, "thank") != ["utter_cancelled"]


async def test_an_hour_taken_for_a_greeting_answers_when():
    talker = await _with_two()
    await talker.says("明天打扫那个换个时间", MOVES)
    assert await talker.says("下午四点好了 太早我人还没回来", "greet", confidence=0.5) == ["utter_ask_move"]


async def test_the_day_on_which_she_is_away_is_none_of_those_on_offer():
    talker = Talker(a_world((an_auntie(1),)))
    await talker.says(f"明天下午两点打扫，{HOME}", "book_service")
    await talker.says("好的", "affirm")
    await talker.says("明天下午两点再打扫一次我妈家，60平，静安区南京西路100号502", "book_service")
    said = "明天没空啊？我后天就要到女儿那里去了，别的日子都不行的"
    assert await talker.says(said, "reschedule_booking", confidence=0.2) == ["utter_waitlist_joined"]
