"""Tickets opened and added to, over the fakes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.audit import CallTask
from bot.domain.booking import RECTIFICATION
from bot.domain.catalogue import Catalogue
from bot.domain.sending import WITHDRAWN, OutboundState, Purpose, Way
from bot.domain.ticket import OpenTicket, Severity, Ticket, TicketState, TicketType
from bot.ports import CompanyClock
from bot.usecases.sending import send_next
from bot.usecases.ticket import open_ticket
from bot.usecases.ticket_word import reopen
from bot.usecases.ticket_work import respond, solve, take
from tests.builders import NOW, a_booking, a_customer
from tests.fakes import SHANGHAI, FakeWorld
from tests.worlds import a_catalogue

COMPLAINT = OpenTicket("cu_1", TicketType.COMPLAINT, Severity.NORMAL, "customer", "迟到一个小时", "late", "", "bk_1")
LINES = {"thing1": "您反映的问题", "time2": "2026年11月23日 10:00"}


@pytest.fixture
def world() -> FakeWorld:
    world = FakeWorld()
    world.store.customers["cu_1"] = a_customer()
    world.store.catalogue = _catalogue()
    return world


def _catalogue() -> Catalogue:
    return a_catalogue()


async def told(world: FakeWorld, command: OpenTicket) -> Ticket:
    async with world.deps.uow() as uow:
        ticket = await open_ticket(uow, CompanyClock(world.clock, SHANGHAI), command)
        await uow.commit()
    assert world.store.tickets[ticket.id] == ticket
    return ticket


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def audited(world: FakeWorld) -> list[tuple[str, str]]:
    return [(entry.action, entry.actor) for entry in world.store.audit]


async def test_a_complaint_becomes_a_ticket_with_her_words_and_due_times(world: FakeWorld):
    ticket = await told(world, COMPLAINT)
    assert (ticket.state, ticket.said, ticket.contacts) == (TicketState.OPEN, "迟到一个小时", 1)
    assert (ticket.due_first_response, ticket.due_resolution) == (local(24, 10), local(23, 14))
    assert audited(world) == [("ticket_opened", "customer")]
    assert world.store.call_tasks == []


async def test_what_is_grave_is_due_sooner_and_what_is_critical_at_once(world: FakeWorld):
    world.clock.advance(hours=12)  # 22:00: nobody is on duty
    high = await told(world, replace(COMPLAINT, severity=Severity.HIGH))
    assert (high.due_first_response, high.due_resolution) == (local(24, 10), local(24, 11))
    critical = await told(world, replace(COMPLAINT, severity=Severity.CRITICAL, linked_to="bk_2"))
    assert (critical.due_first_response, critical.due_resolution) == (local(23, 22, 15), local(24, 1))
    text = f"工单{critical.id}（投诉）请主管看一下：情况危急，请马上处理，还没人接。"
    assert world.store.call_tasks == [CallTask("cu_1", "ticket_escalated", text, NOW + timedelta(hours=12), 1)]


async def test_the_same_matter_is_no_second_ticket(world: FakeWorld):
    first = await told(world, COMPLAINT)
    refund = replace(
        COMPLAINT, type=TicketType.REFUND, words="把钱退了", category="", remedy="refund", attachments=("in_9",)
    )
    again = await told(world, refund)
    assert again == replace(
        first,
        remedy="refund",
        attachments=("in_9",),
        notes=again.notes,
        events=again.events,
        version=1,
    )
    assert again.said == "迟到一个小时\n把钱退了"
    assert len(world.store.tickets) == 1


async def test_a_visit_that_was_not_named_may_be_the_one_that_is_named_later(world: FakeWorld):
    first = await told(world, replace(COMPLAINT, linked_to=None))
    assert (await told(world, COMPLAINT)).linked_to == "bk_1"
    assert (await told(world, replace(COMPLAINT, linked_to=None))).id == first.id
    assert (await told(world, replace(COMPLAINT, linked_to="bk_2"))).id != first.id


async def test_another_matter_is_another_ticket(world: FakeWorld):
    first = await told(world, COMPLAINT)
    invoice = await told(world, replace(COMPLAINT, type=TicketType.INVOICE))
    assert invoice.id != first.id


async def test_the_third_time_she_writes_it_is_raised_and_a_supervisor_told_once(world: FakeWorld):
    await told(world, COMPLAINT)
    again = await told(world, replace(COMPLAINT, words="还很没礼貌"))
    assert again.contacts == 1, "in the same breath"
    world.clock.advance(minutes=30)
    second = await told(world, COMPLAINT)
    assert (second.contacts, second.severity, second.escalated) == (2, Severity.NORMAL, ())
    world.clock.advance(minutes=30)
    third = await told(world, COMPLAINT)
    assert (third.severity, third.escalated) == (Severity.HIGH, ("third_contact",))
    assert third.due_first_response == local(23, 14)
    world.clock.advance(minutes=30)
    await told(world, COMPLAINT)
    assert [task.reason for task in world.store.call_tasks] == ["ticket_escalated"]


async def test_danger_told_later_raises_the_ticket_at_once(world: FakeWorld):
    await told(world, COMPLAINT)
    raised = await told(world, replace(COMPLAINT, type=TicketType.SAFETY, severity=Severity.CRITICAL))
    assert (raised.type, raised.severity, raised.escalated) == (TicketType.SAFETY, Severity.CRITICAL, ("critical",))
    assert raised.due_first_response == local(23, 10, 15)


@pytest.mark.parametrize("state", [TicketState.SOLVED, TicketState.CLOSED])
async def test_who_comes_back_with_a_matter_that_was_settled_opens_it_again(world: FakeWorld, state: TicketState):
    first = await told(world, COMPLAINT)
    world.store.tickets[first.id] = replace(first, state=state, asked_at=NOW, reminded=True)
    world.clock.advance(hours=1)
    again = await told(world, replace(COMPLAINT, words="还是没弄好"))
    assert (again.id, again.state, again.asked_at, again.reminded) == (first.id, TicketState.IN_PROGRESS, None, False)
    assert again.escalated == ("reopened",)
    assert (again.due_first_response, again.due_resolution) == (local(24, 11), local(23, 15)), "anew"
    assert audited(world)[1:] == [("ticket_reopened", "customer"), ("ticket_escalated", "system")]


async def test_each_time_it_is_opened_again_a_supervisor_hears_of_it(world: FakeWorld):
    ticket = await told(world, COMPLAINT)
    for _ in range(2):
        world.clock.advance(minutes=40)
        solved = replace(world.store.tickets[ticket.id], state=TicketState.SOLVED, responded_at=NOW)
        world.store.tickets[ticket.id] = solved
        async with world.deps.uow() as uow:
            await reopen(uow, CompanyClock(world.clock, SHANGHAI), solved, "没解决", "customer")
            await uow.commit()
    (after,) = world.store.tickets.values()
    assert [task.reason for task in world.store.call_tasks] == ["ticket_escalated", "ticket_escalated"]
    assert (after.escalated, after.due_resolution) == (("reopened",), local(23, 14) + timedelta(minutes=80))


async def test_a_free_visit_that_fails_belongs_to_the_matter_of_the_visit_it_puts_right(world: FakeWorld):
    first = await told(world, COMPLAINT)
    world.store.bookings["bk_1"] = a_booking(id="bk_1")
    world.store.bookings["bk_2"] = a_booking(id="bk_2", kind=RECTIFICATION, linked_to="bk_1")
    again = await told(world, replace(COMPLAINT, linked_to="bk_2", words="返工也没擦干净"))
    assert (again.id, again.linked_to) == (first.id, "bk_1")


async def test_a_question_that_waits_for_the_morning_is_not_put_once_the_ticket_is_open_again(world: FakeWorld):
    ticket = await told(world, COMPLAINT)
    world.clock.advance(hours=12)  # 22:00
    clock = CompanyClock(world.clock, SHANGHAI)
    async with world.deps.uow() as uow:
        solved = await solve(uow, clock, ticket.id, "道了歉", "agent:li")
        await uow.commit()
    async with world.deps.uow() as uow:
        await reopen(uow, clock, solved, "没人道歉", "customer")
        await uow.commit()
    world.clock.advance(hours=10, minutes=5)
    assert not await send_next(world.deps)
    question = world.store.outbox[solved.asked_in[0]]
    assert (question.state, question.error) == (OutboundState.FAILED, WITHDRAWN)


async def test_how_a_ticket_stands_and_whether_it_is_solved_reach_her_by_template_where_there_is_one(world: FakeWorld):
    policies = replace(world.store.catalogue.policies, templates={"ticket": "TPL9"})
    world.store.catalogue = replace(world.store.catalogue, policies=policies)
    ticket = await told(world, COMPLAINT)
    clock = CompanyClock(world.clock, SHANGHAI)
    async with world.deps.uow() as uow:
        await take(uow, clock, ticket.id, "agent:li", "agent:li")
        await solve(uow, clock, ticket.id, "道了歉", "agent:li")
        await uow.commit()
    world.clock.advance(minutes=1)
    while await send_next(world.deps):
        pass
    assert [(way, notice.template_id, notice.data) for way, _, notice in world.channel.sent] == [
        ("template", "TPL9", {**LINES, "thing3": "同事已经接手", "phrase4": "处理中"}),
        ("template", "TPL9", {**LINES, "thing3": "已处理，请回复是否解决", "phrase4": "待您确认"}),
    ]
    assert world.store.call_tasks == []


async def test_an_agents_answer_goes_out_at_night_in_her_name(world: FakeWorld):
    ticket = await told(world, COMPLAINT)
    world.clock.advance(hours=13)  # 23:00
    async with world.deps.uow() as uow:
        await respond(uow, CompanyClock(world.clock, SHANGHAI), ticket.id, "马上打给您", "agent:li")
        await uow.commit()
    (row,) = world.store.outbox.values()
    assert (row.not_before, row.purpose, row.author, row.way) == (None, Purpose.AGENT, "li", Way.CONSOLE)


async def test_long_after_its_end_a_new_complaint_is_a_new_ticket(world: FakeWorld):
    first = await told(world, COMPLAINT)
    world.store.tickets[first.id] = replace(first, state=TicketState.CLOSED)
    world.clock.advance(days=31)
    assert (await told(world, COMPLAINT)).id != first.id
