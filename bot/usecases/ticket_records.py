"""Reactions around tickets: their audit rows, and the supervisor who is told."""

from __future__ import annotations

from bot.domain.audit import AuditEntry, CallTask
from bot.domain.booking import CUSTOMER
from bot.domain.events import (
    CallDone,
    TicketChanged,
    TicketClosed,
    TicketEscalated,
    TicketOpened,
    TicketReopened,
    TicketSolved,
)
from bot.ports import Clock, UnitOfWork
from bot.zh.staff import ticket_escalated

ESCALATED = "ticket_escalated"

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
    assignee = ticket.assignee.removeprefix("agent:")
    text = ticket_escalated(ticket.id, ticket.type.value, event.reason, assignee)
    await uow.call_tasks.add(CallTask(ticket.customer_id, ESCALATED, text, clock.now()))


async def spare_supervisor(uow: UnitOfWork, event: TicketClosed, clock: Clock) -> None:
    """The customer says that it is solved: nobody need look at it or call about it any more, but for unpaid money."""
    now, ticket = clock.now(), event.ticket
    if ticket.refund is not None and ticket.refund.paid_at is None:
        return
    for task in await uow.call_tasks.listed(now):
        if task.done_at is None and task.reason == ESCALATED and f"工单{ticket.id}（" in task.text:
            await uow.call_tasks.save(task.done(now, CUSTOMER))
            uow.happened(CallDone(task.customer_id, task.reason, CUSTOMER))
