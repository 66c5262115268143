"""请假: a provider stays away; whoever she was promised to gets another one and is told, never a bare cancel."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.booking import UPCOMING, Booking
from bot.domain.errors import DomainError, IllegalTransition, InvalidData, NoProviderAvailable, WindowTaken
from bot.domain.events import LeaveTaken, LeaveWithdrawn, ProviderReplaced, ReplacementMissing
from bot.domain.inquiry import Replacement
from bot.domain.job import Job, job_of
from bot.domain.leave import Leave
from bot.domain.values import TimeWindow, new_id
from bot.ports import Deps, UnitOfWork
from bot.usecases.inquiries import ask_about
from bot.usecases.order import move
from bot.usecases.windows import free_for


async def take_leave(
    deps: Deps, uow: UnitOfWork, provider_id: str, window: TimeWindow, reason: str, by: str
) -> tuple[Leave, list[Booking]]:
    """Stores the leave and replaces her in every order that it touches; gives the orders as they are now.

    Where nobody else is free, or she is there already, the order stays hers on paper and ``ReplacementMissing`` has
    staff talk to the customer.
    """
    if window.end <= deps.clock.now():
        raise InvalidData(f"the leave ended at {window.end}")
    provider = await uow.providers.get(provider_id)
    await uow.providers.lock((provider.id,))
    leave = Leave(new_id("lv"), provider.id, window, reason, deps.clock.now(), by)
    await uow.leaves.add(leave)
    uow.happened(LeaveTaken(leave))
    visits = (await uow.bookings.busy(window, (provider.id,))).get(provider.id, ())
    touched = [await uow.bookings.get(visit.booking_id) for visit in visits]
    upcoming = [booking for booking in touched if booking.state in UPCOMING and booking.window.overlaps(window)]
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
    job = job_of(booking)
    try:
        others = await _others(deps, uow, booking, job, provider_id)
        ids = tuple(others if one == provider_id else one for one in booking.provider_ids)
        replaced = booking.reassigned(ids, deps.clock.now(), by, reason)
        await move(deps, uow, replaced, booking)
    except (NoProviderAvailable, WindowTaken, IllegalTransition):
        uow.happened(ReplacementMissing(booking, provider_id))
        return booking
    uow.happened(ProviderReplaced(replaced, booking))
    if not replaced.awaits_review:  # else nobody was promised yet
        # Why she stays away is hers to tell.
        await ask_about(deps, uow, replaced, Replacement(ids, booking.provider_ids, reason=""))
    return replaced


async def _others(deps: Deps, uow: UnitOfWork, booking: Booking, job: Job, provider_id: str) -> str:
    """Who else could come: as wished first, then anybody who can do the work."""
    catalogue = await uow.catalogue.get()
    taken = frozenset(booking.provider_ids)
    as_wished = replace(job, heads=1)
    anybody = replace(as_wished, provider_name=None, provider_only=())
    refusal: DomainError = NoProviderAvailable(f"nobody but {provider_id} for {booking.id}")
    for wanted in (as_wished, anybody):
        try:
            free = await free_for(deps, uow, catalogue, wanted, booking.window, moving=booking)
        except NoProviderAvailable as error:
            refusal = error
            continue
        for candidate in free:
            if candidate.provider.id not in taken:
                return candidate.provider.id
    raise refusal
