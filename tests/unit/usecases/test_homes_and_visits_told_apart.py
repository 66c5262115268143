"""Two homes told one message at a time, visits to each of several hours, a home named by where it is."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from bot.domain.values import to_local
from tests.talker import Talker
from tests.unit.usecases.series_talk import HOME, running, visits_of
from tests.worlds import a_world, an_auntie

HERS, THEIRS = "静安区武定路327号2号楼1101", "浦东新区张杨路1458弄6号楼1202"
WEDNESDAYS = f"每周三下午两点来打扫，{HOME}"


def _talker() -> Talker:
    return Talker(a_world(tuple(an_auntie(number) for number in range(1, 6))))


def _booked(talker: Talker) -> list[tuple[str, str, float | None]]:
    booked = sorted(talker.bookings(BookingState.CONFIRMED), key=lambda one: one.window.start)
    zone = talker.world.deps.zone
    return [(f"{to_local(one.window.start, zone):%d %H:%M}", one.address, one.area_sqm) for one in booked]


@pytest.mark.parametrize(
    ("first", "own", "other"),
    [
        ("想给我家和我婆婆家各约一次打扫", "我家在", "婆婆家在"),
        ("我跟我婆婆家都要打扫", "我家是", "婆婆家是"),
        ("给我家和我朋友家各打扫一次", "我家在", "朋友家在"),
    ],
)
async def test_two_homes_are_told_one_message_at_a_time(first: str, own: str, other: str):
    talker = _talker()
    await talker.says(first, "book_service")
    await talker.says(f"{own}{HERS} 88平 周五早上九点", "inform")
    await talker.says(f"{other}{THEIRS} 60平 周六下午一点", "inform")
    assert (await talker.says("电话13651720999", "inform"))[-1] == "utter_summary_several"
    await talker.says("好的", "affirm")
    assert _booked(talker) == [("27 09:00", HERS, 88), ("28 13:00", THEIRS, 60)]


async def test_an_address_told_of_one_home_is_of_that_alone():
    talker = _talker()
    said = f"我家周六上午九点打扫80平 我公婆家周六下午两点 60平 公婆家是{THEIRS}"
    assert await talker.says(said, "book_service") == ["utter_noted", "utter_ask_address"]
    await talker.says(f"我家是{HERS}，13651720999", "inform")
    await talker.says("好的", "affirm")
    assert _booked(talker) == [("28 09:00", HERS, 80), ("28 14:00", THEIRS, 60)]


@pytest.mark.parametrize(
    ("said", "starts"),
    [
        ("周六打扫 早上九点一次下午五点一次", ["28 09:00", "28 17:00"]),
        ("周六打扫 早10晚5各一次", ["28 10:00", "28 17:00"]),
        ("周五周六都来打扫一次 早上十点", ["27 10:00", "28 10:00"]),
    ],
)
async def test_each_hour_or_day_has_its_visit(said: str, starts: list[str]):
    talker = _talker()
    await talker.says(f"{said}，两小时，60平，{HERS}，13651720999", "book_service")
    await talker.says("好的", "affirm")
    assert [start for start, _, _ in _booked(talker)] == starts


async def test_a_stretch_from_one_hour_to_another_is_one_visit():
    talker = _talker()
    await talker.says(f"周六打扫 早上10点到下午2点，60平，{HERS}，13651720999", "book_service")
    await talker.says("好的", "affirm")
    assert [start for start, _, _ in _booked(talker)] == ["28 10:00"]


async def _two_known() -> Talker:
    talker = _talker()
    for place in (THEIRS, HERS):
        await talker.says(f"明天上午九点打扫，60平，{place}，13651720999", "book_service")
        await talker.says("好的", "affirm")
    return talker


@pytest.mark.parametrize("there", ["去浦东那套", "还是浦东那边", "张杨路那个", "到浦东新区那个家"])
async def test_a_known_home_is_named_by_where_it_is(there: str):
    talker = await _two_known()
    await talker.says(f"周四下午两点打扫 {there}", "book_service")
    await talker.says("好的", "affirm")
    assert _booked(talker)[-1] == ("26 14:00", THEIRS, 60)


async def test_another_known_home_is_meant():
    talker = await _two_known()
    await talker.says("周四下午两点打扫 去静安那套", "book_service")
    assert (await talker.says("哦不对 是浦东这套", "deny"))[-1] == "utter_summary_changed"
    await talker.says("好的", "affirm")
    assert _booked(talker)[-1] == ("26 14:00", THEIRS, 60)


async def test_all_visits_end_where_one_was_to_be_left_out():
    talker = await running(WEDNESDAYS)
    assert await talker.says("这个礼拜三先不要来了", "cancel_booking") == ["utter_ask_skip"]
    assert await talker.says("后面也都不用来了 每个礼拜的打扫全部停掉吧", "cancel_booking") == ["utter_ask_end_series"]
    await talker.says("是的 以后也不来了", "affirm")
    assert visits_of(talker) == []


async def test_a_series_ends_and_a_visit_is_asked_about():
    talker = await running(WEDNESDAYS)
    await talker.says("周六下午两点洗一台油烟机", "book_service")
    await talker.says("好的", "affirm")
    said = "每周三的打扫停掉吧 洗油烟机的还来的哦 是礼拜六几点啊"
    assert await talker.says(said, "check_booking") == ["utter_booking_detail", "utter_ask_end_series"]
    await talker.says("对的", "affirm")
    assert visits_of(talker) == ["11-28"]


@pytest.mark.parametrize("said", ["每次都要李阿姨本人，不要换人", "每次固定同一个阿姨", "每次都安排同一个人来"])
async def test_the_same_person_is_to_come_each_time(said: str):
    talker = _talker()
    await talker.says(f"{WEDNESDAYS}，{said.replace('李阿姨', '阿姨')}", "book_service")
    assert "固定" in talker.values["provider"]


@pytest.mark.parametrize("said", ["周六不用了 我周六中午就回来", "礼拜六那天就不要了 我自己来", "周六取消吧"])
async def test_the_visit_of_a_day_is_left_out(said: str):
    talker = _talker()
    await talker.says(f"周五周六都来打扫一次 早上十点，60平，{HERS}，13651720999", "book_service")
    assert await talker.says(said, "inform") == ["utter_one_dropped", "utter_summary"]
    await talker.says("好的", "affirm")
    assert [start for start, _, _ in _booked(talker)] == ["27 10:00"]


async def test_an_extra_is_left_out_for_its_price():
    talker = _talker()
    await talker.says(f"周五上午十点打扫，60平，窗户里外都擦，{HERS}，13651720999", "book_service")
    assert await talker.says("外头个窗勿要揩了 太贵", "ask_price") == ["utter_summary_changed"]
    await talker.says("好的", "affirm")
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    assert booking.special_needs == ("windows_inside",)


@pytest.mark.parametrize("said", ["好的 明天上午那次不变哈", "可以 我家明天那单照旧", "行 原来那单不动"])
async def test_a_yes_stands_beside_an_order_that_stays(said: str):
    talker = _talker()
    await talker.says(f"明天上午九点打扫，60平，{HERS}，13651720999", "book_service")
    await talker.says("好的", "affirm")
    await talker.says("周五上午十点打扫", "book_service")
    assert await talker.says(said, "change_booking") == ["utter_booked"]
    assert [start for start, _, _ in _booked(talker)] == ["24 09:00", "27 10:00"]


async def test_the_home_that_is_to_stay_is_not_the_one_that_moves():
    talker = _talker()
    said = f"我家{HERS} 95平 周四下午两点打扫 爸妈家{THEIRS} 60平 周五上午九点打扫 电话13651720999"
    await talker.says(said, "book_service")
    await talker.says("嗯嗯 那我家那次提早到一点半吧 爸妈家不动", "inform")
    await talker.says("好的", "affirm")
    assert [start for start, _, _ in _booked(talker)] == ["26 13:30", "27 09:00"]


@pytest.mark.parametrize("asked", ["这回顺带把冰箱里头也擦擦 得加多少钱", "冰箱里面擦一下加多少钱"])
async def test_an_extra_that_was_asked_about_is_taken(asked: str):
    talker = _talker()
    await talker.says(f"周五上午十点打扫，60平，{HERS}，13651720999", "book_service")
    await talker.says(asked, "ask_price")
    await talker.says("中 擦吧", "affirm")
    if not talker.bookings(BookingState.CONFIRMED):
        await talker.says("好的", "affirm")
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    assert booking.special_needs == ("fridge",)
