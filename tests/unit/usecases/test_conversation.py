from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.conversation import Mode
from bot.domain.errors import ChannelError, DialogueSilent, DialogueUnavailable, Remedy
from bot.domain.messages import Bubble, Kind
from bot.domain.sending import OutboundState, Way
from bot.usecases.conversation import SORRY, SORRY_HANDOFF, advance, turn_key
from bot.usecases.passive import Carried, Nothing, NotYet, claim_answer, settle
from bot.usecases.sending import MAX_ATTEMPTS, send_next
from tests.fakes import FakeWorld
from tests.worlds import OPENID, a_text, a_world, heard


async def _claim(world: FakeWorld, owner: str = "w1"):
    async with world.deps.uow() as uow:
        turn = await uow.inbox.claim_turn(world.clock.now(), world.deps.patience, owner)
        await uow.commit()
    return turn


async def _answered(world: FakeWorld) -> None:
    world.clock.advance(seconds=2)
    turn = await _claim(world)
    assert turn is not None
    assert await advance(world.deps, turn, "w1")


def _only_answer(world: FakeWorld):
    (row,) = world.store.outbox.values()
    return row


async def test_a_repeated_push_is_one_message():
    world = a_world()
    first, second = await heard(world, a_text(), a_text())
    assert (first.fresh, second.fresh) == (True, False)
    assert second.item.pushes == 2
    assert len(world.store.inbox) == 1


async def test_a_message_waits_for_the_end_of_its_burst():
    world = a_world()
    await heard(world, a_text("周六", 1))
    world.clock.advance(seconds=1)
    await heard(world, a_text("下午两点", 2))
    world.clock.advance(seconds=1)
    assert await _claim(world) is None
    await _answered(world)
    assert [text for _, text, _ in world.dialogue.asked] == ["周六\n下午两点"]
    assert len(world.store.outbox) == 1


async def test_somebody_who_never_stops_writing_is_answered_all_the_same():
    world = a_world()
    for number in range(9):
        await heard(world, a_text("还有", number))
        world.clock.advance(seconds=1)
    assert await _claim(world) is not None


async def test_one_conversation_is_answered_by_one_worker_at_a_time():
    world = a_world()
    await heard(world, a_text())
    world.clock.advance(seconds=2)
    assert await _claim(world, "w1") is not None
    await heard(world, a_text("又来", 2))
    world.clock.advance(seconds=2)
    assert await _claim(world, "w2") is None


async def test_the_turn_of_a_dead_worker_is_taken_up_again_with_its_own_id():
    world = a_world()
    await heard(world, a_text())
    world.clock.advance(seconds=2)
    left = await _claim(world, "dead")
    world.clock.advance(seconds=21)
    again = await _claim(world, "w2")
    assert again is not None
    assert left is not None
    assert again.id == left.id


async def test_a_worker_that_lost_its_lease_stores_no_answer():
    world = a_world()
    await heard(world, a_text())
    world.clock.advance(seconds=2)
    turn = await _claim(world, "slow")
    world.clock.advance(seconds=21)
    await _claim(world, "w2")
    assert turn is not None
    assert await advance(world.deps, turn, "slow") is False
    assert world.store.outbox == {}


async def test_the_open_push_carries_the_answer():
    world = a_world()
    (received,) = await heard(world, a_text())
    assert await claim_answer(world.deps, received.item, world.clock.now()) == NotYet()
    await _answered(world)
    carried = await claim_answer(world.deps, received.item, world.clock.now())
    assert isinstance(carried, Carried)
    await settle(world.deps, received.item, carried, arrived=True)
    assert (_only_answer(world).state, _only_answer(world).way) == (OutboundState.SENT, Way.PASSIVE)
    assert await send_next(world.deps) is False


async def test_a_push_that_broke_gives_the_answer_back_to_the_next_one():
    world = a_world()
    (received,) = await heard(world, a_text())
    await _answered(world)
    carried = await claim_answer(world.deps, received.item, world.clock.now())
    assert isinstance(carried, Carried)
    await settle(world.deps, received.item, carried, arrived=False)
    world.clock.advance(seconds=3)
    (repeated,) = await heard(world, a_text())
    assert await claim_answer(world.deps, repeated.item, world.clock.now()) == Carried(
        Bubble("好的"), (_only_answer(world),)
    )


async def test_of_a_burst_the_last_push_carries_the_answer_and_the_first_is_acknowledged():
    world = a_world()
    first, last = await heard(world, a_text("周六", 1), a_text("下午", 2))
    await _answered(world)
    assert await claim_answer(world.deps, first.item, world.clock.now()) == NotYet()
    carried = await claim_answer(world.deps, last.item, world.clock.now())
    assert isinstance(carried, Carried)
    await settle(world.deps, last.item, carried, arrived=True)
    assert await claim_answer(world.deps, first.item, world.clock.now()) == Nothing()


async def test_a_push_repeated_after_an_answer_in_good_time_brings_nothing_twice():
    world = a_world()
    (received,) = await heard(world, a_text())
    await _answered(world)
    carried = await claim_answer(world.deps, received.item, world.clock.now())
    assert isinstance(carried, Carried)
    await settle(world.deps, received.item, carried, arrived=True)
    world.clock.advance(seconds=3)
    (repeated,) = await heard(world, a_text())
    assert await claim_answer(world.deps, repeated.item, world.clock.now()) == Nothing()
    world.clock.advance(hours=1)
    (later,) = await heard(world, a_text())
    assert await claim_answer(world.deps, later.item, world.clock.now()) == Nothing()


async def test_an_answer_handed_over_at_the_very_end_of_a_push_is_repeated_to_the_next_push():
    world = a_world()
    (received,) = await heard(world, a_text())
    world.clock.advance(seconds=2.5)
    await _answered(world)
    carried = await claim_answer(world.deps, received.item, world.clock.now())
    assert isinstance(carried, Carried)
    await settle(world.deps, received.item, carried, arrived=True)
    world.clock.advance(seconds=0.5)
    (repeated,) = await heard(world, a_text())
    again = await claim_answer(world.deps, repeated.item, world.clock.now())
    assert isinstance(again, Carried)
    assert again.bubble == carried.bubble


async def test_an_answer_no_push_carries_goes_out_as_a_custom_message():
    world = a_world()
    await heard(world, a_text())
    await _answered(world)
    assert await send_next(world.deps) is False
    world.clock.advance(seconds=6)
    assert await send_next(world.deps) is True
    assert world.channel.sent == [("custom", OPENID, Bubble("好的"))]
    (ledger,) = world.store.ledgers.values()
    assert ledger.left(world.clock.now()) == 4


async def test_without_custom_messages_the_answer_goes_out_with_the_next_push():
    world = a_world(custom_messages=False)
    await heard(world, a_text("明天", 1))
    await _answered(world)
    world.clock.advance(seconds=20)
    await send_next(world.deps)
    (received,) = await heard(world, a_text("喂", 2))
    world.dialogue.says = (Bubble("在的"),)
    await _answered(world)
    carried = await claim_answer(world.deps, received.item, world.clock.now())
    assert isinstance(carried, Carried)
    assert carried.bubble == Bubble("好的\n在的")
    assert world.channel.sent == []


@pytest.mark.parametrize("error", [DialogueUnavailable("gone"), DialogueSilent("nothing")])
async def test_a_dialogue_that_fails_leads_to_one_kind_sentence_and_then_to_a_person(error):
    world = a_world()
    world.dialogue.error = error
    for number in range(3):
        await heard(world, a_text(number=number))
        await _answered(world)
    assert [row.bubble for row in world.store.outbox.values()] == [SORRY, SORRY, SORRY_HANDOFF]
    (conversation,) = world.store.conversations.values()
    assert (conversation.mode, conversation.handoff_reason) == (Mode.QUEUED, "dialogue_unavailable")


async def test_a_queued_conversation_is_silent_and_keeps_every_message():
    world = a_world()
    world.dialogue.error = DialogueSilent("nothing")
    for number in range(4):
        await heard(world, a_text(number=number))
        await _answered(world)
    assert len(world.store.outbox) == 3
    assert len(world.store.inbox) == 4


async def test_a_picture_alone_reaches_the_dialogue_as_an_event():
    world = a_world()
    await heard(world, a_text("", kind=Kind.IMAGE, fields={"media_id": "M"}))
    await _answered(world)
    ((_, text, metadata),) = world.dialogue.asked
    assert (text, metadata["media"]) == ("", ["image"])


async def test_an_event_with_nothing_to_answer_is_taken_silently():
    world = a_world()
    await heard(world, a_text("", kind=Kind.EVENT, fields={"event": "unsubscribe"}))
    await _answered(world)
    assert (world.dialogue.asked, world.store.outbox) == ([], {})
    (customer,) = world.store.customers.values()
    assert customer.subscribed is False


async def test_a_busy_platform_is_asked_again_and_at_last_a_person_must_call():
    world = a_world()
    world.channel.failures = [ChannelError(Remedy.RETRY, -1) for _ in range(MAX_ATTEMPTS)]
    await heard(world, a_text())
    await _answered(world)
    for _ in range(MAX_ATTEMPTS):
        world.clock.advance(minutes=1)
        assert await send_next(world.deps) is True
    assert (_only_answer(world).state, _only_answer(world).error) == (OutboundState.FAILED, "errcode_-1")
    assert [task.reason for task in world.store.call_tasks] == ["errcode_-1"]


@pytest.mark.parametrize("code", [45015, 45047])
async def test_a_closed_window_is_believed_and_leads_to_a_call_task(code):
    world = a_world()
    world.channel.failures = [ChannelError(Remedy.OTHER_WAY, code)]
    await heard(world, a_text())
    await _answered(world)
    world.clock.advance(seconds=10)
    assert await send_next(world.deps) is True
    assert await send_next(world.deps) is True
    assert [task.reason for task in world.store.call_tasks] == ["no_way_open"]


async def test_the_outbox_keeps_the_order_of_a_conversation():
    world = a_world()
    world.channel.failures = [ChannelError(Remedy.RETRY, -1)]
    await heard(world, a_text("一", 1))
    await _answered(world)
    world.clock.advance(seconds=10)
    await send_next(world.deps)
    world.dialogue.says = (Bubble("第二"),)
    await heard(world, a_text("二", 2))
    await _answered(world)
    world.clock.advance(seconds=60)
    await send_next(world.deps)
    await send_next(world.deps)
    assert [bubble.text for _, _, bubble in world.channel.sent] == ["好的", "第二"]


async def test_an_answer_of_an_account_without_custom_messages_goes_out_even_when_the_bot_has_fallen_silent():
    world = a_world(custom_messages=False)
    await heard(world, a_text("转人工", 1))
    await _answered(world)
    world.clock.advance(seconds=20)
    await send_next(world.deps)
    async with world.deps.uow() as uow:
        (conversation,) = world.store.conversations.values()
        await uow.conversations.save(replace(conversation, mode=Mode.QUEUED))
        await uow.commit()
    world.dialogue.error = DialogueSilent("it waits for a person")
    (received,) = await heard(world, a_text("喂", 2))
    await _answered(world)
    carried = await claim_answer(world.deps, received.item, world.clock.now())
    assert isinstance(carried, Carried)
    assert carried.bubble == Bubble("好的")


async def test_a_turn_whose_words_are_stored_is_spoken_again_though_a_person_is_coming():
    world = a_world()
    await heard(world, a_text())
    world.clock.advance(seconds=2)
    turn = await _claim(world)
    assert turn is not None
    async with world.deps.uow() as uow:
        (conversation,) = world.store.conversations.values()
        await uow.conversations.save(replace(conversation, mode=Mode.QUEUED))
        await uow.results.put(turn_key(turn.id), [], world.clock.now())
        await uow.commit()
    assert await advance(world.deps, turn, "w1")
    assert _only_answer(world).bubble == Bubble("好的")


async def test_a_lost_answer_of_the_dialogue_is_asked_for_once_more():
    world = a_world()
    world.dialogue.errors = [DialogueSilent("lost")]
    await heard(world, a_text())
    await _answered(world)
    assert _only_answer(world).bubble == Bubble("好的")
    assert len({metadata["message_id"] for _, _, metadata in world.dialogue.asked}) == 1


async def test_a_claim_that_lapsed_can_no_longer_be_settled():
    world = a_world()
    (received,) = await heard(world, a_text())
    await _answered(world)
    slow = await claim_answer(world.deps, received.item, world.clock.now())
    assert isinstance(slow, Carried)
    world.clock.advance(seconds=7)
    assert await send_next(world.deps) is True
    await settle(world.deps, received.item, slow, arrived=False)
    assert _only_answer(world).state is OutboundState.SENT
