"""What a customer changes or asks while several visits, a series or a dinner are gathered."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from bot.domain.values import to_local
from tests.talker import Talker
from tests.unit.usecases.series_talk import series_of
from tests.worlds import a_world, an_auntie

HOME = "静安区昌平路990号802"
THREE_DAYS = f"周四周五周六上午九点各来打扫一次，85平，{HOME}，13800138000"


async def _days(talker: Talker) -> list[str]:
    await talker.says("好的", "affirm")
    zone = talker.world.deps.zone
    return sorted(f"{to_local(one.window.start, zone):%d}" for one in talker.bookings(BookingState.CONFIRMED))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("啊等等 我周六一早就到家了 周六那次不要了 就周四周五", ["26", "27"]),
        ("周六那次不要了，周四周五照旧", ["26", "27"]),
        ("就周四周五吧", ["26", "27"]),
        ("只要周四和周六两次就行", ["26", "28"]),
        ("周五我在家 留周四跟周六就好了", ["26", "28"]),
        ("周五那次不要了", ["26", "28"]),
    ],
)
async def test_of_several_visits_only_those_named_are_left(text: str, days: list[str]):
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 6))))
    await talker.says(THREE_DAYS, "book_service")
    await talker.says(text, "cancel_booking")
    assert await _days(talker) == days


@pytest.mark.parametrize("text", ["周四周五几点到", "周四周五都改成下午两点", "就周四周五我妈在家"])
async def test_days_that_are_only_named_leave_the_others_as_they_are(text: str):
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 6))))
    await talker.says(THREE_DAYS, "book_service")
    await talker.says(text, "inform")
    assert await _days(talker) == ["26", "27", "28"]


@pytest.mark.parametrize(
    "text",
    ["周四周五都改成下午两点", "周四周五改成下午两点吧", "禮拜四禮拜五都改做下晝兩點", "周四周五那两次挪到下午两点"],
)
async def test_two_of_three_visits_keep_their_days_at_another_hour(text: str):
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 6))))
    await talker.says(THREE_DAYS, "book_service")
    await talker.says(text, "inform")
    await talker.says("好的", "affirm")
    zone = talker.world.deps.zone
    booked = sorted(f"{to_local(one.window.start, zone):%d %H}" for one in talker.bookings(BookingState.CONFIRMED))
    assert booked == ["26 14", "27 14", "28 09"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("哦不对礼拜四我要送小孩上课改成礼拜二跟礼拜五", "TU,FR"),
        ("礼拜四我有课，改成礼拜五", "TU,FR"),
        ("周四不行 换成周五吧", "TU,FR"),
        ("把周四换到周五", "TU,FR"),
        ("星期四嗰次改做星期五", "TU,FR"),
        ("周二周四都不方便，改成周一和周五", "MO,FR"),
        ("周四没空，改成周一和周五", "MO,FR"),
        ("改成周三周六", "WE,SA"),
    ],
)
async def test_a_day_of_a_series_gives_way_to_another(text: str, rule: str):
    talker = Talker()
    await talker.says(f"每周二周四上午九点来打扫，90平，{HOME}，13800138000", "book_service")
    await talker.says(text, "inform")
    await talker.says("好的", "affirm")
    assert series_of(talker).plan.rhythms[0].rule == f"FREQ=WEEKLY;BYDAY={rule}"


@pytest.mark.parametrize(
    "text",
    [
        "对了你们也管搬家吗 下个月可能要搬 先打听下",
        "顺便问下 洗空调你们做伐 以后可能要",
        "搬家你们做不做 先了解一下",
        "想問下搬屋你哋做唔做 打聽下先",
    ],
)
async def test_what_is_only_asked_after_is_no_further_wish(text: str):
    talker = Talker()
    await talker.says("周四下午一点半来打扫", "book_service")
    said = await talker.says(text, "inform", confidence=0.46)
    assert said[-1] == "utter_ask_area"
    assert said[0] in ("utter_not_offered", "utter_included")


async def test_what_is_asked_for_besides_is_a_further_wish():
    talker = Talker()
    await talker.says("周四下午一点半来打扫", "book_service")
    await talker.says("再洗一下空调 一台挂机", "inform")
    assert talker.values["noted"]


@pytest.mark.parametrize("text", ["每趟都是同一个阿姨来吗", "次次都系同一個阿姨嚟㗎？", "每次都是同一个人吧"])
async def test_that_it_is_the_same_person_is_confirmed_when_asked_again(text: str):
    talker = Talker()
    await talker.says("每周二上午九点来打扫，固定一个阿姨", "book_service")
    assert (await talker.says(text, "ask_provider"))[0] == "utter_noted"
    assert talker.values["noted"] == "固定同一位家政员"
