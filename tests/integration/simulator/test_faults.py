"""Every fault that can be switched on does what its name says, and stops when switched off."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.simulator.push import FAILURE_LINE
from tests.integration.simulator.harness import Simulator, Started, answering, saying

IP = "/cgi-bin/getcallbackip"


async def write(simulator: Simulator, openid: str, text: str) -> Any:
    return await simulator.call(
        "POST", f"/sim/customers/{openid}/messages", {"kind": "text", "text": text, "wait": True}
    )


async def test_faults_are_off_at_first_and_can_be_set_read_and_cleared(start: Started) -> None:
    simulator = await start()
    assert await simulator.call("GET", "/sim/faults") == {}
    assert await simulator.fault(api_errcode=-1, duplicate_push=True) == {"api_errcode": -1, "duplicate_push": True}
    assert await simulator.fault(api_errcode=None) == {"duplicate_push": True}
    assert await simulator.call("DELETE", "/sim/faults") == {}


@pytest.mark.parametrize("wrong", [{"gremlins": True}, {"api_errcode": "x"}, {"recognition": "loud"}])
async def test_an_unknown_fault_or_value_changes_nothing(start: Started, wrong: dict[str, Any]) -> None:
    simulator = await start()
    assert "error" in await simulator.fault(duplicate_push=True, **wrong)
    assert await simulator.call("GET", "/sim/faults") == {}


async def test_a_duplicate_push_comes_although_the_first_was_answered(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await simulator.fault(duplicate_push=True)
    settled = await simulator.says(openid)
    assert settled["outcome"] == "ack"
    assert [push["MsgId"] for push in simulator.callback.received] == [settled["msg_id"]] * 2


async def test_a_late_first_answer_is_lost_and_the_second_shown(start: Started) -> None:
    simulator = await start(saying("收到"), push_deadline=0.2)
    openid = await simulator.customer()
    await simulator.fault(late_first_answer=True)
    settled = await simulator.says(openid)
    assert [push["outcome"] for push in settled["pushes"]] == ["failed", "reply"]
    assert await simulator.seen(openid) == [("收到", "passive")]


async def test_out_of_order_the_second_message_arrives_first(start: Started) -> None:
    simulator = await start(push_deadline=1.0)
    openid = await simulator.customer()
    await simulator.fault(out_of_order=True)
    first = asyncio.create_task(write(simulator, openid, "一"))
    await asyncio.sleep(0.1)
    await write(simulator, openid, "二")
    await first
    assert [push["Content"] for push in simulator.callback.received] == ["二", "一"]


async def test_after_many_failures_the_platform_is_silent_for_a_minute(start: Started) -> None:
    simulator = await start(answering("no"), push_deadline=0.05)
    openid = await simulator.customer()
    await simulator.fault(mark_fail_after=3)
    await simulator.says(openid)
    settled = await simulator.says(openid)
    assert settled["outcome"] == "muted"
    assert len(simulator.callback.received) == 3
    simulator.clock.advance(timedelta(minutes=1))
    simulator.callback.answer = saying("恢复了")
    assert (await simulator.says(openid))["outcome"] == "reply"
    assert await simulator.seen(openid) == [(FAILURE_LINE, "system"), ("恢复了", "passive")]


async def test_two_events_share_a_second_even_when_time_has_passed(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await simulator.fault(same_second_events=True)
    await simulator.event(openid, "CLICK", "BOOK")
    simulator.clock.advance(timedelta(seconds=5))
    await simulator.event(openid, "CLICK", "ORDERS")
    assert len({push["CreateTime"] for push in simulator.callback.received}) == 1


async def test_two_customers_get_the_same_msg_id_but_one_customer_never_twice(start: Started) -> None:
    simulator = await start()
    first, second = await simulator.customer(), await simulator.customer()
    await simulator.fault(equal_msg_ids=True)
    ids = [(await simulator.says(openid))["msg_id"] for openid in (first, second, second, first)]
    assert ids[0] == ids[1]
    assert ids[1] != ids[2]
    assert ids[3] == ids[2]


async def test_a_message_can_carry_an_unknown_type(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await simulator.fault(unknown_msg_type=True)
    await simulator.says(openid)
    assert simulator.callback.received[0]["MsgType"] == "hologram"


async def test_control_characters_reach_the_callback_raw(start: Started) -> None:
    simulator = await start(max_pushes=1)
    openid = await simulator.customer()
    await simulator.fault(control_characters=True)
    await simulator.says(openid, "你好")
    (body,) = simulator.callback.unreadable
    assert "你好\x08]]]]><![CDATA[>\x1f".encode() in body


@pytest.mark.parametrize(
    ("fault", "given", "pushed"),
    [
        (None, {"recognition": "明天打扫"}, "明天打扫"),
        (None, {"recognition": ""}, ""),
        (None, {"recognition": None}, None),
        ("absent", {"recognition": "明天打扫"}, None),
        ("empty", {"recognition": "明天打扫"}, ""),
        ("filled", {}, "明天下午两点打扫卫生"),
    ],
)
async def test_the_recognition_of_a_voice_message_is_absent_empty_or_filled(
    start: Started, fault: str | None, given: dict[str, Any], pushed: str | None
) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await simulator.fault(recognition=fault)
    await simulator.says(openid, kind="voice", **given)
    assert simulator.callback.received[0]["Recognition"] == pushed


@pytest.mark.parametrize("code", [40001, -1])
async def test_the_api_can_answer_an_error_for_ever(start: Started, code: int) -> None:
    simulator = await start()
    await simulator.fault(api_errcode=code)
    token = await simulator.token()
    told = [(await simulator.call("GET", IP, access_token=token))["errcode"] for _ in range(3)]
    assert told == [code] * 3
    await simulator.fault(api_errcode=None)
    assert "ip_list" in await simulator.call("GET", IP, access_token=token)


@pytest.mark.parametrize("code", [45015, 45047])
async def test_a_limit_fault_concerns_custom_messages_only(start: Started, code: int) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await simulator.says(openid)
    await simulator.fault(api_errcode=code)
    assert await simulator.send(openid) == code
    assert "ip_list" in await simulator.call("GET", IP, access_token=await simulator.token())


async def test_the_token_endpoints_can_refuse_an_address(start: Started) -> None:
    simulator = await start()
    await simulator.fault(token_errcode=40164)
    told = await simulator.call("POST", "/cgi-bin/stable_token", {})
    assert told["errcode"] == 40164
    assert told["errmsg"].startswith("invalid ip 127.0.0.1")


async def test_the_api_can_answer_a_bad_gateway(start: Started) -> None:
    simulator = await start()
    await simulator.fault(api_http_status=502)
    async with simulator.session.get(simulator.base + IP) as response:
        assert response.status == 502


async def test_the_api_can_hang_until_the_fault_is_over(start: Started) -> None:
    simulator = await start()
    token = await simulator.token()
    await simulator.fault(api_hang=True)
    call = asyncio.create_task(simulator.call("GET", IP, access_token=token))
    done, _ = await asyncio.wait([call], timeout=0.3)
    assert done == set()
    await simulator.call("DELETE", "/sim/faults")
    assert "ip_list" in await call
