"""The API client against a platform on loopback."""

from __future__ import annotations

import time
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.adapters.wechat.client import WeChatClient
from bot.domain.errors import ChannelError, InvalidData, Remedy
from bot.domain.messages import Bubble, Choice, Media, Notice
from tests.integration.wechat.platform import OK, Platform, a_client, hang, page

CHOICES = Bubble("选一个时间", (Choice("w1", "周三 14:00"), Choice("w2", "周四 09:00")))
NOTICE = Notice("T1", {"thing1": "日常保洁", "time2": "2026年11月25日 14:00"}, "booking-7", "https://example.test/b/7")


@pytest.fixture
def client(session: aiohttp.ClientSession, platform: Platform) -> WeChatClient:
    return a_client(session, platform)


async def _failure(client: WeChatClient) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        await client.send_custom("o1", Bubble("好"))
    return caught.value


async def test_a_text_goes_out_as_chinese_not_as_escapes(client: WeChatClient, platform: Platform) -> None:
    await client.send_custom("o1", Bubble("好的"))
    assert platform.calls == [
        (
            "POST",
            "/cgi-bin/message/custom/send",
            {"access_token": "token-1"},
            '{"touser": "o1", "msgtype": "text", "text": {"content": "好的"}}',
        )
    ]


async def test_choices_go_out_as_a_menu(client: WeChatClient, platform: Platform) -> None:
    await client.send_custom("o1", CHOICES)
    items = [{"id": "w1", "content": "周三 14:00"}, {"id": "w2", "content": "周四 09:00"}]
    menu = {"head_content": "选一个时间", "list": items}
    assert platform.bodies == [{"touser": "o1", "msgtype": "msgmenu", "msgmenu": menu}]


async def test_an_account_without_menus_gets_numbers_and_is_not_asked_again(
    client: WeChatClient, platform: Platform
) -> None:
    platform.answers = [{"errcode": 40200, "errmsg": "invalid account type"}, OK]
    await client.send_custom("o1", CHOICES)
    await client.send_custom("o1", CHOICES)
    numbered = "选一个时间\n1. 周三 14:00\n2. 周四 09:00"
    assert [body["msgtype"] for body in platform.bodies] == ["msgmenu", "text", "text"]
    assert [body["text"]["content"] for body in platform.bodies[1:]] == [numbered, numbered]


async def test_a_long_text_is_cut_to_the_limit(client: WeChatClient, platform: Platform) -> None:
    await client.send_custom("o1", Bubble("好" * 3000))
    assert platform.bodies[0]["text"]["content"] == "好" * 681 + "…"


@pytest.mark.parametrize("errcode", [40200, 45072, 45080, 45081])
async def test_typing_that_is_refused_is_a_normal_outcome(
    client: WeChatClient, platform: Platform, errcode: int
) -> None:
    platform.answers = [{"errcode": errcode, "errmsg": "no"}]
    await client.typing("o1")
    assert platform.bodies == [{"touser": "o1", "command": "Typing"}]


async def test_typing_on_a_closed_account_is_an_error(client: WeChatClient, platform: Platform) -> None:
    platform.answers = [{"errcode": 48001, "errmsg": "api unauthorized"}]
    with pytest.raises(ChannelError):
        await client.typing("o1")


async def test_a_template_carries_its_client_id_and_link(client: WeChatClient, platform: Platform) -> None:
    await client.send_template("o1", NOTICE)
    assert [call[1] for call in platform.calls] == ["/cgi-bin/message/template/send"]
    assert platform.bodies == [
        {
            "touser": "o1",
            "template_id": "T1",
            "data": {"thing1": {"value": "日常保洁"}, "time2": {"value": "2026年11月25日 14:00"}},
            "client_msg_id": "booking-7",
            "url": "https://example.test/b/7",
        }
    ]


async def test_a_subscription_notice_carries_its_page(client: WeChatClient, platform: Platform) -> None:
    await client.send_subscription("o1", NOTICE)
    assert [call[1] for call in platform.calls] == ["/cgi-bin/message/subscribe/bizsend"]
    assert platform.bodies == [
        {
            "touser": "o1",
            "template_id": "T1",
            "data": {"thing1": {"value": "日常保洁"}, "time2": {"value": "2026年11月25日 14:00"}},
            "page": "https://example.test/b/7",
        }
    ]


async def test_a_notice_the_platform_would_refuse_is_not_sent(client: WeChatClient, platform: Platform) -> None:
    with pytest.raises(ChannelError) as caught:
        await client.send_subscription("o1", Notice("T1", {"thing1": "很" * 21}, "x"))
    assert (caught.value.remedy, caught.value.errcode, platform.calls) == (Remedy.GIVE_UP, 47003, [])


@pytest.mark.parametrize(
    ("errcode", "remedy"),
    [
        (-1, Remedy.RETRY), (43108, Remedy.RETRY), (268487001, Remedy.RETRY), (268487002, Remedy.RETRY),
        (45009, Remedy.WAIT), (45011, Remedy.WAIT), (45015, Remedy.OTHER_WAY), (45047, Remedy.OTHER_WAY),
        (43004, Remedy.OTHER_WAY), (43101, Remedy.OTHER_WAY), (48001, Remedy.GIVE_UP), (40003, Remedy.GIVE_UP),
        (99999, Remedy.GIVE_UP),
    ],
)  # fmt: skip
async def test_an_error_code_says_what_to_do_after_one_call(
    client: WeChatClient, platform: Platform, errcode: int, remedy: Remedy
) -> None:
    platform.answers = [{"errcode": errcode, "errmsg": "no rid: 1"}]
    error = await _failure(client)
    assert (error.remedy, error.errcode, error.detail, len(platform.calls)) == (remedy, errcode, "no rid: 1", 1)


@pytest.mark.parametrize("errcode", [40001, 40014, 42001])
async def test_a_refused_token_is_replaced_once_and_the_call_repeated(
    client: WeChatClient, platform: Platform, errcode: int
) -> None:
    platform.answers = [{"errcode": errcode, "errmsg": "access_token"}, OK]
    await client.send_custom("o1", Bubble("好"))
    assert (platform.tokens_used, platform.token_calls) == (["token-1", "token-2"], 2)


async def test_tokens_refused_for_ever_end_after_two_calls(client: WeChatClient, platform: Platform) -> None:
    platform.answers = [{"errcode": 40001, "errmsg": "invalid credential"}]
    error = await _failure(client)
    assert (error.remedy, error.errcode, len(platform.calls), platform.token_calls) == (Remedy.GIVE_UP, 40001, 2, 2)


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        (page("Bad Gateway", 502), "HTTP 502"),
        (page("{}", 302, "application/json"), "HTTP 302"),
        (page("<html>portal</html>"), "outcome unknown: not JSON"),
        (page("", 200, "application/json"), "outcome unknown: not JSON"),
        (page("[1]", 200, "application/json"), "outcome unknown: not a JSON object"),
        (page("[" * 100_000, 200, "application/json"), "outcome unknown: not JSON"),
        (hang, "outcome unknown: TimeoutError"),
    ],
)
async def test_a_broken_answer_is_for_the_caller_to_repeat(
    client: WeChatClient, platform: Platform, answer: Any, detail: str
) -> None:
    platform.answers = [answer]
    error = await _failure(client)
    assert (error.remedy, error.errcode, error.detail, len(platform.calls)) == (Remedy.RETRY, 0, detail, 1)


async def test_a_hanging_platform_is_left_in_time(client: WeChatClient, platform: Platform) -> None:
    platform.answers = [hang]
    began = time.monotonic()
    await _failure(client)
    assert time.monotonic() - began < 2


async def test_a_dropped_connection_leaves_the_outcome_unknown(client: WeChatClient, platform: Platform) -> None:
    async def drop(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    platform.answers = [drop]
    error = await _failure(client)
    assert (error.remedy, error.detail) == (Remedy.RETRY, "outcome unknown: ServerDisconnectedError")


async def test_a_platform_that_is_not_there_was_sent_nothing(session: aiohttp.ClientSession) -> None:
    client = WeChatClient(session, "http://127.0.0.1:1", "wx1", "hush")
    error = await _failure(client)
    assert (error.remedy, error.detail) == (Remedy.RETRY, "not sent: ClientConnectorError")


async def test_no_error_tells_the_secret_or_the_token(client: WeChatClient, platform: Platform) -> None:
    platform.answers = [hang]
    told = str(await _failure(client))
    platform.answers = [{"errcode": 40001, "errmsg": "invalid"}]
    told += str(await _failure(client))
    assert platform.tokens_used[0] == "token-1"
    assert ("token-1" in told, "hush" in told) == (False, False)


async def test_a_menu_is_pushed_read_and_deleted(client: WeChatClient, platform: Platform) -> None:
    menu = {"button": [{"type": "click", "name": "预约", "key": "BOOK"}]}
    platform.answers = [OK, {"menu": menu}, OK, {"errcode": 46003, "errmsg": "menu no exist"}]
    await client.push_menu(menu)
    assert await client.get_menu() == {"menu": menu}
    await client.delete_menu()
    assert await client.get_menu() == {}
    assert [call[:2] for call in platform.calls] == [
        ("POST", "/cgi-bin/menu/create"),
        ("GET", "/cgi-bin/menu/get"),
        ("GET", "/cgi-bin/menu/delete"),
        ("GET", "/cgi-bin/menu/get"),
    ]
    assert platform.calls[0][3].count("预约") == 1


async def test_a_menu_against_the_limits_never_leaves(client: WeChatClient, platform: Platform) -> None:
    with pytest.raises(InvalidData):
        await client.push_menu({"button": []})
    assert (platform.calls, platform.token_calls) == ([], 0)


async def test_media_come_with_type_and_name(client: WeChatClient, platform: Platform) -> None:
    async def image(request: web.Request) -> web.StreamResponse:
        headers = {"Content-Disposition": 'attachment; filename="cat.jpg"'}
        return web.Response(body=b"\xff\xd8\xff", content_type="image/jpeg", headers=headers)

    platform.answers = [{"errcode": 42001, "errmsg": "expired"}, image]
    assert await client.download_media("M1") == Media(b"\xff\xd8\xff", "image/jpeg", "cat.jpg")
    assert platform.calls[1][2] == {"access_token": "token-2", "media_id": "M1"}


async def test_a_video_comes_as_its_link(client: WeChatClient, platform: Platform) -> None:
    platform.answers = [{"video_url": "http://example.test/v.mp4"}]
    assert await client.download_media("M1") == Media(b"http://example.test/v.mp4", "text/uri-list")


async def test_a_media_error_under_text_plain_is_an_error(client: WeChatClient, platform: Platform) -> None:
    platform.answers = [page('{"errcode":40007,"errmsg":"invalid media_id"}', 200, "text/plain")]
    with pytest.raises(ChannelError) as caught:
        await client.download_media("M1")
    assert (caught.value.remedy, caught.value.errcode) == (Remedy.GIVE_UP, 40007)


async def test_a_file_larger_than_the_cap_is_left(session: aiohttp.ClientSession, platform: Platform) -> None:
    async def large(request: web.Request) -> web.StreamResponse:
        return web.Response(body=b"x" * 300_000, content_type="image/jpeg")

    platform.answers = [large]
    with pytest.raises(ChannelError) as caught:
        await a_client(session, platform, max_media=200_000).download_media("M1")
    assert caught.value.remedy is Remedy.GIVE_UP
