"""What a job costs this customer at this moment: her visits, the series, the urgency, and what it makes up for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.booking import Booking
from bot.domain.catalogue import AgreedPrices, Surcharge, VisitTier
from bot.domain.job import Job
from bot.domain.pricing import EXTRA, Quote, QuoteItem
from bot.domain.series_plan import SeriesPlan
from bot.domain.values import TimeWindow
from bot.usecases.booking import place_hold
from bot.usecases.order import preview_move
from bot.usecases.pricing import price_of
from tests.builders import NOW, a_booking, a_series
from tests.fakes import FakeWorld
from tests.worlds import CLEANING, RULES, SURCHARGES, a_catalogue, a_world

TOMORROW_TWO = datetime(2026, 11, 24, 14)
URGENT = Surcharge("urgent", "加急", "urgent", percent=10, within_minutes=240)
JOB = Job("cu_1", "daily_cleaning", "浦东新区", "张杨路1458弄6号楼1202", "13800138000", area_sqm=90)


@pytest.fixture
def world() -> FakeWorld:
    world = a_world()
    cleaning = replace(CLEANING, series_tiers=(VisitTier(4, 5),), divides=True)
    services = {**a_catalogue().services, cleaning.code: cleaning}
    world.store.catalogue = a_catalogue(
        services=services, surcharges=(*SURCHARGES, URGENT), loyalty=(VisitTier(2, 10),), rules=RULES
    )
    return world


def stored(world: FakeWorld, *bookings: Booking) -> None:
    for booking in bookings:
        world.store.bookings[booking.id] = booking
        world.store.occupied[booking.id] = booking.window


def done(number: int, **changes: Any) -> Booking:
    starts_in = timedelta(days=-number)
    window = TimeWindow(NOW + starts_in, NOW + starts_in + timedelta(hours=2))
    return a_booking(**{"id": f"bk_done_{number}", "state": "completed", "window": window, **changes})


def of_series(number: int, **changes: Any) -> Booking:
    window = TimeWindow(NOW + timedelta(days=number, hours=4), NOW + timedelta(days=number, hours=7))
    plain = {"series_id": "sr_1", "state": "confirmed", "window": window, "special_needs": (), "hold_expires_at": None}
    return a_booking(**{"id": f"bk_{number}", **plain, **changes})


async def codes(world: FakeWorld, job: Job = JOB, start: datetime = TOMORROW_TWO, **more: Any) -> dict[str, int]:
    async with world.deps.uow() as uow:
        quote = await price_of(world.deps, uow, job, start, **more)
    return {item.code: item.fen for item in quote.items}


async def test_a_customer_who_was_served_twice_pays_less(world: FakeWorld):
    stored(world, done(1))
    assert await codes(world) == {"labour": 18000}
    stored(world, done(2))
    assert await codes(world) == {"labour": 18000, "loyalty": -1800}


async def test_visits_that_made_up_for_another_or_were_others_do_not_count(world: FakeWorld):
    stored(world, done(1), done(2, kind="rectification"), done(3, customer_id="cu_2"), done(4, state="cancelled"))
    assert await codes(world) == {"labour": 18000}


async def test_a_hold_keeps_the_price_of_the_moment_at_which_it_was_placed(world: FakeWorld):
    stored(world, done(1), done(2))
    async with world.deps.uow() as uow:
        held, _ = await place_hold(world.deps, uow, JOB, datetime(2026, 11, 23, 13), "customer")
    assert [(item.code, item.fen) for item in held.quote.items] == [
        ("labour", 18000),
        ("loyalty", -1800),
        ("urgent", 1800),
    ]


async def test_a_time_of_booking_that_is_given_counts_instead_of_now(world: FakeWorld):
    assert await codes(world, booked_at=datetime(2026, 11, 24, 11)) == {"labour": 18000, "urgent": 1800}


async def test_a_visit_of_a_series_is_reduced_by_its_length(world: FakeWorld):
    assert await codes(world, replace(JOB, series_visits=4)) == {"labour": 18000, "series": -900}


async def test_two_share_the_work_unless_the_customer_states_how_long(world: FakeWorld):
    assert await codes(world, replace(JOB, heads=2, area_sqm=120)) == {"labour": 24000}
    assert await codes(world, replace(JOB, heads=2, area_sqm=120, minutes=240)) == {"labour": 48000}


async def moved(world: FakeWorld, booking: Booking) -> dict[str, int]:
    async with world.deps.uow() as uow:
        there = await preview_move(world.deps, uow, booking.id, "cu_1", datetime(2026, 11, 30, 9), "customer")
    return {item.code: item.fen for item in there.quote.items}


@pytest.mark.parametrize(("count", "reduced"), [(3, {}), (4, {"series": -900}), (None, {"series": -900})])
async def test_a_visit_that_is_moved_stays_one_of_its_series(
    world: FakeWorld, count: int | None, reduced: dict[str, int]
):
    series = a_series(id="sr_1", plan=SeriesPlan.of("FREQ=WEEKLY;BYDAY=TU", TOMORROW_TWO, 180))
    world.store.series["sr_1"] = replace(series, plan=replace(series.plan, count=count))
    visit = of_series(1)
    stored(world, visit)
    assert await moved(world, visit) == {"labour": 18000, **reduced}


async def test_a_visit_of_a_series_that_is_moved_costs_no_more_than_was_agreed(world: FakeWorld):
    catalogue = world.store.catalogue
    assert catalogue is not None
    plan = replace(SeriesPlan.of("FREQ=WEEKLY;BYDAY=TU", TOMORROW_TWO, 180), count=2)
    series = a_series(id="sr_1", plan=plan)
    service = catalogue.services["daily_cleaning"]
    since = date(2026, 11, 1)
    world.store.series["sr_1"] = series.agreed_to(AgreedPrices.of(catalogue, service, since))
    dearer = replace(service, fen_per_hour=9000)
    world.store.catalogue = replace(catalogue, services={**catalogue.services, service.code: dearer})
    visit = of_series(1)
    stored(world, visit)
    assert await moved(world, visit) == {"labour": 18000}


async def test_an_extra_that_was_agreed_to_stays_agreed_when_the_order_moves(world: FakeWorld):
    extra = QuoteItem(EXTRA, "换水龙头一个", 8000)
    booking = of_series(1, series_id=None, quote=Quote((QuoteItem("labour", "", 18000), extra)))
    stored(world, booking)
    assert await moved(world, booking) == {"labour": 18000, "extra": 8000}


async def test_a_rectification_that_is_moved_stays_free(world: FakeWorld):
    booking = of_series(1, series_id=None, kind="rectification")
    stored(world, booking)
    assert await moved(world, booking) == {"rectification": 0}


async def test_a_move_knows_what_is_to_be_done(world: FakeWorld):
    assert world.store.catalogue is not None
    by_piece = replace(
        world.store.catalogue.services["appliance_cleaning"], fen_per_hour=0, fen_per_item={"other": 10000}
    )
    services = {**world.store.catalogue.services, by_piece.code: by_piece}
    world.store.catalogue = replace(world.store.catalogue, services=services)
    booking = of_series(1, series_id=None, service="appliance_cleaning", quantities={"空调": 3})
    stored(world, booking)
    assert await moved(world, booking) == {"labour": 30000}
