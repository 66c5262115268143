"""Holds, confirmation, cancelling: the booking core as the dialogue and the console use it.

Functions that take a unit of work are steps of somebody else's transaction; the others are use cases of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.booking import CUSTOMER, OCCUPYING, UPCOMING, Booking, BookingEvent, BookingState
from bot.domain.errors import IllegalTransition, NoProviderAvailable, NotFound, PastWindow, WindowTaken
from bot.domain.events import BookingCancelled, BookingConfirmed, BookingLoaded, HoldPlaced, HoldReleased
from bot.domain.fees import cancellation_fee
from bot.domain.job import History, Job, job_of
from bot.domain.matching import Candidate, occupied
from bot.domain.provider import Provider
from bot.domain.review import review_reasons
from bot.domain.values import TimeWindow, new_id, to_instant
from bot.ports import Deps, UnitOfWork
from bot.usecases.pricing import price_of
from bot.usecases.windows import free_for, history_of, may_start, minutes_of, service_of, still_free


async def place_hold(
    deps: Deps, uow: UnitOfWork, job: Job, start: datetime, by: str, hold_minutes: int | None = None
) -> tuple[Booking, list[Candidate]]:
    """Keeps the window for a while with the best free providers; the database has the last word (R13).

    ``start`` is local; ``hold_minutes`` for longer or shorter than the rules say. Raises ``PastWindow``,
    ``NoProviderAvailable`` and ``WindowTaken``.
    """
    catalogue = await uow.catalogue.get()
    now = deps.clock.now()
    booking, chosen = await plan_booking(deps, uow, job, start, by)
    held = replace(
        booking,
        hold_expires_at=now + timedelta(minutes=hold_minutes or catalogue.rules.hold_minutes),
        events=(BookingEvent(now, "hold_placed", by),),
    )
    await occupy(deps, uow, held)
    uow.happened(HoldPlaced(held))
    return held, chosen


async def plan_booking(
    deps: Deps, uow: UnitOfWork, job: Job, start: datetime, by: str
) -> tuple[Booking, list[Candidate]]:
    """A booking as it would be held, with the best free providers; nothing is stored."""
    catalogue = await uow.catalogue.get()
    service = service_of(catalogue, job.service)
    minutes = minutes_of(job, service)
    begins = to_instant(start, deps.zone)
    window = TimeWindow(begins, begins + timedelta(minutes=minutes))
    await must_be_in_time(deps, uow, window, by)
    chosen = (await free_for(deps, uow, catalogue, job, window))[: job.heads]
    booking = Booking(
        id=new_id("bk"),
        customer_id=job.customer_id,
        state=BookingState.HELD,
        service=job.service,
        window=window,
        provider_ids=tuple(candidate.provider.id for candidate in chosen),
        address=job.address,
        district=job.district,
        phone=job.phone,
        contact_name=job.contact_name,
        quote=await price_of(deps, uow, job, start),
        created_at=deps.clock.now(),
        created_by=by,
        area_sqm=job.area_sqm,
        rooms=job.rooms,
        special_needs=job.needs,
        quantities=job.quantities,
        notes=job.notes,
        wish=job.provider_wish(await history_of(uow, job.customer_id)),
    )
    return booking, chosen


async def occupy(deps: Deps, uow: UnitOfWork, booking: Booking) -> None:
    """Stores a new booking with its providers' time; ``WindowTaken`` where somebody was quicker."""
    catalogue = await uow.catalogue.get()
    await must_be_free(deps, uow, booking)
    await uow.bookings.add(booking, occupied(booking.window, catalogue.rules))


async def must_be_in_time(deps: Deps, uow: UnitOfWork, window: TimeWindow, by: str) -> None:
    """``PastWindow`` for what has begun; ``NoProviderAvailable`` beyond notice and horizon, which staff may waive."""
    now = deps.clock.now()
    if window.start <= now:
        raise PastWindow(f"{window.start} has passed")
    rules = (await uow.catalogue.get()).rules
    if by in (CUSTOMER, "system") and not may_start(rules, now, window.start):
        raise NoProviderAvailable(f"{window.start} is too soon, or too far ahead")


async def must_be_free(deps: Deps, uow: UnitOfWork, booking: Booking, moving: Booking | None = None) -> None:
    """``WindowTaken`` unless everybody of the booking can still come; from here on nobody else takes their time."""
    catalogue = await uow.catalogue.get()
    service = service_of(catalogue, booking.service)
    if not await still_free(deps, uow, booking, job_of(booking).wish(History(), service), moving):
        raise WindowTaken(f"{', '.join(booking.provider_ids)} at {booking.window.start}")


async def confirm_hold(deps: Deps, uow: UnitOfWork, booking_id: str, customer_id: str, by: str) -> Booking:
    """The customer's yes; a risky order waits for a person's review from here on. A second yes changes nothing."""
    booking = await own_booking(uow, booking_id, customer_id)
    if booking.state in UPCOMING:
        return booking
    if booking.window.start <= deps.clock.now():
        raise PastWindow(f"booking {booking_id} was to begin at {booking.window.start}")
    confirmed = booking.confirmed(deps.clock.now(), by, await reasons_for_review(uow, booking))
    await must_be_free(deps, uow, confirmed, moving=booking)  # somebody may have fallen ill meanwhile
    await uow.bookings.save(confirmed)
    uow.happened(BookingConfirmed(confirmed))
    return confirmed


async def reasons_for_review(uow: UnitOfWork, booking: Booking) -> tuple[str, ...]:
    catalogue = await uow.catalogue.get()
    providers = [await uow.providers.get(provider_id) for provider_id in booking.provider_ids]
    return review_reasons(booking, catalogue, await history_of(uow, booking.customer_id), providers)


async def release_hold(deps: Deps, uow: UnitOfWork, booking_id: str, customer_id: str) -> None:
    """Lets a hold go; one that has run out already is no error."""
    booking = await own_booking(uow, booking_id, customer_id)
    if booking.state is BookingState.HELD:
        released = booking.released(deps.clock.now())
        await uow.bookings.save(released)
        uow.happened(HoldReleased(released))


async def cancel(
    deps: Deps,
    uow: UnitOfWork,
    booking_id: str,
    customer_id: str,
    by: str,
    told_fen: int | None = None,
    reason: str = "",
) -> Booking:
    """Raises ``IllegalTransition`` once the visit has begun. What it costs stands in ``fee_fen``.

    ``told_fen``: what the customer was told before her yes; it costs no more, however late the yes is.
    """
    booking = await own_booking(uow, booking_id, customer_id)
    now = deps.clock.now()
    if booking.window.start <= now:
        raise IllegalTransition(f"booking {booking_id} has begun")
    fee = cancellation_fee(booking, (await uow.catalogue.get()).policies, now) if by == CUSTOMER else 0
    cancelled = booking.cancelled(now, by, reason, fee if told_fen is None else min(fee, told_fen))
    await uow.bookings.save(cancelled)
    uow.happened(BookingCancelled(cancelled, booking))
    return cancelled


async def upcoming_of(uow: UnitOfWork, customer_id: str, now: datetime) -> list[Booking]:
    """Orders that are still to come or running, in order of their start."""
    bookings = await uow.bookings.of_customer(customer_id, UPCOMING)
    return [booking for booking in bookings if booking.window.end > now]


async def expire_holds(deps: Deps) -> int:
    """Frees every hold that has run out; returns how many."""
    now = deps.clock.now()
    async with deps.uow() as uow:
        lapsed = await uow.bookings.lapsed_holds(now)
        for booking in lapsed:
            released = booking.released(now)
            await uow.bookings.save(released)
            uow.happened(HoldReleased(released))
        await uow.commit()
    return len(lapsed)


async def occupy_loaded(uow: UnitOfWork, booking: Booking) -> None:
    """Stores a booking that was made elsewhere; it takes its providers' time if its state says so."""
    catalogue = await uow.catalogue.get()
    taken = occupied(booking.window, catalogue.rules) if booking.state in OCCUPYING else booking.window
    await uow.bookings.add(booking, taken)
    uow.happened(BookingLoaded(booking))


def names_of(providers: Sequence[Provider], ids: Sequence[str]) -> tuple[str, ...]:
    by_id = {provider.id: provider.name for provider in providers}
    return tuple(by_id[provider_id] for provider_id in ids if provider_id in by_id)


async def own_booking(uow: UnitOfWork, booking_id: str, customer_id: str) -> Booking:
    """The booking, which must be this customer's."""
    booking = await uow.bookings.get(booking_id)
    if booking.customer_id != customer_id:
        raise NotFound(f"booking {booking_id} is not this customer's")
    return booking
