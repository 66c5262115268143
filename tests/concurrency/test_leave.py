"""Whoever takes the time of several providers never waits for another one for ever: leaves and series (R24)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.domain.booking import UPCOMING, Booking
from bot.domain.errors import StoreBusy
from bot.domain.job import Job
from bot.domain.matching import occupied
from bot.domain.series_plan import SeriesPlan
from bot.domain.values import TimeWindow, to_instant
from bot.ports import Deps
from bot.usecases.leave import take_leave
from bot.usecases.series import start_series
from tests.builders import a_booking, a_customer, a_window
from tests.fakes import SHANGHAI, FakeWorld
from tests.integration.db.conftest import SqlStore, a_process
from tests.worlds import RULES, a_catalogue, an_auntie

DAYS = 8
P1, P2 = "p1", "p2"


@pytest.fixture
async def processes(migrated_postgres_url: str) -> AsyncIterator[Sequence[SqlStore]]:
    """Two of them on PostgreSQL, where transactions run side by side; SQLite has one writer at a time."""
    processes = [a_process(migrated_postgres_url) for _ in range(2)]
    async with processes[0].uow() as uow:
        await uow.catalogue.put(a_catalogue())
        for number in (1, 2):
            await uow.customers.add(a_customer(id=f"cu_p{number}", openid=f"oOf{number}"))
            await uow.providers.put(an_auntie(number))
        await uow.commit()
    yield processes
    for process in processes:
        await process.engine.dispose()


def _deps(process: SqlStore) -> Deps:
    return replace(FakeWorld().deps, uow=process.uow, clock=process.clock)


def _visits(provider_id: str, hours: int) -> list[Booking]:
    """One a day, as many hours after the day's first one could begin."""
    return [
        a_booking(
            id=f"bk_{provider_id}_{day}",
            customer_id=f"cu_{provider_id}",
            state="confirmed",
            window=a_window(timedelta(days=day + 1, hours=hours), hours=2),
            provider_ids=(provider_id,),
            special_needs=(),
            hold_expires_at=None,
        )
        for day in range(DAYS)
    ]


async def _stays_away(process: SqlStore, start: asyncio.Barrier, provider_id: str, window: TimeWindow) -> str:
    """What hindered her, if anything did."""
    await start.wait()
    try:
        async with process.uow() as uow:
            await take_leave(_deps(process), uow, provider_id, window, "发烧", provider_id)
            await uow.commit()
    except StoreBusy as error:
        return str(error)
    return ""


async def _book(process: SqlStore, bookings: Sequence[Booking]) -> None:
    async with process.uow() as uow:
        for booking in bookings:
            await uow.bookings.add(booking, occupied(booking.window, RULES))
        await uow.commit()


async def test_who_locks_one_after_the_other_waits_for_one_who_does_it_the_other_way_round(
    processes: Sequence[SqlStore],
):
    start = asyncio.Barrier(2)

    async def lock(process: SqlStore, first: str, then: str) -> bool:
        try:
            async with process.uow() as uow:
                await uow.providers.lock((first,))
                await start.wait()
                await uow.providers.lock((then,))
                await uow.commit()
        except StoreBusy:
            return False
        return True

    assert sorted(await asyncio.gather(lock(processes[0], P1, P2), lock(processes[1], P2, P1))) == [False, True]


async def test_two_who_stand_in_for_each_other_may_stay_away_at_the_same_moment(processes: Sequence[SqlStore]):
    mornings, afternoons = _visits(P1, 0), _visits(P2, 5)
    await _book(processes[0], (*mornings, *afternoons))
    for morning, afternoon in zip(mornings, afternoons, strict=True):
        start = asyncio.Barrier(2)
        one = _stays_away(processes[0], start, P1, morning.window)
        other = _stays_away(processes[1], start, P2, afternoon.window)
        assert await asyncio.gather(one, other) == ["", ""]
    async with processes[0].uow() as uow:
        came = [(await uow.bookings.get(one.id)).provider_ids for one in (*mornings, *afternoons)]
    assert came == [(P2,)] * DAYS + [(P1,)] * DAYS


@pytest.mark.parametrize("first", [date(2026, 11, 25), date(2026, 11, 27), date(2026, 11, 30)])
async def test_two_series_whose_visits_take_turns_are_both_started(processes: Sequence[SqlStore], first: date):
    second = first + timedelta(days=1)
    await _book(processes[0], (*_at_two(first, P1, P2, P2), *_at_two(second, P2, P1, P1)))
    start = asyncio.Barrier(2)
    one, other = _begins(processes[0], start, "cu_p1", first), _begins(processes[1], start, "cu_p2", second)
    assert await asyncio.gather(one, other) == ["", ""]
    async with processes[0].uow() as uow:
        made = [await uow.bookings.of_customer(customer, UPCOMING) for customer in ("cu_p1", "cu_p2")]
    came = [[one.provider_ids for one in visits if one.series_id is not None][:3] for visits in made]
    assert came == [[(P2,), (P1,), (P1,)], [(P1,), (P2,), (P2,)]]


async def _begins(process: SqlStore, start: asyncio.Barrier, customer_id: str, day: date) -> str:
    """What hindered her weekly series, if anything did."""
    job = Job(customer_id, "daily_cleaning", "浦东新区", "世纪大道1号", "13812345678", area_sqm=90)
    rule = f"FREQ=WEEKLY;BYDAY={('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')[day.weekday()]}"
    plan = SeriesPlan.of(rule, datetime.combine(day, time(14)), 180)
    await start.wait()
    try:
        async with process.uow() as uow:
            await start_series(_deps(process), uow, job, plan, "customer")
            await uow.commit()
    except StoreBusy as error:
        return str(error)
    return ""


def _at_two(first: date, *provider_ids: str) -> list[Booking]:
    """One after the other is somebody's at two o'clock, a week apart."""
    return [
        a_booking(
            id=f"bk_{first}_{week}",
            customer_id="cu_p1",
            state="confirmed",
            window=TimeWindow(begins, begins + timedelta(hours=3)),
            provider_ids=(provider_id,),
            hold_expires_at=None,
        )
        for week, provider_id in enumerate(provider_ids)
        for begins in [to_instant(datetime.combine(first + timedelta(weeks=week), time(14)), SHANGHAI)]
    ]
