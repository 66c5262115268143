from __future__ import annotations

from bot.domain.matching import Wish, Workload, rank
from bot.domain.scarcity import scarcity
from tests.builders import a_window
from tests.fakes import SHANGHAI
from tests.worlds import RULES, an_auntie

PUDONG = frozenset({"浦东新区"})
ONE = an_auntie(1, skills=frozenset({"daily_cleaning"}), districts=PUDONG)
BOTH = an_auntie(2, skills=frozenset({"daily_cleaning", "cooking"}), districts=PUDONG)


def test_whoever_alone_can_do_something_is_scarcer_than_the_average():
    assert scarcity([ONE, BOTH]) == {"p1": 0.5, "p2": 1.5}


def test_whoever_has_left_makes_the_others_scarcer():
    gone = an_auntie(3, skills=frozenset({"cooking"}), districts=PUDONG, active=False)
    assert scarcity([ONE, BOTH, gone]) == {"p1": 0.5, "p2": 1.5}


def test_a_company_without_anybody_has_nobody_scarce():
    assert scarcity([]) == {}


def test_the_one_who_can_do_more_is_kept_free_where_another_will_do():
    wish, window = Wish("daily_cleaning", "浦东新区", frozenset()), a_window()
    load = Workload({}, scarcity=scarcity([ONE, BOTH]))
    better = an_auntie(2, skills=BOTH.skills, districts=PUDONG, rating=5.0)
    assert [one.provider.id for one in rank([ONE, better], wish, window, Workload({}), RULES, SHANGHAI)] == ["p2", "p1"]
    ranked = rank([ONE, better], wish, window, load, RULES, SHANGHAI)
    assert [(one.provider.id, one.points["scarce"]) for one in ranked] == [("p1", -7.5), ("p2", -22.5)]
