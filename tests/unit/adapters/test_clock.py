from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.clock import ShiftedClock, SystemClock
from bot.domain.errors import InvalidData
from bot.domain.values import parse_duration

START = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
A_MOMENT = timedelta(seconds=5)


def _close(instant: datetime, expected: datetime) -> bool:
    return timedelta(0) <= instant - expected < A_MOMENT


def test_the_systems_clock_is_aware_and_runs():
    clock = SystemClock()
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert first <= second


def test_a_shifted_clock_starts_where_it_is_told_and_runs_on(tmp_path: Path):
    clock = ShiftedClock(START, tmp_path / "clock.json")
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert _close(first, START)
    assert first < second


def test_advancing_moves_the_clock_of_every_process(tmp_path: Path):
    mine, another = (ShiftedClock(START, tmp_path / "clock.json") for _ in range(2))
    assert _close(another.now(), START)
    moved = mine.advance(timedelta(hours=2))
    assert _close(moved, START + timedelta(hours=2))
    assert _close(another.now(), START + timedelta(hours=2))
    another.advance(timedelta(minutes=30))
    assert _close(mine.now(), START + timedelta(hours=2, minutes=30))


def test_a_restart_goes_on_where_the_clock_is(tmp_path: Path):
    ShiftedClock(START, tmp_path / "clock.json").advance(timedelta(days=1))
    assert _close(ShiftedClock(START, tmp_path / "clock.json").now(), START + timedelta(days=1))


def test_another_start_begins_anew(tmp_path: Path):
    ShiftedClock(START, tmp_path / "clock.json").advance(timedelta(days=1))
    later = START + timedelta(days=30)
    assert _close(ShiftedClock(later, tmp_path / "clock.json").now(), later)


def test_the_same_start_told_in_another_zone_is_the_same_clock(tmp_path: Path):
    ShiftedClock(START, tmp_path / "clock.json").advance(timedelta(days=1))
    told_in_utc = ShiftedClock(START.astimezone(UTC), tmp_path / "clock.json")
    assert _close(told_in_utc.now(), START + timedelta(days=1))


def test_advances_at_the_same_time_all_count(tmp_path: Path):
    clocks = [ShiftedClock(START, tmp_path / "clock.json") for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda clock: clock.advance(timedelta(hours=1)), clocks))
    assert _close(clocks[0].now(), START + timedelta(hours=8))


def test_a_clock_never_goes_back(tmp_path: Path):
    with pytest.raises(InvalidData):
        ShiftedClock(START, tmp_path / "clock.json").advance(timedelta(hours=-1))


def test_a_damaged_clock_file_is_named(tmp_path: Path):
    file = tmp_path / "clock.json"
    file.write_text("{}")
    with pytest.raises(InvalidData, match=r"clock\.json"):
        ShiftedClock(START, file).now()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2h", timedelta(hours=2)),
        ("30m", timedelta(minutes=30)),
        ("45s", timedelta(seconds=45)),
        ("1d2h", timedelta(days=1, hours=2)),
        (" 1D2H30M ", timedelta(days=1, hours=2, minutes=30)),
    ],
)
def test_a_duration_is_read(text: str, expected: timedelta):
    assert parse_duration(text) == expected


@pytest.mark.parametrize("text", ["", "2", "h", "2 h", "-2h", "2h2h", "2w", "1.5h", "2hx"])
def test_what_is_no_duration_is_refused(text: str):
    with pytest.raises(InvalidData):
        parse_duration(text)
