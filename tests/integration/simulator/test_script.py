"""The script API: acting as customers, reading the journal, listening to the live stream."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.simulator.config import Seed
from tests.integration.simulator.harness import Simulator, Started, saying


async def status_of(simulator: Simulator, method: str, path: str, body: bytes = b"", **headers: str) -> int:
    async with simulator.session.request(method, simulator.base + path, data=body, headers=headers) as response:
        return response.status


async def test_customers_are_those_of_the_configuration_and_those_added(start: Started) -> None:
    simulator = await start(customers=(Seed("oWang", "王女士"),))
    added = await simulator.customer(name="李先生", openid="oLi", follow=False)
    listed = await simulator.call("GET", "/sim/customers")
    assert [(row["openid"], row["name"], row["follows"]) for row in listed] == [
        ("oWang", "王女士", True),
        (added, "李先生", False),
    ]


async def test_a_made_up_openid_has_28_characters_and_is_new_each_time(start: Started) -> None:
    simulator = await start()
    made = {await simulator.customer() for _ in range(5)}
    assert {len(openid) for openid in made} == {28}
    assert len(made) == 5


@pytest.mark.parametrize(
    ("message", "fields"),
    [
        ({"kind": "text", "text": "你好"}, {"MsgType": "text", "Content": "你好"}),
        (
            {"kind": "location", "latitude": 31.2, "longitude": 121.4, "label": "静安寺"},
            {"MsgType": "location", "Location_X": "31.2", "Location_Y": "121.4", "Scale": "16", "Label": "静安寺"},
        ),
        (
            {"kind": "link", "title": "标题", "url": "https://example.com/a", "description": "说明"},
            {"MsgType": "link", "Title": "标题", "Description": "说明", "Url": "https://example.com/a"},
        ),
        ({"kind": "sticker"}, {"MsgType": "text", "Content": "【收到不支持的消息类型，暂无法显示】"}),
    ],
)
async def test_each_kind_of_message_arrives_with_its_fields(
    start: Started, message: dict[str, Any], fields: dict[str, str]
) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await simulator.says(openid, **message)
    (push,) = simulator.callback.received
    envelope = ("ToUserName", "FromUserName", "CreateTime", "MsgId")
    assert {name: push[name] for name in push.message.children if name not in envelope} == fields


async def test_any_event_can_be_pushed_with_its_own_elements(start: Started) -> None:
    simulator = await start(saying("扫到了"))
    openid = await simulator.customer()
    scanned = {"ScanCodeInfo": {"ScanType": "qrcode", "ScanResult": "A-1"}}
    await simulator.event(openid, "scancode_waitmsg", "SCAN_KEY", fields=scanned)
    await simulator.event(openid, "LOCATION", fields={"Latitude": 31.2, "Longitude": 121.4, "Precision": 30})
    scan, place = simulator.callback.received
    info = scan.message.first("ScanCodeInfo")
    assert info is not None
    assert (scan["EventKey"], info.text_of("ScanResult")) == ("SCAN_KEY", "A-1")
    assert (place["EventKey"], place["Latitude"]) == (None, "31.2")
    assert await simulator.buckets(openid) == {"menu": 3}
    assert await simulator.seen(openid) == [("扫到了", "passive")]


async def test_without_wait_the_answer_does_not_hang_on_the_push(start: Started) -> None:
    simulator = await start(reachable=False, push_deadline=5.0)
    openid = await simulator.customer()
    async with asyncio.timeout(1):
        told = await simulator.call("POST", f"/sim/customers/{openid}/messages", {"kind": "text", "text": "hi"})
    assert set(told) == {"msg_id"}


async def test_the_journal_can_be_read_from_where_one_left_off(start: Started) -> None:
    simulator = await start(saying("好"))
    first, second = await simulator.customer(), await simulator.customer()
    await simulator.says(first, "一")
    await simulator.says(second, "别人")
    last = (await simulator.journal(first))[-1]["seq"]
    await simulator.says(first, "二")
    later = await simulator.call("GET", f"/sim/customers/{first}/journal", after=str(last))
    assert [entry["text"] for entry in later] == ["二", "好"]


async def test_who_does_not_follow_cannot_write(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await simulator.event(openid, "unsubscribe")
    body = json.dumps({"kind": "text", "text": "hi"}).encode()
    assert await status_of(simulator, "POST", f"/sim/customers/{openid}/messages", body) == 409


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/sim/customers/nobody/messages", b'{"kind": "text", "text": "hi"}', 404),
        ("GET", "/sim/customers/nobody/journal", b"", 404),
        ("GET", "/sim/customers/oWang/journal?after=x", b"", 400),
        ("POST", "/sim/customers", b'{"openid": "oWang"}', 400),
        ("POST", "/sim/customers", b'{"openid": "o/../x"}', 400),
        ("POST", "/sim/customers/oWang/messages", b"{", 400),
        ("POST", "/sim/customers/oWang/messages", b"[]", 400),
        ("POST", "/sim/customers/oWang/messages", b'{"kind": "text"}', 400),
        ("POST", "/sim/customers/oWang/messages", b'{"kind": "smoke"}', 400),
        ("POST", "/sim/customers/oWang/messages", rb'{"kind": "text", "text": "\ud800"}', 400),
        ("POST", "/sim/customers/oWang/messages", b'{"kind": "location", "latitude": NaN}', 400),
        ("POST", "/sim/customers/oWang/events", b"{}", 400),
        ("POST", "/sim/customers/oWang/events", b'{"event": "LOCATION", "fields": {"a b": 1}}', 400),
        ("POST", "/sim/customers/oWang/events", b'{"event": "LOCATION", "fields": {"a": null}}', 400),
        ("POST", "/sim/customers/oWang/menu-taps", b'{"bubble_id": 99, "item_id": "x"}', 404),
        ("POST", "/sim/customers/oWang/consents", b'{"template_id": "T", "status": "maybe"}', 400),
        ("POST", "/sim/clock/advance", b'{"seconds": -1}', 400),
        ("GET", "/sim/media/none", b"", 404),
    ],
)
async def test_a_wrong_call_is_refused_with_its_status(
    start: Started, method: str, path: str, body: bytes, status: int
) -> None:
    simulator = await start(customers=(Seed("oWang", "王女士"),))
    assert await status_of(simulator, method, path, body) == status


async def test_a_page_of_another_site_cannot_drive_the_simulator(start: Started) -> None:
    simulator = await start()
    assert await status_of(simulator, "POST", "/sim/customers", b"{}", Origin="https://evil.example") == 403
    assert await status_of(simulator, "POST", "/sim/customers", b"{}", Origin=simulator.base) == 201


async def test_the_stream_tells_of_messages_and_pushes_as_they_happen(start: Started) -> None:
    simulator = await start(saying("好"))
    openid = await simulator.customer()
    topics: list[tuple[str, str]] = []
    async with simulator.session.get(simulator.base + "/sim/events") as response:
        assert response.content_type == "text/event-stream"
        assert await response.content.readline() == b": connected\n"
        await simulator.says(openid, "你好")
        async with asyncio.timeout(3):
            while len(topics) < 4:
                line = (await response.content.readline()).decode()
                if line.startswith("event: "):
                    data = json.loads((await response.content.readline()).decode().removeprefix("data: "))
                    topics.append((line.removeprefix("event: ").strip(), data.get("outcome") or data["text"]))
    assert topics == [("journal", "你好"), ("push", "open"), ("push", "reply"), ("journal", "好")]


async def test_an_open_stream_does_not_delay_the_shutdown(start: Started) -> None:
    simulator = await start()
    response = await simulator.session.get(simulator.base + "/sim/events")
    assert await response.content.readline() == b": connected\n"
    async with asyncio.timeout(5):
        await simulator.stop()
    response.close()
