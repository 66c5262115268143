"""Reminders and providers' notices: the databases and the twin in memory keep the same promises."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.notices import Reminder, ReminderKind, ReminderState
from bot.domain.praise import Praise
from bot.domain.provider_notice import ProviderNotice, ProviderNoticeKind
from bot.domain.survey import Survey
from bot.ports import UnitOfWork
from tests.builders import NOW, a_booking, a_conversation, a_customer, a_window
from tests.fakes import FakeWorld
from tests.integration.db.conftest import SqlStore, a_process

Uow = Callable[[], UnitOfWork]
HOUR = timedelta(hours=1)
EVE = Reminder("bk_1", ReminderKind.EVE, NOW + HOUR)
DAY = Reminder("bk_1", ReminderKind.DAY, NOW + 3 * HOUR)
SENT, VOID = ReminderState.SENT, ReminderState.VOID


@pytest.fixture(params=["sqlite", "postgres", "memory"])
async def uow(request: pytest.FixtureRequest) -> AsyncIterator[Uow]:
    """A store with two bookings of one customer in it."""
    engine = None
    if request.param == "memory":
        uow: Uow = FakeWorld().deps.uow
    else:
        process = a_process(request.getfixturevalue(f"migrated_{request.param}_url"))
        engine, uow = process.engine, process.uow
    async with uow() as first:
        await first.customers.add(a_customer())
        await first.conversations.add(a_conversation())
        for number in (1, 2):
            window = a_window(number * timedelta(days=1))
            await first.bookings.add(a_booking(id=f"bk_{number}", window=window), window)
        await first.commit()
    yield uow
    if engine is not None:
        await engine.dispose()


async def _planned(uow: Uow, *reminders: Reminder, booking_id: str = "bk_1") -> list[Reminder]:
    """What stands there after this plan."""
    async with uow() as one:
        await one.reminders.plan(booking_id, reminders)
        await one.commit()
    async with uow() as one:
        return list(await one.reminders.of_booking(booking_id))


async def _claimed(uow: Uow, hours: float) -> Reminder | None:
    async with uow() as one:
        reminder = await one.reminders.claim_due(NOW + hours * HOUR)
        await one.commit()
    return reminder


async def test_reminders_come_back_in_order_of_their_time(uow: Uow):
    assert await _planned(uow, DAY, EVE) == [EVE, DAY]
    assert await _planned(uow, booking_id="bk_2") == []


async def test_a_reminder_is_given_to_one_when_it_is_due(uow: Uow):
    await _planned(uow, EVE, DAY)
    assert await _claimed(uow, 0.99) is None
    assert await _claimed(uow, 1) == replace(EVE, state=SENT)
    assert await _claimed(uow, 1) is None
    assert await _claimed(uow, 3) == replace(DAY, state=SENT)


async def test_the_oldest_is_given_first(uow: Uow):
    other = replace(EVE, booking_id="bk_2", due_at=NOW)
    await _planned(uow, EVE)
    await _planned(uow, other, booking_id="bk_2")
    assert [await _claimed(uow, 9), await _claimed(uow, 9)] == [replace(other, state=SENT), replace(EVE, state=SENT)]


async def test_a_claim_that_is_rolled_back_is_none(uow: Uow):
    await _planned(uow, EVE)
    async with uow() as one:
        assert await one.reminders.claim_due(NOW + HOUR) is not None
    assert await _claimed(uow, 1) == replace(EVE, state=SENT)


async def test_what_is_not_planned_any_more_is_void_and_may_be_planned_again(uow: Uow):
    await _planned(uow, EVE, DAY)
    assert await _planned(uow) == [replace(EVE, state=VOID), replace(DAY, state=VOID)]
    assert await _claimed(uow, 9) is None
    assert await _planned(uow, EVE, DAY) == [EVE, DAY]


async def test_one_that_was_sent_stays_sent_for_the_same_time_and_is_new_for_another(uow: Uow):
    await _planned(uow, EVE, DAY)
    await _claimed(uow, 1)
    assert await _planned(uow, EVE, DAY) == [replace(EVE, state=SENT), DAY]
    assert await _planned(uow) == [replace(EVE, state=SENT), replace(DAY, state=VOID)]
    later = replace(EVE, due_at=NOW + 2 * HOUR)
    assert await _planned(uow, later) == [later, replace(DAY, state=VOID)]


async def test_a_claimed_one_can_be_put_off_or_dropped(uow: Uow):
    await _planned(uow, EVE)
    put_off = replace(EVE, due_at=NOW + 5 * HOUR)
    async with uow() as one:
        claimed = await one.reminders.claim_due(NOW + HOUR)
        assert claimed is not None
        await one.reminders.settle(put_off)
        await one.commit()
    assert await _claimed(uow, 4) is None
    assert await _claimed(uow, 5) == replace(put_off, state=SENT)


async def test_a_providers_notices_come_back_in_order_until_she_has_read_them(uow: Uow):
    kinds = (ProviderNoticeKind.NEW_VISIT, ProviderNoticeKind.MOVED, ProviderNoticeKind.DAY_AHEAD)
    async with uow() as one:
        stored = [
            await one.provider_notices.add(ProviderNotice(0, "p1", kind, f"{kind.value}的话", NOW, booking_id))
            for kind, booking_id in zip(kinds, ("bk_1", "bk_1", None), strict=True)
        ]
        other = await one.provider_notices.add(ProviderNotice(0, "p2", kinds[0], "别人的", NOW))
        await one.commit()
    async with uow() as one:
        assert list(await one.provider_notices.unread("p1")) == stored
        await one.provider_notices.mark_read("p1", stored[1].id, NOW + HOUR)
        await one.commit()
    async with uow() as one:
        assert list(await one.provider_notices.unread("p1")) == stored[2:]
        assert list(await one.provider_notices.unread("p2")) == [other]


async def test_neither_answers_nor_providers_texts_lie_open_in_the_database(store: SqlStore):
    async with store.uow() as uow:
        await uow.bookings.add(a_booking(), a_window())
        await uow.surveys.add(Survey("bk_1", NOW, comment="秘密的评语", remark="秘密的价"))
        await uow.praises.add(Praise("p1", NOW, "秘密的表扬"))
        await uow.provider_notices.add(ProviderNotice(0, "p1", ProviderNoticeKind.NEW_VISIT, "秘密的地址", NOW))
        await uow.commit()
    async with store.engine.connect() as connection:
        await connection.execution_options(reads_only=True)
        for name in ("surveys", "praises", "provider_notices"):
            (row,) = (await connection.exec_driver_sql(f"SELECT personal FROM {name}")).all()  # noqa: S608 -- no input
            assert "秘密".encode() not in bytes(row.personal)


async def test_confirmed_visits_to_come_that_have_no_reminder_are_found(uow: Uow):
    async with uow() as one:
        for number in (3, 4, 5, 6):
            window = a_window(number * timedelta(days=1))
            state = "cancelled" if number == 5 else "confirmed"
            await one.bookings.add(a_booking(id=f"bk_{number}", window=window, state=state), window)
        await one.commit()
    await _planned(uow, replace(EVE, booking_id="bk_6"), booking_id="bk_6")
    async with uow() as one:
        assert list(await one.reminders.unplanned(NOW)) == ["bk_3", "bk_4"]
        assert list(await one.reminders.unplanned(a_window(timedelta(days=3)).start)) == ["bk_4"]
