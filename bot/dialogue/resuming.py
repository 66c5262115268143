"""The open question once more, after an answer beside it."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.facts import Facts
from bot.dialogue.skills import SKILLS
from bot.dialogue.step import Say, Step
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask
from bot.dialogue.values import BookingDraft


def resumed(talk: Talk, said: tuple[Say, ...], facts: Facts) -> Step:
    """An answer beside the task, then the open question once."""
    if talk.top is None:
        return Step(talk, said)
    said = tuple(Say("utter_hello_again") if one.response == "utter_greet" else one for one in said)
    step = SKILLS[type(talk.top)].ask_again(talk, talk.top, facts)
    return replace(step, say=(*said, *step.say))


def draft_talked_of(talk: Talk) -> BookingDraft:
    """What a question is about where it does not say so."""
    task = next((task for task in reversed(talk.tasks) if isinstance(task, BookingTask)), None)
    return task.draft if task else talk.asked_about or BookingDraft()
