"""One way to write a text, every character in its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.zh.normalise import normalise, script, to_traditional


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１３８，ＡＢＣ", "138,abc"),
        ("閔行區６２０弄９號樓", "闵行区620弄9号楼"),
        ("臺灣裡面週六", "台湾里面周六"),
        ("明天\t下午\u200b三点", "明天 下午 三点"),
        ("①周二", "①周二"),
    ],
)
def test_a_text_is_written_one_way(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(st.text())
def test_a_normalised_text_is_as_long_as_the_text(text: str) -> None:
    assert len(normalise(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("聽日下晝有冇人", "traditional"), ("明天下午", "simplified"), ("ok", "simplified")]
)
def test_the_script_is_told(text: str, expected: str) -> None:
    assert script(text) == expected


def test_words_are_said_in_traditional_script() -> None:
    assert to_traditional("明天下午三点的保洁") == "明天下午三點的保潔"
