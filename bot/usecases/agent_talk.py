"""What an agent writes: to the customer through the same outbox as everybody, and to her colleagues as notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.booking import CUSTOMER
from bot.domain.conversation import Note
from bot.domain.errors import NotFound
from bot.domain.events import TicketChanged
from bot.domain.handoff_events import NoteWritten
from bot.domain.messages import Bubble, Kind
from bot.domain.sending import Ledger, Outbound, Purpose, Way
from bot.domain.ticket import Ticket
from bot.ports import CompanyClock, Deps, UnitOfWork
from bot.usecases.handoff import held_by
from bot.usecases.ticket import save
from bot.usecases.ticket_talk import answers_tickets

_WORDS = (Kind.TEXT, Kind.VOICE)


async def reply_as_agent(uow: UnitOfWork, clock: CompanyClock, conversation_id: str, agent: str, text: str) -> Outbound:
    """The stored outbox row. What no way of the channel delivers becomes a call for staff, as with any message."""
    now, conversation = clock.now(), await held_by(uow, conversation_id, agent)
    await uow.conversations.save(replace(conversation, agent_at=now))
    await uow.conversations.read_up_to(conversation_id, now)
    await answers_tickets(uow, clock, conversation)
    words = Outbound(
        id=0,
        conversation_id=conversation.id,
        openid=conversation.openid,
        bubble=Bubble(text),
        created_at=now,
        way=Way.CONSOLE,
        purpose=Purpose.AGENT,
        author=agent,
    )
    return await uow.outbox.add(words)


async def note(uow: UnitOfWork, clock: CompanyClock, conversation_id: str, author: str, text: str) -> Note:
    """``author`` as in audit rows: ``agent:…`` or ``bot``."""
    await uow.conversations.get(conversation_id)
    written = await uow.notes.add(Note(conversation_id, author, text, clock.now()))
    uow.happened(NoteWritten(written))
    return written


async def attach_to_ticket(
    uow: UnitOfWork, clock: CompanyClock, conversation_id: str, ticket_id: str, numbers: Sequence[int], by: str
) -> Ticket:
    """Her messages (numbers of inbox rows) become part of her ticket: words as notes, pictures as attachments."""
    conversation, ticket = await uow.conversations.get(conversation_id), await uow.tickets.get(ticket_id)
    if ticket.customer_id != conversation.customer_id:
        raise NotFound(f"no ticket {ticket_id} of this customer")
    attached = ticket
    for number in sorted(set(numbers)):
        item = await uow.inbox.get(number)
        if item.conversation_id != conversation_id:
            raise NotFound(f"in_{number} is no message of this conversation")
        if item.message.kind in _WORDS:
            attached = attached.noted(item.received_at, CUSTOMER, item.message.text)
        elif (name := f"in_{number}") not in attached.attachments:
            attached = replace(attached, attachments=(*attached.attachments, name))
    saved = await save(uow, attached.step(clock.now(), "messages_attached", by))
    uow.happened(TicketChanged(saved, ticket))
    return saved


@dataclass(frozen=True, slots=True)
class Reach:
    """How many messages may still go to the customer, and until when; none: only a call reaches her."""

    messages: int
    until: datetime | None


async def reach_of(deps: Deps, uow: UnitOfWork, conversation_id: str) -> Reach:
    if not deps.account.custom_messages:
        return Reach(0, None)
    return reach_in(await uow.ledgers.get(conversation_id), deps.clock.now())


def reach_in(ledger: Ledger, now: datetime) -> Reach:
    live = [bucket for bucket in ledger.buckets if bucket.left(now)]
    return Reach(ledger.left(now), max((bucket.expires_at for bucket in live), default=None))
