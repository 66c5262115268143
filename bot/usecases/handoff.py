"""Bot -> person and back: the queue, an agent who takes over, and the bot that goes on. Steps of a transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.conversation import Conversation, Mode
from bot.domain.errors import IllegalTransition
from bot.domain.events import HandoffQueued
from bot.domain.handoff_events import (
    AgentFellSilent,
    ConversationHandedBack,
    ConversationTaken,
    HandoffRaised,
    QueueLeft,
)
from bot.domain.handoff_reason import URGENT, Reason
from bot.domain.messages import InboundMessage, Kind
from bot.domain.queueing import Outcome
from bot.ports import CompanyClock, UnitOfWork
from bot.usecases.ticket_talk import note_agreed

BOT = "bot"
HANDED_BACK, CUSTOMER_SILENT = "console:handed_back", "console:customer_silent"
"""Events of our own that the bot answers as it answers a turn; no channel can send them."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What an agent has settled with the customer: her own words, and messages of the customer's that count too.

    It is read as a message of the customer's would be, so that it fills the draft by the same rules.
    """

    text: str = ""
    heard: tuple[int, ...] = ()
    """Numbers of inbox rows."""


async def queue_handoff(uow: UnitOfWork, conversation: Conversation, reason: Reason) -> Conversation:
    """Puts a conversation into the queue; one that waits already goes before the others where that is urgent."""
    if conversation.mode is Mode.QUEUED and reason in URGENT and conversation.handoff_reason not in URGENT:
        raised = replace(conversation, handoff_reason=reason.value, callback="")
        await uow.conversations.save(raised)
        uow.happened(HandoffRaised(raised, conversation.handoff_reason))
        return raised
    if conversation.mode is not Mode.BOT:
        return conversation
    queued = conversation.queued(reason.value)
    await uow.conversations.save(queued)
    uow.happened(HandoffQueued(queued, reason.value))
    return queued


async def leave_queue(uow: UnitOfWork, conversation: Conversation) -> Conversation:
    """The customer waits no longer; the bot speaks again."""
    if conversation.mode is not Mode.QUEUED:
        return conversation
    left = conversation.left_queue()
    await uow.conversations.save(left)
    uow.happened(QueueLeft(left))
    return left


async def take_over(
    uow: UnitOfWork, clock: CompanyClock, conversation_id: str, agent: str, instead_of: str = ""
) -> Conversation:
    """The agent speaks from now on, and the bot is silent; nothing new happens where she does already.

    From another agent only by her name, so that nobody takes a conversation away without knowing.
    """
    before, now = await uow.conversations.get(conversation_id), clock.now()
    if before.mode is Mode.AGENT and before.agent == agent:
        return before
    if before.mode is Mode.AGENT and before.agent != instead_of:
        raise IllegalTransition(f"{before.agent} holds this conversation; name her in instead_of to take it from her")
    taken = before.taken(agent, now)
    await uow.conversations.save(taken)
    await uow.conversations.read_up_to(conversation_id, now)
    uow.happened(ConversationTaken(taken, before))
    return taken


async def hand_back(
    uow: UnitOfWork, clock: CompanyClock, conversation_id: str, agent: str, agreed: Agreed | None = None, by: str = ""
) -> Conversation:
    """The bot goes on with what was agreed: its summary or its next question comes as the next turn.

    ``by``: who gives it back, as audit rows name her, where that is not ``agent``, who holds it.
    """
    before = await held_by(uow, conversation_id, agent)
    agreed = agreed or Agreed()
    text = "\n".join([*await _heard(uow, conversation_id, agreed.heard), *filter(None, [agreed.text.strip()])])
    await note_agreed(uow, clock, before, text, by or before.actor)
    return await _given_back(uow, clock.now(), before, by or before.actor, Outcome.HANDED_BACK, text)


async def end_silence(uow: UnitOfWork, clock: CompanyClock, conversation: Conversation) -> Conversation:
    """The customer has not answered the agent for hours: the bot takes the conversation, with one line."""
    return await _given_back(uow, clock.now(), conversation, BOT, Outcome.CUSTOMER_SILENT, "")


async def requeue(uow: UnitOfWork, conversation: Conversation) -> Conversation:
    """The agent has not answered the customer: she waits for another one, before all others."""
    queued = conversation.queued(Reason.AGENT_SILENT.value)
    await uow.conversations.save(queued)
    uow.happened(AgentFellSilent(queued, conversation.agent))
    return queued


async def held_by(uow: UnitOfWork, conversation_id: str, agent: str) -> Conversation:
    """The conversation, if this agent speaks in it."""
    conversation = await uow.conversations.get(conversation_id)
    if conversation.mode is not Mode.AGENT:
        raise IllegalTransition("nobody holds this conversation: take it over first")
    if conversation.agent != agent:
        raise IllegalTransition(f"{conversation.agent} holds this conversation")
    return conversation


async def _given_back(
    uow: UnitOfWork, now: datetime, before: Conversation, by: str, outcome: Outcome, text: str
) -> Conversation:
    back = before.handed_back(now)
    await uow.conversations.save(back)
    event = CUSTOMER_SILENT if outcome is Outcome.CUSTOMER_SILENT else HANDED_BACK
    key = f"{before.openid}:{event}:{before.version}"
    told = InboundMessage(before.openid, Kind.EVENT, key, now, text, {"event": event})
    await uow.inbox.add(before.id, told, now, pushed=False)
    uow.happened(ConversationHandedBack(back, before, by, outcome))
    return back


async def _heard(uow: UnitOfWork, conversation_id: str, numbers: tuple[int, ...]) -> list[str]:
    items = [await uow.inbox.get(number) for number in sorted(set(numbers))]
    return [one.message.text.strip() for one in items if one.conversation_id == conversation_id and one.message.text]
