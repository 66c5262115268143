"""The gateway and the worker over a real database, with a scripted dialogue: the road without Rasa."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.adapters.clock import SystemClock
from bot.adapters.db.cipher import Cipher
from bot.adapters.db.engine import make_engine
from bot.adapters.db.unit_of_work import unit_of_work_factory
from bot.adapters.db.views import SqlViews
from bot.adapters.redis.live import LocalFeed
from bot.adapters.wechat.crypto import Envelope
from bot.domain.inbox import Patience
from bot.gateway.app import create_app
from bot.gateway.wechat import WeChatAccount
from bot.ports import Account, Channel, Deps, Dialogue, LiveFeed
from bot.usecases.reactions import reactor
from bot.worker.run import run_worker
from tests.fakes import SHANGHAI, EveryPlan, FakeChannel, ScriptedDialogue

TOKEN = "roadtoken"
APP_ID = "wx0123456789abcdef"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ORIGINAL_ID = "gh_0123456789ab"
SECRET = "a secret of the tests, long enough to be one"

BRISK = replace(
    Patience(),
    quiet=timedelta(milliseconds=60),
    longest_burst=timedelta(milliseconds=600),
    push_deadline=timedelta(milliseconds=900),
    push_limit=timedelta(seconds=1),
    settled_margin=timedelta(milliseconds=150),
    turn_budget=timedelta(seconds=2),
    second_budget=timedelta(milliseconds=300),
    dialogue_start=timedelta(0),
    lease=timedelta(seconds=3),
)
"""The road's patience with WeChat's 5 s as one."""


@dataclass
class Road:
    client: TestClient[object, object]
    deps: Deps
    dialogue: ScriptedDialogue
    channel: FakeChannel
    envelope: Envelope
    engine: AsyncEngine

    async def rows(self, what: str) -> list[dict[str, object]]:
        return [dict(row) async for row in self.deps.views.rows(what)]


@asynccontextmanager
async def a_road(
    database_url: str,
    mode: str = "plain",
    patience: Patience = BRISK,
    custom_messages: bool = True,
    own_agents: bool = False,
    feed: LiveFeed | None = None,
    worker: bool = True,
    real_dialogue: Dialogue | None = None,
    real_channel: Channel | None = None,
) -> AsyncIterator[Road]:
    engine = make_engine(database_url)
    cipher = Cipher([SECRET])
    clock = SystemClock()
    dialogue, channel = ScriptedDialogue(), FakeChannel()
    deps = Deps(
        clock=clock,
        uow=unit_of_work_factory(engine, cipher, reactor(clock, SHANGHAI)),
        dialogue=real_dialogue or dialogue,
        channel=real_channel or channel,
        feed=feed or LocalFeed(),
        views=SqlViews(engine, cipher, SHANGHAI),
        optimiser=EveryPlan(),
        zone=SHANGHAI,
        patience=patience,
        account=Account(custom_messages, own_agents),
    )
    envelope = Envelope(TOKEN, AES_KEY, APP_ID)

    async def probe() -> dict[str, bool]:
        return {"rasa": await dialogue.is_ready()}

    app = create_app(deps, WeChatAccount(ORIGINAL_ID, mode, envelope), probe)
    loops = asyncio.create_task(run_worker(deps, "test")) if worker else None
    async with TestClient(TestServer(app)) as client:
        yield Road(client, deps, dialogue, channel, envelope, engine)
    if loops is not None:
        loops.cancel()
        await asyncio.gather(loops, return_exceptions=True)
    await engine.dispose()
