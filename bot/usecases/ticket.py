"""Tickets opened, added to and raised: steps of somebody else's transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.booking import CUSTOMER, RECTIFICATION
from bot.domain.care_policy import CarePolicy
from bot.domain.errors import NotFound
from bot.domain.events import TicketChanged, TicketEscalated, TicketOpened, TicketReopened
from bot.domain.ticket import (
    OpenTicket,
    Severity,
    Ticket,
    TicketState,
    graver,
    same_matter,
)
from bot.domain.ticket_clocks import first_response_due, in_plain_words, resolution_due
from bot.domain.values import new_id, to_instant, to_local
from bot.ports import CompanyClock, UnitOfWork
from bot.usecases.policies import policies_in

_COMES_BACK = timedelta(days=30)
"""Who writes about a visit so soon after its ticket was closed means the same matter."""


_SAME_BREATH = timedelta(minutes=30)
"""What is written so soon after the last word belongs to it and is no further contact."""


async def open_ticket(uow: UnitOfWork, clock: CompanyClock, command: OpenTicket) -> Ticket:
    """A new ticket; or the one of the same matter, with what is new added to it.

    Two that open one at the same moment are told apart by the database: the second fails as ``StoreBusy``.
    """
    care = (await policies_in(uow)).care
    if command.linked_to is not None:
        command = replace(command, linked_to=await visit_in_question(uow, command.linked_to))
    known = await _same_matter(uow, clock.now(), command)
    if known is not None:
        return await add_to_ticket(uow, clock, known, command)
    now = clock.now()
    first, solved = dues(clock, now, command.severity, care)
    ticket = Ticket(
        id=new_id("tk"),
        customer_id=command.customer_id,
        type=command.type,
        severity=command.severity,
        created_at=now,
        created_by=command.by,
        due_first_response=first,
        due_resolution=solved,
        category=command.category,
        remedy=command.remedy,
        linked_to=command.linked_to,
        attachments=command.attachments,
    )
    opened = ticket.noted(now, command.by, command.words).step(
        now, "ticket_opened", command.by, type=command.type.value, severity=command.severity.value
    )
    await uow.tickets.add(opened)
    uow.happened(TicketOpened(opened))
    if command.severity is Severity.CRITICAL:
        return await escalate(uow, clock, opened, "critical", "system")
    return opened


async def add_to_ticket(uow: UnitOfWork, clock: CompanyClock, ticket: Ticket, command: OpenTicket) -> Ticket:
    """What the customer (or a survey) tells of a matter that has a ticket: nothing that stands there is lost.

    Who has to come back with it again and again is seen to by a supervisor; a ticket thought solved is open again.
    """
    now, care = clock.now(), (await policies_in(uow)).care
    repeated = now - _last_told(ticket) >= _SAME_BREATH
    came_back = ticket.state in (TicketState.SOLVED, TicketState.CLOSED)
    contacts = ticket.contacts + repeated
    often = repeated and contacts >= care.raise_at_contacts
    severity = ticket.severity.at_least(command.severity).at_least(Severity.HIGH if often else Severity.LOW)
    type_ = graver(ticket.type, command.type, is_vague=not ticket.category)
    fresh = tuple(name for name in command.attachments if name not in ticket.attachments)
    added = replace(
        ticket,
        type=type_,
        category=command.category if type_ is not ticket.type or not ticket.category else ticket.category,
        remedy=command.remedy or ticket.remedy,
        linked_to=ticket.linked_to or command.linked_to,
        attachments=(*ticket.attachments, *fresh),
        contacts=contacts,
    ).noted(now, command.by, command.words)
    if came_back:
        added = added.reopened(now, command.by, *dues(clock, now, severity, care))
    else:
        added = added.step(now, "ticket_added_to", command.by, contacts=str(contacts))
    if severity is not ticket.severity:
        added = _with_severity(added, clock, severity, care, command.by)
    saved = await save(uow, added)
    uow.happened(TicketReopened(saved, ticket) if came_back else TicketChanged(saved, ticket))
    if severity is Severity.CRITICAL and ticket.severity is not Severity.CRITICAL:
        return await escalate(uow, clock, saved, "critical", "system")
    if came_back:
        return await escalate(uow, clock, saved, "reopened", "system")
    if often:
        return await escalate(uow, clock, saved, "third_contact", "system")
    return saved


async def visit_in_question(uow: UnitOfWork, booking_id: str) -> str:
    """The visit that a free one puts right, and whose matter it is; any other booking itself."""
    try:
        booking = await uow.bookings.get(booking_id)
    except NotFound:
        return booking_id
    return booking.linked_to if booking.kind == RECTIFICATION and booking.linked_to else booking.id


async def open_one_of(uow: UnitOfWork, ticket: Ticket) -> Ticket | None:
    """Another one that is open about the same matter."""
    others = [one for one in await uow.tickets.of_customer(ticket.customer_id) if one.id != ticket.id]
    return next((one for one in others if one.is_open and one.matter == ticket.matter), None)


async def reopened(uow: UnitOfWork, clock: CompanyClock, ticket: Ticket, by: str) -> Ticket:
    """As ``Ticket.reopened``, by the owner's times; it is not stored."""
    now, care = clock.now(), (await policies_in(uow)).care
    return ticket.reopened(now, by, *dues(clock, now, ticket.severity, care))


async def raise_severity(uow: UnitOfWork, clock: CompanyClock, ticket: Ticket, severity: Severity, by: str) -> Ticket:
    """To this severity, never to a lower one; its due times move nearer with it."""
    if severity.rank <= ticket.severity.rank:
        return ticket
    care = (await policies_in(uow)).care
    raised = await save(uow, _with_severity(ticket, clock, severity, care, by))
    uow.happened(TicketChanged(raised, ticket))
    return raised


async def escalate(uow: UnitOfWork, clock: CompanyClock, ticket: Ticket, reason: str, by: str) -> Ticket:
    """Tells a supervisor, once for each reason; ``due_…`` reasons may come again after the times were set anew."""
    if reason in ticket.escalated:
        return ticket
    told = replace(ticket, escalated=(*ticket.escalated, reason))
    saved = await save(uow, told.step(clock.now(), "ticket_escalated", by, reason=reason))
    uow.happened(TicketEscalated(saved, reason))
    return saved


async def save(uow: UnitOfWork, ticket: Ticket) -> Ticket:
    """Stores it; the returned one can be changed and stored again in the same transaction."""
    await uow.tickets.save(ticket)
    return replace(ticket, version=ticket.version + 1)


def _last_told(ticket: Ticket) -> datetime:
    """When the customer last wrote about it."""
    return max((note.at for note in ticket.notes if note.by == CUSTOMER), default=ticket.created_at)


async def _same_matter(uow: UnitOfWork, now: datetime, command: OpenTicket) -> Ticket | None:
    """The open one that it belongs to; else the one about the same visit that was closed not long ago."""
    alike = [ticket for ticket in await uow.tickets.of_customer(command.customer_id) if same_matter(ticket, command)]
    still_open = [ticket for ticket in alike if ticket.is_open]
    exact = [ticket for ticket in still_open if ticket.linked_to == command.linked_to]
    if exact or still_open:
        return (exact or still_open)[0]
    for ticket in alike:
        ended = ticket.events[-1].at if ticket.events else ticket.created_at
        if command.linked_to is not None and ticket.linked_to == command.linked_to and now - ended < _COMES_BACK:
            return ticket
    return None


def _with_severity(ticket: Ticket, clock: CompanyClock, severity: Severity, care: CarePolicy, by: str) -> Ticket:
    now = clock.now()
    first, solved = dues(clock, now, severity, care)
    nearer = replace(
        ticket,
        severity=severity,
        due_first_response=min(ticket.due_first_response, first),
        due_resolution=min(ticket.due_resolution, solved),
    )
    return nearer.step(now, "ticket_raised", by, severity=severity.value)


def dues(clock: CompanyClock, now: datetime, severity: Severity, care: CarePolicy) -> tuple[datetime, datetime]:
    """By when a ticket of this moment is to be answered, and solved."""
    local = to_local(now, clock.zone)
    return (
        to_instant(in_plain_words(local, first_response_due(local, severity, care)), clock.zone),
        to_instant(resolution_due(local, severity, care), clock.zone),
    )
