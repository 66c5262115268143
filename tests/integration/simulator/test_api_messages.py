"""Custom messages: windows, counts, refusals, menus and typing."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.simulator.config import DEFAULT_QUOTAS, Quota
from tests.integration.simulator.harness import Simulator, Started, saying

SEND = "/cgi-bin/message/custom/send"
TYPING = "/cgi-bin/message/custom/typing"
MENU = {
    "head_content": "您对本次服务是否满意？",
    "list": [{"id": "s7:101", "content": "满意"}, {"id": "s7:102", "content": "不满意"}],
    "tail_content": "欢迎再次光临",
}


async def send_menu(simulator: Simulator, openid: str) -> Any:
    return await simulator.api(SEND, {"touser": openid, "msgtype": "msgmenu", "msgmenu": MENU})


async def test_a_message_of_the_customer_buys_five_custom_messages(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await simulator.says(openid)
    assert [await simulator.send(openid, str(n)) for n in range(6)] == [0, 0, 0, 0, 0, 45047]
    assert await simulator.seen(openid) == [(str(n), "custom") for n in range(5)]
    await simulator.says(openid)
    assert await simulator.buckets(openid) == {"message": 5}
    assert await simulator.send(openid) == 0


async def test_a_customer_who_never_wrote_cannot_be_written_to(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    assert await simulator.send(openid) == 45015


async def test_the_window_of_a_message_closes_after_48_hours(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await simulator.says(openid)
    simulator.clock.advance(timedelta(hours=47, minutes=59))
    assert await simulator.send(openid) == 0
    told = await simulator.call("POST", "/sim/clock/advance", {"seconds": 60})
    assert told["offset_seconds"] == 60
    assert await simulator.send(openid) == 45015


async def test_the_bucket_that_expires_first_is_spent_first(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await simulator.says(openid)
    await simulator.event(openid, "CLICK", "BOOK")
    assert await simulator.buckets(openid) == {"menu": 3, "message": 5}
    await simulator.send(openid)
    assert await simulator.buckets(openid) == {"menu": 2, "message": 5}
    simulator.clock.advance(timedelta(minutes=1))
    await simulator.send(openid)
    assert await simulator.buckets(openid) == {"message": 4}


@pytest.mark.parametrize(("event", "expected"), [("VIEW", {}), ("CLICK", {"menu": 3}), ("SCAN", {"scan": 3})])
async def test_only_some_events_open_a_window(start: Started, event: str, expected: dict[str, int]) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await simulator.event(openid, event, "key")
    assert await simulator.buckets(openid) == expected


async def test_a_new_follower_may_be_sent_three_messages_within_a_minute(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer(follow=False)
    assert await simulator.send(openid) == 43004
    await simulator.event(openid, "subscribe")
    assert [await simulator.send(openid) for _ in range(4)] == [0, 0, 0, 45047]
    await simulator.event(openid, "unsubscribe")
    assert await simulator.send(openid) == 45015


async def test_the_quota_table_is_configuration(start: Started) -> None:
    simulator = await start(quotas={**DEFAULT_QUOTAS, "message": Quota(20, timedelta(hours=1))})
    openid = await simulator.customer()
    await simulator.says(openid)
    assert await simulator.buckets(openid) == {"message": 20}


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (b"", 44002),
        (b"[1]", 47001),
        (b"{", 47001),
        (rb'{"touser":"OPENID","msgtype":"text","text":{"content":"\u4f60\u597d"}}', 40033),
        (rb'{"touser":"OPENID","msgtype":"text","text":{"content":"a\u2014b \\u4f60"}}', 0),
        ({"touser": "nobody", "msgtype": "text", "text": {"content": "hi"}}, 40003),
        ({"touser": "OPENID", "msgtype": "text", "text": {"content": ""}}, 44004),
        ({"touser": "OPENID", "msgtype": "text"}, 44004),
        ({"touser": "OPENID", "msgtype": "hologram", "hologram": {}}, 40008),
        ({"touser": "OPENID", "msgtype": "text", "text": {"content": "长" * 683}}, 45002),
        ({"touser": "OPENID", "msgtype": "text", "text": {"content": "长" * 682}}, 0),
        ({"touser": "OPENID", "msgtype": "image", "image": {"media_id": "gone"}}, 40007),
        ({"touser": "OPENID", "msgtype": "news", "news": {"articles": [{"title": "a"}, {"title": "b"}]}}, 45008),
        ({"touser": "OPENID", "msgtype": "msgmenu", "msgmenu": {"list": []}}, 44004),
    ],
)
async def test_a_send_the_platform_cannot_take_is_refused_and_costs_nothing(
    start: Started, body: Any, errcode: int
) -> None:
    simulator = await start()
    openid = await simulator.customer(openid="OPENID")
    await simulator.says(openid)
    told = await simulator.api(SEND, body)
    assert told["errcode"] == errcode
    assert await simulator.buckets(openid) == {"message": 4 if errcode == 0 else 5}


async def test_two_sends_to_one_customer_at_once_are_refused(start: Started) -> None:
    simulator = await start(send_seconds=0.2)
    first, second = await simulator.customer(), await simulator.customer()
    await simulator.says(first)
    await simulator.says(second)
    assert sorted(await asyncio.gather(simulator.send(first), simulator.send(first))) == [0, 43108]
    assert list(await asyncio.gather(simulator.send(first), simulator.send(second))) == [0, 0]


async def test_a_subscription_account_has_no_custom_messages(start: Started) -> None:
    simulator = await start(account="subscription")
    openid = await simulator.customer()
    await simulator.says(openid)
    assert await simulator.send(openid) == 48001
    assert (await simulator.api(TYPING, {"touser": openid, "command": "Typing"}))["errcode"] == 48001


async def test_a_tap_on_a_menu_item_comes_back_as_text_and_opens_the_menu_window(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await simulator.says(openid)
    assert (await send_menu(simulator, openid))["errcode"] == 0
    bubble = (await simulator.journal(openid))[-1]
    assert bubble["choices"] == MENU["list"]
    body = {"bubble_id": bubble["bubble_id"], "item_id": "s7:102", "wait": True}
    tapped = await simulator.call("POST", f"/sim/customers/{openid}/menu-taps", body)
    push = simulator.callback.received[-1]
    assert (push["MsgType"], push["Content"], push["bizmsgmenuid"], push["MsgId"]) == (
        "text",
        "不满意",
        "s7:102",
        tapped["msg_id"],
    )
    assert await simulator.buckets(openid) == {"menu": 3, "message": 4}


async def test_a_menu_link_inside_a_text_reply_can_be_tapped(start: Started) -> None:
    link = '请选：<a href="weixin://bizmsgmenu?msgmenucontent=上午&msgmenuid=w1">上午九点</a>'
    simulator = await start(saying(link))
    openid = await simulator.customer()
    reply = (await simulator.says(openid))["reply"]
    assert reply["choices"] == [{"id": "w1", "content": "上午"}]
    body = {"bubble_id": reply["bubble_id"], "item_id": "w1", "wait": True}
    await simulator.call("POST", f"/sim/customers/{openid}/menu-taps", body)
    assert (simulator.callback.received[-1]["Content"], simulator.callback.received[-1]["bizmsgmenuid"]) == (
        "上午",
        "w1",
    )


async def test_an_item_of_another_customers_bubble_cannot_be_tapped(start: Started) -> None:
    simulator = await start()
    openid, stranger = await simulator.customer(), await simulator.customer()
    await simulator.says(openid)
    await send_menu(simulator, openid)
    bubble_id = (await simulator.journal(openid))[-1]["bubble_id"]
    told = await simulator.call(
        "POST", f"/sim/customers/{stranger}/menu-taps", {"bubble_id": bubble_id, "item_id": "s7:101"}
    )
    assert told == {"error": f"no bubble {bubble_id}"}


async def test_typing_is_shown_until_the_next_message(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    typing = {"touser": openid, "command": "Typing"}
    assert (await simulator.api(TYPING, typing))["errcode"] == 45080
    await simulator.says(openid)
    assert (await simulator.api(TYPING, {"touser": openid, "command": "Whisper"}))["errcode"] == 45072
    assert (await simulator.api(TYPING, typing))["errcode"] == 0
    assert (await simulator.api(TYPING, typing))["errcode"] == 45081
    assert [row["typing"] for row in await simulator.call("GET", "/sim/customers")] == [True]
    await simulator.send(openid)
    assert [row["typing"] for row in await simulator.call("GET", "/sim/customers")] == [False]
    simulator.clock.advance(timedelta(seconds=31))
    assert (await simulator.api(TYPING, typing))["errcode"] == 45080
