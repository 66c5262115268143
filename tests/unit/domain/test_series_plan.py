from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import InvalidData
from bot.domain.recurrence import days_of
from bot.domain.series_plan import Dropped, HolidayChoice, Occurrence, Pause, Rhythm, SeriesPlan

WEDNESDAY_TWO = datetime(2026, 12, 2, 14)
NEW_YEAR = frozenset({date(2027, 1, 1)})
FAR = date(2028, 12, 31)
BERLIN = ZoneInfo("Europe/Berlin")
HAVANA = ZoneInfo("America/Havana")
"""Puts its clocks on at midnight."""


def a_plan(rule: str = "FREQ=WEEKLY;BYDAY=WE", start: datetime = WEDNESDAY_TWO, **changes: object) -> SeriesPlan:
    return SeriesPlan((Rhythm(start, rule, 180),), **changes)  # type: ignore[arg-type]


def visits(plan: SeriesPlan, number: int, holidays: frozenset[date] = frozenset()) -> list[date]:
    found = plan.occurrences(holidays, plan.begins, FAR)
    return [one.start.date() for one in islice((one for one in found if one.dropped is None), number)]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY;BYDAY=WE", ["12-02", "12-09", "12-16"]),
        ("FREQ=WEEKLY;BYDAY=TU,TH", ["12-03", "12-08", "12-10"]),
        ("FREQ=DAILY;INTERVAL=2", ["12-02", "12-04", "12-06"]),
        ("FREQ=WEEKLY;INTERVAL=2", ["12-02", "12-16", "12-30"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", ["12-04", "12-14", "12-18"]),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", ["12-15", "01-01", "01-15"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["12-31", "01-31", "02-28"]),
        ("FREQ=MONTHLY;BYDAY=1SA", ["12-05", "01-02", "02-06"]),
        ("FREQ=MONTHLY;BYDAY=-1SU", ["12-27", "01-31", "02-28"]),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", ["12-02", "12-03", "12-04"]),
        ("FREQ=MONTHLY", ["12-02", "01-02", "02-02"]),
        ("FREQ=DAILY", ["12-02", "12-03", "12-04"]),
    ],
)
def test_a_rule_of_the_schema_gives_its_days(rule: str, days: list[str]):
    assert [f"{day:%m-%d}" for day in visits(a_plan(rule), 3)] == days


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every wednesday",
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=30",
        "FREQ=HOURLY",
        "FREQ=YEARLY",
        "FREQ=FORTNIGHTLY",
        "freq=weekly",
        "RRULE:FREQ=WEEKLY",
        "FREQ=WEEKLY\nRDATE:20261202T000000",
        "FREQ=WEEKLY;COUNT=3",
        "FREQ=WEEKLY;UNTIL=20261231",
        "FREQ=WEEKLY;BYHOUR=1,2,3",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;INTERVAL=53",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=2TU",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=MO",
        "FREQ=WEEKLY;WKST=MO,TU",
    ],
)
def test_what_is_no_rule_of_days_is_refused(rule: str):
    with pytest.raises(InvalidData):
        a_plan(rule)


def test_a_rule_that_never_falls_on_a_day_is_refused():
    with pytest.raises(InvalidData, match="never falls on a day"):
        a_plan("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31", datetime(2026, 2, 1, 9))


def test_every_day_that_falls_out_says_why():
    plan = a_plan(
        "FREQ=WEEKLY;BYDAY=FR",
        datetime(2026, 12, 11, 9),
        left_out=frozenset({date(2026, 12, 18)}),
        pauses=(Pause(date(2027, 1, 5), date(2027, 1, 10)),),
    )
    found = plan.occurrences(NEW_YEAR, plan.begins, date(2027, 1, 15))
    assert [(f"{one.day:%m-%d}", one.dropped) for one in found] == [
        ("12-11", None),
        ("12-18", Dropped.EXCEPTION),
        ("12-25", None),
        ("01-01", Dropped.HOLIDAY),
        ("01-08", Dropped.PAUSE),
        ("01-15", None),
    ]


def test_holidays_are_kept_where_the_customer_says_so():
    plan = a_plan("FREQ=DAILY", datetime(2026, 12, 31, 9), holidays=HolidayChoice.KEEP)
    assert visits(plan, 2, NEW_YEAR) == [date(2026, 12, 31), date(2027, 1, 1)]


def test_the_count_is_of_visits_and_not_of_days_that_fall_out():
    plan = a_plan("FREQ=DAILY", datetime(2026, 12, 30, 9), count=4, left_out=frozenset({date(2026, 12, 31)}))
    assert [f"{day:%m-%d}" for day in visits(plan, 9, NEW_YEAR)] == ["12-30", "01-02", "01-03", "01-04"]


def test_the_last_day_is_included():
    assert visits(a_plan(until=date(2026, 12, 16)), 9)[-1] == date(2026, 12, 16)


def test_a_moved_visit_keeps_the_name_of_its_day():
    moved = a_plan().with_move(date(2026, 12, 9), datetime(2026, 12, 10, 9))
    assert list(moved.occurrences(frozenset(), date(2026, 12, 9), date(2026, 12, 15))) == [
        Occurrence(date(2026, 12, 9), datetime(2026, 12, 10, 9), 180)
    ]


def test_a_visit_moved_to_a_holiday_takes_place():
    plan = a_plan("FREQ=WEEKLY;BYDAY=FR").with_move(date(2027, 1, 1), datetime(2027, 1, 1, 9))
    assert date(2027, 1, 1) in visits(plan, 9, NEW_YEAR)


def test_a_visit_moved_into_a_pause_falls_out_and_one_moved_out_of_it_does_not():
    plan = a_plan().paused(Pause(date(2026, 12, 9), date(2026, 12, 10)))
    into, out = date(2026, 12, 2), date(2026, 12, 9)
    plan = plan.with_move(into, datetime(2026, 12, 10, 9)).with_move(out, datetime(2026, 12, 11, 9))
    found = plan.occurrences(frozenset(), into, out)
    assert [one.dropped for one in found] == [Dropped.PAUSE, None]


def test_from_here_on_changes_what_comes_and_keeps_what_was():
    plan = a_plan().changed(Rhythm(datetime(2026, 12, 17, 16), "FREQ=WEEKLY;BYDAY=TH", 120))
    found = list(plan.occurrences(frozenset(), plan.begins, date(2026, 12, 25)))
    assert found == [
        Occurrence(date(2026, 12, 2), datetime(2026, 12, 2, 14), 180),
        Occurrence(date(2026, 12, 9), datetime(2026, 12, 9, 14), 180),
        Occurrence(date(2026, 12, 16), datetime(2026, 12, 16, 14), 180),
        Occurrence(date(2026, 12, 17), datetime(2026, 12, 17, 16), 120),
        Occurrence(date(2026, 12, 24), datetime(2026, 12, 24, 16), 120),
    ]


def test_the_count_goes_on_through_a_change():
    plan = a_plan(count=3).changed(Rhythm(datetime(2026, 12, 10, 9), "FREQ=DAILY", 120))
    assert [f"{day:%m-%d}" for day in visits(plan, 9)] == ["12-02", "12-09", "12-10"]


def test_an_earlier_change_takes_the_place_of_a_later_one():
    later = a_plan().changed(Rhythm(datetime(2027, 1, 4, 9), "FREQ=WEEKLY;BYDAY=MO", 120))
    plan = later.changed(Rhythm(datetime(2026, 12, 17, 16), "FREQ=WEEKLY;BYDAY=TH", 120))
    assert [rhythm.rule for rhythm in plan.rhythms] == ["FREQ=WEEKLY;BYDAY=WE", "FREQ=WEEKLY;BYDAY=TH"]


def test_a_pause_without_end_lasts_until_the_series_is_taken_up_again():
    paused = a_plan().paused(Pause(date(2026, 12, 5)))
    assert visits(paused, 9) == [date(2026, 12, 2)]
    assert visits(paused.resumed(date(2026, 12, 20)), 2) == [date(2026, 12, 2), date(2026, 12, 23)]


def test_taking_up_before_a_pause_has_begun_undoes_it():
    paused = a_plan().paused(Pause(date(2026, 12, 5), date(2026, 12, 31)))
    assert paused.resumed(date(2026, 12, 5)) == a_plan()


def test_an_ended_plan_has_nothing_from_that_day_on():
    assert visits(a_plan().ended(date(2026, 12, 16)), 9) == [date(2026, 12, 2), date(2026, 12, 9)]


@pytest.mark.parametrize(
    ("plan", "today", "over"),
    [
        (a_plan(), date(2028, 1, 1), False),
        (a_plan(until=date(2026, 12, 9)), date(2026, 12, 9), False),
        (a_plan(until=date(2026, 12, 9)), date(2026, 12, 10), True),
        (a_plan(count=2), date(2026, 12, 9), False),
        (a_plan(count=2), date(2026, 12, 10), True),
    ],
)
def test_a_plan_is_over_after_its_last_visit(plan: SeriesPlan, today: date, over: bool):
    assert plan.is_over(frozenset(), today) is over


def test_visits_keep_their_wall_clock_time_through_a_clock_change():
    plan = a_plan("FREQ=WEEKLY;BYDAY=SA", datetime(2027, 3, 20, 14))
    windows = [one.window(BERLIN) for one in islice(plan.occurrences(frozenset(), plan.begins, FAR), 3)]
    assert [window.start for window in windows] == [
        datetime(2027, 3, 20, 13, tzinfo=UTC),
        datetime(2027, 3, 27, 13, tzinfo=UTC),
        datetime(2027, 4, 3, 12, tzinfo=UTC),
    ]
    assert {window.duration for window in windows} == {timedelta(hours=3)}


@pytest.mark.parametrize(
    ("zone", "start", "minutes", "begins", "ends"),
    [
        # 02:30 does not exist on 2027-03-28: the visit begins at 03:30 summer time.
        (BERLIN, datetime(2027, 3, 28, 2, 30), 60, "2027-03-28T01:30", "2027-03-28T02:30"),
        # It begins before the change and takes its two hours.
        (BERLIN, datetime(2027, 3, 28, 1, 30), 120, "2027-03-28T00:30", "2027-03-28T02:30"),
        # 02:30 comes twice on 2027-10-31: the first one counts.
        (BERLIN, datetime(2027, 10, 31, 2, 30), 60, "2027-10-31T00:30", "2027-10-31T01:30"),
        (BERLIN, datetime(2027, 10, 31, 0, 0), 240, "2027-10-30T22:00", "2027-10-31T02:00"),
        # Midnight itself does not exist on 2027-03-14 in Havana: 01:00 of the same day.
        (HAVANA, datetime(2027, 3, 14, 0, 0), 60, "2027-03-14T05:00", "2027-03-14T06:00"),
        (HAVANA, datetime(2027, 3, 13, 23, 30), 60, "2027-03-14T04:30", "2027-03-14T05:30"),
        # 00:30 comes twice on 2027-11-07 there.
        (HAVANA, datetime(2027, 11, 7, 0, 30), 60, "2027-11-07T04:30", "2027-11-07T05:30"),
    ],
)
def test_a_time_that_does_not_exist_or_comes_twice_is_settled(
    zone: ZoneInfo, start: datetime, minutes: int, begins: str, ends: str
):
    window = Occurrence(start.date(), start, minutes).window(zone)
    assert (f"{window.start:%Y-%m-%dT%H:%M}", f"{window.end:%Y-%m-%dT%H:%M}") == (begins, ends)


def test_a_daily_visit_at_midnight_has_one_on_every_day_of_the_change():
    plan = a_plan("FREQ=DAILY", datetime(2027, 3, 12, 0))
    starts = [
        one.window(HAVANA).start.astimezone(HAVANA) for one in islice(plan.occurrences(NEW_YEAR, plan.begins, FAR), 4)
    ]
    assert [f"{start:%m-%d %H}" for start in starts] == ["03-12 00", "03-13 00", "03-14 01", "03-15 00"]


DAYS = st.dates(date(2026, 11, 1), date(2027, 6, 30))
WEEKDAYS = st.lists(st.sampled_from(("MO", "TU", "WE", "TH", "FR", "SA", "SU")), min_size=1, max_size=7, unique=True)
MONTH_DAYS = st.lists(st.integers(-28, 28).filter(bool).map(str), min_size=1, max_size=4, unique=True)
RULES = st.one_of(
    st.integers(1, 20).map("FREQ=DAILY;INTERVAL={}".format),
    st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY={}".format, st.integers(1, 4), WEEKDAYS.map(",".join)),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={}".format, MONTH_DAYS.map(",".join)),
    st.builds("FREQ=MONTHLY;BYDAY={}{}".format, st.sampled_from((1, 2, 3, 4, -1)), st.sampled_from(("MO", "SA"))),
)
STARTS = st.datetimes(datetime(2026, 11, 1), datetime(2027, 6, 30)).map(lambda at: at.replace(second=0, microsecond=0))
RHYTHMS = st.builds(Rhythm, STARTS, RULES, st.integers(30, 480))
PAUSES = st.builds(lambda first, days: Pause(first, first + timedelta(days=days)), DAYS, st.integers(0, 30))


@st.composite
def plans(draw: st.DrawFn) -> SeriesPlan:
    rhythms = draw(st.lists(RHYTHMS, min_size=1, max_size=3, unique_by=lambda rhythm: rhythm.start.date()))
    return SeriesPlan(
        tuple(sorted(rhythms, key=lambda rhythm: rhythm.start)),
        count=draw(st.none() | st.integers(1, 30)),
        until=draw(st.none() | DAYS),
        holidays=draw(st.sampled_from(HolidayChoice)),
        left_out=frozenset(draw(st.sets(DAYS, max_size=20))),
        pauses=tuple(draw(st.lists(PAUSES, max_size=3))),
    )


@settings(deadline=None)  # how long it takes is no matter here
@given(plans(), st.sets(DAYS, max_size=10).map(frozenset), DAYS, st.integers(0, 200))
def test_whatever_the_plan_its_days_are_in_order_within_bounds_and_never_on_days_left_out(
    plan: SeriesPlan, holidays: frozenset[date], first: date, length: int
):
    last = first + timedelta(days=length)
    found = list(plan.occurrences(holidays, first, last))
    days = [one.day for one in found]
    assert days == sorted(set(days))
    assert all(first <= day <= last for day in days)
    assert all(plan.until is None or day <= plan.until for day in days)
    kept = {one.day for one in found if one.dropped is None}
    assert not kept & plan.left_out
    assert not any(pause.covers(day) for pause in plan.pauses for day in kept)
    assert plan.holidays is HolidayChoice.KEEP or not kept & holidays
    by_rule = {
        rhythm: set(takewhile(lambda day: day <= last, days_of(rhythm.rule, rhythm.start.date())))
        for rhythm in plan.rhythms
    }
    assert all(day in by_rule[plan.rhythm_on(day)] for day in days)


@settings(deadline=None)  # how long it takes is no matter here
@given(plans(), st.sets(DAYS, max_size=10).map(frozenset))
def test_whatever_the_plan_it_has_its_count_of_visits_or_all_there_are(plan: SeriesPlan, holidays: frozenset[date]):
    def kept(one: SeriesPlan) -> list[date]:
        last = date(2027, 12, 31)
        return [visit.day for visit in one.occurrences(holidays, one.begins, last) if visit.dropped is None]

    endless = SeriesPlan(plan.rhythms, None, plan.until, plan.holidays, plan.left_out, plan.pauses)
    assert kept(plan) == kept(endless)[: plan.count]


@settings(deadline=None)  # how long it takes is no matter here
@given(plans(), DAYS, DAYS, DAYS)
def test_whatever_the_plan_it_says_the_same_of_a_day_whatever_it_is_asked_with(
    plan: SeriesPlan, first: date, middle: date, last: date
):
    first, middle, last = sorted((first, middle, last))
    whole = list(plan.occurrences(NEW_YEAR, first, last))
    parts = [*plan.occurrences(NEW_YEAR, first, middle), *plan.occurrences(NEW_YEAR, middle + timedelta(days=1), last)]
    assert parts == whole
