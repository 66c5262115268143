"""A first booking told in crumbs: what is meant is heard though no word of it fits a form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.booking import BookingState
from bot.domain.values import to_local
from tests.talker import Talker
from tests.worlds import CLEANING, a_catalogue, a_world, an_auntie

HOME, PHONE = "静安区曲阳路291弄7号203", "13800138000"
DEEP = replace(CLEANING, code="deep_cleaning", name="深度保洁", includes="除水垢、柜内", fen_per_hour=7500)
COOKING = replace(CLEANING, code="cooking", name="上门做饭", asks=(), by_area=(), includes="洗切烹饪")


def _talker() -> Talker:
    skills = frozenset({"daily_cleaning", "appliance_cleaning", "deep_cleaning", "cooking"})
    world = a_world(tuple(an_auntie(number, skills=skills) for number in range(1, 5)))
    services = {one.code: one for one in (*a_catalogue().services.values(), DEEP, COOKING)}
    world.store.catalogue = a_catalogue(services=services)
    return Talker(world)


def _starts(talker: Talker) -> list[str]:
    zone = talker.world.deps.zone
    held = [*talker.bookings(BookingState.HELD), *talker.bookings(BookingState.CONFIRMED)]
    return sorted(f"{to_local(one.window.start, zone):%d %H:%M}" for one in held)


@pytest.mark.parametrize("told", ["周六 下午一点半 起不来早的", "礼拜六下午一点半 起不来床", "星期六13:30"])
async def test_a_time_taken_for_a_change_begins_a_booking_where_no_order_is(told: str):
    talker = _talker()
    await talker.says("洗衣机能洗吗", "ask_services")
    assert (await talker.says(told, "reschedule_booking"))[0] == "utter_noted"
    assert talker.values["noted"].startswith("家电清洗")
    assert "11月28日（周六）13:30" in talker.values["noted"]


async def test_to_change_what_is_not_there_is_still_told():
    talker = _talker()
    assert await talker.says("帮我改到周六下午", "reschedule_booking") == ["utter_nothing_to_move"]


@pytest.mark.parametrize("told", ["一台哈 用了三年没拆过 一股霉味", "买来就没洗过 有股怪味", "三年没清洗过了 一股味"])
async def test_a_smell_that_was_asked_about_is_no_complaint(told: str):
    talker = _talker()
    await talker.says("滚筒洗衣机能洗吗", "ask_services")
    assert await talker.says(told, "complain", confidence=0.38) == ["utter_noted", "utter_ask_window"]


@pytest.mark.parametrize("told", ["hi\n滚筒洗衣机能洗不🥲", "你好 你们洗空调吗"])
async def test_a_question_behind_a_greeting_is_answered(told: str):
    assert await _talker().says(told, "greet") == ["utter_included"]


async def test_a_greeting_alone_is_one():
    assert await _talker().says("你好呀", "greet") == ["utter_greet"]


@pytest.mark.parametrize("told", ["我家油烟机，就一台，油都滴灶台上了", "空调两台", "洗衣机一股霉味"])
async def test_a_machine_to_be_washed_needs_no_word_for_it(told: str):
    talker = _talker()
    assert await talker.says(told, "book_service") == ["utter_noted", "utter_ask_window"]
    assert talker.values["noted"].startswith("家电清洗")


async def test_a_thing_that_is_only_pointed_at_is_asked_for():
    assert await _talker().says("这种你们洗得干净吗", "ask_services") == ["utter_which_thing"]


async def _with_a_home(talker: Talker) -> None:
    await talker.says("明天下午两点擦玻璃窗 62平", "book_service")
    await talker.says(HOME, "inform")


@pytest.mark.parametrize("told", ["勿对勿对 27号 勿是7号 我自家也记错脱了", "不是7号是27号", "7号写错了，是27号"])
async def test_a_house_is_put_right_and_no_day(told: str):
    talker = _talker()
    await _with_a_home(talker)
    await talker.says(told, "inform")
    assert talker.values["noted"] == HOME.replace("弄7号", "弄27号")
    await talker.says(PHONE, "inform")
    assert _starts(talker) == ["24 14:00"]


@pytest.mark.parametrize(
    ("told", "needs"),
    [
        ("里向外头侪要揩个", ("windows_inside", "windows_outside")),
        ("里面和外面都要", ("windows_inside", "windows_outside")),
        ("里面擦擦就好 外面不用擦", ("windows_inside",)),
    ],
)
async def test_the_sides_of_the_windows_are_of_the_booking(told: str, needs: tuple[str, ...]):
    talker = _talker()
    await _with_a_home(talker)
    await talker.says(told, "book_service", confidence=0.3)
    await talker.says(PHONE, "inform")
    assert {one.special_needs for one in talker.bookings(BookingState.HELD)} == {needs}


@pytest.mark.parametrize(
    ("told", "count"), [("哎呀，我幺爸两口子也要来，变成十个人了", 10), ("再多两个人", 10), ("来两个师傅", 8)]
)
async def test_so_many_eat_as_are_told_last(told: str, count: int):
    talker = _talker()
    await talker.says(f"周日下午四点来做饭，八个人吃，{HOME}", "book_service")
    await talker.says(told, "inform")
    await talker.says(PHONE, "inform")
    assert [dict(one.quantities) for one in talker.bookings(BookingState.HELD)] == [{"人": count}]


@pytest.mark.parametrize("asked", ["深度的比普通保洁多做哪些内容呢", "深度和日常有啥区别", "普通的跟深度的差在哪"])
@pytest.mark.parametrize("intent", ["ask_services", "ask_policy"])
async def test_kinds_of_cleaning_are_set_against_each_other(asked: str, intent: str):
    talker = _talker()
    assert await talker.says(asked, intent) == ["utter_difference"]
    assert "除水垢" in talker.values["services"]


@pytest.mark.parametrize(
    "told",
    [
        "周六跟周日各来一次，都早上十点",
        "周六早上十点，周日早上十点",
        "週六、週日各來一次，都是早上十點",
    ],
)
async def test_two_days_are_two_visits(told: str):
    talker = _talker()
    await talker.says(f"家里打扫，60平，{HOME}，{PHONE}", "book_service")
    await talker.says(told, "inform")
    assert _starts(talker) == ["28 10:00", "29 10:00"]


@pytest.mark.parametrize("told", ["周六早上十点或者周日下午三点", "周六早上十点，不对，周日下午三点"])
async def test_one_day_or_the_other_is_one_visit(told: str):
    talker = _talker()
    await talker.says(f"家里打扫，60平，{HOME}，{PHONE}", "book_service")
    await talker.says(told, "inform")
    assert len(_starts(talker)) == 1


@pytest.mark.parametrize(
    "told",
    ["要不先不定长期，就约这周四下午两点一次试试，满意了再说固定的", "先别搞长期了，先来一次看看"],
)
async def test_a_series_may_become_a_trial(told: str):
    talker = _talker()
    await talker.says(f"想长期请个钟点工，每周四下午两点，60平，{HOME}", "book_service")
    await talker.says(told, "inform")
    await talker.says(PHONE, "inform")
    await talker.says("行", "affirm")
    assert [len(talker.world.store.series), _starts(talker)] == [0, ["26 14:00"]]


async def test_what_was_last_week_is_no_wished_time():
    talker = _talker()
    await talker.says("明天下午打扫 85平", "book_service")
    told = "我老婆说上礼拜她妈刚来大扫除过不用打扫了那就改成洗空调吧一台柜机"
    await talker.says(told, "inform")
    assert "已经过了" not in str(talker.said)
    assert "utter_window_past" not in [say.response for say in talker.said]


async def test_what_is_wished_and_costs_more_is_told_with_the_price():
    talker = _talker()
    await talker.says("明天下午打扫 62平 外窗也要擦", "book_service")
    said = await talker.says("一共多少钱", "ask_price")
    assert said[:2] == ["utter_price_about", "utter_extra_costs"]
    assert talker.values["extras"] == "擦外窗加50元"
