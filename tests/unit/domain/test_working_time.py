from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.domain.errors import InvalidData
from bot.domain.working_time import Span, WorkingTime, every_day

WEEK = WorkingTime(
    every_day((time(8), time(12)), (time(13), time(21)), weekdays=range(1, 6)),
    holidays=frozenset({date(2026, 11, 25)}),
    workdays=frozenset({date(2026, 11, 28)}),
)
"""Monday to Friday without Wednesday the 25th, and on Saturday the 28th."""


def at(day: int, clock: str) -> datetime:
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock))


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at(23, "08:00"), True),
        (at(23, "12:00"), False),
        (at(23, "12:59"), False),
        (at(23, "20:59"), True),
        (at(23, "21:00"), False),
        (at(25, "10:00"), False),
        (at(28, "10:00"), True),
        (at(29, "10:00"), False),
    ],
)
def test_it_is_open_inside_the_spans_of_the_day(moment: datetime, is_open: bool):
    assert WEEK.is_open(moment) is is_open


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (at(23, "10:00"), at(23, "10:00")),
        (at(23, "12:00"), at(23, "13:00")),
        (at(24, "21:00"), at(26, "08:00")),
        (at(28, "22:00"), at(30, "08:00")),
    ],
)
def test_the_next_open_moment_is_found_over_breaks_nights_and_days_off(moment: datetime, opens: datetime):
    assert WEEK.next_open(moment) == opens


@pytest.mark.parametrize(
    ("moment", "minutes", "then"),
    [
        (at(23, "09:00"), 180, at(23, "12:00")),
        (at(23, "11:00"), 180, at(23, "15:00")),
        (at(24, "20:00"), 180, at(26, "10:00")),
        (at(25, "03:00"), 60, at(26, "09:00")),
        (at(28, "20:30"), 60, at(30, "08:30")),
    ],
)
def test_minutes_of_working_time_pass_only_while_it_is_open(moment: datetime, minutes: int, then: datetime):
    assert WEEK.add_minutes(moment, minutes) == then
    assert WEEK.minutes_between(moment, then) == minutes


@pytest.mark.parametrize(
    ("moment", "days", "then"),
    [
        (at(23, "09:00"), 1, at(24, "21:00")),
        (at(23, "23:00"), 3, at(27, "21:00")),
        (at(27, "09:00"), 2, at(30, "21:00")),
    ],
)
def test_working_days_end_with_the_last_one_and_the_first_day_does_not_count(
    moment: datetime, days: int, then: datetime
):
    assert WEEK.add_days(moment, days) == then


@pytest.mark.parametrize(
    ("moment", "then"),
    [
        (at(23, "10:00"), at(24, "10:00")),
        (at(23, "12:30"), at(24, "12:00")),
        (at(23, "23:30"), at(24, "21:00")),
        (at(24, "19:00"), at(26, "19:00")),
        (at(28, "19:00"), at(30, "19:00")),
        (at(25, "05:00"), at(26, "12:00")),
    ],
)
def test_what_is_promised_within_a_day_is_due_while_somebody_works(moment: datetime, then: datetime):
    assert WEEK.within(moment, 1440) == then


def test_where_nobody_ever_works_the_clock_on_the_wall_counts():
    never = WorkingTime({})
    assert never.next_open(at(23, "10:00")) is None
    assert never.add_minutes(at(23, "10:00"), 60) == at(23, "11:00")
    assert never.add_days(at(23, "10:00"), 1) == at(24, "10:00")


def test_a_span_may_last_until_midnight():
    always = WorkingTime(every_day((time(0), time(0))))
    assert always.is_open(at(23, "23:59"))
    assert always.add_minutes(at(23, "23:00"), 120) == at(24, "01:00")


def test_spans_that_end_before_they_begin_or_overlap_are_refused():
    with pytest.raises(InvalidData):
        Span(time(13), time(12))
    with pytest.raises(InvalidData):
        WorkingTime(every_day((time(8), time(13)), (time(12), time(14))))
    with pytest.raises(InvalidData):
        WorkingTime({8: (Span(time(8), time(9)),)})


def test_a_time_with_a_zone_is_no_local_time():
    with pytest.raises(ValueError, match="has a zone"):
        WEEK.is_open(datetime(2026, 11, 23, tzinfo=UTC))
