from __future__ import annotations

import csv
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.booking import BookingEvent
from bot.domain.notices import (
    Reminder,
    ReminderKind,
    day_after,
    eve_has_come,
    is_eve_of,
    quiet_until,
    reminders_of,
    survey_due,
)
from bot.domain.policy import NoticeTimes
from bot.domain.values import TimeWindow, to_instant, to_local
from tests.builders import NOW, a_booking
from tests.fakes import SHANGHAI

TIMES = NoticeTimes()
ZONES = ("Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe")


def _golden() -> list[dict[str, str]]:
    file = Path(__file__).resolve().parents[2] / "golden" / "reminders.csv"
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _visit(start: datetime, agreed: datetime, name: str = "booking_confirmed"):
    window = TimeWindow(start, start + timedelta(hours=2))
    return a_booking(state="confirmed", window=window, events=(BookingEvent(agreed, name, "customer"),))


@pytest.mark.parametrize("row", _golden(), ids=lambda row: row["why"])
def test_a_visit_is_reminded_of_at_the_right_times(row: dict[str, str]):
    zone = ZoneInfo(row["zone"])

    def at(name: str) -> datetime:
        return to_instant(datetime.fromisoformat(row[name]), zone)

    expected = tuple(Reminder("bk_1", kind, at(kind.value)) for kind in ReminderKind if row[kind.value])
    assert reminders_of(_visit(at("start"), at("agreed")), TIMES, zone) == expected


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    ahead=st.integers(1, 60 * 24 * 5),
    zone=st.sampled_from(ZONES),
)
def test_no_reminder_comes_at_night_nor_after_the_visit_nor_before_it_was_booked(
    start: datetime, ahead: int, zone: str
):
    begins = start.replace(tzinfo=UTC)
    agreed = begins - timedelta(minutes=ahead)
    for reminder in reminders_of(_visit(begins, agreed), TIMES, ZoneInfo(zone)):
        assert quiet_until(reminder.due_at, TIMES, ZoneInfo(zone)) is None
        assert agreed < reminder.due_at < begins


@pytest.mark.parametrize("state", ["held", "on_the_way", "in_service", "completed", "cancelled", "expired", "no_show"])
def test_only_a_visit_that_is_still_to_come_is_reminded_of(state: str):
    visit = _visit(NOW + timedelta(days=3), NOW)
    assert len(reminders_of(visit, TIMES, SHANGHAI)) == 2
    assert reminders_of(a_booking(state=state, window=visit.window, events=visit.events), TIMES, SHANGHAI) == ()


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("booking_rescheduled", [ReminderKind.DAY]),
        ("booking_restored", [ReminderKind.DAY]),
        ("booking_loaded", [ReminderKind.DAY]),
        # The time was agreed long ago, so that the eve's reminder has been sent: it stays as it is.
        ("booking_changed", [ReminderKind.EVE, ReminderKind.DAY]),
        ("provider_replaced", [ReminderKind.EVE, ReminderKind.DAY]),
    ],
)
def test_a_time_agreed_after_the_eves_hour_needs_no_reminder_of_the_eve(name: str, kinds: list[ReminderKind]):
    late = NOW + timedelta(hours=9)  # 19:00 of the day before
    booking = _visit(NOW + timedelta(days=1), NOW - timedelta(days=9))
    after = a_booking(
        state="confirmed", window=booking.window, events=(*booking.events, BookingEvent(late, name, "agent"))
    )
    assert [reminder.kind for reminder in reminders_of(after, TIMES, SHANGHAI)] == kinds


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-23T07:59", "2026-11-23T08:00"),
        ("2026-11-23T08:00", None),
        ("2026-11-23T20:59", None),
        ("2026-11-23T21:00", "2026-11-24T08:00"),
        ("2026-11-24T00:00", "2026-11-24T08:00"),
    ],
)
def test_the_night_ends_in_the_morning(now: str, until: str | None):
    found = quiet_until(to_instant(datetime.fromisoformat(now), SHANGHAI), TIMES, SHANGHAI)
    assert found == (until and to_instant(datetime.fromisoformat(until), SHANGHAI))


@pytest.mark.parametrize(
    ("completed", "due"),
    [
        ("2026-11-23T17:00", "2026-11-23T18:00"),
        ("2026-11-23T19:59", "2026-11-23T20:59"),
        ("2026-11-23T20:00", "2026-11-24T08:00"),
        ("2026-11-23T23:30", "2026-11-24T08:00"),
        ("2026-11-24T06:30", "2026-11-24T08:00"),
    ],
)
def test_a_survey_that_would_fall_into_the_night_is_due_in_the_morning(completed: str, due: str):
    ended = to_instant(datetime.fromisoformat(completed), SHANGHAI)
    assert survey_due(ended, TIMES, SHANGHAI) == to_instant(datetime.fromisoformat(due), SHANGHAI)


def test_the_owners_own_times_count():
    times = NoticeTimes(time(9), time(20), time(17), before_minutes=60, survey_after_minutes=30)
    booking = _visit(to_instant(datetime(2026, 11, 26, 9, 30), SHANGHAI), NOW)
    due = [to_local(reminder.due_at, SHANGHAI) for reminder in reminders_of(booking, times, SHANGHAI)]
    assert due == [datetime(2026, 11, 25, 17), datetime(2026, 11, 26, 9)]
    assert survey_due(NOW, times, SHANGHAI) == NOW + timedelta(minutes=30)


def test_tomorrow_is_as_long_as_the_clock_makes_it():
    berlin = ZoneInfo("Europe/Berlin")
    tomorrow = day_after(datetime(2026, 10, 24, 10, tzinfo=UTC), berlin)
    assert to_local(tomorrow.start, berlin) == datetime(2026, 10, 25)
    assert tomorrow.duration == timedelta(hours=25)


def test_the_eve_is_the_evening_of_a_day_before():
    window = TimeWindow(NOW + timedelta(days=1), NOW + timedelta(days=1, hours=1))
    assert [is_eve_of(NOW + timedelta(hours=h), window, SHANGHAI) for h in (0, 13.9, 14)] == [True, True, False]
    assert [eve_has_come(NOW + timedelta(hours=h), TIMES, SHANGHAI) for h in (7.9, 8, 13.9, 14)] == [
        False,
        True,
        True,
        False,
    ]
