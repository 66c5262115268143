"""A new booking that staff make for a customer: held and confirmed in one step, by the core that the chat uses."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from bot.console.booking_answer import BookingAnswer, booking_answer
from bot.console.calls import Call, Route
from bot.console.fields import Body, Line, Moment, Note
from bot.domain.access import STAFF
from bot.domain.errors import InvalidData
from bot.domain.job import Job
from bot.domain.values import to_local
from bot.usecases.booking import confirm_hold, place_hold
from bot.usecases.proposals import job_for

Count = Annotated[int, Field(ge=1, le=99)]


class NewBooking(Body):
    """Without an address and a phone the customer's own. ``quoted_fen``: refused where it costs something else."""

    customer: Annotated[Line, Field(description="openid or id")]
    service: Annotated[Line, Field(description="code or Chinese name")]
    start: Moment
    district: Line
    address: Line | None = None
    phone: Annotated[str | None, Field(pattern=r"^\+?[0-9-]{5,20}$")] = None
    contact_name: Line | None = None
    duration_minutes: Annotated[int | None, Field(ge=15, le=24 * 60)] = None
    area_sqm: Annotated[float | None, Field(gt=0, le=10_000, allow_inf_nan=False)] = None
    rooms: Line | None = None
    providers: Annotated[int, Field(ge=1, le=20)] = 1
    provider_id: Annotated[Line | None, Field(description="she alone will do")] = None
    gender: Literal["female", "male"] | None = None
    special_needs: Annotated[list[Line] | None, Field(max_length=30)] = None
    quantities: Annotated[dict[Line, Count] | None, Field(max_length=30)] = None
    notes: Note = ""
    quoted_fen: Annotated[int | None, Field(ge=0)] = None


async def make_booking(call: Call[NewBooking]) -> BookingAnswer:
    start = to_local(call.given.start, call.deps.zone)
    held, _ = await place_hold(call.deps, call.uow, await _job(call), start, call.by)
    if call.given.quoted_fen not in (None, held.quote.total_fen):
        raise InvalidData(f"quoted_fen: it costs {held.quote.total_fen} fen now")
    booking = await confirm_hold(call.deps, call.uow, held.id, held.customer_id, call.by)
    return booking_answer(booking, call.deps)


async def _job(call: Call[NewBooking]) -> Job:
    given = call.given
    known = await call.uow.customers.by_openid(given.customer) or await call.uow.customers.get(given.customer)
    job = await job_for(
        call.uow,
        given.service,
        known.openid,
        district=given.district,
        minutes=given.duration_minutes,
        area_sqm=given.area_sqm,
        rooms=given.rooms or "",
        heads=given.providers,
        needs=tuple(given.special_needs or ()),
        quantities=dict(given.quantities or {}),
        provider_gender=given.gender,
        provider_only=(given.provider_id,) if given.provider_id else (),
        notes=given.notes,
    )
    address, phone = given.address or known.home, given.phone or known.phone
    if not (address and phone):
        raise InvalidData("neither the call nor the customer has an address and a phone")
    return replace(job, address=address, phone=phone, contact_name=given.contact_name or known.name)


ROUTES = (
    Route("POST", "/api/bookings", STAFF, "Book for a customer, who is told", make_booking, BookingAnswer, NewBooking),
)
