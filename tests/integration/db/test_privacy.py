"""Forgetting on the database: what tells of a person is gone from every table, what is counted stays."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.adapters.db.rows import Base
from bot.domain.agent_score import AgentScore
from bot.domain.audit import CallTask
from bot.domain.booking import BookingState
from bot.domain.conversation import Note
from bot.domain.errors import StoreBusy
from bot.domain.events import BookingLoaded, TicketClosed
from bot.domain.messages import Kind, Media
from bot.domain.miss import Miss, MissReason
from bot.domain.praise import Praise
from bot.domain.provider_notice import ProviderNotice, ProviderNoticeKind
from bot.domain.sending import OutboundState
from bot.domain.series import SeriesState
from bot.domain.survey import Survey, SurveyState
from bot.domain.ticket import TicketNote, TicketState
from bot.domain.values import TimeWindow
from bot.domain.waitlist import WaitlistState
from bot.ports import UnitOfWork
from bot.usecases.privacy import erase
from bot.usecases.retention import forget
from tests.builders import (
    ADDRESS,
    NOW,
    PHONE,
    a_booking,
    a_bubble,
    a_job,
    a_message,
    a_series,
    a_ticket,
    a_waitlist_entry,
    an_outbound,
)
from tests.integration.db.conftest import SqlStore
from tests.worlds import a_world

SEALED = {
    "customers": "customer", "conversations": "conversation", "inbox": "inbox", "outbox": "outbox",
    "bookings": "booking", "series": "series", "waitlist": "waitlist", "surveys": "survey",
    "call_tasks": "call_task", "provider_notices": "provider_notice", "results": "result", "misses": "miss",
    "tickets": "ticket", "attachments": "attachment", "praises": "praise", "notes": "note",
    "agent_scores": "agent_score",
}  # fmt: skip
"""The tables that hold words about customers, by what their words are sealed as."""
KEPT = {
    "leaves": "why a provider was away",
    "inquiries": "what was to be added or who was to come, in words of the company",
}
MARK = "竹影苑9栋"
SAID = f"{MARK}，门禁密码8642#"
VIEWS = ("bookings", "messages", "customers", "call_tasks", "surveys", "waitlist", "conversations")


def test_every_table_with_personal_data_is_forgotten_or_kept_for_a_reason():
    personal = {name for name, table in Base.metadata.tables.items() if "personal" in table.c}
    assert personal == set(SEALED) | set(KEPT)


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
        await uow.personal.erase("cu_1", NOW)
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
        await uow.personal.erase("cu_1", NOW)
        await uow.commit()
        assert (await uow.bookings.get("bk_1")).address == ADDRESS


async def test_how_to_get_in_is_gone_everywhere_after_the_visit_and_the_rest_stays(lived: SqlStore):
    async with lived.uow() as uow:
        await uow.ageing.forget_way_in(NOW - timedelta(hours=3))
        await uow.commit()
    assert "3502" in await _told(lived)
    async with lived.uow() as uow:
        assert await uow.ageing.forget_way_in(NOW) is False
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
        await uow.ageing.forget_messages(NOW - timedelta(hours=7))
        await uow.commit()
    assert PHONE in json.dumps([row async for row in lived.views.rows("messages")])
    async with lived.uow() as uow:
        await uow.ageing.forget_messages(NOW)
        await uow.commit()
    messages = [row async for row in lived.views.rows("messages")]
    assert [row["text"] for row in messages] == ["", "", ""]
    assert [row["text"] async for row in lived.views.rows("call_tasks")] == [""]
    async with lived.uow() as uow:
        assert await uow.call_tasks.listed(NOW + timedelta(days=1)) == [], "nobody is to be called about nothing"


async def test_many_old_rows_are_forgotten_in_parts(store: SqlStore):
    async with store.uow() as uow:
        for number in range(301):
            await uow.inbox.add("cv_1", a_message(f"第{number}句"), NOW + timedelta(seconds=number))
        await uow.commit()
    async with store.uow() as uow:
        assert await uow.ageing.forget_messages(NOW + timedelta(hours=1)) is True
        assert await uow.ageing.forget_messages(NOW + timedelta(hours=1)) is False
        await uow.commit()


async def test_a_talk_is_forgotten_after_her_last_word(lived: SqlStore):
    async with lived.uow() as uow:
        await uow.ageing.forget_talks(NOW - timedelta(hours=7))
        assert "tasks" in (await uow.conversations.get("cv_1")).dialogue
        await uow.ageing.forget_talks(NOW)
        assert (await uow.conversations.get("cv_1")).dialogue == {}
        await uow.commit()


async def test_an_old_order_loses_who_and_where(lived: SqlStore):
    async with lived.uow() as uow:
        await uow.ageing.forget_visits(NOW)
        await uow.commit()
        booking = await uow.bookings.get("bk_1")
    assert (booking.address, booking.phone, booking.contact_name, booking.special_needs) == ("", "", "", ())
    assert booking.quote.total_fen == 21600


async def test_first_answers_are_forgotten(lived: SqlStore):
    async with lived.uow() as uow:
        assert await uow.results.get("take_turn:turn_1") is not None
        await uow.ageing.forget_answers(NOW)
        assert await uow.results.get("take_turn:turn_1") is None


async def test_the_loop_does_all_of_it_by_the_owners_numbers(lived: SqlStore):
    deps = replace(a_world().deps, uow=lived.uow, clock=lived.clock)
    lived.clock.advance(days=731)
    while await forget(deps):
        pass
    assert PHONE not in await _told(lived, "bookings", "messages")


async def _left_its_mark(uow: UnitOfWork) -> None:
    """A visit that is over, and her own words in every table that holds words."""
    then, window = NOW - timedelta(days=2), TimeWindow(NOW - timedelta(hours=30), NOW - timedelta(hours=27))
    await uow.customers.save(replace(await uow.customers.get("cu_1"), addresses=(MARK,)))
    await uow.conversations.save(replace(await uow.conversations.get("cv_1"), dialogue={"met": True, "typed": [SAID]}))
    visit = a_booking(
        state=BookingState.COMPLETED, window=window, created_at=then, address=MARK, notes=SAID, series_id="se_1"
    )
    await uow.bookings.add(visit, visit.window)
    await uow.series.add(a_series(state=SeriesState.ENDED, created_at=then, address=MARK, notes=SAID))
    job = a_job(address=MARK, notes=SAID)
    waited = TimeWindow(then, NOW - timedelta(days=1))
    entry = replace(a_waitlist_entry(), state=WaitlistState.LEFT, job=job, created_at=then, wanted=waited)
    await uow.waitlist.add(entry)
    await uow.inbox.add("cv_1", a_message(SAID), then)
    picture = await uow.inbox.add("cv_1", replace(a_message(""), kind=Kind.IMAGE, dedup_key="picture"), then)
    assert picture is not None
    await uow.attachments.add(f"in_{picture.id}", Media(MARK.encode(), "image/jpeg"), then)
    await uow.notes.add(Note("cv_1", "agent:a", SAID, then))
    await uow.misses.add(Miss("cv_1", "turn_missed", then, MissReason.FALLBACK, "none", SAID))
    await uow.agent_scores.add(AgentScore("cv_1", "agent:a", then, None, comment=MARK))
    await uow.call_tasks.add(CallTask("cu_1", "no_way_open", SAID, then))
    for kind, booking_id in ((ProviderNoticeKind.NEW_VISIT, "bk_1"), (ProviderNoticeKind.DAY_AHEAD, None)):
        await uow.provider_notices.add(ProviderNotice(0, "p1", kind, SAID, then, booking_id))
    survey = Survey("bk_1", then, SurveyState.ANSWERED, answered_at=NOW - timedelta(hours=20), anonymous=True)
    await uow.surveys.add(replace(survey, comment=MARK))
    await uow.praises.add(Praise("p1", NOW - timedelta(hours=20), f"{MARK}擦得真亮"))
    ticket = a_ticket(state=TicketState.CLOSED, created_at=then, notes=(TicketNote(then, "customer", SAID),))
    await uow.tickets.add(ticket)
    await uow.outbox.add(an_outbound(bubble=a_bubble(SAID), created_at=then))
    sent = await uow.outbox.claim_due(NOW, timedelta(minutes=1))
    assert sent is not None
    await uow.outbox.settle(replace(sent, state=OutboundState.SENT))
    turn = await uow.inbox.claim_turn(NOW, a_world().deps.patience, "w")
    assert turn is not None
    for key in (f"take_turn:{turn.id}", f"understood:{turn.id}", "api:agent:a:k1"):
        await uow.results.put(key, {"call": "c", "answer": {"booking": "bk_1", "text": SAID}}, then)
    await uow.results.put("api:agent:a:k2", {"call": "c", "answer": {"booking": "bk_2"}}, then)
    await uow.inbox.finish_turn(turn, "w")


async def _marked(store: SqlStore, mark: str) -> set[str]:
    """The tables in which the mark stands."""
    found = set()
    async with store.engine.connect() as connection:
        for name, purpose in SEALED.items():
            rows = await connection.execute(select(Base.metadata.tables[name].c.personal))
            for sealed in rows.scalars():
                value = store.cipher.open(sealed, purpose)
                text = b64decode(value).decode() if name == "attachments" else json.dumps(value, ensure_ascii=False)
                found |= {name} if mark in text else set()
    return found


@pytest.fixture
async def marked(store: SqlStore) -> SqlStore:
    async with store.uow() as uow:
        await _left_its_mark(uow)
        await uow.commit()
    return store


async def test_who_is_forgotten_is_found_in_no_table(marked: SqlStore):
    assert await _marked(marked, MARK) == set(SEALED)
    deps = replace(a_world().deps, uow=marked.uow, clock=marked.clock)
    async with marked.uow() as uow:
        await erase(deps, uow, "cu_1", "customer")
        await uow.commit()
    assert await _marked(marked, MARK) == set()
    async with marked.uow() as uow:
        assert await uow.results.get("api:agent:a:k2") is not None


async def test_what_is_old_is_found_in_no_table_but_her_own_profile(marked: SqlStore):
    deps = replace(a_world().deps, uow=marked.uow, clock=marked.clock)
    marked.clock.advance(days=735)
    while await forget(deps):
        pass
    assert await _marked(marked, MARK) == {"customers"}


async def test_the_code_of_her_door_is_found_in_no_table_after_the_visit(marked: SqlStore):
    assert await _marked(marked, "8642") == set(SEALED) - {
        "customers",
        "surveys",
        "attachments",
        "praises",
        "agent_scores",
    }
    async with marked.uow() as uow:
        await uow.ageing.forget_way_in(NOW)
        await uow.commit()
    # What the API has answered is kept for two days at most, for a repeated call.
    assert await _marked(marked, "8642") == {"results"}


async def test_history_that_is_loaded_late_is_as_old_as_any_other(store: SqlStore):
    async with store.uow() as uow:
        await uow.ageing.forget_way_in(NOW)
        visit = a_booking(
            state=BookingState.COMPLETED, window=TimeWindow(NOW - timedelta(hours=5), NOW - timedelta(hours=2))
        )
        await uow.bookings.add(replace(visit, notes=SAID), visit.window)
        uow.happened(BookingLoaded(visit))
        await uow.commit()
    async with store.uow() as uow:
        await uow.ageing.forget_way_in(NOW)
        assert (await uow.bookings.get("bk_1")).notes == MARK


async def test_a_ticket_that_is_closed_late_is_as_old_as_any_other(store: SqlStore):
    async with store.uow() as uow:
        await uow.tickets.add(a_ticket(linked_to=None, notes=(TicketNote(NOW, "customer", SAID),)))
        await uow.ageing.forget_tickets(NOW)
        ticket = await uow.tickets.get("tk_1")
        assert ticket.said == SAID
        await uow.tickets.save(replace(ticket, state=TicketState.CLOSED))
        uow.happened(TicketClosed(replace(ticket, state=TicketState.CLOSED)))
        await uow.commit()
    async with store.uow() as uow:
        await uow.ageing.forget_tickets(NOW)
        assert (await uow.tickets.get("tk_1")).notes == ()


async def test_who_has_read_a_visit_before_it_was_forgotten_cannot_bring_it_back(lived: SqlStore):
    async with lived.uow() as uow:
        read = await uow.bookings.get("bk_1")
        await uow.personal.erase("cu_1", NOW)
        with pytest.raises(StoreBusy):
            await uow.bookings.save(replace(read, score=4.0))
