"""Good words for a provider, said beside whatever else: they go to her record."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.frame import Frame
from bot.dialogue.rating import NotePraise
from bot.dialogue.step import Step
from bot.dialogue.talk import Talk
from bot.zh.after_visit import displeased


def heard(talk: Talk, frame: Frame) -> Talk:
    """The talk that knows what was said well; what is told in a survey stands there."""
    told = frame.has("praise") and not frame.has("rate_service", "complain") and not displeased(frame.text)
    return replace(talk, to_praise=frame.text) if told else talk


def noting(step: Step) -> Step:
    """It is noted once nothing else is to be done."""
    if step.effect is not None or not step.talk.to_praise:
        return step
    return replace(step, effect=NotePraise(step.talk.to_praise), talk=replace(step.talk, to_praise=""))
