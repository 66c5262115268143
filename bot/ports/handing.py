"""What the core needs of the store of what people do in conversations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.conversation import Note
from bot.domain.queueing import Handoff


class Notes(Protocol):
    async def add(self, note: Note) -> Note:
        """Stores a new one; the id of the argument is ignored, the returned one counts."""
        ...

    async def of_conversation(self, conversation_id: str) -> Sequence[Note]:
        """The oldest first."""
        ...


class Handoffs(Protocol):
    async def add(self, handoff: Handoff) -> None: ...

    async def save(self, handoff: Handoff) -> None: ...

    async def open_of(self, conversation_id: str) -> Handoff | None:
        """The one that has not ended."""
        ...

    async def taken_since(self, since: datetime, limit: int) -> Sequence[Handoff]:
        """Those that were queued and taken, the newest first."""
        ...


class Changes(Protocol):
    """What consoles are shown live, in the order in which it was stored."""

    async def add(self, conversation_id: str, kind: str, ref: str, now: datetime) -> None: ...

    async def forget(self, before: datetime) -> None: ...


class Presence(Protocol):
    """Which agents have the console open, and which conversations they look at."""

    async def seen(self, agent: str, conversation_id: str, now: datetime) -> None:
        """``conversation_id`` is empty for the console itself."""
        ...

    async def gone(self, agent: str, conversation_id: str) -> None: ...

    async def present(self, since: datetime) -> Sequence[str]:
        """Names of agents, in order."""
        ...

    async def looking(self, conversation_id: str, since: datetime) -> Sequence[str]:
        """Names of agents, in order."""
        ...
