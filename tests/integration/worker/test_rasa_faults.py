"""Rasa down, slow, silent or confused: one kind sentence, then a person; never nothing."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.adapters.rasa_client import RasaClient
from bot.usecases.conversation import SORRY, SORRY_HANDOFF
from tests.integration.gateway.test_callback import _content, _push, _text
from tests.support.road import a_road


async def _nothing(request: web.Request) -> web.Response:
    return web.json_response([])


async def _error(request: web.Request) -> web.Response:
    return web.Response(status=500)


async def _garbage(request: web.Request) -> web.Response:
    return web.Response(text="<html>", content_type="application/json")


async def _asleep(request: web.Request) -> web.Response:
    await asyncio.sleep(5)
    return web.json_response([])


class FakeRasa:
    def __init__(self, answer) -> None:
        self.answer = answer
        self.heard: list[dict[str, object]] = []

    async def webhook(self, request: web.Request) -> web.Response:
        self.heard.append(await request.json())
        return await self.answer(request)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/webhooks/rest/webhook", self.webhook)
        return app


async def _talked(database_url: str, url: str, times: int) -> list[str | None]:
    async with aiohttp.ClientSession() as session:
        client = RasaClient(session, url, "token")
        async with a_road(database_url, real_dialogue=client) as road:
            road_answers = []
            for _ in range(times):
                body = _text()
                answer = _content((await _push(road, body))[1])
                for _ in range(3):  # as often as the platform pushes, and a little more
                    answer = answer or _content((await _push(road, body))[1])
                road_answers.append(answer)
            return road_answers


@pytest.mark.parametrize("answer", [_nothing, _error, _garbage], ids=["silent", "error", "garbage"])
async def test_a_rasa_that_fails_leads_to_kind_words_and_then_to_a_person(migrated_sqlite_url, answer):
    async with TestServer(FakeRasa(answer).app()) as server:
        said = await _talked(migrated_sqlite_url, str(server.make_url("")), times=3)
    assert said == [SORRY.text, SORRY.text, SORRY_HANDOFF.text]


async def test_a_rasa_that_is_down_leads_to_kind_words(migrated_sqlite_url):
    assert await _talked(migrated_sqlite_url, "http://127.0.0.1:9", times=1) == [SORRY.text]


async def test_a_rasa_that_does_not_answer_in_time_leads_to_kind_words(migrated_sqlite_url):
    async with TestServer(FakeRasa(_asleep).app()) as server:
        assert await _talked(migrated_sqlite_url, str(server.make_url("")), times=1) == [SORRY.text]


@pytest.mark.parametrize("text", ["/restart", '/request_human{"a":1}', " /greet", "／already"])
async def test_a_customer_cannot_give_rasa_orders(text):
    async def hello(request: web.Request) -> web.Response:
        return web.json_response([{"text": "您好"}])

    rasa = FakeRasa(hello)
    async with TestServer(rasa.app()) as server, aiohttp.ClientSession() as session:
        client = RasaClient(session, str(server.make_url("")), "")
        await client.answer("cv_1", text, {}, timedelta(seconds=2))
    assert str(rasa.heard[0]["message"]).startswith("／")
    assert rasa.heard[0]["metadata"] == {"spoken": text}
