"""The token store on Redis, with a twin in memory for the time Redis is gone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog
from redis.exceptions import RedisError

from bot.adapters.wechat.tokens import MemoryTokenStore

log = structlog.get_logger()

T = TypeVar("T")

_DISCARD = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end"


class RedisTokenStore:
    """``TokenStore`` over a ``redis.asyncio`` client, whose own timeouts bound every call.

    Writes go to memory too, so that losing Redis costs neither a token call nor a message.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._memory = MemoryTokenStore()
        self._lost = False

    async def get(self, key: str) -> str | None:
        async def ask() -> str | None:
            value = await self._client.get(key)
            return value.decode() if isinstance(value, bytes) else value

        return await self._or_memory(ask, lambda: self._memory.get(key))

    async def put(self, key: str, value: str, seconds: float) -> None:
        await self._memory.put(key, value, seconds)

        async def store() -> None:
            await self._client.set(key, value, px=_milliseconds(seconds))

        await self._or_memory(store, _nothing)

    async def discard(self, key: str, value: str) -> bool:
        kept_here = await self._memory.discard(key, value)

        async def remove() -> bool:
            return bool(await self._client.eval(_DISCARD, 1, key, value))

        async def locally() -> bool:
            return kept_here

        return await self._or_memory(remove, locally)

    async def claim(self, key: str, owner: str, seconds: float) -> bool:
        async def take() -> bool:
            return bool(await self._client.set(key, owner, nx=True, px=_milliseconds(seconds)))

        return await self._or_memory(take, lambda: self._memory.claim(key, owner, seconds))

    async def _or_memory(self, ask: Callable[[], Awaitable[T]], instead: Callable[[], Awaitable[T]]) -> T:
        try:
            result = await ask()
        except (RedisError, OSError) as error:
            if not self._lost:
                log.warning("token_store_lost", fault=type(error).__name__)
            self._lost = True
            return await instead()
        if self._lost:
            log.info("token_store_back")
        self._lost = False
        return result


async def _nothing() -> None:
    """Memory has the value already."""


def _milliseconds(seconds: float) -> int:
    return max(int(seconds * 1000), 1)
