"""Danger and complaints told to nobody yet: the customer waits for a person, or an agent speaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.conversation import Mode
from bot.domain.errors import DialogueSilent
from bot.domain.gate import Pass, gate
from bot.domain.handoff_reason import Reason
from bot.domain.messages import Bubble
from bot.domain.sending import MUTED, Outbound, OutboundState, Purpose
from bot.usecases.chase_talks import chase_talks
from bot.usecases.conversation import advance, turn_key
from bot.usecases.gating import let_out
from bot.usecases.handoff import Agreed, end_silence, hand_back
from bot.usecases.ticket_work import solve
from bot.usecases.write_to import Letter, write_in
from bot.zh.handoff_words import HANDOFF_REASONS
from tests.talker import Talker
from tests.unit.usecases.test_care_talk import _customer, _tickets, _visit
from tests.unit.usecases.test_waiting import clock_of, taken, the_conversation, wrote
from tests.worlds import a_text, a_world, heard

GAS = "家里煤气泄漏了怎么办"


@pytest.fixture
async def talker() -> Talker:
    talker = await _customer(_visit(1, 1))
    assert await talker.says("转人工", "request_human") == ["utter_handoff_queued"]
    return talker


def _calls(talker: Talker) -> list[str]:
    return [task.text for task in talker.world.store.call_tasks if task.reason == "emergency"]


@pytest.mark.parametrize("hours", [0, 13])
async def test_danger_told_of_while_she_waits_is_answered_and_goes_before_all_others(talker: Talker, hours: int):
    talker.world.clock.advance(hours=hours)
    said = await talker.says(GAS, "report_emergency")
    assert said == ["utter_danger_gas", "utter_emergency_to_person"]
    assert [GAS in call for call in _calls(talker)] == [True]
    conversation = the_conversation(talker.world)
    assert (conversation.mode, conversation.handoff_reason) == (Mode.QUEUED, "report_emergency")
    assert [one.reason for one in talker.world.store.handoffs.values()] == ["report_emergency"]
    assert talker.world.store.audit[-1].action != "handoff_queued"
    assert "紧急情况" in talker.world.store.notes[-1].text


async def test_danger_told_of_twice_is_one_call_with_both_words(talker: Talker):
    await talker.says(GAS, "report_emergency")
    assert await talker.says("煤气味越来越大了", "report_emergency") == ["utter_danger_gas"]
    (call,) = _calls(talker)
    assert call.endswith("又说：“煤气味越来越大了”。")


async def test_a_flood_while_she_waits_is_asked_about_like_any_other(talker: Talker):
    said = await talker.says("厨房水管爆了，水一直喷", "report_emergency")
    assert said[:2] == ["utter_danger_water", "utter_emergency_informed"]
    assert the_conversation(talker.world).handoff_reason == "report_emergency"
    assert (await talker.says("浦东新区锦绣路88号3栋501", "inform"))[-1] in (
        "utter_emergency_ask_phone",
        "utter_emergency_passed_on",
    )
    assert "锦绣路" in _calls(talker)[-1]


async def test_a_complaint_while_she_waits_has_its_ticket_and_asks_nothing(talker: Talker):
    said = await talker.says("昨天的阿姨迟到了一个小时", "complain", category="late")
    assert said == ["utter_care_noted_in_queue"]
    (ticket,) = _tickets(talker)
    assert ticket.linked_to == "bk_1"
    assert await talker.says("昨天的阿姨还把地板刮花了", "complain", category="late") == []
    assert the_conversation(talker.world).handoff_reason == "request_human"


async def test_a_grave_complaint_while_she_waits_goes_before_others(talker: Talker):
    talker.world.clock.advance(minutes=1)
    await talker.says("昨天那个师傅一直摸我", "complain", category="harassment")
    assert the_conversation(talker.world).handoff_reason in ("report_emergency", "harassment")
    assert len(_tickets(talker)) == 1


async def test_while_an_agent_speaks_danger_calls_those_on_duty_and_nothing_is_said(talker: Talker):
    await taken(talker.world)
    assert await talker.says(GAS, "report_emergency") == []
    assert await talker.says("味道很大", "inform") == []
    assert await talker.says("煤气味越来越大了", "report_emergency") == []
    (call,) = _calls(talker)
    assert GAS in call
    assert "越来越大" in call
    assert the_conversation(talker.world).mode is Mode.AGENT


async def test_what_is_for_the_person_alone_is_no_failure_of_the_dialogue():
    world = a_world()
    await heard(world, a_text("转人工", 1))
    async with world.deps.uow() as uow:
        (conversation,) = world.store.conversations.values()
        await uow.conversations.save(conversation.queued("request_human"))
        await uow.commit()
    world.clock.advance(seconds=2)
    async with world.deps.uow() as uow:
        turn = await uow.inbox.claim_turn(world.clock.now(), world.deps.patience, "w1")
        assert turn is not None
        await uow.results.put(turn_key(turn.id), [], world.clock.now())
        await uow.commit()
    world.dialogue.error = DialogueSilent("nothing")
    assert await advance(world.deps, turn, "w1")
    assert len(world.dialogue.asked) == 1
    assert world.store.outbox == {}


# --- our own events and her words -------------------------------------------------------------------------------


async def _turns(talker: Talker) -> list[list[str]]:
    world, turns = talker.world, []
    world.clock.advance(seconds=9)
    while True:
        async with world.deps.uow() as uow:
            turn = await uow.inbox.claim_turn(world.clock.now(), world.deps.patience, "w1")
            await uow.commit()
        if turn is None:
            return turns
        turns.append([item.message.text or item.message.event or "" for item in turn.items])
        async with world.deps.uow() as uow:
            await uow.inbox.finish_turn(turn, "w1")
            await uow.commit()


async def test_what_she_writes_while_the_agent_gives_back_is_a_turn_of_its_own(talker: Talker):
    await _turns(talker)
    await taken(talker.world)
    await wrote(talker.world, "在吗")
    async with talker.world.deps.uow() as uow:
        await hand_back(uow, clock_of(talker.world), the_conversation(talker.world).id, "小李", Agreed("九点"))
        await uow.commit()
    await wrote(talker.world, "昨天阿姨打碎了花瓶")
    await wrote(talker.world, "还没赔")
    assert await _turns(talker) == [["在吗"], ["九点"], ["昨天阿姨打碎了花瓶", "还没赔"]]


async def test_a_cry_for_help_beside_the_end_of_a_silence_is_heard(talker: Talker):
    await _turns(talker)
    await taken(talker.world)
    async with talker.world.deps.uow() as uow:
        await end_silence(uow, clock_of(talker.world), the_conversation(talker.world))
        await uow.commit()
    await wrote(talker.world, "我家着火了快来人")
    assert await _turns(talker) == [["console:customer_silent"], ["我家着火了快来人"]]


# --- the reasons ------------------------------------------------------------------------------------------------


def test_each_reason_has_words_for_staff():
    assert set(HANDOFF_REASONS) == {reason.value for reason in Reason}


# --- what is written meanwhile ----------------------------------------------------------------------------------


async def _written(talker: Talker, purpose: Purpose) -> Outbound:
    conversation, world = the_conversation(talker.world), talker.world
    async with world.deps.uow() as uow:
        row = await write_in(uow, clock_of(world), conversation, Letter(Bubble("在吗"), purpose))
        await uow.commit()
    return row


async def test_a_muted_customer_gets_no_reminder_with_the_answer_to_her_message_either(talker: Talker):
    world = talker.world
    (customer,) = world.store.customers.values()
    world.store.customers[customer.id] = replace(customer, muted=True)
    row = await _written(talker, Purpose.REMINDER)
    async with world.deps.uow() as uow:
        claimed = await uow.outbox.claim_due(world.clock.now(), timedelta(seconds=5))
        assert claimed is not None
        assert not await let_out(uow, claimed, world.clock.now())
        await uow.commit()
    assert (world.store.outbox[row.id].state, world.store.outbox[row.id].error) == (OutboundState.FAILED, MUTED)


async def test_what_she_waits_for_goes_out_at_night_and_what_nobody_asked_for_does_not(talker: Talker):
    talker.world.clock.advance(hours=13)
    assert (await _written(talker, Purpose.ANSWER)).not_before is None
    assert (await _written(talker, Purpose.QUESTION)).not_before is not None


async def test_whether_a_ticket_is_solved_is_not_asked_while_a_person_speaks(talker: Talker):
    await talker.says("昨天的阿姨迟到了一个小时", "complain", category="late")
    (ticket,) = _tickets(talker)
    async with talker.world.deps.uow() as uow:
        await solve(uow, clock_of(talker.world), ticket.id, "已道歉", "agent:小李")
        await uow.commit()
    assert "解决" in (asked := list(talker.world.store.outbox.values())[-1]).bubble.text
    assert gate(the_conversation(talker.world), asked) is Pass.WAITS


async def test_an_agent_who_went_home_is_apologised_for_before_the_morning(talker: Talker):
    await taken(talker.world)
    talker.world.clock.advance(hours=13)
    assert await chase_talks(talker.world.deps) == 1
    row = list(talker.world.store.outbox.values())[-1]
    assert ("下班" in row.bubble.text, row.not_before) == (True, None)
