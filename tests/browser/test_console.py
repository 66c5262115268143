"""A shift at the console in a real browser, with customers on the simulator's phone page and the bot between them."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.support.product import Product, call

pytestmark = pytest.mark.browser

_PATIENCE = 30_000


@pytest.fixture(scope="module")
def product(rasa_is_here: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    running = Product(tmp_path_factory.mktemp("console"))
    running.start()
    yield running
    running.stop()


def console(product: Product) -> str:
    return f"http://127.0.0.1:{product.ports['CONSOLE']}"


async def logged_in(product: Product, open_page: OpenPage, role: str, **size: int) -> Page:
    page = await open_page(f"{console(product)}/login", **size)
    await page.get_by_label("名字").fill(role)
    await page.get_by_label("密码").fill(json.loads((product.var / "demo_agents.json").read_text())[role])
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("navigation", name="主导航")).to_be_visible()
    return page


async def a_phone(product: Product, open_page: OpenPage, name: str) -> Page:
    customer = await asyncio.to_thread(product.customer, name)
    phone = await open_page(f"{product.simulator}/#{customer.openid}")
    await phone.locator(".person", has_text=name).click()
    return phone


async def is_ready(desk: Page, where: str) -> None:
    """Its script listens."""
    await expect(desk).to_have_url(re.compile(re.escape(where)))
    await expect(desk.locator("html[data-ready]")).to_be_attached()


async def conversation_of(product: Product, phone: Page) -> str:
    """The address of its page."""
    openid = phone.url.partition("#")[2]
    rows = await asyncio.to_thread(product.export, "conversations")
    (conversation,) = (row["id"] for row in rows if row["customer"] == openid)
    return f"{console(product)}/conversations/{conversation}"


async def writes(phone: Page, text: str) -> None:
    await phone.get_by_label("输入消息").fill(text)
    await phone.keyboard.press("Enter")


async def is_answered(phone: Page, after: int) -> None:
    await expect(phone.locator(".row.out .bubble").nth(after)).to_be_visible(timeout=_PATIENCE)


async def test_a_wrong_password_is_told_and_five_of_them_lock_the_account(product: Product, open_page: OpenPage):
    await asyncio.to_thread(product.command, "agent", "add", "lockee")
    page = await open_page(f"{console(product)}/orders")
    await expect(page).to_have_url(re.compile("/login"))
    for _ in range(5):
        await page.get_by_label("名字").fill("lockee")
        await page.get_by_label("密码").fill("not the password")
        await page.get_by_role("button", name="登录").click()
        await expect(page.get_by_role("alert")).to_be_visible()
    await expect(page.get_by_role("alert")).to_contain_text("请 15 分钟后再试")


async def test_an_agent_takes_over_while_the_customer_types_answers_and_hands_back(
    product: Product, open_page: OpenPage
):
    phone = await a_phone(product, open_page, "接管客户")
    desk = await logged_in(product, open_page, "agent")
    await writes(phone, "明天下午两点打扫卫生")
    await is_answered(phone, 0)
    await writes(phone, "我要找人工")
    await is_answered(phone, 1)
    await desk.locator("#talk-filters").get_by_role("link", name=re.compile("排队")).click()
    await expect(desk.locator("[data-item]")).to_have_count(1, timeout=_PATIENCE)
    await is_ready(desk, "show=queued")
    await desk.keyboard.press("j")
    await expect(desk.locator("[data-item]")).to_be_focused()
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".messages")).to_contain_text("我要找人工")
    await expect(desk.locator("#customer-card")).to_contain_text("日常保洁")

    box = phone.get_by_label("输入消息")
    await box.fill("其实我想换成")
    await desk.locator("#talk-head").get_by_role("button", name="接管").wait_for()
    await desk.locator("#talk-head").get_by_role("button", name="接管").click()
    await expect(desk.locator("#talk-head")).to_contain_text("您在处理", timeout=_PATIENCE)
    await box.press_sequentially("后天上午")
    await box.press("Enter")
    await expect(desk.locator(".messages")).to_contain_text("其实我想换成后天上午", timeout=_PATIENCE)
    await expect(phone.locator(".row.out .bubble")).to_have_count(2)

    reply = desk.get_by_role("textbox", name="回复")
    await reply.fill("/您好")
    await desk.keyboard.press("Enter")
    await expect(reply).to_have_value(re.compile("^您好，我是人工客服"))
    await reply.fill("您好，后天上午九点可以的")
    await desk.keyboard.press("Control+Enter")
    await expect(phone.locator(".row.out .bubble").last).to_have_text("您好，后天上午九点可以的", timeout=_PATIENCE)
    await expect(desk.locator(".by-agent")).to_contain_text("已送达", timeout=_PATIENCE)
    # What is new is in sight, though the box to write in has taken room from the log.
    await expect(desk.locator(".by-agent .bubble").last).to_be_in_viewport(ratio=1)

    await desk.locator("#messages").focus()
    await desk.keyboard.press("n")
    await desk.get_by_role("textbox", name="备注").fill("只给同事看")
    await desk.keyboard.press("Control+Enter")
    await expect(desk.locator(".note").last).to_contain_text("只给同事看", timeout=_PATIENCE)

    desk.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))
    await desk.locator("#messages").focus()
    await desk.keyboard.press("h")
    await desk.get_by_label("说好的（原话就行）").fill("后天上午九点打扫卫生")
    await desk.locator("#hand-back").get_by_role("button", name="交回").click()
    await expect(desk.locator("#talk-head")).to_contain_text("机器人在聊", timeout=_PATIENCE)
    await expect(phone.locator(".chat, body").first).not_to_contain_text("只给同事看")


async def test_a_complaint_is_seen_through_to_the_customers_word(product: Product, open_page: OpenPage):
    phone = await a_phone(product, open_page, "投诉客户")
    desk = await logged_in(product, open_page, "supervisor")
    await writes(phone, "上次阿姨打扫得太差了，厨房油污都没擦，我要投诉")
    await is_answered(phone, 0)
    await desk.get_by_role("navigation", name="主导航").get_by_role("link", name="工单").click()
    await desk.locator(".ticket", has_text="厨房油污").click()
    await is_ready(desk, "/tickets/")
    await desk.get_by_role("button", name="我来处理").click()
    await expect(desk.locator(".facts")).to_contain_text("坐席 supervisor")
    await is_ready(desk, "/tickets/")
    seen = await phone.locator(".row.out .bubble").count()
    await desk.get_by_role("textbox", name="答复").fill("非常抱歉，明天上午免费返工。")
    await desk.get_by_role("button", name="发送").click()
    await expect(phone.locator(".row.out .bubble", has_text="明天上午免费返工")).to_be_visible(timeout=_PATIENCE)
    await expect(desk.locator(".words")).to_contain_text("明天上午免费返工")
    await is_ready(desk, "/tickets/")
    await desk.get_by_text("处理完了", exact=True).click()
    await desk.get_by_label(re.compile("怎么解决的")).fill("已经免费返工")
    await desk.get_by_role("button", name="问客户解决没有").click()
    await is_answered(phone, seen + 1)
    await writes(phone, "嗯，解决了")
    await is_answered(phone, seen + 2)
    await desk.reload()
    await expect(desk.locator(".head .tag").first).to_have_text("已关闭", timeout=_PATIENCE)


async def test_an_order_is_made_from_the_chat_and_its_customer_is_told(product: Product, open_page: OpenPage):
    phone = await a_phone(product, open_page, "下单客户")
    desk = await logged_in(product, open_page, "agent", width=1440)
    await writes(phone, "你好，在吗")
    await is_answered(phone, 0)
    await desk.goto(await conversation_of(product, phone))
    await is_ready(desk, "/conversations/")
    await desk.get_by_text("帮客户下单").click()
    form = desk.locator("#new-order")
    await form.locator("[name=service]").select_option(label="日常保洁")
    await form.locator("[name=district]").select_option("浦东新区")
    await form.get_by_label("开始").fill("2026-11-26T09:00")
    await form.get_by_label("地址").fill("世纪大道100号2栋301")
    await form.get_by_label("电话").fill("13712345678")
    await form.get_by_label("备注").focus()
    await expect(desk.locator("#quoted")).to_contain_text("可以去", timeout=_PATIENCE)
    await form.get_by_role("button", name="下单").click()
    await expect(desk.locator("#customer-card")).to_contain_text("已确认", timeout=_PATIENCE)
    await expect(phone.locator(".row.out .bubble").last).to_contain_text("09:00", timeout=_PATIENCE)


async def test_a_low_score_given_on_the_phone_is_a_ticket_on_the_board(product: Product, open_page: OpenPage):
    phone = await a_phone(product, open_page, "低分客户")
    desk = await logged_in(product, open_page, "agent")
    await writes(phone, "你好，在吗")
    await is_answered(phone, 0)
    await asyncio.to_thread(_visited, product, phone.url.partition("#")[2])
    asked = phone.locator(".row.out .bubble", has_text="您还满意吗")
    await expect(asked).to_be_visible(timeout=_PATIENCE)
    await writes(phone, "态度3，手艺2，准时5，效果2，地都没拖干净")
    await expect(phone.locator(".row.out .bubble").last).to_contain_text("没让您满意", timeout=_PATIENCE)
    await desk.get_by_role("navigation", name="主导航").get_by_role("link", name="工单").click()
    ticket = desk.locator("[aria-label=待处理] .ticket", has_text="地都没拖干净")
    await expect(ticket).to_contain_text("回访低分")
    await ticket.click()
    await is_ready(desk, "/tickets/")
    await expect(desk.locator(".words")).to_contain_text("回访平均3分：地都没拖干净")
    await desk.keyboard.press("t")
    await expect(desk.locator(".facts").first).to_contain_text("坐席 agent")
    await desk.locator(".facts").first.get_by_role("link", name=re.compile("日常保洁")).click()
    await expect(desk.locator(".head").first).to_contain_text("已完成")


def _visited(product: Product, openid: str) -> None:
    """A visit of today that is over since an hour."""
    token = json.loads((product.var / "demo_agents.json").read_text())["agent"]
    wanted = {
        "customer": openid, "service": "daily_cleaning", "district": "浦东新区", "start": "2026-11-23T14:00:00+08:00",
        "address": "浦东新区世纪大道100号2栋301", "phone": "13712345678",
    }  # fmt: skip
    order = call(f"{console(product)}/api/bookings", wanted, token=token)
    for report in ("accept", "depart", "arrive", "finish"):
        told = {"report": report, "provider_id": order["provider_ids"][0]}
        call(f"{console(product)}/api/visits/{order['id']}/report", told, token=token)
    product.command("clock", "advance", "65m")


async def test_what_is_masked_is_shown_after_one_click(product: Product, open_page: OpenPage):
    desk = await logged_in(product, open_page, "agent", width=360, height=740)
    order = next(row for row in await asyncio.to_thread(product.export, "bookings") if row["phone"])
    await desk.goto(f"{console(product)}/orders/{order['id']}")
    facts = desk.locator(".facts").first
    await expect(facts).not_to_contain_text(order["phone"])
    await facts.get_by_role("button", name="显示").click()
    await expect(facts).to_contain_text(order["phone"])
    assert await desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
