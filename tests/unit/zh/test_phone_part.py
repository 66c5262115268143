"""A few digits of a phone that were wrong, and what only sounds like them."""

from __future__ import annotations

import pytest

from bot.zh.phone_part import corrected

PHONE = "15000112233"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电话尾号错了 是2234", "15000112234"),
        ("最后四位应该是2234", "15000112234"),
        ("手机号最后一位写错了 是5", "15000112235"),
        ("尾号二二三四", "15000112234"),
        ("不是2233，是2234", "15000112234"),
        ("號碼是2234不是2233", "15000112234"),
        ("前三位是139", "13900112233"),
        ("中间四位是1234", "15012342233"),
        ("电话最后是8899", "15000118899"),
        ("后两位是34", "15000112234"),
    ],
)
def test_digits_that_are_told_take_their_place(text: str, expected: str) -> None:
    assert corrected(PHONE, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "是4号不是3号",
        "不是三点是四点",
        "12栋不是11栋",
        "不是33是34",
        "不是2单元是3单元",
        "尾号2234那单",
        "改成尾号9999的那个号",
        "电话不是尾号2233那个",
        "最后一次是5号",
        "前三位是000",
        "打我电话",
        "中间2个小时没人在",
        "中间三个小时我不在家",
        "我住中间4楼",
        "中间4点到5点要接孩子",
        "最后一位5点走",
        "电话最后9点前打",
        "不是3是5，两位大人",
    ],
)
def test_other_numbers_are_no_digits_of_a_phone(text: str) -> None:
    assert corrected(PHONE, text) is None


def test_what_is_no_whole_number_has_no_part_to_put_right() -> None:
    assert corrected("", "尾号是2234") is None
