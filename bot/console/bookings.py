"""Orders as staff see and change them: listed, cancelled, moved, changed, taken back, put right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import Field

from bot.console.booking_answer import BookingAnswer, booking_answer
from bot.console.calls import Call, Route
from bot.console.fields import Answer, Body, Fen, Line, Moment, Note, Nothing, Query
from bot.domain.access import STAFF
from bot.domain.booking import Booking, BookingState
from bot.domain.errors import InvalidData
from bot.domain.job import OrderChange
from bot.domain.values import TimeWindow, to_instant, to_local
from bot.ports import Deps
from bot.usecases import order
from bot.usecases.assign import assign
from bot.usecases.booking import cancel
from bot.usecases.inquiries import ask_extra

Count = Annotated[int, Field(ge=1, le=99)]


class Listed(Query):
    """Of one local day, or of one customer (openid or id), or both; without either: today."""

    day: Annotated[date | None, Field(alias="date", description="local day, such as 2026-11-24")] = None
    state: tuple[BookingState, ...] = ()
    customer: Line | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class Bookings(Answer):
    bookings: list[BookingAnswer]
    total: int = Field(description="how many there are, of which these are a part")


class Reason(Body):
    reason: Line


class NewStart(Body):
    start: Moment


class Parts(Body):
    """What becomes other; what is left out stays. A new size without a duration gets the catalogue's."""

    address: Line | None = None
    district: Line | None = None
    phone: Annotated[str | None, Field(pattern=r"^\+?[0-9-]{5,20}$")] = None
    duration_minutes: Annotated[int | None, Field(ge=15, le=24 * 60)] = None
    providers: Annotated[int | None, Field(ge=1, le=20)] = None
    area_sqm: Annotated[float | None, Field(gt=0, le=10_000, allow_inf_nan=False)] = None
    rooms: Line | None = None
    special_needs: Annotated[list[Line] | None, Field(max_length=30)] = None
    quantities: Annotated[dict[Line, Count] | None, Field(max_length=30)] = None
    notes: Note | None = None

    def change(self) -> OrderChange:
        if not self.model_fields_set or all(getattr(self, name) is None for name in self.model_fields_set):
            raise InvalidData("name at least one thing that becomes other")
        return OrderChange(
            address=self.address,
            district=self.district,
            phone=self.phone,
            minutes=self.duration_minutes,
            heads=self.providers,
            area_sqm=self.area_sqm,
            rooms=self.rooms,
            needs=None if self.special_needs is None else tuple(self.special_needs),
            quantities=self.quantities,
            notes=self.notes,
        )


class Extra(Body):
    label: Annotated[Line, Field(description="what is done beyond the order, in words for the customer")]
    fen: Fen


class Asked(Answer):
    """The customer's yes puts it on the bill; it is open until ``expires_at``."""

    inquiry_id: str
    booking_id: str
    state: str
    expires_at: datetime


class Assignment(Body):
    """Who comes instead, at the same time and price; the customer is told."""

    provider_ids: Annotated[list[Line], Field(min_length=1, max_length=20)]


class Rectification(Body):
    """``start``: when somebody comes again, free of charge; ``notes``: what is to be put right."""

    start: Moment
    notes: Note = ""


async def list_bookings(call: Call[Listed]) -> Bookings:
    found, asked = await _listed(call), call.given
    page = found[asked.offset : asked.offset + asked.limit]
    return Bookings(bookings=[booking_answer(booking, call.deps) for booking in page], total=len(found))


async def _listed(call: Call[Listed]) -> Sequence[Booking]:
    states, day = frozenset(call.given.state or BookingState), call.given.day
    if call.given.customer is None:
        day = day or to_local(call.deps.clock.now(), call.deps.zone).date()
        return await call.uow.bookings.between(_day(day, call.deps), states)
    known = await call.uow.customers.by_openid(call.given.customer)
    customer = known or await call.uow.customers.get(call.given.customer)
    found = await call.uow.bookings.of_customer(customer.id, states)
    window = None if day is None else _day(day, call.deps)
    return [one for one in found if window is None or window.start <= one.window.start < window.end]


def _day(day: date, deps: Deps) -> TimeWindow:
    if not 2000 <= day.year < 2100:
        raise InvalidData("date: the year is not between 2000 and 2100")
    midnight = datetime.combine(day, datetime.min.time())
    return TimeWindow(to_instant(midnight, deps.zone), to_instant(midnight + timedelta(days=1), deps.zone))


async def show_booking(call: Call[Nothing]) -> BookingAnswer:
    return booking_answer(await call.uow.bookings.get(call.id), call.deps)


async def cancel_booking(call: Call[Reason]) -> BookingAnswer:
    customer = await _customer_of(call)
    booking = await cancel(call.deps, call.uow, call.id, customer, call.by, reason=call.given.reason)
    return booking_answer(booking, call.deps)


async def reschedule_booking(call: Call[NewStart]) -> BookingAnswer:
    start = to_local(call.given.start, call.deps.zone)
    booking = await order.reschedule(call.deps, call.uow, call.id, await _customer_of(call), start, call.by)
    return booking_answer(booking, call.deps)


async def change_booking(call: Call[Parts]) -> BookingAnswer:
    wanted = call.given.change()
    booking = await order.change(call.deps, call.uow, call.id, await _customer_of(call), wanted, call.by)
    return booking_answer(booking, call.deps)


async def restore_booking(call: Call[Nothing]) -> BookingAnswer:
    booking = await order.restore(call.deps, call.uow, call.id, await _customer_of(call), call.by)
    return booking_answer(booking, call.deps)


async def assign_booking(call: Call[Assignment]) -> BookingAnswer:
    booking = await assign(call.deps, call.uow, call.id, tuple(call.given.provider_ids), call.by)
    return booking_answer(booking, call.deps)


async def rectify_booking(call: Call[Rectification]) -> BookingAnswer:
    start = to_local(call.given.start, call.deps.zone)
    booking = await order.rectify(call.deps, call.uow, call.id, start, call.by, call.given.notes)
    return booking_answer(booking, call.deps)


async def ask_for_extra(call: Call[Extra]) -> Asked:
    inquiry = await ask_extra(call.deps, call.uow, call.id, call.given.label, call.given.fen, call.by)
    expires_at = inquiry.expires_at.astimezone(call.deps.zone)
    return Asked(inquiry_id=inquiry.id, booking_id=call.id, state=inquiry.state.value, expires_at=expires_at)


async def _customer_of(call: Call[Reason] | Call[NewStart] | Call[Parts] | Call[Nothing]) -> str:
    """Staff act for the customer of the order."""
    return (await call.uow.bookings.get(call.id)).customer_id


_ONE = "/api/bookings/{id}"

ROUTES = (
    Route("GET", "/api/bookings", STAFF, "Orders of a day or a customer", list_bookings, Bookings, Listed),
    Route("GET", _ONE, STAFF, "One order with all its steps", show_booking, BookingAnswer),
    Route("POST", f"{_ONE}/cancel", STAFF, "Cancel for the customer, free", cancel_booking, BookingAnswer, Reason),
    Route("POST", f"{_ONE}/reschedule", STAFF, "Move", reschedule_booking, BookingAnswer, NewStart),
    Route("POST", f"{_ONE}/change", STAFF, "Change parts, priced anew", change_booking, BookingAnswer, Parts),
    Route("POST", f"{_ONE}/restore", STAFF, "Take a cancel back if still free", restore_booking, BookingAnswer),
    Route("POST", f"{_ONE}/extra", STAFF, "Ask for an extra; the yes adds it", ask_for_extra, Asked, Extra),
    Route("POST", f"{_ONE}/assign", STAFF, "Send others to an order", assign_booking, BookingAnswer, Assignment),
    Route("POST", f"{_ONE}/rectify", STAFF, "A free visit to put right", rectify_booking, BookingAnswer, Rectification),
)
