from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.conversation import Mode
from bot.domain.gate import Pass, gate
from bot.domain.sending import Purpose
from tests.builders import a_conversation, an_outbound
from tests.fakes import NOON


@pytest.mark.parametrize(
    ("mode", "passes"),
    [
        (Mode.BOT, {Purpose.ANSWER, Purpose.AGENT, Purpose.NOTICE, Purpose.REMINDER, Purpose.QUESTION}),
        (Mode.QUEUED, {Purpose.ANSWER, Purpose.AGENT, Purpose.NOTICE, Purpose.REMINDER}),
        (Mode.AGENT, {Purpose.AGENT, Purpose.NOTICE, Purpose.REMINDER}),
    ],
)
def test_each_mode_lets_out_what_it_says(mode: Mode, passes: set[Purpose]):
    conversation = replace(a_conversation(), mode=mode)
    let_out = {one for one in Purpose if gate(conversation, an_outbound(purpose=one)) is Pass.GOES}
    assert let_out == passes


def test_an_answer_is_dropped_and_a_question_waits():
    held = replace(a_conversation(), mode=Mode.AGENT)
    assert gate(held, an_outbound(purpose=Purpose.ANSWER)) is Pass.DROPPED
    assert gate(held, an_outbound(purpose=Purpose.QUESTION)) is Pass.WAITS


def test_an_answer_from_before_an_agent_came_does_not_come_out_when_she_has_gone():
    back = replace(a_conversation(), back_at=NOON)
    assert gate(back, an_outbound(created_at=NOON - timedelta(seconds=1))) is Pass.DROPPED
    assert gate(back, an_outbound(created_at=NOON)) is Pass.GOES
