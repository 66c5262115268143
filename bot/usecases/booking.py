"""Free starts, holds, confirmation, cancelling: the booking core as the dialogue and the console use it.

Functions that take a unit of work are steps of somebody else's transaction; the others are use cases of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.booking import OCCUPYING, UPCOMING, Booking, BookingEvent, BookingState
from bot.domain.calendar import Visit
from bot.domain.catalogue import Catalogue, Service
from bot.domain.errors import IllegalTransition, InvalidData, NoProviderAvailable, NotFound, PastWindow
from bot.domain.events import BookingCancelled, BookingConfirmed, HoldPlaced, HoldReleased
from bot.domain.job import Job
from bot.domain.matching import (
    Candidate,
    Wish,
    Workload,
    fits,
    nearest,
    occupied,
    opening_day,
    rank,
    start_times,
    within_opening,
)
from bot.domain.pricing import quote
from bot.domain.provider import Provider
from bot.domain.values import TimeWindow, new_id, to_instant, to_local
from bot.ports import Deps, UnitOfWork

_ALTERNATIVE_DAYS = 4
_MOST_STARTS = 3


@dataclass(frozen=True, slots=True)
class Starts:
    """``exact`` is the wished start if it is free; ``nearby`` are real free starts, local, in time order."""

    exact: datetime | None
    nearby: tuple[datetime, ...]
    covered: bool = True
    unmet: str = ""
    """The wish that leaves nobody, where nothing is free with it and something is without."""


def minutes_of(job: Job, service: Service) -> int:
    """The customer's own duration within the service's bounds, else what the catalogue gives."""
    minutes = job.minutes or service.minutes_for(job.area_sqm, sum(job.quantities.values()))
    return min(max(minutes, service.min_minutes), service.max_minutes)


def _without_own(busy: Mapping[str, Sequence[Visit]], booking: Booking | None) -> Mapping[str, Sequence[Visit]]:
    """Visits without those of a booking that is to be moved."""
    if booking is None:
        return busy
    return {
        provider: [visit for visit in visits if visit.booking_id != booking.id] for provider, visits in busy.items()
    }


async def find_starts(
    deps: Deps,
    uow: UnitOfWork,
    job: Job,
    start: datetime | None,
    end: datetime | None,
    precision: str,
    moving: Booking | None = None,
) -> Starts:
    """Free starts for a wish: the exact one, those within the window, else the nearest real ones.

    ``moving``: the booking that would be there then; its own time is no hindrance.
    """
    catalogue = await uow.catalogue.get()
    service = service_of(catalogue, job.service)
    providers = await uow.providers.all()
    wish = job.wish(await served_by(uow, job.customer_id), service)
    if not any(fits(provider, Wish(job.service, job.district or None, frozenset())) for provider in providers):
        return Starts(None, (), covered=False)
    now = deps.clock.now()
    search = _search_window(deps, catalogue, now, start, end, precision)
    reach = _reach(deps, catalogue, now, search)
    load = Workload(_without_own(await uow.bookings.busy(reach), moving))
    minutes = minutes_of(job, service)

    def free(within: TimeWindow, wished: Wish = wish) -> list[datetime]:
        return start_times(within, minutes, providers, wished, load, catalogue.rules, deps.zone, now, heads=job.heads)

    if precision == "time" and start is not None:
        wanted = to_instant(start, deps.zone)
        window = TimeWindow(wanted, wanted + timedelta(minutes=minutes))
        ranked = rank(providers, wish, window, load, catalogue.rules, deps.zone)
        opened = within_opening(window, catalogue.rules, deps.zone)
        if len(ranked) >= job.heads and opened and _may_start(catalogue, now, wanted):
            return Starts(start, (start,))
        near = nearest(free(reach), wanted, _MOST_STARTS)
    else:
        near = _spread(free(search)) or nearest(free(reach), search.start, _MOST_STARTS)
    if not near and wish.is_choosy and free(reach, wish.anyone()):
        return Starts(None, (), unmet="provider")
    return Starts(None, _local(deps, near))


def _may_start(catalogue: Catalogue, now: datetime, start: datetime) -> bool:
    rules = catalogue.rules
    notice, horizon = timedelta(minutes=rules.min_notice_minutes), timedelta(days=rules.horizon_days)
    return now + notice <= start <= now + horizon


def _search_window(
    deps: Deps, catalogue: Catalogue, now: datetime, start: datetime | None, end: datetime | None, precision: str
) -> TimeWindow:
    begins = to_instant(start, deps.zone) if start is not None else now
    if precision == "time" or (end is None and precision == "part"):
        return TimeWindow(
            begins,
            max(opening_day(to_local(begins, deps.zone), catalogue.rules, deps.zone).end, begins + timedelta(hours=1)),
        )
    if end is not None and to_instant(end, deps.zone) > begins:
        return TimeWindow(begins, to_instant(end, deps.zone))
    return TimeWindow(begins, begins + timedelta(days=_ALTERNATIVE_DAYS))


def _reach(deps: Deps, catalogue: Catalogue, now: datetime, search: TimeWindow) -> TimeWindow:
    """Where alternatives are looked for: from the wished day's opening to some days later."""
    day = opening_day(to_local(search.start, deps.zone), catalogue.rules, deps.zone)
    begins = max(now, min(day.start, search.start))
    return TimeWindow(begins, max(begins, search.end) + timedelta(days=_ALTERNATIVE_DAYS))


def _spread(starts: Sequence[datetime]) -> list[datetime]:
    """The first, a middle and the last of many starts, so that the choice is a real one."""
    if len(starts) <= _MOST_STARTS:
        return list(starts)
    return [starts[0], starts[len(starts) // 2], starts[-1]]


def _local(deps: Deps, starts: Sequence[datetime]) -> tuple[datetime, ...]:
    return tuple(to_local(start, deps.zone) for start in starts)


async def place_hold(
    deps: Deps, uow: UnitOfWork, job: Job, start: datetime, by: str, hold_minutes: int | None = None
) -> tuple[Booking, list[Candidate]]:
    """Keeps the window for a while with the best free providers; the database has the last word (R13).

    ``hold_minutes``: for longer or shorter than the rules say.
    """
    catalogue = await uow.catalogue.get()
    service = service_of(catalogue, job.service)
    now = deps.clock.now()
    begins = to_instant(start, deps.zone)
    if begins <= now:
        raise PastWindow(f"{start} has passed")
    minutes = minutes_of(job, service)
    window = TimeWindow(begins, begins + timedelta(minutes=minutes))
    taken = occupied(window, catalogue.rules)
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
        quote=quote(catalogue, service, start, minutes, job.heads, frozenset(job.needs)),
        created_at=now,
        created_by=by,
        area_sqm=job.area_sqm,
        rooms=job.rooms,
        special_needs=job.needs,
        quantities=job.quantities,
        notes=job.notes,
        hold_expires_at=now + timedelta(minutes=hold_minutes or catalogue.rules.hold_minutes),
        events=(BookingEvent(now, "hold_placed", by),),
    )
    await uow.bookings.add(booking, taken)
    uow.happened(HoldPlaced(booking))
    return booking, chosen


async def free_for(
    deps: Deps, uow: UnitOfWork, catalogue: Catalogue, job: Job, window: TimeWindow, moving: Booking | None = None
) -> list[Candidate]:
    """Who is free for a job through ``window``, the best first; ``NoProviderAvailable`` if fewer than it takes.

    ``moving``: the booking that would be there then; its own time is no hindrance.
    """
    known = await served_by(uow, job.customer_id)
    busy = _without_own(await uow.bookings.busy(occupied(window, catalogue.rules)), moving)
    load = Workload(busy, frozenset(known))
    wish = job.wish(known, service_of(catalogue, job.service))
    ranked = rank(await uow.providers.all(), wish, window, load, catalogue.rules, deps.zone)
    if len(ranked) < job.heads or not within_opening(window, catalogue.rules, deps.zone):
        start = to_local(window.start, deps.zone)
        raise NoProviderAvailable(f"{len(ranked)} of {job.heads} providers for {job.service} at {start}")
    return ranked


async def served_by(uow: UnitOfWork, customer_id: str) -> list[str]:
    """Ids of those who have served this customer, the last one first."""
    past = await uow.bookings.of_customer(customer_id, frozenset({BookingState.COMPLETED}))
    return list(dict.fromkeys(provider for booking in reversed(past) for provider in booking.provider_ids))


async def confirm_hold(deps: Deps, uow: UnitOfWork, booking_id: str, customer_id: str, by: str) -> Booking:
    booking = await own_booking(uow, booking_id, customer_id)
    confirmed = booking.confirmed(deps.clock.now(), by)
    await uow.bookings.save(confirmed)
    uow.happened(BookingConfirmed(confirmed))
    return confirmed


async def release_hold(deps: Deps, uow: UnitOfWork, booking_id: str, customer_id: str) -> None:
    """Lets a hold go; one that has run out already is no error."""
    booking = await own_booking(uow, booking_id, customer_id)
    if booking.state is BookingState.HELD:
        released = booking.released(deps.clock.now())
        await uow.bookings.save(released)
        uow.happened(HoldReleased(released))


async def cancel(deps: Deps, uow: UnitOfWork, booking_id: str, customer_id: str, by: str, reason: str = "") -> Booking:
    booking = await own_booking(uow, booking_id, customer_id)
    if booking.window.start <= deps.clock.now():
        raise IllegalTransition(f"booking {booking_id} has begun")
    cancelled = booking.cancelled(deps.clock.now(), by, reason)
    await uow.bookings.save(cancelled)
    uow.happened(BookingCancelled(cancelled))
    return cancelled


async def upcoming_of(uow: UnitOfWork, customer_id: str, now: datetime) -> list[Booking]:
    """Orders that are still to come or running, in order of their start."""
    bookings = await uow.bookings.of_customer(customer_id, UPCOMING)
    return [booking for booking in bookings if booking.window.end > now]


async def last_at(uow: UnitOfWork, customer_id: str, address: str) -> Booking | None:
    """The customer's latest booking at an address, which knows its district and the size of the home."""
    known = await uow.bookings.of_customer(customer_id, UPCOMING | {BookingState.COMPLETED})
    return next((booking for booking in reversed(known) if booking.address == address), None)


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


def names_of(providers: Sequence[Provider], ids: Sequence[str]) -> tuple[str, ...]:
    by_id = {provider.id: provider.name for provider in providers}
    return tuple(by_id[provider_id] for provider_id in ids if provider_id in by_id)


def service_of(catalogue: Catalogue, code: str) -> Service:
    service = catalogue.service(code)
    if service is None:
        raise InvalidData(f"no service {code!r} in the catalogue")
    return service


async def own_booking(uow: UnitOfWork, booking_id: str, customer_id: str) -> Booking:
    """The booking, which must be this customer's."""
    booking = await uow.bookings.get(booking_id)
    if booking.customer_id != customer_id:
        raise NotFound(f"booking {booking_id} is not this customer's")
    return booking
