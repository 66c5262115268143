"""A series whose visits a person looks at: what the worker adds waits for her, and stops when she rejects one."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.policy import Policies, ReviewLimits
from bot.domain.series import Series, SeriesState, visit_id
from bot.usecases import series
from bot.usecases.review import APPROVE, REJECT, Decision, decide
from bot.usecases.series_ahead import make_visits
from tests.fakes import FakeWorld
from tests.unit.usecases.series_steps import (
    FOUR,
    FOURTH,
    SECOND,
    THIRD,
    WEDNESDAY,
    a_world_of_series,
    change_company,
    skipped,
    start,
    steps_of,
    stored_of,
    visits_of,
)

DAYS = (WEDNESDAY, SECOND, THIRD, FOURTH)


@pytest.fixture
async def world() -> FakeWorld:
    """In which all cleaning is looked at."""
    world = await a_world_of_series()
    change_company(world, policies=Policies(review=ReviewLimits(always=frozenset({"daily_cleaning"}))))
    return world


async def _decided(world: FakeWorld, one: Series, what: str, *days: date) -> None:
    async with world.deps.uow() as uow:
        for day in days:
            await decide(world.deps, uow, visit_id(one.id, day), Decision(what, "staff", reason="地方太远"))
        await uow.commit()


def _waiting(world: FakeWorld) -> list[bool]:
    return [booking.awaits_review for _, booking in sorted(world.store.bookings.items())]


async def test_while_a_visit_waits_for_its_review_no_more_are_made(world: FakeWorld):
    started = await start(world)
    await _decided(world, started, APPROVE, *DAYS[:3])
    world.clock.advance(days=7)
    assert await make_visits(world.deps) == 0
    assert (visits_of(world, started), _waiting(world)) == (FOUR, [False, False, False, True])
    assert stored_of(world, started) == started


async def test_once_all_are_approved_more_are_made_and_not_reviewed_again(world: FakeWorld):
    started = await start(world)
    world.clock.advance(days=1)
    assert await make_visits(world.deps) == 0
    await _decided(world, started, APPROVE, *DAYS)
    world.clock.advance(days=6)
    assert await make_visits(world.deps) == 1
    assert visits_of(world, started) == [*FOUR, ("confirmed", "12-23 14:00", "p1")]
    assert _waiting(world) == [False] * 5


async def test_a_rejected_visit_stops_the_series_and_calls_staff(world: FakeWorld):
    started = await start(world)
    await _decided(world, started, APPROVE, *DAYS[:3])
    await _decided(world, started, REJECT, FOURTH)
    world.clock.advance(days=7)
    assert await make_visits(world.deps) == 1
    assert await make_visits(world.deps) == 0
    assert visits_of(world, started) == [*FOUR[:3], ("cancelled", "12-16 14:00", "p1")]
    assert stored_of(world, started).state is SeriesState.PAUSED
    assert steps_of(world, started) == ["series_started", "series_paused"]
    assert [(task.customer_id, task.reason, task.text) for task in world.store.call_tasks] == [
        (
            "cu_1",
            "series_stopped",
            "定期服务先停了：日常保洁有一次没通过审核，后面的不再安排，请联系客户商量，谈妥后再恢复。",
        )
    ]


async def test_a_stopped_series_that_is_taken_up_again_goes_on(world: FakeWorld):
    started = await start(world)
    await _decided(world, started, REJECT, *DAYS)
    world.clock.advance(days=7)
    await make_visits(world.deps)
    change_company(world)
    async with world.deps.uow() as uow:
        await series.resume(world.deps, uow, started.id, "cu_1", date(2026, 12, 1), "staff")
        await uow.commit()
    world.clock.advance(days=7)
    assert await make_visits(world.deps) == 1
    assert visits_of(world, started)[4:] == [("confirmed", "12-23 14:00", "p1"), ("confirmed", "12-30 14:00", "p1")]


async def test_where_nobody_has_looked_at_a_visit_before_it_was_skipped_the_next_is_looked_at(world: FakeWorld):
    started = await start(world)
    for day in DAYS:
        await skipped(world, started, day)
    world.clock.advance(days=7)
    assert await make_visits(world.deps) == 1
    assert _waiting(world) == [False] * 4 + [True]
