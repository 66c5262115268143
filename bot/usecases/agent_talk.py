"""What an agent writes: to the customer through the same outbox as everybody, and to her colleagues as notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.conversation import Note
from bot.domain.handoff_events import NoteWritten
from bot.domain.messages import Bubble
from bot.domain.sending import Ledger, Outbound, Purpose, Way
from bot.ports import CompanyClock, Deps, UnitOfWork
from bot.usecases.handoff import held_by


async def reply_as_agent(uow: UnitOfWork, clock: CompanyClock, conversation_id: str, agent: str, text: str) -> Outbound:
    """The stored outbox row. What no way of the channel delivers becomes a call for staff, as with any message."""
    now, conversation = clock.now(), await held_by(uow, conversation_id, agent)
    await uow.conversations.save(replace(conversation, agent_at=now))
    await uow.conversations.read_up_to(conversation_id, now)
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
