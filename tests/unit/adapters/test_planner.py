from __future__ import annotations

import asyncio
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.planner import Planner, planned
from bot.domain.dispatch import Day, DayVisit, Promise, a_day, value, violations
from tests.days import WEIGHTS, a_day_visit, way
from tests.fakes import every_plan

PEOPLE = ("p1", "p2", "p3")


@st.composite
def day_visits(draw: st.DrawFn, number: int) -> DayVisit:
    starts = 8 * 60 + 30 * draw(st.integers(0, 16))
    heads = draw(st.sampled_from((1, 1, 1, 2)))
    able = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True))
    sent = draw(st.permutations(PEOPLE))[:heads] if draw(st.booleans()) else []
    promise = draw(st.sampled_from(Promise))
    worth = {one: 100 * draw(st.integers(0, 60)) for one in able}
    return a_day_visit(
        f"v{number}",
        starts,
        draw(st.sampled_from("东西")),
        tuple(sent),
        60 * draw(st.integers(1, 4)),
        heads=heads,
        promise=promise,
        worth={one: worth.get(one, 0) for one in sent} if promise is Promise.FIRM else worth,
    )


@st.composite
def days(draw: st.DrawFn) -> Day:
    visits = [draw(day_visits(number)) for number in range(draw(st.integers(1, 4)))]
    limits = draw(st.dictionaries(st.sampled_from(PEOPLE), st.integers(60, 480), max_size=1))
    return a_day(visits, way, 30, replace(WEIGHTS, change=-6.0), limits)


SMALL = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SMALL
@given(days())
def test_no_plan_is_better_than_the_planners(day: Day):
    solved = planned(day, 10)
    assert violations(day, solved.plan) == ()
    assert value(day, solved.plan) == solved.bound == max(value(day, plan) for plan in every_plan(day))


@SMALL
@given(days())
def test_a_day_too_large_for_one_piece_gets_no_worse_and_stays_within_its_bound(day: Day):
    solved = planned(day, 0.2, most_arcs=-1)
    assert violations(day, solved.plan) == ()
    assert value(day, day.current()) <= value(day, solved.plan) <= solved.bound


def a_large_day() -> Day:
    """Forty who each could do everything, and who go from one end of the town to the other all day."""
    everybody = {f"p{number}": 4800 for number in range(40)}
    visits = [
        a_day_visit(f"v{turn}.{one}", 480 + 210 * turn, "东西"[(turn + one) % 2], (f"p{one}",), 120, worth=everybody)
        for turn in range(3)
        for one in range(40)
    ]
    return a_day(visits, way, 30, WEIGHTS)


def test_a_large_day_is_planned_neighbourhood_by_neighbourhood():
    day = a_large_day()
    solved = planned(day, 2)
    saved = value(day, solved.plan) - value(day, day.current())
    assert violations(day, solved.plan) == ()
    assert saved >= 0.4 * 40 * 2 * 60 * 30


def test_the_same_day_gives_the_same_plan():
    day = a_large_day()
    assert planned(day, 0.3) == planned(day, 0.3)


def test_without_time_the_plan_stays_as_it_is():
    day = a_large_day()
    assert planned(day, 0.0).plan == day.current()


async def test_the_loop_goes_on_while_a_day_is_planned():
    steps = 0

    async def others() -> None:
        nonlocal steps
        while True:
            await asyncio.sleep(0.001)
            steps += 1

    beside = asyncio.create_task(others())
    await Planner().solve(a_large_day(), 0.5)
    beside.cancel()
    assert steps > 5
