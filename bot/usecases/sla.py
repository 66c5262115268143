"""Due times watched: a supervisor is told before one is missed, the customer unasked, and no ticket is forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.domain.care_policy import CarePolicy
from bot.domain.errors import DomainError, StoreBusy
from bot.domain.ticket import UNSOLVED, Ticket, TicketState
from bot.domain.ticket_clocks import warning_at
from bot.domain.values import to_instant, to_local
from bot.ports import CompanyClock, Deps, UnitOfWork
from bot.usecases.policies import policies_in
from bot.usecases.ticket import escalate, save
from bot.usecases.ticket_work import asked_whether_solved, tell
from bot.zh import tickets as zh

log = structlog.get_logger()


async def watch_tickets(deps: Deps) -> int:
    """Looks at every ticket that is not closed, each in a transaction of its own; how many needed something."""
    async with deps.uow(reads_only=True) as uow:
        care = (await policies_in(uow)).care
        waiting = [one.id for one in await uow.tickets.not_closed() if _needs_something(one, deps, care)]
    done = 0
    for ticket_id in waiting:
        try:
            async with deps.uow() as uow:
                done += await _see_to(deps, uow, ticket_id)
                await uow.commit()
        except (DomainError, StoreBusy) as error:
            # Somebody works on it this very moment, or no key opens it: the others must not wait for it.
            log.warning("ticket_not_watched", ticket_id=ticket_id, error=type(error).__name__)
    return done


def _needs_something(ticket: Ticket, deps: Deps, care: CarePolicy) -> bool:
    now = deps.clock.now()
    waits = _is_to_be_reminded(ticket, now, care) or _is_unconfirmed(ticket, now, care)
    return waits or bool(_near(ticket, deps, care))


async def _see_to(deps: Deps, uow: UnitOfWork, ticket_id: str) -> bool:
    ticket, care = await uow.tickets.get(ticket_id), (await policies_in(uow)).care
    clock, now = CompanyClock(deps.clock, deps.zone), deps.clock.now()
    reasons = _near(ticket, deps, care)
    for reason in reasons:
        ticket = await escalate(uow, clock, ticket, reason, "system")
        news = _news(ticket, reason, clock)
        if news is not None:
            await tell(uow, clock, ticket, news)
    if _is_to_be_reminded(ticket, now, care):
        question = zh.ask_solved_again(ticket.type.value, ticket.id, ticket.solution)
        again = await asked_whether_solved(uow, clock, replace(ticket, reminded=True), question)
        await save(uow, again.step(now, "ticket_asked_again", "system"))
        return True
    if _is_unconfirmed(ticket, now, care):
        await escalate(uow, clock, ticket, "not_confirmed", "system")
        return True
    return bool(reasons)


def _near(ticket: Ticket, deps: Deps, care: CarePolicy) -> list[str]:
    """The due times that near and of which nobody has been told yet."""
    now, found = deps.clock.now(), []
    if ticket.state in UNSOLVED:
        if ticket.responded_at is None:
            found.append(("due_first_response", _warning(ticket, ticket.due_first_response, deps, care)))
        if ticket.refund is None or ticket.runs_since > ticket.refund.approved_at:
            found.append(("due_resolution", _warning(ticket, ticket.due_resolution, deps, care)))
    refund = ticket.refund
    if refund is not None and refund.paid_at is None:
        given = refund.due - refund.approved_at
        found.append(("due_refund", refund.approved_at + given * care.escalate_at_percent / 100))
    return [reason for reason, at in found if at <= now and reason not in ticket.escalated]


def _warning(ticket: Ticket, due: datetime, deps: Deps, care: CarePolicy) -> datetime:
    start, end = to_local(ticket.runs_since, deps.zone), to_local(due, deps.zone)
    return to_instant(warning_at(start, end, ticket.severity, care), deps.zone)


def _news(ticket: Ticket, reason: str, clock: CompanyClock) -> zh.News | None:
    """What the customer hears of it; the aim for solving is nobody's promise."""
    now = to_local(clock.now(), clock.zone)
    if reason == "due_first_response":
        due = zh.by_when(to_local(ticket.due_first_response, clock.zone), now)
        return zh.still_open(ticket.type.value, ticket.id, due)
    if reason == "due_refund" and ticket.refund is not None:
        return zh.refund_delayed(ticket.id, zh.on_day(to_local(ticket.refund.due, clock.zone), now))
    return None


def _is_to_be_reminded(ticket: Ticket, now: datetime, care: CarePolicy) -> bool:
    return _waited(ticket, now, care) and not ticket.reminded


def _is_unconfirmed(ticket: Ticket, now: datetime, care: CarePolicy) -> bool:
    """Asked twice and not answered: it stays as it is, on a supervisor's list."""
    return _waited(ticket, now, care) and ticket.reminded and "not_confirmed" not in ticket.escalated


def _waited(ticket: Ticket, now: datetime, care: CarePolicy) -> bool:
    if ticket.state is not TicketState.SOLVED or ticket.asked_at is None:
        return False
    return ticket.asked_at + timedelta(minutes=care.solved_reminder_minutes) <= now
