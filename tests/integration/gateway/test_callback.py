"""The callback as WeChat, and as an attacker, meets it."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import os
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.messages import Bubble
from tests.support.road import BRISK, ORIGINAL_ID, TOKEN, Road, a_road

OPENID = "oCallbackTests0000000000001"
_numbers = itertools.count(7_250_021_412_600_020_992)


def _signed(*more: str) -> dict[str, str]:
    stamp, nonce = "1795400000", str(next(_numbers))
    signature = hashlib.sha1("".join(sorted((TOKEN, stamp, nonce))).encode()).hexdigest()
    query = {"signature": signature, "timestamp": stamp, "nonce": nonce, "openid": OPENID}
    if more:
        parts = sorted((TOKEN, stamp, nonce, *more))
        query["msg_signature"] = hashlib.sha1("".join(parts).encode()).hexdigest()
        query["encrypt_type"] = "aes"
    return query


def _text(text: str = "你好", msg_id: int | None = None, openid: str = OPENID) -> bytes:
    return (
        f"<xml><ToUserName><![CDATA[{ORIGINAL_ID}]]></ToUserName><FromUserName><![CDATA[{openid}]]></FromUserName>"
        f"<CreateTime>1795400000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content>"
        f"<MsgId>{msg_id or next(_numbers)}</MsgId></xml>"
    ).encode()


async def _push(road: Road, body: bytes, query: dict[str, str] | None = None) -> tuple[int, str]:
    answer = await road.client.post("/wechat/callback", params=_signed() if query is None else query, data=body)
    return answer.status, await answer.text()


def _content(xml: str) -> str | None:
    found = re.search(r"<Content><!\[CDATA\[(.*?)\]\]></Content>", xml, re.DOTALL)
    return found[1] if found else None


async def test_saving_the_address_echoes_the_string_and_nothing_else(database_url):
    async with a_road(database_url) as road:
        answer = await road.client.get("/wechat/callback", params={**_signed(), "echostr": "4375120948345356249"})
        assert (answer.status, await answer.text()) == (200, "4375120948345356249")
        forged = await road.client.get("/wechat/callback", params={"signature": "x", "echostr": "1"})
        assert (forged.status, await forged.text()) == (403, "")


async def test_a_message_is_answered_on_its_own_push(database_url):
    async with a_road(database_url) as road:
        status, body = await _push(road, _text())
        assert status == 200
        assert _content(body) == "好的"
        assert f"<ToUserName><![CDATA[{OPENID}]]></ToUserName>" in body
        assert road.channel.sent == []


@pytest.mark.parametrize(
    ("query", "body", "status"),
    [
        ({}, _text(), 403),
        ({"signature": "0" * 40, "timestamp": "1", "nonce": "2"}, _text(), 403),
        ({"signature": "不是签名", "timestamp": "1", "nonce": "2"}, _text(), 403),
        (None, b"", 400),
        (None, b"<xml><ToUserName>", 400),
        (None, os.urandom(2000), 400),
        (None, b"not xml at all", 400),
        (None, b"<xml></xml>", 400),
        (None, b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xml><Content>&b;</Content></xml>', 400),
        (None, b"<xml>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</xml>", 400),
        (None, b"<xml><Content>" + b"x" * 300_000 + b"</Content></xml>", 413),
    ],
    ids=["unsigned", "forged", "odd", "empty", "cut", "binary", "text", "hollow", "entities", "deep", "huge"],
)
async def test_what_is_wrong_is_refused_and_never_a_5xx_or_a_reply(sqlite_road, query, body, status):
    answered, text = await _push(sqlite_road, body, query)
    assert (answered, text) == (status, "")
    assert await sqlite_road.rows("messages") == []


@pytest.fixture
async def sqlite_road(migrated_sqlite_url):
    async with a_road(migrated_sqlite_url) as road:
        yield road


async def test_a_plain_body_is_refused_in_safe_mode(migrated_sqlite_url):
    async with a_road(migrated_sqlite_url, mode="safe") as road:
        assert (await _push(road, _text()))[0] == 403


async def test_an_encrypted_message_gets_an_encrypted_answer(migrated_sqlite_url):
    async with a_road(migrated_sqlite_url, mode="safe") as road:
        sealed = road.envelope.encrypt(_text().decode(), "1")
        encrypt = re.search(r"<Encrypt><!\[CDATA\[(.*?)\]\]>", sealed)[1]
        body = f"<xml><ToUserName>{ORIGINAL_ID}</ToUserName><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>".encode()
        status, answer = await _push(road, body, _signed(encrypt))
        assert status == 200
        assert "好的" not in answer
        reply = re.search(r"<Encrypt><!\[CDATA\[(.*?)\]\]>", answer)[1]
        assert _content(road.envelope.decrypt(reply).decode()) == "好的"


async def test_the_same_message_three_times_in_a_row_is_answered_once(database_url):
    async with a_road(database_url) as road:
        body = _text(msg_id=next(_numbers))
        answers = await asyncio.gather(*(_push(road, body) for _ in range(3)))
        assert sorted(_content(text) or text for _, text in answers) == ["success", "success", "好的"]
        assert len(road.dialogue.asked) == 1
        assert await _push(road, body) == (200, "success")
        assert len([row for row in await road.rows("messages") if row["direction"] == "in"]) == 1


async def test_equal_message_ids_of_two_customers_are_two_messages(migrated_sqlite_url):
    async with a_road(migrated_sqlite_url) as road:
        number = next(_numbers)
        answers = await asyncio.gather(
            _push(road, _text(msg_id=number)), _push(road, _text(msg_id=number, openid="oAnother000000000000000001"))
        )
        assert [_content(text) for _, text in answers] == ["好的", "好的"]


async def test_a_burst_is_answered_once_on_its_last_push(database_url):
    patience = replace(BRISK, quiet=timedelta(milliseconds=250))
    async with a_road(database_url, patience=patience) as road:
        await _push(road, _text("在吗"))
        road.dialogue.asked.clear()
        pushes = []
        for text in ("我想约保洁", "后天上午", "90平"):
            pushes.append(asyncio.create_task(_push(road, _text(text))))
            await asyncio.sleep(0.03)
        answers = [text for _, text in await asyncio.gather(*pushes)]
        assert [_content(answer) or answer for answer in answers] == ["success", "success", "好的"]
        assert [text for _, text, _ in road.dialogue.asked] == ["我想约保洁\n后天上午\n90平"]


async def test_an_answer_that_is_late_waits_for_the_next_push_of_the_message(migrated_sqlite_url):
    async with a_road(migrated_sqlite_url) as road:
        road.dialogue.delay = 1.2
        body = _text()
        first = asyncio.create_task(_push(road, body))
        await asyncio.sleep(1.0)
        first.cancel()
        assert _content((await _push(road, body))[1]) == "好的"
        assert len(road.dialogue.asked) == 1
        assert road.channel.sent == []


async def test_an_answer_later_than_every_push_goes_out_as_a_custom_message(migrated_sqlite_url):
    async with a_road(migrated_sqlite_url) as road:
        road.dialogue.delay = 1.2
        first = asyncio.create_task(_push(road, _text()))
        await asyncio.sleep(1.0)
        first.cancel()
        await _until(lambda: road.channel.sent, seconds=6)
        assert road.channel.sent == [("custom", OPENID, Bubble("好的"))]


async def test_an_unknown_kind_of_message_is_acknowledged_or_answered_but_never_fails(migrated_sqlite_url):
    async with a_road(migrated_sqlite_url) as road:
        odd = _text().replace(b"<![CDATA[text]]>", b"<![CDATA[hologram]]>")
        status, _ = await _push(road, odd)
        assert status == 200


async def test_an_event_is_acknowledged_and_its_twin_in_the_same_second_kept(migrated_sqlite_url):
    async with a_road(migrated_sqlite_url) as road:
        for key in ("https://a.example/", "https://b.example/", "https://a.example/"):
            event = (
                f"<xml><ToUserName>{ORIGINAL_ID}</ToUserName><FromUserName>{OPENID}</FromUserName>"
                f"<CreateTime>1795400000</CreateTime><MsgType>event</MsgType><Event>VIEW</Event>"
                f"<EventKey>{key}</EventKey></xml>"
            ).encode()
            assert await _push(road, event) == (200, "success")
        assert len(await road.rows("messages")) == 2


async def test_a_database_that_is_locked_for_a_moment_loses_nothing(migrated_sqlite_url):
    async with a_road(migrated_sqlite_url) as road:
        connection = await road.engine.connect()
        await connection.exec_driver_sql("UPDATE conversations SET version = version")
        push = asyncio.create_task(_push(road, _text()))
        await asyncio.sleep(0.4)
        await connection.rollback()
        await connection.close()
        assert _content((await push)[1]) == "好的"


async def _until(condition, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.05)
