"""Dialect words in standard words."""

from __future__ import annotations

import pytest

from bot.nlu.dialect import standard
from bot.zh.normalise import normalise


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("唔使嚟啦", "不用来啦"),
        ("搵個人嚟", "找个人来"),
        ("喊个嬢嬢来嘛", "叫个阿姨来啊"),
        ("啥子价钱", "什么价钱"),
        ("明天上午", "明天上午"),
    ],
)
def test_dialect_words_become_standard_ones_and_the_rest_stays(said: str, meant: str) -> None:
    assert standard(normalise(said)) == meant


def test_the_longest_dialect_word_is_read_first() -> None:
    assert standard("唔好") == "不要"
