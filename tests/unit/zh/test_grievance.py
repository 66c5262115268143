"""How bad a complaint is and what is wanted for it: one line of the golden table per way of saying it."""

from __future__ import annotations

import pytest

from bot.zh.grievance import remedy_of, severity_of, spares_the_refund, tells_of_fault
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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("昨天约的十点，阿姨快十一点才到，害我白等", True),
        ("对了上次那个阿姨态度很差，一直玩手机", True),
        ("前天来的师傅把花瓶打碎了", True),
        ("怕阿姨迟到，早点来", False),
        ("上次那个阿姨很好，别派迟到的", False),
        ("约上次那个阿姨", False),
    ],
)
def test_a_fault_of_a_visit_is_told_in_plain_words(text: str, told: bool) -> None:
    assert tells_of_fault(text) is told
