"""The visits of a series as bookings: made ahead, moved, given up as its plan says. Steps of somebody's transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.booking import Booking, BookingState
from bot.domain.catalogue import Catalogue
from bot.domain.errors import DomainError, InvalidData, NoProviderAvailable, NotFound, PastWindow, WindowTaken
from bot.domain.events import BookingConfirmed, BookingRescheduled, BookingRestored, SeriesVisitMissing
from bot.domain.series import Series, visit_id
from bot.domain.series_plan import Occurrence
from bot.domain.values import TimeWindow, to_local
from bot.ports import Deps, UnitOfWork
from bot.usecases.booking import cancel, occupy, reasons_for_review
from bot.usecases.order import move
from bot.usecases.series_price import job_of_series, price_of_visit
from bot.usecases.windows import free_for

_BY_THE_PLAN = "series_"
"""How the reasons of the plan's own cancels begin: such a visit comes back when the plan has it again."""


COMPANY = "system"
"""What the company gives up costs the customer nothing, and what it adds as agreed and passed is not reviewed again."""


@dataclass(frozen=True, slots=True)
class Placing:
    """In what the visits of one series are placed: ``by`` is who asked for it, ``looked_at`` whether like any order."""

    deps: Deps
    uow: UnitOfWork
    catalogue: Catalogue
    series: Series
    by: str
    looked_at: bool

    @property
    def now(self) -> datetime:
        return self.deps.clock.now()


async def placing(deps: Deps, uow: UnitOfWork, series: Series, by: str) -> Placing:
    return Placing(deps, uow, await uow.catalogue.get(), series, by, looked_at=by != COMPANY)


def is_open(booking: Booking, now: datetime) -> bool:
    """Whether the visit is still to come, so that a change of the series may touch it."""
    return booking.state is BookingState.CONFIRMED and booking.window.start > now


async def make_ahead(
    deps: Deps, uow: UnitOfWork, series: Series, until: date, by: str, looked_at: bool = False
) -> tuple[Series, int]:
    """Makes the visits of the days after ``made_until`` up to ``until``; the series as it is then, and how many.

    A visit that is stored already stays as it is: it was moved or cancelled, or another worker has made it. One that
    cannot be made, whatever the business says against it, is missing, and the series goes on. ``looked_at``: the
    company's too are looked at like any order.
    """
    if until <= series.made_until:
        return series, 0
    work = await placing(deps, uow, series, by)
    work = replace(work, looked_at=work.looked_at or looked_at)
    await _lock_able(uow, series)
    stored = await _stored(uow, series)
    coming = list(_visits(work, series, series.made_until + timedelta(days=1), until))
    missing, made = list[tuple[Occurrence, str]](), 0
    for visit in _in_order(one for one in coming if visit_id(series.id, one.day) not in stored):
        try:
            await make_visit(work, visit)
            made += 1
        except DomainError as error:
            missing.append((visit, error.code))
    return _with_missing(work, replace(series, made_until=until), missing), made


async def settle(
    deps: Deps,
    uow: UnitOfWork,
    before: Series,
    after: Series,
    by: str,
    told_fen: int | None = None,
    anew: bool = False,
) -> Series:
    """Brings the visits made so far from one plan to the next: gives up, moves and makes what differs between them.

    Whatever was done to a single visit and does not differ stays. ``told_fen``: all that is given up together costs no
    more. ``anew``: also visits whose time is the same are given to providers again, from the last rhythm of ``after``
    on.
    """
    work = await placing(deps, uow, after, by)
    await _lock_able(uow, after)
    stored = await _stored(uow, after)
    last = max(before.made_to, after.made_to)
    was, will = (_made_of(work, series, stored, last) for series in (before, after))
    for day in sorted(was.keys() - will.keys()):
        booking = stored.get(visit_id(after.id, day))
        if booking is not None and is_open(booking, work.now):
            given_up = await _give_up(work, booking, work.by, told_fen)
            told_fen = None if told_fen is None else told_fen - given_up.fee_fen
    turning = after.plan.rhythms[-1].start.date()
    differs = [one for one in will.values() if one != was.get(one.day) or (anew and one.day >= turning)]
    missing = list[tuple[Occurrence, str]]()
    for visit in _in_order(differs):
        if visit.window(deps.zone).start <= work.now:
            continue
        booking = stored.get(visit_id(after.id, visit.day))
        try:
            await bring(work, visit, booking, anew)
        except DomainError as error:
            if booking is not None and is_open(booking, work.now):
                await _give_up(work, booking, COMPANY)
            missing.append((visit, error.code))
    return _with_missing(work, after, missing)


async def open_visits(work: Placing, first: date, last: date | None) -> list[Booking]:
    """Those made and still to come of the days of the rule from ``first`` to ``last``, without which to its end."""
    series = work.series
    stored = await _stored(work.uow, series)
    made = _made_of(work, series, stored, series.made_to)
    days = sorted(day for day in made if first <= day and (last is None or day <= last))
    found = [stored.get(visit_id(series.id, day)) for day in days]
    return [booking for booking in found if booking is not None and is_open(booking, work.now)]


async def bring(work: Placing, visit: Occurrence, booking: Booking | None, anew: bool = True) -> bool:
    """Has a visit take place where the plan has it; false where it has begun, or somebody cancelled it by itself.

    Raises ``NoProviderAvailable`` and ``PastWindow``; it then stays as it was.
    """
    if booking is None:
        await make_visit(work, visit)
    elif is_open(booking, work.now):
        if anew or booking.window != visit.window(work.deps.zone):
            await _move(work, visit, booking)
    elif _was_given_up(booking):
        await _move(work, visit, booking)
    else:
        return False
    return True


async def make_visit(work: Placing, visit: Occurrence) -> None:
    """Books one visit; harmless where another worker has just made it.

    Raises ``NoProviderAvailable``, and ``PastWindow`` when it is too late to send somebody.
    """
    window = visit.window(work.deps.zone)
    notice = timedelta(minutes=work.catalogue.rules.min_notice_minutes)
    if window.start < work.now + notice:
        raise PastWindow(f"{visit.start} is too soon, or has passed")
    refused: frozenset[str] = frozenset()
    while True:
        providers = await _providers_for(work, visit, refused)
        booking = await _visit_booking(work, visit, window, providers)
        try:
            await occupy(work.deps, work.uow, booking)
        except WindowTaken:
            refused |= frozenset(providers)
        except InvalidData:
            await work.uow.bookings.get(booking.id)
            return
        else:
            work.uow.happened(BookingConfirmed(booking))
            return


async def _move(work: Placing, visit: Occurrence, before: Booking) -> None:
    """Whoever is wished comes, then whoever was promised, if she is free."""
    was_cancelled = before.state is BookingState.CANCELLED
    there = before.restored(work.now, work.by) if was_cancelled else before
    there = replace(there, wish=work.series.wish)
    window = visit.window(work.deps.zone)
    refused: frozenset[str] = frozenset()
    while True:
        providers = await _providers_for(work, visit, refused, before)
        event: BookingRestored | BookingRescheduled
        if was_cancelled and (window, providers) == (before.window, before.provider_ids):
            moved, event = there, BookingRestored(there)
        else:
            price = await price_of_visit(work.deps, work.uow, work.series, visit, work.by == COMPANY)
            moved = there.rescheduled(window, providers, price, work.now, work.by)
            event = BookingRescheduled(moved, before)
        try:
            await move(work.deps, work.uow, moved, before)
        except WindowTaken:
            refused |= frozenset(providers)
        else:
            work.uow.happened(event)
            return


async def _give_up(work: Placing, booking: Booking, by: str, told_fen: int | None = None) -> Booking:
    reason = _BY_THE_PLAN + work.series.events[-1].name.removeprefix(_BY_THE_PLAN)
    return await cancel(work.deps, work.uow, booking.id, booking.customer_id, by, told_fen, reason)


def _was_given_up(booking: Booking) -> bool:
    if booking.state is not BookingState.CANCELLED:
        return False
    return booking.events[-1].detail.get("reason", "").startswith(_BY_THE_PLAN)


async def _providers_for(
    work: Placing, visit: Occurrence, refused: frozenset[str], moving: Booking | None = None
) -> tuple[str, ...]:
    """Who comes: those wished, then those promised before, then the best."""
    series = work.series
    if work.catalogue.service(series.service) is None:
        raise NoProviderAvailable(f"{series.service} is sold no longer")
    window = visit.window(work.deps.zone)
    job = job_of_series(series, visit.minutes)
    found = await free_for(work.deps, work.uow, work.catalogue, job, window, moving=moving)
    free = [candidate.provider.id for candidate in found if candidate.provider.id not in refused]
    if len(free) < series.heads:
        raise NoProviderAvailable(f"{series.service} at {visit.start}: everybody has just been taken")
    promised = moving.provider_ids if moving is not None else ()
    by_wish = sorted(free, key=lambda one: (one not in series.wish.preferred, one not in promised))
    return tuple(by_wish[: series.heads])


async def _visit_booking(work: Placing, visit: Occurrence, window: TimeWindow, providers: tuple[str, ...]) -> Booking:
    series, now = work.series, work.now
    planned = Booking(
        id=visit_id(series.id, visit.day),
        customer_id=series.customer_id,
        state=BookingState.HELD,
        service=series.service,
        window=window,
        provider_ids=providers,
        address=series.address,
        phone=series.phone,
        quote=await price_of_visit(work.deps, work.uow, series, visit, work.by == COMPANY),
        created_at=now,
        created_by=work.by,
        contact_name=series.contact_name,
        district=series.district,
        area_sqm=series.area_sqm,
        rooms=series.rooms,
        special_needs=series.special_needs,
        quantities=series.quantities,
        notes=series.notes,
        kind="series",
        series_id=series.id,
        wish=series.wish,
    )
    reasons = await reasons_for_review(work.uow, planned) if work.looked_at else ()
    return planned.confirmed(now, work.by, reasons)


def _visits(work: Placing, series: Series, first: date, last: date) -> Iterator[Occurrence]:
    found = series.plan.occurrences(work.catalogue.rules.holidays, first, last)
    return (one for one in found if one.dropped is None)


def _made_of(work: Placing, series: Series, stored: Mapping[str, Booking], last: date) -> dict[date, Occurrence]:
    """The visits that are made by now; one that was moved may be made before its day comes near."""
    visits = _visits(work, series, series.plan.begins, last)
    return {one.day: one for one in visits if one.day <= series.made_until or visit_id(series.id, one.day) in stored}


def _in_order(visits: Iterator[Occurrence] | list[Occurrence]) -> list[Occurrence]:
    """In the order of their start, so that two who want the same cells wait for each other and never for ever."""
    return sorted(visits, key=lambda visit: visit.start)


async def _lock_able(uow: UnitOfWork, series: Series) -> None:
    """All at once and in one order: visit by visit two series would wait for each other's providers for ever."""
    await uow.providers.lock([one.id for one in await uow.providers.able(series.service, series.district or None)])


async def _stored(uow: UnitOfWork, series: Series) -> dict[str, Booking]:
    return {booking.id: booking for booking in await uow.bookings.of_series(series.id)}


def _with_missing(work: Placing, series: Series, missing: list[tuple[Occurrence, str]]) -> Series:
    for visit, reason in missing:
        series = series.missing(visit.day, work.now, reason)
        work.uow.happened(SeriesVisitMissing(series, visit.start))
    return series


async def visit_of(uow: UnitOfWork, series: Series, day: date) -> Booking | None:
    """The booking of a day of the rule, where one has been made."""
    try:
        return await uow.bookings.get(visit_id(series.id, day))
    except NotFound:
        return None


def today(deps: Deps) -> date:
    return to_local(deps.clock.now(), deps.zone).date()
