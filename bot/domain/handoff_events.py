"""Facts about people in conversations, beside those of ``events``."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.conversation import Conversation, Note
from bot.domain.events import Event
from bot.domain.queueing import Outcome


@dataclass(frozen=True, slots=True)
class QueueLeft(Event):
    """The customer would rather go on with the bot."""

    conversation: Conversation


@dataclass(frozen=True, slots=True)
class HandoffRaised(Event):
    """Who waited already waits for something urgent now; ``before`` is the reason until now."""

    conversation: Conversation
    before: str


@dataclass(frozen=True, slots=True)
class ConversationTaken(Event):
    """An agent speaks from now on; ``before`` says who did until now."""

    conversation: Conversation
    before: Conversation


@dataclass(frozen=True, slots=True)
class ConversationHandedBack(Event):
    """The bot speaks again; ``by`` is the agent, or the bot where the customer fell silent."""

    conversation: Conversation
    before: Conversation
    by: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class AgentFellSilent(Event):
    """An agent let a customer wait for too long: she is in the queue again."""

    conversation: Conversation
    agent: str


@dataclass(frozen=True, slots=True)
class NoteWritten(Event):
    note: Note
