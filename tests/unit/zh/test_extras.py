"""What a question about costs names: times that may cost more, things that are bought for the work."""

from __future__ import annotations

import pytest

from bot.zh.extras import bought_things, dearer_times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("碰到过节要加钱吗", ("holiday",)),
        ("节假日加不加价", ("holiday",)),
        ("公众假期使唔使加钱", ("holiday",)),
        ("初一来是不是要贵点", ()),
        ("大年初一来是不是贵些", ("holiday",)),
        ("晚上来要多收钱吗", ("night",)),
        ("夜里向要加钞票伐", ("night",)),
        ("週末會比較貴嗎", ("weekend",)),
        ("节假日和晚上是不是都要加钱", ("holiday", "night")),
        ("当天约要加急费吗", ("urgent",)),
        ("晚上打扫多少钱", ()),
        ("国庆能来吗", ()),
        ("节假日加收的钱我懂的", ()),
    ],
)
def test_times_are_dearer_only_where_that_is_asked(text: str, times: tuple[str, ...]):
    assert dearer_times(text) == times


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("换零件的钱另算？", ("配件", "材料")),
        ("配件要不要钱", ("配件", "材料")),
        ("水龙头要我自己买吗", ("材料", "配件")),
        ("材料费包在里面吗", ("材料", "配件")),
        ("菜是你们买还是我买", ("食材",)),
        ("买菜的钱算谁的", ("食材",)),
        ("餸係邊個買", ("食材",)),
        ("啲餸系咪要我自己买㗎", ("食材",)),
        ("能帮忙买菜吗", ("食材",)),
        ("收纳盒另外收费吗", ("收纳用品",)),
        ("水龙头漏水了", ()),
        ("做四个菜多少钱", ()),
    ],
)
def test_things_that_are_bought_are_told_from_the_work(text: str, things: tuple[str, ...]):
    assert bought_things(text) == things


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("插座钱是不是另外算", True),
        ("灯的钱另算不", True),
        ("龙头本身要另外出钱吗", True),
        ("锁芯另算伐", True),
        ("换插座要多少钱", False),
        ("修龙头怎么收费", False),
        ("开关坏了要几钱", False),
    ],
)
def test_what_is_fitted_may_be_paid_besides(text: str, asked: bool):
    assert ("材料" in bought_things(text)) is asked
