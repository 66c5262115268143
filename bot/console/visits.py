"""A provider's own visits and notices, and what is reported of a visit (接单/出发/到了/完成)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from bot.console.calls import EVERYBODY, PROVIDERS, Call, Route
from bot.console.fields import Answer, Body, Line, Nothing
from bot.console.spans import Span, Window, window_of
from bot.domain.access import Role, is_promised_to, may_call
from bot.domain.booking import UPCOMING, Booking
from bot.domain.errors import InvalidData, NotFound
from bot.domain.provider_notice import ProviderNotice
from bot.domain.values import TimeWindow
from bot.ports import Deps, UnitOfWork
from bot.usecases import visit


class Visit(Answer):
    """What she needs to know of a visit; the phone comes with the day before."""

    id: str
    state: str
    window: Window
    service: str
    service_name: str
    district: str
    address: str
    contact_name: str
    phone: str | None
    special_needs: list[str]
    quantities: dict[str, int]
    area_sqm: float | None
    rooms: str
    notes: str
    accepted: bool
    with_providers: list[str]
    """Names of those who come along."""


class Visits(Answer):
    visits: list[Visit]


class Report(Body):
    """``provider_id``: for whom staff report; she herself leaves it out."""

    report: Literal["accept", "depart", "arrive", "finish", "miss"]
    provider_id: Line | None = None


class Reported(Answer):
    id: str
    state: str
    accepted_by: list[str]


class Notice(Answer):
    id: int
    kind: str
    text: str
    booking_id: str | None
    at: datetime


class Notices(Answer):
    notices: list[Notice]


class Read(Body):
    last_id: int = Field(ge=1)


async def my_visits(call: Call[Span]) -> Visits:
    window, own = call.given.window(call.deps), call.caller.subject
    visits = (await call.uow.bookings.busy(window, (own,))).get(own, ())
    bookings = [await call.uow.bookings.get(one.booking_id) for one in visits]
    names = {provider.id: provider.name for provider in await call.uow.providers.all()}
    shown = [one for one in bookings if one.state in UPCOMING and is_promised_to(one, own) and _in(one, window)]
    services = (await call.uow.catalogue.get()).services
    titles = {code: service.name for code, service in services.items()}
    return Visits(visits=[_visit(call, booking, names, titles) for booking in shown])


def _in(booking: Booking, window: TimeWindow) -> bool:
    """What her way there touches is not yet the visit."""
    return booking.window.overlaps(window)


def _visit(call: Call[Span], booking: Booking, names: Mapping[str, str], titles: Mapping[str, str]) -> Visit:
    own = call.caller.subject
    return Visit(
        id=booking.id,
        state=booking.state.value,
        window=window_of(booking.window, call.deps),
        service=booking.service,
        service_name=titles.get(booking.service, booking.service),
        district=booking.district,
        address=booking.address,
        contact_name=booking.contact_name,
        phone=booking.phone if may_call(booking, call.deps.clock.now(), call.deps.zone) else None,
        special_needs=list(booking.special_needs),
        quantities=dict(booking.quantities),
        area_sqm=booking.area_sqm,
        rooms=booking.rooms,
        notes=booking.notes,
        accepted=own in booking.accepted_by,
        with_providers=[names.get(one, one) for one in booking.provider_ids if one != own],
    )


async def report_visit(call: Call[Report]) -> Reported:
    provider_id = await _reporter(call)
    booking = await visit.report(call.deps, call.uow, call.id, call.given.report, call.by, provider_id)
    return Reported(id=booking.id, state=booking.state.value, accepted_by=list(booking.accepted_by))


async def _reporter(call: Call[Report]) -> str:
    """Whose report it is: her own, of a visit that is hers, or staff's for her."""
    said, booking = call.given.provider_id, await call.uow.bookings.get(call.id)
    if call.caller.role is Role.PROVIDER:
        if not is_promised_to(booking, call.caller.subject):
            raise NotFound(f"no booking {call.id}")
        if said not in (None, call.caller.subject):
            raise InvalidData("provider_id: only staff report for others")
        return call.caller.subject
    if said is None:
        raise InvalidData("provider_id: say for whom you report")
    if said not in booking.provider_ids:
        raise InvalidData(f"provider_id: {said} does not come to booking {call.id}")
    return said


async def my_notices(call: Call[Nothing]) -> Notices:
    return await _unread(call.uow, call.caller.subject, call.deps)


async def read_notices(call: Call[Read]) -> Notices:
    await call.uow.provider_notices.mark_read(call.caller.subject, call.given.last_id, call.deps.clock.now())
    return await _unread(call.uow, call.caller.subject, call.deps)


async def _unread(uow: UnitOfWork, provider_id: str, deps: Deps) -> Notices:
    unread = await uow.provider_notices.unread(provider_id)
    return Notices(notices=[_notice(notice, deps) for notice in unread])


def _notice(notice: ProviderNotice, deps: Deps) -> Notice:
    return Notice(
        id=notice.id,
        kind=notice.kind.value,
        text=notice.text,
        booking_id=notice.booking_id,
        at=notice.created_at.astimezone(deps.zone),
    )


_REPORTS = "接单, 出发, 到了, 完成; miss: it did not take place"

ROUTES = (
    Route("GET", "/api/me/visits", PROVIDERS, "Her upcoming visits", my_visits, Visits, Span),
    Route("GET", "/api/me/notices", PROVIDERS, "What she has been told and not read", my_notices, Notices),
    Route("POST", "/api/me/notices/read", PROVIDERS, "Read up to this one", read_notices, Notices, Read),
    Route("POST", "/api/visits/{id}/report", EVERYBODY, _REPORTS, report_visit, Reported, Report),
)
