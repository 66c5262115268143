"""What a customer hears of prices that are not by the hour, and what she is asked for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.catalogue import OTHER, RoomStep, Service
from tests.fakes import FakeWorld
from tests.talker import Talker
from tests.worlds import APPLIANCES, CLEANING, a_catalogue, a_world

ADDRESS = "浦东新区张杨路1458弄6号楼1202"
BY_PIECE = replace(APPLIANCES, fen_per_hour=0, fen_per_item={"空调挂机": 9000, OTHER: 10000})
BY_AREA = replace(CLEANING, fen_per_hour=0, fen_per_sqm=600)
BY_ROOMS = replace(CLEANING, by_rooms=(RoomStep(2, 120), RoomStep(3, 240)))


def a_world_of(*services: Service) -> FakeWorld:
    world = a_world()
    world.store.catalogue = a_catalogue(services={service.code: service for service in services})
    return world


@pytest.mark.parametrize(
    ("service", "question", "values"),
    [
        (BY_PIECE, "洗空调多少钱", {"price": "空调挂机90元、其他100元"}),
        (
            BY_PIECE,
            "洗两台空调挂机多少钱",
            {"price": "空调挂机90元", "hours": "2小时", "total": "180元"},
        ),
        (BY_AREA, "打扫多少钱", {"price": "6元/平方米"}),
        (BY_AREA, "做5小时保洁要多少钱", {"price": "6元/平方米"}),
        (BY_AREA, "90平打扫多少钱", {"price": "6元/平方米", "hours": "3小时", "total": "540元"}),
        (BY_ROOMS, "三室一厅打扫多少钱", {"price": "60元/小时", "hours": "4小时", "total": "240元"}),
        (CLEANING, "做5小时保洁要多少钱", {"price": "60元/小时", "hours": "5小时", "total": "300元"}),
    ],
)
async def test_a_question_about_a_price_is_answered_as_far_as_the_job_is_known(
    service: Service, question: str, values: dict[str, str]
):
    talker = Talker(a_world_of(service))
    response = "utter_price_about" if "total" in values else "utter_price"
    assert (await talker.says(question, "ask_price"))[0] == response
    assert {name: talker.values[name] for name in values} == values


async def test_all_prices_are_told_each_in_its_own_unit():
    talker = Talker(a_world_of(CLEANING, BY_PIECE))
    assert await talker.says("你们怎么收费", "ask_price") == ["utter_prices"]
    assert talker.values["prices"] == "日常保洁 60元/小时\n家电清洗 空调挂机90元、其他100元"


async def test_a_price_by_the_square_metre_asks_for_them_though_the_hours_are_known():
    talker = Talker(a_world_of(BY_AREA))
    assert (await talker.says("明天下午两点打扫三个小时", "book_service"))[-1] == "utter_ask_area"


async def test_who_tells_the_rooms_is_not_asked_for_the_square_metres_where_the_rooms_are_enough():
    asked = f"明天下午一点打扫，三室一厅，{ADDRESS}，13800138000"
    assert (await Talker(a_world_of(CLEANING)).says(asked, "book_service"))[-1] == "utter_ask_area"
    talker = Talker(a_world_of(BY_ROOMS))
    assert (await talker.says(asked, "book_service"))[-1] == "utter_summary"
    assert talker.values["price"] == "240元（60元/小时 × 4小时）"


async def test_the_summary_counts_the_pieces():
    talker = Talker(a_world_of(BY_PIECE))
    said = await talker.says(f"明天下午两点洗两台空调挂机，{ADDRESS}，13800138000", "book_service")
    assert said[-1] == "utter_summary"
    assert talker.values["price"] == "180元（空调挂机 90元 × 2）"


async def test_so_many_of_the_thing_that_was_asked_about_are_priced():
    talker = Talker(a_world_of(BY_PIECE))
    await talker.says("洗一台挂机空调多少钱", "ask_price")
    await talker.says("那三台呢 有便宜伐", "ask_price")
    assert talker.values["total"] == "270元"


@pytest.mark.parametrize("text", ["碰到过节怎么算钱", "国庆那几天什么价", "过年收费呢"])
async def test_what_a_holiday_costs_is_no_list_of_all_prices(text: str):
    talker = Talker()
    assert await talker.says(text, "ask_price") == ["utter_price_at"]
    assert "节假日" in talker.values["surcharges"]
