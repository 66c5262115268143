"""Whether a sentence asks which of two things, or settles one."""

from __future__ import annotations

import pytest

from bot.zh.either import either

ASKS = """是同一个人做还是要来两个人啊|上午来还是下午来好|先打扫还是先洗油烟机呢|一个人来还是两个人来|周五还是周六好
深度好还是日常好|那是一个阿姨来还是两个阿姨来|系一个人嚟定系两个人嚟呀|是一趟来还是分两趟来|要擦窗还是不擦|周五还是周六？"""
SETTLES = """那还是周五吧|时间还是三点|地址还是老地方|我还是想下午|周五不行还是周六吧|还是上次那个阿姨|打扫还是照旧
周六还是周日都行|阿姨还是上次那位|三点还是四点吧|算了还是打扫吧|我妈家还是老地址|明天还是下午三点|上午没空还是下午来吧|还是来两个人吧"""


@pytest.mark.parametrize("text", ASKS.replace("\n", "|").split("|"))
def test_it_asks_which_of_two(text: str) -> None:
    assert either(text) is not None


@pytest.mark.parametrize("text", SETTLES.replace("\n", "|").split("|"))
def test_one_that_is_settled_is_not_asked(text: str) -> None:
    assert either(text) is None
