"""A series changed: this visit, from here on, paused, taken up again, ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from bot.domain.booking import BookingState, ProviderWish
from bot.domain.errors import IllegalTransition, InvalidData, NoProviderAvailable, NotFound, PastWindow
from bot.domain.series import Series, SeriesState, visit_id
from bot.domain.series_plan import SeriesPlan
from bot.usecases import order, series
from bot.usecases.booking import cancel
from bot.usecases.series_ahead import make_visits
from tests.fakes import FakeWorld
from tests.unit.usecases.series_steps import (
    FOUR,
    FOURTH,
    SECOND,
    THIRD,
    WEDNESDAY,
    WEDNESDAYS,
    a_world_of_series,
    changed,
    ended,
    paused,
    skipped,
    start,
    steps_of,
    stored_of,
    take,
    visits_of,
)


@pytest.fixture
async def world() -> FakeWorld:
    return await a_world_of_series()


# --- this one --------------------------------------------------------------------------------------------------------


async def test_a_skipped_visit_is_cancelled_and_the_others_stay(world: FakeWorld):
    started = await start(world)
    await skipped(world, started, SECOND)
    assert visits_of(world, started) == [FOUR[0], ("cancelled", "12-02 14:00", "p1"), *FOUR[2:]]
    assert steps_of(world, started) == ["series_started", "visit_skipped"]


async def test_a_skipped_visit_of_a_counted_series_is_made_up_for_at_its_end(world: FakeWorld):
    started = await start(world, replace(WEDNESDAYS, count=2))
    await skipped(world, started, SECOND)
    assert visits_of(world, started) == [FOUR[0], ("cancelled", "12-02 14:00", "p1"), FOUR[2]]


async def test_a_visit_far_ahead_may_be_skipped_before_it_is_made(world: FakeWorld):
    started = await start(world)
    await skipped(world, started, date(2026, 12, 23))
    world.clock.advance(days=14)
    await make_visits(world.deps)
    assert visits_of(world, started) == [*FOUR, ("confirmed", "12-30 14:00", "p1")]


@pytest.mark.parametrize("day", [date(2026, 12, 3), SECOND])
async def test_only_a_visit_can_be_skipped(world: FakeWorld, day: date):
    started = await start(world, replace(WEDNESDAYS, left_out=frozenset({SECOND})))
    with pytest.raises(NotFound):
        await skipped(world, started, day)


async def _moved(world: FakeWorld, one: Series, day: date, start: datetime) -> None:
    async with world.deps.uow() as uow:
        await series.move_visit(world.deps, uow, one.id, "cu_1", day, start, "customer")
        await uow.commit()


async def test_a_moved_visit_keeps_its_order_and_its_provider(world: FakeWorld):
    started = await start(world)
    await _moved(world, started, SECOND, datetime(2026, 12, 3, 9))
    assert visits_of(world, started) == [FOUR[0], ("confirmed", "12-03 09:00", "p1"), *FOUR[2:]]
    world.clock.advance(days=14)
    await make_visits(world.deps)
    assert len(visits_of(world, started)) == 6


async def test_a_visit_far_ahead_is_made_at_once_when_it_is_moved(world: FakeWorld):
    started = await start(world)
    await _moved(world, started, date(2027, 1, 6), datetime(2026, 12, 10, 9))
    assert visits_of(world, started)[-1] == ("confirmed", "12-10 09:00", "p1")


async def test_a_skipped_visit_may_be_given_another_time_after_all(world: FakeWorld):
    started = await start(world)
    await skipped(world, started, SECOND)
    await _moved(world, started, SECOND, datetime(2026, 12, 3, 9))
    assert visits_of(world, started)[1] == ("confirmed", "12-03 09:00", "p1")


async def test_a_visit_cannot_be_moved_where_nobody_is_free_or_to_the_past(world: FakeWorld):
    started = await start(world)
    before = visits_of(world, started)
    with pytest.raises(NoProviderAvailable):
        await _moved(world, started, SECOND, datetime(2026, 12, 3, 3))
    with pytest.raises(PastWindow):
        await _moved(world, started, SECOND, datetime(2026, 11, 20, 9))
    assert visits_of(world, started) == before


async def test_a_visit_cancelled_by_itself_cannot_be_moved(world: FakeWorld):
    started = await start(world)
    async with world.deps.uow() as uow:
        await cancel(world.deps, uow, visit_id(started.id, SECOND), "cu_1", "customer")
        await uow.commit()
    with pytest.raises(IllegalTransition):
        await _moved(world, started, SECOND, datetime(2026, 12, 3, 9))


# --- from here on ----------------------------------------------------------------------------------------------------


async def test_from_here_on_at_another_hour_moves_the_visits_and_keeps_the_orders(world: FakeWorld):
    started = await start(world)
    ids = sorted(world.store.bookings)
    await changed(world, started, date(2026, 12, 7), at=time(9))
    assert visits_of(world, started) == [
        *FOUR[:2],
        ("confirmed", "12-09 09:00", "p1"),
        ("confirmed", "12-16 09:00", "p1"),
    ]
    assert sorted(world.store.bookings) == ids
    world.clock.advance(days=7)
    await make_visits(world.deps)
    assert visits_of(world, started)[-1] == ("confirmed", "12-23 09:00", "p1")


async def test_from_here_on_on_another_day_gives_up_the_old_visits_and_makes_new_ones(world: FakeWorld):
    started = await start(world)
    await changed(world, started, date(2026, 12, 7), rule="FREQ=WEEKLY;BYDAY=FR")
    assert visits_of(world, started) == [
        *FOUR[:2],
        ("cancelled", "12-09 14:00", "p1"),
        ("confirmed", "12-11 14:00", "p1"),
        ("cancelled", "12-16 14:00", "p1"),
        ("confirmed", "12-18 14:00", "p1"),
    ]


async def test_a_change_back_takes_the_old_orders_up_again(world: FakeWorld):
    started = await start(world)
    await changed(world, started, date(2026, 12, 7), rule="FREQ=WEEKLY;BYDAY=FR")
    await changed(world, started, date(2026, 12, 7), rule="FREQ=WEEKLY;BYDAY=WE", at=time(9))
    kept = [visit for visit in visits_of(world, started) if visit[0] == "confirmed"]
    assert kept == [*FOUR[:2], ("confirmed", "12-09 09:00", "p1"), ("confirmed", "12-16 09:00", "p1")]
    steps = [entry.action for entry in world.store.audit if entry.entity_id == visit_id(started.id, THIRD)]
    assert steps == ["booking_confirmed", "booking_cancelled", "booking_restored", "booking_rescheduled"]


async def test_every_other_week_stays_the_same_weeks_when_only_the_hour_changes(world: FakeWorld):
    started = await start(world, SeriesPlan.of("FREQ=WEEKLY;INTERVAL=2", datetime(2026, 11, 25, 14), 180))
    await changed(world, started, date(2026, 12, 1), at=time(9))
    assert [start for _, start, _ in visits_of(world, started)] == ["11-25 14:00", "12-09 09:00"]


async def test_from_here_on_a_visit_moved_from_far_ahead_goes_where_the_others_go(world: FakeWorld):
    started = await start(world)
    await _moved(world, started, date(2027, 1, 6), datetime(2026, 12, 10, 9))
    await changed(world, started, date(2026, 12, 7), at=time(9))
    assert visits_of(world, started)[2:] == [
        ("confirmed", "12-09 09:00", "p1"),
        ("confirmed", "12-16 09:00", "p1"),
        ("confirmed", "01-06 09:00", "p1"),
    ]


async def test_from_here_on_longer_visits_cost_more(world: FakeWorld):
    started = await start(world)
    await changed(world, started, THIRD, minutes=240)
    assert [world.store.bookings[visit_id(started.id, day)].quote.total_fen for day in (SECOND, THIRD)] == [
        18000,
        24000,
    ]


async def test_from_here_on_another_provider_comes(world: FakeWorld):
    started = await start(world)
    await changed(world, started, date(2026, 12, 7), wish=ProviderWish(only=("p2",)))
    assert [providers for _, _, providers in visits_of(world, started)] == ["p1", "p1", "p2", "p2"]


async def test_a_visit_nobody_can_do_after_the_change_is_given_up_and_missing(world: FakeWorld):
    started = await start(world)
    for provider in (1, 2, 3):
        await take(world, datetime(2026, 12, 9, 9), provider)
    await changed(world, started, date(2026, 12, 7), at=time(9))
    assert visits_of(world, started)[2:] == [("cancelled", "12-09 14:00", "p1"), ("confirmed", "12-16 09:00", "p1")]
    assert steps_of(world, started) == ["series_started", "series_changed", "visit_missing"]


async def test_a_rule_that_is_none_changes_nothing(world: FakeWorld):
    started = await start(world)
    with pytest.raises(InvalidData):
        await changed(world, started, SECOND, rule="FREQ=SECONDLY")
    assert visits_of(world, started) == FOUR


# --- paused, ended ---------------------------------------------------------------------------------------------------


async def test_a_pause_with_an_end_gives_up_its_visits_and_no_other(world: FakeWorld):
    started = await start(world)
    await paused(world, started, date(2026, 12, 1), date(2026, 12, 10))
    assert [state for state, _, _ in visits_of(world, started)] == ["confirmed", "cancelled", "cancelled", "confirmed"]
    assert stored_of(world, started).state is SeriesState.ACTIVE


async def test_a_pause_without_end_stops_the_worker_until_the_series_goes_on(world: FakeWorld):
    started = await start(world)
    await paused(world, started, date(2026, 12, 1), None)
    assert stored_of(world, started).state is SeriesState.PAUSED
    world.clock.advance(days=12)
    assert await make_visits(world.deps) == 0
    async with world.deps.uow() as uow:
        await series.resume(world.deps, uow, started.id, "cu_1", date(2026, 12, 14), "customer")
        await uow.commit()
    assert visits_of(world, started) == [
        FOUR[0],
        ("cancelled", "12-02 14:00", "p1"),
        ("cancelled", "12-09 14:00", "p1"),
        FOUR[3],
        ("confirmed", "12-23 14:00", "p1"),
        ("confirmed", "12-30 14:00", "p1"),
    ]


async def test_a_visit_restored_by_hand_outlives_another_skip(world: FakeWorld):
    started = await start(world)
    await skipped(world, started, SECOND)
    async with world.deps.uow() as uow:
        await order.restore(world.deps, uow, visit_id(started.id, SECOND), "cu_1", "customer")
        await uow.commit()
    await skipped(world, started, FOURTH)
    assert [state for state, _, _ in visits_of(world, started)] == ["confirmed", "confirmed", "confirmed", "cancelled"]


async def test_a_visit_restored_by_hand_is_left_alone_when_the_series_goes_on(world: FakeWorld):
    started = await start(world)
    await paused(world, started, date(2026, 12, 1), None)
    async with world.deps.uow() as uow:
        await order.restore(world.deps, uow, visit_id(started.id, SECOND), "cu_1", "customer")
        await series.resume(world.deps, uow, started.id, "cu_1", date(2026, 12, 1), "customer")
        await uow.commit()
    assert visits_of(world, started) == FOUR
    steps = [entry.action for entry in world.store.audit if entry.entity_id == visit_id(started.id, SECOND)]
    assert steps == ["booking_confirmed", "booking_cancelled", "booking_restored"]


async def test_an_ended_series_gives_up_its_visits_from_that_day_on(world: FakeWorld):
    started = await start(world)
    await ended(world, started, THIRD)
    assert [state for state, _, _ in visits_of(world, started)] == ["confirmed", "confirmed", "cancelled", "cancelled"]
    assert steps_of(world, started) == ["series_started", "series_ended"]
    world.clock.advance(days=30)
    assert await make_visits(world.deps) == 0


async def test_a_visit_moved_from_far_ahead_ends_with_its_series(world: FakeWorld):
    started = await start(world)
    await _moved(world, started, date(2027, 1, 6), datetime(2026, 12, 10, 9))
    await ended(world, started, THIRD)
    assert visits_of(world, started) == [
        *FOUR[:2],
        ("cancelled", "12-09 14:00", "p1"),
        ("cancelled", "12-16 14:00", "p1"),
        ("cancelled", "12-10 09:00", "p1"),
    ]


async def test_what_has_begun_stays_when_the_series_ends(world: FakeWorld):
    started = await start(world)
    world.clock.advance(days=2, hours=5)
    await ended(world, started, WEDNESDAY)
    assert world.store.bookings[visit_id(started.id, WEDNESDAY)].state is BookingState.CONFIRMED


async def test_an_ended_series_cannot_be_changed(world: FakeWorld):
    started = await start(world)
    await ended(world, started, THIRD)
    with pytest.raises(IllegalTransition):
        await skipped(world, started, SECOND)


async def test_nobody_changes_the_series_of_another(world: FakeWorld):
    started = await start(world)
    async with world.deps.uow() as uow:
        with pytest.raises(NotFound):
            await series.end_series(world.deps, uow, started.id, "cu_2", THIRD, "customer")
