from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.catalogue import OTHER, RoomStep
from bot.domain.work import Work, is_measured, minutes_for
from tests.worlds import APPLIANCES, CLEANING

BY_ROOMS = replace(CLEANING, by_area=(), by_rooms=(RoomStep(1, 120), RoomStep(2, 180), RoomStep(4, 240)))
BY_KIND = replace(APPLIANCES, minutes_per_item={"空调挂机": 60, "空调柜机": 90, OTHER: 45})


@pytest.mark.parametrize(("sqm", "minutes"), [(None, 180), (40, 120), (60, 120), (61, 180), (110, 240), (300, 480)])
def test_the_duration_follows_the_home(sqm: float | None, minutes: int):
    assert minutes_for(CLEANING, Work(area_sqm=sqm)) == minutes


@pytest.mark.parametrize(
    ("rooms", "minutes"),
    [
        ("", 180),
        ("单间", 180),
        ("1室1厅1卫", 120),
        ("两房一厅", 180),
        ("3室2厅1卫", 240),
        ("四居室", 240),
        ("5室3厅", 480),
    ],
)
def test_the_duration_follows_the_bedrooms(rooms: str, minutes: int):
    assert minutes_for(BY_ROOMS, Work(rooms=rooms)) == minutes


def test_square_metres_count_before_rooms():
    both = replace(CLEANING, by_rooms=BY_ROOMS.by_rooms)
    assert minutes_for(both, Work(area_sqm=110, rooms="1室1厅")) == 240
    assert minutes_for(both, Work(rooms="1室1厅")) == 120


@pytest.mark.parametrize(
    ("quantities", "minutes"),
    [
        ({}, 120),
        ({"空调挂机": 2}, 120),
        ({"空调挂机": 1, "空调柜机": 2}, 240),
        ({"冰箱": 2}, 90),
        ({"冰箱": 1}, 60),
        ({"空调柜机": 9}, 480),
    ],
)
def test_the_duration_follows_the_things_by_their_kind_within_the_bounds(quantities: dict[str, int], minutes: int):
    assert minutes_for(BY_KIND, Work(quantities=quantities)) == minutes


def test_a_special_need_takes_its_time():
    slow = replace(CLEANING, minutes_by_need={"kitchen_grease": 60, "fridge": 30})
    assert minutes_for(slow, Work(area_sqm=80, needs=frozenset({"fridge", "kitchen_grease", "has_cat"}))) == 270


@pytest.mark.parametrize(
    ("sqm", "providers", "minutes"),
    [(110, 1, 240), (110, 2, 120), (300, 2, 240), (300, 3, 180), (300, 5, 120), (60, 2, 120)],
)
def test_several_share_the_work_in_half_hours_down_to_the_shortest_visit(sqm: float, providers: int, minutes: int):
    shared = replace(CLEANING, divides=True)
    assert minutes_for(shared, Work(area_sqm=sqm, providers=providers)) == minutes


def test_shared_work_is_rounded_up_to_half_hours():
    shared = replace(CLEANING, divides=True, min_minutes=30, minutes_by_need={"fridge": 20})
    assert minutes_for(shared, Work(area_sqm=110, needs=frozenset({"fridge"}), providers=2)) == 150


def test_without_sharing_everybody_is_there_for_all_of_it():
    assert minutes_for(CLEANING, Work(area_sqm=110, providers=2)) == 240


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [({}, False), ({"area_sqm": 90}, True), ({"rooms": "3室2厅"}, False), ({"quantities": {"空调": 1}}, False)],
)
def test_only_what_the_catalogue_asks_for_tells_the_duration(changes: dict[str, Any], is_told: bool):
    assert is_measured(CLEANING, Work(**changes)) is is_told
