"""The tickets of a data file: those that are open in another system, and what was settled there."""

from __future__ import annotations

from datetime import datetime

from bot.commands.load_bookings import customer_of
from bot.commands.load_file import Placed
from bot.commands.load_plan import Plan
from bot.commands.load_ticket_schema import RefundEntry, TicketEntry
from bot.commands.load_values import fen
from bot.domain.booking import CUSTOMER, Booking
from bot.domain.care_policy import CarePolicy
from bot.domain.conversation import Customer
from bot.domain.errors import NotFound
from bot.domain.ticket import Refund, Ticket, TicketEvent, TicketNote, TicketState
from bot.domain.ticket_clocks import first_response_due, refund_due, resolution_due
from bot.domain.values import to_instant, to_local
from bot.usecases.policies import policies_in

_ACTOR = "load"


async def plan_ticket(plan: Plan, placed: Placed[TicketEntry]) -> None:
    """A stored one has a life of its own by now; the file only says how it began."""
    entry, line = placed.entry, placed.line
    customer = await customer_of(plan, entry.customer, entry.openid)
    booking = await _booking(plan, entry.linked_to) if entry.linked_to else None
    if customer is None:
        plan.problem(line, f"ticket {entry.id}: unknown customer {entry.customer or entry.openid}")
    elif entry.linked_to and (booking is None or booking.customer_id != customer.id):
        plan.problem(line, f"ticket {entry.id}: no booking {entry.linked_to} of this customer")
    elif not await _is_stored(plan, entry.id):
        ticket = await _ticket(plan, entry, customer)
        if ticket.is_open and await _has_another(plan, ticket):
            plan.problem(line, f"ticket {entry.id}: another open ticket is about the same matter")
        else:
            plan.new_tickets.append(ticket)


async def _ticket(plan: Plan, entry: TicketEntry, customer: Customer) -> Ticket:
    care = (await policies_in(plan.uow)).care if plan.catalogue is None else plan.catalogue.policies.care
    opened_at = _instant(plan, entry.opened_at) or plan.now
    local = to_local(opened_at, plan.deps.zone)
    waits = entry.state is TicketState.SOLVED
    return Ticket(
        id=entry.id,
        customer_id=customer.id,
        type=entry.type,
        severity=entry.severity,
        created_at=opened_at,
        created_by=_ACTOR,
        due_first_response=to_instant(first_response_due(local, entry.severity, care), plan.deps.zone),
        due_resolution=to_instant(resolution_due(local, entry.severity, care), plan.deps.zone),
        state=entry.state,
        category=entry.category,
        remedy=entry.remedy,
        linked_to=entry.linked_to,
        attachments=entry.attachments,
        notes=tuple(TicketNote(opened_at, CUSTOMER, text) for text in entry.words),
        assignee=f"agent:{entry.assignee}" if entry.assignee else "",
        responded_at=_instant(plan, entry.responded_at),
        solution=entry.solution,
        solved_at=plan.now if waits else None,
        asked_at=plan.now if waits else None,
        refund=_refund(plan, entry.refund, care) if entry.refund else None,
        events=(TicketEvent(plan.now, "ticket_loaded", _ACTOR, {"type": entry.type.value}),),
    )


def _refund(plan: Plan, entry: RefundEntry, care: CarePolicy) -> Refund:
    approved_at = _instant(plan, entry.approved_at) or plan.now
    due = to_instant(refund_due(to_local(approved_at, plan.deps.zone), care), plan.deps.zone)
    return Refund(fen(entry.amount_yuan), approved_at, entry.approved_by, due, _instant(plan, entry.paid_at))


def _instant(plan: Plan, given: datetime | None) -> datetime | None:
    return given if given is None or given.tzinfo else to_instant(given, plan.deps.zone)


async def _booking(plan: Plan, booking_id: str) -> Booking | None:
    new = next((booking for booking, _ in plan.new_bookings if booking.id == booking_id), None)
    try:
        return new or await plan.uow.bookings.get(booking_id)
    except NotFound:
        return None


async def _is_stored(plan: Plan, ticket_id: str) -> bool:
    try:
        await plan.uow.tickets.get(ticket_id)
    except NotFound:
        return False
    return True


async def _has_another(plan: Plan, ticket: Ticket) -> bool:
    stored = await plan.uow.tickets.of_customer(ticket.customer_id)
    return any(one.is_open and one.matter == ticket.matter for one in (*stored, *plan.new_tickets))
