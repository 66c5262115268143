"""Bookings: those of a day or of a customer, and one with all that can be done to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from bot.console import bookings
from bot.console.fields import Nothing, sentence_of
from bot.console.pages.page import GoTo, Page, PageCall, Shown
from bot.domain.access import STAFF
from bot.domain.booking import BookingState
from bot.domain.errors import InvalidData, NotFound
from bot.domain.series import visit_day
from bot.domain.values import to_local
from bot.ports import UnitOfWork

_MOST = 200
_MOST_CUSTOMERS = 20
_NOBODY = "nobody"
_SHOWN = tuple(state for state in BookingState if state is not BookingState.EXPIRED)


async def names_of_everybody(uow: UnitOfWork) -> Mapping[str, str]:
    """Each provider's name by her id."""
    return {provider.id: provider.name for provider in await uow.providers.all()}


async def services_of(uow: UnitOfWork) -> Mapping[str, str]:
    return {code: service.name for code, service in (await uow.catalogue.get()).services.items()}


async def search_bookings(call: PageCall) -> GoTo:
    """By a booking's number, or a customer's phone, id or openid; the address that is gone to tells ids alone."""
    searched = call.query.get("q", "").strip()
    if searched.startswith("bk_"):
        return GoTo(f"/orders/{searched}") if searched.isascii() and searched.isidentifier() else GoTo("/orders")
    if not searched:
        return GoTo("/orders")
    by_phone = [customer.id for customer in await call.uow.customers.by_phone(searched)]
    known = await call.uow.customers.by_openid(searched)
    by_openid = [known.id] if known else []
    own_id = [searched] if searched.startswith("cu_") and searched.isascii() and searched.isidentifier() else []
    return GoTo(f"/orders?customer={','.join(by_phone or by_openid or own_id) or _NOBODY}")


async def bookings_page(call: PageCall) -> Shown:
    today = to_local(call.deps.clock.now(), call.deps.zone).date()
    searched = call.query.get("customer", "")
    day = day_of(call.query.get("day", ""), today)
    found = await _of_customers(call, searched) if searched else await _listed(call, {"date": day.isoformat()})
    values = {
        "bookings": found,
        "searched": searched,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "today": today,
        "providers": await names_of_everybody(call.uow),
        "services": await services_of(call.uow),
    }
    return Shown("bookings.html", values)


async def _listed(call: PageCall, query: dict[str, Any]) -> list[Any]:
    query |= {"state": [state.value for state in _SHOWN], "limit": _MOST}
    try:
        given = bookings.Listed.model_validate(query)
    except ValidationError as error:
        raise InvalidData(sentence_of(error)) from error
    return (await bookings.list_bookings(call.api(given))).bookings


async def _of_customers(call: PageCall, searched: str) -> list[Any]:
    """Of the customers with these ids."""
    found: list[Any] = []
    for customer in searched.split(",")[:_MOST_CUSTOMERS]:
        try:
            found += await _listed(call, {"customer": customer})
        except NotFound:
            continue
    return sorted(found, key=lambda booking: booking.window.start, reverse=True)


def day_of(said: str, today: date) -> date:
    """The day of a query, else today."""
    try:
        day = date.fromisoformat(said) if said else today
    except ValueError:
        return today
    return day if 2000 < day.year < 2099 else today


async def booking_page(call: PageCall) -> Shown:
    booking = await bookings.show_booking(call.api(Nothing(), call.id))
    customer = await call.uow.customers.get(booking.customer_id)
    conversation = await call.uow.conversations.by_openid(customer.openid)
    everybody = await call.uow.providers.all()
    able = await call.uow.providers.able(booking.service, booking.district or None)
    series = await call.uow.series.get(booking.series_id) if booking.series_id else None
    values = {
        "booking": booking,
        "customer": customer,
        "series": series,
        "day": visit_day(booking.id) if series else None,
        "today": to_local(call.deps.clock.now(), call.deps.zone).date(),
        "conversation": conversation,
        "providers": {provider.id: provider.name for provider in everybody},
        "able": able,
        "services": await services_of(call.uow),
        "offset": call.offset,
    }
    return Shown("booking.html", values)


PAGES = (
    Page("/orders", STAFF, bookings_page, nav="订单", place=30, sign="booking"),
    Page("/orders/{id}", STAFF, booking_page),
    Page("/orders/search", STAFF, search_bookings, method="POST"),
)
