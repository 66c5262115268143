"""Answers that must go out by the API, while the platform fails in every way it can."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.adapters.clock import SystemClock
from bot.adapters.wechat.client import WeChatClient
from bot.simulator.app import create_simulator
from bot.simulator.config import SimulatorConfig
from tests.support.product import free_port
from tests.support.road import AES_KEY, APP_ID, ORIGINAL_ID, TOKEN, Road, a_road

CONFIG = SimulatorConfig(
    app_id=APP_ID,
    app_secret="secret",
    original_id=ORIGINAL_ID,
    token=TOKEN,
    aes_key=AES_KEY,
    callback_url="",
    mode="safe",
    push_deadline=1.0,
    max_pushes=1,
)


@dataclass
class Town:
    """A road and the platform it hangs on; the answer is always too late for its only push."""

    road: Road
    platform: str
    session: aiohttp.ClientSession

    async def call(self, method: str, path: str, body: object = None):
        async with self.session.request(method, self.platform + path, json=body) as answer:
            return await answer.json()

    async def customer_writes(self) -> str:
        openid = str((await self.call("POST", "/sim/customers", {"name": "甲"}))["openid"])
        await self.call("POST", f"/sim/customers/{openid}/messages", {"kind": "text", "text": "在吗", "wait": True})
        return openid

    async def seen_by(self, openid: str) -> list[str]:
        journal = await self.call("GET", f"/sim/customers/{openid}/journal?after=0")
        return [entry["text"] for entry in journal if entry["direction"] == "out" and entry["way"] != "system"]

    async def outbox(self) -> dict[str, object]:
        (row,) = [row for row in await self.road.rows("messages") if row["direction"] == "out"]
        return row


@asynccontextmanager
async def a_town(database_url: str):
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    async with aiohttp.ClientSession() as session:
        timeout = aiohttp.ClientTimeout(total=0.5)
        channel = WeChatClient(session, base, APP_ID, "secret", timeout=timeout)
        async with a_road(database_url, mode="safe", real_channel=channel) as road:
            road.dialogue.delay = 1.3
            config = replace(CONFIG, callback_url=str(road.client.make_url("/wechat/callback")))
            async with TestServer(create_simulator(config, SystemClock()), port=port):
                yield Town(road, base, session)


async def _eventually(check, seconds: float = 12) -> None:
    async with asyncio.timeout(seconds):
        while not await check():
            await asyncio.sleep(0.1)


@pytest.mark.parametrize(
    "fault", [{"api_errcode": -1}, {"api_http_status": 502}, {"api_hang": True}], ids=["busy", "502", "hanging"]
)
async def test_an_answer_outlives_a_platform_that_fails_for_a_while(migrated_sqlite_url, fault):
    async with a_town(migrated_sqlite_url) as town:
        await town.call("PUT", "/sim/faults", fault)
        openid = await town.customer_writes()
        await asyncio.sleep(2)
        assert await town.seen_by(openid) == []
        assert (await town.outbox())["state"] in ("pending", "claimed")
        await town.call("DELETE", "/sim/faults")

        async def arrived() -> bool:
            return await town.seen_by(openid) == ["好的"]

        await _eventually(arrived)
        assert (await town.outbox())["way"] == "custom"


@pytest.mark.parametrize(("code", "reason"), [(40001, "errcode_40001"), (45015, "no_way_open"), (45047, "no_way_open")])
async def test_an_answer_that_no_way_takes_becomes_a_call_for_staff(migrated_sqlite_url, code, reason):
    async with a_town(migrated_sqlite_url) as town:
        await town.call("PUT", "/sim/faults", {"api_errcode": code})
        await town.customer_writes()

        async def given_up() -> bool:
            return [row["reason"] for row in await town.road.rows("call_tasks")] == [reason]

        await _eventually(given_up)
        assert (await town.outbox())["state"] == "failed"
        fetched = await town.call("GET", "/sim/tokens")
        assert sum(fetched.values()) <= 2
