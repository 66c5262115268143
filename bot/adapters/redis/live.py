"""Live notifications: within this process, and between processes over Redis pub/sub."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import structlog
from redis.exceptions import RedisError

log = structlog.get_logger()

_CHANNEL = "jiazheng:live"
_RECONNECT_SECONDS = 1.0
_PUBLISH_SECONDS = 0.5
_MUTE_SECONDS = 2.0
_READ_SECONDS = 10.0
_GONE = (RedisError, OSError, TimeoutError)


class LocalSubscription:
    """Remembers that its topic was published until its reader has seen it."""

    def __init__(self) -> None:
        self._published = asyncio.Event()

    def wake(self) -> None:
        self._published.set()

    async def wait(self, timeout: timedelta) -> bool:
        try:
            async with asyncio.timeout(timeout.total_seconds()):
                await self._published.wait()
        except TimeoutError:
            return False
        self._published.clear()
        return True


class LocalFeed:
    """The feed of one process: what is published here is heard here."""

    def __init__(self) -> None:
        self._subscriptions: dict[str, set[LocalSubscription]] = {}

    async def publish(self, topic: str) -> None:
        self.wake(topic)

    def wake(self, topic: str) -> None:
        for subscription in self._subscriptions.get(topic, ()):
            subscription.wake()

    def wake_all(self) -> None:
        for topic in self._subscriptions:
            self.wake(topic)

    @asynccontextmanager
    async def subscribe(self, topic: str) -> AsyncIterator[LocalSubscription]:
        subscription = LocalSubscription()
        self._subscriptions.setdefault(topic, set()).add(subscription)
        try:
            yield subscription
        finally:
            others = self._subscriptions[topic]
            others.discard(subscription)
            if not others:
                del self._subscriptions[topic]


class RedisFeed:
    """A feed that reaches every process on one Redis. Its failures are a log line and never an error.

    Whoever only publishes need not enter it; entered, it also listens. All topics share one channel and one
    connection of the process. What is published is heard here at once, with Redis or without.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._local = LocalFeed()
        self._origin = uuid4().hex
        self._listener: asyncio.Task[None] | None = None
        self._deaf = False
        self._mute_until: float | None = None

    async def __aenter__(self) -> Self:
        self._listener = asyncio.create_task(self._listen())
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._listener is not None:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)
            self._listener = None

    async def publish(self, topic: str) -> None:
        await self._local.publish(topic)
        now = asyncio.get_running_loop().time()
        if self._mute_until is not None and now < self._mute_until:
            return
        try:
            async with asyncio.timeout(_PUBLISH_SECONDS):
                await self._client.publish(_CHANNEL, f"{self._origin} {topic}")
            self._mute_until = None
        except _GONE as error:
            if self._mute_until is None:
                log.warning("live_feed_mute", error=type(error).__name__)
            # Nobody who publishes has to find out anew, one after the other, that Redis is gone.
            self._mute_until = now + _MUTE_SECONDS

    def subscribe(self, topic: str) -> AbstractAsyncContextManager[LocalSubscription]:
        return self._local.subscribe(topic)

    async def _listen(self) -> None:
        while True:
            try:
                async with self._client.pubsub(ignore_subscribe_messages=True) as pubsub:
                    await pubsub.subscribe(_CHANNEL)
                    self._hears()
                    await self._forward(pubsub)
            except _GONE as error:
                if not self._deaf:
                    log.warning("live_feed_gone", error=type(error).__name__)
                self._deaf = True
            await asyncio.sleep(_RECONNECT_SECONDS)

    async def _forward(self, pubsub: Any) -> None:
        while True:
            message = await pubsub.get_message(timeout=_READ_SECONDS)
            if message is not None:
                origin, _, topic = _text(message["data"]).partition(" ")
                if origin != self._origin:
                    self._local.wake(topic)

    def _hears(self) -> None:
        if self._deaf:
            log.info("live_feed_back")
            # Something may have been published while nobody listened: everybody looks once.
            self._local.wake_all()
        self._deaf = False


def _text(data: bytes | str) -> str:
    return data.decode() if isinstance(data, bytes) else data
