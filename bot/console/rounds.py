"""Reads that are shared by all who ask for the same at about the same time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

T = TypeVar("T")

APART = 0.5
"""Seconds between the rounds of pages that ask by themselves."""

_SIDE_BY_SIDE = 2
"""So many of them are made at once: people and messages have their turn between them."""


class Round:
    """What was read for one of those who ask in it is there for the others."""

    def __init__(self) -> None:
        self._found: dict[Hashable, asyncio.Task[Any]] = {}
        self._made: dict[Hashable, Any] = {}

    async def once(self, what: Hashable, read: Callable[[], Awaitable[T]]) -> T:
        """``read`` needs nothing of who asks first: its task goes on when that one has gone."""
        if what not in self._found:
            self._found[what] = asyncio.ensure_future(_awaited(read))
        found: T = await asyncio.shield(self._found[what])
        return found

    def made_once(self, what: Hashable, make: Callable[[], T]) -> T:
        """The same of what is made and not read."""
        if what not in self._made:
            self._made[what] = make()
        made: T = self._made[what]
        return made


async def _awaited(read: Callable[[], Awaitable[T]]) -> T:
    return await read()


class Rounds:
    """Rounds begin at least ``apart`` seconds one behind the other; after a quiet time one begins at once."""

    def __init__(self, apart: float = APART) -> None:
        self._apart = apart
        self._round = Round()
        self._begins = float("-inf")
        self._places = asyncio.Semaphore(_SIDE_BY_SIDE)

    @asynccontextmanager
    async def joined(self) -> AsyncIterator[Round]:
        """The round of those who came since the last one began, when it begins: what it reads is no older than they."""
        mine = await self._next()
        async with self._places:
            yield mine

    async def _next(self) -> Round:
        clock = asyncio.get_running_loop().time
        if self._begins <= clock():
            self._round, self._begins = Round(), max(self._begins + self._apart, clock())
        mine, begins = self._round, self._begins
        await asyncio.sleep(max(begins - clock(), 0))
        return mine
