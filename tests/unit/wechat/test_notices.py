"""The values of notices."""

from __future__ import annotations

import pytest

from bot.adapters.wechat.notices import shortened, subscription_data, template_data
from bot.domain.errors import InvalidData


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("thing1", "好" * 20), ("number2", "12.5"), ("number2", "1" * 32), ("letter3", "ABC"), ("symbol4", "***"),
        ("character_string5", "BK-2026/11#7"), ("time6", "15:01"), ("time6", "2026年11月25日 14:00~16:00"),
        ("date7", "2026年11月25日"), ("date7", "2026-11-25 14:00"), ("date7", "2026年11月25日~2026年11月26日"),
        ("amount8", "¥128.00"), ("amount8", "128元"), ("phone_number9", "+86-0766-66888866"),
        ("car_number10", "沪A12345"),
        ("name11", "王阿姨"), ("name11", "Elizabeth Windsor"), ("phrase12", "已确认"), ("enum13", "whatever"),
    ],
)  # fmt: skip
def test_a_value_within_its_rule_is_passed_on(name: str, value: str) -> None:
    assert subscription_data({name: value}) == {name: {"value": value}}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("thing1", "好" * 21), ("thing1", "a" * 21), ("thing1", ""), ("thing1", " "), ("thing1", "一\n二"),
        ("number2", "十二"), ("number2", "1" * 33), ("letter3", "A1"), ("symbol4", "******"),
        ("character_string5", "单号7"), ("time6", "25:00"), ("time6", "下午三点"), ("date7", "明天"),
        ("amount8", "12345678901"), ("phone_number9", "1" * 18), ("car_number10", "沪A12345678"),
        ("name11", "王" * 11), ("name11", "王" + "a" * 10), ("phrase12", "已经确认好了"), ("phrase12", "ok"),
    ],
)  # fmt: skip
def test_a_value_the_platform_would_refuse_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(InvalidData, match=f"data.{name}.value"):
        subscription_data({name: value})


def test_a_template_line_counts_a_run_of_digits_or_letters_as_one() -> None:
    assert shortened("好" * 19 + "20261125") == "好" * 19 + "20261125"
    assert shortened("好" * 21) == "好" * 19 + "…"


def test_template_values_lose_line_breaks_and_length_but_are_sent() -> None:
    assert template_data({"thing1": "一\n二 ", "thing2": "好" * 30}) == {
        "thing1": {"value": "一 二"},
        "thing2": {"value": "好" * 19 + "…"},
    }
