"""Cancelling an order: which one, what it costs, and done after a yes."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import draft as drafts
from bot.dialogue import series_task
from bot.dialogue.effects import Cancelled, CancelOrder, Outcome, Refused
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame
from bot.dialogue.orders import WHICH, ask_which, matching, named, order_line
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import CancelTask
from bot.dialogue.values import Option
from bot.domain.values import yuan
from bot.zh.refusal import refuses

CONFIRM = "order:confirm_cancel"
CONFIRM_OPTIONS = (Option("yes", "确认取消"), Option("no", "不取消了"))


def begin(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """Cancelling: never picks silently when two orders fit."""
    if not facts.upcoming:
        return Step(talk, (Say("utter_nothing_to_cancel"),))
    meant = matching(facts.upcoming, frame.request)
    opened = replace(talk, tasks=(*talk.tasks, CancelTask()))
    return _ask_yes(opened, meant[0], facts) if len(meant) == 1 else ask_which(opened, meant, facts)


def take(talk: Talk, task: CancelTask, frame: Frame, facts: Facts) -> Step | None:
    """A message to a cancel in progress; ``None`` when it says nothing about it."""
    chosen = drafts.chosen(task.options, frame)
    if _keeps(frame, chosen):
        return Step(talk.without_top(), (Say("utter_cancel_kept"),))
    if task.booking_id is None:
        return _which(talk, chosen, frame, facts)
    if (chosen is not None and chosen.value == "yes") or (frame.has("affirm", "cancel_booking") and not frame.asks):
        return Step(talk, (), CancelOrder(task.booking_id, task.fee_fen))
    return None


def after(talk: Talk, task: CancelTask, outcome: Outcome, facts: Facts) -> Step:
    match outcome:
        case Cancelled(booking=booking):
            return Step(
                talk.without_top(), (_about_fee("utter_cancelled", "utter_cancelled_with_fee", booking, facts),)
            )
        case Refused(code=code):
            return Step(talk.without_top(), (Say(f"utter_error_{code}"),))
        case _:
            return Step(talk)


def ask_again(talk: Talk, task: CancelTask, facts: Facts) -> Step:
    """The open question once more."""
    response = "utter_ask_which_order_again" if task.asked == WHICH else "utter_ask_cancel_again"
    return Step(talk, (Say(response, {}, choices_of(task.options)),))


def _which(talk: Talk, chosen: Option | None, frame: Frame, facts: Facts) -> Step | None:
    ids = [chosen.value] if chosen else [booking.id for booking in named(facts.upcoming, frame.request)]
    meant = [booking for booking in facts.upcoming if booking.id in ids]
    if len(meant) == 1:
        return _ask_yes(talk, meant[0], facts)
    described = frame.request.service is not None or frame.request.window is not None
    if meant or (described and not frame.has("book_service")) or frame.has("affirm", "cancel_booking"):
        return ask_which(talk, meant or facts.upcoming, facts)
    return None


def _keeps(frame: Frame, chosen: Option | None) -> bool:
    """Whether the customer would rather keep the order; a refused 取消 outweighs any yes."""
    if chosen is not None and chosen.value in ("yes", "no"):
        return chosen.value == "no"
    return refuses(frame.text, "取消") or frame.has("deny", "abandon", "restore_booking")


def _ask_yes(talk: Talk, booking: BookingView, facts: Facts) -> Step:
    if booking.series_id is not None:
        return series_task.begin_skip(talk.without_top(), booking, facts)
    asked = CancelTask(asked=CONFIRM, options=CONFIRM_OPTIONS, booking_id=booking.id, fee_fen=booking.fee_fen)
    said = replace(
        _about_fee("utter_ask_cancel", "utter_ask_cancel_with_fee", booking, facts), choices=choices_of(CONFIRM_OPTIONS)
    )
    return Step(talk.with_top(asked), (said,))


def _about_fee(without: str, with_fee: str, booking: BookingView, facts: Facts) -> Say:
    """One of two responses: the second names what the cancel costs."""
    values = {"order": order_line(booking, facts)}
    return Say(with_fee, {**values, "fee": yuan(booking.fee_fen)}) if booking.fee_fen else Say(without, values)
