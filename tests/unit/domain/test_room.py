"""Monday 2026-11-30 of somebody who works from eight to eight; a usual visit takes two hours, the way half an hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bot.domain.calendar import Visit, visit_of
from bot.domain.matching import Wish, Workload, occupied, rank
from bot.domain.policy import Weights
from bot.domain.provider import Shift
from bot.domain.room import hours_lost
from bot.domain.scarcity import scarcity
from bot.domain.values import TimeWindow, to_instant
from tests.fakes import SHANGHAI
from tests.worlds import RULES, an_auntie

MONDAY = datetime(2026, 11, 30)
WHOLE_DAY = Shift(time(8), time(20))
EVENLY = scarcity([an_auntie(1)])
CLEAN = Wish("daily_cleaning", "浦东新区", frozenset())


def _at(hour: float, hours: float = 2) -> TimeWindow:
    start = to_instant(MONDAY + timedelta(hours=hour), SHANGHAI)
    return TimeWindow(start, start + timedelta(hours=hours))


def _visit(hour: float, hours: float = 2) -> Visit:
    window = _at(hour, hours)
    return visit_of("bk_other", window, occupied(window, RULES), "浦东新区")


def _lost(hour: float, *today: Visit, shift: Shift = WHOLE_DAY, rules=RULES, hours: float = 2) -> float:
    begins = MONDAY + timedelta(hours=hour)
    return hours_lost(today, shift, _at(hour, hours), begins, rules, EVENLY)


@pytest.mark.parametrize(
    ("hour", "lost"),
    [
        (8, 2.5),  # 8:00 to 10:00 are gone
        (18, 2.5),  # 16:00 to 18:00, the last one
        (13, 4.5),  # 11:00 to 15:00
        (9, 3.5),  # 8:00 to 11:00: nothing fits before it any more
    ],
)
def test_a_visit_in_a_corner_of_the_day_takes_less_than_one_in_its_middle(hour: float, lost: float):
    assert _lost(hour) == lost


def test_a_visit_right_beside_another_takes_less_than_one_that_leaves_a_hole():
    noon = _visit(12)
    assert (_lost(14.5, noon), _lost(15.5, noon)) == (2.5, 3.5)
    assert (_lost(9.5, noon), _lost(8.5, noon)) == (2.0, 2.0)


def test_a_hole_that_only_this_visit_fits_in_costs_the_one_start_in_it():
    assert _lost(10.5, _visit(8), _visit(13)) == 0.5
    assert _lost(10.5, _visit(8), _visit(12), hours=1) == 0.0


def test_the_company_opens_no_earlier_for_whoever_begins_earlier():
    assert _lost(10, shift=Shift(time(6), time(20)), rules=replace(RULES, opens=time(10))) == 2.5
    assert _lost(16, shift=Shift(time(8), time(22)), rules=replace(RULES, closes=time(18))) == 2.5


def test_of_two_equals_the_one_whose_day_is_not_cut_comes():
    free, beside = an_auntie(1), an_auntie(2)
    load = Workload({"p2": [_visit(12)]}, scarcity=scarcity([free, beside]))
    weights = Weights(load=0.0)
    ranked = rank([free, beside], CLEAN, _at(14.5), load, RULES, SHANGHAI, weights)
    assert [(one.provider.id, one.points["lost"]) for one in ranked] == [("p2", -15.0), ("p1", -27.0)]
    unweighed = rank([free, beside], CLEAN, _at(14.5), load, RULES, SHANGHAI, replace(weights, lost=0.0))
    assert [one.provider.id for one in unweighed] == ["p1", "p2"]
