"""请假: a provider stays away; whoever she was promised to gets another one and is told, never a bare cancel."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from bot.domain.booking import UPCOMING, Booking, BookingState
from bot.domain.errors import IllegalTransition, InvalidData, NoProviderAvailable, WindowTaken
from bot.domain.events import LeaveTaken, LeaveWithdrawn, ProviderReplaced, ReplacementMissing
from bot.domain.inquiry import Replacement
from bot.domain.job import job_of
from bot.domain.leave import Leave
from bot.domain.matching import Candidate
from bot.domain.values import TimeWindow, new_id
from bot.ports import Deps, UnitOfWork
from bot.usecases.booking import release_hold
from bot.usecases.inquiries import ask_about
from bot.usecases.order import move
from bot.usecases.windows import free_for


async def take_leave(
    deps: Deps, uow: UnitOfWork, provider_id: str, window: TimeWindow, reason: str, by: str
) -> tuple[Leave, list[Booking]]:
    """Stores the leave and replaces her in every order that it touches; gives the orders as they are now.

    Where nobody else is free, or she is there already, the order stays hers on paper and ``ReplacementMissing`` has
    staff talk to the customer. A hold of hers is let go.
    """
    if window.end <= deps.clock.now():
        raise InvalidData(f"the leave ended at {window.end}")
    provider = await uow.providers.get(provider_id)
    await _lock_stand_ins(uow, provider.id, provider.skills)
    leave = Leave(new_id("lv"), provider.id, window, reason, deps.clock.now(), by)
    await uow.leaves.add(leave)
    uow.happened(LeaveTaken(leave))
    visits = (await uow.bookings.busy(window, (provider.id,))).get(provider.id, ())
    touched = [await uow.bookings.get(visit.booking_id) for visit in visits]
    touched = [booking for booking in touched if booking.window.overlaps(window)]
    for hold in (booking for booking in touched if booking.state is BookingState.HELD):
        # Its customer has not agreed to anybody yet: her yes is answered with a new search.
        await release_hold(deps, uow, hold.id, hold.customer_id)
    upcoming = [booking for booking in touched if booking.state in UPCOMING]
    # Why she stays away is hers, and an order's events are read by many.
    return leave, [await replace_provider(deps, uow, booking, provider.id, by, "leave") for booking in upcoming]


async def withdraw_leave(deps: Deps, uow: UnitOfWork, leave_id: str, by: str) -> Leave:
    """She works after all; orders that others have taken over stay theirs."""
    leave = await uow.leaves.get(leave_id)
    await uow.leaves.remove(leave_id)
    uow.happened(LeaveWithdrawn(leave, by))
    return leave


async def replace_provider(
    deps: Deps, uow: UnitOfWork, booking: Booking, provider_id: str, by: str, reason: str
) -> Booking:
    """The best other one comes instead of ``provider_id``, as the customer wished where that can be; she is asked."""
    await _lock_stand_ins(uow, provider_id, (booking.service,))
    for other in await _others(deps, uow, booking, provider_id):
        ids = tuple(other if one == provider_id else one for one in booking.provider_ids)
        try:
            replaced = booking.reassigned(ids, deps.clock.now(), by, reason)
            await move(deps, uow, replaced, booking)
        except WindowTaken:
            continue  # the next best
        except IllegalTransition:
            break
        uow.happened(ProviderReplaced(replaced, booking))
        if not replaced.awaits_review:  # else nobody was promised yet
            # Why she stays away is hers to tell.
            await ask_about(deps, uow, replaced, Replacement(ids, booking.provider_ids, reason=""))
        return replaced
    uow.happened(ReplacementMissing(booking, provider_id))
    return booking


async def _lock_stand_ins(uow: UnitOfWork, provider_id: str, services: Iterable[str]) -> None:
    """From here on nobody else takes the time of whoever could come instead.

    All at once and in one order: two who stand in for each other would else wait for each other for ever.
    """
    able = {one.id for service in services for one in await uow.providers.able(service, None)}
    await uow.providers.lock(sorted({provider_id, *able}))


async def _others(deps: Deps, uow: UnitOfWork, booking: Booking, provider_id: str) -> list[str]:
    """Who else could come, best first: as wished, then anybody who can do the work."""
    catalogue = await uow.catalogue.get()
    as_wished = replace(job_of(booking), heads=1)
    anybody = replace(as_wished, provider_name=None, provider_only=())
    found: list[Candidate] = []
    for wanted in (as_wished, anybody):
        with suppress(NoProviderAvailable):
            found += await free_for(deps, uow, catalogue, wanted, booking.window, moving=booking)
    taken = {provider_id, *booking.provider_ids}
    return list(dict.fromkeys(one.provider.id for one in found if one.provider.id not in taken))
