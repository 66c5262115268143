"""Personal data that pages mask, shown to who asks for it; the audit keeps who looked at whose."""

from __future__ import annotations

from typing import Literal

from bot.console.calls import Call, Route
from bot.console.fields import Answer, Body, Line
from bot.domain.access import STAFF
from bot.domain.events import PersonalDataRevealed


class Looked(Body):
    """Of a booking what it says, of a customer what is stored about her."""

    what: Literal["booking", "customer"]
    id: Line


class Revealed(Answer):
    values: dict[str, str]


async def reveal(call: Call[Looked]) -> Revealed:
    values = await _of_booking(call) if call.given.what == "booking" else await _of_customer(call)
    values = {name: value for name, value in values.items() if value}
    call.uow.happened(PersonalDataRevealed(call.by, call.given.what, call.given.id, tuple(sorted(values))))
    return Revealed(values=values)


async def _of_booking(call: Call[Looked]) -> dict[str, str]:
    booking = await call.uow.bookings.get(call.given.id)
    return {"name": booking.contact_name, "phone": booking.phone, "address": booking.address}


async def _of_customer(call: Call[Looked]) -> dict[str, str]:
    customer = await call.uow.customers.get(call.given.id)
    return {"name": customer.name, "phone": customer.phone, "address": "；".join(customer.addresses)}


ROUTES = (
    Route("POST", "/api/reveal", STAFF, "Show what pages mask; it is noted", reveal, Revealed, Looked, reveals=True),
)
