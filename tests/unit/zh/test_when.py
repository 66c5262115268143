"""Times in a text, against the clock (golden/when.csv), and back into words."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from bot.zh.extract import find
from bot.zh.when import TimeExpression, Window, resolve, say, with_duration
from tests.unit.zh.tables import rows

MONDAY = datetime.fromisoformat("2026-11-23T10:00:00+08:00")


def times(text: str) -> list[dict[str, Any]]:
    return [found.value for found in find(text) if found.kind == "time"]


def window_of(text: str, now: datetime = MONDAY) -> Window | None:
    return resolve(TimeExpression.from_dict(times(text)[-1]), now)


def as_json(window: Window | None) -> dict[str, Any] | None:
    if window is None:
        return None
    value: dict[str, Any] = {
        "start": window.start and window.start.isoformat(timespec="minutes"),
        "end": window.end and window.end.isoformat(timespec="minutes"),
        "precision": window.precision,
    }
    if window.past:
        value["past"] = True
    if window.exclude:
        value["exclude"] = [day.isoformat() for day in window.exclude]
    return value


@pytest.mark.parametrize("row", rows("when"), ids=lambda row: row["text"])
def test_a_time_means_its_window(row: dict[str, str]) -> None:
    found = window_of(row["text"], datetime.fromisoformat(row["now"]))
    assert as_json(found) == json.loads(row["expected"])


@pytest.mark.parametrize("row", rows("when_none"), ids=lambda row: row["text"])
def test_no_time_is_found_where_none_is(row: dict[str, str]) -> None:
    assert times(row["text"]) == []


@pytest.mark.parametrize("row", rows("when"), ids=lambda row: row["text"])
def test_a_time_expression_survives_json(row: dict[str, str]) -> None:
    value = times(row["text"])[-1]
    assert TimeExpression.from_dict(json.loads(json.dumps(value))).as_dict() == value


def test_the_same_expression_moves_with_the_clock() -> None:
    expression = TimeExpression.from_dict(times("明天下午三点")[0])
    later = datetime.fromisoformat("2026-12-31T23:30:00+08:00")
    assert resolve(expression, later) == Window(datetime(2027, 1, 1, 15, 0), None, "time")


def test_now_in_another_zone_is_the_same_instant() -> None:
    assert window_of("今天下午", datetime.fromisoformat("2026-11-23T02:00:00+00:00")) == window_of("今天下午")


def test_a_part_of_day_that_has_gone_by_is_tomorrows() -> None:
    evening = datetime.fromisoformat("2026-11-23T19:00:00+08:00")
    assert window_of("下午", evening) == Window(datetime(2026, 11, 24, 12), datetime(2026, 11, 24, 18), "part")


def test_a_day_that_does_not_exist_has_no_window() -> None:
    assert resolve(TimeExpression.from_dict({"start": {"day": {"month": 2, "day": 31}}}), MONDAY) is None


def test_a_series_begins_on_its_first_day_after_now() -> None:
    assert window_of("每周二四六 下午2点") == Window(datetime(2026, 11, 24, 14), None, "time")


def test_a_day_is_carried_to_the_hour_of_the_next_service() -> None:
    found = [
        as_json(resolve(TimeExpression.from_dict(value), MONDAY)) for value in times("周六上午10点收纳，下午2点洗冰箱")
    ]
    assert [item["start"] for item in found if item] == ["2026-11-28T10:00", "2026-11-28T14:00"]


def test_a_corrected_day_keeps_the_hour() -> None:
    assert window_of("明天下午三点，不对是后天") == Window(datetime(2026, 11, 25, 15), None, "time")


def test_a_start_with_a_duration_has_an_end() -> None:
    start = Window(datetime(2026, 11, 24, 14), None, "time")
    assert with_duration(start, 150) == Window(datetime(2026, 11, 24, 14), datetime(2026, 11, 24, 16, 30), "time")


def test_a_part_of_day_keeps_its_end_whatever_the_duration() -> None:
    part = Window(datetime(2026, 11, 24, 12), datetime(2026, 11, 24, 18), "part")
    assert with_duration(part, 120) == part


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (Window(datetime(2026, 11, 24, 14), datetime(2026, 11, 24, 17), "time"), "明天（11月24日 周二）14:00–17:00"),
        (Window(datetime(2026, 11, 25, 12), datetime(2026, 11, 25, 18), "part"), "后天（11月25日 周三）下午"),
        (Window(datetime(2026, 12, 6, 8), None, "time"), "12月6日（周日）08:00"),
        (Window(datetime(2027, 1, 2), datetime(2027, 1, 3), "day"), "2027年1月2日（周六）"),
        (Window(datetime(2026, 11, 28), datetime(2026, 11, 30), "range"), "11月28日（周六）–11月29日（周日）"),
        (Window(datetime(2026, 11, 23, 15), None, "part"), "今天（11月23日 周一）15:00以后"),
        (Window(datetime(2026, 11, 23, 10), None, "asap"), "尽快"),
        (
            Window(datetime(2026, 11, 30), datetime(2026, 12, 7), "range", exclude=(date(2026, 12, 2),)),
            "11月30日（周一）–12月6日（周日）（12月2日除外）",
        ),
    ],
)
def test_a_window_is_said_in_words(window: Window, words: str) -> None:
    assert say(window, MONDAY) == words
