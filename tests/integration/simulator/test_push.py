"""The push engine against a callback that answers well, late, wrongly or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from aiohttp import web

from bot.simulator.push import FAILURE_LINE
from bot.simulator.wire import parse, render
from tests.integration.simulator.harness import (
    CONFIG,
    NOW_SECONDS,
    Answer,
    Received,
    Started,
    answering,
    envelope,
    in_turn,
    saying,
    slow,
    text_reply,
)

SECONDS_TOO_LATE = 1.0


def sealed(content: str, *, app_id: str = CONFIG.app_id, spoil_signature: bool = False) -> Answer:
    async def answer(received: Received) -> web.Response:
        sealing = envelope(replace(CONFIG, app_id=app_id))
        nonce = received.query["nonce"]
        encrypted = sealing.encrypt(text_reply(received, content))
        signed = sealing.sign(str(NOW_SECONDS), nonce, encrypted)
        body = render(
            {
                "Encrypt": encrypted,
                "MsgSignature": "0" * 40 if spoil_signature else signed,
                "TimeStamp": NOW_SECONDS,
                "Nonce": nonce,
            }
        )
        return web.Response(text=body)

    return answer


@pytest.mark.parametrize("body", ["success", ""])
async def test_an_acknowledged_push_is_not_repeated_and_shows_nothing(start: Started, body: str) -> None:
    simulator = await start(answering(body))
    openid = await simulator.customer()
    settled = await simulator.says(openid)
    assert (settled["outcome"], settled["reply"]) == ("ack", None)
    assert [push["outcome"] for push in settled["pushes"]] == ["ack"]
    assert await simulator.seen(openid) == []


async def test_a_reply_becomes_a_passive_bubble_that_names_its_push(start: Started) -> None:
    simulator = await start(saying("您好，请问需要什么服务？"))
    openid = await simulator.customer()
    settled = await simulator.says(openid, "你好")
    own, reply = await simulator.journal(openid)
    assert (own["direction"], own["kind"], own["text"], own["msg_id"]) == ("in", "text", "你好", settled["msg_id"])
    assert (reply["direction"], reply["text"], reply["way"], reply["push"]) == (
        "out",
        "您好，请问需要什么服务？",
        "passive",
        1,
    )
    assert settled["reply"] == reply


async def test_a_plain_push_carries_a_valid_signature_and_the_documented_fields(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    settled = await simulator.says(openid, "a ]]> b")
    (push,) = simulator.callback.received
    query = push.query
    expected = hashlib.sha1("".join(sorted([CONFIG.token, query["timestamp"], query["nonce"]])).encode()).hexdigest()
    assert query["signature"] == expected
    assert set(query) == {"signature", "timestamp", "nonce", "openid"}
    assert {name: push[name] for name in push.message.children} == {
        "ToUserName": CONFIG.original_id,
        "FromUserName": openid,
        "CreateTime": str(NOW_SECONDS),
        "MsgType": "text",
        "Content": "a ]]> b",
        "MsgId": settled["msg_id"],
    }


async def test_a_late_callback_gets_three_pushes_of_one_message_and_the_customer_one_failure_line(
    start: Started,
) -> None:
    simulator = await start(slow(SECONDS_TOO_LATE, saying("太晚了")))
    openid = await simulator.customer()
    settled = await simulator.says(openid)
    assert [push["outcome"] for push in settled["pushes"]] == ["failed"] * 3
    assert all(400 <= push["elapsed_ms"] < 900 for push in settled["pushes"])
    assert {push["MsgId"] for push in simulator.callback.received} == {settled["msg_id"]}
    assert len({push.query["nonce"] for push in simulator.callback.received}) == 3
    assert await simulator.seen(openid) == [(FAILURE_LINE, "system")]


async def test_a_reply_to_the_second_push_is_shown(start: Started) -> None:
    simulator = await start(in_turn(slow(SECONDS_TOO_LATE, saying("迟")), saying("第二次赶上了")))
    openid = await simulator.customer()
    settled = await simulator.says(openid)
    assert [push["outcome"] for push in settled["pushes"]] == ["failed", "reply"]
    assert settled["reply"]["push"] == 2
    assert await simulator.seen(openid) == [("第二次赶上了", "passive")]


async def test_the_number_of_pushes_is_configurable(start: Started) -> None:
    simulator = await start(answering("nonsense"), max_pushes=4, push_deadline=0.05)
    openid = await simulator.customer()
    settled = await simulator.says(openid)
    assert [push["push"] for push in settled["pushes"]] == [1, 2, 3, 4]


async def to_another(received: Received) -> web.Response:
    return web.Response(text=text_reply(received, "hi").replace(received["FromUserName"] or "", "someone-else"))


@pytest.mark.parametrize(
    "answer",
    [
        answering("success", status=201),
        answering("success", status=500),
        answering('{"errcode": 0}'),
        answering("success\n"),
        answering("<xml><Content>unfinished"),
        answering('<!DOCTYPE xml [<!ENTITY a "b">]><xml><Content>&a;</Content></xml>'),
        saying(""),
        saying("长" * 683),
        to_another,
        sealed("encrypted in plain mode"),
    ],
)
async def test_an_answer_the_platform_cannot_use_counts_as_failed(start: Started, answer: Answer) -> None:
    simulator = await start(answer, max_pushes=1)
    openid = await simulator.customer()
    settled = await simulator.says(openid)
    assert settled["outcome"] == "failed"
    assert settled["pushes"][0]["reason"] != ""
    assert await simulator.seen(openid) == [(FAILURE_LINE, "system")]


async def test_a_text_of_exactly_2048_bytes_is_shown(start: Started) -> None:
    simulator = await start(saying("长" * 682 + "ab"))
    openid = await simulator.customer()
    assert (await simulator.says(openid))["outcome"] == "reply"


async def test_an_unreachable_callback_counts_as_failed(start: Started) -> None:
    simulator = await start(reachable=False, push_deadline=0.05)
    openid = await simulator.customer()
    settled = await simulator.says(openid)
    assert [push["outcome"] for push in settled["pushes"]] == ["failed"] * 3
    assert settled["pushes"][0]["reason"].startswith("unreachable")


async def test_safe_mode_sends_only_the_cipher_and_shows_an_encrypted_reply(start: Started) -> None:
    simulator = await start(sealed("安全的回复"), mode="safe")
    openid = await simulator.customer()
    settled = await simulator.says(openid, "保密")
    (push,) = simulator.callback.received
    assert "保密".encode() not in push.body
    assert push["Content"] == "保密"
    assert push.query["encrypt_type"] == "aes"
    assert settled["reply"]["text"] == "安全的回复"


async def test_safe_mode_encrypts_every_push_anew(start: Started) -> None:
    simulator = await start(answering("no"), mode="safe", push_deadline=0.05)
    await simulator.says(await simulator.customer())
    assert len({push.body for push in simulator.callback.received}) == 3
    assert len({push.query["msg_signature"] for push in simulator.callback.received}) == 3


@pytest.mark.parametrize(
    "answer",
    [
        saying("plain in safe mode"),
        sealed("wrong appid", app_id="wxffffffffffffffff"),
        sealed("wrong signature", spoil_signature=True),
    ],
)
async def test_safe_mode_refuses_replies_that_are_not_sealed_for_the_account(start: Started, answer: Answer) -> None:
    simulator = await start(answer, mode="safe", max_pushes=1)
    openid = await simulator.customer()
    assert (await simulator.says(openid))["outcome"] == "failed"
    assert await simulator.seen(openid) == [(FAILURE_LINE, "system")]


@pytest.mark.parametrize("answer", [saying("明文"), sealed("密文")])
async def test_compat_mode_sends_both_forms_and_takes_either_reply(start: Started, answer: Answer) -> None:
    simulator = await start(answer, mode="compat")
    settled = await simulator.says(await simulator.customer(), "两种")
    (push,) = simulator.callback.received
    assert "两种".encode() in push.body
    assert b"<Encrypt>" in push.body
    assert settled["outcome"] == "reply"


async def test_an_unfollow_shows_neither_reply_nor_failure(start: Started) -> None:
    simulator = await start(saying("再见"))
    openid = await simulator.customer()
    assert (await simulator.event(openid, "unsubscribe"))["outcome"] == "reply"
    simulator.callback.answer = answering("broken", status=500)
    assert (await simulator.event(openid, "unsubscribe"))["outcome"] == "failed"
    assert await simulator.seen(openid) == []


async def test_pushes_are_listed_with_outcome_and_time(start: Started) -> None:
    simulator = await start(in_turn(answering("no"), saying("好")), push_deadline=0.1)
    openid = await simulator.customer()
    await simulator.says(openid)
    attempts = await simulator.call("GET", "/sim/pushes", openid=openid)
    assert [(row["push"], row["outcome"], row["kind"]) for row in attempts] == [
        (1, "failed", "text"),
        (2, "reply", "text"),
    ]
    assert all(isinstance(row["elapsed_ms"], int) for row in attempts)


async def test_only_who_wrote_is_handed_to_the_agents_and_no_event_is(start: Started) -> None:
    async def transfer(received: Received) -> web.Response:
        reply = parse(text_reply(received, "").encode())
        fields = {name: reply.text_of(name) or "" for name in ("ToUserName", "FromUserName", "CreateTime")}
        return web.Response(text=render({**fields, "MsgType": "transfer_customer_service"}))

    simulator = await start(transfer)
    openid = await simulator.customer()
    written, tapped = await simulator.says(openid), await simulator.event(openid, "CLICK")
    assert (written["reply"]["kind"], tapped["outcome"]) == ("transfer", "failed")
