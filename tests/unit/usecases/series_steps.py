"""A world of three providers and two customers in which series are started, and what becomes of their visits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.domain.booking import Booking
from bot.domain.job import Job
from bot.domain.series import Series
from bot.domain.series_plan import SeriesPlan
from bot.domain.values import to_local
from bot.usecases import series
from bot.usecases.booking import confirm_hold, place_hold
from bot.usecases.series_preview import SeriesPreview, preview_series
from tests.builders import a_customer
from tests.fakes import SHANGHAI, FakeWorld
from tests.worlds import a_catalogue, a_world, an_auntie

JOB = Job("cu_1", "daily_cleaning", "浦东新区", "张杨路1458弄6号楼1202", "13800138000", area_sqm=90)
WEDNESDAYS = SeriesPlan.of("FREQ=WEEKLY;BYDAY=WE", datetime(2026, 11, 25, 14), 180)
"""From the week of the test's Monday on: four visits within the 28 days that are made ahead."""

TUESDAYS = SeriesPlan.of("FREQ=WEEKLY;BYDAY=TU", datetime(2026, 11, 24, 14), 180)
WEDNESDAY = date(2026, 11, 25)
SECOND, THIRD, FOURTH = date(2026, 12, 2), date(2026, 12, 9), date(2026, 12, 16)


async def a_world_of_series() -> FakeWorld:
    world = a_world((an_auntie(1, rating=5.0), an_auntie(2, rating=4.0), an_auntie(3, rating=3.0)))
    async with world.deps.uow() as uow:
        for number in (1, 2):
            await uow.customers.add(a_customer(id=f"cu_{number}", openid=f"oTest{number}"))
        await uow.commit()
    return world


async def start(world: FakeWorld, plan: SeriesPlan = WEDNESDAYS, job: Job = JOB, fixed: bool = False) -> Series:
    async with world.deps.uow() as uow:
        started = await series.start_series(world.deps, uow, job, plan, "customer", fixed=fixed)
        await uow.commit()
    return started


async def preview(
    world: FakeWorld, plan: SeriesPlan = WEDNESDAYS, job: Job = JOB, visits: int = 4, fixed: bool = False
) -> SeriesPreview:
    async with world.deps.uow() as uow:
        return await preview_series(world.deps, uow, job, plan, visits, fixed)


async def take(world: FakeWorld, start: datetime, provider: int) -> Booking:
    """Somebody else has booked her then."""
    rival = replace(JOB, customer_id="cu_2", provider_only=(f"p{provider}",))
    async with world.deps.uow() as uow:
        held, _ = await place_hold(world.deps, uow, rival, start, "customer")
        booking = await confirm_hold(world.deps, uow, held.id, "cu_2", "customer")
        await uow.commit()
    return booking


async def skipped(world: FakeWorld, one: Series, day: date, told_fen: int | None = None) -> None:
    async with world.deps.uow() as uow:
        await series.skip_visit(world.deps, uow, one.id, "cu_1", day, "customer", told_fen)
        await uow.commit()


async def changed(world: FakeWorld, one: Series, day: date, **changes: object) -> Series:
    async with world.deps.uow() as uow:
        after = await series.change_from(world.deps, uow, one.id, "cu_1", day, "customer", **changes)  # type: ignore[arg-type]
        await uow.commit()
    return after


async def paused(world: FakeWorld, one: Series, first: date, last: date | None, told_fen: int | None = None) -> None:
    async with world.deps.uow() as uow:
        await series.pause(world.deps, uow, one.id, "cu_1", first, last, "customer", told_fen)
        await uow.commit()


async def ended(world: FakeWorld, one: Series, on: date, told_fen: int | None = None) -> None:
    async with world.deps.uow() as uow:
        await series.end_series(world.deps, uow, one.id, "cu_1", on, "customer", told_fen)
        await uow.commit()


def visits_of(world: FakeWorld, one: Series) -> list[tuple[str, str, str]]:
    """State, local start and providers of all its bookings."""
    found = [booking for booking in world.store.bookings.values() if booking.series_id == one.id]
    return [
        (booking.state.value, f"{to_local(booking.window.start, SHANGHAI):%m-%d %H:%M}", ",".join(booking.provider_ids))
        for booking in sorted(found, key=lambda booking: booking.id)
    ]


def stored_of(world: FakeWorld, one: Series) -> Series:
    return world.store.series[one.id]


def steps_of(world: FakeWorld, one: Series) -> list[str]:
    return [entry.action for entry in world.store.audit if entry.entity == "series" and entry.entity_id == one.id]


def change_company(world: FakeWorld, **changes: object) -> None:
    world.store.catalogue = a_catalogue(**changes)


FOUR = [("confirmed", f"{day} 14:00", "p1") for day in ("11-25", "12-02", "12-09", "12-16")]
