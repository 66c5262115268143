"""The search in bits says of every start what is said of one provider and one window."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.availability import start_times, within_opening
from bot.domain.calendar import Visit, visit_of
from bot.domain.matching import Wish, Workload, fits, is_able, occupied
from bot.domain.provider import Provider, Shift
from bot.domain.values import CELL, TimeWindow, monday_of, to_local
from tests.fakes import SHANGHAI
from tests.worlds import RULES, an_auntie

NOW = datetime(2026, 10, 24, 2, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
"""Turns its clocks back in the night of 2026-10-25."""
PLACES = {"浦东新区": (121.544, 31.221), "静安区": (121.447, 31.228), "崇明区": (121.397, 31.623)}
ROUND_THE_CLOCK = {"opens": time(0), "closes": time(23, 59)}

_durations = st.sampled_from([30, 60, 90, 100, 120, 200, 240])
_instants = st.integers(0, 3 * 24 * 60 // 15).map(lambda step: NOW + timedelta(minutes=step * 15))
_SHIFTS = (
    Shift(time(8), time(20)),
    Shift(time(0), time(23, 59)),
    Shift(time(10, 15), time(14)),
    Shift(time(1), time(6)),
)


@st.composite
def _windows(draw: st.DrawFn, durations: st.SearchStrategy[int] = _durations) -> TimeWindow:
    start = draw(_instants)
    return TimeWindow(start, start + timedelta(minutes=draw(durations)))


@st.composite
def _visits(draw: st.DrawFn) -> Visit:
    window = draw(_windows())
    return visit_of("bk_other", window, occupied(window, RULES), draw(st.sampled_from(sorted(PLACES))))


@st.composite
def _providers(draw: st.DrawFn, number: int) -> Provider:
    days = draw(st.frozensets(st.integers(1, 7), min_size=6))
    return an_auntie(
        number,
        hours={day: draw(st.sampled_from(_SHIFTS)) for day in days},
        days_off=draw(st.frozensets(st.dates(date(2026, 10, 24), date(2026, 10, 27)), max_size=1)),
        certificates={"健康证": draw(st.dates(date(2026, 10, 25), date(2026, 10, 28)))},
        max_minutes_per_week=draw(st.sampled_from([0, 300, 2400])),
    )


@st.composite
def _worlds(draw: st.DrawFn) -> tuple[list[Provider], Workload]:
    providers = [draw(_providers(number)) for number in range(draw(st.integers(1, 3)))]
    ids = [provider.id for provider in providers]
    return providers, Workload(
        busy={one: draw(st.lists(_visits(), max_size=3)) for one in ids},
        leaves={one: draw(st.lists(_windows(), max_size=1)) for one in ids},
        weeks={(one, monday_of(date(2026, 10, 26))): draw(st.sampled_from([0, 150, 290])) for one in ids},
    )


@settings(max_examples=400, deadline=None)
@given(
    world=_worlds(),
    search=_windows(st.sampled_from([600, 1500, 3000])),
    minutes=_durations,
    heads=st.integers(1, 3),
    zone=st.sampled_from([SHANGHAI, BERLIN]),
    opening=st.sampled_from([{}, ROUND_THE_CLOCK]),
)
def test_a_start_is_found_exactly_where_enough_people_can_come(world, search, minutes, heads, zone, opening):
    providers, load = world
    rules = _rules(**opening)
    wish = Wish("daily_cleaning", "浦东新区", frozenset(), certificates=frozenset({"健康证"}))
    found = start_times(search, minutes, providers, wish, load, rules, zone, NOW, heads)
    assert found == [
        start
        for start in _grid(search, rules)
        if within_opening(window := TimeWindow(start, start + timedelta(minutes=minutes)), rules, zone)
        and sum(fits(one, wish) and is_able(one, wish, window, load, rules, zone) for one in providers) >= heads
    ]


def _rules(**changes):
    return replace(RULES, places=PLACES, closed=frozenset({date(2026, 10, 27)}), **changes)


def _grid(search, rules):
    start = datetime(2026, 10, 22, tzinfo=UTC)
    while start < search.end:
        if search.start <= start and start >= NOW + timedelta(minutes=rules.min_notice_minutes):
            yield start
        start += CELL


def test_a_visit_far_away_needs_more_time_on_the_way():
    far = TimeWindow(datetime(2026, 10, 26, 1, 0, tzinfo=UTC), datetime(2026, 10, 26, 3, 0, tzinfo=UTC))
    day = TimeWindow(far.start, far.start + timedelta(hours=6))
    wish = Wish("daily_cleaning", "浦东新区", frozenset())

    def first(district):
        load = Workload({"p1": [visit_of("bk_other", far, occupied(far, RULES), district)]})
        found = start_times(day, 120, [an_auntie(1)], wish, load, _rules(), SHANGHAI, NOW)
        return to_local(found[0], SHANGHAI).time()

    assert (first("浦东新区"), first("静安区"), first("崇明区")) == (time(11, 30), time(11, 30), time(13))


def test_an_end_inside_a_cell_keeps_the_whole_cell():
    later = TimeWindow(datetime(2026, 10, 26, 6, 15, tzinfo=UTC), datetime(2026, 10, 26, 8, 15, tzinfo=UTC))
    before = TimeWindow(later.start - timedelta(hours=5), later.start)
    wish = Wish("daily_cleaning", "浦东新区", frozenset())
    load = Workload({"p1": [visit_of("bk_other", later, occupied(later, RULES), "浦东新区")]})
    found = start_times(before, 100, [an_auntie(1)], wish, load, _rules(), SHANGHAI, NOW)
    assert to_local(found[-1], SHANGHAI).time() == time(11, 30)
