"""An agent takes over while the bot's answer is on its way: from then on the bot says nothing. On both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.conversation import Mode
from bot.domain.errors import StoreBusy
from bot.domain.inbox import Patience
from bot.domain.messages import Bubble
from bot.domain.sending import Outbound, OutboundState
from bot.ports import CompanyClock, Deps
from bot.usecases.agent_talk import reply_as_agent
from bot.usecases.handoff import take_over
from bot.usecases.passive import Carried, claim_answer, settle
from bot.usecases.sending import send_next
from tests.builders import OPENID, a_conversation, a_customer, a_message
from tests.fakes import SHANGHAI, FakeChannel, FakeWorld
from tests.integration.db.conftest import SqlStore, a_process

ROUNDS = 24


class EverythingPasses:
    """A store whose conversations say at the gate that the bot may speak: as if nobody had asked."""

    def __init__(self, conversations: Any) -> None:
        self._conversations = conversations

    def __getattr__(self, name: str) -> Any:
        return getattr(self._conversations, name)

    async def held(self, conversation_id: str) -> Any:
        return replace(await self._conversations.get(conversation_id), mode=Mode.BOT)


@dataclass
class SlowChannel(FakeChannel):
    """Takes a moment, as a real one does."""

    order: list[str] = field(default_factory=list)

    async def send_custom(self, openid: str, bubble: Bubble) -> None:
        await asyncio.sleep(0.001)
        self.order.append(bubble.text)


def deps_of(store: SqlStore, channel: FakeChannel, gate: bool) -> Deps:
    def without_gate() -> Any:
        uow = store.uow()
        build = uow._build  # type: ignore[attr-defined]

        def built(*args: Any) -> None:
            build(*args)
            uow.conversations = EverythingPasses(uow.conversations)

        uow._build = built  # type: ignore[attr-defined]
        return uow

    world = FakeWorld()
    return replace(world.deps, uow=store.uow if gate else without_gate, channel=channel, clock=store.clock)


@pytest.fixture
async def one(database_url: str) -> SqlStore:
    store = a_process(database_url)
    async with store.uow() as uow:
        await uow.customers.add(a_customer())
        await uow.conversations.add(a_conversation(dialogue={}))
        await uow.commit()
    yield store
    await store.engine.dispose()


@pytest.fixture
async def two(database_url: str, one: SqlStore) -> SqlStore:
    """The agent's process beside the one that sends."""
    other = replace(a_process(database_url), clock=one.clock)
    yield other
    await other.engine.dispose()


async def _in_bot_mode(store: SqlStore) -> None:
    async with store.uow() as uow:
        conversation = await uow.conversations.get("cv_1")
        await uow.conversations.save(replace(conversation, mode=Mode.BOT, agent="", taken_at=None))
        await uow.ledgers.save("cv_1", (await uow.ledgers.get("cv_1")).opened("message", store.clock.now()))
        await uow.commit()


async def _taken(store: SqlStore, agent: str, numbers: Sequence[int]) -> dict[int, OutboundState]:
    """How these rows of the outbox stood when the agent had taken over."""
    clock = CompanyClock(store.clock, SHANGHAI)
    while True:
        try:
            async with store.uow() as uow:
                await take_over(uow, clock, "cv_1", agent)
                await uow.commit()
                break
        except StoreBusy:
            await asyncio.sleep(0.001)
    async with store.uow() as uow:
        return {number: (await uow.outbox.get(number)).state for number in numbers}


Sender = Callable[[Deps, SqlStore, str], Awaitable[None]]


async def by_custom_message(deps: Deps, store: SqlStore, turn_id: str) -> None:
    while await send_next(deps):
        pass


async def by_the_push(deps: Deps, store: SqlStore, turn_id: str) -> None:
    """As the gateway carries an answer: it is woken, then claims, writes and settles."""
    await asyncio.sleep(0.008)
    async with store.uow() as uow:
        (item,) = await uow.inbox.of_turn(turn_id)
    for _ in range(3):
        try:
            claimed = await claim_answer(deps, item, store.clock.now())
        except StoreBusy:
            continue
        if isinstance(claimed, Carried):
            await deps.channel.send_custom(OPENID, claimed.bubble)
            await settle(deps, item, claimed, arrived=True)
        return


async def _an_answer(store: SqlStore, number: int) -> tuple[str, list[Outbound]]:
    """A turn of hers that is answered, in three rows."""
    async with store.uow() as uow:
        await uow.inbox.add("cv_1", a_message(dedup_key=f"m{number}"), store.clock.now())
        await uow.commit()
    async with store.uow() as uow:
        turn = await uow.inbox.claim_turn(store.clock.now() + timedelta(seconds=2), Patience(), "worker")
        assert turn is not None
        answers = [
            Outbound(0, "cv_1", OPENID, Bubble(f"{number}.{n}"), store.clock.now(), turn_id=turn.id) for n in (1, 2, 3)
        ]
        rows = [await uow.outbox.add(answer) for answer in answers]
        await uow.inbox.finish_turn(turn, "worker")
        await uow.commit()
    return turn.id, rows


async def _race(one: SqlStore, two: SqlStore, send: Sender, gate: bool) -> list[str]:
    """What was neither sent nor on its way when the agent had taken over, and went out all the same."""
    channel = SlowChannel()
    deps = deps_of(one, channel, gate)
    late: list[str] = []
    for number in range(ROUNDS):
        await _in_bot_mode(one)
        turn_id, rows = await _an_answer(one, number)
        sending = asyncio.create_task(send(deps, one, turn_id))
        await asyncio.sleep(0.002 * (number % 8))
        then = await _taken(two, f"agent{number}", [row.id for row in rows])
        await sending
        await by_custom_message(deps, one, turn_id)
        said = "\n".join(channel.order).split("\n")
        waiting = [row for row in rows if then[row.id] not in (OutboundState.SENT, OutboundState.CLAIMED)]
        late += [row.bubble.text for row in waiting if row.bubble.text in said]
    return late


@pytest.mark.parametrize("send", [by_custom_message, by_the_push])
async def test_without_the_gate_the_bot_speaks_after_the_agent_has_taken_over(
    one: SqlStore, two: SqlStore, send: Sender
):
    assert await _race(one, two, send, gate=False) != []


@pytest.mark.parametrize("send", [by_custom_message, by_the_push])
async def test_with_the_gate_nothing_of_the_bots_goes_out_after_the_takeover(
    one: SqlStore, two: SqlStore, send: Sender
):
    assert await _race(one, two, send, gate=True) == []


async def test_what_the_agent_writes_comes_after_the_answer_that_was_on_its_way(one: SqlStore, two: SqlStore):
    channel = SlowChannel()
    deps = deps_of(one, channel, gate=True)
    clock = CompanyClock(one.clock, SHANGHAI)
    for number in range(ROUNDS):
        await _in_bot_mode(one)
        turn_id, _ = await _an_answer(one, number)
        sending = asyncio.create_task(by_custom_message(deps, one, turn_id))
        await asyncio.sleep(0.002 * (number % 8))
        await _taken(two, f"agent{number}", [])
        async with two.uow() as uow:
            await reply_as_agent(uow, clock, "cv_1", f"agent{number}", f"{number}.agent")
            await uow.commit()
        await sending
        await by_custom_message(deps, one, turn_id)
        of_round = [text for text in channel.order if text.startswith(f"{number}.")]
        assert of_round[-1] == f"{number}.agent"
