from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.domain.series import visit_id
from bot.domain.series_plan import Rhythm
from tests.builders import ADDRESS, NOW, OPENID, PHONE, a_booking, a_customer, a_series, a_window
from tests.integration.db.conftest import SqlStore

FREQUENCY = {
    "rrule": "FREQ=WEEKLY;BYDAY=WE", "count": 20, "from": "2026-12-02", "until": "2027-06-30", "exdate": ["2026-12-16"],
}  # fmt: skip


async def rows(store: SqlStore, what: str, openid: str | None = None) -> list[Any]:
    return [row async for row in store.views.rows(what, openid)]


async def _with_visits(store: SqlStore) -> None:
    async with store.uow() as uow:
        await uow.series.add(a_series())
        for number, (day, state) in enumerate([(date(2026, 12, 9), "cancelled"), (date(2026, 12, 2), "confirmed")]):
            window = a_window(datetime(day.year, day.month, day.day) - datetime(2026, 11, 23))
            visit = a_booking(
                id=visit_id("se_1", day), series_id="se_1", state=state, window=window, provider_ids=(f"p{number}",)
            )
            await uow.bookings.add(visit, window)
        await uow.commit()


async def test_a_series_is_told_with_its_frequency_and_its_visits(store: SqlStore):
    await _with_visits(store)
    assert await rows(store, "series") == [
        {
            "id": "se_1",
            "state": "active",
            "service": "daily_cleaning",
            "frequency": FREQUENCY,
            "window": {"start": "2026-12-02T14:00", "end": None, "precision": "time"},
            "time": "14:00",
            "duration_minutes": 180,
            "holidays": "skip",
            "exdate": ["2026-12-16"],
            "moved": {},
            "pauses": [{"from": "2027-01-01", "until": "2027-01-10"}],
            "provider_ids": ["p1"],
            "fixed": False,
            "providers": 1,
            "made_until": "2026-11-30",
            "visits": [
                {"id": "bk_1_261202", "state": "confirmed"},
                {"id": "bk_1_261209", "state": "cancelled"},
            ],
            "address": ADDRESS,
            "district": "浦东新区",
            "phone": PHONE,
            "contact_name": "陈女士",
            "area_sqm": 90.0,
            "rooms": "两室一厅",
            "special_needs": ["has_cat"],
            "quantities": {"range_hood": 1},
            "notes": "门禁按3502",
            "customer": OPENID,
            "customer_id": "cu_1",
            "created_at": "2026-11-23T10:00:00+08:00",
            "created_by": "customer",
            "events": [{"at": "2026-11-23T10:00:00+08:00", "name": "series_started", "by": "customer", "detail": {}}],
        }
    ]


async def test_a_visit_says_how_often_its_series_comes_and_a_single_booking_does_not(store: SqlStore):
    await _with_visits(store)
    async with store.uow() as uow:
        await uow.bookings.add(a_booking(provider_ids=("p7",)), a_window())
        await uow.commit()
    told = {row["id"]: row["frequency"] for row in await rows(store, "bookings")}
    assert told == {"bk_1": None, "bk_1_261202": FREQUENCY, "bk_1_261209": FREQUENCY}


async def test_a_visit_says_how_often_its_series_came_at_its_time(store: SqlStore):
    await _with_visits(store)
    async with store.uow() as uow:
        changed = a_series().changed(
            Rhythm(datetime(2026, 12, 7, 9), "FREQ=DAILY", 120), a_series().wish, NOW, "customer"
        )
        await uow.series.save(changed)
        await uow.commit()
    told = {row["id"]: row["frequency"]["rrule"] for row in await rows(store, "bookings")}
    assert told == {"bk_1_261202": "FREQ=WEEKLY;BYDAY=WE", "bk_1_261209": "FREQ=DAILY"}


async def test_series_are_told_in_the_order_of_their_start_and_one_customers_alone_if_asked(store: SqlStore):
    async with store.uow() as uow:
        await uow.customers.add(a_customer(id="cu_2", openid="o2"))
        await uow.series.add(a_series(id="se_b"))
        await uow.series.add(a_series(id="se_a", customer_id="cu_2"))
        await uow.commit()
    assert [row["id"] for row in await rows(store, "series")] == ["se_a", "se_b"]
    assert [row["id"] for row in await rows(store, "series", "o2")] == ["se_a"]
    assert [row["visits"] for row in await rows(store, "series", "o2")] == [[]]
