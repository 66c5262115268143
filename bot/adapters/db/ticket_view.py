"""The read model of tickets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.repositories.tickets import ticket_of
from bot.adapters.db.rows import CustomerRow, TicketRow, table
from bot.domain.ticket import Refund

_TICKETS = table(TicketRow)
_CUSTOMERS = table(CustomerRow)
_OPENID = _CUSTOMERS.c.openid.label("customer_openid")

At = Callable[[datetime | None], str | None]
"""An instant as it is told."""


def all_tickets(openid: str | None) -> Select[Any]:
    statement = select(_TICKETS, _OPENID).join(_CUSTOMERS).order_by(_TICKETS.c.created_at, _TICKETS.c.id)
    return statement if openid is None else statement.where(_CUSTOMERS.c.openid == openid)


def ticket_as_plain(row: Any, cipher: Cipher, at: At) -> Mapping[str, Any]:
    ticket = ticket_of(row, cipher)
    return {
        "id": ticket.id,
        "type": ticket.type.value,
        "severity": ticket.severity.value,
        "state": ticket.state.value,
        "category": ticket.category or None,
        "linked_to": ticket.linked_to,
        "due_first_response": at(ticket.due_first_response),
        "due_resolution": at(ticket.due_resolution),
        "attachments": list(ticket.attachments),
        "remedy": ticket.remedy or None,
        "customer": row.customer_openid,
        "customer_id": ticket.customer_id,
        "assignee": ticket.assignee or None,
        "contacts": ticket.contacts,
        "words": [note.text for note in ticket.notes if note.by == "customer"],
        "notes": [{"at": at(note.at), "by": note.by, "text": note.text} for note in ticket.notes],
        "responded_at": at(ticket.responded_at),
        "escalated": list(ticket.escalated),
        "solution": ticket.solution or None,
        "solved_at": at(ticket.solved_at),
        "refund": _refund(ticket.refund, at),
        "rectified_by": list(ticket.rectified_by),
        "created_at": at(ticket.created_at),
        "created_by": ticket.created_by,
        "events": [
            {"at": at(event.at), "name": event.name, "by": event.by, "detail": dict(event.detail)}
            for event in ticket.events
        ],
    }


def _refund(refund: Refund | None, at: At) -> Mapping[str, Any] | None:
    return None if refund is None else {
        "amount_fen": refund.amount_fen,
        "approved_at": at(refund.approved_at),
        "approved_by": refund.approved_by,
        "due": at(refund.due),
        "paid_at": at(refund.paid_at),
    }  # fmt: skip
