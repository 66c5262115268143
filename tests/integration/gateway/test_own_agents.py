"""WeChat's own agents over the real gateway and worker, with the simulated platform at both ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.adapters.clock import SystemClock
from bot.adapters.wechat.client import WeChatClient
from bot.domain.errors import DialogueSilent, DialogueUnavailable
from bot.domain.messages import Bubble
from bot.gateway.app import create_app
from bot.gateway.wechat import WeChatAccount
from bot.simulator.app import create_simulator
from bot.simulator.config import SimulatorConfig
from bot.usecases.conversation import SORRY, SORRY_HANDOFF
from tests.support.product import free_port
from tests.support.road import AES_KEY, APP_ID, BRISK, ORIGINAL_ID, TOKEN, Road, a_road

UNHURRIED = replace(BRISK, push_deadline=timedelta(seconds=4.5), push_limit=timedelta(seconds=5))
"""A push waits as long as in earnest: what is asked here is who answers, not how fast."""
CONFIG = SimulatorConfig(
    app_id=APP_ID,
    app_secret="secret",
    original_id=ORIGINAL_ID,
    token=TOKEN,
    aes_key=AES_KEY,
    callback_url="",
    mode="safe",
    push_deadline=UNHURRIED.push_limit.total_seconds(),
)
BACK = Bubble("我接着帮您安排")


@dataclass
class Phone:
    """A customer's phone, and the account's road behind it."""

    road: Road
    platform: str
    session: aiohttp.ClientSession
    openid: str = ""

    async def call(self, method: str, path: str, body: object = None):
        async with self.session.request(method, self.platform + path, json=body) as answer:
            return await answer.json()

    async def writes(self, text: str) -> str:
        """The kind of bubble that her push was answered with."""
        message = {"kind": "text", "text": text, "wait": True}
        settled = await self.call("POST", f"/sim/customers/{self.openid}/messages", message)
        return settled["reply"]["kind"] if settled["reply"] else settled["outcome"]

    async def session_event(self, event: str, **accounts: str) -> None:
        told = {"event": event, "fields": accounts, "wait": True}
        settled = await self.call("POST", f"/sim/customers/{self.openid}/events", told)
        assert settled["outcome"] == "ack"

    async def seen(self) -> list[tuple[str, str]]:
        journal = await self.call("GET", f"/sim/customers/{self.openid}/journal?after=0")
        return [(entry["way"], entry["text"]) for entry in journal if entry["direction"] == "out"]

    async def held_by(self) -> tuple[str, str]:
        async with self.road.deps.uow() as uow:
            conversation = await uow.conversations.by_openid(self.openid)
        return conversation.mode.value, conversation.agent

    async def is_queued(self) -> None:
        """The dialogue fails three times, which brings a person."""
        self.road.dialogue.error = DialogueUnavailable("gone")
        assert [await self.writes("在吗"), await self.writes("有人吗")] == ["text", "text"]
        assert await self.writes("喂") == "transfer"
        self.road.dialogue.error = DialogueSilent("nothing in it is for the bot")


@asynccontextmanager
async def a_gateway(road: Road) -> AsyncIterator[str]:
    """The callback's address. As in earnest, and not as aiohttp's test server has it, who hangs up ends no handler."""

    async def probe() -> dict[str, bool]:
        return {}

    port = free_port()
    runner = web.AppRunner(create_app(road.deps, WeChatAccount(ORIGINAL_ID, "safe", road.envelope), probe))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{port}/wechat/callback"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def a_phone(database_url: str) -> AsyncIterator[Phone]:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    async with aiohttp.ClientSession() as session:
        channel = WeChatClient(session, base, APP_ID, "secret")
        town = a_road(database_url, mode="safe", patience=UNHURRIED, own_agents=True, real_channel=channel)
        async with town as road, a_gateway(road) as callback_url:
            config = replace(CONFIG, callback_url=callback_url)
            async with TestServer(create_simulator(config, SystemClock()), port=port):
                phone = Phone(road, base, session)
                phone.openid = str((await phone.call("POST", "/sim/customers", {"name": "甲"}))["openid"])
                yield phone


async def _eventually(check: Callable[[], Awaitable[bool]], seconds: float = 12) -> None:
    async with asyncio.timeout(seconds):
        while not await check():
            await asyncio.sleep(0.05)


async def test_she_is_handed_over_served_and_given_back(database_url):
    async with a_phone(database_url) as phone:
        await phone.is_queued()
        transfer = ("passive", "已转接人工客服")
        sorry = ("passive", SORRY.text)
        told = [sorry, sorry, ("custom", SORRY_HANDOFF.text), transfer]
        assert await phone.seen() == told
        assert await phone.writes("还在吗") == "transfer"

        await phone.session_event("kf_create_session", KfAccount="a@home")
        assert await phone.held_by() == ("agent", "kf:a@home")
        await phone.session_event("kf_switch_session", FromKfAccount="a@home", ToKfAccount="b@home")
        assert await phone.held_by() == ("agent", "kf:b@home")
        assert await phone.writes("半小时没人理我") == "transfer"
        assert await phone.seen() == [*told, transfer, transfer]

        phone.road.dialogue.error, phone.road.dialogue.says = None, (BACK,)
        await phone.session_event("kf_close_session", KfAccount="b@home")
        assert await phone.held_by() == ("bot", "")

        async def bot_goes_on() -> bool:
            return ("custom", BACK.text) in await phone.seen()

        await _eventually(bot_goes_on)
        assert await phone.writes("好") == "text"


async def test_a_close_that_overtook_its_create_ends_the_session(database_url):
    async with a_phone(database_url) as phone:
        await phone.is_queued()
        await phone.session_event("kf_close_session", KfAccount="a@home", CreateTime="4102444800")
        assert await phone.held_by() == ("queued", "")
        await phone.session_event("kf_create_session", KfAccount="a@home")
        assert await phone.held_by() == ("bot", "")
