"""Notices and reminders on their way out: by day, while they are of use, and with a call only where one is needed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.errors import ChannelError, Remedy
from bot.domain.messages import Bubble
from bot.domain.sending import Ledger, Outbound, OutboundState, Purpose, Way
from bot.usecases.sending import send_next
from tests.builders import NOW, OPENID, a_conversation, a_customer, a_notice
from tests.fakes import FakeWorld
from tests.worlds import a_world

OPEN = Ledger().opened("message", NOW)


@pytest.fixture
def world() -> FakeWorld:
    world = a_world()
    world.store.customers["cu_1"] = a_customer()
    world.store.conversations["cv_1"] = a_conversation()
    world.store.ledgers["cv_1"] = OPEN
    return world


async def _put(world: FakeWorld, **changes: Any) -> int:
    async with world.deps.uow() as uow:
        outbound = await uow.outbox.add(
            Outbound(**{"id": 0, "conversation_id": "cv_1", "openid": OPENID, "bubble": Bubble("改期了"),
                        "created_at": NOW, "purpose": Purpose.NOTICE, **changes})
        )  # fmt: skip
        await uow.commit()
    return outbound.id


async def _sent(world: FakeWorld) -> list[tuple[str, Any]]:
    while await send_next(world.deps):
        pass
    return [(way, what) for way, _, what in world.channel.sent]


@pytest.mark.parametrize("purpose", [Purpose.NOTICE, Purpose.REMINDER])
async def test_by_day_it_goes_out_in_the_chat(world: FakeWorld, purpose: Purpose):
    await _put(world, purpose=purpose, notice=a_notice())
    assert await _sent(world) == [("custom", Bubble("改期了"))]


@pytest.mark.parametrize("purpose", [Purpose.NOTICE, Purpose.REMINDER])
async def test_outside_the_window_it_goes_out_as_a_template(world: FakeWorld, purpose: Purpose):
    world.store.ledgers.clear()
    await _put(world, purpose=purpose, notice=a_notice())
    assert await _sent(world) == [("template", a_notice())]


@pytest.mark.parametrize(("purpose", "calls"), [(Purpose.NOTICE, ["no_way_open"]), (Purpose.REMINDER, [])])
async def test_where_no_way_is_open_staff_call_for_what_must_be_known_alone(
    world: FakeWorld, purpose: Purpose, calls: list[str]
):
    world.store.ledgers.clear()
    number = await _put(world, purpose=purpose)
    assert await _sent(world) == []
    assert world.store.outbox[number].state is OutboundState.FAILED
    assert [task.reason for task in world.store.call_tasks] == calls


@pytest.mark.parametrize(("purpose", "calls"), [(Purpose.NOTICE, ["errcode_43004"]), (Purpose.REMINDER, [])])
async def test_a_customer_who_has_unfollowed_is_called_for_what_must_be_known_alone(
    world: FakeWorld, purpose: Purpose, calls: list[str]
):
    await _put(world, purpose=purpose)
    world.channel.failures.append(ChannelError(Remedy.GIVE_UP, 43004))
    await _sent(world)
    assert [task.reason for task in world.store.call_tasks] == calls


async def test_what_was_left_over_from_the_day_is_not_sent_at_night(world: FakeWorld):
    number = await _put(world)
    world.clock.advance(hours=11)  # 21:00
    assert await _sent(world) == []
    row = world.store.outbox[number]
    assert (row.state, row.not_before, row.attempts) == (OutboundState.PENDING, NOW + timedelta(hours=22), 0)
    world.clock.advance(hours=11)
    assert await _sent(world) == [("custom", Bubble("改期了"))]


async def test_an_answer_goes_out_at_night_past_a_notice_that_waits(world: FakeWorld):
    await _put(world)
    await _put(world, purpose=Purpose.ANSWER, bubble=Bubble("在的"), turn_id="turn_1")
    world.clock.advance(hours=12)
    assert await _sent(world) == [("custom", Bubble("在的"))]


async def test_by_day_a_notice_before_an_answer_goes_first(world: FakeWorld):
    await _put(world)
    await _put(world, purpose=Purpose.ANSWER, bubble=Bubble("在的"), turn_id="turn_1")
    assert await _sent(world) == [("custom", Bubble("改期了")), ("custom", Bubble("在的"))]


async def test_a_reminder_of_a_visit_that_has_begun_is_not_sent(world: FakeWorld):
    number = await _put(world, purpose=Purpose.REMINDER, lapses_at=NOW + timedelta(hours=1))
    world.clock.advance(hours=1)
    assert await _sent(world) == []
    row = world.store.outbox[number]
    assert (row.state, row.error, world.store.call_tasks) == (OutboundState.FAILED, "lapsed", [])


async def test_an_account_without_custom_messages_keeps_a_reminder_for_the_next_push():
    world = a_world(custom_messages=False)
    world.store.customers["cu_1"] = a_customer()
    world.store.conversations["cv_1"] = a_conversation()
    number = await _put(world, purpose=Purpose.REMINDER)
    assert await _sent(world) == []
    async with world.deps.uow() as uow:
        carried = await uow.outbox.claim_for_push("cv_1", "turn_1", 7, NOW, timedelta(seconds=5))
    assert [row.id for row in carried] == [number]


async def test_a_template_takes_nothing_from_the_message_window(world: FakeWorld):
    world.store.ledgers.clear()
    number = await _put(world, purpose=Purpose.REMINDER, notice=a_notice())
    await _sent(world)
    assert (world.store.outbox[number].way, world.store.ledgers) == (Way.TEMPLATE, {})
