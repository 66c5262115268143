"""What people read in place of the codes that are stored."""

from __future__ import annotations

import pytest

from bot.console.pages.wording import FILTERS


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("call_reason", "no_way_open", "消息送不到"),
        ("call_reason", "errcode_45015", "消息送不到"),
        ("call_reason", "survey_low", "评价不满意，要回电"),
        ("call_reason", "agent_silent", "坐席没有回复"),
        ("actor", "survey", "回访"),
        ("actor", "load", "导入"),
        ("actor", "to_customer:agent:小周", "坐席 小周（写给客户）"),
        ("actor", "p1", "p1"),
        ("ticket_step", "ticket_asked_again", "又问了一次是否解决"),
        ("ticket_step", "ticket_loaded", "从文件导入"),
    ],
)
def test_a_code_is_shown_in_words(name: str, code: str, words: str):
    assert FILTERS[name](code) == words
