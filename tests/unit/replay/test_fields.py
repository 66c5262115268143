from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot.replay.fields import check, is_same, shown

BEGAN = datetime(2026, 11, 23, 10)
TUESDAY_TWO = {"start": "2026-11-24T14:00:00+08:00", "end": "2026-11-24T17:00:00+08:00"}


@pytest.mark.parametrize(
    ("name", "expected", "actual", "same"),
    [
        ("window", "+1 14:00", TUESDAY_TWO, True),
        ("window", "+1 下午", {"start": "2026-11-24T14:00:00", "end": None, "precision": "time"}, True),
        ("window", "+1 14:30", TUESDAY_TWO, False),
        ("window", "+1 14:00", None, False),
        ("window", "+1 14:00", {"start": None, "end": None, "precision": "asap"}, False),
        ("area_sqm", "90", 90.0, True),
        ("area_sqm", "90", 95.0, False),
        ("special_needs", ["has_cat", "quiet"], ["quiet", "has_cat"], True),
        ("special_needs", ["has_cat"], ["has_cat", "quiet"], False),
        ("special_needs", [], [], True),
        ("special_needs", "none", ["has_cat"], False),
        ("quantities", {"空调挂机": "2"}, {"空调挂机": 2}, True),
        ("quantities", {"空调挂机": "2"}, {"空调挂机": 2, "冰箱": 1}, False),
        ("quantities", "none", {}, True),
        ("address", "浦东新区张杨路1458弄6号楼1202", "浦東新區張楊路1458弄 6號樓1202", True),
        ("address", "浦东新区张杨路1458弄6号楼1202", "浦东新区张杨路1458弄6号楼1203", False),
        ("phone", "13800138000", "13800138000", True),
        ("provider", "王桂兰", "李秀英", False),
        ("exdate", ["+2"], ["2026-11-25"], True),
        ("until", "2026-12-31", "2026-12-31", True),
        ("until", "none", None, True),
        ("from", "周六", "2026-11-28", True),
        ("fixed", "yes", True, True),
        ("same_provider", "no", True, False),
        ("frequency", {"rrule": "FREQ=WEEKLY"}, {"rrule": "FREQ=WEEKLY", "count": None}, True),
        ("frequency", {"rrule": "FREQ=WEEKLY"}, {"rrule": "FREQ=DAILY"}, False),
    ],
)
def test_a_value_is_compared_as_people_read_it(name: str, expected: Any, actual: Any, same: bool):
    assert is_same(name, expected, actual, BEGAN) is same


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"windo": "+1"}, "unknown field 'windo'"),
        ({"window": "明天"}, "'明天' is no time"),
        ({"area_sqm": "大"}, "area_sqm: '大' is no number"),
        ({"quantities": "2台"}, "quantities: write them like"),
        ("14:00", "this must be a mapping"),
    ],
)
def test_a_field_that_cannot_be_compared_is_refused(given: Any, fault: str):
    with pytest.raises(ValueError, match=fault):
        check(given, ("window", "area_sqm", "quantities"))


def test_a_value_is_shown_in_short():
    assert shown({"service": "daily_cleaning", "window": TUESDAY_TWO, "needs": ["a", "b"], "notes": ""}) == (
        "{service: daily_cleaning, window: 2026-11-24T14:00, needs: [a, b], notes: none}"
    )
