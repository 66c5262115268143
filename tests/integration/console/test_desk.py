"""What agents do beside the chat: order for somebody, tick calls off, set quick replies."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from bot.domain.access import Role
from bot.domain.audit import CallTask
from tests.builders import a_customer
from tests.support.office import Office

ORDER = {
    "customer": "oOffice1",
    "service": "日常保洁",
    "start": "2026-11-24T14:00:00+08:00",
    "district": "浦东新区",
    "address": "张杨路1458弄6号楼1202",
    "phone": "13800138000",
}


async def test_an_agent_orders_for_a_customer_who_is_told(office: Office):
    agent = await office.agent(name="小周")
    status, quote = await agent.get("/api/quote", service="日常保洁", start=ORDER["start"])
    assert status == 200
    status, booking = await agent.post("/api/bookings", ORDER | {"quoted_fen": quote["total_fen"]}, key="one")
    assert (status, booking["state"], booking["created_by"]) == (200, "confirmed", "agent:小周")
    assert (await agent.post("/api/bookings", ORDER | {"quoted_fen": quote["total_fen"]}, key="one"))[1] == booking
    assert [row["customer"] for row in await office.rows("messages")] == ["oOffice1"]
    status, refused = await agent.post("/api/bookings", ORDER | {"quoted_fen": 1})
    assert (status, refused["error"]) == (400, "invalid_data")


async def test_nobody_is_ordered_for_without_an_address(sqlite_office: Office):
    agent = await sqlite_office.agent()
    nobody = a_customer(id="cu_3", openid="oOffice3", addresses=(), phone="")
    await sqlite_office.done(lambda uow: uow.customers.add(nobody))
    wanted = {name: value for name, value in ORDER.items() if name not in ("address", "phone")}
    status, refused = await agent.post("/api/bookings", wanted | {"customer": "cu_3"})
    assert (status, refused["error"]) == (400, "invalid_data")
    assert (await agent.post("/api/bookings", ORDER | {"customer": "nobody"}))[0] == 404


async def test_a_call_waits_until_somebody_has_made_it(office: Office):
    agent, other = await office.agent(name="小周"), await office.agent(name="小吴")
    task = CallTask("cu_1", "callback", "客户要回电", office.clock.now())
    await office.done(lambda uow: uow.call_tasks.add(task))
    (waiting,) = (await agent.get("/api/calls"))[1]["calls"]
    assert (waiting["reason"], waiting["done_at"]) == ("callback", None)
    _, done = await agent.post(f"/api/calls/{waiting['id']}/done")
    assert done["done_by"] == "agent:小周"
    assert (await other.post(f"/api/calls/{waiting['id']}/done"))[1] == done, "who was first stays named"
    assert [row["actor"] for row in await office.rows("audit") if row["action"] == "call_done"] == ["agent:小周"]
    office.clock.advance(hours=25)
    assert (await agent.get("/api/calls"))[1] == {"calls": []}
    assert (await agent.post("/api/calls/999/done"))[0] == 404
    assert (await agent.post("/api/calls/x/done"))[0] == 404


async def test_a_call_whose_words_are_completed_later_stays_done(office: Office):
    now = office.clock.now()
    await office.done(lambda uow: uow.call_tasks.add(CallTask("cu_1", "emergency", "一", now)))

    async def complete(text: str) -> CallTask | None:
        async with office.deps.uow() as uow:
            task = await uow.call_tasks.latest("cu_1", "emergency")
            assert task is not None
            await uow.call_tasks.save(task.done(now, "agent:小周"))
            await uow.commit()
        async with office.deps.uow() as uow:
            return await uow.call_tasks.latest("cu_1", "emergency")

    done = await complete("二")
    assert done is not None
    assert (done.done_by, done.done_at) == ("agent:小周", now)


async def test_supervisors_set_quick_replies_and_agents_only_use_them(office: Office):
    agent, senior = await office.agent(name="小周"), await office.agent(Role.SUPERVISOR, "主管")
    first = (await agent.get("/api/quick-replies"))[1]["replies"]
    assert "您好" in [reply["title"] for reply in first]
    wanted = {"replies": [{"title": "到了", "text": "阿姨已经到楼下了。"}]}
    assert (await agent.post("/api/quick-replies", wanted))[0] == 403
    assert await senior.post("/api/quick-replies", wanted) == (200, wanted)
    assert (await agent.get("/api/quick-replies"))[1] == wanted
    assert await senior.post("/api/quick-replies", {"replies": []}) == (200, {"replies": []})
    assert (await agent.get("/api/quick-replies"))[1] == {"replies": []}, "none is none"


async def test_the_pages_show_what_waits(sqlite_office: Office):
    start = datetime(2026, 11, 25, 14)
    booking = await sqlite_office.booked(start, "elder_care")
    task = CallTask("cu_1", "callback", "客户<b>要回电</b>", sqlite_office.clock.now() - timedelta(hours=1))
    await sqlite_office.done(lambda uow: uow.call_tasks.add(task))
    clerk = await sqlite_office.clerk(role=Role.SUPERVISOR)
    review = await clerk.opens("/reviews")
    assert (review.status, booking.id in review.text, "第一次约老人陪护" in review.text) == (200, True, True)
    calls = await clerk.opens("/calls")
    assert "客户&lt;b&gt;要回电&lt;/b&gt;" in calls.text
    day = await clerk.opens("/providers?day=2026-11-25")
    assert f"/orders/{booking.id}" in day.text
    settings = await clerk.opens("/settings")
    assert (settings.status, "quick-replies" in settings.text) == (200, True)
    decided = await clerk.posts(f"/api/reviews/{booking.id}", {"decision": "approve"})
    assert json.loads(decided.text)["review"]["state"] == "approved"
    assert "没有要审核的订单" in (await clerk.opens("/reviews")).text
