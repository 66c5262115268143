"""Which of several orders a customer means, in whatever words; never picked silently."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.booking import BookingState
from bot.domain.policy import FeeStep, Policies
from tests.talker import Talker
from tests.worlds import a_catalogue, a_world, an_auntie

HOME = "浦东新区张杨路1458弄6号楼1202"
MOTHERS = "静安区南京西路100号502"


async def _with_three(talker: Talker | None = None) -> Talker:
    """Tomorrow at two a cleaning with a cat at home, on Thursday two air conditioners, on Sunday her mother's home."""
    talker = talker or Talker()
    wishes = (
        f"明天下午两点打扫，90平，家里有猫，{HOME}，13800138000",
        "周四上午九点洗空调，挂机两台",
        f"周日上午十点给我妈家打扫，60平，{MOTHERS}",
    )
    for wish in wishes:
        said = await talker.says(wish, "book_service")
        assert said[-1] == "utter_summary", said
        assert await talker.says("好的", "affirm") == ["utter_booked"]
        talker.world.clock.advance(minutes=1)
    return talker


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("空调那个取消", "11月26日"),
        ("洗空调那单取消", "11月26日"),
        ("洗冷氣那個不用了，幫我取消", "11月26日"),
        ("洗冷气机那单取消", "11月26日"),
        ("九点那单取消", "11月26日"),
        ("周四九点那单取消", "11月26日"),
        ("两台挂机那个取消", "11月26日"),
        ("周日的取消", "11月29日"),
        ("我妈家那单取消", "11月29日"),
        ("南京西路那个取消", "11月29日"),
        ("静安那边的取消", "11月29日"),
        ("最后一单取消", "11月29日"),
        ("刚才约的取消", "11月29日"),
        ("上面那个取消了吧", "11月29日"),
        ("最近那单取消", "11月24日"),
        ("最早的那个取消", "11月24日"),
        ("有猫那个取消", "11月24日"),
        ("下午那个取消", "11月24日"),
        ("明天的打扫取消", "11月24日"),
        ("不是空调，是明天的保洁那个取消", "11月24日"),
        ("取消第二个", "11月26日"),
    ],
)
async def test_an_order_is_known_by_whatever_the_customer_says_of_it(said: str, day: str):
    talker = await _with_three()
    assert await talker.says(said, "cancel_booking") == ["utter_ask_cancel"]
    assert day in talker.values["order"]


async def test_of_two_that_fit_the_customer_is_asked_among_those_two():
    talker = await _with_three()
    assert await talker.says("打扫那个取消", "cancel_booking") == ["utter_ask_which_order"]
    assert talker.choices == ["明天（11月24日 周二）14:00–17:00 日常保洁", "11月29日（周日）10:00–12:00 日常保洁"]
    assert await talker.says("我妈家那单", "inform") == ["utter_ask_cancel"]
    assert "11月29日" in talker.values["order"]


@pytest.mark.parametrize("answer", ["空调那个", "周四九点那单", "洗空调的", "2", "中间那个不是，空调那个"])
async def test_which_order_is_answered_in_the_customers_own_words(answer: str):
    talker = await _with_three()
    assert await talker.says("取消预约", "cancel_booking") == ["utter_ask_which_order"]
    intent = "inform" if answer == "2" else "book_service"
    assert await talker.says(answer, intent) == ["utter_ask_cancel"]
    assert "11月26日" in talker.values["order"]


async def test_two_orders_of_one_service_are_told_apart_by_the_thing():
    talker = await _with_three()
    await talker.says("周六下午两点洗油烟机，油烟机一台", "book_service")
    await talker.says("好的", "affirm")
    assert await talker.says("我要取消预约", "cancel_booking") == ["utter_ask_which_order"]
    assert await talker.says("洗油烟机的那个", "book_service") == ["utter_ask_cancel"]
    assert "11月28日" in talker.values["order"]
    assert await talker.says("洗空调那单取消", "cancel_booking") == ["utter_ask_cancel"]
    assert "11月26日" in talker.values["order"]


async def test_what_fits_no_order_is_said_and_all_are_listed():
    talker = await _with_three()
    assert await talker.says("周五的取消", "cancel_booking") == ["utter_no_such_order"]
    assert len(talker.choices) == 3
    assert await talker.says("油烟机那单", "cancel_booking") == ["utter_no_such_order"]


async def test_the_provider_tells_which_order_is_meant():
    cleaner, fitter = (an_auntie(1, skills=frozenset({"daily_cleaning"})), an_auntie(2))
    fitter = replace(fitter, skills=frozenset({"appliance_cleaning"}))
    talker = await _with_three(Talker(a_world((cleaner, fitter))))
    assert await talker.says("张阿姨那个取消", "cancel_booking") == ["utter_ask_cancel"]
    assert "11月26日" in talker.values["order"]
    assert await talker.says("是李秀英那单", "cancel_booking") == ["utter_ask_which_order"]
    assert len(talker.choices) == 2


async def test_all_are_cancelled_with_one_yes_each_with_its_fee():
    world = a_world((an_auntie(1), an_auntie(2)))
    fees = (FeeStep(within_minutes=240, percent=20),)
    world.store.catalogue = a_catalogue(policies=Policies(cancellation=fees))
    talker = await _with_three(Talker(world))
    world.clock.advance(hours=26)
    assert await talker.says("全退了", "cancel_booking") == ["utter_ask_cancel_several"]
    assert talker.values["orders"].splitlines() == [
        "1. 今天（11月24日 周二）14:00–17:00 日常保洁（取消费36元）",
        "2. 后天（11月26日 周四）09:00–11:00 家电清洗（不收费）",
        "3. 11月29日（周日）10:00–12:00 日常保洁（不收费）",
    ]
    assert talker.values["fees"] == "取消费36元"
    assert len(talker.bookings(BookingState.CONFIRMED)) == 3
    assert await talker.says("是的", "affirm") == ["utter_cancelled_several"]
    assert sorted(booking.fee_fen for booking in talker.bookings(BookingState.CANCELLED)) == [0, 0, 3600]


async def test_two_of_three_are_cancelled_where_the_third_is_to_stay():
    talker = await _with_three()
    assert await talker.says("除了周日的都取消", "cancel_booking") == ["utter_ask_cancel_several"]
    assert talker.values["count"] == "2"
    await talker.says("好的", "affirm")
    (kept,) = talker.bookings(BookingState.CONFIRMED)
    assert kept.window.start.day == 29


async def test_several_are_named_by_their_numbers():
    talker = await _with_three()
    await talker.says("取消预约", "cancel_booking")
    assert await talker.says("1和3", "inform") == ["utter_ask_cancel_several"]
    assert talker.values["count"] == "2"


async def test_another_order_said_instead_of_a_yes_is_the_one_asked_about():
    talker = await _with_three()
    await talker.says("周日的取消", "cancel_booking")
    assert await talker.says("不是这单，空调那个取消", "cancel_booking") == ["utter_ask_cancel"]
    assert "11月26日" in talker.values["order"]


async def test_the_one_just_cancelled_is_taken_back_without_naming_it():
    talker = await _with_three()
    for said in ("周日的取消", "空调那个取消"):
        await talker.says(said, "cancel_booking")
        assert await talker.says("是的", "affirm") == ["utter_cancelled"]
    assert await talker.says("恢复刚才那个", "restore_booking") == ["utter_ask_restore"]
    assert "11月26日" in talker.values["order"]
    assert await talker.says("恢复", "affirm") == ["utter_restored"]


async def test_both_cancelled_ones_are_taken_back_at_once():
    talker = await _with_three()
    await talker.says("除了周日的都取消", "cancel_booking")
    await talker.says("好的", "affirm")
    assert await talker.says("两个都恢复", "restore_booking") == ["utter_ask_restore"]
    assert await talker.says("好的", "affirm") == ["utter_restored", "utter_restored"]
    assert len(talker.bookings(BookingState.CONFIRMED)) == 3


async def test_an_order_that_is_looked_up_is_found_by_its_name():
    talker = await _with_three()
    assert await talker.says("空调那单是几点", "check_booking") == ["utter_booking_detail"]
    assert talker.values["service"] == "家电清洗"
    assert await talker.says("周五那单呢", "check_booking") == ["utter_no_such_booking"]


async def test_a_move_names_its_order_loosely_and_is_taken_back():
    talker = await _with_three()
    assert await talker.says("空调那个改到周五", "reschedule_booking") == ["utter_ask_move"]
    assert "11月26日" in talker.values["old"]
    assert await talker.says("好的", "affirm") == ["utter_moved"]
    assert await talker.says("算了，还是改回去吧", "restore_booking") == ["utter_ask_move"]
    assert "11月26日" in talker.values["new"]
    assert await talker.says("好的", "affirm") == ["utter_moved"]


async def test_which_order_to_move_is_answered_by_its_hour():
    talker = await _with_three()
    assert await talker.says("我想改个时间", "reschedule_booking") == ["utter_ask_which_order"]
    assert await talker.says("九点那单", "inform") == ["utter_ask_move_when"]
    assert await talker.says("周五上午十点", "inform") == ["utter_ask_move"]
    assert "11月26日" in talker.values["old"]


async def test_who_gives_an_order_back_without_a_word_of_money_cancels_it():
    talker = await _with_three()
    assert await talker.says("周日那单退了吧", "cancel_booking", "request_refund") == ["utter_ask_cancel"]
    assert await talker.says("退了吧", "request_refund") == ["utter_cancelled"]


async def test_who_wants_money_back_has_it_noted_of_the_order_that_is_named():
    talker = await _with_three()
    assert await talker.says("把周日那单的钱退给我", "request_refund") == ["utter_noted_refund_about"]
    (ticket,) = talker.world.store.tickets.values()
    named = next(one for one in talker.bookings() if one.window.start.isoweekday() == 7)
    assert ticket.linked_to == named.id


async def test_whether_a_cancel_can_be_undone_is_answered_before_it_is_done():
    talker = await _with_three()
    await talker.says("周日的取消", "cancel_booking")
    said = await talker.says("取消了还能再约吗", "restore_booking")
    assert said == ["utter_cancel_reversible", "utter_ask_cancel_again"]
    assert await talker.says("好", "affirm") == ["utter_cancelled"]


async def test_why_a_visit_is_cancelled_is_heard_and_the_yes_asked_for_again():
    talker = await _with_three()
    await talker.says("周四那个取消", "cancel_booking")
    assert await talker.says("儿子一家突然要回来吃饭，忙不过来") == ["utter_ask_cancel_again"]


async def test_what_is_said_to_stay_is_no_order_to_cancel():
    talker = await _with_three()
    await talker.says("空调那个改到周五下午三点", "reschedule_booking")
    assert await talker.says("临时要出差 保洁那个不用动哈", "cancel_booking") == ["utter_ask_move_again"]


async def test_one_just_cancelled_is_taken_back_whatever_was_begun_meanwhile():
    talker = await _with_three()
    await talker.says("周四那个取消", "cancel_booking")
    await talker.says("好的", "affirm")
    await talker.says("哎呀搞错了 明天我老公在家的", "inform")
    assert await talker.says("刚才取消的那个帮我恢复一下", "restore_booking") == ["utter_ask_restore"]


async def test_a_yes_takes_the_only_order_on_offer():
    talker = Talker()
    await talker.says(f"明天上午九点打扫，90平，{HOME}，13800138000", "book_service")
    await talker.says("好的", "affirm")
    assert await talker.says("周日的洗空调取消", "cancel_booking") == ["utter_no_such_order"]
    assert await talker.says("对的", "affirm") == ["utter_ask_cancel"]


async def test_an_order_that_she_tells_of_is_shown_and_what_follows_is_of_it():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平，浦东新区张杨路1458弄6号楼1202，13800138000", "book_service")
    await talker.says("好的", "affirm")
    assert await talker.says("你好，我明天约了打扫的", "book_service") == ["utter_booking_detail"]
    assert await talker.says("想再加个擦外窗", "change_booking") == ["utter_ask_change"]


async def test_an_address_that_changes_for_the_order_shown_changes_there():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平，浦东新区张杨路1458弄6号楼1202，13800138000", "book_service")
    await talker.says("好的", "affirm")
    await talker.says("我明天约了打扫的嘛", "book_service")
    assert await talker.says("地址要换一下，换成浦东新区浦三路801弄3号1502", "update_profile") == ["utter_ask_change"]


async def test_whoever_has_moved_house_says_so_for_all_that_follows():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平，浦东新区张杨路1458弄6号楼1202，13800138000", "book_service")
    await talker.says("好的", "affirm")
    await talker.says("我明天约了打扫的嘛", "book_service")
    said = await talker.says("我搬家了，以后地址换成浦东新区浦三路801弄3号1502", "update_profile")
    assert said[0].startswith("utter_profile")


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("周四我不在，改到周五上午九点行吗", "11月26日（周四）09:00–11:00 家电清洗", "11月27日（周五）09:00"),
        ("周日要出差 换成周六上午十点", "11月29日（周日）10:00–12:00 日常保洁", "11月28日（周六）10:00"),
        ("明天下午没空，改到后天下午两点", "明天（11月24日 周二）14:00–17:00 日常保洁", "后天（11月25日 周三）14:00"),
        ("明天我要上班，周四那单改到下午两点", "11月26日（周四）09:00–11:00 家电清洗", "11月26日（周四）14:00"),
    ],
)
async def test_the_order_of_the_day_on_which_she_is_away_is_the_one_to_move(text: str, old: str, new: str):
    talker = await _with_three()
    talker.world.clock.advance(minutes=1)
    assert await talker.says(text, "reschedule_booking") == ["utter_ask_move"]
    assert talker.values["old"] == old
    assert talker.values["new"].startswith(new)


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("周四那个师傅来之前让他打个电话", ("ask_provider",)),
        ("洗空调的师傅来之前让他先打电话", ("ask_provider",)),
        ("周四那单跟师傅说一声来之前打个电话", ("ask_policy",)),
    ],
)
async def test_what_who_comes_is_to_be_told_changes_the_order_that_is_named(text: str, intents: tuple[str, ...]):
    talker = await _with_three()
    assert await talker.says(text, *intents) == ["utter_ask_change"]
    await talker.says("好的", "affirm")
    (washing,) = [one for one in talker.bookings(BookingState.CONFIRMED) if one.service == "appliance_cleaning"]
    assert (washing.special_needs, washing.notes) == (("call_first",), "")


@pytest.mark.parametrize("text", ["周日那单取消的话收费吗", "我妈家那个现在取消会不会扣钱"])
@pytest.mark.parametrize("intents", [("ask_policy",), ("ask_policy", "book_service"), ("ask_price",)])
async def test_what_a_cancel_costs_is_told_of_the_order_that_is_named_and_nothing_begins(
    text: str, intents: tuple[str, ...]
):
    talker = await _with_three()
    assert await talker.says(text, *intents, topic="cancellation") == ["utter_cancel_costs"]
    assert talker.values["order"] == "11月29日（周日）10:00–12:00 日常保洁"
    assert await talker.says("那取消吧", "cancel_booking") == ["utter_ask_cancel"]


async def test_what_a_cancel_costs_is_told_with_its_fee_where_the_visit_is_near():
    world = a_world()
    fees = (FeeStep(within_minutes=48 * 60, percent=20),)
    world.store.catalogue = a_catalogue(policies=Policies(cancellation=fees))
    talker = await _with_three(Talker(world))
    said = await talker.says("明天下午那单现在取消要扣多少钱", "ask_policy", topic="cancellation")
    assert (said, talker.values["fee"]) == (["utter_cancel_costs_with_fee"], "36元")


@pytest.mark.parametrize(
    "text",
    [
        "周日要来我家那个师傅 哦不对 是周四那个洗空调的 改到周五上午十点行吗",
        "明天的 啊说错了 是周四那单 改到周五上午十点",
    ],
)
async def test_an_order_that_is_named_wrongly_first_is_not_where_it_goes(text: str):
    talker = await _with_three()
    assert await talker.says(text, "reschedule_booking") == ["utter_ask_move"]
    assert talker.values["old"] == "11月26日（周四）09:00–11:00 家电清洗"
    assert talker.values["new"].startswith("11月27日（周五）10:00")


async def test_one_order_off_and_another_put_back_are_two_acts():
    talker = await _with_three()
    said = await talker.says("周日的取消掉 周四的往后推到周五同一时间", "reschedule_booking")
    assert (said, talker.values["order"]) == (["utter_ask_cancel"], "11月29日（周日）10:00–12:00 日常保洁")
    assert await talker.says("好的", "affirm") == ["utter_cancelled", "utter_ask_move"]
    assert talker.values["new"].startswith("11月27日（周五）09:00")


@pytest.mark.parametrize("others", [(), ("明天",)])
async def test_another_order_that_stays_as_it_is_brings_back_nothing(others: tuple[str, ...]):
    talker = await _with_three()
    for gone in (*others, "周四"):
        await talker.says(f"{gone}那单取消吧", "cancel_booking")
        await talker.says("好的", "affirm")
    assert await talker.says("周日的照常哈", "check_booking") == ["utter_booking_detail"]
