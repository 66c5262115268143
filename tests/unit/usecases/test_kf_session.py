"""WeChat's own agents take over: what a push carries, and what their events do to the conversation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.conversation import Conversation, Mode
from bot.domain.errors import ChannelError, DialogueSilent, Remedy
from bot.domain.handoff_reason import Reason
from bot.domain.kf_session import CLOSE, CREATE, SWITCH
from bot.domain.messages import Bubble, InboundMessage, Kind
from bot.domain.queueing import Outcome
from bot.ports import CompanyClock
from bot.usecases.conversation import advance, receive
from bot.usecases.handoff import HANDED_BACK, queue_handoff, take_over
from bot.usecases.passive import Carried, Nothing, NotYet, Transferred, claim_answer
from bot.usecases.sending import send_next
from tests.fakes import SHANGHAI, FakeWorld
from tests.worlds import OPENID, a_text, a_world, heard

START = a_text().sent_at


def the_conversation(world: FakeWorld) -> Conversation:
    (conversation,) = world.store.conversations.values()
    return conversation


def state(world: FakeWorld) -> tuple[Mode, str]:
    conversation = the_conversation(world)
    return conversation.mode, conversation.agent


async def answered(world: FakeWorld, with_words: bool = False) -> None:
    """``with_words``: it is the turn in which she is told that somebody comes."""
    world.clock.advance(seconds=2)
    async with world.deps.uow() as uow:
        turn = await uow.inbox.claim_turn(world.clock.now(), world.deps.patience, "w1")
        assert turn is not None
        await uow.commit()
    world.dialogue.error = None if with_words else DialogueSilent("nothing in it is for the bot")
    assert await advance(world.deps, turn, "w1")


async def queued(world: FakeWorld) -> None:
    async with world.deps.uow() as uow:
        await queue_handoff(uow, the_conversation(world), Reason.REQUEST)
        await uow.commit()


async def claimed(world: FakeWorld, number: int = 1) -> object:
    return await claim_answer(world.deps, world.store.inbox[number], world.clock.now())


async def told(world: FakeWorld, event: str, second: int, account: str = "a@home") -> None:
    fields = {"event": event, "kf_account": account}
    key = f"{OPENID}:{second}:{event}:{account}"
    at = START + timedelta(seconds=second)
    await receive(world.deps, InboundMessage(OPENID, Kind.EVENT, key, at, "", fields))


def handed_back(world: FakeWorld) -> int:
    return sum(row.message.event == HANDED_BACK for row in world.store.inbox.values())


async def a_waiting_world(**options: bool) -> FakeWorld:
    world = a_world(**{"own_agents": True, **options})
    await heard(world, a_text())
    await queued(world)
    return world


async def test_words_go_ahead_and_then_the_push_hands_her_over():
    world = await a_waiting_world()
    await answered(world, with_words=True)
    assert await claimed(world) == NotYet()
    assert await send_next(world.deps)
    assert world.channel.sent == [("custom", OPENID, Bubble("好的"))]
    assert await claimed(world) == Transferred()


async def test_where_no_custom_message_may_go_the_words_come_first_and_the_next_message_is_handed_over():
    world = await a_waiting_world(custom_messages=False)
    await answered(world, with_words=True)
    carried = await claimed(world)
    assert isinstance(carried, Carried)
    assert carried.bubble == Bubble("好的")
    await heard(world, a_text("在吗", 2))
    await answered(world)
    assert await claimed(world, 2) == Transferred()


async def test_words_that_cannot_go_for_the_moment_do_not_keep_her_from_the_agents():
    world = await a_waiting_world()
    world.channel.failures = [ChannelError(Remedy.RETRY, -1, "busy")]
    await answered(world, with_words=True)
    assert await send_next(world.deps)
    assert await claimed(world) == Transferred()


async def test_of_a_burst_only_the_last_message_is_handed_over():
    world = await a_waiting_world()
    await heard(world, a_text("在吗", 2))
    await answered(world)
    assert [await claimed(world, 1), await claimed(world, 2)] == [Nothing(), Transferred()]


async def test_an_event_is_never_handed_over():
    world = await a_waiting_world()
    await answered(world)
    tap = {"event": "click", "event_key": "人工"}
    await receive(world.deps, InboundMessage(OPENID, Kind.EVENT, "tap", START, "", tap))
    await answered(world)
    assert await claimed(world, 2) == Nothing()


async def test_the_consoles_route_hands_nobody_over_and_hears_no_sessions():
    world = await a_waiting_world(own_agents=False)
    await answered(world)
    assert await claimed(world) == Nothing()
    await told(world, CREATE, 1)
    assert state(world) == (Mode.QUEUED, "")


async def test_whom_an_agent_of_the_console_has_is_not_handed_over():
    world = await a_waiting_world()
    async with world.deps.uow() as uow:
        await take_over(uow, CompanyClock(world.clock, SHANGHAI), the_conversation(world).id, "小李")
        await uow.commit()
    await answered(world)
    assert await claimed(world) == Nothing()


async def test_a_session_is_taken_switched_and_given_back_once():
    world = await a_waiting_world()
    await told(world, CREATE, 1)
    assert state(world) == (Mode.AGENT, "kf:a@home")
    await told(world, SWITCH, 2, "b@home")
    assert state(world) == (Mode.AGENT, "kf:b@home")
    await told(world, CLOSE, 3, "a@home")
    assert state(world) == (Mode.AGENT, "kf:b@home")
    await told(world, CLOSE, 4, "b@home")
    await told(world, CLOSE, 4, "b@home")
    assert (state(world), handed_back(world)) == ((Mode.BOT, ""), 1)
    outcomes = [one.outcome for one in world.store.handoffs.values()]
    assert outcomes == [Outcome.PASSED_ON, Outcome.HANDED_BACK]
    assert world.store.audit[-1].actor == "kf:b@home"


@pytest.mark.parametrize(
    "order",
    [(0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)],
)
async def test_events_in_any_order_end_where_they_would_have_ended_in_order(order):
    world = await a_waiting_world()
    events = [(CREATE, 1, "a@home"), (SWITCH, 2, "b@home"), (CLOSE, 3, "b@home")]
    for number in order:
        await told(world, *events[number])
    assert (state(world), handed_back(world)) == ((Mode.BOT, ""), 1)


async def test_an_old_session_that_is_told_of_late_does_not_end_the_new_one():
    world = await a_waiting_world()
    await told(world, CREATE, 3)
    await told(world, CLOSE, 2)
    await told(world, CREATE, 1)
    assert (state(world), handed_back(world)) == ((Mode.AGENT, "kf:a@home"), 0)


async def test_a_close_while_nobody_has_her_leaves_her_waiting():
    world = await a_waiting_world()
    await told(world, CLOSE, 1)
    assert state(world) == (Mode.QUEUED, "")


async def test_a_session_that_came_and_went_does_not_wake_a_bot_that_speaks_already():
    world = a_world(own_agents=True)
    await heard(world, a_text())
    await told(world, CLOSE, 2)
    await told(world, CREATE, 1)
    assert (state(world), handed_back(world)) == ((Mode.BOT, ""), 0)
