from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.replay.moments import moment
from bot.replay.play import until

MONDAY_TEN = datetime(2026, 11, 23, 10)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("+2 14:00", datetime(2026, 11, 25, 14)),
        ("-7 9:30", datetime(2026, 11, 16, 9, 30)),
        ("+1", datetime(2026, 11, 24)),
        ("+1 下午", datetime(2026, 11, 24, 12)),
        ("周六 09:00", datetime(2026, 11, 28, 9)),
        ("周一 10:00", datetime(2026, 11, 23, 10)),
        ("周一 09:59", datetime(2026, 11, 30, 9, 59)),
        ("周一 上午", datetime(2026, 11, 23, 8)),
        ("星期天 15:00", datetime(2026, 11, 29, 15)),
        ("这周五 12:00", datetime(2026, 11, 27, 12)),
        ("下周三 14:00", datetime(2026, 12, 2, 14)),
        ("下下周一 08:00", datetime(2026, 12, 7, 8)),
        ("2026-12-01 09:00", datetime(2026, 12, 1, 9)),
        ("11:00", datetime(2026, 11, 23, 11)),
        ("09:00", datetime(2026, 11, 24, 9)),
    ],
)
def test_a_time_counts_from_the_beginning_of_the_conversation(written: str, expected: datetime):
    assert moment(written).earliest(MONDAY_TEN) == expected


@pytest.mark.parametrize("written", ["", "明天", "+2 25:00", "周八 10:00", "+2 14", "下周 10:00", "2026-13-01"])
def test_what_is_no_time_is_refused(written: str):
    with pytest.raises(ValueError):  # noqa: PT011 -- of whatever kind, as pydantic takes them all
        moment(written)


@pytest.mark.parametrize(
    ("written", "first", "last", "outside"),
    [
        ("+1 14:00", "2026-11-24T14:00", "2026-11-24T14:00", "2026-11-24T14:30"),
        ("+1 下午", "2026-11-24T12:00", "2026-11-24T18:00", "2026-11-24T11:30"),
        ("+1", "2026-11-24T00:00", "2026-11-24T23:30", "2026-11-25T00:00"),
    ],
)
def test_a_part_of_a_day_covers_every_start_in_it(written: str, first: str, last: str, outside: str):
    covered = [moment(written).covers(datetime.fromisoformat(one), MONDAY_TEN) for one in (first, last, outside)]
    assert covered == [True, True, False]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (MONDAY_TEN, timedelta(0)),
        (MONDAY_TEN + timedelta(minutes=14), timedelta(0)),
        (MONDAY_TEN - timedelta(hours=1), timedelta(hours=1)),
        (MONDAY_TEN + timedelta(hours=1), timedelta(days=6, hours=23)),
    ],
)
def test_the_clock_moves_on_to_the_beginning_but_not_a_week_for_minutes(now: datetime, expected: timedelta):
    assert until(moment("周一 10:00"), now) == expected
