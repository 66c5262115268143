"""How long a free window and a match take, and how that grows with the company; on SQLite and on PostgreSQL."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from bot.adapters.db.migrate import upgrade
from bot.domain.errors import NoProviderAvailable
from bot.domain.job import Job
from bot.domain.values import TimeWindow, to_instant, to_local
from bot.usecases.windows import find_starts, free_for
from tests.bench.core_city import City, a_city, fill
from tests.fakes import NOON, SHANGHAI, FakeClock, FakeWorld
from tests.integration.db.conftest import SqlStore, a_process
from tests.support.servers import a_postgres

SIZES = (100, 1_000, 10_000)
CALLS = 300
_WARM_UP = 20


@dataclass(frozen=True)
class Timed:
    """Milliseconds."""

    p50: float
    p99: float

    def __str__(self) -> str:
        return f"{self.p50:.1f} | {self.p99:.1f}"


async def measure() -> None:
    """Prints the table."""
    print("| database | providers | bookings | availability p50 ms | p99 | match p50 ms | p99 | bare SELECT p50 ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    growth = []
    for database in ("SQLite", "PostgreSQL"):
        found: dict[int, tuple[Timed, Timed, Timed]] = {}
        for size in SIZES:
            with _a_database(database) as url:
                await upgrade(url)
                process = a_process(url)
                city = a_city(size, to_local(NOON, SHANGHAI).date() + timedelta(days=1), random.Random(7))
                bookings = await fill(process.engine, process.cipher, city, random.Random(8))
                if database == "PostgreSQL":
                    await _analysed(process)
                found[size] = await _timed(process, city)
                await process.engine.dispose()
            search, match, bare = found[size]
            print(f"| {database} | {size:,} | {bookings:,} | {search} | {match} | {bare.p50:.2f} |", flush=True)
        least, most = found[SIZES[0]], found[SIZES[-1]]
        times = [f"{most[place].p50 / least[place].p50:.1f}" for place in (0, 1)]
        growth.append(f"{database}: availability {times[0]} times, match {times[1]} times")
    print(f"\n{SIZES[-1] // SIZES[0]} times the company takes (p50) on {'; on '.join(growth)}.\n")


@contextmanager
def _a_database(kind: str) -> Iterator[str]:
    if kind == "SQLite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        return
    with a_postgres() as server:
        yield server.url(server.create())


async def _analysed(process: SqlStore) -> None:
    async with process.engine.begin() as connection:
        await connection.execute(text("ANALYZE"))


async def _timed(process: SqlStore, city: City) -> tuple[Timed, Timed, Timed]:
    deps = replace(FakeWorld().deps, uow=process.uow, clock=FakeClock())
    chance = random.Random(9)
    asked = [_a_wish(city, chance) for _ in range(CALLS + _WARM_UP)]

    async def search(job: Job, start: datetime) -> None:
        async with deps.uow() as uow:
            await find_starts(deps, uow, job, start, None, "part")

    async def match(job: Job, start: datetime) -> None:
        window = TimeWindow(to_instant(start, SHANGHAI), to_instant(start, SHANGHAI) + timedelta(hours=3))
        with suppress(NoProviderAvailable):  # in a small company somebody may be asked for who is busy
            async with deps.uow() as uow:
                await free_for(deps, uow, await uow.catalogue.get(), job, window)

    async def bare(job: Job, start: datetime) -> None:
        async with process.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    return await _times(search, asked), await _times(match, asked), await _times(bare, asked)


def _a_wish(city: City, chance: random.Random) -> tuple[Job, datetime]:
    """A customer who is served somewhere, at an hour of a day in the weeks to come."""
    somebody = chance.choice(city.providers)
    job = Job(
        customer_id=f"cu_{chance.randrange(500)}",
        service=chance.choice(sorted(somebody.skills)),
        district=chance.choice(sorted(somebody.districts)),
        address="",
        phone="",
        minutes=180,
    )
    start = datetime.combine(city.first_day, datetime.min.time()) + timedelta(days=chance.randrange(3, 50), hours=12)
    return job, start


async def _times(call: Callable[[Job, datetime], Awaitable[None]], asked: list[tuple[Job, datetime]]) -> Timed:
    seconds = []
    for job, start in asked:
        began = time.perf_counter()
        await call(job, start)
        seconds.append(time.perf_counter() - began)
    cuts = statistics.quantiles(seconds[_WARM_UP:], n=100)
    return Timed(cuts[49] * 1e3, cuts[98] * 1e3)
