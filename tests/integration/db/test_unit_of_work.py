from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.engine import make_engine, ping
from bot.adapters.db.unit_of_work import unit_of_work_factory
from bot.domain.errors import NotFound, StoreBusy, WindowTaken
from bot.domain.events import BookingConfirmed, CustomerChanged
from bot.domain.sending import Bucket, Ledger
from bot.ports import UnitOfWork
from bot.usecases.reactions import reactor
from tests.builders import NOW, a_booking, a_call_task, a_customer, a_message, a_window
from tests.fakes import SHANGHAI, FakeClock
from tests.integration.db.conftest import SqlStore


async def _audit(store: SqlStore) -> list[tuple[str, str, str]]:
    return [(row["actor"], row["action"], row["entity_id"]) async for row in store.views.rows("audit")]


async def test_what_is_not_committed_never_was(store: SqlStore):
    async with store.uow() as uow:
        await uow.customers.add(a_customer(id="cu_2", openid="o2"))
        uow.happened(CustomerChanged("cu_2", "customer", ("created",)))
    async with store.uow() as uow:
        with pytest.raises(NotFound):
            await uow.customers.get("cu_2")
    assert await _audit(store) == []


async def test_who_only_reads_waits_for_nobody_and_commits_nothing(store: SqlStore):
    async with store.uow() as writes:
        await writes.customers.save(a_customer(name="改了"))
        async with store.uow(reads_only=True) as uow:
            assert await uow.customers.get("cu_1") == a_customer()
            assert await uow.ledgers.get("cv_1") == Ledger()
            with pytest.raises(RuntimeError):
                await uow.commit()
        await writes.commit()
    async with store.uow(reads_only=True) as uow:
        assert (await uow.customers.get("cu_1")).name == "改了"


async def test_an_error_inside_rolls_back_and_comes_out(store: SqlStore):
    async def fails() -> None:
        async with store.uow() as uow:
            await uow.customers.save(a_customer(name="改了"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    async with store.uow() as uow:
        assert await uow.customers.get("cu_1") == a_customer()


async def test_a_part_that_fails_leaves_nothing_and_the_rest_is_kept(store: SqlStore):
    async def fails(uow: UnitOfWork) -> None:
        async with uow.savepoint():
            await uow.customers.add(a_customer(id="cu_3", openid="o3"))
            uow.happened(CustomerChanged("cu_3", "customer", ("created",)))
            raise WindowTaken("w")

    async with store.uow() as uow:
        await uow.customers.add(a_customer(id="cu_2", openid="o2"))
        uow.happened(CustomerChanged("cu_2", "customer", ("created",)))
        with pytest.raises(WindowTaken):
            await fails(uow)
        async with uow.savepoint():
            await uow.customers.add(a_customer(id="cu_4", openid="o4"))
        await uow.commit()
    async with store.uow() as uow:
        with pytest.raises(NotFound):
            await uow.customers.get("cu_3")
        assert [(await uow.customers.get(one)).openid for one in ("cu_2", "cu_4")] == ["o2", "o4"]
    assert [entity for _, _, entity in await _audit(store)] == ["cu_2"]


async def test_reactions_run_in_the_same_transaction_and_so_do_theirs(store: SqlStore):
    confirmed = a_booking(address="新地址").confirmed(NOW, "customer")
    async with store.uow() as uow:
        await uow.bookings.add(a_booking(address="新地址"), a_window())
        await uow.bookings.save(confirmed)
        uow.happened(BookingConfirmed(confirmed))
        await uow.commit()
    assert await _audit(store) == [("customer", "booking_confirmed", "bk_1"), ("bot", "customer_changed", "cu_1")]
    async with store.uow() as uow:
        assert (await uow.customers.get("cu_1")).addresses[0] == "新地址"


async def test_a_reaction_that_fails_takes_everything_back(store: SqlStore):
    async def fails(uow: object, event: object) -> None:
        raise ZeroDivisionError

    async def change() -> None:
        async with unit_of_work_factory(store.engine, store.cipher, fails)() as uow:
            await uow.customers.save(a_customer(name="改了"))
            uow.happened(CustomerChanged("cu_1", "customer", ("name",)))
            await uow.commit()

    with pytest.raises(ZeroDivisionError):
        await change()
    async with store.uow() as uow:
        assert await uow.customers.get("cu_1") == a_customer()


async def test_a_first_result_is_kept_with_everything_in_it(store: SqlStore):
    result = [{"response": "utter_x", "values": {"address": "世纪大道", "n": 1, "none": None}, "choices": [["a", "b"]]}]
    async with store.uow() as uow:
        assert await uow.results.get("take_turn:turn_1") is None
        await uow.results.put("take_turn:turn_1", result, NOW)
        await uow.commit()
    async with store.uow() as uow:
        assert await uow.results.get("take_turn:turn_1") == result


async def test_a_second_first_result_is_refused(store: SqlStore):
    async with store.uow() as uow:
        await uow.results.put("k", 1, NOW)
        await uow.commit()
    with pytest.raises(StoreBusy):
        async with store.uow() as uow:
            await uow.results.put("k", 2, NOW)
    async with store.uow() as uow:
        assert await uow.results.get("k") == 1


async def test_many_units_of_work_at_once_all_get_their_turn(store: SqlStore, other: SqlStore):
    async def receive(process: SqlStore, number: int) -> None:
        async with process.uow() as uow:
            assert await uow.inbox.add("cv_1", a_message(dedup_key=f"m{number}"), NOW) is not None
            await asyncio.sleep(0)
            await uow.commit()

    await asyncio.gather(*(receive((store, other)[number % 2], number) for number in range(60)))
    messages = [row["id"] async for row in store.views.rows("messages")]
    assert len(messages) == 60


async def test_a_cancelled_unit_of_work_gives_its_connection_back(store: SqlStore):
    async def stuck() -> None:
        async with store.uow() as uow:
            await uow.customers.save(a_customer(name="改了"))
            await asyncio.sleep(60)

    for _ in range(25):
        task = asyncio.create_task(stuck())
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with store.uow() as uow:
        assert await uow.customers.get("cu_1") == a_customer()


async def test_a_view_is_read_while_somebody_writes(store: SqlStore):
    async with store.uow() as uow:
        await uow.customers.save(a_customer(name="改了"))
        assert [row["name"] async for row in store.views.rows("customers")] == ["陈女士"]
        assert await ping(store.engine) is True


@pytest.fixture
async def locked(migrated_sqlite_url: str) -> AsyncIterator[sqlite3.Connection]:
    """The file's write lock in the hands of another process."""
    connection = sqlite3.connect(str(make_url(migrated_sqlite_url).database), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield connection
    connection.close()


def _uow_over(url: str):
    engine = make_engine(url)
    return engine, unit_of_work_factory(engine, Cipher(["a-secret-for-tests-only"]), reactor(FakeClock(), SHANGHAI))


async def test_a_database_locked_for_a_moment_is_waited_for(locked: sqlite3.Connection, migrated_sqlite_url: str):
    engine, uows = _uow_over(migrated_sqlite_url)
    asyncio.get_running_loop().call_later(0.3, locked.rollback)
    async with uows() as uow:
        await uow.customers.add(a_customer())
        await uow.commit()
    await engine.dispose()


async def test_while_the_database_is_locked_nobody_else_stands_still(
    locked: sqlite3.Connection, migrated_sqlite_url: str
):
    engine, uows = _uow_over(migrated_sqlite_url)

    async def write() -> None:
        async with uows() as uow:
            await uow.customers.add(a_customer())
            await uow.commit()

    writing = asyncio.create_task(write())
    loop = asyncio.get_running_loop()
    began = loop.time()
    beats = 0
    while loop.time() - began < 0.3:
        await asyncio.sleep(0.01)
        beats += 1
    locked.rollback()
    await writing
    assert beats > 10
    await engine.dispose()


@pytest.mark.slow
async def test_a_database_locked_for_too_long_is_a_busy_store(locked: sqlite3.Connection, migrated_sqlite_url: str):
    engine, uows = _uow_over(migrated_sqlite_url)
    with pytest.raises(StoreBusy):
        async with uows() as uow:
            await uow.customers.add(a_customer())
    await engine.dispose()


async def test_a_server_that_is_not_there_is_a_busy_store(unused_tcp_port: int):
    engine, uows = _uow_over(f"postgresql://nobody@127.0.0.1:{unused_tcp_port}/none")
    with pytest.raises(StoreBusy):
        async with uows():
            pass
    await engine.dispose()


async def test_a_connection_lost_is_a_busy_store_and_the_next_one_works(migrated_postgres_url: str):
    engine, uows = _uow_over(migrated_postgres_url)
    killer = make_engine(migrated_postgres_url)

    async def cut_off() -> None:
        async with uows() as uow:
            await uow.customers.add(a_customer())
            async with killer.connect() as connection:
                await connection.execute(
                    text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE pid <> pg_backend_pid() AND datname = current_database()"
                    )
                )
            await uow.call_tasks.add(a_call_task())

    with pytest.raises(StoreBusy):
        await cut_off()
    async with uows() as uow:
        await uow.customers.add(a_customer())
        await uow.commit()
    await killer.dispose()
    await engine.dispose()


@pytest.mark.slow
async def test_a_unit_of_work_inside_another_fails_instead_of_waiting_for_ever(migrated_sqlite_url: str):
    engine, uows = _uow_over(migrated_sqlite_url)
    with pytest.raises(StoreBusy):
        async with asyncio.timeout(10), uows(), uows():
            pass
    await engine.dispose()


def test_an_unknown_database_is_named_in_the_error():
    with pytest.raises(ValueError, match="BOT_DATABASE_URL: mysql"):
        make_engine("mysql://localhost/x")


@pytest.mark.parametrize(
    ("url", "driver"),
    [("sqlite:///x.db", "aiosqlite"), ("postgresql://localhost/x", "asyncpg"), ("postgres://localhost/x", "asyncpg")],
)
def test_a_plain_url_gets_the_async_driver(url: str, driver: str):
    assert make_engine(url).dialect.driver == driver


async def test_two_changes_of_one_ledger_at_once_both_count(store: SqlStore, other: SqlStore):
    async with store.uow() as uow:
        await uow.ledgers.save("cv_1", Ledger((Bucket("message", NOW + timedelta(hours=48), 5),)))
        await uow.commit()

    async def spend(process: SqlStore) -> None:
        async with process.uow() as uow:
            ledger = await uow.ledgers.get("cv_1")
            await asyncio.sleep(0.01)
            await uow.ledgers.save("cv_1", ledger.spent(NOW))
            await uow.commit()

    await asyncio.gather(spend(store), spend(other))
    async with store.uow() as uow:
        assert (await uow.ledgers.get("cv_1")).left(NOW) == 3
