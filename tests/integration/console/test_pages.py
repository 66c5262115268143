"""Nobody opens a page without a log-in and its role; what pages carry; what comes from customers is only text."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from yarl import URL

from bot.console.app import ROUTES
from bot.console.calls import Route
from bot.console.pages.page import Page
from bot.console.pages.table import PAGES
from bot.console.reveal import MESSAGES
from bot.domain.access import STAFF, Role
from bot.domain.audit import CallTask
from bot.domain.conversation import Note
from bot.usecases.conversation import receive
from tests.builders import PHONE, a_message
from tests.support.office import Clerk, Office

HARM = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>"
CHANGES = [route for route in ROUTES if route.changes and STAFF & route.roles]


def _concrete(page: Page | Route) -> str:
    return page.path.replace("{id}", "x_1")


def _name(page: Page | Route) -> str:
    return f"{page.method} {page.path}"


async def test_a_page_sends_a_stranger_to_the_log_in(sqlite_office: Office):
    for page in PAGES:
        shown = await Clerk(sqlite_office).opens(_concrete(page))
        assert (_name(page), shown.status, shown.text) == (_name(page), 303, "")
        assert shown.goes_to.startswith("/login")


async def test_a_page_refuses_a_role_that_it_does_not_name(sqlite_office: Office):
    clerks = {role: await sqlite_office.clerk(role.value, role) for role in STAFF}
    provider = await sqlite_office.provider("p1")
    for page in PAGES:
        for role, clerk in clerks.items():
            status = (await clerk.opens(_concrete(page))).status
            allowed = (200, 303, 404) if role in page.roles else (403,)
            assert status in allowed, f"{_name(page)} {role.value}: {status}"
        headers = {"Authorization": f"Bearer {provider.secret}"}
        refused = await Clerk(sqlite_office).page("GET", _concrete(page), headers=headers)
        assert (_name(page), refused.status) == (_name(page), 403)


async def test_a_change_needs_the_token_of_the_session(sqlite_office: Office):
    clerks = {role: await sqlite_office.clerk(role.value, role) for role in STAFF}
    tokens = {role: await clerk.token() for role, clerk in clerks.items()}
    other = await (await sqlite_office.clerk("小吴")).token()
    for route in CHANGES:
        role = next(role for role in STAFF if role in route.roles)
        forged = [{}, *({"X-CSRF-Token": shown} for shown in ("", "0" * 64, other))]
        forged += [{"X-CSRF-Token": tokens[role], "Origin": origin} for origin in ("https://evil.example", "null")]
        forged += [{"X-CSRF-Token": tokens[role], "Sec-Fetch-Site": "cross-site"}]
        for headers in forged:
            refused = await clerks[role].page(route.method, _concrete(route), json={}, headers=headers)
            assert (_name(route), refused.status, json.loads(refused.text)["error"]) == (_name(route), 403, "forged")
        meant = await clerks[role].page(route.method, _concrete(route), json={}, headers={"X-CSRF-Token": tokens[role]})
        assert meant.status not in (401, 403, 500), _name(route)


async def test_another_site_can_neither_log_in_nor_out(sqlite_office: Office):
    clerk = await sqlite_office.clerk()
    assert (await clerk.page("POST", "/logout", data={})).status == 403
    assert (await clerk.opens("/orders")).status == 200
    from_elsewhere = {"Origin": "https://evil.example"}
    assert (await clerk.log_in("小周", "x", headers=from_elsewhere)).status == 403


@pytest.mark.parametrize("path", ["/login", "/orders", "/nowhere", "/api/bookings", "/api/nowhere", "/healthz"])
async def test_every_answer_tells_the_browser_to_be_careful(sqlite_office: Office, path: str):
    clerk = await sqlite_office.clerk()
    headers = (await clerk.opens(path)).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


async def test_what_is_not_there_is_a_page_for_people_and_a_code_for_programs(sqlite_office: Office):
    clerk = await sqlite_office.clerk()
    page, api = await clerk.opens("/orders/bk_none"), await clerk.opens("/api/bookings/bk_none")
    assert (page.status, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "没有这一页" in page.text
    assert (api.status, json.loads(api.text)["error"]) == (404, "not_found")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/%2e%2e%2f%2e%2e%2fsettings.py",
        "/static//etc/passwd", "/orders/..%2f..%2fetc%2fpasswd", "/static/", "/static",
    ],
)  # fmt: skip
async def test_no_path_leads_out_of_the_folder_of_static_files(sqlite_office: Office, path: str):
    clerk = await sqlite_office.clerk()
    answer = await clerk.page("GET", URL(f"http://127.0.0.1:{sqlite_office.client.port}{path}", encoded=True))
    assert answer.status in (403, 404)
    assert "import" not in answer.text


@pytest.mark.parametrize("said", ["' OR 1=1 --", "'; DROP TABLE bookings; --", "%", "_", "\\", HARM, "bk_x' OR 'a'='a"])
async def test_what_is_searched_for_is_only_text(office: Office, said: str):
    booking, clerk = await office.stored((await office.booked()).id), await office.clerk()
    for name in ("customer", "day"):
        page = await clerk.page("GET", "/orders", params={name: said})
        assert page.status == 200
        assert "<script>alert" not in page.text
        if name == "customer":
            assert booking.id not in page.text
    for what in ("orders", "conversations"):
        found = await clerk.searches(f"/{what}/search", said)
        assert found.headers["Location"] in ("/orders", "/orders?customer=nobody", "/conversations?nobody")
    assert await office.stored(booking.id) == booking


async def test_a_search_leads_to_an_address_without_what_was_searched_for(office: Office):
    booking, clerk = await office.booked(), await office.clerk()
    await receive(office.deps, a_message("在吗", openid="oOffice1", dedup_key="m1", sent_at=office.clock.now()))
    customer = await office.done(lambda uow: uow.customers.get("cu_1"))
    found = await clerk.searches("/orders/search", customer.phone)
    assert found.headers["Location"] == "/orders?customer=cu_1,cu_2", "both have this phone"
    assert booking.id in (await clerk.opens("/orders?customer=cu_1")).text
    assert (await clerk.searches("/orders/search", booking.id)).headers["Location"] == f"/orders/{booking.id}"
    assert (await clerk.searches("/conversations/search", "oOffice1")).headers["Location"] == "/conversations/cv_1"
    assert (await clerk.searches("/conversations/search", "13911112222")).headers["Location"] == "/conversations?nobody"
    assert "没有找到" in (await clerk.opens("/conversations?nobody")).text


async def test_markup_from_customers_is_shown_as_text(sqlite_office: Office):
    booking = await sqlite_office.stored((await sqlite_office.booked(notes=HARM)).id)
    harmful = replace(booking, contact_name=f"陈{HARM}", address=f"{HARM}路1号", special_needs=(HARM,), district=HARM)

    async def save(uow: Any) -> None:
        await uow.bookings.save(harmful)

    await sqlite_office.done(save)
    clerk = await sqlite_office.clerk()
    for path in ("/orders?day=2026-11-24", f"/orders/{booking.id}", "/orders?customer=cu_1"):
        page = await clerk.opens(path)
        assert page.status == 200
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert "&lt;script&gt;" in page.text or "customer=" in path


async def test_what_a_customer_writes_is_text_to_every_page_of_the_conversation(sqlite_office: Office):
    message = a_message(f"{HARM} 13800138000", openid="oOffice1", dedup_key="m1", sent_at=sqlite_office.clock.now())
    await receive(sqlite_office.deps, message)

    async def tell(uow: Any) -> None:
        customer = await uow.customers.get("cu_1")
        await uow.customers.save(replace(customer, name=f"{HARM}女士", addresses=(HARM,)))
        await uow.conversations.save((await uow.conversations.get("cv_1")).queued(HARM))

    await sqlite_office.done(tell)
    agent, clerk = await sqlite_office.agent(), await sqlite_office.clerk()
    wanted = {"customer_id": "cu_1", "type": "complaint", "words": HARM, "category": HARM}
    _, ticket = await agent.post("/api/tickets", wanted)
    await agent.post("/api/conversations/cv_1/note", {"text": HARM})
    for path in ("/conversations", "/conversations/cv_1", "/tickets", f"/tickets/{ticket['id']}", "/calls"):
        page = await clerk.opens(path)
        assert page.status == 200
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert "13800138000" not in page.text
    told = json.loads((await clerk.posts("/api/reveal", {"what": "conversation", "id": "cv_1"})).text)
    assert told["values"]["in_1"] == f"{HARM} 13800138000"
    (row,) = [row for row in await sqlite_office.rows("audit") if row["action"] == "personal_data_revealed"]
    assert (row["entity"], row["entity_id"], row["detail"]) == ("conversation", "cv_1", {"fields": "messages"})


async def test_what_was_said_before_the_last_messages_is_read_page_by_page(sqlite_office: Office):
    office, clerk = sqlite_office, await sqlite_office.clerk()
    told = [f"第{number}句，电话138{number:08d}" for number in range(MESSAGES + 2)]

    async def tells(uow: Any) -> None:
        for text in told:
            office.clock.advance(seconds=1)
            message = a_message(text, openid="oOffice1", dedup_key=text, sent_at=office.clock.now())
            await uow.inbox.add("cv_1", message, office.clock.now())
            if text in (told[1], told[2]):
                await uow.notes.add(Note("cv_1", "agent:小周", f"备注：{text[:3]}", office.clock.now()))

    await office.done(tells)
    last = (await clerk.opens("/conversations/cv_1")).text
    assert (_said(last), _noted(last)) == ([f"in_{number}" for number in range(3, MESSAGES + 3)], ["备注：第2句"])
    earlier = '<a href="?before=in_3" data-key="e">'
    assert earlier in last
    first = (await clerk.opens("/conversations/cv_1?before=in_3")).text
    assert (_said(first), _noted(first)) == (["in_1", "in_2"], ["备注：第1句"])
    assert "更早的消息 <kbd>" not in first
    assert '<a href="/conversations/cv_1" data-key="l">' in first
    shown = await clerk.posts("/api/reveal", {"what": "conversation", "id": "cv_1", "before": "in_3"})
    assert json.loads(shown.text)["values"] == {"in_1": told[0], "in_2": told[1]}
    assert [(await clerk.opens(f"/conversations/cv_1?before={no}")).status for no in ("in_999", "x")] == [404, 400]


def _said(page: str) -> list[str]:
    return re.findall('data-message="([^"]+)"', page)


def _noted(page: str) -> list[str]:
    return re.findall("备注：第.句", page)


async def test_who_does_not_hold_a_conversation_gets_no_box_to_write_in(sqlite_office: Office):
    clerk, other = await sqlite_office.clerk("小周"), await sqlite_office.clerk("小吴")
    assert "/api/conversations/cv_1/reply" not in (await clerk.opens("/conversations/cv_1")).text
    assert json.loads((await clerk.posts("/api/conversations/cv_1/take-over")).text)["agent"] == "小周"
    assert "/api/conversations/cv_1/reply" in (await clerk.opens("/conversations/cv_1")).text
    shown = (await other.opens("/conversations/cv_1")).text
    assert "/api/conversations/cv_1/reply" not in shown
    assert "小周 在处理" in shown


@pytest.mark.parametrize(
    ("wish", "told"),
    [({}, "可以发"), ({"muted": True}, "只发必要的（客户退订了）"), ({"subscribed": False}, "已取关，发不出去")],
)
async def test_the_card_of_a_customer_tells_what_may_be_sent(sqlite_office: Office, wish: dict[str, bool], told: str):
    async def wishes(uow: Any) -> None:
        await uow.customers.save(replace(await uow.customers.get("cu_1"), **wish))

    await sqlite_office.done(wishes)
    assert f"<dt>通知</dt><dd>{told}</dd>" in (await (await sqlite_office.clerk()).opens("/conversations/cv_1")).text


async def test_personal_data_is_masked_until_it_is_revealed_and_that_is_noted(office: Office):
    booking, clerk = await office.booked(), await office.clerk()
    for path in ("/orders?day=2026-11-24", f"/orders/{booking.id}", f"/api/bookings/{booking.id}"):
        page = await clerk.opens(path)
        assert booking.phone not in page.text
        assert "6号楼1202" not in page.text
    assert "138••••8000" in (await clerk.opens(f"/orders/{booking.id}")).text
    told = json.loads((await clerk.posts("/api/reveal", {"what": "booking", "id": booking.id})).text)
    assert told == {"values": {"name": "陈女士", "phone": booking.phone, "address": booking.address}}
    (row,) = [row for row in await office.rows("audit") if row["action"] == "personal_data_revealed"]
    assert (row["actor"], row["entity"], row["entity_id"]) == ("agent:小周", "booking", booking.id)
    assert row["detail"] == {"fields": "address,name,phone"}


async def test_words_of_a_ticket_and_of_a_call_are_shown_after_a_noted_call_alone(sqlite_office: Office):
    agent, clerk = await sqlite_office.agent(), await sqlite_office.clerk()
    _, ticket = await agent.post("/api/tickets", {"customer_id": "cu_1", "type": "complaint", "words": "没人来"})
    await agent.post(f"/api/tickets/{ticket['id']}/note", {"text": "她先生的电话13900139000"})
    await sqlite_office.done(
        lambda uow: uow.call_tasks.add(CallTask("cu_1", "callback", "请打13900139000", sqlite_office.clock.now()))
    )
    for path, what in ((f"/tickets/{ticket['id']}", ticket["id"]), ("/calls", "1")):
        page = (await clerk.opens(path)).text
        assert "13900139000" not in page
        assert f'data-id="{what}"' in page
    shown = await clerk.posts("/api/reveal", {"what": "ticket", "id": ticket["id"]})
    assert json.loads(shown.text)["values"] == {"note_1": "她先生的电话13900139000"}
    shown = await clerk.posts("/api/reveal", {"what": "call", "id": "1"})
    assert json.loads(shown.text)["values"] == {"name": "陈女士", "phone": PHONE, "text": "请打13900139000"}
    noted = [row for row in await sqlite_office.rows("audit") if row["action"] == "personal_data_revealed"]
    assert [(row["entity"], row["entity_id"], row["detail"]) for row in noted] == [
        ("ticket", ticket["id"], {"fields": "note_1"}),
        ("call", "1", {"fields": "name,phone,text"}),
    ]


async def test_how_to_get_in_is_shown_after_a_noted_call_alone(sqlite_office: Office):
    booking, clerk = await sqlite_office.booked(notes="门禁密码2580#"), await sqlite_office.clerk()
    said = a_message("门锁密码是2580#", openid="oOffice1", dedup_key="m1", sent_at=sqlite_office.clock.now())
    await receive(sqlite_office.deps, said)
    await clerk.posts("/api/conversations/cv_1/note", {"text": "钥匙2580号柜"})
    paths = [f"/orders/{booking.id}", "/conversations", "/conversations/cv_1"]
    for path in [*paths, *(f"/api{path}" for path in paths[1:]), f"/api/bookings/{booking.id}"]:
        assert "2580" not in (await clerk.opens(path)).text, path
    told = json.loads((await clerk.posts("/api/reveal", {"what": "booking", "id": booking.id})).text)
    assert told["values"]["notes"] == "门禁密码2580#"
    told = json.loads((await clerk.posts("/api/reveal", {"what": "conversation", "id": "cv_1"})).text)
    assert told["values"] == {"in_1": "门锁密码是2580#", "note_1": "钥匙2580号柜"}


async def test_no_log_tells_secrets_or_personal_data(sqlite_office: Office, capsys: pytest.CaptureFixture[str]):
    booking, clerk = await sqlite_office.booked(), await sqlite_office.clerk()
    await clerk.log_in("小周", "a-wrong-password-that-leaks")
    await clerk.searches("/orders/search", booking.phone)
    await clerk.posts("/api/reveal", {"what": "booking", "id": booking.id})
    await clerk.page("POST", f"/api/bookings/{booking.id}/cancel", json={"reason": "x"}, headers={"X-CSRF-Token": "no"})
    token = await clerk.token()
    said = "".join(capsys.readouterr())
    assert "log_in_refused" in said
    assert "api_call_forged" in said
    for secret in ("a-wrong-password-that-leaks", clerk.cookie, token, booking.phone, booking.address):
        assert secret not in said


async def test_the_navigation_names_where_one_is(sqlite_office: Office):
    clerk: Clerk = await sqlite_office.clerk()
    page = await clerk.opens("/orders")
    assert page.text.count('aria-current="page"') == 2, "the page and the day"


def test_every_page_says_who_may_open_it():
    assert all(page.roles <= STAFF and page.roles for page in PAGES)
    assert len({(page.method, page.path) for page in PAGES}) == len(PAGES)
    assert Role.PROVIDER not in set().union(*(page.roles for page in PAGES))


async def test_pages_that_ask_by_themselves_share_what_is_read_and_show_each_agent_her_own(office: Office):
    for number, text in ((1, "第一位"), (2, "第二位")):
        await receive(office.deps, a_message(text, openid=f"oOffice{number}", sent_at=office.clock.now()))
    clerks = {1: await office.clerk("小周"), 2: await office.clerk("小吴")}
    for number, clerk in clerks.items():
        await clerk.posts(f"/api/conversations/cv_{number}/take-over")

    async def shown(clerk: Clerk, path: str) -> tuple[int, bool, bool]:
        page = await clerk.page("GET", path, headers={"X-In-Background": "1"})
        return page.status, "第一位" in page.text, "第二位" in page.text

    asked = [shown(clerk, f"/conversations{show}") for clerk in clerks.values() for show in ("?show=mine", "")]
    assert await asyncio.gather(*asked) == [
        (200, True, False),
        (200, True, True),
        (200, False, True),
        (200, True, True),
    ]


async def test_many_pages_at_once_wait_for_no_connection_of_each_other(office: Office):
    clerk = await office.clerk()
    opened = await asyncio.gather(*(clerk.opens("/conversations") for _ in range(40)))
    assert {page.status for page in opened} == {200}
