"""What the visits of a series cost, those that the customer gives up too, and what she is told before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from bot.domain.booking import BookingState
from bot.domain.catalogue import Surcharge
from bot.domain.policy import FeeStep, Policies
from bot.domain.series import Series, visit_id
from bot.domain.series_plan import HolidayChoice, SeriesPlan
from bot.usecases import order, series
from bot.usecases.series_ahead import make_visits
from tests.fakes import FakeWorld
from tests.unit.usecases.series_steps import (
    FOURTH,
    SECOND,
    THIRD,
    WEDNESDAY,
    WEDNESDAYS,
    a_world_of_series,
    change_company,
    changed,
    ended,
    paused,
    skipped,
    start,
    stored_of,
    take,
    visits_of,
)
from tests.worlds import a_catalogue

FIFTH = date(2026, 12, 23)
"""The first one that is not made when the series starts."""


@pytest.fixture
async def world() -> FakeWorld:
    return await a_world_of_series()


def _with_fees(world: FakeWorld) -> None:
    change_company(world, policies=Policies(cancellation=(FeeStep(within_minutes=60 * 24 * 30, percent=50),)))


async def test_what_the_customer_gives_up_late_costs_what_the_owner_says(world: FakeWorld):
    _with_fees(world)
    started = await start(world)
    await skipped(world, started, SECOND)
    assert world.store.bookings[visit_id(started.id, SECOND)].fee_fen == 9000


async def test_what_the_company_gives_up_costs_nothing(world: FakeWorld):
    _with_fees(world)
    started = await start(world)
    for provider in (1, 2, 3):
        await take(world, datetime(2026, 12, 9, 9), provider)
    await changed(world, started, date(2026, 12, 7), at=time(9))
    given_up = world.store.bookings[visit_id(started.id, THIRD)]
    assert (given_up.state, given_up.fee_fen) == (BookingState.CANCELLED, 0)


async def _cost(world: FakeWorld, one: Series, first: date, last: date | None) -> int:
    async with world.deps.uow() as uow:
        return await series.cost_of(world.deps, uow, one.id, "cu_1", first, last)


def _fees(world: FakeWorld) -> list[int]:
    return [booking.fee_fen for _, booking in sorted(world.store.bookings.items())]


async def test_what_is_given_up_costs_what_was_said_before(world: FakeWorld):
    _with_fees(world)
    started = await start(world)
    assert await _cost(world, started, WEDNESDAY, WEDNESDAY) == 9000
    await skipped(world, started, WEDNESDAY)
    assert _fees(world) == [9000, 0, 0, 0]
    assert await _cost(world, started, WEDNESDAY, SECOND) == 9000
    await paused(world, started, WEDNESDAY, SECOND)
    assert _fees(world) == [9000, 9000, 0, 0]
    assert await _cost(world, started, WEDNESDAY, None) == 18000
    await ended(world, started, WEDNESDAY)
    assert _fees(world) == [9000, 9000, 9000, 9000]


async def test_a_visit_taken_up_again_by_itself_costs_nothing_when_the_series_ends(world: FakeWorld):
    _with_fees(world)
    started = await start(world)
    await skipped(world, started, SECOND)
    async with world.deps.uow() as uow:
        await order.restore(world.deps, uow, visit_id(started.id, SECOND), "cu_1", "customer")
        await uow.commit()
    assert await _cost(world, started, SECOND, THIRD) == 9000


async def test_what_is_given_up_never_costs_more_than_was_told(world: FakeWorld):
    _with_fees(world)
    started = await start(world)
    await skipped(world, started, WEDNESDAY, told_fen=5000)
    assert _fees(world) == [5000, 0, 0, 0]
    await paused(world, started, SECOND, SECOND, told_fen=0)
    assert _fees(world) == [5000, 0, 0, 0]
    await ended(world, started, THIRD, told_fen=10000)
    assert _fees(world) == [5000, 0, 9000, 1000]


async def test_what_staff_give_up_for_the_customer_costs_nothing(world: FakeWorld):
    _with_fees(world)
    started = await start(world)
    async with world.deps.uow() as uow:
        await series.end_series(world.deps, uow, started.id, "cu_1", THIRD, "staff")
        await uow.commit()
    assert _fees(world) == [0, 0, 0, 0]


@pytest.mark.parametrize("changes", [{"rule": "FREQ=WEEKLY;BYDAY=TH"}, {"at": time(9)}, {"minutes": 240}])
async def test_a_change_of_rhythm_costs_nothing(world: FakeWorld, changes: dict[str, object]):
    _with_fees(world)
    started = await start(world)
    await changed(world, started, SECOND, **changes)
    assert set(_fees(world)) == {0}


async def test_a_series_that_goes_on_earlier_gives_up_its_last_visits_for_nothing(world: FakeWorld):
    _with_fees(world)
    started = await start(world, replace(WEDNESDAYS, count=2))
    await paused(world, started, WEDNESDAY, SECOND, told_fen=0)
    async with world.deps.uow() as uow:
        await series.resume(world.deps, uow, started.id, "cu_1", WEDNESDAY, "customer")
        await uow.commit()
    assert [state for state, _, _ in visits_of(world, started)] == ["confirmed", "confirmed", "cancelled", "cancelled"]
    assert set(_fees(world)) == {0}


# --- the price of a visit --------------------------------------------------------------------------------------------


def _prices_become(world: FakeWorld, fen_per_hour: int, **changes: object) -> None:
    cleaning = replace(a_catalogue().services["daily_cleaning"], fen_per_hour=fen_per_hour)
    change_company(world, services={**a_catalogue().services, "daily_cleaning": cleaning}, **changes)


def _price(world: FakeWorld, one: Series, day: date) -> int:
    return world.store.bookings[visit_id(one.id, day)].quote.total_fen


@pytest.mark.parametrize(("fen_per_hour", "total"), [(8000, 18000), (6000, 18000), (5500, 16500)])
async def test_a_later_visit_costs_what_was_agreed_to_or_less(world: FakeWorld, fen_per_hour: int, total: int):
    started = await start(world)
    _prices_become(world, fen_per_hour)
    world.clock.advance(days=7)
    await make_visits(world.deps)
    assert [_price(world, started, day) for day in (FOURTH, FIFTH)] == [18000, total]


async def test_a_holiday_costs_extra_by_the_prices_that_were_agreed_to(world: FakeWorld):
    started = await start(world, replace(WEDNESDAYS, holidays=HolidayChoice.KEEP))
    _prices_become(world, 8000, rules=replace(a_catalogue().rules, holidays=frozenset({FIFTH})))
    world.clock.advance(days=7)
    await make_visits(world.deps)
    assert _price(world, started, FIFTH) == 36000


async def test_a_surcharge_that_is_new_or_higher_is_not_paid_unasked(world: FakeWorld):
    started = await start(world)
    late = await start(world, SeriesPlan.of("FREQ=WEEKLY;BYDAY=TU", datetime(2026, 11, 24, 16), 180))
    night = Surcharge("night", "晚间服务", "night", percent=50)
    change_company(world, surcharges=(night, Surcharge("fuel", "路费", "risk", fen=1000, needs=("high_place",))))
    world.clock.advance(days=7)
    await make_visits(world.deps)
    assert (_price(world, started, FIFTH), _price(world, late, date(2026, 12, 22))) == (18000, 21600)


@pytest.mark.parametrize(("told_prices", "total"), [(True, 24000), (False, 18000)])
async def test_a_change_agrees_from_its_day_on_to_prices_that_were_told_with_it(
    world: FakeWorld, told_prices: bool, total: int
):
    started = await start(world)
    _prices_become(world, 8000)
    await changed(world, started, date(2026, 12, 28), at=time(9), told_prices=told_prices)
    world.clock.advance(days=14)
    await make_visits(world.deps)
    assert [_price(world, started, day) for day in (FIFTH, date(2026, 12, 30))] == [18000, total]


async def test_visits_taken_up_again_cost_what_was_agreed_to(world: FakeWorld):
    started = await start(world)
    await paused(world, started, SECOND, None, told_fen=0)
    _prices_become(world, 8000)
    world.clock.advance(days=7)
    async with world.deps.uow() as uow:
        await series.resume(world.deps, uow, started.id, "cu_1", THIRD, "customer")
        await uow.commit()
    assert [_price(world, started, day) for day in (THIRD, FIFTH)] == [18000, 18000]


async def test_a_visit_that_the_company_makes_late_is_not_urgent(world: FakeWorld):
    urgent = (Surcharge("urgent", "加急", "urgent", percent=50, within_minutes=2 * 24 * 60),)
    change_company(world, surcharges=urgent)
    started = await start(world)
    world.store.series[started.id] = replace(stored_of(world, started), made_until=FOURTH)
    world.clock.advance(days=29)
    await make_visits(world.deps)
    assert _price(world, started, FIFTH) == 18000
