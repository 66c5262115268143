"""Reminders: planned with every change, written once, by day, and only while they are of use."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.booking import Booking, BookingEvent, BookingState, Review, ReviewState
from bot.domain.events import (
    BookingCancelled,
    BookingChanged,
    BookingConfirmed,
    BookingLoaded,
    BookingRescheduled,
    BookingRestored,
    Event,
    VisitReported,
)
from bot.domain.messages import Notice
from bot.domain.notices import ReminderKind, ReminderState
from bot.domain.policy import NoticeTimes, Policies
from bot.domain.sending import Purpose
from bot.domain.survey import SurveyKind, falls_due
from bot.domain.values import TimeWindow, to_instant, to_local
from bot.usecases.plan_reminders import plan_missing
from bot.usecases.reminding import remind_next
from tests.builders import NOW, a_booking, a_customer, a_window
from tests.fakes import SHANGHAI, FakeWorld
from tests.worlds import a_catalogue, a_world

EVE, DAY = ReminderKind.EVE, ReminderKind.DAY
PENDING, SENT, VOID = ReminderState.PENDING, ReminderState.SENT, ReminderState.VOID


def _at(local: str) -> datetime:
    return to_instant(datetime.fromisoformat(local), SHANGHAI)


def _visit(start: str = "2026-11-25T14:00") -> Booking:
    window = TimeWindow(_at(start), _at(start) + timedelta(hours=3))
    return a_booking(window=window).confirmed(NOW, "customer")


@pytest.fixture
async def world() -> FakeWorld:
    world = a_world()
    async with world.deps.uow() as uow:
        await uow.customers.add(a_customer())
        await uow.commit()
    return world


async def _happened(world: FakeWorld, event: Event) -> None:
    booking = event.booking  # type: ignore[attr-defined]
    world.store.bookings[booking.id] = booking
    async with world.deps.uow() as uow:
        uow.happened(event)
        await uow.commit()


async def _at_once(world: FakeWorld, local: str) -> None:
    """Everything that is due at this local time."""
    world.clock.advance(seconds=(_at(local) - world.clock.now()).total_seconds())
    while await remind_next(world.deps):
        pass


def _reminders(world: FakeWorld) -> list[tuple[ReminderKind, ReminderState, datetime]]:
    rows = sorted(world.store.reminders.values(), key=lambda row: (row.due_at, row.kind.value))
    return [(row.kind, row.state, to_local(row.due_at, SHANGHAI)) for row in rows]


def _texts(world: FakeWorld) -> list[str]:
    return [row.bubble.text for row in world.store.outbox.values()]


EVE_TEXT = "提醒您：明天（11月25日 周三）14:00–17:00有日常保洁，李秀英上门。有变化请早点告诉我。"
DAY_TEXT = "提醒您：今天（11月25日 周三）14:00–17:00有日常保洁，李秀英上门。有变化请早点告诉我。"


async def test_a_confirmed_visit_is_reminded_of_on_the_eve_and_on_the_day(world: FakeWorld):
    await _happened(world, BookingConfirmed(_visit()))
    await _at_once(world, "2026-11-24T17:59")
    assert _texts(world) == []
    await _at_once(world, "2026-11-24T18:00")
    assert _texts(world) == [EVE_TEXT]
    await _at_once(world, "2026-11-25T11:59")
    assert _texts(world) == [EVE_TEXT]
    await _at_once(world, "2026-11-25T12:00")
    assert _texts(world) == [EVE_TEXT, DAY_TEXT]
    rows = list(world.store.outbox.values())
    assert {(row.purpose, row.lapses_at, row.not_before) for row in rows} == {
        (Purpose.REMINDER, _at("2026-11-25T14:00"), None)
    }


async def test_a_reminder_has_a_notice_where_the_owner_has_a_template(world: FakeWorld):
    world.store.catalogue = a_catalogue(policies=Policies(templates={"eve": "TE"}))
    await _happened(world, BookingConfirmed(_visit()))
    await _at_once(world, "2026-11-24T18:00")
    await _at_once(world, "2026-11-25T12:00")
    lines = {"thing1": "日常保洁", "time2": "2026年11月25日 14:00", "thing3": "李秀英", "phrase4": "明天上门"}
    assert [row.notice for row in world.store.outbox.values()] == [
        Notice("TE", lines, client_msg_id="eve.bk_1.202611241000"),
        None,
    ]


async def test_a_loaded_visit_is_reminded_of_as_one_that_was_booked_here(world: FakeWorld):
    loaded = replace(_visit(), events=(BookingEvent(NOW, "booking_loaded", "load"),))
    await _happened(world, BookingLoaded(loaded))
    await _at_once(world, "2026-11-24T18:00")
    assert _texts(world) == [EVE_TEXT]


async def test_a_moved_visit_is_reminded_of_at_its_new_time_alone(world: FakeWorld):
    visit = _visit()
    await _happened(world, BookingConfirmed(visit))
    later = TimeWindow(_at("2026-11-26T09:00"), _at("2026-11-26T12:00"))
    moved = visit.rescheduled(later, visit.provider_ids, visit.quote, NOW, "customer")
    await _happened(world, BookingRescheduled(moved, visit))
    assert _reminders(world) == [
        (EVE, PENDING, datetime(2026, 11, 25, 18)),
        (DAY, PENDING, datetime(2026, 11, 26, 8)),
    ]


async def test_a_visit_moved_after_its_reminder_is_reminded_of_anew(world: FakeWorld):
    visit = _visit()
    await _happened(world, BookingConfirmed(visit))
    await _at_once(world, "2026-11-24T18:00")
    later = TimeWindow(_at("2026-11-27T09:00"), _at("2026-11-27T12:00"))
    moved = visit.rescheduled(later, visit.provider_ids, visit.quote, world.clock.now(), "customer")
    await _happened(world, BookingRescheduled(moved, visit))
    assert [state for _, state, _ in _reminders(world)] == [PENDING, PENDING]


async def test_a_change_after_the_eves_reminder_does_not_send_it_again(world: FakeWorld):
    visit = _visit()
    await _happened(world, BookingConfirmed(visit))
    await _at_once(world, "2026-11-24T18:00")
    changed = visit.changed(world.clock.now(), "customer", visit.provider_ids, notes="门禁1234")
    await _happened(world, BookingChanged(changed, visit))
    await _at_once(world, "2026-11-24T18:30")
    assert _texts(world) == [EVE_TEXT]
    assert [state for _, state, _ in _reminders(world)] == [SENT, PENDING]


async def test_a_change_at_the_very_minute_does_not_lose_the_reminder(world: FakeWorld):
    visit = _visit()
    await _happened(world, BookingConfirmed(visit))
    world.clock.advance(seconds=(_at("2026-11-24T18:00") - NOW).total_seconds())
    changed = visit.changed(world.clock.now(), "customer", visit.provider_ids, notes="门禁1234")
    await _happened(world, BookingChanged(changed, visit))
    await _at_once(world, "2026-11-24T18:01")
    assert _texts(world) == [EVE_TEXT]


async def test_a_cancelled_visit_is_not_reminded_of_and_a_restored_one_is(world: FakeWorld):
    visit = _visit()
    await _happened(world, BookingConfirmed(visit))
    cancelled = visit.cancelled(NOW, "customer")
    await _happened(world, BookingCancelled(cancelled, visit))
    assert [state for _, state, _ in _reminders(world)] == [VOID, VOID]
    await _happened(world, BookingRestored(cancelled.restored(NOW, "customer")))
    assert [state for _, state, _ in _reminders(world)] == [PENDING, PENDING]


@pytest.mark.parametrize("report", ["departed", "missed"])
async def test_a_visit_that_has_begun_or_failed_is_not_reminded_of(world: FakeWorld, report: str):
    visit = _visit()
    await _happened(world, BookingConfirmed(visit))
    reported = visit.departed(NOW, "p1") if report == "departed" else visit.missed(NOW, "agent")
    await _happened(world, VisitReported(reported))
    assert [state for _, state, _ in _reminders(world)] == [VOID, VOID]


async def test_what_was_due_while_everything_was_down_is_dropped_once_the_visit_has_begun(world: FakeWorld):
    await _happened(world, BookingConfirmed(_visit()))
    await _at_once(world, "2026-11-25T14:00")
    assert _texts(world) == []
    assert [state for _, state, _ in _reminders(world)] == [VOID, VOID]


async def test_after_a_night_of_being_down_the_day_is_reminded_of_once(world: FakeWorld):
    await _happened(world, BookingConfirmed(_visit()))
    await _at_once(world, "2026-11-24T23:00")
    assert _texts(world) == []
    await _at_once(world, "2026-11-25T08:00")
    assert _texts(world) == []
    await _at_once(world, "2026-11-25T12:00")
    assert _texts(world) == [DAY_TEXT]
    assert [state for _, state, _ in _reminders(world)] == [VOID, SENT]


async def test_an_eve_missed_at_night_is_made_good_in_the_morning_where_the_day_has_none(world: FakeWorld):
    await _happened(world, BookingConfirmed(_visit("2026-11-25T08:20")))
    assert _reminders(world) == [(EVE, PENDING, datetime(2026, 11, 24, 18))]
    await _at_once(world, "2026-11-24T23:00")
    await _at_once(world, "2026-11-25T08:00")
    assert _texts(world) == ["提醒您：今天（11月25日 周三）08:20–11:20有日常保洁，李秀英上门。有变化请早点告诉我。"]


async def test_a_visit_before_the_morning_is_not_reminded_of_at_night(world: FakeWorld):
    await _happened(world, BookingConfirmed(_visit("2026-11-25T07:00")))
    await _at_once(world, "2026-11-24T23:00")
    await _at_once(world, "2026-11-25T06:59")
    assert (_texts(world), [state for _, state, _ in _reminders(world)]) == ([], [VOID])


async def test_a_visit_that_still_waits_for_its_review_is_promised_by_no_reminder(world: FakeWorld):
    visit = replace(_visit(), review=Review(ReviewState.PENDING, ("第一次约",)))
    await _happened(world, BookingConfirmed(visit))
    await _at_once(world, "2026-11-24T18:00")
    assert _texts(world) == []


async def test_the_owners_times_count(world: FakeWorld):
    world.store.catalogue = a_catalogue(policies=Policies(notices=NoticeTimes(before_minutes=180)))
    await _happened(world, BookingConfirmed(_visit()))
    assert _reminders(world)[1] == (DAY, PENDING, datetime(2026, 11, 25, 11))


@pytest.mark.parametrize(("kind", "asked"), [("single", SurveyKind.VISIT), ("rectification", SurveyKind.RETURN)])
async def test_a_completed_visit_has_its_survey_due_in_daytime(world: FakeWorld, kind: str, asked: SurveyKind):
    world.clock.advance(hours=10, minutes=30)  # 20:30
    done = a_booking(state="in_service", kind=kind).completed(world.clock.now(), "p1")
    await _happened(world, VisitReported(done))
    assert world.store.surveys == {"bk_1": falls_due("bk_1", _at("2026-11-24T08:00"), asked)}


async def test_only_a_completed_visit_is_asked_about(world: FakeWorld):
    visit = a_booking(window=a_window()).confirmed(NOW, "customer")
    for reported in (visit.departed(NOW, "p1"), visit.checked_in(NOW, "p1"), visit.missed(NOW, "p1")):
        await _happened(world, VisitReported(reported))
    assert world.store.surveys == {}


async def test_a_visit_that_was_agreed_before_there_were_reminders_gets_its_own_once(world: FakeWorld):
    visits = [
        _visit(),
        replace(_visit(), id="bk_2", state=BookingState.CANCELLED),
        replace(_visit("2026-11-23T09:00"), id="bk_3"),
    ]
    world.store.bookings = {visit.id: visit for visit in visits}
    assert [await plan_missing(world.deps), await plan_missing(world.deps)] == [1, 0]
    assert [(row.booking_id, row.state) for row in world.store.reminders.values()] == [("bk_1", PENDING)] * 2
    await _at_once(world, "2026-11-24T18:00")
    assert await plan_missing(world.deps) == 0
    assert _texts(world) == [EVE_TEXT]
