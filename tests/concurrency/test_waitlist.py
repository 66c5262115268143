"""One window that came free is offered to one who waits, whoever looks at the same moment, with the controls (R24)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import text, update

from bot.adapters.db.rows import InquiryRow
from bot.domain.booking import BookingState
from bot.domain.errors import DomainError, NoProviderAvailable, StoreBusy, WindowTaken
from bot.domain.inquiry import Inquiry, InquiryState
from bot.domain.matching import occupied
from bot.domain.values import to_local
from bot.domain.waitlist import WaitlistEntry, WaitlistState
from bot.ports import Deps
from bot.usecases.booking import place_hold
from bot.usecases.inquiries import answer, expire_inquiries
from bot.usecases.waitlist import offer_freed, offer_to
from bot.usecases.windows import find_starts
from tests.builders import a_booking, a_customer, a_job, a_provider, a_waitlist_entry, a_window
from tests.fakes import SHANGHAI, FakeWorld
from tests.integration.db.conftest import SqlStore, a_process
from tests.worlds import RULES, a_catalogue

RIVALS = 6
WINDOW = a_window()


def _entry(number: int) -> WaitlistEntry:
    customer = f"cu_{number}"
    return a_waitlist_entry(id=f"wl_{number}", customer_id=customer, job=a_job(customer_id=customer))


@pytest.fixture
async def processes(database_url: str) -> AsyncIterator[Sequence[SqlStore]]:
    """As many processes as there are customers who wait for the one free hour of one provider."""
    processes = [a_process(database_url) for _ in range(RIVALS)]
    async with processes[0].uow() as uow:
        await uow.catalogue.put(a_catalogue())
        await uow.providers.put(a_provider())
        for number in range(RIVALS):
            await uow.customers.add(a_customer(id=f"cu_{number}", openid=f"o{number}"))
            await uow.waitlist.add(_entry(number))
        await uow.commit()
    yield processes
    for process in processes:
        await process.engine.dispose()


def _deps(process: SqlStore) -> Deps:
    return replace(FakeWorld().deps, uow=process.uow, clock=process.clock)


async def _states(process: SqlStore) -> list[WaitlistState]:
    async with process.uow() as uow:
        return [(await uow.waitlist.get(f"wl_{number}")).state for number in range(RIVALS)]


async def _held(process: SqlStore) -> list[str]:
    """Whose holds there are."""
    async with process.uow() as uow:
        return [
            one.customer_id for one in await uow.bookings.between(a_window(hours=12), frozenset({BookingState.HELD}))
        ]


async def _without_unique_cells(process: SqlStore) -> None:
    async with process.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE occupancy RENAME TO strict_occupancy"))
        await connection.execute(text("CREATE TABLE occupancy AS SELECT * FROM strict_occupancy"))


async def _look_and_offer_later(process: SqlStore, start: asyncio.Barrier, entry: WaitlistEntry) -> bool:
    """An offer in two transactions: what is seen free may be gone when it is held."""
    begins = to_local(WINDOW.start, SHANGHAI)
    async with process.uow() as uow:
        assert (await find_starts(_deps(process), uow, entry.job, begins, None, "time")).exact is not None
    await start.wait()
    hold = a_booking(id=f"bk_{entry.id}", customer_id=entry.customer_id, window=WINDOW)
    try:
        async with process.uow() as uow:
            await uow.bookings.add(hold, occupied(hold.window, RULES))
            await uow.waitlist.save(entry.offered(hold.id))
            await uow.commit()
    except WindowTaken:
        return False
    return True


async def _all_look_first(processes: Sequence[SqlStore]) -> list[bool]:
    start = asyncio.Barrier(RIVALS)
    rivals = [_look_and_offer_later(process, start, _entry(n)) for n, process in enumerate(processes)]
    return list(await asyncio.gather(*rivals))


async def _offer(process: SqlStore, start: asyncio.Barrier, entry_id: str) -> bool:
    await start.wait()
    try:
        return await offer_to(_deps(process), entry_id)
    except (DomainError, StoreBusy):
        return False


async def test_without_the_unique_cells_one_window_is_offered_to_everybody(processes: Sequence[SqlStore]):
    await _without_unique_cells(processes[0])
    assert await _all_look_first(processes) == [True] * RIVALS
    assert await _states(processes[0]) == [WaitlistState.OFFERED] * RIVALS


async def test_the_cells_decide_to_whom_a_window_is_offered(processes: Sequence[SqlStore]):
    offered = await _all_look_first(processes)
    assert sum(offered) == 1
    assert (await _states(processes[0])).index(WaitlistState.OFFERED) == offered.index(True)
    assert len(await _held(processes[0])) == 1


async def test_of_all_who_wait_one_is_offered_the_window_whoever_looks(processes: Sequence[SqlStore]):
    start = asyncio.Barrier(RIVALS)
    offers = [_offer(process, start, f"wl_{number}") for number, process in enumerate(processes)]
    offered = await asyncio.gather(*offers)
    assert sum(offered) == 1
    assert await _held(processes[0]) == [f"cu_{offered.index(True)}"]
    assert Counter(await _states(processes[0])) == {WaitlistState.OFFERED: 1, WaitlistState.WAITING: RIVALS - 1}


async def test_workers_that_go_through_the_list_at_once_keep_its_order(processes: Sequence[SqlStore]):
    assert sum(await asyncio.gather(*(offer_freed(_deps(process)) for process in processes))) == 1
    assert await _states(processes[0]) == [WaitlistState.OFFERED, *[WaitlistState.WAITING] * (RIVALS - 1)]
    assert await _held(processes[0]) == ["cu_0"]


async def _another_provider(process: SqlStore) -> None:
    async with process.uow() as uow:
        await uow.providers.put(a_provider(id="p2", name="李秀英"))
        await uow.commit()


async def _until_settled(attempt: Callable[[SqlStore], Awaitable[bool]], process: SqlStore) -> bool:
    """As a worker does: who lost a race looks again."""
    while True:
        try:
            return await attempt(process)
        except (WindowTaken, StoreBusy):
            continue
        except NoProviderAvailable:
            return False


async def test_holds_that_nobody_notes_on_the_list_are_as_many_as_there_are_providers(processes: Sequence[SqlStore]):
    """The control: the same hold without the entry that two cannot change."""
    await _another_provider(processes[0])

    async def hold(process: SqlStore) -> bool:
        async with process.uow() as uow:
            await place_hold(_deps(process), uow, _entry(0).job, to_local(WINDOW.start, SHANGHAI), "system")
            await uow.commit()
        return True

    assert sum(await asyncio.gather(*(_until_settled(hold, process) for process in processes))) == 2


async def test_one_who_waits_is_offered_one_window_though_two_are_free(processes: Sequence[SqlStore]):
    await _another_provider(processes[0])

    async def offer(process: SqlStore) -> bool:
        return await offer_to(_deps(process), "wl_0")

    assert sum(await asyncio.gather(*(_until_settled(offer, process) for process in processes))) == 1
    assert await _held(processes[0]) == ["cu_0"]


async def _offered(process: SqlStore) -> Inquiry:
    assert await offer_to(_deps(process), "wl_0")
    async with process.uow() as uow:
        (inquiry,) = await uow.inquiries.open_of("cu_0")
    return inquiry


async def test_a_yes_and_the_end_of_its_time_that_do_not_look_are_both_written(processes: Sequence[SqlStore]):
    """The control: the same two changes without the version that was read."""
    inquiry = await _offered(processes[0])

    async def write(process: SqlStore, state: InquiryState) -> bool:
        change = update(InquiryRow).where(InquiryRow.id == inquiry.id).values(state=state.value)
        async with process.engine.begin() as connection:
            return (await connection.execute(change)).rowcount == 1

    ends = (write(processes[0], InquiryState.ACCEPTED), write(processes[1], InquiryState.EXPIRED))
    assert await asyncio.gather(*ends) == [True, True]


async def test_a_yes_and_the_end_of_its_time_are_not_both_done(processes: Sequence[SqlStore]):
    inquiry = await _offered(processes[0])
    in_time, late = processes[0], processes[1]
    in_time.clock.advance(minutes=29)
    late.clock.advance(minutes=30)
    start = asyncio.Barrier(2)

    async def say_yes() -> bool:
        await start.wait()
        try:
            async with in_time.uow() as uow:
                await answer(_deps(in_time), uow, inquiry.id, "cu_0", True)
                await uow.commit()
        except (DomainError, StoreBusy):
            return False
        return True

    async def close() -> bool:
        await start.wait()
        return await expire_inquiries(_deps(late)) == 1

    taken, expired = await asyncio.gather(say_yes(), close())
    assert taken is not expired
    async with processes[0].uow() as uow:
        stored, entry = await uow.inquiries.get(inquiry.id), await uow.waitlist.get("wl_0")
        hold = await uow.bookings.get(inquiry.booking_id or "")
    ends = (stored.state, entry.state, hold.state)
    assert ends == (
        (InquiryState.ACCEPTED, WaitlistState.TAKEN, BookingState.CONFIRMED)
        if taken
        else (InquiryState.EXPIRED, WaitlistState.WAITING, BookingState.EXPIRED)  # nobody has sent the offer
    )
