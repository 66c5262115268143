from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.errors import InvalidData
from bot.domain.pricing import QuoteItem, hours_in_words, quote
from bot.domain.values import yuan
from tests.worlds import CLEANING, a_catalogue

AFTERNOON = datetime(2026, 11, 24, 14, 0)


def test_a_plain_visit_costs_its_hours():
    priced = quote(a_catalogue(), CLEANING, AFTERNOON, 180, 1, frozenset())
    assert priced.items == (QuoteItem("labour", "60元/小时 × 3小时", 18000),)
    assert priced.in_words() == "180元（60元/小时 × 3小时）"


def test_every_surcharge_stands_in_the_quote_with_its_reason():
    priced = quote(a_catalogue(), CLEANING, datetime(2027, 1, 1, 16, 0), 180, 2, frozenset({"windows_outside"}))
    assert [(item.code, item.fen) for item in priced.items] == [
        ("labour", 36000),
        ("night", 7200),
        ("holiday", 36000),
        ("outside", 5000),
    ]
    assert priced.total_fen == 84200


def test_a_visit_that_ends_when_the_night_begins_has_no_night_surcharge():
    priced = quote(a_catalogue(), CLEANING, datetime(2026, 11, 24, 15, 0), 180, 1, frozenset())
    assert [item.code for item in priced.items] == ["labour"]


def test_a_service_under_fifty_yuan_an_hour_is_refused():
    with pytest.raises(InvalidData, match="under the floor"):
        replace(CLEANING, fen_per_hour=4999)


@pytest.mark.parametrize(("sqm", "minutes"), [(None, 180), (40, 120), (60, 120), (61, 180), (110, 240), (300, 480)])
def test_the_duration_follows_the_home(sqm, minutes):
    assert CLEANING.minutes_for(sqm) == minutes


@pytest.mark.parametrize(("fen", "words"), [(16500, "165元"), (16550, "165.5元"), (5, "0.05元"), (-100, "-1元")])
def test_fen_are_said_as_yuan(fen, words):
    assert yuan(fen) == words


@pytest.mark.parametrize(("minutes", "words"), [(180, "3小时"), (150, "2.5小时"), (100, "1小时40分钟"), (45, "45分钟")])
def test_minutes_are_said_as_hours(minutes, words):
    assert hours_in_words(minutes) == words
