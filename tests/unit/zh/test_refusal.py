from __future__ import annotations

import pytest

from bot.zh.refusal import declines, refuses, wants_another_person


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("取消", False),
        ("不取消了", True),
        ("别取消啊", True),
        ("唔好取消", True),
        ("不用取消，留着", True),
        ("不约了，取消吧", False),
        ("不取消周三的，取消周五的", False),
        ("好的", False),
    ],
)
def test_a_refused_cancel_is_told_from_a_wished_one(text, refused):
    assert refuses(text, "取消") is refused


@pytest.mark.parametrize(
    ("text", "declined"),
    [
        ("好的不用了", True),
        ("好的，不要了", True),
        ("算了吧", True),
        ("不行", True),
        ("先不约了谢谢", True),
        ("好的", False),
        ("好的，不用带工具", False),
        ("可以，不要男的", False),
        ("不了解你们的价格", False),
        ("没问题", False),
    ],
)
def test_a_no_behind_a_polite_word_is_heard(text, declined):
    assert declines(text) is declined


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("换个阿姨", True),
        ("换一个人吧", True),
        ("不要她", True),
        ("阿姨这次换一个试试", True),
        ("阿姨要不换一个吧 谁都行", True),
        ("师傅能换一下吗", True),
        ("能不能让别人来", True),
        ("想换另外一个阿姨", True),
        ("换个时间", False),
        ("阿姨换个时间来", False),
        ("阿姨别换", False),
        ("不换阿姨", False),
        ("另外一个阿姨也来", False),
        ("好的", False),
    ],
)
def test_the_wish_for_another_person_is_told_from_other_changes(text, other):
    assert wants_another_person(text) is other
