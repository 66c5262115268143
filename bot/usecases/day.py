"""A day's bookings read as the day that is to be planned: who may come where, and what has been promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.booking import OCCUPYING, Booking, BookingState
from bot.domain.calendar import visit_of
from bot.domain.catalogue import Catalogue
from bot.domain.dispatch import Day, DayVisit, Promise, a_day, hundredths
from bot.domain.matching import Wish, Workload, occupied, rank
from bot.domain.provider import Provider
from bot.domain.values import TimeWindow, to_instant
from bot.ports import Deps, UnitOfWork
from bot.usecases.booking import served_by, service_of

_SETTLED_WITHIN = timedelta(hours=2)
"""Whoever has said 接单 to a visit that is as close as this goes there."""

_COUNTED_BY_THE_PLAN = frozenset({"travel", "load", "wished"})
"""Points of the ranking that depend on what else she does, or on what this order asks for."""


@dataclass(frozen=True, slots=True)
class ReadDay:
    day: Day
    bookings: Mapping[str, Booking]
    providers: Mapping[str, Provider]


async def read_day(deps: Deps, uow: UnitOfWork, on: date) -> ReadDay:
    """Everything that keeps a provider's time on a local day."""
    catalogue, now = await uow.catalogue.get(), deps.clock.now()
    begins = to_instant(datetime.combine(on, time()), deps.zone)
    ends = to_instant(datetime.combine(on + timedelta(days=1), time()), deps.zone)
    bookings = await uow.bookings.between(TimeWindow(begins, ends), OCCUPYING)
    providers = await uow.providers.all()
    visits = []
    for booking in bookings:
        known = frozenset(await served_by(uow, booking.customer_id))
        visits.append(_visit(deps, catalogue, providers, booking, known, now))
    usual = catalogue.rules.travel_minutes
    day = a_day(visits, lambda origin, destination: usual, usual, catalogue.policies.weights)
    return ReadDay(day, {booking.id: booking for booking in bookings}, {one.id: one for one in providers})


def promise_of(booking: Booking, now: datetime) -> Promise:
    """What its customer has been promised about who comes."""
    sent = frozenset(booking.provider_ids)
    wish = booking.wish
    is_wished = bool(wish.name) or bool(sent & {*wish.only, *wish.preferred})
    is_settled = sent <= frozenset(booking.accepted_by) and booking.window.start - now <= _SETTLED_WITHIN
    if booking.state is not BookingState.CONFIRMED or booking.window.start <= now or is_settled:
        return Promise.FIRM
    if booking.awaits_review or not sent:
        return Promise.NONE
    if is_wished:
        return Promise.FIRM
    return Promise.TOLD if booking.created_by == "customer" else Promise.NONE


def wish_of(catalogue: Catalogue, booking: Booking) -> Wish:
    """What a provider must be who comes to a booking."""
    return Wish(
        service=booking.service,
        district=booking.district or None,
        needs=frozenset(booking.special_needs),
        gender=booking.wish.gender,
        name=booking.wish.name,
        exclude=frozenset(booking.wish.exclude),
        only=frozenset(booking.wish.only),
        certificates=frozenset(service_of(catalogue, booking.service).certificates),
    )


def _visit(
    deps: Deps,
    catalogue: Catalogue,
    providers: Sequence[Provider],
    booking: Booking,
    known: frozenset[str],
    now: datetime,
) -> DayVisit:
    rules, weights = catalogue.rules, catalogue.policies.weights
    ranked = rank(providers, wish_of(catalogue, booking), booking.window, Workload({}, known), rules, deps.zone)
    wished = frozenset({*booking.wish.only, *booking.wish.preferred})
    worth = {
        candidate.provider.id: hundredths(
            sum(points for name, points in candidate.points.items() if name not in _COUNTED_BY_THE_PLAN)
            + (weights.wished if candidate.provider.id in wished else 0)
        )
        for candidate in ranked
    }
    promise = promise_of(booking, now)
    if promise is Promise.FIRM:
        worth = {one: worth.get(one, 0) for one in booking.provider_ids}
    taken = visit_of(booking.id, booking.window, occupied(booking.window, rules), booking.district)
    return DayVisit(
        booking_id=booking.id,
        service=booking.service,
        district=booking.district,
        starts=taken.starts,
        ends=taken.ends,
        taken_from=taken.taken_from,
        taken_until=taken.taken_until,
        current=booking.provider_ids,
        worth=worth,
        heads=max(1, len(booking.provider_ids)),
        promise=promise,
        wished=wished,
        known=known,
    )
