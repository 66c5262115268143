"""What people read in place of the codes that are stored."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.console.pages.wording import DRAFT_PARTS, FILTERS, TICKET_STEPS

BOT = Path(__file__).resolve().parents[3] / "bot"


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
        ("draft_part", "area_sqm", "面积"),
        ("draft_part", "window 1", "时间（2）"),
        ("series_state", "paused", "暂停中"),
        ("channel_event", "console:handed_back", "坐席交回机器人"),
    ],
)
def test_a_code_is_shown_in_words(name: str, code: str, words: str):
    assert FILTERS[name](code) == words


def test_every_step_of_a_ticket_has_words():
    """Whatever writes one: nobody at the console reads codes."""
    sources = [path.read_text() for path in (BOT / "usecases").glob("*.py")]
    names = {name for source in sources for name in re.findall(r'\.step\((?:[^()"]|\([^()]*\))*"([a-z_]+)"', source)}
    assert {"ticket_taken", "messages_attached"} <= names
    assert names - set(TICKET_STEPS) == set()


def test_every_part_of_a_draft_has_a_name():
    names = set(re.findall(r'^ +\("([a-z_]+)", ', (BOT / "dialogue" / "draft_words.py").read_text(), re.MULTILINE))
    assert "area_sqm" in names
    assert names - set(DRAFT_PARTS) == set()
