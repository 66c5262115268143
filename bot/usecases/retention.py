"""What tells of a person is forgotten when its time is over; the owner says when (``Policies.retention``)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.domain.events import BookingLoaded, TicketClosed
from bot.ports import Clock, Deps, UnitOfWork
from bot.ports.privacy import Ageing, Kind
from bot.usecases.policies import policies_in
from bot.usecases.privacy import erase_leaving


async def forget(deps: Deps) -> bool:
    """A part of what is to be forgotten by now; True while there is more.

    Each kind in a transaction of its own, so that nobody waits for all of them.
    """
    now = deps.clock.now()
    async with deps.uow() as uow:
        keep = (await policies_in(uow)).retention
    kinds: tuple[tuple[Callable[[Ageing, datetime], Awaitable[bool]], timedelta], ...] = (
        (lambda ageing, before: ageing.forget_way_in(before), timedelta(hours=keep.access_hours)),
        (lambda ageing, before: ageing.forget_talks(before), timedelta(days=keep.drafts_days)),
        (lambda ageing, before: ageing.forget_messages(before), timedelta(days=keep.messages_days)),
        (lambda ageing, before: ageing.forget_visits(before), timedelta(days=keep.orders_days)),
        (lambda ageing, before: ageing.forget_tickets(before), timedelta(days=keep.orders_days)),
        (lambda ageing, before: ageing.forget_media(before), timedelta(days=keep.media_days)),
        (lambda ageing, before: ageing.forget_answers(before), timedelta(days=keep.answers_days)),
    )
    more = False
    for forget_kind, age in kinds:
        async with deps.uow() as uow:
            more |= await forget_kind(uow.ageing, now - age)
            await uow.commit()
    await erase_leaving(deps)
    return more


async def forget_loaded(uow: UnitOfWork, event: BookingLoaded, clock: Clock) -> None:
    """History that comes late is as old as any other."""
    for kind in (Kind.WAY_IN, Kind.VISITS):
        await uow.ageing.look_again(kind, event.booking.window.end)


async def forget_closed(uow: UnitOfWork, event: TicketClosed, clock: Clock) -> None:
    """As long as it was open it was kept, however old."""
    await uow.ageing.look_again(Kind.TICKETS, event.ticket.created_at)
