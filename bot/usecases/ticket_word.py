"""The customer's word on a ticket that staff think solved: her yes closes it, her no opens it again."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.events import TicketClosed, TicketReopened
from bot.domain.ticket import Ticket, TicketState
from bot.ports import CompanyClock, UnitOfWork
from bot.usecases.ticket import escalate, save

_SOLVED = frozenset({TicketState.SOLVED})


async def close(uow: UnitOfWork, clock: CompanyClock, ticket: Ticket, by: str) -> Ticket:
    ticket.must_be(_SOLVED, "cannot be closed")
    closed = await save(uow, replace(ticket, state=TicketState.CLOSED).step(clock.now(), "ticket_closed", by))
    uow.happened(TicketClosed(closed))
    return closed


async def reopen(uow: UnitOfWork, clock: CompanyClock, ticket: Ticket, words: str, by: str) -> Ticket:
    """What is still wrong in her own words; a supervisor looks at what was not solved the first time."""
    ticket.must_be(_SOLVED, "cannot be opened again")
    now = clock.now()
    again = replace(ticket, state=TicketState.IN_PROGRESS, asked_at=None, reminded=False).noted(now, by, words)
    saved = await save(uow, again.step(now, "ticket_reopened", by))
    uow.happened(TicketReopened(saved, ticket))
    return await escalate(uow, clock, saved, "reopened", "system")
