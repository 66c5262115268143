"""Forgetting on the database: what tells of a person is gone from every table, what is counted stays."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.db.rows import Base
from bot.domain.audit import CallTask
from bot.domain.booking import BookingState
from bot.domain.provider_notice import ProviderNotice, ProviderNoticeKind
from bot.domain.survey import Survey
from bot.domain.values import TimeWindow
from bot.domain.waitlist import WaitlistState
from bot.ports import UnitOfWork
from bot.usecases.retention import forget
from tests.builders import ADDRESS, NOW, PHONE, a_booking, a_bubble, a_message, a_waitlist_entry, an_outbound
from tests.integration.db.conftest import SqlStore
from tests.worlds import a_world

HANDLED = {
    "customers", "conversations", "inbox", "outbox", "bookings", "series", "waitlist", "surveys", "call_tasks",
    "provider_notices", "results", "misses", "tickets", "attachments", "praises", "notes", "agent_scores",
}  # fmt: skip
KEPT = {
    "leaves": "why a provider was away",
    "inquiries": "what was to be added or who was to come, in words of the company",
}
VIEWS = ("bookings", "messages", "customers", "call_tasks", "surveys", "waitlist", "conversations")


def test_every_table_with_personal_data_is_forgotten_or_kept_for_a_reason():
    personal = {name for name, table in Base.metadata.tables.items() if "personal" in table.c}
    assert personal - HANDLED - set(KEPT) == set()


async def _lived(uow: UnitOfWork) -> None:
    """A visit that is done, with everything that was said around it."""
    visit = a_booking(
        state=BookingState.COMPLETED,
        window=TimeWindow(NOW - timedelta(hours=5), NOW - timedelta(hours=2)),
        created_at=NOW - timedelta(days=3),
        notes="门禁按3502#，狗怕生",
    )
    await uow.bookings.add(visit, visit.window)
    for number, text in enumerate((f"我住{ADDRESS}，电话{PHONE}", "门禁密码3502#，谢谢"), start=1):
        item = await uow.inbox.add("cv_1", a_message(text), NOW - timedelta(hours=6))
        assert item is not None
        await uow.results.put(f"take_turn:turn_{number}", [{"text": text}], NOW - timedelta(hours=6))
    outbound = await uow.outbox.add(an_outbound(bubble=replace(a_bubble(), text=f"{ADDRESS}，门禁密码3502#，对吗？")))
    claimed = await uow.outbox.claim_due(NOW, timedelta(minutes=1))
    assert claimed is not None
    assert claimed.id == outbound.id
    await uow.outbox.settle(replace(claimed, state=type(claimed.state).SENT))
    await uow.call_tasks.add(CallTask("cu_1", "no_way_open", f"请打{PHONE}", NOW - timedelta(hours=6)))
    told = f"{ADDRESS}，门禁按3502#"
    notice = ProviderNotice(0, "p1", ProviderNoticeKind.NEW_VISIT, told, NOW - timedelta(hours=6), "bk_1")
    await uow.provider_notices.add(notice)
    await uow.surveys.add(Survey("bk_1", NOW, scores={"attitude": 2.0}, comment="王阿姨在我家三楼抽烟"))
    await uow.waitlist.add(replace(a_waitlist_entry(), state=WaitlistState.LEFT))


async def _done(store: SqlStore) -> None:
    async with store.uow() as uow:
        turn = await uow.inbox.claim_turn(NOW, a_world().deps.patience, "w")
        assert turn is not None
        await uow.inbox.finish_turn(turn, "w")
        await uow.commit()


async def _told(store: SqlStore, *views: str) -> str:
    told = [row for view in views or VIEWS for row in [row async for row in store.views.rows(view)]]
    return json.dumps(told, ensure_ascii=False)


@pytest.fixture
async def lived(store: SqlStore) -> SqlStore:
    async with store.uow() as uow:
        await _lived(uow)
        await uow.commit()
    await _done(store)
    return store


async def test_nothing_in_any_view_tells_of_whom_was_forgotten(lived: SqlStore):
    before = await _told(lived)
    assert all(word in before for word in (PHONE, ADDRESS, "3502", "抽烟", "陈女士"))
    async with lived.uow() as uow:
        await uow.personal.erase("cu_1")
        await uow.customers.save((await uow.customers.get("cu_1")).forgotten())
        await uow.commit()
    after = await _told(lived)
    assert [word for word in (PHONE, ADDRESS, "3502", "抽烟", "陈女士") if word in after] == []
    (booking,) = [row async for row in lived.views.rows("bookings")]
    assert (booking["service"], booking["quote_fen"], booking["state"]) == ("daily_cleaning", 21600, "completed")
    (survey,) = [row async for row in lived.views.rows("surveys")]
    assert survey["scores"] == {"attitude": 2.0}
    async with lived.uow() as uow:
        assert await uow.customers.by_phone(PHONE) == []


async def test_an_order_that_runs_keeps_what_it_needs(store: SqlStore):
    running = replace(a_booking(), state=BookingState.CONFIRMED)
    async with store.uow() as uow:
        await uow.bookings.add(running, running.window)
        await uow.personal.erase("cu_1")
        await uow.commit()
        assert (await uow.bookings.get("bk_1")).address == ADDRESS


async def test_how_to_get_in_is_gone_everywhere_after_the_visit_and_the_rest_stays(lived: SqlStore):
    async with lived.uow() as uow:
        await uow.personal.forget_way_in(NOW - timedelta(hours=3))
        await uow.commit()
    assert "3502" in await _told(lived)
    async with lived.uow() as uow:
        assert await uow.personal.forget_way_in(NOW) is False
        await uow.commit()
        booking = await uow.bookings.get("bk_1")
        (notice,) = await uow.provider_notices.unread("p1")
    assert (booking.notes, booking.address) == ("狗怕生", ADDRESS)
    assert notice.text == f"{ADDRESS}，〔进门信息已删〕"
    told = await _told(lived)
    assert "3502" not in told
    assert PHONE in told


async def test_words_are_forgotten_when_they_are_old_and_rows_stay(lived: SqlStore):
    async with lived.uow() as uow:
        await uow.personal.forget_messages(NOW - timedelta(hours=7))
        await uow.commit()
    assert PHONE in json.dumps([row async for row in lived.views.rows("messages")])
    async with lived.uow() as uow:
        await uow.personal.forget_messages(NOW)
        await uow.commit()
    messages = [row async for row in lived.views.rows("messages")]
    assert [row["text"] for row in messages] == ["", "", ""]
    assert [row["text"] async for row in lived.views.rows("call_tasks")] == [""]


async def test_many_old_rows_are_forgotten_in_parts(store: SqlStore):
    async with store.uow() as uow:
        for number in range(301):
            await uow.inbox.add("cv_1", a_message(f"第{number}句"), NOW + timedelta(seconds=number))
        await uow.commit()
    async with store.uow() as uow:
        assert await uow.personal.forget_messages(NOW + timedelta(hours=1)) is True
        assert await uow.personal.forget_messages(NOW + timedelta(hours=1)) is False
        await uow.commit()


async def test_a_talk_is_forgotten_after_her_last_word(lived: SqlStore):
    async with lived.uow() as uow:
        await uow.personal.forget_talks(NOW - timedelta(hours=7))
        assert "tasks" in (await uow.conversations.get("cv_1")).dialogue
        await uow.personal.forget_talks(NOW)
        assert (await uow.conversations.get("cv_1")).dialogue == {}
        await uow.commit()


async def test_an_old_order_loses_who_and_where(lived: SqlStore):
    async with lived.uow() as uow:
        await uow.personal.forget_visits(NOW)
        await uow.commit()
        booking = await uow.bookings.get("bk_1")
    assert (booking.address, booking.phone, booking.contact_name, booking.special_needs) == ("", "", "", ())
    assert booking.quote.total_fen == 21600


async def test_first_answers_are_forgotten(lived: SqlStore):
    async with lived.uow() as uow:
        assert await uow.results.get("take_turn:turn_1") is not None
        await uow.personal.forget_answers(NOW)
        assert await uow.results.get("take_turn:turn_1") is None


async def test_the_loop_does_all_of_it_by_the_owners_numbers(lived: SqlStore):
    deps = replace(a_world().deps, uow=lived.uow, clock=lived.clock)
    lived.clock.advance(days=731)
    while await forget(deps):
        pass
    assert PHONE not in await _told(lived, "bookings", "messages")
