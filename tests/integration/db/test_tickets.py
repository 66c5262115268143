from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.errors import NotFound, StoreBusy
from bot.domain.messages import Media
from bot.domain.ticket import Refund, TicketQuery, TicketState, TicketType
from tests.builders import NOW, OPENID, a_booking, a_customer, a_ticket, a_window
from tests.integration.db.conftest import SqlStore

FULL = a_ticket(
    state=TicketState.SOLVED,
    assignee="agent:li",
    contacts=3,
    responded_at=NOW + timedelta(minutes=5),
    escalated=("third_contact",),
    solution="退了一半，阿姨也道了歉",
    solved_at=NOW + timedelta(hours=1),
    asked_at=NOW + timedelta(hours=1),
    asked_in=(7, 9),
    reminded=True,
    refund=Refund(8000, NOW, "agent:li", NOW + timedelta(days=3), NOW + timedelta(days=1)),
    rectified_by=("bk_1",),
)


@pytest.fixture
async def care(store: SqlStore) -> SqlStore:
    """A store with a second customer and an order of the first."""
    async with store.uow() as uow:
        await uow.customers.add(a_customer(id="cu_2", openid="oOther"))
        await uow.bookings.add(a_booking(), a_window())
        await uow.commit()
    return store


@pytest.mark.parametrize("ticket", [a_ticket(), FULL, a_ticket(linked_to=None, notes=(), attachments=())])
async def test_a_ticket_comes_back_as_it_was(care: SqlStore, ticket: object):
    async with care.uow() as uow:
        await uow.tickets.add(ticket)
        await uow.commit()
    async with care.uow() as uow:
        assert await uow.tickets.get("tk_1") == ticket
        with pytest.raises(NotFound):
            await uow.tickets.get("tk_none")


async def test_of_two_changes_the_second_is_told_that_it_comes_too_late(care: SqlStore):
    async with care.uow() as uow:
        await uow.tickets.add(a_ticket())
        await uow.tickets.save(a_ticket(remedy="apology"))
        assert await uow.tickets.get("tk_1") == a_ticket(remedy="apology", version=1)
        with pytest.raises(StoreBusy):
            await uow.tickets.save(a_ticket(remedy="rework"))


async def test_one_matter_has_one_ticket_that_is_not_closed(care: SqlStore):
    closed = a_ticket(id="tk_0", state=TicketState.CLOSED)
    async with care.uow() as uow:
        await uow.tickets.add(closed)
        await uow.tickets.add(a_ticket())
        await uow.tickets.add(a_ticket(id="tk_2", type=TicketType.INVOICE))
        await uow.tickets.add(a_ticket(id="tk_3", linked_to=None))
        await uow.commit()
    with pytest.raises(StoreBusy):
        async with care.uow() as uow:
            await uow.tickets.add(a_ticket(id="tk_4", type=TicketType.DAMAGE))
    with pytest.raises(StoreBusy):
        async with care.uow() as uow:
            await uow.tickets.save(replace(closed, state=TicketState.IN_PROGRESS))


async def test_tickets_are_found_by_customer_and_as_long_as_they_are_not_closed(care: SqlStore):
    newer = a_ticket(id="tk_2", type=TicketType.INVOICE, created_at=NOW + timedelta(minutes=1))
    closed = a_ticket(id="tk_3", state=TicketState.CLOSED, created_at=NOW + timedelta(minutes=2))
    others = a_ticket(id="tk_4", customer_id="cu_2", due_first_response=NOW + timedelta(minutes=9))
    async with care.uow() as uow:
        for ticket in (a_ticket(), newer, closed, others):
            await uow.tickets.add(ticket)
        assert await uow.tickets.of_customer("cu_1") == [closed, newer, a_ticket()]
        assert await uow.tickets.not_closed() == [others, a_ticket(), newer]
        query = TicketQuery(states=(TicketState.CLOSED, TicketState.OPEN), types=(TicketType.COMPLAINT,))
        assert await uow.tickets.found(query, limit=1) == [closed]
        assert await uow.tickets.found(query, limit=1, offset=1) == [others]
        assert await uow.tickets.count(query) == 3
        assert await uow.tickets.pictures() == ["in_7"]
        assert await uow.tickets.found(TicketQuery(customer_id="cu_2", assignees=("",))) == [others]
        assert await uow.tickets.count(TicketQuery(assignees=("agent:li",))) == 0


async def test_what_was_written_lies_sealed(care: SqlStore):
    async with care.uow() as uow:
        await uow.tickets.add(FULL)
        await uow.attachments.add("in_7", Media(b"a picture", "image/jpeg"), NOW)
        await uow.commit()
    async with care.engine.connect() as connection:
        stored = [repr(row) for row in await connection.execute(text("SELECT * FROM tickets"))]
        stored += [repr(row) for row in await connection.execute(text("SELECT * FROM attachments"))]
    assert len(stored) == 2
    assert not any(word in row for row in stored for word in ("迟到", "道了歉", "a picture"))


async def test_a_picture_is_kept_once(care: SqlStore):
    async with care.uow() as uow:
        await uow.attachments.add("in_7", Media(b"a picture", "image/jpeg"), NOW)
        await uow.attachments.add("in_7", Media(b"another", "image/png"), NOW)
        assert await uow.attachments.get("in_7") == Media(b"a picture", "image/jpeg")
        assert await uow.attachments.kept(["in_7", "in_8"]) == frozenset({"in_7"})
        with pytest.raises(NotFound):
            await uow.attachments.get("in_8")


async def test_the_view_tells_a_ticket_in_the_contracts_words(care: SqlStore):
    async with care.uow() as uow:
        await uow.tickets.add(FULL)
        await uow.commit()
    rows = [row async for row in care.views.rows("tickets", OPENID)]
    assert rows == [
        {
            "id": "tk_1",
            "type": "complaint",
            "severity": "normal",
            "state": "solved",
            "category": "late",
            "linked_to": "bk_1",
            "due_first_response": "2026-11-24T10:00:00+08:00",
            "due_resolution": "2026-11-23T14:00:00+08:00",
            "attachments": ["in_7"],
            "remedy": "refund",
            "customer": OPENID,
            "customer_id": "cu_1",
            "assignee": "agent:li",
            "contacts": 3,
            "words": ["迟到一个小时"],
            "notes": [{"at": "2026-11-23T10:00:00+08:00", "by": "customer", "text": "迟到一个小时"}],
            "responded_at": "2026-11-23T10:05:00+08:00",
            "escalated": ["third_contact"],
            "solution": "退了一半，阿姨也道了歉",
            "solved_at": "2026-11-23T11:00:00+08:00",
            "refund": {
                "amount_fen": 8000,
                "approved_at": "2026-11-23T10:00:00+08:00",
                "approved_by": "agent:li",
                "due": "2026-11-26T10:00:00+08:00",
                "paid_at": "2026-11-24T10:00:00+08:00",
            },
            "rectified_by": ["bk_1"],
            "created_at": "2026-11-23T10:00:00+08:00",
            "created_by": "customer",
            "events": [
                {
                    "at": "2026-11-23T10:00:00+08:00",
                    "name": "ticket_opened",
                    "by": "customer",
                    "detail": {"type": "complaint", "severity": "normal"},
                }
            ],
        }
    ]
    assert [row async for row in care.views.rows("tickets", "oOther")] == []
