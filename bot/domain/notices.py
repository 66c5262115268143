"""When the company writes of itself: reminders before a visit, the survey after it, and never at night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from bot.domain.booking import Booking, BookingState
from bot.domain.policy import NoticeTimes
from bot.domain.values import TimeWindow, to_instant, to_local

_LEAST_AHEAD = timedelta(minutes=30)
"""A reminder nearer to the visit than this is of no use; and so long before the night the last ones go out."""

_TIME_AGREED = frozenset({"booking_confirmed", "booking_rescheduled", "booking_restored", "booking_loaded"})


class NoticeKind(Enum):
    """What a customer is written to about; the keys of the owner's template ids."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    MOVED = "moved"
    CHANGED = "changed"
    REPLACED = "replaced"
    RESTORED = "restored"
    DEPARTED = "departed"
    COMPLETED = "completed"
    MISSED = "missed"
    EVE = "eve"
    DAY = "day"
    QUESTION = "question"
    SURVEY = "survey"
    TICKET = "ticket"


class ReminderKind(Enum):
    EVE = "eve"
    DAY = "day"


class ReminderState(Enum):
    """``sent``: handed to the outbox; ``void``: not to be sent, because the visit or its time is gone."""

    PENDING = "pending"
    SENT = "sent"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Reminder:
    booking_id: str
    kind: ReminderKind
    due_at: datetime
    state: ReminderState = ReminderState.PENDING


def quiet_until(now: datetime, times: NoticeTimes, zone: ZoneInfo) -> datetime | None:
    """The morning until which nobody is to be disturbed; ``None`` by day."""
    local = to_local(now, zone)
    if times.day_starts <= local.time() < times.day_ends:
        return None
    day = local.date() + timedelta(days=1 if local.time() >= times.day_ends else 0)
    return to_instant(datetime.combine(day, times.day_starts), zone)


def reminders_of(booking: Booking, times: NoticeTimes, zone: ZoneInfo) -> tuple[Reminder, ...]:
    """What is to be reminded of a visit to come; the same answer however often it is asked.

    A reminder of before its time was agreed is none. Those whose time has passed since are there: they have been sent.
    """
    if booking.state is not BookingState.CONFIRMED:
        return ()
    agreed = _agreed_at(booking)
    eve = _eve(booking.window.start, times, zone)
    day = _day(booking.window.start, times, zone)
    wanted = {ReminderKind.EVE: eve} if eve > agreed else {}
    if day > agreed and not (wanted and _same_evening(eve, day, zone)):
        wanted[ReminderKind.DAY] = day
    return tuple(Reminder(booking.id, kind, due_at) for kind, due_at in wanted.items())


def survey_due(completed_at: datetime, times: NoticeTimes, zone: ZoneInfo) -> datetime:
    due = completed_at + timedelta(minutes=times.survey_after_minutes)
    return quiet_until(due, times, zone) or due


def is_eve_of(now: datetime, window: TimeWindow, zone: ZoneInfo) -> bool:
    """Whether the visit's day has not come yet."""
    return to_local(now, zone).date() < to_local(window.start, zone).date()


def day_after(now: datetime, zone: ZoneInfo) -> TimeWindow:
    """Tomorrow, from midnight to midnight."""
    first = to_local(now, zone).date() + timedelta(days=1)
    edges = [to_instant(datetime.combine(day, time()), zone) for day in (first, first + timedelta(days=1))]
    return TimeWindow(edges[0], edges[1])


def eve_has_come(now: datetime, times: NoticeTimes, zone: ZoneInfo) -> bool:
    """Whether it is time today to speak of tomorrow."""
    return to_local(now, zone).time() >= times.eve_at


def _agreed_at(booking: Booking) -> datetime:
    """When the visit got the time that it has."""
    return max((event.at for event in booking.events if event.name in _TIME_AGREED), default=booking.created_at)


def _eve(start: datetime, times: NoticeTimes, zone: ZoneInfo) -> datetime:
    evening = datetime.combine(to_local(start, zone).date() - timedelta(days=1), times.eve_at)
    return _by_day(to_instant(evening, zone), start, times, zone)


def _day(start: datetime, times: NoticeTimes, zone: ZoneInfo) -> datetime:
    return _by_day(start - timedelta(minutes=times.before_minutes), start, times, zone)


def _by_day(due: datetime, start: datetime, times: NoticeTimes, zone: ZoneInfo) -> datetime:
    """Out of the night: into the morning if that is early enough before the visit, else into the evening before."""
    morning = quiet_until(due, times, zone)
    if morning is None:
        return due
    if morning + _LEAST_AHEAD <= start:
        return morning
    last_evening = datetime.combine(to_local(morning, zone).date() - timedelta(days=1), times.day_ends)
    return to_instant(last_evening, zone) - _LEAST_AHEAD


def _same_evening(eve: datetime, day: datetime, zone: ZoneInfo) -> bool:
    """Whether the night has pushed the day's reminder back to the evening that has one already."""
    return to_local(eve, zone).date() == to_local(day, zone).date()
