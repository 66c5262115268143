"""The phone page in a real browser: what a customer types, taps and sees."""

from __future__ import annotations

import pytest
from aiohttp import web
from playwright.async_api import expect

from tests.browser.conftest import OpenPage
from tests.integration.simulator.harness import Received, Started, eventually, saying, text_reply

pytestmark = pytest.mark.browser

MENU = {"button": [{"type": "click", "name": "我要预约", "key": "BOOK"}]}


async def echo(received: Received) -> web.Response:
    return web.Response(text=text_reply(received, f"收到：{received['Content'] or received['Event']}"))


async def test_a_typed_message_and_its_reply_appear_as_bubbles(start: Started, open_page: OpenPage) -> None:
    simulator = await start(echo)
    await simulator.customer(name="王女士")
    page = await open_page(simulator.base)
    await page.get_by_label("输入消息").fill("明天下午两点打扫")
    await page.keyboard.press("Enter")
    await expect(page.locator(".row.in .bubble")).to_have_text(["明天下午两点打扫"])
    await expect(page.locator(".row.out .bubble")).to_have_text(["收到：明天下午两点打扫"])
    await expect(page.locator(".row.out .way")).to_have_text(["被动回复 · 第 1 次推送"])
    await expect(page.locator("#quota [data-bucket=message]")).to_have_attribute("data-left", "5")
    await expect(page.locator("#pushes .chip")).to_have_text(["有回复"])
    await expect(page.get_by_label("输入消息")).to_have_value("")


async def test_a_first_visit_brings_a_first_customer_whose_follow_is_pushed(
    start: Started, open_page: OpenPage
) -> None:
    simulator = await start(saying("欢迎关注"))
    page = await open_page(simulator.base)
    await expect(page.locator(".person")).to_have_count(1)
    await expect(page.locator(".row.out .bubble")).to_have_text(["欢迎关注"])


async def test_a_menu_item_in_a_bubble_can_be_tapped(start: Started, open_page: OpenPage) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await simulator.says(openid)
    page = await open_page(simulator.base)
    choices = {"head_content": "选一个时段", "list": [{"id": "w1", "content": "上午"}, {"id": "w2", "content": "下午"}]}
    await simulator.api("/cgi-bin/message/custom/send", {"touser": openid, "msgtype": "msgmenu", "msgmenu": choices})
    await page.get_by_role("button", name="下午", exact=True).click()
    await expect(page.locator(".row.in .bubble")).to_have_text(["你好", "下午"])
    assert simulator.callback.received[-1]["bizmsgmenuid"] == "w2"


async def test_the_custom_menu_appears_when_it_is_created_and_sends_a_click(
    start: Started, open_page: OpenPage
) -> None:
    simulator = await start(echo)
    await simulator.customer()
    page = await open_page(simulator.base)
    await expect(page.locator(".person")).to_have_count(1)
    await simulator.api("/cgi-bin/menu/create", MENU)
    await page.get_by_role("button", name="我要预约").click()
    await expect(page.locator(".row.out .bubble")).to_have_text(["收到：CLICK"])
    assert simulator.callback.received[-1]["EventKey"] == "BOOK"


async def test_a_voice_message_goes_with_or_without_its_transcript(start: Started, open_page: OpenPage) -> None:
    simulator = await start()
    await simulator.customer()
    page = await open_page(simulator.base)
    for checked in (True, False):
        await page.get_by_role("button", name="语音").click()
        await page.locator("dialog textarea").fill("后天擦玻璃")
        await page.get_by_label("带语音识别文字").set_checked(checked)
        await page.get_by_role("button", name="确定").click()
    await expect(page.locator(".heard")).to_have_text(["后天擦玻璃", "（无识别文字）"])
    assert [push["Recognition"] for push in simulator.callback.received] == ["后天擦玻璃", None]


async def test_markup_in_a_message_stays_text(start: Started, open_page: OpenPage) -> None:
    simulator = await start(saying('<img src=x onerror=alert(1)><a href="javascript:alert(1)">点</a>'))
    openid = await simulator.customer()
    page = await open_page(simulator.base)
    await simulator.says(openid, "<b>粗</b>")
    await expect(page.locator(".row.in .bubble")).to_have_text(["<b>粗</b>"])
    await expect(page.locator(".row.out .bubble")).to_have_text(["<img src=x onerror=alert(1)>点"])
    assert await page.locator(".bubble img, .bubble b, .bubble a[href]").count() == 0


async def test_customers_are_kept_apart_and_unread_replies_counted(start: Started, open_page: OpenPage) -> None:
    simulator = await start(echo)
    first, second = await simulator.customer(name="王女士"), await simulator.customer(name="李先生")
    page = await open_page(f"{simulator.base}/#{first}")
    await expect(page.locator(".person.chosen .name")).to_have_text("王女士")
    await simulator.says(second, "我是李先生")
    await expect(page.locator(f".person[data-openid='{second}'] .unread")).to_have_text("1")
    await expect(page.locator(".row")).to_have_count(0)
    await page.locator(f".person[data-openid='{second}']").click()
    await expect(page.locator(".row.in .bubble")).to_have_text(["我是李先生"])
    await page.reload()
    await expect(page.locator(".row.in .bubble")).to_have_text(["我是李先生"])


async def test_a_fault_switched_on_in_the_panel_is_in_force(start: Started, open_page: OpenPage) -> None:
    simulator = await start()
    await simulator.customer()
    page = await open_page(simulator.base)
    await page.locator("[data-fault=duplicate_push]").check()
    await page.locator("[data-fault=api_errcode]").select_option("40001")

    async def is_in_force() -> bool:
        return bool(await simulator.call("GET", "/sim/faults") == {"duplicate_push": True, "api_errcode": 40001})

    await eventually(is_in_force)


async def test_on_a_phone_the_chat_fills_the_screen_and_the_panel_folds_away(
    start: Started, open_page: OpenPage
) -> None:
    simulator = await start(echo)
    await simulator.customer()
    page = await open_page(simulator.base, width=390, height=780)
    await expect(page.locator(".person")).to_have_count(1)
    await expect(page.locator("#panel")).not_to_be_in_viewport()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    await page.locator("#open-panel").click()
    await expect(page.locator("#panel")).to_be_in_viewport()
    await page.locator("#close-panel").click()
    await expect(page.locator("#panel")).not_to_be_in_viewport()
    await page.get_by_label("输入消息").fill("你好")
    await page.get_by_role("button", name="发送").click()
    await expect(page.locator(".row.out .bubble")).to_have_text(["收到：你好"])
