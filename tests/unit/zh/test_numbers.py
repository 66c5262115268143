"""Chinese and mixed numerals (golden/numbers.csv)."""

from __future__ import annotations

import pytest

from bot.zh.numbers import number, whole
from tests.unit.zh.tables import cases


@pytest.mark.parametrize(("text", "expected"), cases("numbers"))
def test_a_numeral_has_its_value(text: str, expected: float | None) -> None:
    assert number(text) == expected


def test_a_half_is_no_whole_number() -> None:
    assert whole("2.5") is None
