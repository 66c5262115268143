from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.domain.booking import Review, ReviewState
from bot.domain.conversation import Mode
from bot.domain.errors import NotFound
from bot.domain.messages import Bubble, Kind
from bot.domain.sending import OutboundState, Way
from tests.builders import (
    ADDRESS,
    NOW,
    OPENID,
    PHONE,
    a_booking,
    a_bubble,
    a_call_task,
    a_conversation,
    a_customer,
    a_message,
    a_provider,
    a_window,
    an_audit_entry,
    an_outbound,
)
from tests.integration.db.conftest import SqlStore


async def rows(store: SqlStore, what: str, openid: str | None = None) -> list[Mapping[str, Any]]:
    return [row async for row in store.views.rows(what, openid)]


async def test_a_booking_is_shown_in_the_words_of_the_contract(store: SqlStore):
    async with store.uow() as uow:
        review = Review(ReviewState.APPROVED, ("总价1440元",), "agent:li")
        booking = a_booking(
            provider_ids=("p1", "p2"),
            review=review,
            accepted_by=("p2",),
            fee_fen=300,
            cancel_reason="家里有事",
            score=4.5,
        )
        await uow.bookings.add(booking, a_window())
        await uow.commit()
    assert await rows(store, "bookings") == [
        {
            "id": "bk_1",
            "state": "held",
            "kind": "single",
            "service": "daily_cleaning",
            "window": {"start": "2026-11-24T10:00:00+08:00", "end": "2026-11-24T13:00:00+08:00"},
            "duration_minutes": 180,
            "provider_id": "p1",
            "provider_ids": ["p1", "p2"],
            "providers": 2,
            "accepted_by": ["p2"],
            "review": {"state": "approved", "reasons": ["总价1440元"], "by": "agent:li"},
            "address": ADDRESS,
            "district": "浦东新区",
            "phone": PHONE,
            "contact_name": "陈女士",
            "area_sqm": 90.0,
            "rooms": "两室一厅",
            "special_needs": ["has_cat"],
            "quantities": {"range_hood": 1},
            "notes": "门禁按3502",
            "quote_fen": 21600,
            "quote": [
                {"code": "labour", "label": "60元/小时 × 3小时", "fen": 18000},
                {"code": "night", "label": "晚间服务", "fen": 3600},
            ],
            "fee_fen": 300,
            "cancel_reason": "家里有事",
            "score": 4.5,
            "frequency": None,
            "series_id": None,
            "linked_to": None,
            "customer": OPENID,
            "customer_id": "cu_1",
            "created_at": "2026-11-23T10:00:00+08:00",
            "created_by": "customer",
            "hold_expires_at": "2026-11-23T10:10:00+08:00",
            "events": [
                {
                    "at": "2026-11-23T10:00:00+08:00",
                    "name": "hold_placed",
                    "by": "customer",
                    "detail": {"offer": "1"},
                }
            ],
        }
    ]


async def test_bookings_come_in_order_of_their_start_and_one_customers_alone_if_asked(store: SqlStore):
    async with store.uow() as uow:
        await uow.customers.add(a_customer(id="cu_2", openid="o2"))
        late = a_window(timedelta(days=3))
        await uow.bookings.add(a_booking(id="bk_a", window=late), late)
        await uow.bookings.add(a_booking(id="bk_b", customer_id="cu_2"), a_window())
        await uow.commit()
    assert [row["id"] for row in await rows(store, "bookings")] == ["bk_b", "bk_a"]
    assert [row["id"] for row in await rows(store, "bookings", "o2")] == ["bk_b"]
    assert await rows(store, "bookings", "oNobody") == []


async def test_a_conversation_shows_who_speaks_and_the_draft(store: SqlStore):
    async with store.uow() as uow:
        queued = replace(a_conversation(), mode=Mode.QUEUED, handoff_reason="request_human")
        await uow.conversations.save(queued)
        await uow.commit()
    assert await rows(store, "conversations") == [
        {
            "id": "cv_1",
            "customer": OPENID,
            "customer_id": "cu_1",
            "mode": "queued",
            "agent": None,
            "draft": {"tasks": [{"service": "保洁"}]},
            "handoff_reason": "request_human",
        }
    ]


async def test_messages_of_both_directions_come_in_order_of_time(store: SqlStore):
    async with store.uow() as uow:
        first = await uow.inbox.add("cv_1", a_message("你好"), NOW)
        answer = await uow.outbox.add(an_outbound(created_at=NOW + timedelta(seconds=2), turn_id="turn_1"))
        second = await uow.inbox.add("cv_1", a_message("90平"), NOW + timedelta(seconds=9))
        waiting = await uow.outbox.add(
            an_outbound(created_at=NOW + timedelta(seconds=10), turn_id="turn_2", bubble=Bubble("好的"))
        )
        sent_at = NOW + timedelta(seconds=3)
        await uow.outbox.save(replace(answer, state=OutboundState.SENT, way=Way.PASSIVE, sent_at=sent_at))
        await uow.commit()
    assert first is not None
    assert second is not None
    shown = {"kind": "text", "customer": OPENID, "error": None}
    assert await rows(store, "messages", OPENID) == [
        {"id": f"in_{first.id}", "direction": "in", "way": None, "text": "你好", "at": "2026-11-23T10:00:00+08:00",
         "state": "new", "turn_id": None, **shown},
        {"id": f"out_{answer.id}", "direction": "out", "way": "passive", "text": a_bubble().as_plain_text(),
         "at": "2026-11-23T10:00:03+08:00", "state": "sent", "turn_id": "turn_1", **shown},
        {"id": f"in_{second.id}", "direction": "in", "way": None, "text": "90平", "at": "2026-11-23T10:00:09+08:00",
         "state": "new", "turn_id": None, **shown},
        {"id": f"out_{waiting.id}", "direction": "out", "way": None, "text": "好的",
         "at": "2026-11-23T10:00:10+08:00", "state": "pending", "turn_id": "turn_2", **shown},
    ]  # fmt: skip


async def test_messages_of_others_are_not_shown(store: SqlStore):
    async with store.uow() as uow:
        await uow.customers.add(a_customer(id="cu_2", openid="o2"))
        await uow.conversations.add(a_conversation(id="cv_2", customer_id="cu_2", openid="o2"))
        await uow.inbox.add("cv_1", a_message("我的"), NOW)
        await uow.inbox.add("cv_2", a_message("别人的", openid="o2"), NOW)
        await uow.commit()
    assert [row["text"] for row in await rows(store, "messages", OPENID)] == ["我的"]


async def test_an_event_is_shown_by_its_name(store: SqlStore):
    async with store.uow() as uow:
        await uow.inbox.add("cv_1", a_message("", kind=Kind.EVENT, fields={"event": "subscribe"}), NOW)
        await uow.commit()
    ((kind, shown),) = [(row["kind"], row["text"]) for row in await rows(store, "messages")]
    assert (kind, shown) == ("event", "subscribe")


async def test_a_customer_is_shown_with_what_is_known_of_her(store: SqlStore):
    assert await rows(store, "customers", OPENID) == [
        {
            "id": "cu_1",
            "customer": OPENID,
            "name": "陈女士",
            "phone": PHONE,
            "addresses": [ADDRESS, "静安区南京西路8号"],
            "subscribed": True,
            "created_at": "2026-11-23T10:00:00+08:00",
        }
    ]


async def test_providers_are_shown_in_order_of_id(store: SqlStore):
    async with store.uow() as uow:
        await uow.providers.put(a_provider(id="p2"))
        await uow.providers.put(a_provider())
        await uow.commit()
    shown = await rows(store, "providers")
    assert [row["id"] for row in shown] == ["p1", "p2"]
    assert (shown[0]["name"], shown[0]["districts"], shown[0]["hours"]["1"]) == (
        "王桂兰", ["浦东新区", "静安区"], ["08:00:00", "20:00:00"],
    )  # fmt: skip


async def test_a_call_task_shows_whom_to_call_and_why(store: SqlStore):
    async with store.uow() as uow:
        await uow.call_tasks.add(a_call_task())
        await uow.commit()
    (task,) = await rows(store, "call_tasks")
    assert {key: task[key] for key in ("customer", "phone", "reason", "text", "at")} == {
        "customer": OPENID,
        "phone": PHONE,
        "reason": "no_way_open",
        "text": "您的预约已确认",
        "at": "2026-11-23T10:00:00+08:00",
    }


async def test_the_newest_call_for_a_reason_is_completed_and_the_others_stay(store: SqlStore):
    async with store.uow() as uow:
        for reason, text in (("emergency", "昨天"), ("emergency", "水管爆了"), ("no_way_open", "别的")):
            await uow.call_tasks.add(a_call_task(reason=reason, text=text))
        await uow.commit()
    async with store.uow() as uow:
        newest = await uow.call_tasks.latest("cu_1", "emergency")
        assert newest is not None
        await uow.call_tasks.save(replace(newest, text="水管爆了，6号楼1202"))
        await uow.commit()
        assert await uow.call_tasks.latest("cu_1", "replacement_missing") is None
    assert [task["text"] for task in await rows(store, "call_tasks")] == ["昨天", "水管爆了，6号楼1202", "别的"]


async def test_the_audit_of_one_customer_has_her_bookings_and_conversation_in_it(store: SqlStore):
    async with store.uow() as uow:
        await uow.bookings.add(a_booking(), a_window())
        for number, (entity, entity_id) in enumerate(
            [("customer", "cu_1"), ("booking", "bk_1"), ("conversation", "cv_1"), ("booking", "bk_other")]
        ):
            await uow.audit.add(an_audit_entry(entity=entity, entity_id=entity_id, at=NOW + timedelta(seconds=number)))
        await uow.commit()
    assert [row["entity_id"] for row in await rows(store, "audit", OPENID)] == ["cu_1", "bk_1", "cv_1"]
    everything = await rows(store, "audit")
    assert len(everything) == 4
    assert everything[0]["detail"] == {"fields": "phone"}


async def test_what_nobody_knows_is_named_with_what_there_is(store: SqlStore):
    with pytest.raises(NotFound, match="bookings, conversations, messages"):
        await rows(store, "secrets")


PERSONAL = (PHONE, ADDRESS, "陈女士", "门禁", "找个阿姨", "家里多大面积", "保洁", "您的预约已确认", "静安区南京西路")


async def _everything_stored(store: SqlStore) -> bytes:
    """The file itself on SQLite; each row as the server tells it on PostgreSQL."""
    if store.engine.dialect.name == "sqlite":
        file = Path(str(make_url(store.engine.url).database))
        return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    told = []
    async with store.engine.connect() as connection:
        names = await connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        for name in names.scalars().all():
            for (row,) in await connection.execute(text(f"SELECT t::text FROM {name} t")):  # noqa: S608 -- names of our own tables
                told.append(row)
            columns = await connection.execute(
                text("SELECT column_name FROM information_schema.columns WHERE table_name = :name"
                     " AND data_type = 'bytea'"), {"name": name}
            )  # fmt: skip
            for column in columns.scalars().all():
                sealed = await connection.execute(text(f"SELECT {column} FROM {name}"))  # noqa: S608 -- as above
                told += [raw.decode(errors="replace") for raw in sealed.scalars()]
    return "\n".join(told).encode()


async def test_nothing_personal_can_be_read_in_the_database_itself(store: SqlStore):
    async with store.uow() as uow:
        await uow.bookings.add(a_booking(), a_window())
        await uow.inbox.add("cv_1", a_message(), NOW)
        await uow.outbox.add(an_outbound())
        await uow.call_tasks.add(a_call_task())
        await uow.results.put("k", [{"address": ADDRESS}], NOW)
        await uow.commit()
    stored = await _everything_stored(store)
    assert b"daily_cleaning" in stored, "the search would find what is not hidden"
    assert [word for word in PERSONAL if word.encode() in stored] == []


async def test_a_leak_would_be_found(store: SqlStore):
    async with store.uow() as uow:
        await uow.audit.add(an_audit_entry(detail={"phone": PHONE, "address": ADDRESS}))
        await uow.commit()
    stored = await _everything_stored(store)
    assert (PHONE.encode() in stored, ADDRESS.encode() in stored) == (True, True)
