from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, text

from bot.adapters.db.rows import InboxRow
from bot.domain.errors import NotFound
from bot.domain.inbox import InboxItem, InboxState, Patience, Turn
from bot.domain.messages import InboundMessage, Kind
from tests.builders import NOW, a_conversation, a_customer, a_message
from tests.integration.db.conftest import SqlStore

PATIENCE = Patience()
QUIET = PATIENCE.quiet


async def received(store: SqlStore, *messages: InboundMessage, at: datetime = NOW, conversation: str = "cv_1") -> None:
    async with store.uow() as uow:
        for message in messages:
            assert await uow.inbox.add(conversation, message, at) is not None
        await uow.commit()


async def claimed(store: SqlStore, at: datetime, owner: str = "w1") -> Turn | None:
    async with store.uow() as uow:
        turn = await uow.inbox.claim_turn(at, PATIENCE, owner)
        await uow.commit()
    return turn


async def finished(store: SqlStore, turn: Turn, owner: str = "w1") -> bool:
    async with store.uow() as uow:
        done = await uow.inbox.finish_turn(turn, owner)
        await uow.commit()
    return done


async def another_conversation(store: SqlStore, number: int) -> str:
    async with store.uow() as uow:
        await uow.customers.add(a_customer(id=f"cu_{number}", openid=f"o{number}"))
        await uow.conversations.add(a_conversation(id=f"cv_{number}", customer_id=f"cu_{number}", openid=f"o{number}"))
        await uow.commit()
    return f"cv_{number}"


def texts(turn: Turn | None) -> list[str]:
    assert turn is not None
    return [item.message.text for item in turn.items]


async def test_an_event_of_our_own_is_a_turn_apart_from_what_she_writes(store: SqlStore):
    event = a_message(kind=Kind.EVENT, text="九点", fields={"event": "console:handed_back"}, dedup_key="own")
    await received(store, a_message("在吗", dedup_key="a"))
    async with store.uow() as uow:
        await uow.inbox.add("cv_1", event, NOW, pushed=False)
        await uow.commit()
    await received(store, a_message("着火了", dedup_key="b"), a_message("快来", dedup_key="c"))
    turns = []
    while (turn := await claimed(store, NOW + QUIET)) is not None:
        turns.append(texts(turn))
        assert await finished(store, turn)
    assert turns == [["在吗"], ["九点"], ["着火了", "快来"]]


async def test_what_she_has_written_since_is_told_without_events(store: SqlStore):
    event = a_message(kind=Kind.EVENT, text="", fields={"event": "scan"}, dedup_key="e")
    await received(store, a_message("一", dedup_key="a"))
    await received(store, event, a_message("二", dedup_key="b"), at=NOW + QUIET)
    await received(store, a_message("三", dedup_key="c"), at=NOW + 2 * QUIET)
    async with store.uow() as uow:
        heard = await uow.inbox.heard_since("cv_1", NOW)
    assert [item.message.text for item in heard] == ["二", "三"]


async def test_a_message_is_stored_once(store: SqlStore):
    message = a_message(kind=Kind.IMAGE, text="", fields={"media_id": "M", "subscriptions": [{"status": "accept"}]})
    async with store.uow() as uow:
        item = await uow.inbox.add("cv_1", message, NOW)
        assert item == InboxItem(item.id, "cv_1", message.openid, message, NOW, push_started_at=NOW)
        assert await uow.inbox.add("cv_1", message, NOW) is None
        assert await uow.inbox.get(item.id) == item


async def test_a_repeated_push_is_counted(store: SqlStore):
    message = a_message()
    await received(store, message)
    later = NOW + timedelta(seconds=5)
    async with store.uow() as uow:
        again = await uow.inbox.pushed_again(message.dedup_key, later)
        assert (again.pushes, again.push_started_at, again.received_at) == (2, later, NOW)
        assert await uow.inbox.get(again.id) == again


async def test_what_is_not_there_is_not_found(store: SqlStore):
    async with store.uow() as uow:
        with pytest.raises(NotFound):
            await uow.inbox.get(99)
        with pytest.raises(NotFound):
            await uow.inbox.pushed_again("nobody:1", NOW)


async def test_a_burst_is_claimed_as_one_turn_when_it_is_over(store: SqlStore):
    await received(store, a_message("周六"))
    await received(store, a_message("下午两点"), at=NOW + timedelta(seconds=1))
    assert await claimed(store, NOW + QUIET) is None
    turn = await claimed(store, NOW + timedelta(seconds=1) + QUIET)
    assert texts(turn) == ["周六", "下午两点"]
    assert turn is not None
    assert {(item.state, item.turn_id) for item in turn.items} == {(InboxState.CLAIMED, turn.id)}
    async with store.uow() as uow:
        assert tuple(await uow.inbox.of_turn(turn.id)) == turn.items


async def test_a_burst_without_end_is_claimed_all_the_same(store: SqlStore):
    for second in range(9):
        await received(store, a_message(), at=NOW + timedelta(seconds=second))
    turn = await claimed(store, NOW + timedelta(seconds=8))
    assert len(texts(turn)) == 9


async def test_what_comes_during_a_turn_waits_for_its_end(store: SqlStore):
    await received(store, a_message("一"))
    first = await claimed(store, NOW + QUIET)
    await received(store, a_message("二"), at=NOW + QUIET)
    later = NOW + QUIET * 3
    assert await claimed(store, later, "w2") is None
    assert first is not None
    assert await finished(store, first) is True
    assert texts(await claimed(store, later, "w2")) == ["二"]


async def test_the_conversation_that_waits_longest_comes_first(store: SqlStore):
    second = await another_conversation(store, 2)
    await received(store, a_message("先"), conversation=second)
    await received(store, a_message("后"))
    assert texts(await claimed(store, NOW + QUIET)) == ["先"]
    assert texts(await claimed(store, NOW + QUIET)) == ["后"]
    assert await claimed(store, NOW + QUIET) is None


async def test_a_turn_left_behind_comes_back_with_its_own_id_and_rows(store: SqlStore):
    await received(store, a_message("一"))
    left = await claimed(store, NOW + QUIET, "dead")
    await received(store, a_message("二"), at=NOW + QUIET)
    lapsed = NOW + QUIET + PATIENCE.lease
    assert await claimed(store, lapsed - timedelta(milliseconds=1), "w2") is None
    again = await claimed(store, lapsed, "w2")
    assert again == left
    assert again is not None
    assert await finished(store, again, "w2") is True
    assert texts(await claimed(store, lapsed, "w2")) == ["二"]


async def test_a_worker_that_lost_its_lease_cannot_finish(store: SqlStore):
    await received(store, a_message())
    slow = await claimed(store, NOW + QUIET, "slow")
    again = await claimed(store, NOW + QUIET + PATIENCE.lease, "w2")
    assert slow is not None
    assert again is not None
    assert await finished(store, slow, "slow") is False
    assert await finished(store, again, "w2") is True
    assert await finished(store, again, "w2") is False


async def test_a_late_twin_in_the_same_process_cannot_end_the_next_turns_lease(store: SqlStore):
    await received(store, a_message("一"))
    turn = await claimed(store, NOW + QUIET)
    assert turn is not None
    assert await finished(store, turn) is True
    await received(store, a_message("二"), at=NOW + QUIET)
    following = await claimed(store, NOW + QUIET * 2)
    assert following is not None
    assert await finished(store, turn) is False
    assert await finished(store, following) is True


async def test_a_claim_that_is_not_committed_is_none(store: SqlStore):
    await received(store, a_message())
    async with store.uow() as uow:
        assert await uow.inbox.claim_turn(NOW + QUIET, PATIENCE, "dead") is not None
    assert await claimed(store, NOW + QUIET, "w2") is not None


async def test_looking_for_work_does_not_look_at_what_is_done(store: SqlStore):
    """The plan of the question that every worker asks all the time, beside many rows that are done."""
    sealed = store.cipher.seal({"text": "", "fields": {}}, "inbox")
    rows = [
        {
            "conversation_id": "cv_1", "openid": "o", "dedup_key": f"old:{number}", "kind": "text",
            "personal": sealed, "sent_at": NOW, "received_at": NOW, "state": "done", "turn_id": f"turn_{number}",
            "pushes": 1,
        }
        for number in range(3000)
    ]  # fmt: skip
    from bot.adapters.db.repositories.inbox import _CANDIDATES

    async with store.engine.begin() as connection:
        await connection.execute(insert(InboxRow), rows)
        await connection.execute(text("ANALYZE"))
        compiled = _CANDIDATES.params(now=NOW, quiet_since=NOW, burst_since=NOW).compile(
            dialect=store.engine.dialect, compile_kwargs={"literal_binds": True}
        )
        sqlite = store.engine.dialect.name == "sqlite"
        explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
        plan = (await connection.exec_driver_sql(f"{explain} {compiled}")).all()
    lines = [str(row[-1]) for row in plan]
    assert any("ix_inbox_open" in line for line in lines), lines
    assert not any(line.startswith("SCAN inbox") and "ix_inbox_open" not in line for line in lines), lines
    assert not any("Seq Scan on inbox" in line for line in lines), lines
