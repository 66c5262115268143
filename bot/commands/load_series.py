"""The series of a data file: everything they name exists; their visits are made when they are stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.commands.load_bookings import customer_of
from bot.commands.load_file import LoadFile, Placed, unknown
from bot.commands.load_plan import Plan, services_of
from bot.commands.load_series_schema import SeriesEntry
from bot.domain.booking import ProviderWish
from bot.domain.catalogue import Service
from bot.domain.conversation import Customer
from bot.domain.errors import InvalidData, NotFound
from bot.domain.series import Series, SeriesState
from bot.domain.series_plan import Pause, SeriesPlan
from bot.domain.values import to_local
from bot.domain.work import Work, minutes_for


async def plan_series(plan: Plan, placed: Placed[SeriesEntry], loaded: LoadFile) -> None:
    entry, line = placed.entry, placed.line
    customer = await customer_of(plan, entry.customer, entry.openid)
    wrong = _names(plan, entry, customer, loaded)
    for what in wrong:
        plan.problem(line, f"series {entry.id}: {what}")
    if wrong or customer is None or plan.catalogue is None or await _is_stored(plan, entry.id):
        return  # A stored series has a life of its own by now; the file only says how it began.
    service = plan.catalogue.service(entry.service)
    if service is None:
        return  # Its own section was refused above.
    try:
        plan.new_series.append(_series(plan, entry, customer, service))
    except InvalidData as error:
        plan.problem(line, f"series {entry.id}: {error}")


def _names(plan: Plan, entry: SeriesEntry, customer: Customer | None, loaded: LoadFile) -> list[str]:
    """Everything that the series names and that does not exist."""
    wrong = []
    if customer is None:
        wrong.append(f"unknown customer {entry.customer or entry.openid!r}")
    else:
        if not (entry.address or customer.addresses):
            wrong.append("neither it nor its customer has an address")
        if not (entry.phone or customer.phone):
            wrong.append("neither it nor its customer has a phone")
    services = services_of(plan, loaded)
    if entry.service not in services:
        wrong.append(unknown("service", entry.service, services))
    known = plan.known_providers
    wrong += [unknown("provider", one, known) for one in entry.provider_ids if one not in known]
    return wrong


def _series(plan: Plan, entry: SeriesEntry, customer: Customer, service: Service) -> Series:
    when = _plan(plan, entry, service)
    if entry.state is SeriesState.PAUSED:
        when = when.paused(Pause(to_local(plan.now, plan.deps.zone).date()))
    return Series(
        id=entry.id,
        customer_id=customer.id,
        state=entry.state,
        plan=when,
        service=entry.service,
        address=entry.address or customer.addresses[0],
        phone=entry.phone or customer.phone,
        made_until=date.min,
        created_at=plan.now,
        created_by=entry.created_by,
        contact_name=entry.contact_name or customer.name,
        district=entry.district,
        area_sqm=entry.area_sqm,
        rooms=entry.rooms,
        heads=entry.providers,
        special_needs=entry.special_needs,
        quantities=entry.quantities,
        notes=entry.notes,
        wish=ProviderWish(only=entry.provider_ids) if entry.fixed else ProviderWish(preferred=entry.provider_ids),
    )


def _plan(plan: Plan, entry: SeriesEntry, service: Service) -> SeriesPlan:
    how = entry.frequency
    work = Work(entry.area_sqm, entry.rooms, entry.quantities, frozenset(entry.special_needs), entry.providers)
    minutes = entry.minutes or minutes_for(service, work)
    one = SeriesPlan.of(how.rrule, _start(plan, entry), minutes)
    return replace(one, count=how.count, until=how.until, holidays=entry.holidays, left_out=how.exdate)


def _start(plan: Plan, entry: SeriesEntry) -> datetime:
    if entry.start is not None:
        return entry.start
    today = to_local(plan.now, plan.deps.zone).date()
    first = today + timedelta(days=entry.in_days) if entry.in_days is not None else entry.frequency.begins
    if first is None or entry.at is None:
        raise InvalidData("it has no start")
    return datetime.combine(first, entry.at)


async def _is_stored(plan: Plan, series_id: str) -> bool:
    try:
        await plan.uow.series.get(series_id)
    except NotFound:
        return False
    return True
