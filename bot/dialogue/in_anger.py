"""Somebody is angry with the bot: it is sorry once and names the way to a person; the second time a person comes."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import QueueHandoff
from bot.dialogue.frame import Frame
from bot.dialogue.step import Say, Step
from bot.dialogue.talk import Talk
from bot.domain.handoff_reason import Reason
from bot.zh.mood import is_angry

_SEEN_TO = ("complain", "request_refund", "request_human")


def soothed(talk: Talk, frame: Frame, step: Step) -> Step:
    """The same step; anger about a visit is a complaint, which is seen to as one."""
    if isinstance(step.effect, QueueHandoff) or frame.has(*_SEEN_TO) or not is_angry(frame.text):
        return replace(step, talk=replace(step.talk, angry=0)) if step.talk.angry else step
    if talk.angry:
        return Step(
            replace(step.talk, angry=0, misunderstood=0), (Say("utter_anger_handoff"),), QueueHandoff(Reason.ANGER)
        )
    others = tuple(say for say in step.say if say.response != "utter_rude")  # sorry is said once
    return replace(step, talk=replace(step.talk, angry=1), say=(Say("utter_anger"), *others))
