from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.domain.catalogue import OTHER, HourTier, Package, Surcharge, VisitTier
from bot.domain.errors import InvalidData
from bot.domain.pricing import PricedJob, QuoteItem, hours_in_words, price_in_words, quote
from bot.domain.values import yuan
from bot.domain.work import Work
from tests.worlds import CLEANING, a_catalogue

AFTERNOON = datetime(2026, 11, 24, 14, 0)


def test_a_plain_visit_costs_its_hours():
    priced = quote(a_catalogue(), PricedJob(CLEANING, AFTERNOON, 180))
    assert priced.items == (QuoteItem("labour", "60元/小时 × 3小时", 18000),)
    assert priced.in_words() == "180元（60元/小时 × 3小时）"


def test_every_surcharge_stands_in_the_quote_with_its_reason():
    work = Work(needs=frozenset({"windows_outside"}), providers=2)
    priced = quote(a_catalogue(), PricedJob(CLEANING, datetime(2027, 1, 1, 16, 0), 180, work))
    assert priced.items == (
        QuoteItem("labour", "60元/小时 × 3小时 × 2人", 36000),
        QuoteItem("night", "晚间服务", 7200),
        QuoteItem("holiday", "节假日", 36000),
        QuoteItem("outside", "擦外窗", 5000),
    )
    assert priced.total_fen == 84200


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"fen_per_hour": 4999}, "under the floor"),
        ({"fen_per_hour": 0}, "give one price"),
        ({"fen_per_sqm": 600}, "give one price"),
        ({"fen_per_item": {OTHER: 9000}}, "give one price"),
        ({"fen_per_hour": 0, "fen_per_item": {"空调": 9000}}, "needs 'other'"),
        ({"minutes_per_item": {"空调": 60}}, "needs 'other'"),
        ({"fen_per_hour": 0, "fen_per_sqm": 600, "asks": ()}, "needs 'area'"),
        ({"min_minutes": 200}, "min_minutes <= default_minutes"),
        ({"level": 6}, "a level is 1 to 5"),
        ({"hour_tiers": (HourTier(240, 6000),)}, "longer visits must cost less"),
        ({"hour_tiers": (HourTier(240, 5500), HourTier(360, 5600))}, "longer visits must cost less"),
        ({"hour_tiers": (HourTier(240, 4900),)}, "5000 fen or more"),
        ({"series_tiers": (VisitTier(4, 5), VisitTier(8, 5))}, "longer series"),
        ({"fen_per_hour": 0, "fen_per_item": {OTHER: 9000}, "hour_tiers": (HourTier(240, 5500),)}, "must cost less"),
    ],
)
def test_a_service_that_contradicts_itself_is_refused(changes: dict[str, Any], told: str):
    with pytest.raises(InvalidData, match=told):
        replace(CLEANING, **changes)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"fen": 0}, "either percent or fen"),
        ({"percent": 10}, "either percent or fen"),
        ({"when": "urgent"}, "how long before"),
        ({"within_minutes": 60}, "how long before"),
        ({"when": "risk"}, "the needs that mean it"),
        ({"needs": ("no_elevator",)}, "the needs that mean it"),
    ],
)
def test_a_surcharge_that_contradicts_itself_is_refused(changes: dict[str, Any], told: str):
    with pytest.raises(InvalidData, match=told):
        replace(Surcharge("night", "晚间", "night", fen=500), **changes)


def test_a_package_under_fifty_yuan_an_hour_is_refused():
    assert Package("p", "套餐", "daily_cleaning", 181, 15084).fen == 15084
    with pytest.raises(InvalidData, match="under 5000 an hour"):
        Package("p", "套餐", "daily_cleaning", 181, 15083)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "60元/小时"),
        ({"fen_per_hour": 0, "fen_per_sqm": 650}, "6.5元/平方米"),
        ({"fen_per_hour": 0, "fen_per_item": {OTHER: 9000}}, "每件90元"),
        ({"fen_per_hour": 0, "fen_per_item": {OTHER: 9000, "空调柜机": 13000}}, "空调柜机130元、其他90元"),
    ],
)
def test_a_price_is_said_as_what_it_is_for(changes: dict[str, Any], words: str):
    assert price_in_words(replace(CLEANING, **changes)) == words


@pytest.mark.parametrize(("fen", "words"), [(16500, "165元"), (16550, "165.5元"), (5, "0.05元"), (-100, "-1元")])
def test_fen_are_said_as_yuan(fen: int, words: str):
    assert yuan(fen) == words


@pytest.mark.parametrize(("minutes", "words"), [(180, "3小时"), (150, "2.5小时"), (100, "1小时40分钟"), (45, "45分钟")])
def test_minutes_are_said_as_hours(minutes: int, words: str):
    assert hours_in_words(minutes) == words
