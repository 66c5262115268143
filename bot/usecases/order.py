"""What happens to an order that is there: moved, taken back, begun, finished, missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.domain.booking import Booking, BookingState
from bot.domain.errors import IllegalTransition, PastWindow
from bot.domain.events import BookingRescheduled, BookingRestored, VisitReported
from bot.domain.job import Job
from bot.domain.matching import occupied
from bot.domain.pricing import quote
from bot.domain.values import TimeWindow, to_instant
from bot.ports import Deps, UnitOfWork
from bot.usecases.booking import Starts, find_starts, free_for, own_booking, service_of


async def find_moves(
    deps: Deps,
    uow: UnitOfWork,
    booking_id: str,
    customer_id: str,
    start: datetime | None,
    end: datetime | None,
    precision: str,
) -> Starts:
    """Where an order could go: as ``find_starts``, for a wished local time."""
    booking = await own_booking(uow, booking_id, customer_id)
    return await find_starts(deps, uow, _job_of(booking), start, end, precision, moving=booking)


async def preview_move(
    deps: Deps, uow: UnitOfWork, booking_id: str, customer_id: str, start: datetime, by: str
) -> Booking:
    """The order as it would be at a local ``start``; nothing is stored. Raises as ``reschedule`` does."""
    booking = await own_booking(uow, booking_id, customer_id)
    catalogue, now = await uow.catalogue.get(), deps.clock.now()
    _not_begun(booking, now)
    begins = to_instant(start, deps.zone)
    if begins <= now:
        raise PastWindow(f"{start} has passed")
    window = TimeWindow(begins, begins + booking.window.duration)
    free = await free_for(deps, uow, catalogue, _job_of(booking), window, moving=booking)
    by_promise = sorted(free, key=lambda candidate: candidate.provider.id not in booking.provider_ids)
    providers = tuple(candidate.provider.id for candidate in by_promise[: len(booking.provider_ids)])
    service = service_of(catalogue, booking.service)
    needs = frozenset(booking.special_needs)
    price = quote(catalogue, service, start, booking.duration_minutes, len(providers), needs)
    return booking.rescheduled(window, providers, price, now, by)


async def reschedule(
    deps: Deps, uow: UnitOfWork, booking_id: str, customer_id: str, start: datetime, by: str
) -> Booking:
    """Moves a confirmed order to a local ``start``; who was promised comes if she is free then, else the best other.

    Raises ``IllegalTransition`` (begun, or not confirmed), ``PastWindow``, ``NoProviderAvailable`` and ``WindowTaken``;
    in each case the order stays as it is.
    """
    moved = await preview_move(deps, uow, booking_id, customer_id, start, by)
    catalogue = await uow.catalogue.get()
    await uow.bookings.move(moved, occupied(moved.window, catalogue.rules))
    uow.happened(BookingRescheduled(moved))
    return moved


async def restore(deps: Deps, uow: UnitOfWork, booking_id: str, customer_id: str, by: str) -> Booking:
    """Takes a cancel back where time and providers are still free; else raises as ``reschedule`` does."""
    booking = await own_booking(uow, booking_id, customer_id)
    now = deps.clock.now()
    if booking.state is not BookingState.CANCELLED:
        raise IllegalTransition(f"booking {booking_id} is {booking.state.value}, not cancelled")
    _not_begun(booking, now)
    restored = booking.restored(now, by)
    catalogue = await uow.catalogue.get()
    await uow.bookings.move(restored, occupied(restored.window, catalogue.rules))
    uow.happened(BookingRestored(restored))
    return restored


async def restorable_of(uow: UnitOfWork, customer_id: str, now: datetime) -> list[Booking]:
    """Orders that were confirmed, are cancelled, and whose time is still to come."""
    cancelled = await uow.bookings.of_customer(customer_id, frozenset({BookingState.CANCELLED}))
    return [booking for booking in cancelled if booking.was_confirmed and booking.window.start > now]


async def check_in(deps: Deps, uow: UnitOfWork, booking_id: str, by: str) -> Booking:
    """到了."""
    return await _reported(deps, uow, booking_id, lambda booking, now: booking.checked_in(now, by))


async def check_out(deps: Deps, uow: UnitOfWork, booking_id: str, by: str) -> Booking:
    """完成."""
    return await _reported(deps, uow, booking_id, lambda booking, now: booking.completed(now, by))


async def report_missed(deps: Deps, uow: UnitOfWork, booking_id: str, by: str) -> Booking:
    """A visit that did not take place, told by ``by`` once its time has come."""
    booking = await uow.bookings.get(booking_id)
    if booking.window.start > deps.clock.now():
        raise IllegalTransition(f"booking {booking_id} has not begun")
    return await _reported(deps, uow, booking_id, lambda one, now: one.missed(now, by))


async def _reported(
    deps: Deps, uow: UnitOfWork, booking_id: str, step: Callable[[Booking, datetime], Booking]
) -> Booking:
    booking = step(await uow.bookings.get(booking_id), deps.clock.now())
    await uow.bookings.save(booking)
    uow.happened(VisitReported(booking))
    return booking


def _not_begun(booking: Booking, now: datetime) -> None:
    if booking.window.start <= now:
        raise IllegalTransition(f"booking {booking.id} has begun")


def _job_of(booking: Booking) -> Job:
    """A booking as the job it is, to be done at another time."""
    return Job(
        customer_id=booking.customer_id,
        service=booking.service,
        district=booking.district,
        address=booking.address,
        phone=booking.phone,
        minutes=booking.duration_minutes,
        heads=len(booking.provider_ids),
        needs=booking.special_needs,
    )
