"""The account's menu, media, QR codes and user information."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from tests.integration.simulator.harness import NOW_SECONDS, Simulator, Started

BOOK = {"type": "click", "name": "预约", "key": "BOOK"}
SITE = {"type": "view", "name": "官网", "url": "https://example.com/"}


async def upload(simulator: Simulator, kind: str, filename: str, data: bytes) -> Any:
    form = aiohttp.FormData()
    form.add_field("media", data, filename=filename)
    query = {"access_token": await simulator.token(), "type": kind}
    async with simulator.session.post(simulator.base + "/cgi-bin/media/upload", data=form, params=query) as response:
        return await response.json(content_type=None)


async def download(simulator: Simulator, media_id: str) -> tuple[str, bytes]:
    query = {"access_token": await simulator.token(), "media_id": media_id}
    async with simulator.session.get(simulator.base + "/cgi-bin/media/get", params=query) as response:
        return response.content_type, await response.read()


async def test_a_menu_is_kept_shown_and_deleted(start: Started) -> None:
    simulator = await start()
    token = await simulator.token()
    menu = {"button": [BOOK, {"name": "更多", "sub_button": [SITE]}]}
    assert await simulator.api("/cgi-bin/menu/create", menu) == {"errcode": 0, "errmsg": "ok"}
    assert await simulator.call("GET", "/cgi-bin/menu/get", access_token=token) == {"menu": menu}
    await simulator.call("GET", "/cgi-bin/menu/delete", access_token=token)
    assert (await simulator.call("GET", "/cgi-bin/menu/get", access_token=token))["errcode"] == 46003


@pytest.mark.parametrize(
    ("buttons", "errcode"),
    [
        ([], 40016),
        ([BOOK] * 4, 40016),
        ([{**BOOK, "name": "六个字的菜单"}], 40018),
        ([{**BOOK, "name": "五个字刚好"}], 0),
        ([{**BOOK, "key": "k" * 129}], 40019),
        ([{**SITE, "url": "u" * 1025}], 40020),
        ([{**BOOK, "type": "dance"}], 40017),
        ([{"name": "更多", "sub_button": [BOOK] * 6}], 40023),
        ([{"name": "更多", "sub_button": [{"name": "深", "sub_button": [BOOK]}]}], 40022),
        ([{"name": "更多", "sub_button": [{**BOOK, "name": "二" * 21}]}], 40025),
        ([{"name": "更多", "sub_button": [{**BOOK, "key": "k" * 129}]}], 40026),
    ],
)
async def test_menu_limits_are_those_of_the_platform(start: Started, buttons: list[Any], errcode: int) -> None:
    simulator = await start()
    assert (await simulator.api("/cgi-bin/menu/create", {"button": buttons}))["errcode"] == errcode


async def test_a_tap_in_the_menu_bar_is_pushed_as_click_and_noted_by_its_name(start: Started) -> None:
    simulator = await start()
    await simulator.api("/cgi-bin/menu/create", {"button": [BOOK]})
    openid = await simulator.customer()
    await simulator.event(openid, "CLICK", "BOOK")
    push = simulator.callback.received[-1]
    assert (push["MsgType"], push["Event"], push["EventKey"], push["MsgId"]) == ("event", "CLICK", "BOOK", None)
    assert [(entry["kind"], entry["text"]) for entry in await simulator.journal(openid)] == [
        ("event", "点击菜单「预约」")
    ]


async def test_uploaded_media_can_be_fetched_for_three_days(start: Started) -> None:
    simulator = await start()
    told = await upload(simulator, "image", "a.png", b"\x89PNG-bytes")
    assert (told["type"], told["created_at"]) == ("image", NOW_SECONDS)
    assert await download(simulator, told["media_id"]) == ("image/png", b"\x89PNG-bytes")
    simulator.clock.advance(timedelta(days=3))
    content_type, body = await download(simulator, told["media_id"])
    assert content_type == "application/json"
    assert b'"errcode": 40007' in body


@pytest.mark.parametrize(
    ("kind", "filename", "data", "errcode"),
    [
        ("file", "a.pdf", b"x", 40004),
        ("image", "a.bmp", b"x", 40005),
        ("thumb", "a.jpg", b"x" * (64 * 1024 + 1), 40006),
        ("voice", "a.amr", b"", 40006),
    ],
)
async def test_media_of_a_wrong_kind_or_size_are_refused(
    start: Started, kind: str, filename: str, data: bytes, errcode: int
) -> None:
    simulator = await start()
    assert (await upload(simulator, kind, filename, data))["errcode"] == errcode


async def test_media_a_customer_sent_can_be_fetched_by_the_pushed_id(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await simulator.says(openid, kind="image")
    await simulator.says(openid, kind="voice")
    await simulator.says(openid, kind="video")
    image, voice, video = simulator.callback.received
    assert (await download(simulator, image["MediaId"] or ""))[1].startswith(b"\x89PNG")
    assert (await download(simulator, voice["MediaId16K"] or ""))[1].startswith(b"#!AMR")
    assert b"video_url" in (await download(simulator, video["MediaId"] or ""))[1]
    async with simulator.session.get(image["PicUrl"] or "") as response:
        assert response.content_type == "image/png"


async def test_user_info_tells_no_name_and_nothing_after_an_unfollow(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer(name="王女士")
    query = {"access_token": await simulator.token(), "openid": openid}
    told = await simulator.call("GET", "/cgi-bin/user/info", **query)
    assert (told["subscribe"], told["subscribe_time"], "nickname" in told) == (1, NOW_SECONDS, False)
    await simulator.event(openid, "unsubscribe")
    assert await simulator.call("GET", "/cgi-bin/user/info", **query) == {"subscribe": 0, "openid": openid}


async def test_a_scanned_code_makes_a_stranger_follow_and_a_follower_scan(start: Started) -> None:
    simulator = await start()
    made = await simulator.api(
        "/cgi-bin/qrcode/create",
        {"expire_seconds": 600, "action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "flyer"}}},
    )
    openid = await simulator.customer(follow=False)
    await simulator.event(openid, "SCAN", "flyer")
    await simulator.event(openid, "SCAN", "flyer")
    assert [(push["Event"], push["EventKey"], push["Ticket"]) for push in simulator.callback.received] == [
        ("subscribe", "qrscene_flyer", made["ticket"]),
        ("SCAN", "flyer", made["ticket"]),
    ]


async def test_an_announced_customer_is_pushed_as_a_new_follower(start: Started) -> None:
    simulator = await start()
    await simulator.customer(announce=True)
    assert (await simulator.callback.expect("subscribe"))["EventKey"] == ""
