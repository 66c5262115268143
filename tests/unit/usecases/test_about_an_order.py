"""What sounds like a new booking, and is of an order that is there; and what is a new booking all the same."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from tests.talker import Talker
from tests.worlds import a_world, an_auntie

HOME = "浦东新区张杨路1458弄6号楼1202"
CLEANING, AIRCON = "周四上午九点打扫，90平", "周六上午九点洗空调，挂机两台"


async def _with(*wishes: str) -> Talker:
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 5))))
    for wish in wishes:
        said = await talker.says(f"{wish}，{HOME}，13800138000", "book_service")
        assert said[-1] == "utter_summary", said
        assert await talker.says("好的", "affirm") == ["utter_booked"]
        talker.world.clock.advance(minutes=1)
    await talker.says("谢谢", "thank")
    return talker


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("我那打扫周四来不了了 家里来客 您给挪周日上午九点成不", "Sun 09:00"),
        ("周四打扫的阿姨能晚两个小时到吗", "Thu 11:00"),
        ("打扫卫生的那个 周四上午我要去医院看病 下午两点来好不好", "Thu 14:00"),
        ("打扫的推后一天，改到下午两点", "Fri 14:00"),
        ("周四打扫那个改成周五，早半个小时", "Fri 08:30"),
        ("周四的保洁往后挪一天", "Fri 09:00"),
        ("打扫那次放到周五吧", "Fri 09:00"),
        ("周四保潔調到星期五下晝三點", "Fri 15:00"),
        ("周四那趟打扫晏一个钟头来", "Thu 10:00"),
    ],
)
@pytest.mark.parametrize("intent", ["book_service", "inform"])
async def test_the_order_is_moved_and_none_is_booked(said: str, when: str, intent: str):
    talker = await _with(CLEANING, AIRCON)
    assert (await talker.says(said, intent))[-1] in ("utter_ask_move", "utter_ask_change")
    assert (await talker.says("好的", "affirm"))[-1] in ("utter_moved", "utter_changed")
    assert talker.confirmed_at() == sorted([when, "Sat 09:00"])


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("周四的打扫请将联系电话改为13900139000，当天由我爱人接待", "电话：138****8000 → 139****9000"),
        ("周四打扫能不能来两个人 快一点", "人数：1位 → 2位"),
        ("周四来打扫额阿姨 好调个人伐", "家政员：李秀英 → 刘凤霞"),
        ("周四打扫那次，面积报错了 应该是118平", "面积：90平 → 118平"),
        ("周六要洗三台空调", "数量：空调挂机×2 → 空调挂机×3"),
        ("周六洗空调的师傅 再多洗一台", "数量：空调挂机×2 → 空调挂机×3"),
        ("周四打扫三个小时不够 做四个小时", "时长：3小时 → 4小时"),
        ("周四的打扫 家里刚养了只猫", "要求：无 → 家里有猫"),
    ],
)
async def test_a_part_of_the_order_becomes_another(said: str, line: str):
    talker = await _with(CLEANING, AIRCON)
    assert await talker.says(said, "book_service") == ["utter_ask_change"]
    assert line in talker.values["changes"].splitlines()
    assert len(talker.bookings(BookingState.CONFIRMED)) == 2


@pytest.mark.parametrize(
    "said",
    [
        "再约一次打扫 周五上午九点",
        "周五上午九点打扫，90平",
        "周四下午两点再叫个阿姨打扫",
        "周日想约个深度保洁",
        "另外周四下午约个师傅洗油烟机",
        "周五下午两点洗空调 挂机一台",
    ],
)
async def test_a_wish_for_another_visit_is_no_change(said: str):
    talker = await _with(CLEANING, AIRCON)
    answered = await talker.says(said, "book_service")
    assert not {"utter_ask_move", "utter_ask_change", "utter_move_starts"} & set(answered)


@pytest.mark.parametrize("intent", ["cancel_booking", "book_service", "deny"])
async def test_what_is_left_out_ends_no_order(intent: str):
    talker = await _with("周四上午九点打扫，90平，外窗也擦一下，家里有猫", AIRCON)
    assert await talker.says("周四的外窗不用擦了 下雨", intent) == ["utter_ask_change"]
    assert "擦窗（外侧）" in talker.values["changes"]
    assert await talker.says("嗯", "affirm") == ["utter_changed"]


@pytest.mark.parametrize("said", ["周四的打扫不用来了", "打扫那单取消吧", "周六空调不洗了"])
async def test_what_ends_the_order_is_still_a_cancel(said: str):
    talker = await _with(CLEANING, AIRCON)
    assert await talker.says(said, "cancel_booking") == ["utter_ask_cancel"]


async def test_all_of_them_called_off_is_no_complaint():
    talker = await _with(CLEANING, AIRCON)
    said = await talker.says("两个都给我取消 我要出差", "complain", "cancel_booking", category="cancelled_by_us")
    assert said == ["utter_ask_cancel_several"]


async def test_kept_after_all_while_the_cancel_is_shown():
    talker = await _with(CLEANING)
    await talker.says("周四的打扫取消", "cancel_booking")
    assert await talker.says("还是照原来的时间来吧", "affirm") == ["utter_cancel_kept"]
    assert talker.confirmed_at() == ["Thu 09:00"]


@pytest.mark.parametrize("said", ["弄反了 空调的要的 取消的是打扫", "哎呀说错了！要取消的是打扫那单"])
async def test_the_other_one_was_to_go(said: str):
    talker = await _with(CLEANING, AIRCON)
    await talker.says("空调那单取消", "cancel_booking")
    await talker.says("好的", "affirm")
    assert await talker.says(said, "restore_booking") == ["utter_ask_restore"]
    assert await talker.says("好的", "affirm") == ["utter_restored", "utter_ask_cancel"]
    assert await talker.says("好的", "affirm") == ["utter_cancelled"]
    assert talker.confirmed_at() == ["Sat 09:00"]


async def test_two_orders_are_moved_one_after_the_other():
    talker = await _with(CLEANING, AIRCON)
    assert await talker.says("打扫改到周五上午九点 空调的改到周日上午十点", "reschedule_booking") == ["utter_ask_move"]
    assert await talker.says("好", "affirm") == ["utter_moved", "utter_ask_move"]
    assert await talker.says("好", "affirm") == ["utter_moved"]
    assert talker.confirmed_at() == ["Fri 09:00", "Sun 10:00"]


async def test_one_goes_and_the_other_is_moved_though_it_sounds_like_a_booking():
    talker = await _with(CLEANING, AIRCON)
    assert await talker.says("空调不洗了取消 保洁挪到周五上午九点", "book_service") == ["utter_ask_cancel"]
    assert await talker.says("好", "affirm") == ["utter_cancelled", "utter_ask_move"]


async def test_the_second_of_them_by_its_place():
    talker = await _with(CLEANING, AIRCON)
    assert await talker.says("第二个改到周日上午十点", "reschedule_booking") == ["utter_ask_move"]
    assert "家电清洗" in talker.values["old"]


async def test_bad_weather_names_the_day_and_no_new_time():
    talker = await _with(CLEANING)
    assert await talker.says("周四下雨 打扫的能改天吗", "reschedule_booking") == ["utter_ask_move_when"]


async def test_all_of_them_are_moved_by_as_much_one_after_the_other():
    talker = await _with(CLEANING, AIRCON)
    assert await talker.says("我这两单都往后挪一天 时间不变", "reschedule_booking") == ["utter_ask_move"]
    assert await talker.says("好", "affirm") == ["utter_moved", "utter_ask_move"]
    assert await talker.says("好", "affirm") == ["utter_moved"]
    assert talker.confirmed_at() == ["Fri 09:00", "Sun 09:00"]


@pytest.mark.parametrize(
    "said",
    [
        "周四的打扫改到周五同一时间 另外周日下午两点再约个师傅洗两台空调",
        "打扫挪到周五上午九点，顺便周日下午两点约个人洗两台空调挂机",
    ],
)
@pytest.mark.parametrize("intent", ["book_service", "reschedule_booking"])
async def test_an_order_is_moved_and_another_booked_behind_it(said: str, intent: str):
    talker = await _with(CLEANING)
    assert await talker.says(said, intent) == ["utter_ask_move"]
    assert "utter_moved" in await talker.says("好", "affirm")
    assert talker.confirmed_at() == ["Fri 09:00"]


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("周四打扫的时候记得看看水龙头漏不漏", "记得看看水龙头漏不漏"),
        ("周四阿姨来的时候我可能在开会 我妈在家", "周四阿姨来的时候我可能在开会 我妈在家"),
        ("周四来打扫别忘了擦一下阳台", "别忘了擦一下阳台"),
    ],
)
@pytest.mark.parametrize("intent", ["book_service", "complain"])
async def test_what_is_to_be_minded_there_goes_with_the_order(said: str, note: str, intent: str):
    talker = await _with(CLEANING, AIRCON)
    assert await talker.says(said, intent, confidence=0.26 if intent == "complain" else 0.9) == ["utter_ask_change"]
    assert f"备注：无 → {note}" in talker.values["changes"].splitlines()


async def test_the_visit_that_says_when_is_not_booked_anew():
    talker = await _with(CLEANING)
    await talker.says("周四打扫那天 顺便再约个洗空调的 两台挂机 下午两点", "book_service")
    assert talker.values.get("service") == "家电清洗"


async def test_more_of_it_beside_the_yes_is_of_the_same_order():
    talker = await _with(AIRCON)
    await talker.says("空调改到周日下午一点半", "reschedule_booking")
    said = "对的 还有个事情 当时说洗两台现在要洗三台 北面小房间那台挂机也一道洗掉"
    assert await talker.says(said, "book_service", "affirm") == ["utter_ask_change"]
    assert "数量：空调挂机×2 → 空调挂机×3" in talker.values["changes"].splitlines()
    assert "11月29日" in talker.values["changes"]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("那周五还是上午九点对叭", "utter_order_is_so"),
        ("周五九点 是不是", "utter_order_is_so"),
        ("那地址还是张杨路吧？", "utter_order_is_there"),
    ],
)
@pytest.mark.parametrize("intent", ["inform", "ask_policy", "reschedule_booking"])
async def test_what_is_asked_back_of_the_change_is_answered_before_the_yes(said: str, answer: str, intent: str):
    talker = await _with(CLEANING)
    await talker.says("打扫改到周五上午九点", "reschedule_booking")
    assert await talker.says(said, intent) == [answer, "utter_ask_move_again"]
    assert await talker.says("👌") == ["utter_moved"]


async def test_another_hour_at_the_change_is_no_question():
    talker = await _with(CLEANING)
    await talker.says("打扫改到周五上午九点", "reschedule_booking")
    assert await talker.says("还是下午三点吧", "inform") == ["utter_ask_move"]


async def test_how_long_it_takes_is_answered_of_what_is_shown():
    talker = await _with(AIRCON)
    await talker.says("空调那单再加一台", "change_booking")
    assert "utter_takes_order" in await talker.says("那三台洗下来大概要弄多久", "ask_services")
    assert talker.values["hours"] == "3小时"


async def test_a_yes_that_says_all_of_them_again_is_a_yes():
    talker = await _with(CLEANING, AIRCON)
    await talker.says("两单都往后挪一天", "reschedule_booking")
    assert await talker.says("对 两单都往后一天", "affirm") == ["utter_moved", "utter_ask_move"]
    assert await talker.says("对 两单都往后一天", "affirm") == ["utter_moved"]


async def test_asked_back_of_another_order_while_one_is_to_be_cancelled():
    talker = await _with(CLEANING, AIRCON)
    await talker.says("空调那单取消", "cancel_booking")
    said = await talker.says("咁禮拜四即係照舊朝早九點嚟，係咪？", "ask_policy")
    assert said[0] == "utter_order_is_so"
    assert "日常保洁" in talker.values["order"]
    assert len(talker.bookings(BookingState.CONFIRMED)) == 2


async def test_nobody_at_home_is_why_it_is_moved():
    talker = await _with(CLEANING)
    said = await talker.says("周四上午家里没人的呀 能不能改到下午两点", "reschedule_booking")
    assert said == ["utter_ask_move"]


@pytest.mark.parametrize(
    "said",
    [
        "昨天的保洁，阿姨提前一个小时就走了，钱照收",
        "上次那个阿姨干了一半就先走了，钱一分没少",
        "昨天打扫的师傅把我家地板给划了",
        "昨天打扫说好八点来，快九点才到",
    ],
)
async def test_what_went_wrong_with_a_visit_that_was_is_no_change_of_one_to_come(said: str):
    talker = await _with(CLEANING)
    answer = await talker.says(said, "complain", confidence=0.5)
    assert any("complaint" in one or "care" in one for one in answer), answer
