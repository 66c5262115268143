"""What an agent should know of a customer at a glance: orders, series, preferences, past complaints."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bot.console import bookings, tickets
from bot.console.pages import wording
from bot.console.pages.bookings import names_of_everybody, services_of
from bot.console.pages.page import PageCall
from bot.domain.booking import BookingState
from bot.usecases.windows import history_of
from bot.zh.staff import TICKET_TYPES

_SHOWN = tuple(state for state in BookingState if state not in (BookingState.EXPIRED, BookingState.HELD))
_FEW = 5
_AHEAD = ("confirmed", "on_the_way", "in_service")


async def values_of(call: PageCall, customer_id: str) -> dict[str, Any]:
    customer = await call.uow.customers.get(customer_id)
    listed = bookings.Listed(customer=customer_id, state=_SHOWN, limit=500)
    found = (await bookings.list_bookings(call.api(listed))).bookings
    names = await names_of_everybody(call.uow)
    history = await history_of(call.uow, customer_id)
    needs = Counter(need for one in found for need in one.special_needs)
    board = tickets.Board(customer=customer_id, limit=20)
    catalogue = await call.uow.catalogue.get()
    districts = sorted({one for provider in await call.uow.providers.all() for one in provider.districts})
    return {
        "customer": customer,
        "ahead": [one for one in found if one.state in _AHEAD],
        "past": [one for one in reversed(found) if one.state not in _AHEAD][:_FEW],
        "visits": history.visits,
        "known": [names.get(one, one) for one in history.known[:3]],
        "needs": [need for need, _ in needs.most_common(_FEW)],
        "series": await call.uow.series.of_customer(customer_id),
        "tickets": (await tickets.list_tickets(call.api(board))).tickets,
        "services": await services_of(call.uow),
        "bookable": [service for service in catalogue.services.values() if service.bookable],
        "districts": districts,
        "district": found[-1].district if found else "",
        "providers": names,
        "ticket_types": list(TICKET_TYPES.items()),
        "severities": list(wording.SEVERITIES.items()),
        "offset": call.offset,
        "soonest": call.deps.clock.now().astimezone(call.deps.zone),
    }
