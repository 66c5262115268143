"""The action server as Rasa, and as a stranger, calls it."""

from __future__ import annotations

import json
import zlib

import pytest
from aiohttp.test_utils import TestClient, TestServer

from actions.server import create_app
from tests.talker import parse_of
from tests.worlds import a_text, a_world, heard

TOKEN = "shared"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
async def world():
    made = a_world()
    await heard(made, a_text())
    return made


@pytest.fixture
async def server(world):
    async with TestClient(TestServer(create_app(world.deps, TOKEN))) as client:
        yield client


def _call(world, text: str = "你好", intent: str = "greet", action: str = "action_turn") -> dict[str, object]:
    (conversation,) = world.store.conversations
    message = {**parse_of(text, intent), "metadata": {"message_id": "turn_1", "spoken": text}}
    tracker = {
        "sender_id": conversation, "slots": {}, "latest_message": message, "latest_event_time": 1.0,
        "paused": False, "events": [], "latest_input_channel": "rest", "active_loop": {}, "latest_action_name": None,
    }  # fmt: skip
    return {"next_action": action, "sender_id": conversation, "tracker": tracker, "domain": {}, "version": "3.6.21"}


async def test_an_action_call_speaks_by_response_names(world, server):
    answer = await server.post("/webhook", json=_call(world), headers=BEARER)
    assert answer.status == 200
    said = [message["response"] for message in (await answer.json())["responses"]]
    assert said == ["utter_greet", "utter_data_use"]


async def test_a_compressed_call_is_understood(world, server):
    packed = zlib.compress(json.dumps(_call(world)).encode())
    answer = await server.post("/webhook", data=packed, headers={**BEARER, "Content-Encoding": "deflate"})
    assert answer.status == 200


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}])
async def test_a_call_without_the_token_is_refused_and_does_nothing(world, server, headers):
    answer = await server.post("/webhook", json=_call(world), headers=headers)
    assert answer.status == 403
    assert world.store.results == {}


@pytest.mark.parametrize("body", [b"", b"nonsense", b"[]", b"{}", b"\xff\xfe"])
async def test_a_body_that_is_no_call_is_a_400(server, body):
    assert (await server.post("/webhook", data=body, headers=BEARER)).status == 400


async def test_an_unknown_action_is_a_404(world, server):
    assert (await server.post("/webhook", json=_call(world, action="action_dance"), headers=BEARER)).status == 404


async def test_a_conversation_nobody_knows_is_said_kindly(world, server):
    call = _call(world)
    call["tracker"]["sender_id"] = "cv_unknown"
    answer = await server.post("/webhook", json=call, headers=BEARER)
    assert [message["response"] for message in (await answer.json())["responses"]] == ["utter_error_not_found"]
