"""Tickets as the dialogue sees them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.dialogue.caring import TicketView
from bot.domain.sending import OutboundState
from bot.domain.ticket import Ticket, TicketState
from bot.domain.values import to_local, yuan
from bot.ports import UnitOfWork

_CLOSED_IS_SHOWN_FOR = timedelta(days=30)


async def tickets_of(
    uow: UnitOfWork, customer_id: str, turn_id: str, now: datetime, zone: ZoneInfo
) -> tuple[TicketView, ...]:
    """Her open ones and those closed not long ago, the newest first, as she knew of them when she wrote the turn."""
    found = await uow.tickets.of_customer(customer_id)
    shown = [ticket for ticket in found if ticket.is_open or now - _touched(ticket) < _CLOSED_IS_SHOWN_FOR]
    heard_at = min((item.received_at for item in await uow.inbox.of_turn(turn_id)), default=now)
    views = []
    for ticket in shown:
        asked_at = await _asked_before(uow, ticket, heard_at)
        view = await ticket_view(uow, ticket, zone)
        views.append(replace(view, asked_at=to_local(asked_at, zone) if asked_at is not None else None))
    return tuple(views)


async def _asked_before(uow: UnitOfWork, ticket: Ticket, heard_at: datetime) -> datetime | None:
    """When the question whether it is solved had last reached her; what is still to be sent has not."""
    if ticket.state is not TicketState.SOLVED:
        return None
    if not ticket.asked_in:
        return ticket.asked_at  # It was asked in another system.
    rows = [await uow.outbox.get(row_id) for row_id in ticket.asked_in]
    sent = [row.sent_at for row in rows if row.state is OutboundState.SENT and row.sent_at is not None]
    return max((at for at in sent if at <= heard_at), default=None)


async def ticket_view(uow: UnitOfWork, ticket: Ticket, zone: ZoneInfo) -> TicketView:
    refund = ticket.refund
    visits = [(await uow.bookings.get(booking_id)).window.start for booking_id in ticket.rectified_by]
    return TicketView(
        id=ticket.id,
        type=ticket.type.value,
        severity=ticket.severity.value,
        state=ticket.state.value,
        due=to_local(ticket.due_first_response, zone),
        made_at=to_local(ticket.created_at, zone),
        touched_at=to_local(_touched(ticket), zone),
        linked_to=ticket.linked_to,
        remedy=ticket.remedy,
        taken=bool(ticket.assignee),
        responded=ticket.responded_at is not None,
        solution=ticket.solution,
        refund=yuan(refund.amount_fen) if refund else "",
        refund_due=to_local(refund.due, zone) if refund else None,
        refund_paid=refund is not None and refund.paid_at is not None,
        visits=tuple(to_local(start, zone) for start in visits),
    )


def _touched(ticket: Ticket) -> datetime:
    return ticket.events[-1].at if ticket.events else ticket.created_at
