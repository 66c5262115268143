from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from bot.domain.availability import start_times
from bot.domain.calendar import Visit, visit_of
from bot.domain.matching import Wish, Workload, occupied
from bot.domain.offers import Offers, offers
from bot.domain.policy import Weights
from bot.domain.provider import Shift
from bot.domain.scarcity import scarcity
from bot.domain.values import TimeWindow, to_instant, to_local
from tests.fakes import SHANGHAI
from tests.worlds import RULES, an_auntie

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30)
CLEAN = Wish("daily_cleaning", "浦东新区", frozenset())


def _instant(hour: float) -> datetime:
    return to_instant(MONDAY + timedelta(hours=hour), SHANGHAI)


def _visit(hour: float, hours: float = 2) -> Visit:
    window = TimeWindow(_instant(hour), _instant(hour + hours))
    return visit_of("bk_other", window, occupied(window, RULES), "浦东新区")


def _offers(begins: float, ends: float, providers, busy=None, heads: int = 1) -> tuple[list[str], str]:
    load = Workload(busy or {}, scarcity=scarcity(providers))
    search = TimeWindow(_instant(begins), _instant(ends))
    free = start_times(search, 120, providers, CLEAN, load, RULES, SHANGHAI, NOW, heads=heads)
    found = offers(free, 120, providers, CLEAN, load, RULES, SHANGHAI, Weights(), heads)
    assert found.best is None or found.best in found.starts
    return [_said(start) for start in found.starts], _said(found.best) if found.best else ""


def _said(start: datetime) -> str:
    return f"{to_local(start, SHANGHAI):%a %H:%M}"


def test_an_empty_day_is_offered_from_its_ends_in_time_order():
    assert _offers(8, 20, [an_auntie(1)]) == (["Mon 08:00", "Mon 09:00", "Mon 18:00"], "Mon 08:00")


def test_the_best_start_is_right_beside_a_visit():
    assert _offers(13, 18, [an_auntie(1)], {"p1": [_visit(12)]})[1] == "Mon 14:30"


def test_offers_lie_an_hour_apart_where_there_are_enough_and_closer_where_not():
    assert _offers(8, 10, [an_auntie(1)])[0] == ["Mon 08:00", "Mon 08:30", "Mon 09:00"]
    assert _offers(8, 12, [an_auntie(1)])[0] == ["Mon 08:00", "Mon 09:00", "Mon 10:00"]


def test_of_several_days_the_soonest_start_comes_first_and_is_the_best():
    starts, best = _offers(9, 60, [an_auntie(1)])
    assert (starts[0], best, len(starts)) == ("Mon 09:00", "Mon 09:00", 3)
    assert starts[2].startswith("Wed")


def test_a_start_for_two_is_as_good_as_for_both_of_them_together():
    providers = [an_auntie(1, rating=5.0), an_auntie(2, rating=4.2)]
    assert _offers(8, 20, providers, {"p1": [_visit(12)], "p2": [_visit(8)]}, heads=2)[1] == "Mon 18:00"


def test_a_start_is_offered_though_none_of_the_best_providers_has_time_then():
    many = [an_auntie(number, rating=5.0, days_off=frozenset({date(2026, 11, 30)})) for number in range(40)]
    assert _offers(9, 10, [*many, an_auntie(99, rating=4.2)]) == (["Mon 09:00", "Mon 09:30"], "Mon 09:00")


def test_a_start_at_which_none_of_the_best_has_time_is_never_the_best():
    early = {1: Shift(time(8), time(12))}
    many = [an_auntie(number, hours=early, cost_fen_per_hour=40_000) for number in range(40)]
    starts, best = _offers(9, 12, [*many, an_auntie(99, cost_fen_per_hour=50_000)])
    assert (starts, best) == (["Mon 09:00", "Mon 10:00", "Mon 11:00"], "Mon 09:00")


def test_where_nothing_is_free_nothing_is_offered():
    found = offers([], 120, [an_auntie(1)], CLEAN, Workload({}), RULES, SHANGHAI, Weights())
    assert found == Offers()
