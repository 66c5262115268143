from __future__ import annotations

from datetime import time

import pytest

from bot.domain.matching import Wish, Workload, rank
from bot.domain.provider import Shift
from bot.domain.scarcity import Scarcity, scarcity
from tests.builders import a_window
from tests.fakes import SHANGHAI
from tests.worlds import RULES, an_auntie

PUDONG = frozenset({"浦东新区"})
ONE = an_auntie(1, skills=frozenset({"daily_cleaning"}), districts=PUDONG)
BOTH = an_auntie(2, skills=frozenset({"daily_cleaning", "cooking"}), districts=PUDONG)
NINE, TEN, TWELVE, FOUR, SIX = (hour * 60 for hour in (9, 10, 12, 16, 18))


def test_whoever_alone_can_do_something_is_scarcer_than_the_average():
    assert scarcity([ONE, BOTH]).providers == {"p1": 0.5, "p2": 1.5}


def test_whoever_has_left_makes_the_others_scarcer():
    gone = an_auntie(3, skills=frozenset({"cooking"}), districts=PUDONG, active=False)
    assert scarcity([ONE, BOTH, gone]) == scarcity([ONE, BOTH])


def test_a_company_without_anybody_has_nothing_scarce():
    assert scarcity([]) == Scarcity()
    assert (Scarcity().of("p1"), Scarcity().of_starts(1, NINE, TWELVE)) == (0.0, 0.0)


def test_starts_at_which_few_can_come_count_more_than_others():
    mornings = an_auntie(3, hours={1: Shift(time(8), time(14))})
    found = scarcity([an_auntie(1, hours={1: Shift(time(8), time(20))}), mornings])
    morning, evening = found.of_starts(1, NINE, TEN), found.of_starts(1, FOUR, FOUR + 60)
    assert evening == pytest.approx(2 * morning)
    assert 0 < morning < 1.5 < evening


def test_where_all_work_alike_an_hour_of_starts_is_an_hour():
    assert scarcity([ONE, BOTH]).of_starts(1, NINE, NINE + 30) == 1.0
    assert scarcity([ONE, BOTH]).of_starts(1, NINE + 1, NINE + 29) == 0.0


def test_no_visit_starts_too_late_in_the_day_to_be_finished():
    day = scarcity([an_auntie(1, hours={1: Shift(time(8), time(18))})])
    assert day.of_starts(1, FOUR, SIX) == day.of_starts(1, FOUR, FOUR) == 0.5


def test_the_one_who_can_do_more_is_kept_free_where_another_will_do():
    wish, window = Wish("daily_cleaning", "浦东新区", frozenset()), a_window()
    load = Workload({}, scarcity=scarcity([ONE, BOTH]))
    better = an_auntie(2, skills=BOTH.skills, districts=PUDONG, rating=5.0)
    assert [one.provider.id for one in rank([ONE, better], wish, window, Workload({}), RULES, SHANGHAI)] == ["p2", "p1"]
    ranked = rank([ONE, better], wish, window, load, RULES, SHANGHAI)
    assert [(one.provider.id, one.points["scarce"]) for one in ranked] == [("p1", -4.0), ("p2", -12.0)]
