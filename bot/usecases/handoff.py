"""Bot -> person: the conversation waits in the queue and the bot falls silent."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.conversation import Conversation, Mode
from bot.domain.events import HandoffQueued
from bot.ports import UnitOfWork


async def queue_handoff(uow: UnitOfWork, conversation: Conversation, reason: str) -> Conversation:
    """Puts a conversation into the queue; one that waits or is held already stays as it is."""
    if conversation.mode is not Mode.BOT:
        return conversation
    queued = replace(conversation, mode=Mode.QUEUED, handoff_reason=reason)
    await uow.conversations.save(queued)
    uow.happened(HandoffQueued(queued, reason))
    return queued
