"""A stand-in for the platform's API on loopback: answers as told, writes down what it was asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from bot.adapters.wechat.client import WeChatClient
from bot.adapters.wechat.tokens import TokenStore

OK = {"errcode": 0, "errmsg": "ok"}


@dataclass
class Platform:
    """``answers`` are given in order, the last one for ever; an answer is JSON, or a function of the request."""

    base: str = ""
    answers: list[Any] = field(default_factory=lambda: [OK])
    token_answers: list[Any] = field(default_factory=list)
    token_delay: float = 0.0
    token_calls: int = 0
    calls: list[tuple[str, str, dict[str, str], str]] = field(default_factory=list)

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(body) for _, _, _, body in self.calls]

    @property
    def tokens_used(self) -> list[str]:
        return [query["access_token"] for _, _, query, _ in self.calls]

    async def token(self, request: web.Request) -> web.StreamResponse:
        self.token_calls += 1
        await asyncio.sleep(self.token_delay)
        if self.token_answers:
            return await _answer(self.token_answers, request)
        return web.json_response({"access_token": f"token-{self.token_calls}", "expires_in": 7200})

    async def api(self, request: web.Request) -> web.StreamResponse:
        self.calls.append((request.method, request.path, dict(request.query), await request.text()))
        return await _answer(self.answers, request)


async def _answer(answers: list[Any], request: web.Request) -> web.StreamResponse:
    answer = answers.pop(0) if len(answers) > 1 else answers[0]
    if isinstance(answer, Callable):
        answered: web.StreamResponse = await answer(request)
        return answered
    return web.json_response(answer)


async def hang(request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(30)
    return web.Response()


def page(text: str, status: int = 200, content_type: str = "text/html") -> Any:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(text=text, status=status, content_type=content_type)

    return answer


@asynccontextmanager
async def a_platform() -> AsyncIterator[Platform]:
    platform = Platform()
    app = web.Application()
    app.router.add_post("/cgi-bin/stable_token", platform.token)
    app.router.add_route("*", "/cgi-bin/{rest:.*}", platform.api)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    platform.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield platform
    finally:
        await runner.cleanup()


def a_client(
    session: aiohttp.ClientSession, platform: Platform, store: TokenStore | None = None, **options: Any
) -> WeChatClient:
    timeout = aiohttp.ClientTimeout(total=0.5, connect=0.3)
    return WeChatClient(session, platform.base, "wx0123456789abcdef", "hush", store, timeout, **options)
