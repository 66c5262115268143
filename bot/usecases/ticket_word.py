"""The customer's word on a ticket that staff think solved: her yes closes it, her no opens it again."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.events import TicketClosed, TicketReopened
from bot.domain.ticket import Ticket, TicketState
from bot.ports import CompanyClock, UnitOfWork
from bot.usecases.ticket import escalate, reopened, save

_SOLVED = frozenset({TicketState.SOLVED})


async def close(uow: UnitOfWork, clock: CompanyClock, ticket: Ticket, by: str) -> Ticket:
    ticket.must_be(_SOLVED, "cannot be closed")
    closed = await save(uow, replace(ticket, state=TicketState.CLOSED).step(clock.now(), "ticket_closed", by))
    uow.happened(TicketClosed(closed))
    return closed


async def reopen(uow: UnitOfWork, clock: CompanyClock, ticket: Ticket, words: str, by: str) -> Ticket:
    """What is still wrong in her own words; a supervisor looks at what was not solved the first time."""
    ticket.must_be(_SOLVED, "cannot be opened again")
    again = await reopened(uow, clock, ticket.noted(clock.now(), by, words), by)
    saved = await save(uow, again)
    uow.happened(TicketReopened(saved, ticket))
    return await escalate(uow, clock, saved, "reopened", "system")
