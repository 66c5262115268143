"""Taking a cancel back: which one, and done after a yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue import draft as drafts
from bot.dialogue.effects import Outcome, Refused, Restored, RestoreOrder
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame
from bot.dialogue.orders import WHICH, ask_which, matching, order_line
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import RestoreTask
from bot.dialogue.values import Option

CONFIRM = "restore:confirm"
CONFIRM_OPTIONS = (Option("yes", "恢复"), Option("no", "不用了"))


def begin(talk: Talk, frame: Frame, facts: Facts) -> Step:
    if not facts.cancelled:
        return Step(talk, (Say("utter_nothing_to_restore"),))
    opened = replace(talk, tasks=(*talk.tasks, RestoreTask()))
    return _for(opened, matching(facts.cancelled, frame.request), facts)


def take(talk: Talk, task: RestoreTask, frame: Frame, facts: Facts) -> Step | None:
    """A message to it; ``None`` when it says nothing about it."""
    chosen = drafts.chosen(task.options, frame)
    if (chosen and chosen.value == "no") or (not chosen and frame.has("deny", "abandon")):
        return Step(talk.without_top(), (Say("utter_restore_dropped"),))
    if task.booking_id is None:
        meant = [booking for booking in facts.cancelled if chosen and booking.id == chosen.value]
        return _for(talk, meant or matching(facts.cancelled, frame.request), facts) if meant or frame.requests else None
    if chosen or (frame.has("affirm", "restore_booking") and not frame.asks):
        return Step(talk, (), RestoreOrder(task.booking_id))
    return None


def after(talk: Talk, task: RestoreTask, outcome: Outcome, facts: Facts) -> Step:
    match outcome:
        case Restored(booking=booking):
            values = {"order": order_line(booking, facts), "provider": "、".join(booking.providers)}
            in_review = "_in_review" if booking.awaits_review else ""
            return Step(talk.without_top(), (Say(f"utter_restored{in_review}", values),))
        case Refused(code="window_taken"):
            return Step(talk.without_top(), (Say("utter_restore_gone"),))
        case Refused(code=code):
            return Step(talk.without_top(), (Say(f"utter_error_{code}"),))
        case _:
            return Step(talk)


def ask_again(talk: Talk, task: RestoreTask, facts: Facts) -> Step:
    response = "utter_ask_which_order" if task.asked == WHICH else "utter_ask_restore_again"
    return Step(talk, (Say(response, {}, choices_of(task.options)),))


def _for(talk: Talk, meant: Sequence[BookingView], facts: Facts) -> Step:
    if len(meant) != 1:
        return ask_which(talk, meant, facts)
    asking = talk.with_top(RestoreTask(asked=CONFIRM, options=CONFIRM_OPTIONS, booking_id=meant[0].id))
    said = Say("utter_ask_restore", {"order": order_line(meant[0], facts)}, choices_of(CONFIRM_OPTIONS))
    return Step(asking, (said,))
