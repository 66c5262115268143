"""A day's bookings read as the day that is to be planned: who may come where, and what has been promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from bot.domain.booking import UNTOLD, WORKED, Booking, BookingEvent, BookingState
from bot.domain.calendar import visit_of
from bot.domain.catalogue import Catalogue
from bot.domain.dispatch import Day, DayVisit, Promise, a_day, hundredths
from bot.domain.job import History, job_of
from bot.domain.matching import Workload, occupied, rank
from bot.domain.notices import Reminder, ReminderState
from bot.domain.provider import Provider
from bot.domain.travel import travel_minutes
from bot.domain.values import TimeWindow, monday_of, to_instant
from bot.ports import Deps, UnitOfWork
from bot.usecases.windows import history_of, service_of, workload

_SETTLED_WITHIN = timedelta(hours=2)
"""Whoever has said 接单 to a visit that is as close as this goes there."""

_CUSTOMER = "customer"

_SAYS_WHO = frozenset(
    {
        "booking_confirmed",
        "booking_rescheduled",
        "booking_changed",
        "booking_restored",
        "review_approved",
        "review_replaced",
        "provider_replaced",
    }
)
"""Steps after which the customer reads who comes, in the chat, in a notice or in a question."""

_COUNTED_BY_THE_PLAN = frozenset({"travel", "load", "lost"})
"""Points of the ranking that depend on what else she does on the day."""


@dataclass(frozen=True, slots=True)
class ReadDay:
    """``providers`` are all who come to a visit or may."""

    day: Day
    bookings: Mapping[str, Booking]
    providers: Mapping[str, Provider]


async def read_day(deps: Deps, uow: UnitOfWork, on: date) -> ReadDay:
    """Everything that takes a provider's time on a local day."""
    catalogue, now = await uow.catalogue.get(), deps.clock.now()
    midnight = datetime.combine(on, time())
    whole = TimeWindow(to_instant(midnight, deps.zone), to_instant(midnight + timedelta(days=1), deps.zone))
    bookings = await uow.bookings.between(whole, WORKED)
    able = {}
    for work in sorted({(booking.service, booking.district) for booking in bookings}):
        able[work] = await uow.providers.able(work[0], work[1] or None)
    providers = {one.id: one for some in able.values() for one in some}
    for provider_id in sorted({one for booking in bookings for one in booking.provider_ids} - providers.keys()):
        providers[provider_id] = await uow.providers.get(provider_id)
    others = await _without_this_day(deps, uow, list(providers.values()), bookings, on)
    visits = []
    for booking in bookings:
        history = await history_of(uow, booking.customer_id)
        promise = promise_of(booking, await uow.reminders.of_booking(booking.id), now)
        could = able[booking.service, booking.district]
        visits.append(_visit(deps, catalogue, could, booking, history, others, promise))
    rules, monday = catalogue.rules, monday_of(on)
    limits = {
        one.id: max(0, one.max_minutes_per_week - others.weeks.get((one.id, monday), 0))
        for one in providers.values()
        if one.max_minutes_per_week
    }
    way = partial(travel_minutes, rules)
    day = a_day(visits, way, rules.travel_minutes, catalogue.policies.weights, limits)
    return ReadDay(day, {booking.id: booking for booking in bookings}, providers)


async def _without_this_day(
    deps: Deps, uow: UnitOfWork, providers: Sequence[Provider], bookings: Sequence[Booking], on: date
) -> Workload:
    """Leaves, and the hours of the week beside this day; its visits are what is planned."""
    midday = to_instant(datetime.combine(on, time(12)), deps.zone)
    load = await workload(deps, uow, providers, TimeWindow(midday, midday + timedelta(minutes=1)), History())
    weeks, monday = dict(load.weeks), monday_of(on)
    for booking in bookings:
        for provider_id in booking.provider_ids:
            weeks[provider_id, monday] = weeks.get((provider_id, monday), 0) - booking.duration_minutes
    return Workload({}, leaves=load.leaves, weeks=weeks)


def was_told(booking: Booking, reminders: Sequence[Reminder]) -> bool:
    """Whether its customer has read who comes.

    She has not where the order was loaded, or made of a series, and nothing has happened to it since.
    """
    says_who = any(event.name in _SAYS_WHO and _is_heard(booking, event) for event in booking.events)
    reminded = any(reminder.state is ReminderState.SENT for reminder in reminders)
    return booking.created_by == _CUSTOMER or says_who or reminded


def _is_heard(booking: Booking, event: BookingEvent) -> bool:
    """A visit that is made of a series is not told of by itself, and a plan of the day changes in silence."""
    is_made = event.name == "booking_confirmed" and booking.series_id is not None and event.by != _CUSTOMER
    return not is_made and UNTOLD not in event.detail


def promise_of(booking: Booking, reminders: Sequence[Reminder], now: datetime) -> Promise:
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
    return Promise.TOLD if was_told(booking, reminders) else Promise.NONE


def _visit(
    deps: Deps,
    catalogue: Catalogue,
    able: Sequence[Provider],
    booking: Booking,
    history: History,
    others: Workload,
    promise: Promise,
) -> DayVisit:
    rules, weights = catalogue.rules, catalogue.policies.weights
    wish = job_of(booking).wish(history, service_of(catalogue, booking.service))
    load = replace(others, known=frozenset(history.known), scores=history.scores)
    ranked = rank(able, wish, booking.window, load, rules, deps.zone, weights)
    worth = {
        one.provider.id: hundredths(
            sum(points for name, points in one.points.items() if name not in _COUNTED_BY_THE_PLAN)
        )
        for one in ranked
    }
    wished = frozenset(worth) if wish.name or wish.only else wish.preferred
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
        known=load.known,
    )
