"""A full day, those who wait for it, and what becomes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.booking import BookingState
from bot.domain.sending import OutboundState
from bot.domain.values import TimeWindow
from bot.domain.waitlist import WaitlistState
from bot.usecases import waitlist
from bot.usecases.booking import cancel
from tests.builders import a_booking, a_customer, a_job
from tests.fakes import FakeWorld
from tests.worlds import a_world, an_auntie

TWO = datetime(2026, 11, 24, 14)
TWO_TO_SIX = (TWO, TWO.replace(hour=18))


def full_tomorrow(world: FakeWorld | None = None) -> FakeWorld:
    """The only provider is somebody else's tomorrow, all day."""
    world = world or a_world((an_auntie(1),))
    start = datetime.fromisoformat("2026-11-24T08:00:00+08:00")
    window = TimeWindow(start, start + timedelta(hours=12))
    order = a_booking(id="bk_other", customer_id="cu_other", state="confirmed", hold_expires_at=None, window=window)
    world.store.customers["cu_other"] = a_customer(id="cu_other", openid="oOther")
    world.store.bookings[order.id], world.store.occupied[order.id] = order, window
    world.store.cells.update({("p1", cell): order.id for cell in window.cells()})
    return world


async def other_cancels(world: FakeWorld) -> None:
    async with world.deps.uow() as uow:
        await cancel(world.deps, uow, "bk_other", "cu_other", "customer")
        await uow.commit()


async def waits(world: FakeWorld, number: int = 1, wish: tuple[datetime, datetime | None] = (TWO, None)) -> str:
    """Customer ``cu_<number>`` is on the list; a minute passes."""
    customer = a_customer(id=f"cu_{number}", openid=f"o{number}")
    world.store.customers[customer.id] = customer
    start, end = wish
    async with world.deps.uow() as uow:
        job = a_job(customer_id=customer.id, minutes=None)
        entry = await waitlist.join(world.deps, uow, job, start, end, "part" if end else "time")
        await uow.commit()
    world.clock.advance(minutes=1)
    return entry.id


def states(world: FakeWorld) -> list[WaitlistState]:
    return [entry.state for entry in world.store.waitlist.values()]


def written(world: FakeWorld) -> list[str]:
    return [row.bubble.text for row in world.store.outbox.values()]


def all_sent(world: FakeWorld) -> None:
    """What is written has gone out."""
    sent = {"state": OutboundState.SENT, "attempts": 1}
    world.store.outbox = {number: replace(row, **sent) for number, row in world.store.outbox.items()}


def held(world: FakeWorld) -> list[str]:
    return [booking.customer_id for booking in world.store.bookings.values() if booking.state is BookingState.HELD]
