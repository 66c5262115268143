"""A callback that answers as told, a clock moved by hand, and a client of the simulator's two APIs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.simulator.app import create_simulator
from bot.simulator.config import SimulatorConfig
from bot.simulator.envelope import Envelope
from bot.simulator.wire import Element, MalformedXML, parse, render

START = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
NOW_SECONDS = int(START.timestamp())
CONFIG = SimulatorConfig(
    app_id="wx0123456789abcdef",
    app_secret="secret",
    original_id="gh_0123456789ab",
    token="AAAAA",
    aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    callback_url="http://127.0.0.1:9/wechat/callback",
    mode="plain",
    push_deadline=0.4,
    send_seconds=0.01,
)


class HandClock:
    def __init__(self) -> None:
        self.instant = START

    def now(self) -> datetime:
        return self.instant

    def advance(self, by: timedelta) -> None:
        self.instant += by


@dataclass
class Received:
    """One push as it arrived: the query, and the XML after decryption."""

    query: dict[str, str]
    body: bytes
    message: Element

    def __getitem__(self, name: str) -> str | None:
        return self.message.text_of(name)


Answer = Callable[[Received], Awaitable[web.Response]]


@dataclass
class Callback:
    """The account's server: keeps what it gets and answers by ``answer``."""

    received: list[Received] = field(default_factory=list)
    config: SimulatorConfig = CONFIG
    answer: Answer | None = None
    unreadable: list[bytes] = field(default_factory=list)

    async def expect(self, event: str) -> Received:
        """The first push of this event, once it has arrived."""

        async def has_arrived() -> bool:
            return any(push["Event"] == event for push in self.received)

        await eventually(has_arrived)
        return next(push for push in self.received if push["Event"] == event)

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        try:
            message = parse(body)
        except MalformedXML:
            self.unreadable.append(body)
            return web.Response(status=400)
        encrypted = message.text_of("Encrypt")
        if encrypted is not None:
            message = parse(envelope(self.config).decrypt(encrypted).encode())
        received = Received(dict(request.query), body, message)
        self.received.append(received)
        if self.answer is None:
            return web.Response(text="success")
        return await self.answer(received)


def envelope(config: SimulatorConfig) -> Envelope:
    return Envelope(config.token, config.aes_key, config.app_id)


def text_reply(received: Received, content: str) -> str:
    return render(
        {
            "ToUserName": received["FromUserName"] or "",
            "FromUserName": received["ToUserName"] or "",
            "CreateTime": NOW_SECONDS,
            "MsgType": "text",
            "Content": content,
        }
    )


def saying(content: str) -> Answer:
    async def answer(received: Received) -> web.Response:
        return web.Response(text=text_reply(received, content))

    return answer


def answering(text: str, status: int = 200) -> Answer:
    async def answer(_received: Received) -> web.Response:
        return web.Response(text=text, status=status)

    return answer


def in_turn(*answers: Answer) -> Answer:
    """The first push gets the first answer, and so on; the last one stays."""
    left = list(answers)

    async def answer(received: Received) -> web.Response:
        return await (left.pop(0) if len(left) > 1 else left[0])(received)

    return answer


def slow(seconds: float, then: Answer) -> Answer:
    async def answer(received: Received) -> web.Response:
        await asyncio.sleep(seconds)
        return await then(received)

    return answer


class Simulator:
    """Speaks the script API and the platform API of a running simulator."""

    def __init__(
        self, session: aiohttp.ClientSession, server: TestServer, clock: HandClock, callback: Callback
    ) -> None:
        self.session = session
        self.server = server
        self.base = str(server.make_url("")).rstrip("/")
        self.clock = clock
        self.callback = callback

    async def call(self, method: str, path: str, body: object = None, **query: str) -> Any:
        async with self.session.request(method, self.base + path, json=body, params=query) as response:
            return await response.json(content_type=None)

    async def stop(self) -> None:
        await self.server.close()

    async def customer(self, **fields: object) -> str:
        told = await self.call("POST", "/sim/customers", fields)
        return str(told["openid"])

    async def says(self, openid: str, text: str = "你好", **fields: object) -> Any:
        body = {"kind": "text", "text": text, "wait": True, **fields}
        return await self.call("POST", f"/sim/customers/{openid}/messages", body)

    async def event(self, openid: str, event: str, key: str = "", **more: object) -> Any:
        body = {"event": event, "key": key, "wait": True, **more}
        return await self.call("POST", f"/sim/customers/{openid}/events", body)

    async def journal(self, openid: str) -> list[Any]:
        return list(await self.call("GET", f"/sim/customers/{openid}/journal"))

    async def seen(self, openid: str) -> list[tuple[str, str | None]]:
        """What came to the customer: text and way."""
        return [(entry["text"], entry["way"]) for entry in await self.journal(openid) if entry["direction"] == "out"]

    async def buckets(self, openid: str) -> dict[str, int]:
        rows = await self.call("GET", f"/sim/customers/{openid}/quota")
        return {row["bucket"]: row["left"] for row in rows}

    async def fault(self, **values: object) -> Any:
        return await self.call("PUT", "/sim/faults", values)

    async def token(self) -> str:
        told = await self.call(
            "POST",
            "/cgi-bin/stable_token",
            {"grant_type": "client_credential", "appid": CONFIG.app_id, "secret": CONFIG.app_secret},
        )
        return str(told["access_token"])

    async def api(self, path: str, body: object) -> Any:
        """A platform call with a valid token; Chinese stays unescaped, as the platform demands."""
        raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        query = {"access_token": await self.token()}
        async with self.session.post(self.base + path, data=raw, params=query) as response:
            return await response.json(content_type=None)

    async def send(self, openid: str, text: str = "好的") -> int:
        body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        return int((await self.api("/cgi-bin/message/custom/send", body))["errcode"])


async def eventually(check: Callable[[], Awaitable[bool]]) -> None:
    """Waits up to three seconds for something that happens in the background."""
    for _ in range(150):
        if await check():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen within three seconds")


Started = Callable[..., Awaitable[Simulator]]


@asynccontextmanager
async def starting() -> AsyncIterator[Started]:
    """Gives a function that starts a simulator and its callback: ``await start(answer, mode="safe")``."""
    servers: list[TestServer] = []
    session = aiohttp.ClientSession()

    async def begin(answer: Answer | None = None, *, reachable: bool = True, **changes: Any) -> Simulator:
        callback = Callback(answer=answer)
        receiver = web.Application()
        receiver.router.add_post("/wechat/callback", callback.handle)
        receiving = TestServer(receiver)
        await receiving.start_server()
        servers.append(receiving)
        url = str(receiving.make_url("/wechat/callback")) if reachable else CONFIG.callback_url
        callback.config = replace(CONFIG, callback_url=url, **changes)
        clock = HandClock()
        simulator = TestServer(create_simulator(callback.config, clock))
        await simulator.start_server()
        servers.append(simulator)
        return Simulator(session, simulator, clock, callback)

    yield begin
    await session.close()
    for server in reversed(servers):
        await server.close()
