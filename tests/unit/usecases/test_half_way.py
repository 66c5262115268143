"""What customers put in half-way through a booking: what is left out, taken otherwise, told to whoever comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.booking import BookingState
from bot.domain.catalogue import AreaStep
from bot.zh.local_time import local
from tests.talker import Talker
from tests.worlds import APPLIANCES, CLEANING, a_catalogue, a_world, an_auntie

HOME = "浦东新区张杨路1458弄6号楼1202，13800138000"
DEEP = replace(CLEANING, code="deep_cleaning", name="深度保洁", fen_per_hour=7500, by_area=(AreaStep(200, 300),))
SKILLS = frozenset({"daily_cleaning", "deep_cleaning", "appliance_cleaning"})


def _talker() -> Talker:
    world = a_world((an_auntie(1, skills=SKILLS), an_auntie(2, skills=SKILLS)))
    world.store.catalogue = a_catalogue(services={one.code: one for one in (CLEANING, DEEP, APPLIANCES)})
    return Talker(world)


async def _with_two() -> Talker:
    talker = _talker()
    await talker.says(f"后天上午九点打扫，90平，冰箱里面也清一下，再洗一台洗衣机，{HOME}", "book_service")
    return talker


@pytest.mark.parametrize("text", ["冰箱不用了", "冰箱先不清了", "冰箱里面就不用擦了"])
@pytest.mark.parametrize("intent", ["inform", "deny", "cancel_booking"])
async def test_an_extra_that_is_left_out_leaves_the_machines_of_the_other_wish_alone(text: str, intent: str):
    talker = await _with_two()
    await talker.says(text, intent)
    assert talker.values["noted"] == "去掉清冰箱"
    await talker.says("好的", "affirm")
    booked = {one.service: (one.special_needs, dict(one.quantities)) for one in talker.bookings(BookingState.CONFIRMED)}
    assert booked == {"daily_cleaning": ((), {}), "appliance_cleaning": ((), {"洗衣机": 1})}


@pytest.mark.parametrize("intent", ["deny", "cancel_booking", "abandon"])
async def test_the_day_told_beside_an_extra_that_is_left_out_counts(intent: str):
    talker = _talker()
    await talker.says(f"后天上午九点打扫，90平，冰箱里面也清一下，{HOME}", "book_service")
    await talker.says("冰箱不用了，改到周六上午九点", intent)
    await talker.says("好的", "affirm")
    (booked,) = talker.bookings(BookingState.CONFIRMED)
    assert (local(booked.window.start).date(), booked.special_needs) == (date(2026, 11, 28), ())


async def test_a_day_that_does_not_suit_beside_an_extra_that_is_left_out_is_no_wish():
    talker = _talker()
    await talker.says(f"后天上午九点打扫，90平，冰箱里面也清一下，{HOME}", "book_service")
    await talker.says("冰箱不用了，周六我不在家", "deny")
    assert (talker.values["changed"], talker.values["window"][:2]) == ("去掉清冰箱", "后天")


@pytest.mark.parametrize("text", ["算了不约了，冰箱也不用了", "冰箱不用了，都取消吧"])
async def test_an_extra_that_is_named_beside_the_end_of_it_all_keeps_no_booking(text: str):
    talker = await _with_two()
    assert await talker.says(text, "abandon") == ["utter_booking_dropped"]


async def test_a_machine_that_is_left_out_is_the_wish_for_it():
    talker = await _with_two()
    await talker.says("洗衣机不洗了", "deny")
    await talker.says("好的", "affirm")
    assert [(one.service, one.special_needs) for one in talker.bookings(BookingState.CONFIRMED)] == [
        ("daily_cleaning", ("fridge",))
    ]


async def test_what_is_told_of_a_machine_is_noted_for_who_washes_it():
    talker = await _with_two()
    await talker.says("洗衣机是滚筒的", "inform")
    await talker.says("好的", "affirm")
    assert {one.service: one.notes for one in talker.bookings(BookingState.CONFIRMED)} == {
        "daily_cleaning": "",
        "appliance_cleaning": "洗衣机是滚筒的",
    }


@pytest.mark.parametrize("text", ["不是普通的哈，要深度的", "做深度的吧", "普通的不要，改深度"])
async def test_the_other_kind_of_cleaning_is_taken_at_the_summary(text: str):
    talker = _talker()
    await talker.says(f"明天上午九点打扫，70平，{HOME}", "book_service")
    await talker.says(text, "inform")
    await talker.says("好的", "affirm")
    assert [one.service for one in talker.bookings(BookingState.CONFIRMED)] == ["deep_cleaning"]


@pytest.mark.parametrize(
    ("text", "intents", "notes"),
    [
        ("她腿脚不好，开门慢，让阿姨多等一会", ("ask_policy",), "她腿脚不好，开门慢，让阿姨多等一会"),
        ("跟阿姨说桌上的东西别乱动", ("inform",), "跟阿姨说桌上的东西别乱动"),
        ("叫师傅走北门进来", (), "叫师傅走北门进来"),
        ("我家还是原来的地址，电话都打我的", ("inform",), ""),
        ("我爸耳朵背 打电话要大声点", ("inform",), "我爸耳朵背 打电话要大声点"),
    ],
)
async def test_what_whoever_comes_is_to_be_told_is_noted(text: str, intents: tuple[str, ...], notes: str):
    talker = _talker()
    await talker.says(f"明天上午九点打扫，70平，{HOME}", "book_service")
    await talker.says(text, *intents)
    await talker.says("好的", "affirm")
    assert [one.notes for one in talker.bookings(BookingState.CONFIRMED)] == [notes]


async def test_what_is_only_added_and_read_needs_no_note():
    talker = _talker()
    await talker.says(f"明天上午九点打扫，70平，{HOME}", "book_service")
    await talker.says("补充一点：家中有一只猫", "inform")
    await talker.says("好的", "affirm")
    assert [(one.special_needs, one.notes) for one in talker.bookings(BookingState.CONFIRMED)] == [(("has_cat",), "")]


@pytest.mark.parametrize("text", ["行", "那就这个", "好的 就这样"])
async def test_a_mere_yes_to_several_free_times_takes_the_first_and_reads_it_back(text: str):
    talker = _talker()
    said = await talker.says(f"明天下午打扫，70平，{HOME}", "book_service")
    assert said[-1] == "utter_ask_which_window"
    first = talker.choices[0]
    assert await talker.says(text, "affirm") == ["utter_summary"]
    assert first[:-1] in talker.values["window"]


async def test_a_district_told_with_the_house_is_not_asked_again():
    talker = _talker()
    await talker.says("明天上午九点打扫，70平，地址是宜山路455弄", "book_service")
    said = await talker.says("浦东新区的，6号楼901", "inform")
    assert said[-1] == "utter_ask_phone"


async def test_a_number_put_right_is_of_the_machines_that_are_counted():
    talker = _talker()
    await talker.says(f"明天下午两点洗空调，两台挂机，再洗一台油烟机，{HOME}", "book_service")
    await talker.says("那个空调不是两台是三台我数错了", "inform")
    await talker.says("好的", "affirm")
    assert [dict(one.quantities) for one in talker.bookings(BookingState.CONFIRMED)] == [{"空调挂机": 3, "油烟机": 1}]


def _of_repairs() -> Talker:
    repairs = replace(APPLIANCES, code="home_repair", name="家居维修")
    world = a_world((an_auntie(1, skills=frozenset({"home_repair"})),))
    world.store.catalogue = a_catalogue(services={"home_repair": repairs})
    return Talker(world)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("帮我约个师傅把厨房这个插座换掉", "换插座"),
        ("想叫个师傅上门换水龙头", "换水龙头"),
        ("厨房间水龙头有点滴水，想叫个师傅来修修", "水龙头有点滴水"),
        ("要个维修师傅", ""),
    ],
)
async def test_who_comes_to_repair_something_knows_what_for(text: str, notes: str):
    talker = _of_repairs()
    await talker.says(text, "book_service")
    await talker.says(f"家居维修，明天下午两点，{HOME}", "inform")
    await talker.says("好的", "affirm")
    assert [one.notes for one in talker.bookings(BookingState.CONFIRMED)] == [notes]


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("说错了，是马桶堵了", "走北门进来；马桶堵了"),
        ("不是水龙头，是马桶堵了", "走北门进来；马桶堵了"),
        ("还有马桶也堵了", "换个水龙头；走北门进来；马桶也堵了"),
        ("就是换个水龙头", "换个水龙头；走北门进来"),
        ("家里换水龙头", "换个水龙头；走北门进来"),
    ],
)
async def test_what_is_to_be_repaired_is_put_right_and_noted_once(text: str, notes: str):
    talker = _of_repairs()
    await talker.says("家居维修，换个水龙头", "book_service")
    await talker.says("备注走北门进来", "inform")
    await talker.says(text, "inform")
    await talker.says(f"明天下午两点，{HOME}", "inform")
    await talker.says("好的", "affirm")
    assert [one.notes for one in talker.bookings(BookingState.CONFIRMED)] == [notes]


@pytest.mark.parametrize("intent", ["reschedule_booking", "book_service", "inform"])
@pytest.mark.parametrize(
    "text", ["明天下午三点洗空调那单也弄不成了 改到周五下午三点吧", "洗空调那个单子挪到周五下午三点"]
)
async def test_an_order_that_is_named_moves_though_something_else_is_being_booked(text: str, intent: str):
    talker = _talker()
    await talker.says(f"明天下午三点洗一台空调，{HOME}", "book_service")
    await talker.says("好的", "affirm")
    await talker.says("想再约一个", "book_service")
    assert (await talker.says(text, intent))[0] == "utter_ask_move"
    await talker.says("好的", "affirm")
    assert [local(one.window.start).day for one in talker.bookings(BookingState.CONFIRMED)] == [27]
