"""Pictures and films of the customer: kept with the order they belong to, so that a person finds them."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Booked, ConfirmHold, NoteOnOrder, Outcome
from bot.dialogue.facts import Facts
from bot.dialogue.step import Step
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask, EmergencyTask
from bot.zh.pictures import noted_as

_MOST = 9
"""As many as one message of the platform may hold."""


def noted(talk: Talk, facts: Facts) -> Talk:
    """The talk with what came in this turn."""
    return replace(talk, attached=(*talk.attached, *facts.attached)[-_MOST:])


def kept(step: Step, outcome: Outcome | None = None) -> Step:
    """Gives what came to the draft on top, to the order that is held or has just been made; else it waits for one."""
    attached, top = step.talk.attached, step.talk.top
    if not attached:
        return step
    if isinstance(top, EmergencyTask):  # it stands in what those on duty were told
        return replace(step, talk=replace(step.talk, attached=()))
    if isinstance(outcome, Booked) and step.effect is None:
        return _on_order(step, outcome.booking.id)
    if not isinstance(top, BookingTask) or isinstance(step.effect, ConfirmHold):
        return step
    if top.held is not None and step.effect is None:
        step = _on_order(step, top.held.id)
    notes = "；".join((*filter(None, (top.draft.notes,)), noted_as(attached)))
    wish = replace(top.wish, draft=replace(top.draft, notes=notes))
    return replace(step, talk=replace(step.talk.with_top(top.with_wish(top.at, wish)), attached=()))


def _on_order(step: Step, booking_id: str) -> Step:
    talk = replace(step.talk, attached=())
    return Step(talk, step.say, NoteOnOrder(booking_id, noted_as(step.talk.attached)))
