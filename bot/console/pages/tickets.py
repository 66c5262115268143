"""工单: the board by state with its due times, and one ticket with all that can be done to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.console import bookings, tickets
from bot.console.fields import Nothing
from bot.console.pages.bookings import services_of
from bot.console.pages.page import Page, PageCall, Shown
from bot.domain.access import STAFF
from bot.domain.errors import NotFound
from bot.domain.ticket import Severity, TicketState, TicketType
from bot.ports import UnitOfWork

_COLUMNS = ("open", "in_progress", "solved")
_MOST_CLOSED = 30


async def customers_of(uow: UnitOfWork, ids: set[str]) -> Mapping[str, Any]:
    return {one.id: one for one in await uow.customers.of_ids(ids)}


async def tickets_page(call: PageCall) -> Shown:
    mine = call.query.get("who") == "mine"
    kind = call.query.get("type", "")
    kinds = (TicketType(kind),) if kind in {one.value for one in TicketType} else ()
    board = tickets.Board(assignee=call.caller.subject if mine else None, type=kinds, limit=500)
    found = (await tickets.list_tickets(call.api(board))).tickets
    found.sort(key=lambda one: (-Severity(one.severity).rank, one.due_resolution))
    closed = tickets.Board(state=(TicketState.CLOSED,), type=kinds, limit=_MOST_CLOSED)
    values = {
        "columns": [(state, [one for one in found if one.state == state]) for state in _COLUMNS],
        "closed": (await tickets.list_tickets(call.api(closed))).tickets,
        "overdue": sum(one.overdue for one in found),
        "mine": mine,
        "kind": kinds[0].value if kinds else "",
        "kinds": [one.value for one in TicketType],
        "customers": await customers_of(call.uow, {one.customer_id for one in found}),
    }
    return Shown("tickets.html", values)


async def ticket_page(call: PageCall) -> Shown:
    ticket = await tickets.show_ticket(call.api(Nothing(), call.id))
    customer = await call.uow.customers.get(ticket.customer_id)
    kept = await call.uow.attachments.kept(ticket.attachments)
    values = {
        "ticket": ticket,
        "customer": customer,
        "conversation": await call.uow.conversations.by_openid(customer.openid),
        "booking": await _booking(call, ticket.linked_to),
        "kept": kept,
        "services": await services_of(call.uow),
        "bookings": await _bookings_of(call, customer.id),
        "severities": [one.value for one in Severity],
        "offset": call.offset,
    }
    return Shown("ticket.html", values)


async def _booking(call: PageCall, booking_id: str | None) -> Any:
    if booking_id is None:
        return None
    try:
        return await bookings.show_booking(call.api(Nothing(), booking_id))
    except NotFound:
        return None


async def _bookings_of(call: PageCall, customer_id: str) -> list[Any]:
    listed = bookings.Listed(customer=customer_id, limit=50)
    return list(reversed((await bookings.list_bookings(call.api(listed))).bookings))


PAGES = (
    Page("/tickets", STAFF, tickets_page, nav="工单", place=20, sign="ticket"),
    Page("/tickets/{id}", STAFF, ticket_page),
)
