"""A complaint worked by staff over the API, from the board to the customer's word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.access import Role
from bot.domain.booking import Booking, BookingState
from bot.domain.messages import Media
from bot.domain.ticket import OpenTicket, Severity, Ticket, TicketType
from bot.ports import CompanyClock
from bot.usecases.ticket import open_ticket
from tests.builders import NOW
from tests.fakes import SHANGHAI
from tests.support.office import Caller, Office


async def _visited(office: Office, fen: int = 18_000) -> Booking:
    """A visit that took place, for so much."""
    booking = await office.stored((await office.booked()).id)
    quote = replace(booking.quote, items=(replace(booking.quote.items[0], fen=fen),))
    done = replace(booking, state=BookingState.COMPLETED, quote=quote)
    await office.done(lambda uow: uow.bookings.save(done))
    return done


async def _complained(office: Office, linked_to: str | None, **told: Any) -> Ticket:
    command = replace(
        OpenTicket("cu_1", TicketType.COMPLAINT, Severity.NORMAL, "customer", "没擦干净", "quality", "", linked_to),
        **told,
    )
    clock = CompanyClock(office.clock, SHANGHAI)
    return await office.done(lambda uow: open_ticket(uow, clock, command))


async def _written(office: Office) -> list[str]:
    return [row["text"] for row in await office.rows("messages") if row["direction"] == "out"]


async def _post(caller: Caller, ticket: Ticket, what: str, body: Any = None) -> Any:
    status, answer = await caller.post(f"/api/tickets/{ticket.id}/{what}", {} if body is None else body)
    assert status == 200, answer
    return answer


async def test_a_complaint_is_taken_up_answered_refunded_and_solved(office: Office):
    agent, visit = await office.agent(name="li"), await _visited(office)
    ticket = await _complained(office, visit.id)
    _, board = await agent.get("/api/tickets", overdue="false", severity="normal")
    assert [(one["id"], one["state"], one["overdue"]) for one in board["tickets"]] == [(ticket.id, "open", False)]

    assert (await _post(agent, ticket, "take"))["assignee"] == "agent:li"
    answered = await _post(agent, ticket, "respond", {"text": "马上去问阿姨，半小时内回您"})
    assert (answered["state"], answered["responded_at"]) == ("in_progress", "2026-11-23T10:00:00+08:00")
    await _post(agent, ticket, "note", {"text": "阿姨承认没擦"})
    refund = (await _post(agent, ticket, "refund", {"amount_fen": 8000}))["refund"]
    assert (refund["amount_fen"], refund["due"], refund["paid_at"]) == (8000, "2026-11-26T18:00:00+08:00", None)
    status, unpaid = await agent.post(f"/api/tickets/{ticket.id}/solve", {"text": "退了80元"})
    assert (status, unpaid["message"]) == (
        400, f"ticket {ticket.id} waits for its money: first mark the refund as paid",
    )  # fmt: skip
    assert (await _post(agent, ticket, "refund/paid"))["refund"]["paid_at"] == "2026-11-23T10:00:00+08:00"
    assert (await _post(agent, ticket, "solve", {"text": "退了80元"}))["state"] == "solved"
    number = ticket.id
    assert (await _written(office))[-5:] == [
        f"您反映的问题（工单{number}）已经有同事接手了，有进展马上告诉您。",
        "马上去问阿姨，半小时内回您",
        f"退款批下来了（工单{number}）：80元，最晚周四（11月26日）原路退回到您付款的账户。",
        f"80元已经退出去了（工单{number}），原路返回，到账要看银行，一般当天到。没收到就告诉我。",
        f"您反映的问题（工单{number}）处理结果：退了80元。您看解决了吗？\n1. 解决了\n2. 还没解决",
    ]
    actions = [row["action"] for row in await office.rows("audit") if row["entity"] == "ticket"]
    assert actions == [
        "ticket_opened", "ticket_taken", "ticket_answered", "ticket_noted", "refund_approved", "refund_paid",
        "ticket_solved",
    ]  # fmt: skip


async def test_a_refund_is_never_more_than_was_paid_and_a_high_one_is_a_supervisors(sqlite_office: Office):
    office = sqlite_office
    agent, supervisor = await office.agent(), await office.agent(Role.SUPERVISOR)
    visit = await _visited(office, 90_000)
    ticket = await _complained(office, visit.id)
    path = f"/api/tickets/{ticket.id}/refund"
    assert (await supervisor.post(path, {"amount_fen": 90_001}))[0] == 400
    assert (await agent.post(path, {"amount_fen": 50_001}))[0] == 403
    assert (await supervisor.post(path, {"amount_fen": 50_001}))[0] == 200
    assert (await supervisor.post(path, {"amount_fen": 100}))[0] == 400, "one refund a ticket"


async def test_all_tickets_of_a_visit_give_back_no_more_than_was_paid_for_it(sqlite_office: Office):
    office = sqlite_office
    supervisor, visit = await office.agent(Role.SUPERVISOR), await _visited(office, 10_000)
    first = await _complained(office, visit.id)
    second = await _complained(office, visit.id, type=TicketType.INVOICE)
    await _post(supervisor, first, "refund", {"amount_fen": 7_000})
    assert (await supervisor.post(f"/api/tickets/{second.id}/refund", {"amount_fen": 3_001}))[0] == 400
    await _post(supervisor, second, "refund", {"amount_fen": 3_000})
    status, refused = await supervisor.post(f"/api/tickets/{first.id}/link", {"booking_id": visit.id})
    assert (status, refused["error"]) == (400, "invalid_data"), "its refund was for that visit"


async def test_a_ticket_is_not_linked_to_a_visit_that_has_an_open_one(sqlite_office: Office):
    office = sqlite_office
    agent, visit = await office.agent(), await _visited(office)
    unknown = await _complained(office, None)
    stored = replace(unknown, id="tk_of_visit", linked_to=visit.id)
    await office.done(lambda uow: uow.tickets.add(stored))
    status, refused = await agent.post(f"/api/tickets/{unknown.id}/link", {"booking_id": visit.id})
    assert (status, refused["error"]) == (400, "invalid_data")
    assert "tk_of_visit" in refused["message"]


async def test_a_free_visit_puts_a_visit_right(sqlite_office: Office):
    office = sqlite_office
    agent, visit = await office.agent(), await _visited(office)
    ticket = await _complained(office, None)
    status, refused = await agent.post(f"/api/tickets/{ticket.id}/rectify", {"start": "2026-11-25T09:00:00+08:00"})
    assert (status, refused["error"]) == (400, "invalid_data")
    await _post(agent, ticket, "link", {"booking_id": visit.id})
    answer = await _post(agent, ticket, "rectify", {"start": "2026-11-25T09:00:00+08:00", "notes": "窗再擦一遍"})
    order = answer["booking"]
    assert (order["kind"], order["linked_to"], order["quote_fen"], order["state"]) == (
        "rectification", visit.id, 0, "confirmed",
    )  # fmt: skip
    assert answer["ticket"]["rectified_by"] == [order["id"]]


async def test_the_board_is_asked_by_state_assignee_and_what_is_overdue(sqlite_office: Office):
    office = sqlite_office
    agent = await office.agent(name="li")
    late = await _complained(office, None)
    office.clock.advance(days=2)
    fresh = await _complained(office, None, type=TicketType.INVOICE)
    await _post(agent, fresh, "take")

    async def asked(**query: str) -> list[str]:
        status, board = await agent.get("/api/tickets", **query)
        assert status == 200, board
        return [one["id"] for one in board["tickets"]]

    assert await asked() == [late.id, fresh.id]
    assert await asked(overdue="true") == [late.id]
    assert await asked(assignee="li") == [fresh.id]
    assert await asked(state="in_progress") == [fresh.id]
    assert await asked(type="invoice") == [fresh.id]
    assert await asked(customer="cu_2") == []
    assert await asked(state="closed") == []


async def test_a_call_of_a_customer_is_added_to_the_ticket_there_is(sqlite_office: Office):
    agent, ticket = await sqlite_office.agent(), await _complained(sqlite_office, None)
    status, added = await agent.post("/api/tickets", {"customer_id": "cu_1", "type": "complaint", "words": "又打来了"})
    assert (status, added["id"], [one["text"] for one in added["notes"]]) == (200, ticket.id, ["没擦干净", "又打来了"])
    assert (await agent.post("/api/tickets", {"customer_id": "cu_9", "type": "complaint"}))[0] == 404


async def test_a_ticket_is_raised_and_a_supervisor_asked_to_look(sqlite_office: Office):
    agent, ticket = await sqlite_office.agent(), await _complained(sqlite_office, None)
    assert (await _post(agent, ticket, "severity", {"severity": "high"}))["severity"] == "high"
    assert (await _post(agent, ticket, "severity", {"severity": "low"}))["severity"] == "high"
    told = await _post(agent, ticket, "escalate", {"reason": "张女士13800138000要求回电"})
    assert (told["escalated"], told["notes"][-1]["text"]) == (["by_staff"], "张女士13800138000要求回电")
    assert [task["reason"] for task in await sqlite_office.rows("call_tasks")] == ["ticket_escalated"]
    assert "13800138000" not in str([await sqlite_office.rows("audit"), told["events"]])


async def test_a_ticket_is_given_to_nobody_who_does_not_work_here(sqlite_office: Office):
    agent, ticket = await sqlite_office.agent(), await _complained(sqlite_office, None)
    path = f"/api/tickets/{ticket.id}/take"
    assert (await agent.post(path, {"agent": "nobody-at-all"}))[0] == 404
    await sqlite_office.agent(name="li")
    assert (await agent.post(path, {"agent": "li"}))[1]["assignee"] == "agent:li"


async def test_a_kept_picture_is_shown_to_staff(sqlite_office: Office):
    agent = await sqlite_office.agent()
    await sqlite_office.done(lambda uow: uow.attachments.add("in_7", Media(b"abc", "image/jpeg"), NOW))
    assert await agent.get("/api/attachments/in_7") == (
        200,
        {"name": "in_7", "content_type": "image/jpeg", "base64": "YWJj"},
    )
    assert (await agent.get("/api/attachments/in_8"))[0] == 404
    seen = [row for row in await sqlite_office.rows("audit") if row["action"] == "personal_data_revealed"]
    assert [(row["actor"], row["entity"], row["entity_id"]) for row in seen] == [("agent:agent", "picture", "in_7")]


@pytest.mark.parametrize("path", ["/api/tickets", "/api/attachments/in_7"])
async def test_providers_see_no_tickets(sqlite_office: Office, path: str):
    assert (await (await sqlite_office.provider("p1")).get(path))[0] == 403
    assert (await Caller(sqlite_office).get(path))[0] == 401
