"""The bookings of a data file: everything they name exists, and nobody is in two places at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.commands.load_file import LoadFile, Placed, unknown
from bot.commands.load_plan import Plan, Taken, services_of, stored_customer
from bot.commands.load_schema import BookingEntry
from bot.commands.load_values import fen
from bot.domain.booking import OCCUPYING, RECTIFICATION, Booking, BookingEvent, BookingState, ProviderWish
from bot.domain.catalogue import Catalogue
from bot.domain.conversation import Customer
from bot.domain.errors import InvalidData, NotFound
from bot.domain.matching import occupied
from bot.domain.pricing import PricedJob, Quote, QuoteItem, quote
from bot.domain.values import TimeWindow, to_instant, to_local
from bot.domain.work import Work, minutes_for


async def plan_booking(plan: Plan, placed: Placed[BookingEntry], loaded: LoadFile) -> None:
    entry, line = placed.entry, placed.line
    before = len(plan.problems)
    customer = await customer_of(plan, entry.customer, entry.openid)
    await _check_names(plan, placed, customer, loaded)
    if len(plan.problems) > before or customer is None or plan.catalogue is None:
        return
    if plan.catalogue.service(entry.service) is None:
        return  # Its own section was refused above.
    if await _stored_booking(plan, entry.id) is not None:
        return  # A stored booking has a life of its own by now; the file only says how it began.
    booking = _booking(plan, plan.catalogue, entry, customer)
    if booking.state in OCCUPYING:
        await _take(plan, booking, plan.catalogue, line)
    plan.new_bookings.append((booking, line))


async def _check_names(plan: Plan, placed: Placed[BookingEntry], customer: Customer | None, loaded: LoadFile) -> None:
    """Whether everything exists that the booking names."""
    entry, wrong = placed.entry, list[str]()
    services = services_of(plan, loaded)
    if customer is None:
        wrong.append(f"unknown customer {entry.customer or entry.openid!r}")
    else:
        if not (entry.address or customer.addresses):
            wrong.append("neither it nor its customer has an address")
        if not (entry.phone or customer.phone):
            wrong.append("neither it nor its customer has a phone")
    if entry.service not in services:
        wrong.append(unknown("service", entry.service, services))
    known = {*plan.known_providers, *(provider.entry.id for provider in loaded.providers)}
    meant = (*entry.provider_ids, *entry.provider_preferred)
    wrong += [unknown("provider", provider_id, known) for provider_id in meant if provider_id not in known]
    named = {other.entry.id for other in loaded.bookings}
    if entry.linked_to and entry.linked_to not in named and await _stored_booking(plan, entry.linked_to) is None:
        wrong.append(f"unknown booking {entry.linked_to!r} in linked_to")
    for what in wrong:
        plan.problem(placed.line, f"booking {entry.id}: {what}")


def _booking(plan: Plan, catalogue: Catalogue, entry: BookingEntry, customer: Customer) -> Booking:
    service = catalogue.services[entry.service]
    window = _window(plan, entry, entry.minutes or minutes_for(service, _work(entry)))
    return Booking(
        id=entry.id,
        customer_id=customer.id,
        state=entry.state,
        service=entry.service,
        window=window,
        provider_ids=entry.provider_ids,
        address=entry.address or customer.addresses[0],
        phone=entry.phone or customer.phone,
        quote=_quote(plan, catalogue, entry, window),
        created_at=plan.now,
        created_by=entry.created_by,
        contact_name=entry.contact_name or customer.name,
        district=entry.district,
        area_sqm=entry.area_sqm,
        rooms=entry.rooms,
        special_needs=entry.special_needs,
        quantities=entry.quantities,
        notes=entry.notes,
        kind=entry.kind,
        linked_to=entry.linked_to,
        wish=ProviderWish(preferred=entry.provider_preferred),
        hold_expires_at=_hold_ends(plan, catalogue, entry),
        events=(BookingEvent(plan.now, "booking_loaded", "load"),),
    )


def _window(plan: Plan, entry: BookingEntry, minutes: int) -> TimeWindow:
    zone = plan.deps.zone
    if entry.start is None and entry.in_days is not None and entry.at is not None:
        today = to_local(plan.now, zone).date()
        start = to_instant(datetime.combine(today + timedelta(days=entry.in_days), entry.at), zone)
    elif entry.start is not None:
        start = entry.start if entry.start.tzinfo else to_instant(entry.start, zone)
    else:
        raise InvalidData(f"booking {entry.id} has no start")
    return TimeWindow(start, start + timedelta(minutes=minutes))


def _quote(plan: Plan, catalogue: Catalogue, entry: BookingEntry, window: TimeWindow) -> Quote:
    """The price that was agreed, else the list's; nobody knows when it was booked and what was done before."""
    if entry.quote_yuan is not None:
        return Quote((QuoteItem("agreed", "约定价格", fen(entry.quote_yuan)),))
    start = to_local(window.start, plan.deps.zone)
    minutes = int(window.duration.total_seconds() // 60)
    service, rectifies = catalogue.services[entry.service], entry.kind == RECTIFICATION
    return quote(catalogue, PricedJob(service, start, minutes, _work(entry), rectifies=rectifies))


def _work(entry: BookingEntry) -> Work:
    needs, providers = frozenset(entry.special_needs), len(entry.provider_ids)
    return Work(entry.area_sqm, entry.rooms, entry.quantities, needs, providers)


def _hold_ends(plan: Plan, catalogue: Catalogue, entry: BookingEntry) -> datetime | None:
    return plan.now + timedelta(minutes=catalogue.rules.hold_minutes) if entry.state is BookingState.HELD else None


async def _take(plan: Plan, booking: Booking, catalogue: Catalogue, line: int) -> None:
    taken = occupied(booking.window, catalogue.rules)
    busy = await plan.uow.bookings.busy(taken, booking.provider_ids)
    for provider_id in booking.provider_ids:
        own = [other for other in plan.taken if other.provider_id == provider_id and other.window.overlaps(taken)]
        if own:
            plan.problem(line, f"booking {booking.id}: {provider_id} is taken by the booking on line {own[0].line}")
        elif any(visit.overlaps(taken) for visit in busy.get(provider_id, ())):
            plan.problem(line, f"booking {booking.id}: {provider_id} has a stored booking at that time")
        plan.taken.append(Taken(provider_id, taken, line))


async def _stored_booking(plan: Plan, booking_id: str) -> Booking | None:
    try:
        return await plan.uow.bookings.get(booking_id)
    except NotFound:
        return None


async def customer_of(plan: Plan, customer_id: str | None, openid: str | None) -> Customer | None:
    """A customer of the file or a stored one, by either name."""
    for customer in plan.customers.values():
        if customer_id == customer.id or openid == customer.openid:
            return customer
    if customer_id is not None:
        return await stored_customer(plan, customer_id)
    return await plan.uow.customers.by_openid(openid or "")
