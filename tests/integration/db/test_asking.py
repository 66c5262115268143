from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.errors import NotFound, StoreBusy
from bot.domain.inquiry import Replacement, WaitlistOffer
from bot.domain.values import TimeWindow
from tests.builders import (
    ADDRESS,
    NOW,
    OPENID,
    a_booking,
    a_customer,
    a_job,
    a_waitlist_entry,
    a_window,
    an_audit_entry,
    an_inquiry,
)
from tests.integration.db.conftest import SqlStore

OTHER = a_customer(id="cu_2", openid="oOther")


@pytest.fixture
async def asking(store: SqlStore) -> SqlStore:
    """A store with a second customer and an order of each."""
    async with store.uow() as uow:
        await uow.customers.add(OTHER)
        await uow.bookings.add(a_booking(), a_window())
        await uow.bookings.add(a_booking(id="bk_2", customer_id="cu_2", provider_ids=("p2",)), a_window())
        await uow.commit()
    return store


@pytest.mark.parametrize(
    "content",
    [
        an_inquiry().content,
        Replacement(("p2", "p3"), ("p1", "p4"), "生病"),
        WaitlistOffer("wl_1", "bk_1"),
    ],
    ids=["extra", "replacement", "waitlist"],
)
async def test_an_inquiry_comes_back_as_it_was(asking: SqlStore, content: object):
    inquiry = replace(an_inquiry(), content=content, outbound_id=7)
    async with asking.uow() as uow:
        await uow.inquiries.add(inquiry)
        await uow.commit()
    async with asking.uow() as uow:
        assert await uow.inquiries.get("iq_1") == inquiry
        with pytest.raises(NotFound):
            await uow.inquiries.get("iq_none")


async def test_an_inquiry_about_no_booking_comes_back_as_such(asking: SqlStore):
    async with asking.uow() as uow:
        await uow.inquiries.add(an_inquiry(booking_id=None))
        assert (await uow.inquiries.get("iq_1")).booking_id is None


async def test_an_answer_is_kept_and_what_is_answered_is_open_no_more(asking: SqlStore):
    answered = an_inquiry().answered(True, NOW + timedelta(minutes=1))
    async with asking.uow() as uow:
        await uow.inquiries.add(an_inquiry())
        await uow.inquiries.save(answered)
        await uow.commit()
    async with asking.uow() as uow:
        assert await uow.inquiries.get("iq_1") == replace(answered, version=1)
        assert await uow.inquiries.open_of("cu_1") == []
        assert await uow.inquiries.open_about("bk_1") == []
        assert await uow.inquiries.lapsed(NOW + timedelta(days=9)) == []


async def test_of_two_answers_the_second_is_told_that_it_comes_too_late(asking: SqlStore):
    async with asking.uow() as uow:
        await uow.inquiries.add(an_inquiry())
        await uow.inquiries.save(an_inquiry().answered(True, NOW))
        with pytest.raises(StoreBusy):
            await uow.inquiries.save(an_inquiry().answered(False, NOW))
        with pytest.raises(NotFound):
            await uow.inquiries.save(an_inquiry(id="iq_none").expired())


async def test_open_ones_are_found_by_customer_and_by_booking_the_newest_first(asking: SqlStore):
    newer = an_inquiry(id="iq_2", created_at=NOW + timedelta(minutes=1))
    others = an_inquiry(id="iq_3", customer_id="cu_2", booking_id="bk_2")
    about_nothing = an_inquiry(id="iq_4", booking_id=None, created_at=NOW + timedelta(minutes=2))
    async with asking.uow() as uow:
        for inquiry in (an_inquiry(), newer, others, about_nothing):
            await uow.inquiries.add(inquiry)
        assert await uow.inquiries.open_of("cu_1") == [about_nothing, newer, an_inquiry()]
        assert await uow.inquiries.open_about("bk_1") == [newer, an_inquiry()]


async def test_what_ran_out_is_found_in_the_order_in_which_it_did(asking: SqlStore):
    sooner = an_inquiry(id="iq_2", expires_at=NOW + timedelta(hours=1))
    later = an_inquiry(id="iq_3", expires_at=NOW + timedelta(hours=2))
    async with asking.uow() as uow:
        for inquiry in (later, sooner, an_inquiry()):
            await uow.inquiries.add(inquiry)
        assert await uow.inquiries.lapsed(NOW + timedelta(hours=2)) == [sooner, later]
        assert await uow.inquiries.lapsed(NOW + timedelta(minutes=59)) == []


async def test_an_entry_of_the_waiting_list_comes_back_as_it_was(asking: SqlStore):
    job = a_job(needs=("has_cat",), quantities={"空调挂机": 2}, provider_exclude=("p9",), same_provider=False, heads=2)
    exact, wide = a_waitlist_entry(job=job), a_waitlist_entry(id="wl_2", exact=False)
    async with asking.uow() as uow:
        await uow.waitlist.add(exact)
        await uow.waitlist.add(wide)
        await uow.commit()
    async with asking.uow() as uow:
        assert [await uow.waitlist.get(entry.id) for entry in (exact, wide)] == [exact, wide]
        with pytest.raises(NotFound):
            await uow.waitlist.get("wl_none")


async def test_who_waits_stands_in_the_order_in_which_she_came(asking: SqlStore):
    first = a_waitlist_entry(id="wl_9", customer_id="cu_2", created_at=NOW - timedelta(minutes=1))
    async with asking.uow() as uow:
        await uow.waitlist.add(a_waitlist_entry())
        await uow.waitlist.add(first)
        await uow.waitlist.add(a_waitlist_entry(id="wl_2", created_at=NOW + timedelta(minutes=1)).left())
        assert await uow.waitlist.waiting() == [first, a_waitlist_entry()]
        await uow.waitlist.save(first.offered("bk_2"))
        assert await uow.waitlist.waiting() == [a_waitlist_entry()]
        assert await uow.waitlist.active_of("cu_2") == [replace(first.offered("bk_2"), version=1)]
        await uow.waitlist.save(replace(first.offered("bk_2"), version=1).taken())
        assert await uow.waitlist.active_of("cu_2") == []


async def test_an_entry_that_somebody_else_has_changed_is_not_changed_again(asking: SqlStore):
    async with asking.uow() as uow:
        await uow.waitlist.add(a_waitlist_entry())
        await uow.waitlist.save(a_waitlist_entry().left())
        with pytest.raises(StoreBusy):
            await uow.waitlist.save(a_waitlist_entry().offered("bk_1"))


async def test_nothing_personal_stands_there_in_the_clear(asking: SqlStore):
    async with asking.uow() as uow:
        await uow.inquiries.add(an_inquiry())
        await uow.waitlist.add(a_waitlist_entry(wanted=TimeWindow(NOW, NOW + timedelta(hours=1))))
        await uow.commit()
    async with asking.engine.connect() as connection:
        sealed = [
            bytes((await connection.execute(text(f"SELECT personal FROM {table}"))).scalar_one())  # noqa: S608
            for table in ("inquiries", "waitlist")
        ]
    for secret in ("擦外窗", "世纪大道", "13812345678", "3502"):
        assert not any(secret.encode() in value for value in sealed)


async def test_inquiries_and_the_waiting_list_are_shown_to_people_and_scripts(asking: SqlStore):
    async with asking.uow() as uow:
        await uow.inquiries.add(an_inquiry().answered(True, NOW + timedelta(hours=1)))
        await uow.inquiries.add(an_inquiry(id="iq_2", customer_id="cu_2"))
        await uow.waitlist.add(a_waitlist_entry())
        await uow.waitlist.add(a_waitlist_entry(id="wl_2", customer_id="cu_2"))
        await uow.commit()
    assert [row["id"] async for row in asking.views.rows("inquiries")] == ["iq_1", "iq_2"]
    assert [row async for row in asking.views.rows("inquiries", OPENID)] == [
        {
            "id": "iq_1",
            "kind": "extra",
            "state": "accepted",
            "booking_id": "bk_1",
            "customer": OPENID,
            "content": {"label": "擦外窗", "fen": 5000, "by": "p1"},
            "created_at": "2026-11-23T10:00:00+08:00",
            "expires_at": "2026-11-23T22:00:00+08:00",
            "answered_at": "2026-11-23T11:00:00+08:00",
        }
    ]
    assert [row["id"] async for row in asking.views.rows("waitlist")] == ["wl_1", "wl_2"]
    assert [row async for row in asking.views.rows("waitlist", OPENID)] == [
        {
            "id": "wl_1",
            "state": "waiting",
            "customer": OPENID,
            "service": "daily_cleaning",
            "district": "浦东新区",
            "address": ADDRESS,
            "window": {"start": "2026-11-24T10:00:00+08:00", "end": "2026-11-24T13:00:00+08:00"},
            "exact": True,
            "booking_id": None,
            "created_at": "2026-11-23T10:00:00+08:00",
        }
    ]


async def test_the_audit_of_a_customer_has_what_she_was_asked_and_waited_for(asking: SqlStore):
    async with asking.uow() as uow:
        await uow.inquiries.add(an_inquiry())
        await uow.waitlist.add(a_waitlist_entry())
        for entity_id in ("iq_1", "wl_1", "iq_other"):
            await uow.audit.add(an_audit_entry(entity_id=entity_id))
        await uow.commit()
    assert [row["entity_id"] async for row in asking.views.rows("audit", OPENID)] == ["iq_1", "wl_1"]
