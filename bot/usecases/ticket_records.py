"""Reactions around tickets: their audit rows, and the supervisor who is told."""

from __future__ import annotations

from bot.domain.audit import AuditEntry, CallTask
from bot.domain.events import (
    TicketChanged,
    TicketClosed,
    TicketEscalated,
    TicketOpened,
    TicketReopened,
    TicketSolved,
)
from bot.ports import Clock, UnitOfWork
from bot.zh.staff import ticket_escalated

Step = TicketOpened | TicketChanged | TicketEscalated | TicketSolved | TicketClosed | TicketReopened


async def audit_ticket(uow: UnitOfWork, event: Step, clock: Clock) -> None:
    """Every step since the ticket as it was before; the last one where nobody knows how it was."""
    ticket = event.ticket
    known = len(ticket.events) - 1
    if isinstance(event, TicketChanged | TicketReopened):
        known = len(event.before.events)
    for step in ticket.events[known:]:
        detail = {"state": ticket.state.value, **step.detail}
        await uow.audit.add(AuditEntry(step.at, step.by, step.name, "ticket", ticket.id, detail))


async def withdraw_question(uow: UnitOfWork, event: TicketReopened | TicketClosed, clock: Clock) -> None:
    """Whether it is solved is known by now: a question that waits for the morning is not put any more."""
    before = event.before if isinstance(event, TicketReopened) else event.ticket
    await uow.outbox.withdraw(before.asked_in, clock.now())


async def call_supervisor(uow: UnitOfWork, event: TicketEscalated, clock: Clock) -> None:
    ticket = event.ticket
    text = ticket_escalated(ticket.id, ticket.type.value, event.reason, ticket.assignee)
    await uow.call_tasks.add(CallTask(ticket.customer_id, "ticket_escalated", text, clock.now()))
