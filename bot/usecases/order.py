"""What becomes of an order that is there: moved, changed, taken back, put right."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta

from bot.domain.booking import CUSTOMER, RECTIFICATION, Booking, BookingEvent, BookingState, Review, ReviewState
from bot.domain.catalogue import Service
from bot.domain.errors import IllegalTransition
from bot.domain.events import BookingChanged, BookingConfirmed, BookingRescheduled, BookingRestored
from bot.domain.inquiry import Replacement
from bot.domain.job import Job, OrderChange, job_of
from bot.domain.looking import Look
from bot.domain.matching import occupied
from bot.domain.pricing import EXTRA, Quote, QuoteItem
from bot.domain.values import TimeWindow, to_instant, to_local
from bot.ports import Deps, UnitOfWork
from bot.usecases.booking import must_be_free, must_be_in_time, occupy, own_booking, plan_booking, reasons_for_review
from bot.usecases.pricing import price_of
from bot.usecases.windows import (
    ANY,
    Starts,
    find_starts,
    free_for,
    history_of,
    minutes_of,
    service_of,
)

_PARTS = tuple(part.name for part in fields(OrderChange))
_SIZES = frozenset({"area_sqm", "rooms", "quantities", "heads", "needs"})
_PERSON = frozenset({"provider_name", "provider_gender", "provider_exclude"})


async def find_moves(
    deps: Deps,
    uow: UnitOfWork,
    booking_id: str,
    customer_id: str,
    start: datetime | None,
    end: datetime | None,
    precision: str,
    change: OrderChange | None = None,
    look: Look = ANY,
) -> Starts:
    """Where an order could go, with what is to be changed of it: as ``find_starts``, for a wished local time."""
    booking = await own_booking(uow, booking_id, customer_id)
    service = service_of(await uow.catalogue.get(), booking.service)
    job = applied(change, job_of(booking), service) if change is not None else job_of(booking)
    return await find_starts(deps, uow, job, start, end, precision, moving=booking, look=look)


async def preview_move(
    deps: Deps,
    uow: UnitOfWork,
    booking_id: str,
    customer_id: str,
    start: datetime,
    by: str,
    priced_at: datetime | None = None,
) -> Booking:
    """The order as it would be at a local ``start``; nothing is stored. Raises as ``reschedule`` does."""
    booking = await own_booking(uow, booking_id, customer_id)
    _not_begun(booking, deps.clock.now())
    window = TimeWindow(to_instant(start, deps.zone), to_instant(start, deps.zone) + booking.window.duration)
    await must_be_in_time(deps, uow, window, by)
    job = job_of(booking)
    providers = await _promised_first(deps, uow, booking, job, window)
    price = await _price(deps, uow, booking, job, start, priced_at)
    return await _looked_at(uow, booking, booking.rescheduled(window, providers, price, deps.clock.now(), by), by)


async def reschedule(
    deps: Deps,
    uow: UnitOfWork,
    booking_id: str,
    customer_id: str,
    start: datetime,
    by: str,
    priced_at: datetime | None = None,
) -> Booking:
    """Moves a confirmed order to a local ``start``; who was promised comes if she is free then, else the best other.

    ``priced_at``: the local time at which the customer was shown the price; the order costs what it was then.
    Raises ``IllegalTransition`` (begun, or not confirmed), ``PastWindow``, ``NoProviderAvailable`` and ``WindowTaken``;
    in each case the order stays as it is.
    """
    before = await own_booking(uow, booking_id, customer_id)
    moved = await preview_move(deps, uow, booking_id, customer_id, start, by, priced_at)
    await move(deps, uow, moved, before)
    uow.happened(BookingRescheduled(moved, before))
    return moved


async def preview_change(
    deps: Deps,
    uow: UnitOfWork,
    booking_id: str,
    customer_id: str,
    change: OrderChange,
    by: str,
    start: datetime | None = None,
    priced_at: datetime | None = None,
) -> Booking:
    """The order as it would be with other parts; nothing is stored. Raises as ``change`` does.

    Without a local ``start`` it stays where it is.
    """
    booking = await own_booking(uow, booking_id, customer_id)
    now = deps.clock.now()
    _not_begun(booking, now)
    service = service_of(await uow.catalogue.get(), booking.service)
    job = applied(change, job_of(booking), service)
    minutes = minutes_of(job, service)
    begins = to_instant(start, deps.zone) if start is not None else booking.window.start
    window = TimeWindow(begins, begins + timedelta(minutes=minutes))
    if begins != booking.window.start:
        await must_be_in_time(deps, uow, window, by)
    else:
        # It was ordered when it was ordered: a part that changes is no late order.
        priced_at = to_local(booking.created_at, deps.zone)
    providers = await _promised_first(deps, uow, booking, job, window)
    wanted = {
        "window": window,
        "address": job.address,
        "district": job.district,
        "phone": job.phone,
        "contact_name": job.contact_name,
        "area_sqm": job.area_sqm,
        "rooms": job.rooms,
        "special_needs": job.needs,
        "quantities": job.quantities,
        "notes": job.notes,
        "wish": job.provider_wish(await history_of(uow, customer_id)),
        "quote": await _price(deps, uow, booking, job, to_local(begins, deps.zone), priced_at),
    }
    other = {name: value for name, value in wanted.items() if value != getattr(booking, name)}
    return await _looked_at(uow, booking, booking.changed(now, by, providers, **other), by)


async def change(
    deps: Deps,
    uow: UnitOfWork,
    booking_id: str,
    customer_id: str,
    wanted: OrderChange,
    by: str,
    start: datetime | None = None,
    priced_at: datetime | None = None,
) -> Booking:
    """Changes parts of a confirmed order, with a local ``start`` also its time, and prices it anew.

    ``priced_at``: as in ``reschedule``, of which it also raises what that raises; the order then stays as it is.
    """
    before = await own_booking(uow, booking_id, customer_id)
    changed = await preview_change(deps, uow, booking_id, customer_id, wanted, by, start, priced_at)
    await move(deps, uow, changed, before)
    uow.happened(BookingChanged(changed, before))
    return changed


async def add_extra(deps: Deps, uow: UnitOfWork, booking_id: str, item: QuoteItem, by: str) -> Booking:
    """One more item of the price, which the customer has said yes to; also while the visit is running."""
    before = await uow.bookings.get(booking_id)
    if before.state not in (BookingState.CONFIRMED, BookingState.ON_THE_WAY, BookingState.IN_SERVICE):
        raise IllegalTransition(f"booking {booking_id} is {before.state.value} and takes no extra")
    event = BookingEvent(deps.clock.now(), "extra_added", by, {"label": item.label, "fen": str(item.fen)})
    changed = replace(before, quote=Quote((*before.quote.items, item)), events=(*before.events, event))
    await uow.bookings.save(changed)
    uow.happened(BookingChanged(changed, before))
    return changed


async def restore(deps: Deps, uow: UnitOfWork, booking_id: str, customer_id: str, by: str) -> Booking:
    """Takes a cancel back where time and providers are still free; else raises as ``reschedule`` does."""
    booking = await own_booking(uow, booking_id, customer_id)
    now = deps.clock.now()
    if booking.state is not BookingState.CANCELLED:
        raise IllegalTransition(f"booking {booking_id} is {booking.state.value}, not cancelled")
    _not_begun(booking, now)
    restored = booking.restored(now, by)
    await move(deps, uow, restored, booking)
    uow.happened(BookingRestored(restored))
    return restored


async def restorable_of(uow: UnitOfWork, customer_id: str, now: datetime) -> list[Booking]:
    """Orders that the customer has cancelled herself, and whose time is still to come."""
    cancelled = await uow.bookings.of_customer(customer_id, frozenset({BookingState.CANCELLED}))
    return [booking for booking in cancelled if booking.may_be_taken_back and booking.window.start > now]


async def rectify(deps: Deps, uow: UnitOfWork, booking_id: str, start: datetime, by: str, notes: str = "") -> Booking:
    """A free order at a local ``start`` that puts right what another one left undone; linked to it.

    Raises ``IllegalTransition`` unless the visit took place, ``NoProviderAvailable`` and ``WindowTaken``.
    """
    first = await uow.bookings.get(booking_id)
    if first.state is not BookingState.COMPLETED:
        raise IllegalTransition(f"booking {booking_id} is {first.state.value}: there is nothing to put right yet")
    job = replace(job_of(first), notes=notes)
    planned, _ = await plan_booking(deps, uow, job, start, by)
    now = deps.clock.now()
    order = replace(
        planned,
        kind=RECTIFICATION,
        linked_to=first.id,
        quote=await price_of(deps, uow, job, start, rectifies=True),
        events=(BookingEvent(now, "rectification_planned", by, {"for": first.id}),),
    ).confirmed(now, by)
    await occupy(deps, uow, order)
    uow.happened(BookingConfirmed(order))
    return order


async def move(deps: Deps, uow: UnitOfWork, booking: Booking, before: Booking) -> None:
    """Stores a booking that takes other time, or others' time, than before; ``WindowTaken`` leaves it as it was."""
    await must_be_free(deps, uow, booking, moving=before)
    catalogue = await uow.catalogue.get()
    await uow.bookings.move(booking, occupied(booking.window, catalogue.rules))


async def _promised_first(
    deps: Deps, uow: UnitOfWork, booking: Booking, job: Job, window: TimeWindow
) -> tuple[str, ...]:
    """Who comes through ``window``: those whom the customer knows of where they are free, else the best others.

    Where she has not agreed to a stand-in yet, whom she stands in for comes first, and she last.
    """
    free = await free_for(deps, uow, await uow.catalogue.get(), job, window, moving=booking)
    promised, doubted = booking.provider_ids, frozenset[str]()
    for question in await uow.inquiries.open_about(booking.id):
        if isinstance(question.content, Replacement):
            promised, doubted = question.content.former, frozenset(question.content.provider_ids)
    by_promise = sorted(free, key=lambda one: (one.provider.id not in promised, one.provider.id in doubted))
    return tuple(candidate.provider.id for candidate in by_promise[: job.heads])


async def _looked_at(uow: UnitOfWork, before: Booking, after: Booking, by: str) -> Booking:
    """The changed order, which a person looks at if it has become one that nobody has agreed to so far."""
    reasons = await reasons_for_review(uow, after) if by == CUSTOMER else ()
    known = before.review.reasons if before.review is not None else ()
    if set(reasons) <= set(known):
        return after
    return replace(after, review=Review(ReviewState.PENDING, reasons))


async def _price(
    deps: Deps, uow: UnitOfWork, booking: Booking, job: Job, start: datetime, priced_at: datetime | None = None
) -> Quote:
    """What an order costs as ``job`` at a local ``start``; one of a series stays one, and agreed extras stay agreed."""
    agreed = None
    if booking.series_id is not None:
        series = await uow.series.get(booking.series_id)
        job = replace(job, series_visits=series.plan.visits_in_a_year)
        agreed = series.agreed_on(to_local(booking.window.start, deps.zone).date())
    price = await price_of(deps, uow, job, start, priced_at, booking.kind == RECTIFICATION, agreed)
    return Quote((*price.items, *(item for item in booking.quote.items if item.code == EXTRA)))


def applied(change: OrderChange, job: Job, service: Service) -> Job:
    """``job`` with what is changed; where its duration followed from its size, it follows from the new one."""
    given = {name: value for name in _PARTS if (value := getattr(change, name)) is not None}
    followed = job.minutes == minutes_of(replace(job, minutes=None), service)
    if change.minutes is None and followed and given.keys() & _SIZES:
        given["minutes"] = None
    if change.provider_exclude:
        given["provider_exclude"] = tuple(dict.fromkeys((*job.provider_exclude, *change.provider_exclude)))
    if given.keys() & _PERSON:
        given |= {"provider_only": (), "provider_name": change.provider_name}  # whom she wished before is not meant
    return replace(job, **given)


def _not_begun(booking: Booking, now: datetime) -> None:
    if booking.window.start <= now:
        raise IllegalTransition(f"booking {booking.id} has begun")
