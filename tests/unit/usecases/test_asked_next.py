"""Questions that go on: a price asked of one thing after the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.catalogue import OTHER, AreaStep
from tests.talker import Talker
from tests.worlds import APPLIANCES, CLEANING, a_catalogue, a_world

DEEP = replace(CLEANING, code="deep_cleaning", name="深度保洁", fen_per_hour=7500, by_area=(AreaStep(200, 420),))


def _talker() -> Talker:
    world = a_world()
    by_piece = {"空调挂机": 11000, "空调柜机": 15000, "油烟机": 18000, OTHER: 12000}
    washing = replace(APPLIANCES, fen_per_hour=0, fen_per_item=by_piece)
    services = {one.code: one for one in (CLEANING, DEEP, washing)}
    world.store.catalogue = a_catalogue(services=services)
    return Talker(world)


@pytest.mark.parametrize(
    ("text", "intents", "total"),
    [
        ("空调柜机呢", (), "150元"),
        ("那柜机呢？", (), "150元"),
        ("挂机咧", (), "110元"),
        ("那空调柜机多少钱", ("ask_price",), "150元"),
        ("洗衣机呢", ("check_booking",), "120元"),
        ("那两台挂机呢", ("inform",), "220元"),
    ],
)
async def test_after_a_price_another_thing_is_named_and_its_price_is_meant(
    text: str, intents: tuple[str, ...], total: str
):
    talker = _talker()
    await talker.says("洗一台油烟机多少钱", "ask_price")
    assert await talker.says(text, *intents) == ["utter_price_about"]
    assert talker.values["total"] == total
    assert talker.bookings() == []


async def test_after_a_price_another_kind_of_cleaning_is_no_booking():
    talker = _talker()
    await talker.says("100平打扫一次多少钱", "ask_price")
    assert await talker.says("深度保洁呢", "book_service") == ["utter_price_about"]
    assert (talker.values["service"], talker.values["hours"]) == ("深度保洁", "7小时")


async def test_a_kind_of_cleaning_named_in_a_question_has_its_price():
    talker = _talker()
    assert await talker.says("那100平做一次深度大概多少钱", "ask_price") == ["utter_price_about"]
    assert talker.values["total"] == "525元"


async def test_without_a_price_before_a_thing_that_is_named_is_no_question_for_its_price():
    talker = _talker()
    assert await talker.says("空调柜机呢") == ["utter_fallback"]


async def test_amid_a_booking_the_price_of_another_thing_is_told_and_nothing_changes():
    talker = _talker()
    home = "浦东新区张杨路1458弄6号楼1202，13800138000"
    await talker.says(f"明天上午九点洗两台挂机，{home}", "book_service")
    said = await talker.says("柜机多少钱一台", "ask_price")
    assert (said, talker.values["total"]) == (["utter_price_about", "utter_ask_confirm_again"], "150元")
    await talker.says("好的", "affirm")
    (booking,) = talker.bookings()
    assert booking.quantities == {"空调挂机": 2}
