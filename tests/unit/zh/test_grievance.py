"""How bad a complaint is and what is wanted for it: one line of the golden table per way of saying it."""

from __future__ import annotations

import pytest

from bot.zh.grievance import remedy_of, severity_of, spares_the_refund
from tests.unit.zh.tables import rows


@pytest.mark.parametrize("row", rows("grievance"), ids=lambda row: row["text"])
def test_a_complaint_tells_its_severity_and_remedy(row: dict[str, str]) -> None:
    remedy = remedy_of(row["text"])
    assert (severity_of(row["text"], row["category"] or None, remedy), remedy or "") == (row["severity"], row["remedy"])


@pytest.mark.parametrize(
    ("text", "spared"), [("钱就不用退了", True), ("修不好再说退钱", True), ("退钱", False), ("你好", False)]
)
def test_a_refund_that_is_only_spoken_of_is_spared(text: str, spared: bool) -> None:
    assert spares_the_refund(text) is spared
