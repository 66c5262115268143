"""Tickets of a customer with whom an agent is talking: what is said in the chat counts for them too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.events import TicketChanged
from bot.domain.masking import masked_text
from bot.domain.ticket import OF_VISIT, UNSOLVED, Ticket
from bot.ports import CompanyClock, UnitOfWork
from bot.usecases.ticket import save
from bot.zh.extract import find
from bot.zh.grievance import remedy_of


async def answers_tickets(uow: UnitOfWork, clock: CompanyClock, conversation: Conversation) -> None:
    """She has heard from a person: whatever still waited for the first word waits for it no longer."""
    now = clock.now()
    for ticket in await _unsolved(uow, conversation):
        if ticket.responded_at is None:
            answered = replace(ticket, responded_at=now).step(now, "ticket_answered", conversation.actor)
            uow.happened(TicketChanged(await save(uow, answered), ticket))


async def note_agreed(uow: UnitOfWork, clock: CompanyClock, conversation: Conversation, text: str, by: str) -> None:
    """What was agreed about a complaint stands in its ticket too, of several in the newest; not where she lives."""
    tickets = [one for one in await uow.tickets.of_customer(conversation.customer_id) if one.is_open]
    if not tickets or remedy_of(text) is None:
        return
    now, ticket = clock.now(), max(tickets, key=_likely)
    told = masked_text(text, (one.text for one in find(text) if one.kind == "address"))
    noted = ticket.noted(now, by, f"和客户说好：{told}").step(now, "ticket_noted", by)
    uow.happened(TicketChanged(await save(uow, noted), ticket))


def _likely(ticket: Ticket) -> tuple[bool, bool, datetime]:
    """The greater the likelier it is the one that is spoken of: of a visit, unsolved, new."""
    return ticket.type in OF_VISIT, ticket.state in UNSOLVED, ticket.runs_since


async def _unsolved(uow: UnitOfWork, conversation: Conversation) -> list[Ticket]:
    return [one for one in await uow.tickets.of_customer(conversation.customer_id) if one.state in UNSOLVED]
