"""Due times of tickets watched by the worker, over the fakes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.errors import ChannelError, Remedy
from bot.domain.messages import InboundMessage, Kind, Media
from bot.domain.ticket import OpenTicket, Severity, Ticket, TicketState, TicketType
from bot.ports import CompanyClock
from bot.usecases import ticket_work as work
from bot.usecases.conversation import receive
from bot.usecases.keep_media import keep_media
from bot.usecases.sla import watch_tickets
from bot.usecases.ticket import open_ticket
from tests.builders import NOW, OPENID, a_customer
from tests.fakes import SHANGHAI, FakeWorld
from tests.worlds import a_catalogue


@pytest.fixture
def world() -> FakeWorld:
    world = FakeWorld()
    world.store.customers["cu_1"] = a_customer()
    world.store.catalogue = a_catalogue()
    return world


def clock_of(world: FakeWorld) -> CompanyClock:
    return CompanyClock(world.clock, SHANGHAI)


async def opened(world: FakeWorld, severity: Severity = Severity.NORMAL, **told: Any) -> Ticket:
    command = OpenTicket("cu_1", TicketType.COMPLAINT, severity, "customer", "没擦干净", **told)
    async with world.deps.uow() as uow:
        ticket = await open_ticket(uow, clock_of(world), command)
        await uow.commit()
    return ticket


def ticket_in(world: FakeWorld) -> Ticket:
    (ticket,) = world.store.tickets.values()
    return ticket


def written(world: FakeWorld) -> list[str]:
    return [row.bubble.text for row in world.store.outbox.values()]


async def watched(world: FakeWorld, **passed: float) -> tuple[str, ...]:
    world.clock.advance(**passed)
    await watch_tickets(world.deps)
    return ticket_in(world).escalated


async def test_a_supervisor_is_told_before_a_due_time_is_missed_and_the_customer_too(world: FakeWorld):
    ticket = await opened(world)  # Monday 10:00; answered by Tuesday 10:00, 12 working hours later
    assert await watched(world, hours=2, minutes=59) == ()
    assert await watched(world, minutes=16) == ("due_resolution",), "75 % of three working hours"
    assert written(world) == []
    assert await watched(world, hours=6) == ("due_resolution",)
    assert await watched(world, hours=1, minutes=45) == ("due_resolution", "due_first_response")
    assert ticket_in(world).due_first_response > world.clock.now()
    assert written(world) == [
        f"您反映的问题（工单{ticket.id}）还在处理，让您久等了。已经请主管盯着，明天上午10点前给您回复。"
    ]
    assert len(world.store.call_tasks) == 2
    await watched(world, hours=30)
    assert len(world.store.call_tasks) == 2


async def test_the_clock_stands_still_at_night_but_not_where_there_is_danger(world: FakeWorld):
    world.clock.advance(hours=13)  # 23:00
    await opened(world, Severity.HIGH)
    assert await watched(world, hours=8) == ()
    await opened(world, Severity.CRITICAL)
    assert await watched(world, minutes=12) == ("critical", "due_first_response")


async def test_an_answer_stops_the_clock_of_the_first_response(world: FakeWorld):
    ticket = await opened(world)
    async with world.deps.uow() as uow:
        await work.respond(uow, clock_of(world), ticket.id, "马上处理", "agent:li")
        await uow.commit()
    assert await watched(world, hours=23) == ("due_resolution",)


async def test_a_refund_that_is_not_paid_is_chased(world: FakeWorld):
    ticket = await opened(world)
    refund = work.Refund(5000, NOW, "agent:li", NOW + timedelta(days=4))
    changed = replace(ticket_in(world), refund=refund, state=TicketState.IN_PROGRESS, responded_at=NOW)
    world.store.tickets[ticket.id] = changed
    assert await watched(world, days=2, hours=23) == ()
    assert await watched(world, hours=1) == ("due_refund",)
    assert written(world) == [f"您的退款（工单{ticket.id}）还在走流程，已经请主管去催，最晚明天退到。"]


async def test_who_does_not_say_whether_it_is_solved_is_asked_once_more_and_it_is_never_closed(world: FakeWorld):
    ticket = await opened(world)
    async with world.deps.uow() as uow:
        await work.solve(uow, clock_of(world), ticket.id, "重新擦了一遍", "agent:li")
        await uow.commit()
    await watched(world, hours=23)
    assert len(written(world)) == 1
    await watched(world, hours=1)
    assert written(world)[1:] == [f"再跟您确认一下，您反映的问题（工单{ticket.id}，重新擦了一遍），算解决了吗？"]
    assert await watched(world, hours=23) == ()
    assert await watched(world, hours=1) == ("not_confirmed",)
    await watched(world, days=9)
    assert (len(written(world)), ticket_in(world).state) == (2, TicketState.SOLVED)


async def test_pictures_of_a_ticket_are_kept_before_the_channel_forgets_them(world: FakeWorld):
    message = InboundMessage(OPENID, Kind.IMAGE, "dedup", NOW, fields={"media_id": "MEDIA1"})
    await receive(world.deps, message)
    (inbox_id,) = world.store.inbox
    await opened(world, attachments=(f"in_{inbox_id}", "in_999"))
    world.channel.failures.append(ChannelError(Remedy.RETRY))
    assert await keep_media(world.deps) == 0
    assert await keep_media(world.deps) == 1
    assert world.store.attachments == {f"in_{inbox_id}": Media(b"MEDIA1", "image/jpeg")}
    assert await keep_media(world.deps) == 0


async def test_what_the_channel_has_forgotten_is_not_asked_for(world: FakeWorld):
    await receive(world.deps, InboundMessage(OPENID, Kind.IMAGE, "dedup", NOW, fields={"media_id": "MEDIA1"}))
    (inbox_id,) = world.store.inbox
    await opened(world, attachments=(f"in_{inbox_id}",))
    world.clock.advance(days=3)
    assert await keep_media(world.deps) == 0
    assert world.store.attachments == {}
