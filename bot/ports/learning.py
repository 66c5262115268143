"""Repositories of what is learnt from talks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.attempt import Attempt
from bot.domain.miss import Miss, MissFilter


class Misses(Protocol):
    async def add(self, miss: Miss) -> None:
        """One a turn: a second of the same turn changes nothing."""
        ...

    async def get(self, miss_id: int) -> Miss: ...

    async def save(self, miss: Miss) -> None:
        """Its state and label."""
        ...

    async def found(self, wanted: MissFilter) -> Sequence[Miss]:
        """The newest first."""
        ...

    async def labelled(self) -> Sequence[Miss]:
        """In the order in which they were said."""
        ...


class Attempts(Protocol):
    async def add(self, attempt: Attempt) -> None: ...

    async def open_of(self, conversation_id: str) -> Attempt | None: ...

    async def save(self, attempt: Attempt) -> None: ...
