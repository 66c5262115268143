"""The read models of the console: the inbox, one conversation, and what is new."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.domain.conversation import Mode

Row = Mapping[str, Any]
"""A plain row; instants are aware."""


@dataclass(frozen=True, slots=True)
class InboxQuery:
    """``agent``: held by her; ``unanswered``: the last word is the customer's."""

    modes: Collection[Mode] = ()
    agent: str = ""
    unanswered: bool = False
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """``queue``: the conversations that wait for a person, who is to be served first before the others.

    ``held``: how many each agent holds.
    """

    queue: Sequence[str] = ()
    held: Mapping[str, int] = field(default_factory=dict)


class InboxViews(Protocol):
    async def inbox(self, query: InboxQuery) -> Sequence[Row]:
        """Conversations in which anything was said: who waits first, in the order of the queue, then those that
        were written in last.

        ``id, customer_id, openid, name, phone, mode, agent, reason, queued_at, taken_at, callback, unread, last`` (a
        message as in ``talk``, or ``None``) and ``unanswered``.
        """
        ...

    async def standing(self) -> Standing: ...

    async def talk(self, conversation_id: str, limit: int, before: str | None = None) -> Sequence[Row]:
        """The last messages, in order of time: all that she wrote and what was written to her, sent or not.

        With the id of one, those before it; ``NotFound`` where it is none of this conversation.

        ``id`` (``in_12``, ``out_7``), ``direction, kind, text, choices, author`` (customer, bot, or the agent's name),
        ``way, state, error, at, turn_id, media`` and ``understood``: the frame of her turn, on its last message.
        """
        ...

    async def changes(self, after: int, limit: int, gaps: Collection[int] = ()) -> Sequence[Row]:
        """What has changed since the one with this number, and those of ``gaps`` that are there by now.

        ``id, conversation_id, kind, ref, at``.
        """
        ...

    async def last_change(self) -> int: ...

    async def messages(self, refs: Collection[str]) -> Mapping[str, Row]:
        """Messages (``in_12``) and notes (``note_3``) by their names; of messages as in ``talk``, without frames."""
        ...
