from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.errors import NotFound
from bot.domain.sending import WITHDRAWN, Outbound, OutboundState, Purpose, Way
from tests.builders import NOW, a_notice, an_outbound
from tests.integration.db.conftest import SqlStore
from tests.integration.db.test_inbox import another_conversation

LEASE = timedelta(seconds=5)


async def stored(store: SqlStore, **changes: Any) -> Outbound:
    async with store.uow() as uow:
        outbound = await uow.outbox.add(an_outbound(**changes))
        await uow.commit()
    return outbound


async def due(store: SqlStore, at: datetime) -> Outbound | None:
    async with store.uow() as uow:
        outbound = await uow.outbox.claim_due(at, LEASE)
        await uow.commit()
    return outbound


async def for_push(store: SqlStore, turn_id: str, at: datetime, conversation: str = "cv_1") -> Sequence[Outbound]:
    async with store.uow() as uow:
        rows = await uow.outbox.claim_for_push(conversation, turn_id, 7, at, LEASE)
        await uow.commit()
    return rows


async def saved(store: SqlStore, outbound: Outbound) -> None:
    async with store.uow() as uow:
        await uow.outbox.save(outbound)
        await uow.commit()


def as_claimed(row: Outbound, at: datetime, **changes: Any) -> Outbound:
    return replace(row, state=OutboundState.CLAIMED, lease_until=at + LEASE, **changes)


async def test_an_outbound_comes_back_as_it_was(store: SqlStore):
    row = await stored(store, notice=a_notice(by_subscription=True), not_before=NOW + LEASE)
    async with store.uow() as uow:
        assert await uow.outbox.get(row.id) == row
        assert list(await uow.outbox.of_turn("turn_1")) == [row]
        assert list(await uow.outbox.of_turn("turn_2")) == []
        with pytest.raises(NotFound):
            await uow.outbox.get(row.id + 1)
        with pytest.raises(NotFound):
            await uow.outbox.save(replace(row, id=row.id + 1))


async def test_a_push_claims_the_rows_up_to_its_turns_the_oldest_first(store: SqlStore):
    first = await stored(store, turn_id="turn_1", not_before=NOW + timedelta(hours=1))
    second = await stored(store, turn_id="turn_2")
    await stored(store, turn_id="turn_3")
    assert await for_push(store, "turn_2", NOW) == [
        as_claimed(first, NOW, carried_by=7),
        as_claimed(second, NOW, carried_by=7),
    ]
    assert await for_push(store, "turn_3", NOW) == []


async def test_a_push_whose_turn_has_nothing_to_say_carries_what_still_waits(store: SqlStore):
    row = await stored(store, turn_id="turn_1")
    assert await for_push(store, "turn_9", NOW) == [as_claimed(row, NOW, carried_by=7)]


async def test_a_push_of_another_conversation_carries_nothing(store: SqlStore):
    await stored(store, turn_id="turn_1")
    assert await for_push(store, "turn_9", NOW, conversation="cv_other") == []


async def test_a_push_takes_over_a_claim_that_has_lapsed(store: SqlStore):
    row = await stored(store)
    await for_push(store, "turn_1", NOW)
    assert await for_push(store, "turn_1", NOW + LEASE - timedelta(milliseconds=1)) == []
    assert await for_push(store, "turn_1", NOW + LEASE) == [as_claimed(row, NOW + LEASE, carried_by=7)]


async def test_a_row_is_due_when_its_time_has_come(store: SqlStore):
    row = await stored(store, not_before=NOW + timedelta(seconds=6))
    assert await due(store, NOW + timedelta(seconds=5)) is None
    at = NOW + timedelta(seconds=6)
    assert await due(store, at) == as_claimed(row, at, attempts=1)
    assert await due(store, at) is None
    lapsed = at + LEASE
    assert await due(store, lapsed) == as_claimed(row, lapsed, attempts=2)


async def test_a_push_that_broke_leaves_the_row_to_its_own_time(store: SqlStore):
    row = await stored(store, not_before=NOW + timedelta(hours=1))
    await for_push(store, "turn_1", NOW)
    assert await due(store, NOW + LEASE) is None
    assert await due(store, NOW + timedelta(hours=1)) is not None
    assert row.not_before == NOW + timedelta(hours=1)


async def test_what_is_withdrawn_is_not_sent_unless_somebody_has_begun_to(store: SqlStore):
    first, second = await stored(store), await stored(store, turn_id="", not_before=NOW + timedelta(hours=1))
    begun = await due(store, NOW)
    async with store.uow() as uow:
        await uow.outbox.withdraw((first.id, second.id), NOW)
        await uow.commit()
    async with store.uow() as uow:
        assert await uow.outbox.get(first.id) == begun
        assert await uow.outbox.get(second.id) == replace(second, state=OutboundState.FAILED, error=WITHDRAWN)


async def test_a_conversation_is_told_things_in_order(store: SqlStore):
    first = await stored(store, turn_id="turn_1", not_before=NOW + timedelta(minutes=1))
    second = await stored(store, turn_id="turn_2")
    assert await due(store, NOW) is None
    at = NOW + timedelta(minutes=1)
    sending = await due(store, at)
    assert sending is not None
    assert sending.id == first.id
    assert await due(store, at) is None
    await saved(store, replace(sending, state=OutboundState.SENT, way=Way.CUSTOM, sent_at=at, lease_until=None))
    following = await due(store, at)
    assert following is not None
    assert following.id == second.id


async def test_another_conversation_does_not_wait(store: SqlStore):
    await stored(store, not_before=NOW + timedelta(hours=1))
    other = await another_conversation(store, 2)
    row = await stored(store, conversation_id=other, openid="o2")
    found = await due(store, NOW)
    assert found is not None
    assert found.id == row.id


async def test_a_row_given_back_is_due_again_and_one_sent_never_is(store: SqlStore):
    row = await stored(store)
    claim = await due(store, NOW)
    assert claim is not None
    later = NOW + timedelta(minutes=1)
    await saved(store, replace(claim, state=OutboundState.PENDING, not_before=later, lease_until=None))
    assert await due(store, later - timedelta(seconds=1)) is None
    again = await due(store, later)
    assert again is not None
    await saved(store, replace(again, state=OutboundState.SENT, sent_at=later, lease_until=None, way=Way.CUSTOM))
    assert await due(store, later + timedelta(days=1)) is None
    async with store.uow() as uow:
        sent = await uow.outbox.get(row.id)
    assert (sent.state, sent.way, sent.sent_at, sent.attempts) == (OutboundState.SENT, Way.CUSTOM, later, 2)


MORNING = NOW + timedelta(hours=22)


async def test_a_notice_comes_back_with_its_purpose_and_its_end(store: SqlStore):
    row = await stored(store, turn_id="", purpose=Purpose.REMINDER, lapses_at=MORNING)
    async with store.uow() as uow:
        assert await uow.outbox.get(row.id) == row


async def test_a_notice_that_waits_for_the_morning_holds_nobody_up_and_is_carried_by_no_push(store: SqlStore):
    notice = await stored(store, turn_id="", purpose=Purpose.NOTICE, not_before=MORNING)
    answer = await stored(store, turn_id="turn_1")
    assert await due(store, NOW) == as_claimed(answer, NOW, attempts=1)
    second = await stored(store, turn_id="turn_2")
    later = NOW + LEASE
    await saved(store, replace(answer, state=OutboundState.SENT))
    assert await for_push(store, "turn_2", later) == [as_claimed(second, later, carried_by=7)]
    assert await for_push(store, "turn_9", later) == []
    await saved(store, replace(second, state=OutboundState.SENT))
    assert await due(store, MORNING - LEASE) is None
    assert await due(store, MORNING) == as_claimed(notice, MORNING, attempts=1)


async def test_a_notice_in_its_time_goes_before_a_later_answer_and_with_its_push(store: SqlStore):
    notice = await stored(store, turn_id="", purpose=Purpose.NOTICE, not_before=NOW)
    answer = await stored(store, turn_id="turn_1")
    assert await for_push(store, "turn_1", NOW) == [
        as_claimed(notice, NOW, carried_by=7),
        as_claimed(answer, NOW, carried_by=7),
    ]


async def test_a_reminder_that_has_lapsed_is_carried_by_no_push(store: SqlStore):
    await stored(store, turn_id="", purpose=Purpose.REMINDER, lapses_at=NOW)
    assert await for_push(store, "turn_9", NOW) == []


async def test_a_notice_that_is_tried_again_keeps_its_place(store: SqlStore):
    notice = await stored(store, turn_id="", purpose=Purpose.NOTICE, not_before=NOW)
    claimed = await due(store, NOW)
    assert claimed is not None
    async with store.uow() as uow:
        await uow.outbox.settle(replace(claimed, state=OutboundState.PENDING, not_before=NOW + LEASE))
        await uow.commit()
    await stored(store, turn_id="turn_1")
    assert await due(store, NOW + timedelta(seconds=1)) is None
    again = await due(store, NOW + LEASE)
    assert again is not None
    assert (again.id, again.attempts) == (notice.id, 2)


async def test_what_failed_is_told_as_of_now_however_long_ago_it_was_written(store: SqlStore):
    await stored(store)
    much_later = NOW + timedelta(hours=10)
    claimed = await due(store, much_later)
    assert claimed is not None
    async with store.uow() as uow:
        assert await uow.outbox.settle(replace(claimed, state=OutboundState.FAILED, error="refused"))
        await uow.commit()
    assert [change["at"] >= much_later for change in await store.views.changes(0, 10)] == [False, True]
