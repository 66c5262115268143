"""Frequencies in a text (golden/recurrence.csv)."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from bot.zh.extract import find
from bot.zh.recurrence import as_frequency, resolve_frequency
from tests.unit.zh.tables import rows


@pytest.mark.parametrize("row", rows("recurrence"), ids=lambda row: row["text"])
def test_a_frequency_means_its_rule(row: dict[str, str]) -> None:
    now = datetime.fromisoformat(row["now"])
    found = [resolve_frequency(item.value, now) for item in find(row["text"]) if item.kind == "frequency"]
    expected = json.loads(row["expected"])
    assert found == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("text", "rule"),
    [("周三", "FREQ=WEEKLY;BYDAY=WE"), ("周二四", "FREQ=WEEKLY;BYDAY=TU,TH"), ("周末", "FREQ=WEEKLY;BYDAY=SA,SU")],
)
def test_a_weekday_in_answer_to_how_often_is_a_rule(text: str, rule: str) -> None:
    assert as_frequency(find(text)[0].value) == {"rrule": rule}


@pytest.mark.parametrize("text", ["下周三", "明天", "下午三点"])
def test_other_times_are_no_rule(text: str) -> None:
    assert as_frequency(find(text)[0].value) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("每周想请人来打扫两次，周二周五上午", {"rrule": "FREQ=WEEKLY;BYDAY=TU,FR"}),
        ("每周三次，一三五下午", {"rrule": "FREQ=WEEKLY;BYDAY=MO,WE,FR"}),
        ("每周请阿姨来三次", {"rrule": "FREQ=WEEKLY", "times_per_period": 3}),
        ("每周来打扫先做两次", {"rrule": "FREQ=WEEKLY", "count": 2}),
    ],
)
def test_how_often_in_each_week_is_no_number_of_all_visits(text, value):
    assert next(one.value for one in find(text) if one.kind == "frequency") == value
