"""What is told in the middle of a booking and fills nothing: a note for whoever comes."""

from __future__ import annotations

import pytest

from bot.dialogue.frame import Request
from bot.dialogue.remarks import with_remark
from bot.dialogue.tasks import BookingTask, Wish
from bot.dialogue.understanding import frame_from
from bot.dialogue.values import BookingDraft
from tests.builders import NOW
from tests.fakes import SHANGHAI
from tests.talker import parse_of


def _notes(text: str, service: str, intent: str = "inform") -> str:
    task = BookingTask(wishes=(Wish(BookingDraft(service=service)),))
    frame = frame_from(parse_of(text, intent), NOW.astimezone(SHANGHAI))
    return (with_remark(frame, task).requests or (Request(),))[0].notes


@pytest.mark.parametrize(
    "text", ["老人80岁，能自理一部分", "我妈做完手术刚出院，要人扶着走路", "宝宝一岁半，有点认生，刚断奶"]
)
def test_how_somebody_is_who_is_cared_for_is_told_to_whoever_comes(text: str) -> None:
    assert _notes(text, "elder_care") == text


def test_of_other_work_an_age_is_no_note() -> None:
    assert _notes("我老公三十二岁，在家等着", "daily_cleaning") == ""


def test_a_question_about_it_is_none() -> None:
    assert _notes("卧床的老人你们能照顾吗？", "elder_care", "ask_services") == ""
