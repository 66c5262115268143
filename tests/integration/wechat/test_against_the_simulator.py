"""The API client and the callback's wire against our own simulator of the platform."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.adapters.wechat.client import WeChatClient
from bot.adapters.wechat.codec import decode, encode_text_reply, open_push
from bot.adapters.wechat.crypto import Envelope
from bot.domain.errors import ChannelError, Remedy
from bot.domain.messages import Bubble, Choice
from tests.integration.simulator.harness import CONFIG, Simulator, starting


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with starting() as begin:
        yield await begin()


def _client(simulator: Simulator) -> WeChatClient:
    return WeChatClient(simulator.session, simulator.base, CONFIG.app_id, CONFIG.app_secret)


async def test_a_customer_who_wrote_sees_text_and_one_who_did_not_needs_another_way(simulator: Simulator) -> None:
    client, wrote, silent = _client(simulator), await simulator.customer(), await simulator.customer()
    await simulator.says(wrote)
    await client.send_custom(wrote, Bubble("您好"))
    await client.send_custom(wrote, Bubble("选一个", (Choice("w1", "周三"),)))
    assert await simulator.buckets(wrote) == {"message": 3}
    with pytest.raises(ChannelError) as caught:
        await client.send_custom(silent, Bubble("您好"))
    assert (caught.value.remedy, caught.value.errcode) == (Remedy.OTHER_WAY, 45015)


async def test_a_pushed_message_is_read_as_the_customer_wrote_it(simulator: Simulator) -> None:
    openid = await simulator.customer()
    await simulator.says(openid, "明天下午两点 <90平>")
    push: Any = simulator.callback.received[0]
    envelope = Envelope(CONFIG.token, CONFIG.aes_key, CONFIG.app_id)
    message = decode(open_push("plain", envelope, push.query, push.body))
    assert (message.openid, message.text) == (openid, "明天下午两点 <90平>")
    assert decode(encode_text_reply(openid, "gh_1", "好", 1).encode()).openid == "gh_1"
