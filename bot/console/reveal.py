"""Personal data that pages mask, shown to who asks for it; the audit keeps who looked at whose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from bot.console.call_list import task_of
from bot.console.calls import Call, Route
from bot.console.fields import Answer, Body, Line, MessageRef
from bot.domain.access import STAFF
from bot.domain.conversation import Customer
from bot.domain.events import PersonalDataRevealed
from bot.domain.masking import masked_text
from bot.usecases.draft_view import draft_in_words

MESSAGES = 150
"""Of a conversation this many are shown at once, and revealed."""


class Looked(Body):
    """Of a booking what it says, of a customer what is stored about her, of a conversation its words by message.

    Of a ticket its words by note, of a call to be made whom it is to and what about.

    ``before``: of a conversation those that stand before this one.
    """

    what: Literal["booking", "customer", "conversation", "ticket", "call"]
    id: Line
    before: MessageRef | None = None


class Revealed(Answer):
    values: dict[str, str]


async def reveal(call: Call[Looked]) -> Revealed:
    found = {name: value for name, value in (await _KINDS[call.given.what](call)).items() if value}
    fields = ("messages",) if call.given.what == "conversation" else tuple(sorted(found))
    call.uow.happened(PersonalDataRevealed(call.by, call.given.what, call.given.id, fields))
    return Revealed(values=found)


async def _of_booking(call: Call[Looked]) -> dict[str, str]:
    booking = await call.uow.bookings.get(call.given.id)
    return {
        "name": booking.contact_name,
        "phone": booking.phone,
        "address": booking.address,
        "notes": booking.notes,
        "cancel_reason": booking.cancel_reason,
    }


async def _of_customer(call: Call[Looked]) -> dict[str, str]:
    customer = await call.uow.customers.get(call.given.id)
    return {"name": customer.name, "phone": customer.phone, "address": "；".join(customer.addresses)}


async def _of_ticket(call: Call[Looked]) -> dict[str, str]:
    """The notes, and what was done, that hold something masked."""
    ticket = await call.uow.tickets.get(call.given.id)
    addresses = (await call.uow.customers.get(ticket.customer_id)).addresses
    said = [(f"note_{place}", note.text) for place, note in enumerate(ticket.notes)]
    said.append(("solution", ticket.solution))
    return {field: text for field, text in said if masked_text(text, addresses) != text}


async def _of_call(call: Call[Looked]) -> dict[str, str]:
    task = await task_of(call.uow, call.given.id)
    customer = await call.uow.customers.get(task.customer_id)
    return {"name": customer.name, "phone": customer.phone, "text": task.text}


async def _of_conversation(call: Call[Looked]) -> dict[str, str]:
    """The messages and notes that hold something masked."""
    conversation = await call.uow.conversations.get(call.given.id)
    customer = await call.uow.customers.get(conversation.customer_id)
    talk = await call.deps.views.talk(call.given.id, MESSAGES, call.given.before)
    draft = await draft_in_words(call.deps, call.uow, conversation)
    addresses = known_addresses(customer, (row["understood"] for row in talk), draft)
    said = [(row["id"], row["text"]) for row in talk]
    said += [(f"note_{note.id}", note.text) for note in await call.uow.notes.of_conversation(conversation.id)]
    return {ref: text for ref, text in said if masked_text(text, addresses) != text}


def known_addresses(
    customer: Customer, frames: Iterable[Mapping[str, Any] | None], draft: Mapping[str, str]
) -> frozenset[str]:
    """Hers as far as they are stored, read in the conversation, or gathered for an order."""
    read = {str(frame.get(part, "")) for frame in frames if frame for part in ("address", "address_to")}
    gathered = {words for name, words in draft.items() if name.startswith("address")}
    return frozenset({*customer.addresses, *read, *gathered} - {""})


_KINDS = {
    "booking": _of_booking,
    "customer": _of_customer,
    "conversation": _of_conversation,
    "ticket": _of_ticket,
    "call": _of_call,
}

ROUTES = (
    Route("POST", "/api/reveal", STAFF, "Show what pages mask; it is noted", reveal, Revealed, Looked, reveals=True),
)
