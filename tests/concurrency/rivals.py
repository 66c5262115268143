"""Some customers who want the same window, as a process of their own: ``python -m tests.concurrency.rivals``.

Prints, as JSON, what each of them got: ``booked``, or the number of other starts she was offered.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.domain.booking import Booking
from bot.domain.errors import NoProviderAvailable, StoreBusy, WindowTaken
from bot.domain.job import Job
from bot.domain.matching import occupied
from bot.ports import Deps
from bot.usecases.booking import confirm_hold, place_hold, plan_booking
from bot.usecases.windows import find_starts
from tests.fakes import FakeClock, FakeWorld
from tests.integration.db.conftest import a_process

WINDOW = datetime(2026, 11, 24, 9)
T = TypeVar("T")


def job_of(customer: int) -> Job:
    return Job(f"cu_{customer}", "daily_cleaning", "浦东新区", "张杨路1458弄", "13800138000", minutes=180)


async def all_want_it(url: str, customers: range, careless: bool) -> dict[str, str | int]:
    """``careless``: each looks and then stores what she saw, as if nobody else did."""
    process = a_process(url)
    deps = replace(FakeWorld().deps, uow=process.uow, clock=FakeClock())
    wants = _takes_what_she_saw if careless else _wants_it
    try:
        got = await asyncio.gather(*(wants(deps, customer) for customer in customers))
    finally:
        await process.engine.dispose()
    return {f"cu_{customer}": what for customer, what in zip(customers, got, strict=True)}


async def _wants_it(deps: Deps, customer: int) -> str | int:
    job = job_of(customer)
    while True:
        try:
            async with deps.uow() as uow:
                held, _ = await place_hold(deps, uow, job, WINDOW, "customer")
                await uow.commit()
            async with deps.uow() as uow:
                await confirm_hold(deps, uow, held.id, job.customer_id, "customer")
                await uow.commit()
        except (WindowTaken, NoProviderAvailable):
            async with deps.uow() as uow:
                return len((await find_starts(deps, uow, job, WINDOW, None, "time")).nearby)
        except StoreBusy:
            continue
        return "booked"


async def _takes_what_she_saw(deps: Deps, customer: int) -> str | int:
    seen = await _until_free(lambda: _sees(deps, customer))
    if seen is None:  # a process that began late finds it sold
        return 0
    await asyncio.sleep(0.2)  # the talk goes on meanwhile
    await _until_free(lambda: _stores(deps, seen))
    return "booked"


async def _sees(deps: Deps, customer: int) -> Booking | None:
    async with deps.uow() as uow:
        try:
            return (await plan_booking(deps, uow, job_of(customer), WINDOW, "customer"))[0]
        except NoProviderAvailable:
            return None


async def _stores(deps: Deps, seen: Booking) -> None:
    async with deps.uow() as uow:
        rules = (await uow.catalogue.get()).rules
        await uow.bookings.add(seen.confirmed(deps.clock.now(), "customer"), occupied(seen.window, rules))
        await uow.commit()


async def _until_free(work: Callable[[], Awaitable[T]]) -> T:
    """A slow machine keeps fifty customers of a process waiting for a connection."""
    while True:
        try:
            return await work()
        except StoreBusy:
            continue


if __name__ == "__main__":
    url, first, last, manner = sys.argv[1:]
    got = asyncio.run(all_want_it(url, range(int(first), int(last)), manner == "careless"))
    sys.stdout.write(json.dumps(got))
