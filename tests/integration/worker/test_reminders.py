"""The worker's loops over a real database while days go by: what goes out, and when."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.commands.load import load
from bot.domain.notices import Reminder, ReminderState
from bot.domain.policy import Policies
from bot.domain.values import TimeWindow, to_instant, to_local
from bot.ports import Clock, Deps
from bot.usecases.booking import cancel
from bot.usecases.order import reschedule
from bot.usecases.reminding import remind_next
from bot.worker.run import run_worker
from tests.builders import NOW, a_booking
from tests.fakes import SHANGHAI, EveryPlan, FakeChannel, ScriptedDialogue
from tests.integration.db.conftest import SqlStore, a_process
from tests.worlds import a_catalogue, an_auntie

STEP = timedelta(hours=1)
OPENID = "oLoadedCustomer1"
VISITS = """\
customers:
  - {id: c1, openid: oLoadedCustomer1, name: 周敏, phone: "13800138000", addresses: [浦东新区张杨路1458弄6号楼1202]}
bookings:
  - {id: b1, service: daily_cleaning, customer: c1, provider_ids: [p1], start: 2026-11-25T14:00, minutes: 180}
  - {id: b2, service: daily_cleaning, customer: c1, provider_ids: [p2], start: 2026-11-26T08:00, minutes: 180}
  - {id: b3, service: daily_cleaning, customer: c1, provider_ids: [p1], start: 2026-11-26T09:00, minutes: 180}
"""


@dataclass
class Sleepers:
    """A live feed on which nothing is published: its readers sleep until they are called, all of them together."""

    asleep: list[asyncio.Future[None]] = field(default_factory=list)
    readers: int = 0

    async def publish(self, topic: str) -> None: ...

    @asynccontextmanager
    async def subscribe(self, topic: str) -> AsyncIterator[Sleepers]:
        self.readers += 1
        yield self

    async def wait(self, timeout: timedelta) -> bool:
        called = asyncio.get_running_loop().create_future()
        self.asleep.append(called)
        await called
        return True

    async def until_all_sleep(self) -> None:
        async with asyncio.timeout(60):
            while not self.readers or len(self.asleep) < self.readers:
                await asyncio.sleep(0.001)

    async def call_all(self) -> None:
        await self.until_all_sleep()
        called, self.asleep = self.asleep, []
        for sleeper in called:
            sleeper.set_result(None)
        await self.until_all_sleep()


@dataclass
class TimedChannel(FakeChannel):
    """Knows when it was asked to send."""

    clock: Clock | None = None
    at: list[datetime] = field(default_factory=list)

    async def _send(self, way: str, openid: str, what: Any) -> None:
        assert self.clock is not None
        await super()._send(way, openid, what)
        self.at.append(to_local(self.clock.now(), SHANGHAI))


@dataclass
class Days:
    """A company whose worker runs while the clock is moved by hand."""

    store: SqlStore
    deps: Deps
    channel: TimedChannel
    sleepers: Sleepers

    async def until(self, local: str) -> None:
        """In small steps, in each of which everything that is due is done."""
        ends = to_instant(datetime.fromisoformat(local), SHANGHAI)
        while self.store.clock.now() < ends:
            self.store.clock.advance(seconds=STEP.total_seconds())
            await self.sleepers.call_all()  # what is due is written
            await self.sleepers.call_all()  # and sent

    def sent(self) -> list[tuple[str, str, str]]:
        """When, by which way, and what: a template's id, or a text."""
        return [
            (f"{at:%m-%d %H:%M}", way, getattr(what, "template_id", "") or what.text)
            for at, (way, openid, what) in zip(self.channel.at, self.channel.sent, strict=True)
            if openid == OPENID
        ]

    async def rows(self, what: str) -> list[dict[str, Any]]:
        return [dict(row) async for row in self.store.views.rows(what)]


@pytest.fixture
async def days(database_url: str, tmp_path: Path) -> AsyncIterator[Days]:
    store, sleepers = a_process(database_url), Sleepers()
    channel = TimedChannel(clock=store.clock)
    deps = Deps(
        clock=store.clock,
        uow=store.uow,
        dialogue=ScriptedDialogue(),
        channel=channel,
        feed=sleepers,
        views=store.views,
        optimiser=EveryPlan(),
        zone=SHANGHAI,
    )
    async with store.uow() as uow:
        for number in (1, 2):
            await uow.providers.put(an_auntie(number))
        await uow.catalogue.put(a_catalogue(policies=Policies(templates={"eve": "TE", "day": "TD", "cancelled": "TC"})))
        await uow.commit()
    file = tmp_path / "visits.yml"
    file.write_text(VISITS, encoding="utf-8")
    assert await load(deps, file) == "1 customer, 3 bookings"
    loops = asyncio.create_task(run_worker(deps, "test"))
    await sleepers.until_all_sleep()
    yield Days(store, deps, channel, sleepers)
    loops.cancel()
    await asyncio.gather(loops, return_exceptions=True)
    await store.engine.dispose()


async def test_loaded_visits_are_reminded_of_at_their_times_and_never_at_night(days: Days):
    await days.until("2026-11-27T12:00")
    assert days.sent() == [
        ("11-24 18:00", "template", "TE"),  # b1
        ("11-25 12:00", "template", "TD"),  # b1
        ("11-25 18:00", "template", "TE"),  # b2, whose two hours before are night
        ("11-25 18:00", "template", "TE"),  # b3
        ("11-26 08:00", "template", "TD"),  # b3
    ]
    # Nobody has told how the visits went.
    assert [row["reason"] for row in await days.rows("call_tasks")] == ["visit_unreported"] * 3
    assert {row["mode"] for row in await days.rows("conversations")} == {"bot"}


async def test_without_a_way_to_the_customer_reminders_are_dropped_and_nobody_calls(days: Days):
    async with days.deps.uow() as uow:
        await uow.catalogue.put(a_catalogue())
        await uow.commit()
    await days.until("2026-11-25T13:00")
    assert days.sent() == []
    assert [(row["state"], row["error"]) for row in await days.rows("messages")] == [("failed", "no_way_open")] * 2
    assert await days.rows("call_tasks") == []


async def test_a_visit_cancelled_at_night_is_told_in_the_morning_and_not_reminded_of(days: Days):
    await days.until("2026-11-24T22:00")
    async with days.deps.uow() as uow:
        await cancel(days.deps, uow, "b1", "c1", "agent")
        await uow.commit()
    await days.until("2026-11-25T17:00")
    assert days.sent() == [("11-24 18:00", "template", "TE"), ("11-25 08:00", "template", "TC")]
    assert await days.rows("call_tasks") == []


async def test_a_change_that_no_way_carries_is_a_call_for_staff(days: Days):
    async with days.deps.uow() as uow:
        await reschedule(days.deps, uow, "b1", "c1", datetime(2026, 11, 27, 9), "agent")
        await uow.commit()
    await days.until("2026-11-23T10:30")
    assert days.sent() == []
    assert [(row["reason"], row["text"][:11]) for row in await days.rows("call_tasks")] == [
        ("no_way_open", "您的日常保洁改了时间：")
    ]


async def test_providers_read_their_day_on_its_eve(days: Days):
    await days.until("2026-11-25T19:00")
    async with days.deps.uow() as uow:
        told = [*await uow.provider_notices.unread("p1"), *await uow.provider_notices.unread("p2")]
    assert [(notice.provider_id, to_local(notice.created_at, SHANGHAI), notice.text[:12]) for notice in told] == [
        ("p1", datetime(2026, 11, 24, 18), "明天11月25日您有1单"),
        ("p1", datetime(2026, 11, 25, 18), "明天11月26日您有1单"),
        ("p2", datetime(2026, 11, 25, 18), "明天11月26日您有1单"),
    ]


async def test_a_visit_that_no_key_opens_any_more_does_not_stand_before_the_others(days: Days, database_url: str):
    """The loops sleep: the worker that has lost the key is another one."""
    stranger = a_process(database_url, "a-key-that-has-sealed-nothing")
    days.store.clock.advance(hours=32)
    assert await remind_next(replace(days.deps, uow=stranger.uow))
    async with days.deps.uow() as uow:
        assert [one.state for one in await uow.reminders.of_booking("b1")] == [
            ReminderState.VOID,
            ReminderState.PENDING,
        ]
    assert await days.rows("messages") == []
    await stranger.engine.dispose()


def test_the_days_begin_on_a_monday_at_ten():
    assert to_local(NOW, SHANGHAI) == datetime(2026, 11, 23, 10)


async def test_a_visit_agreed_before_there_were_reminders_is_reminded_of_once_a_worker_has_started(days: Days):
    async with days.deps.uow() as uow:
        window = TimeWindow(
            to_instant(datetime(2026, 11, 25, 9), SHANGHAI), to_instant(datetime(2026, 11, 25, 12), SHANGHAI)
        )
        agreed = a_booking(id="b0", customer_id="c1", provider_ids=("p2",), window=window).confirmed(NOW, "customer")
        await uow.bookings.add(agreed, window)
        await uow.commit()
    another = asyncio.create_task(run_worker(replace(days.deps, feed=Sleepers()), "another"))
    async with asyncio.timeout(60):
        while not [row async for row in _reminders_of(days, "b0")]:
            await asyncio.sleep(0.01)
    another.cancel()
    await asyncio.gather(another, return_exceptions=True)
    await days.until("2026-11-24T19:00")
    assert days.sent() == [("11-24 18:00", "template", "TE")] * 2  # b0 and b1


async def _reminders_of(days: Days, booking_id: str) -> AsyncIterator[Reminder]:
    async with days.deps.uow() as uow:
        for reminder in await uow.reminders.of_booking(booking_id):
            yield reminder
