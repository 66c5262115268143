"""Lengths of time of any size, as public suites measure them."""

from __future__ import annotations

import pytest

from bot.zh.measures import seconds_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("36天5小时30分", 3_130_200),
        ("两天又一个月", 2_764_800),
        ("一小时零九分", 4_140),
        ("半个月", 1_296_000),
        ("7 周", 4_233_600),
    ],
)
def test_neighbouring_lengths_add_up(text: str, seconds: int) -> None:
    assert [length for _start, _end, length in seconds_of(text)] == [seconds]
