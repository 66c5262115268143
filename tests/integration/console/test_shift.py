"""What pages show to somebody who works a shift: who said what, where it leads, and how it stands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.domain.audit import CallTask
from bot.domain.messages import Bubble
from bot.domain.sending import Outbound
from bot.usecases.conversation import receive
from tests.builders import a_message
from tests.support.office import Office

HARM = "<script>alert(1)</script>"


async def test_what_was_agreed_is_told_to_colleagues_as_such_and_masked(sqlite_office: Office):
    clerk = await sqlite_office.clerk("小周")
    await clerk.posts("/api/conversations/cv_1/take-over")
    agreed = {"text": "后天打扫", "address": "张杨路500弄3号1202", "phone": "13811112222"}
    await clerk.posts("/api/conversations/cv_1/hand-back", {"agreed": agreed})
    page = (await clerk.opens("/conversations/cv_1")).text
    assert "坐席交回机器人：" in page
    assert "后天打扫" in page
    assert "138••••2222" in page
    assert "13811112222" not in page
    await clerk.posts("/api/conversations/cv_1/take-over")
    await clerk.posts("/api/conversations/cv_1/hand-back")
    assert "console:handed_back" not in (await clerk.opens("/conversations/cv_1")).text


async def test_calls_lead_to_the_ticket_the_order_and_the_conversation_and_danger_comes_first(sqlite_office: Office):
    async def call(uow: Any) -> None:
        at = sqlite_office.clock.now()
        await uow.call_tasks.add(CallTask("cu_1", "visit_unreported", f"订单bk_day_01早该结束了{HARM}", at))
        await uow.call_tasks.add(CallTask("cu_1", "ticket_escalated", "工单tk_abc12（投诉）请主管看一下", at))
        await uow.call_tasks.add(CallTask("cu_1", "emergency", "着火了", at))

    await sqlite_office.done(call)
    page = (await (await sqlite_office.clerk()).opens("/calls")).text
    assert '订单<a href="/orders/bk_day_01">bk_day_01</a>早该结束了&lt;script&gt;' in page
    assert '工单<a href="/tickets/tk_abc12">tk_abc12</a>（投诉）' in page
    assert page.count('href="/conversations/cv_1"') == 3
    assert page.index("着火了") < page.index("bk_day_01")


async def test_who_waits_is_shown_with_her_own_last_words(sqlite_office: Office):
    await receive(
        sqlite_office.deps, a_message("人呢？急", openid="oOffice1", dedup_key="m1", sent_at=sqlite_office.clock.now())
    )

    async def waits(uow: Any) -> None:
        sqlite_office.clock.advance(seconds=5)
        conversation = await uow.conversations.get("cv_1")
        await uow.conversations.save(conversation.queued("request_human"))
        words = Outbound(0, "cv_1", "oOffice1", Bubble("已经为您排队"), sqlite_office.clock.now())
        await uow.outbox.add(words)

    await sqlite_office.done(waits)
    page = (await (await sqlite_office.clerk()).opens("/conversations?show=queued")).text
    assert "人呢？急" in page
    assert "已经为您排队" not in page


async def test_a_ticket_that_was_opened_again_is_not_shown_as_done(sqlite_office: Office):
    agent, clerk = await sqlite_office.agent(), await sqlite_office.clerk()
    _, ticket = await agent.post("/api/tickets", {"customer_id": "cu_1", "type": "complaint", "words": "没擦干净"})
    await agent.post(f"/api/tickets/{ticket['id']}/solve", {"text": "重新擦过了"})
    assert "<dt>怎么解决的</dt>" in (await clerk.opens(f"/tickets/{ticket['id']}")).text

    async def again(uow: Any) -> None:
        solved = await uow.tickets.get(ticket["id"])
        at = sqlite_office.clock.now()
        await uow.tickets.save(solved.reopened(at, "customer", at + timedelta(hours=24), at + timedelta(hours=3)))

    await sqlite_office.done(again)
    page = (await clerk.opens(f"/tickets/{ticket['id']}")).text
    assert "<dt>上次怎么处理的</dt>" in page
    assert "<dt>处理完</dt><dd><b>" in page
    assert "先在下面“关联订单”里选好是哪一单。" in page
