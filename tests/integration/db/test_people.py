from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.conversation import Mode
from bot.domain.errors import NotFound, StoreBusy
from bot.domain.messages import Kind
from bot.domain.sending import Bucket, Ledger
from tests.builders import NOW, OPENID, PHONE, a_conversation, a_customer, a_message
from tests.integration.db.conftest import SECRET, SqlStore, a_process

NEW_SECRET = "a-newer-secret-for-tests"


async def test_a_customer_comes_back_as_she_was(store: SqlStore):
    async with store.uow() as uow:
        assert await uow.customers.get("cu_1") == a_customer()
        assert await uow.customers.by_openid(OPENID) == a_customer()
        assert await uow.customers.by_openid("oNobody") is None
        with pytest.raises(NotFound):
            await uow.customers.get("cu_none")


async def test_a_customer_without_anything_known_comes_back_as_such(store: SqlStore):
    stranger = a_customer(id="cu_2", openid="oStranger", name="", phone="", addresses=(), subscribed=False)
    async with store.uow() as uow:
        await uow.customers.add(stranger)
        assert await uow.customers.get("cu_2") == stranger
        assert await uow.customers.by_phone("") == []


async def test_customers_are_found_by_phone_the_older_one_first(store: SqlStore):
    younger = a_customer(id="cu_0", openid="oOther", created_at=NOW + timedelta(days=1))
    another = a_customer(id="cu_3", openid="oThird", phone="13900000000")
    async with store.uow() as uow:
        await uow.customers.add(younger)
        await uow.customers.add(another)
        assert await uow.customers.by_phone(f"+86 {PHONE}") == [a_customer(), younger]
        assert await uow.customers.of_ids({"cu_3", "cu_1", "cu_none"}) == [a_customer(), another]
        assert await uow.customers.of_ids(()) == []


async def test_after_a_rotation_of_keys_everybody_is_read_and_found(store: SqlStore, database_url: str):
    rotated = a_process(database_url, NEW_SECRET, SECRET)
    async with rotated.uow() as uow:
        assert await uow.customers.by_phone(PHONE) == [a_customer()]
        await uow.customers.save(a_customer())
        await uow.commit()
    renewed = a_process(database_url, NEW_SECRET)
    async with renewed.uow() as uow:
        assert await uow.customers.by_phone(PHONE) == [a_customer(version=1)]
    for process in (rotated, renewed):
        await process.engine.dispose()


async def test_a_changed_customer_is_found_by_the_new_phone_alone(store: SqlStore):
    async with store.uow() as uow:
        await uow.customers.save(a_customer(phone="13900000000"))
        await uow.commit()
    async with store.uow() as uow:
        assert await uow.customers.by_phone(PHONE) == []
        assert await uow.customers.by_phone("13900000000") == [a_customer(phone="13900000000", version=1)]


async def test_a_conversation_comes_back_as_it_was(store: SqlStore):
    agent = replace(a_conversation(), mode=Mode.AGENT, agent="小李", handoff_reason="asked", failures=2, dialogue={})
    async with store.uow() as uow:
        assert await uow.conversations.by_openid(OPENID) == a_conversation()
        assert await uow.conversations.by_openid("oNobody") is None
        await uow.conversations.save(agent)
        assert await uow.conversations.get("cv_1") == replace(agent, version=1)


async def test_a_change_on_top_of_an_older_reading_is_refused(store: SqlStore):
    async with store.uow() as uow:
        await uow.conversations.save(a_conversation(mode=Mode.QUEUED))
        await uow.commit()
    async with store.uow() as uow:
        with pytest.raises(StoreBusy):
            await uow.conversations.save(a_conversation(failures=1))
    async with store.uow() as uow:
        assert await uow.conversations.get("cv_1") == a_conversation(mode=Mode.QUEUED, version=1)


async def test_saving_what_is_not_there_is_not_found(store: SqlStore):
    async with store.uow() as uow:
        with pytest.raises(NotFound):
            await uow.customers.save(a_customer(id="cu_none"))


async def test_a_second_customer_of_the_same_openid_is_a_busy_store(store: SqlStore):
    with pytest.raises(StoreBusy):
        async with store.uow() as uow:
            await uow.customers.add(a_customer(id="cu_2"))


async def test_a_ledger_comes_back_as_it_was_and_is_replaced(store: SqlStore):
    first = Ledger((Bucket("message", NOW + timedelta(hours=48), 5, 2),), {"TPL1": 3})
    async with store.uow() as uow:
        assert await uow.ledgers.get("cv_1") == Ledger()
        await uow.ledgers.save("cv_1", first)
        assert await uow.ledgers.get("cv_1") == first
        await uow.ledgers.save("cv_1", first.spent(NOW))
        await uow.commit()
    async with store.uow() as uow:
        assert await uow.ledgers.get("cv_1") == first.spent(NOW)


async def test_of_the_talks_that_agents_hold_those_are_named_in_which_somebody_may_wait_too_long(store: SqlStore):
    def ago(minutes: float) -> datetime:
        return NOW - timedelta(minutes=minutes)

    held = {
        "no_answer": {"taken_at": ago(30), "agent_at": ago(20)},
        "answered": {"taken_at": ago(30), "agent_at": ago(9)},
        "just_written": {"taken_at": ago(30), "agent_at": ago(20)},
        "nothing_written": {"taken_at": ago(30), "agent_at": ago(20)},
        "only_an_event": {"taken_at": ago(30), "agent_at": ago(20)},
        "first_word": {"taken_at": ago(20), "queued_at": ago(40)},
        "came_by_herself": {"taken_at": ago(20)},
        "of_wechat": {"taken_at": ago(20), "queued_at": ago(40), "agent": "kf:a"},
        "asleep": {"taken_at": ago(400), "agent_at": ago(300)},
        "handed_back": {"taken_at": ago(400), "mode": Mode.BOT},
    }
    written = {"no_answer": (15, Kind.TEXT), "answered": (15, Kind.TEXT), "just_written": (5, Kind.TEXT)}
    async with store.uow() as uow:
        for name, more in held.items():
            openid = f"o_{name}"
            await uow.customers.add(a_customer(id=f"cu_{name}", openid=openid))
            values = {"mode": Mode.AGENT, "agent": "小李"} | more
            await uow.conversations.add(a_conversation(id=name, customer_id=f"cu_{name}", openid=openid, **values))
        for name, (minutes, kind) in (written | {"only_an_event": (15, Kind.EVENT)}).items():
            await uow.inbox.add(name, a_message(openid=f"o_{name}", dedup_key=name, kind=kind), ago(minutes))
        assert await uow.conversations.kept_waiting(ago(10), None) == ["first_word", "no_answer"]
        assert await uow.conversations.kept_waiting(ago(10), ago(240)) == ["asleep", "first_word", "no_answer"]
