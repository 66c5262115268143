"""The only place that builds things: Settings -> Deps, servers, children."""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import redis.asyncio
from yarl import URL

from bot.adapters.clock import ShiftedClock, SystemClock
from bot.adapters.db.cipher import Cipher
from bot.adapters.db.engine import make_engine
from bot.adapters.db.unit_of_work import unit_of_work_factory
from bot.adapters.db.views import SqlViews
from bot.adapters.planner import Planner
from bot.adapters.rasa_client import RasaClient
from bot.adapters.redis.live import LocalFeed, RedisFeed
from bot.adapters.redis.tokens import RedisTokenStore
from bot.adapters.wechat.client import WeChatClient
from bot.adapters.wechat.crypto import Envelope
from bot.domain.inbox import Patience
from bot.gateway.wechat import WeChatAccount
from bot.ports import Account, Clock, Deps, Dialogue, LiveFeed
from bot.settings import Settings
from bot.usecases.reactions import reactor
from bot.web import Probe


def clock_of(settings: Settings) -> Clock:
    """The system's clock, or one that starts at ``BOT_CLOCK`` and can be moved."""
    if settings.clock is None:
        return SystemClock()
    return ShiftedClock(settings.clock, settings.var / "clock.json")


def rasa_url(settings: Settings) -> str:
    return settings.rasa_url or f"http://127.0.0.1:{settings.rasa_port}"


def envelope_of(settings: Settings) -> Envelope:
    settings.demanded("wechat_token", "wechat_app_id", "wechat_original_id")
    if settings.wechat_mode != "plain":
        settings.demanded("wechat_aes_key")
    return Envelope(settings.wechat_token, settings.wechat_aes_key, settings.wechat_app_id)


def account_of(settings: Settings) -> WeChatAccount:
    return WeChatAccount(settings.wechat_original_id, settings.wechat_mode, envelope_of(settings))


def owner() -> str:
    """This process's name in leases."""
    return f"{socket.gethostname()}:{os.getpid()}"


@asynccontextmanager
async def open_wechat(settings: Settings) -> AsyncIterator[WeChatClient]:
    """The WeChat API client alone."""
    settings.demanded("wechat_app_id", "wechat_app_secret")
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        store = await _redis(stack, settings)
        yield _wechat(settings, session, store)


@asynccontextmanager
async def open_dialogue(settings: Settings) -> AsyncIterator[Dialogue]:
    """The dialogue alone."""
    async with aiohttp.ClientSession() as session:
        yield RasaClient(session, rasa_url(settings), settings.rasa_token)


@asynccontextmanager
async def open_deps(settings: Settings, process: bool = False) -> AsyncIterator[Deps]:
    """Everything a use case may reach; ``process`` also listens to the live feed (a long-running role)."""
    settings.demanded("secret_keys")
    async with AsyncExitStack() as stack:
        clock = clock_of(settings)
        engine = make_engine(settings.database_url)
        stack.push_async_callback(engine.dispose)
        cipher = Cipher(settings.secret_keys)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        store = await _redis(stack, settings)
        feed: LiveFeed = LocalFeed()
        if store is not None:
            live = RedisFeed(store)
            if process:
                await stack.enter_async_context(live)
            feed = live
        yield Deps(
            clock=clock,
            uow=unit_of_work_factory(engine, cipher, reactor(clock, settings.zone)),
            dialogue=RasaClient(session, rasa_url(settings), settings.rasa_token),
            channel=_wechat(settings, session, store),
            feed=feed,
            views=SqlViews(engine, cipher, settings.zone),
            optimiser=Planner(),
            zone=settings.zone,
            patience=_patience(settings),
            account=Account(
                custom_messages=settings.wechat_account == "service", own_agents=settings.handoff == "wechat_kf"
            ),
        )


def probe_of(deps: Deps) -> Probe:
    """What ``/readyz`` asks: the database and Rasa. Redis may be gone for a while: then we poll."""

    async def probe() -> dict[str, bool]:
        return {"database": await deps.views.are_reachable(), "rasa": await deps.dialogue.is_ready()}

    return probe


async def _redis(stack: AsyncExitStack, settings: Settings) -> Any | None:
    if not settings.redis_url:
        return None
    client = redis.asyncio.from_url(
        settings.redis_url, socket_connect_timeout=1, socket_timeout=3, health_check_interval=15
    )
    stack.push_async_callback(client.aclose)
    return client


def _patience(settings: Settings) -> Patience:
    quiet = timedelta(seconds=settings.quiet_seconds)
    # A Rasa of our own is known to be starting; one that was given is up, or its absence is said soon.
    start = timedelta(seconds=10) if settings.rasa_url else Patience().dialogue_start
    return Patience(quiet=quiet, dialogue_start=start)


def _wechat(settings: Settings, session: aiohttp.ClientSession, store: Any | None) -> WeChatClient:
    return WeChatClient(
        session,
        settings.wechat_api_base,
        settings.wechat_app_id,
        settings.wechat_app_secret,
        RedisTokenStore(store) if store is not None else None,
    )


def redis_parts(url: str) -> dict[str, str]:
    """A Redis URL as the separate values that Rasa's ``endpoints.yml`` reads."""
    parsed = URL(url)
    return {
        "RASA_REDIS_HOST": parsed.host or "127.0.0.1",
        "RASA_REDIS_PORT": str(parsed.port or 6379),
        "RASA_REDIS_DB": parsed.path.strip("/") or "0",
        "RASA_REDIS_PASSWORD": parsed.password or "",
    }


def repository_root() -> Path:
    return Path(__file__).resolve().parent.parent
