from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.availability import start_times
from bot.domain.calendar import visit_of
from bot.domain.matching import Wish, Workload, occupied, rank
from bot.domain.provider import Shift
from bot.domain.values import TimeWindow
from tests.fakes import SHANGHAI
from tests.worlds import RULES, an_auntie

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AT_TWO = TimeWindow(datetime(2026, 11, 24, 6, 0, tzinfo=UTC), datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
CLEAN = Wish("daily_cleaning", "浦东新区", frozenset())
WITH_PAPER = Wish("daily_cleaning", "浦东新区", frozenset(), certificates=frozenset({"健康证"}))


def _visit(window, district="浦东新区"):
    return visit_of("bk_other", window, occupied(window, RULES), district)


def _ranked(providers, wish=CLEAN, window=AT_TWO, busy=None, known=frozenset()):
    return [c.provider.id for c in rank(providers, wish, window, Workload(busy or {}, known), RULES, SHANGHAI)]


@pytest.mark.parametrize(
    ("wish", "changes"),
    [
        (Wish("cooking", None, frozenset()), {}),
        (Wish("daily_cleaning", "徐汇区", frozenset()), {}),
        (Wish("daily_cleaning", None, frozenset({"has_cat"})), {"pets": frozenset()}),
        (Wish("daily_cleaning", None, frozenset({"has_cat", "has_dog"})), {"pets": frozenset({"cat"})}),
        (Wish("daily_cleaning", None, frozenset({"non_smoker"})), {"smoker": True}),
        (Wish("daily_cleaning", None, frozenset(), gender="male"), {}),
        (Wish("daily_cleaning", None, frozenset(), name="赵阿姨"), {}),
        (Wish("daily_cleaning", None, frozenset(), exclude=frozenset({"李秀英"})), {}),
        (WITH_PAPER, {}),
        (WITH_PAPER, {"certificates": {"育婴员证": date(2027, 1, 1)}}),
        (WITH_PAPER, {"certificates": {"健康证": date(2026, 11, 23)}}),
        (CLEAN, {"active": False}),
        (CLEAN, {"hours": {2: Shift(time(8), time(16, 30))}}),
        (CLEAN, {"hours": {1: Shift(time(8), time(20))}}),
        (CLEAN, {"days_off": frozenset({date(2026, 11, 24)})}),
    ],
)
def test_a_provider_who_misses_a_hard_condition_is_never_proposed(wish, changes):
    assert _ranked([an_auntie(1, **changes)], wish) == []


def test_a_provider_with_a_wished_animal_is_proposed():
    wish = Wish("daily_cleaning", "浦东新区", frozenset({"has_cat"}))
    assert _ranked([an_auntie(1, pets=frozenset({"cat"}))], wish) == ["p1"]


def test_a_certificate_holds_until_the_end_of_its_last_day():
    assert _ranked([an_auntie(1, certificates={"健康证": date(2026, 11, 24)})], WITH_PAPER) == ["p1"]


def test_whoever_can_do_the_work_must_hold_its_certificates_still():
    assert WITH_PAPER.anyone().certificates == {"健康证"}


def test_the_better_rated_provider_comes_first():
    assert _ranked([an_auntie(1, rating=4.5), an_auntie(2, rating=4.9)]) == ["p2", "p1"]


def test_a_provider_who_served_the_customer_before_comes_before_a_better_rated_one():
    assert _ranked([an_auntie(1, rating=4.5), an_auntie(2, rating=4.9)], known=frozenset({"p1"})) == ["p1", "p2"]


def test_of_two_equals_the_less_busy_one_comes_first():
    morning = TimeWindow(AT_TWO.start - timedelta(hours=6), AT_TWO.start - timedelta(hours=2))
    assert _ranked([an_auntie(1), an_auntie(2)], busy={"p1": [_visit(morning)]}) == ["p2", "p1"]


def test_a_visit_right_after_another_leaves_no_time_to_travel():
    before = TimeWindow(AT_TWO.start - timedelta(hours=2), AT_TWO.start)
    assert _ranked([an_auntie(1)], busy={"p1": [_visit(before)]}) == []


def test_a_visit_with_the_travel_time_between_is_possible():
    start = AT_TWO.start - timedelta(hours=2, minutes=30)
    visit = _visit(TimeWindow(start, AT_TWO.start - timedelta(minutes=30)))
    assert _ranked([an_auntie(1)], busy={"p1": [visit]}) == ["p1"]


def test_start_times_keep_opening_hours_notice_and_duration():
    day = TimeWindow(datetime(2026, 11, 23, 0, 0, tzinfo=UTC), datetime(2026, 11, 23, 16, 0, tzinfo=UTC))
    starts = start_times(day, 420, [an_auntie(1)], CLEAN, Workload({}), RULES, SHANGHAI, NOW)
    local = [f"{start.astimezone(SHANGHAI):%H:%M}" for start in starts]
    assert local == ["12:00", "12:30", "13:00"]


def test_start_times_for_two_need_two_free_providers():
    day = TimeWindow(datetime(2026, 11, 24, 0, 0, tzinfo=UTC), datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
    providers = [an_auntie(1), an_auntie(2, hours={2: Shift(time(8), time(12))})]
    starts = start_times(day, 180, providers, CLEAN, Workload({}), RULES, SHANGHAI, NOW, heads=2)
    assert [f"{start.astimezone(SHANGHAI):%H:%M}" for start in starts] == ["08:00", "08:30", "09:00"]


def test_a_morning_visit_may_end_after_the_morning():
    morning = TimeWindow(datetime(2026, 11, 24, 0, 0, tzinfo=UTC), datetime(2026, 11, 24, 4, 0, tzinfo=UTC))
    starts = start_times(morning, 180, [an_auntie(1)], CLEAN, Workload({}), RULES, SHANGHAI, NOW)
    assert [f"{start.astimezone(SHANGHAI):%H:%M}" for start in (starts[0], starts[-1])] == ["08:00", "11:30"]
