"""数据看板 in a real browser: charts are drawn with their targets; misses are labelled with keys."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page

from bot.domain.access import Role
from bot.domain.miss import Miss, MissReason, MissState
from tests.browser.conftest import OpenPage
from tests.builders import NOW
from tests.support.office import PASSWORD, Office, an_office

pytestmark = pytest.mark.browser


@pytest.fixture
async def office(migrated_sqlite_url: str) -> AsyncIterator[Office]:
    async with an_office(migrated_sqlite_url) as office:
        await office.account("王主管", Role.SUPERVISOR)
        yield office


async def _logged_in(office: Office, open_page: OpenPage, path: str, **size: int) -> Page:
    page = await open_page(str(office.client.make_url(f"/login?next={path}")), **size)
    await page.fill("input[name=name]", "王主管")
    await page.fill("input[name=password]", PASSWORD)
    await page.click("button[type=submit]")
    await page.wait_for_url("**/*")
    await page.goto(str(office.client.make_url(path)))
    return page


async def test_charts_are_drawn_with_their_targets(office: Office, open_page: OpenPage):
    await office.booked()
    page = await _logged_in(office, open_page, "/figures?from=2026-11-20&to=2026-11-23")
    matched = page.locator("figure.chart svg[role=img]").first
    await matched.wait_for()
    bars = page.locator("rect.chart-bar")
    assert await bars.count() == 1
    for place in range(await bars.count()):
        box = await bars.nth(place).bounding_box()
        assert box is not None
        assert box["width"] > 1
    target = page.locator("line.chart-target").first
    box, frame = await target.bounding_box(), await page.locator("svg:has(line.chart-target)").first.bounding_box()
    assert box is not None
    assert frame is not None
    assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]
    told = await page.locator("svg[role=img]").first.get_attribute("aria-label")
    assert told is not None
    assert told.startswith("新订单：23日周一 1")
    # Three days without anything show a dash, no bar of no height.
    assert await page.locator("figure.chart").first.locator("text.chart-none").count() == 3


async def test_on_a_phone_nothing_runs_out_of_the_page(office: Office, open_page: OpenPage):
    await office.booked()
    page = await _logged_in(office, open_page, "/figures?from=2026-11-20&to=2026-11-23", width=390, height=800)
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


_REFUSED = (
    (400, "link the ticket to the booking first: a free visit puts a visit right", "关联订单"),
    (400, "amount_fen: from 1 up to what was paid and not given back yet, 16500 fen", "最多 165 元"),
    (403, "a refund above 20000 fen is approved by a supervisor", "要主管来批"),
    (400, "王芳 (p1) cannot be sent: 那时有别的单", "王芳去不了：那时有别的单。"),
    (400, "phone: string should match pattern", "“电话”填得不对"),
    (400, "something that nobody has thought of", "填写有误"),
    (409, "also in words for programs", "没有成功"),
)


async def test_what_is_refused_is_told_in_chinese(office: Office, open_page: OpenPage):
    page = await open_page(str(office.client.make_url("/login")))
    script = "one => import('/static/refusals.js').then(there => there.inChinese(one.status, {message: one.said}))"
    for status, said, words in _REFUSED:
        shown = await page.evaluate(script, {"status": status, "said": said})
        assert words in shown
        assert not set("abcdefghijklmnopqrstuvwxyz") & set(shown)


async def test_a_miss_is_labelled_with_keys(office: Office, open_page: OpenPage):
    miss = Miss("cv_1", "turn_1", NOW, MissReason.FALLBACK, "booking:window", "整个阿姨来呗")
    await office.done(lambda uow: uow.misses.add(miss))
    page = await _logged_in(office, open_page, "/misses")
    await page.locator(".miss-said").wait_for()
    await page.keyboard.press("b")
    async with page.expect_navigation():
        await page.keyboard.press("s")
    stored = await office.done(lambda uow: uow.misses.get(1))
    assert stored.state is MissState.LABELLED
    assert stored.label is not None
    assert (stored.label.intents, stored.label.text) == (("book_service",), "整个阿姨来呗")
