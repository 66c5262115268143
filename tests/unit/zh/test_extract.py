"""All values of a message: golden tables per kind, and what must hold for any text."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.zh.extract import MAX_CHARS, find
from bot.zh.found import Found
from tests.unit.zh.tables import cases

KINDS = {
    "area_duration": ("area", "duration", "rooms", "note"),
    "phone": ("phone", "phone_invalid"),
    "address": ("address", "address_part"),
    "people": ("name", "provider"),
    "quantities": ("quantity", "providers"),
}
TABLE = [(kinds, text, expected) for name, kinds in KINDS.items() for text, expected in cases(name)]
# Pieces of which real messages are made, so that chance meets the grammar.
PIECES = [
    "明天",
    "下周三",
    "3点",
    "到",
    "每",
    "周",
    "五",
    "号楼",
    "弄",
    "138",
    "0013",
    "8000",
    "平",
    "两",
    "个",
    "小时",
    "不要",
    "上次那个",
    "阿姨",
    "，",
    "\n",
    "李",
    "室",
    "12",
    "-",
    "月",
    "日",
    "后",
    "前",
    "路",
]


@pytest.mark.parametrize(("kinds", "text", "expected"), TABLE, ids=[case[1] for case in TABLE])
def test_a_text_gives_its_values(kinds: tuple[str, ...], text: str, expected: list[list[Any]]) -> None:
    assert [[item.kind, item.text, item.value] for item in find(text) if item.kind in kinds] == expected


@pytest.mark.parametrize(("text", "number"), [("2", 2), ("第二个", 2), ("选2", 2), ("就第三个吧", 3)])
def test_a_bare_number_is_a_choice(text: str, number: int) -> None:
    assert [(item.kind, item.value) for item in find(text)] == [("choice", number)]


def test_a_bare_number_with_hao_may_be_a_choice_or_a_day() -> None:
    assert {item.kind: item.value for item in find("二号")} == {"choice": 2, "time": {"start": {"day": {"day": 2}}}}


@pytest.mark.parametrize("text", ["2小时", "洗2台挂机", "第二天", "我要2个阿姨"])
def test_a_number_in_a_longer_message_is_no_choice(text: str) -> None:
    assert [item.value for item in find(text) if item.kind == "choice"] == []


def sound(text: str, found: tuple[Found, ...]) -> bool:
    inside = all(0 <= item.start < item.end <= len(text) and item.text == text[item.start : item.end] for item in found)
    ordered = all(first.start <= second.start for first, second in pairwise(found))
    return inside and ordered and bool(json.dumps([item.value for item in found]))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert sound(text, find(text))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_mixture_of_real_pieces_is_read_without_an_error(text: str) -> None:
    assert sound(text, find(text))


def test_what_stands_behind_the_limit_is_not_read() -> None:
    assert find("啊" * MAX_CHARS + "明天下午三点") == ()
