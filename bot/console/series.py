"""Recurring orders as staff start and change them for a customer: shown first, then stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Annotated, TypeVar

from pydantic import Field

from bot.console.booking_answer import BookingAnswer, booking_answer
from bot.console.calls import Call, Route
from bot.console.fields import Answer, Body, Line, Moment, Note, Nothing, Query
from bot.domain.access import STAFF
from bot.domain.errors import InvalidData
from bot.domain.job import Job
from bot.domain.series import Series
from bot.domain.series_plan import HolidayChoice, SeriesPlan
from bot.domain.values import to_local
from bot.usecases import series as core
from bot.usecases.proposals import job_for
from bot.usecases.series_preview import VisitPreview, preview_series

G = TypeVar("G", bound=Body | Query)

Day = Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2100, 1, 1))]
Minutes = Annotated[int, Field(ge=1, le=24 * 60)]
Count = Annotated[int, Field(ge=1, le=1000)]


class Wanted(Body):
    """``rrule`` as RFC 5545 writes it, ``start`` the first visit; without an address and a phone the customer's own."""

    customer: Annotated[Line, Field(description="openid")]
    service: Line
    rrule: Annotated[Line, Field(description="such as FREQ=WEEKLY;BYDAY=WE")]
    start: Moment
    duration_minutes: Minutes
    district: Line
    address: Line | None = None
    phone: Line | None = None
    count: Count | None = None
    until: Day | None = None
    keep_holidays: bool = False
    fixed: Annotated[bool, Field(description="nobody else may come")] = False
    provider: Annotated[Line | None, Field(description="as the customer names her")] = None
    area_sqm: Annotated[float | None, Field(gt=0, le=10_000)] = None
    providers: Annotated[int, Field(ge=1, le=20)] = 1
    special_needs: Annotated[list[Line] | None, Field(max_length=30)] = None
    notes: Note = ""


class Found(Query):
    customer: Annotated[Line, Field(description="openid")]


class OneVisit(Body):
    """``day``: the one that the rule gives the visit."""

    day: Day


class OtherStart(OneVisit):
    start: Moment


class FromHereOn(OneVisit):
    """What is not given stays as it is."""

    rrule: Line | None = None
    time_of_day: Annotated[str | None, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = None
    duration_minutes: Minutes | None = None


class Break(Body):
    """``last`` included; without it until the series goes on."""

    first: Day
    last: Day | None = None


class VisitAnswer(Answer):
    day: date
    start: datetime
    dropped: str | None = Field(description="why it falls out: holiday, exception or pause")
    provider_ids: list[str]
    quote_fen: int | None
    conflict: bool
    nearest: list[datetime] = Field(description="for a conflict: free starts near it")


class Preview(Answer):
    visits: list[VisitAnswer]
    conflicts: int


class SeriesAnswer(Answer):
    id: str
    state: str
    customer_id: str
    service: str
    rrule: str
    time_of_day: str
    duration_minutes: int
    count: int | None
    until: date | None
    exdate: list[date]
    provider_ids: list[str]
    fixed: bool
    made_until: date
    visits: list[BookingAnswer]


class AllSeries(Answer):
    series: list[SeriesAnswer]


async def list_series(call: Call[Found]) -> AllSeries:
    customer = await call.uow.customers.by_openid(call.given.customer)
    known = customer or await call.uow.customers.get(call.given.customer)
    found = await call.uow.series.of_customer(known.id)
    return AllSeries(series=[await _answer(call, series) for series in found])


async def show_series(call: Call[Nothing]) -> SeriesAnswer:
    return await _answer(call, await call.uow.series.get(call.id))


async def preview_new_series(call: Call[Wanted]) -> Preview:
    job, plan = await _job(call), _plan(call)
    found = await preview_series(call.deps, call.uow, job, plan, fixed=call.given.fixed)
    return Preview(visits=[_visit(call, one) for one in found.visits], conflicts=len(found.conflicts))


async def start_series(call: Call[Wanted]) -> SeriesAnswer:
    job, plan = await _job(call), _plan(call)
    return await _answer(call, await core.start_series(call.deps, call.uow, job, plan, call.by, fixed=call.given.fixed))


async def skip_visit(call: Call[OneVisit]) -> SeriesAnswer:
    owner = await _owner(call)
    return await _answer(call, await core.skip_visit(call.deps, call.uow, call.id, owner, call.given.day, call.by))


async def move_visit(call: Call[OtherStart]) -> SeriesAnswer:
    start, owner = to_local(call.given.start, call.deps.zone), await _owner(call)
    moved = await core.move_visit(call.deps, call.uow, call.id, owner, call.given.day, start, call.by)
    return await _answer(call, moved)


async def change_series(call: Call[FromHereOn]) -> SeriesAnswer:
    given, owner = call.given, await _owner(call)
    if given.rrule is None and given.time_of_day is None and given.duration_minutes is None:
        raise InvalidData("name at least one thing that becomes other")
    changed = await core.change_from(
        call.deps, call.uow, call.id, owner, given.day, call.by,
        rule=given.rrule,
        at=time.fromisoformat(given.time_of_day) if given.time_of_day else None,
        minutes=given.duration_minutes,
    )  # fmt: skip
    return await _answer(call, changed)


async def pause_series(call: Call[Break]) -> SeriesAnswer:
    owner, given = await _owner(call), call.given
    return await _answer(call, await core.pause(call.deps, call.uow, call.id, owner, given.first, given.last, call.by))


async def resume_series(call: Call[OneVisit]) -> SeriesAnswer:
    owner = await _owner(call)
    return await _answer(call, await core.resume(call.deps, call.uow, call.id, owner, call.given.day, call.by))


async def end_series(call: Call[OneVisit]) -> SeriesAnswer:
    owner = await _owner(call)
    return await _answer(call, await core.end_series(call.deps, call.uow, call.id, owner, call.given.day, call.by))


async def _owner(call: Call[G]) -> str:
    """Staff act for the customer of the series."""
    return (await call.uow.series.get(call.id)).customer_id


async def _job(call: Call[Wanted]) -> Job:
    given = call.given
    job = await job_for(
        call.uow,
        given.service,
        given.customer,
        district=given.district,
        minutes=given.duration_minutes,
        area_sqm=given.area_sqm,
        heads=given.providers,
        needs=tuple(given.special_needs or ()),
        provider_name=given.provider,
        notes=given.notes,
    )
    customer = await call.uow.customers.get(job.customer_id)
    address = given.address or (customer.addresses[0] if customer.addresses else "")
    phone = given.phone or customer.phone
    if not (address and phone):
        raise InvalidData("neither the call nor the customer has an address and a phone")
    return replace(job, address=address, phone=phone, contact_name=customer.name)


def _plan(call: Call[Wanted]) -> SeriesPlan:
    given = call.given
    plan = SeriesPlan.of(given.rrule, to_local(given.start, call.deps.zone), given.duration_minutes)
    holidays = HolidayChoice.KEEP if given.keep_holidays else HolidayChoice.SKIP
    return replace(plan, count=given.count, until=given.until, holidays=holidays)


def _visit(call: Call[Wanted], preview: VisitPreview) -> VisitAnswer:
    visit, zone = preview.visit, call.deps.zone
    return VisitAnswer(
        day=visit.day,
        start=visit.start.replace(tzinfo=zone),
        dropped=visit.dropped.value if visit.dropped else None,
        provider_ids=list(preview.provider_ids),
        quote_fen=preview.quote.total_fen if preview.quote else None,
        conflict=preview.is_conflict,
        nearest=[start.replace(tzinfo=zone) for start in preview.nearest],
    )


async def _answer(call: Call[G], series: Series) -> SeriesAnswer:
    rhythm = series.plan.rhythms[-1]
    return SeriesAnswer(
        id=series.id,
        state=series.state.value,
        customer_id=series.customer_id,
        service=series.service,
        rrule=rhythm.rule,
        time_of_day=f"{rhythm.start:%H:%M}",
        duration_minutes=rhythm.minutes,
        count=series.plan.count,
        until=series.plan.until,
        exdate=sorted(series.plan.left_out),
        provider_ids=list(series.wish.only or series.wish.preferred),
        fixed=bool(series.wish.only),
        made_until=series.made_until,
        visits=[booking_answer(visit, call.deps) for visit in await call.uow.bookings.of_series(series.id)],
    )


_ONE = "/api/series/{id}"

ROUTES = (
    Route("GET", "/api/series", STAFF, "A customer's recurring orders", list_series, AllSeries, Found),
    Route("GET", _ONE, STAFF, "One of them with its visits", show_series, SeriesAnswer),
    Route("POST", "/api/series/preview", STAFF, "First visits and conflicts", preview_new_series, Preview, Wanted),
    Route("POST", "/api/series", STAFF, "Start one and make its first visits", start_series, SeriesAnswer, Wanted),
    Route("POST", f"{_ONE}/skip", STAFF, "This visit does not take place", skip_visit, SeriesAnswer, OneVisit),
    Route("POST", f"{_ONE}/move", STAFF, "This visit at another time", move_visit, SeriesAnswer, OtherStart),
    Route("POST", f"{_ONE}/change", STAFF, "Otherwise from a day on", change_series, SeriesAnswer, FromHereOn),
    Route("POST", f"{_ONE}/pause", STAFF, "No visits for a while", pause_series, SeriesAnswer, Break),
    Route("POST", f"{_ONE}/resume", STAFF, "Go on from a day", resume_series, SeriesAnswer, OneVisit),
    Route("POST", f"{_ONE}/end", STAFF, "No visits from a day on", end_series, SeriesAnswer, OneVisit),
)
