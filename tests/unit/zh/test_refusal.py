from __future__ import annotations

import pytest

from bot.zh.refusal import refuses


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
