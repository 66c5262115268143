"""Series beside series, and workers beside workers: each visit once, each provider in one place (R24)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.domain.booking import Booking, BookingEvent, BookingState
from bot.domain.errors import WindowTaken
from bot.domain.job import Job
from bot.domain.matching import occupied
from bot.domain.series import Series, visit_id
from bot.domain.series_plan import SeriesPlan
from bot.domain.values import new_id
from bot.ports import Deps
from bot.usecases.series import start_series
from bot.usecases.series_ahead import make_visits
from bot.usecases.series_preview import SeriesPreview, preview_series
from tests.builders import a_booking, a_customer, a_series
from tests.fakes import FakeWorld
from tests.integration.db.conftest import SqlStore, a_process
from tests.worlds import RULES, a_catalogue, an_auntie

RIVALS = 2
WORKERS = 3
DAYS = [date(2026, 11, 25) + timedelta(weeks=week) for week in range(4)]
"""Of the visits that are made ahead from the tests' Monday on."""

PLAN = SeriesPlan.of("FREQ=WEEKLY;BYDAY=WE", datetime(2026, 11, 25, 14), 180)


@dataclass(frozen=True)
class Process:
    """A process on the database, and the ``Deps`` over it."""

    store: SqlStore
    deps: Deps


@pytest.fixture
async def processes(database_url: str) -> AsyncIterator[Sequence[Process]]:
    stores = [a_process(database_url) for _ in range(WORKERS)]
    async with stores[0].uow() as uow:
        await uow.catalogue.put(a_catalogue())
        for number in range(RIVALS):
            await uow.customers.add(a_customer(id=f"cu_{number}", openid=f"o{number}"))
        await uow.commit()
    yield [Process(store, replace(FakeWorld().deps, clock=store.clock, uow=store.uow)) for store in stores]
    for store in stores:
        await store.engine.dispose()


async def _with_aunties(process: Process, *numbers: int) -> None:
    async with process.store.uow() as uow:
        for number in numbers:
            await uow.providers.put(an_auntie(number, rating=5 - number / 2))
        await uow.commit()


def _job(number: int) -> Job:
    return Job(f"cu_{number}", "daily_cleaning", "浦东新区", f"世纪大道{number}号", "13812345678", area_sqm=90)


async def _bookings(process: Process, *series: Series) -> list[Booking]:
    async with process.store.uow() as uow:
        return [booking for one in series for booking in await uow.bookings.of_series(one.id)]


def _places(bookings: Sequence[Booking]) -> Counter[tuple[str, datetime]]:
    """How often each provider is promised for each start."""
    return Counter((provider, booking.window.start) for booking in bookings for provider in booking.provider_ids)


# --- two series that claim one provider ------------------------------------------------------------------------------


async def _looked(process: Process, number: int) -> SeriesPreview:
    async with process.store.uow() as uow:
        return await preview_series(process.deps, uow, _job(number), PLAN, len(DAYS))


async def _both_look(processes: Sequence[Process]) -> list[SeriesPreview]:
    return [await _looked(process, number) for number, process in enumerate(processes[:RIVALS])]


async def _start(process: Process, number: int, seen: SeriesPreview, together: asyncio.Barrier) -> Series:
    await together.wait()
    async with process.store.uow() as uow:
        started = await start_series(process.deps, uow, _job(number), PLAN, "customer", seen.wish)
        await uow.commit()
    return started


async def _both_start(processes: Sequence[Process], seen: Sequence[SeriesPreview]) -> list[Series]:
    together = asyncio.Barrier(RIVALS)
    rivals = zip(processes, seen, strict=False)
    return list(await asyncio.gather(*(_start(one, n, wish, together) for n, (one, wish) in enumerate(rivals))))


async def _believe(process: Process, number: int, seen: SeriesPreview, together: asyncio.Barrier) -> list[Booking]:
    """Books what was seen without looking again."""
    zone = process.deps.zone
    visits = [
        a_booking(
            id=f"bk_{number}_{n}",
            customer_id=f"cu_{number}",
            state="confirmed",
            window=one.visit.window(zone),
            provider_ids=one.provider_ids,
        )
        for n, one in enumerate(seen.visits)
    ]
    await together.wait()
    async with process.store.uow() as uow:
        for visit in visits:
            await uow.bookings.add(visit, occupied(visit.window, RULES))
        await uow.commit()
    return visits


async def test_what_two_series_have_seen_gives_them_one_provider_twice_without_the_unique_cells(
    processes: Sequence[Process],
):
    """The control: both see her free, and nothing but the cells is in the way."""
    await _with_aunties(processes[0], 1, 2)
    async with processes[0].store.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE occupancy RENAME TO strict_occupancy"))
        await connection.execute(text("CREATE TABLE occupancy AS SELECT * FROM strict_occupancy"))
    seen = await _both_look(processes)
    together = asyncio.Barrier(RIVALS)
    rivals = zip(processes, seen, strict=False)
    made = await asyncio.gather(*(_believe(one, n, wish, together) for n, (one, wish) in enumerate(rivals)))
    assert set(_places([*made[0], *made[1]]).values()) == {2}


async def test_what_two_series_have_seen_is_refused_to_one_of_them_by_the_cells(processes: Sequence[Process]):
    await _with_aunties(processes[0], 1, 2)
    seen = await _both_look(processes)
    assert [one.visits[0].provider_ids for one in seen] == [("p1",), ("p1",)]
    together = asyncio.Barrier(RIVALS)
    rivals = zip(processes, seen, strict=False)
    made = await asyncio.gather(
        *(_believe(one, n, wish, together) for n, (one, wish) in enumerate(rivals)), return_exceptions=True
    )
    assert sorted(type(one) for one in made if not isinstance(one, list)) == [WindowTaken]


@pytest.mark.parametrize("attempt", range(3))
async def test_of_two_series_that_wish_one_provider_each_visit_of_hers_belongs_to_one(
    processes: Sequence[Process], attempt: int
):
    await _with_aunties(processes[0], 1, 2)
    seen = await _both_look(processes)
    started = await _both_start(processes, seen)
    bookings = await _bookings(processes[0], *started)
    assert len(bookings) == 2 * len(DAYS)
    starts = {booking.window.start for booking in bookings}
    assert _places(bookings) == Counter({(provider, start): 1 for provider in ("p1", "p2") for start in starts})


async def test_where_nobody_else_is_there_the_visits_of_the_other_series_are_missing(processes: Sequence[Process]):
    await _with_aunties(processes[0], 1)
    started = await _both_start(processes, await _both_look(processes))
    bookings = await _bookings(processes[0], *started)
    assert set(_places(bookings).values()) == {1}
    async with processes[0].store.uow() as uow:
        stored = [await uow.series.get(one.id) for one in started]
    had = Counter((booking.series_id, booking.id[-6:]) for booking in bookings)
    missed = Counter(
        (one.id, date.fromisoformat(event.detail["day"]).strftime("%y%m%d"))
        for one in stored
        for event in one.events
        if event.name == "visit_missing"
    )
    assert had + missed == Counter({(one.id, f"{day:%y%m%d}"): 1 for one in started for day in DAYS})
    calls = [row async for row in processes[0].store.views.rows("call_tasks")]
    assert [call["reason"] for call in calls] == ["series_visit_missing"] * len(DAYS)


# --- workers that make the visits of one series ----------------------------------------------------------------------


SERIES = a_series(customer_id="cu_0", plan=PLAN, made_until=date(2026, 11, 22))


async def _with_a_series(process: Process) -> None:
    await _with_aunties(process, *range(1, WORKERS + 1))
    async with process.store.uow() as uow:
        await uow.series.add(SERIES)
        await uow.commit()


def _visit(process: Process, booking_id: str, provider: str) -> Booking:
    first = next(PLAN.occurrences(frozenset(), DAYS[0], DAYS[0]))
    return a_booking(
        id=booking_id,
        customer_id="cu_0",
        state=BookingState.CONFIRMED,
        series_id=SERIES.id,
        window=first.window(process.deps.zone),
        provider_ids=(provider,),
        events=(BookingEvent(process.deps.clock.now(), "booking_confirmed", "system"),),
    )


async def test_workers_that_look_first_and_give_visits_ids_by_chance_make_one_twice(processes: Sequence[Process]):
    """The control: both see no visit on the day, and each has a free provider for it."""
    await _with_a_series(processes[0])
    together = asyncio.Barrier(2)

    async def careless(process: Process, provider: str) -> None:
        assert await _bookings(process, SERIES) == []
        await together.wait()
        async with process.store.uow() as uow:
            visit = _visit(process, new_id("bk"), provider)
            await uow.bookings.add(visit, occupied(visit.window, RULES))
            await uow.commit()

    await asyncio.gather(careless(processes[0], "p1"), careless(processes[1], "p2"))
    assert len(await _bookings(processes[0], SERIES)) == 2


@pytest.mark.parametrize("attempt", range(3))
async def test_of_workers_that_make_the_visits_of_one_series_at_once_each_visit_is_made_once(
    processes: Sequence[Process], attempt: int
):
    await _with_a_series(processes[0])
    await asyncio.gather(*(make_visits(process.deps) for process in processes))
    assert [booking.id for booking in await _bookings(processes[0], SERIES)] == [
        visit_id(SERIES.id, day) for day in DAYS
    ]
    made = [row for row in [row async for row in processes[0].store.views.rows("audit")] if row["entity"] == "booking"]
    assert len(made) == len(DAYS)
    assert [await make_visits(process.deps) for process in processes] == [0] * WORKERS


async def test_a_worker_leaves_the_visit_that_another_has_just_made(processes: Sequence[Process]):
    await _with_a_series(processes[0])
    async with processes[0].store.uow() as uow:
        theirs = _visit(processes[0], visit_id(SERIES.id, DAYS[0]), "p3")
        await uow.bookings.add(theirs, occupied(theirs.window, RULES))
        await uow.commit()
    await make_visits(processes[1].deps)
    assert (await _bookings(processes[1], SERIES))[0] == theirs
