"""One turn has one worker and one answer has one sender, in every race, with the negative controls (R24)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.adapters.db.rows import ConversationRow, OutboxRow
from bot.domain.inbox import Patience, Turn
from bot.domain.sending import Outbound, OutboundState
from tests.builders import NOW, a_conversation, a_customer, a_message, an_outbound
from tests.integration.db.conftest import SqlStore, a_process

WORKERS = 4
CONVERSATIONS = 12
PATIENCE = Patience()
RIPE = NOW + PATIENCE.quiet
LEASE = timedelta(seconds=5)


@pytest.fixture
async def workers(database_url: str) -> AsyncIterator[Sequence[SqlStore]]:
    """Some processes on one database, with some conversations that have one message each."""
    workers = [a_process(database_url) for _ in range(WORKERS)]
    async with workers[0].uow() as uow:
        for n in range(CONVERSATIONS):
            await uow.customers.add(a_customer(id=f"cu_{n}", openid=f"o{n}"))
            await uow.conversations.add(a_conversation(id=f"cv_{n}", customer_id=f"cu_{n}", openid=f"o{n}"))
            await uow.inbox.add(f"cv_{n}", a_message(openid=f"o{n}"), NOW)
        await uow.commit()
    yield workers
    for worker in workers:
        await worker.engine.dispose()


async def _claim(worker: SqlStore, owner: str, at: object = RIPE) -> Turn | None:
    async with worker.uow() as uow:
        turn = await uow.inbox.claim_turn(at, PATIENCE, owner)  # type: ignore[arg-type]
        await uow.commit()
    return turn


async def _claim_all(worker: SqlStore, owner: str) -> list[Turn]:
    turns = []
    idle = 0
    while idle < 3:
        turn = await _claim(worker, owner)
        if turn is None:
            idle += 1
        else:
            turns.append(turn)
    return turns


async def test_looking_first_and_claiming_later_gives_one_turn_to_two_workers(workers: Sequence[SqlStore]):
    """The control: the same question without the condition in the update."""
    start = asyncio.Barrier(2)

    async def careless(worker: SqlStore, owner: str) -> bool:
        async with worker.engine.connect() as connection:
            await connection.execution_options(reads_only=True)
            free = select(ConversationRow.id).where(ConversationRow.lease_owner.is_(None))
            found = (await connection.execute(free.order_by(ConversationRow.id).limit(1))).scalar_one()
        await start.wait()
        async with worker.engine.begin() as connection:
            taken = update(ConversationRow).where(ConversationRow.id == found).values(lease_owner=owner)
            return (await connection.execute(taken)).rowcount == 1

    assert await asyncio.gather(careless(workers[0], "w0"), careless(workers[1], "w1")) == [True, True]


async def test_every_turn_goes_to_exactly_one_worker(workers: Sequence[SqlStore]):
    claimed = await asyncio.gather(*(_claim_all(worker, f"w{n}") for n, worker in enumerate(workers)))
    counted = Counter(turn.conversation_id for turns in claimed for turn in turns)
    assert counted == {f"cv_{n}": 1 for n in range(CONVERSATIONS)}


async def test_workers_answer_everything_once_while_more_comes_in(workers: Sequence[SqlStore]):
    answered: Counter[str] = Counter()

    async def work(worker: SqlStore, owner: str) -> None:
        for turn in await _claim_all(worker, owner):
            async with worker.uow() as uow:
                assert await uow.inbox.finish_turn(turn, owner)
                await uow.commit()
            answered.update(item.message.dedup_key for item in turn.items)

    async def write() -> None:
        for n in range(CONVERSATIONS):
            async with workers[0].uow() as uow:
                await uow.inbox.add(f"cv_{n}", a_message(openid=f"o{n}"), NOW)
                await uow.commit()

    await asyncio.gather(write(), *(work(worker, f"w{n}") for n, worker in enumerate(workers)))
    await work(workers[0], "last")
    assert set(answered.values()) == {1}
    assert len(answered) == 2 * CONVERSATIONS


async def test_of_several_workers_one_takes_up_a_dead_ones_turn(workers: Sequence[SqlStore]):
    left = {turn.id for turn in await _claim_all(workers[0], "dead")}
    lapsed = RIPE + PATIENCE.lease
    assert len(left) == CONVERSATIONS
    taken = [
        turn.id
        for _ in range(CONVERSATIONS)
        for turn in await asyncio.gather(*(_claim(worker, f"w{n}", lapsed) for n, worker in enumerate(workers)))
        if turn is not None
    ]
    assert sorted(taken) == sorted(left)


async def _an_answer(worker: SqlStore) -> Outbound:
    async with worker.uow() as uow:
        outbound = await uow.outbox.add(an_outbound(conversation_id="cv_0", openid="o0"))
        await uow.commit()
    return outbound


async def _for_push(worker: SqlStore, inbox_id: int) -> int:
    async with worker.uow() as uow:
        rows = await uow.outbox.claim_for_push("cv_0", "turn_1", inbox_id, NOW, LEASE)
        await uow.commit()
    return len(rows)


async def _by_sender(worker: SqlStore) -> int:
    async with worker.uow() as uow:
        row = await uow.outbox.claim_due(NOW, LEASE)
        await uow.commit()
    return 0 if row is None else 1


async def test_looking_first_and_claiming_later_sends_an_answer_twice(workers: Sequence[SqlStore]):
    """The control: two who read the row as pending and then each store their claim."""
    answer = await _an_answer(workers[0])
    start = asyncio.Barrier(2)

    async def careless(worker: SqlStore) -> bool:
        async with worker.engine.connect() as connection:
            await connection.execution_options(reads_only=True)
            state = select(OutboxRow.state).where(OutboxRow.id == answer.id)
            pending = (await connection.execute(state)).scalar_one() == "pending"
        await start.wait()
        async with worker.uow() as uow:
            await uow.outbox.save(replace(answer, state=OutboundState.CLAIMED, lease_until=NOW + LEASE))
            await uow.commit()
        return pending

    assert await asyncio.gather(careless(workers[0]), careless(workers[1])) == [True, True]


@pytest.mark.parametrize("attempt", range(5))
async def test_pushes_and_senders_racing_for_an_answer_have_one_winner(workers: Sequence[SqlStore], attempt: int):
    await _an_answer(workers[0])
    claims = [_for_push(worker, n) for n, worker in enumerate(workers)] + [_by_sender(worker) for worker in workers]
    won = await asyncio.gather(*(claims[attempt:] + claims[:attempt]))
    assert sum(won) == 1


async def test_senders_take_different_conversations_side_by_side(workers: Sequence[SqlStore]):
    async with workers[0].uow() as uow:
        for n in range(CONVERSATIONS):
            await uow.outbox.add(an_outbound(conversation_id=f"cv_{n}", openid=f"o{n}"))
            await uow.outbox.add(an_outbound(conversation_id=f"cv_{n}", openid=f"o{n}", turn_id="turn_2"))
        await uow.commit()

    async def send(worker: SqlStore) -> list[str]:
        found = []
        for _ in range(CONVERSATIONS):
            async with worker.uow() as uow:
                row = await uow.outbox.claim_due(NOW, LEASE)
                await uow.commit()
            if row is not None:
                found.append(f"{row.conversation_id} {row.turn_id}")
        return found

    taken = Counter(row for rows in await asyncio.gather(*map(send, workers)) for row in rows)
    assert taken == {f"cv_{n} turn_1": 1 for n in range(CONVERSATIONS)}
