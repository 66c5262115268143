"""Taking cancels back: which, and done after a yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue import choosing
from bot.dialogue.described import Meant, meant
from bot.dialogue.effects import OrdersRestored, Outcome, Refused, RestoreOrders
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame
from bot.dialogue.orders import WHICH, answered_which, ask_which, order_line, order_lines
from bot.dialogue.restating import adds_nothing, answer_to, wishes_else
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import RestoreTask
from bot.dialogue.values import Option
from bot.zh.own_doings import without_doings
from bot.zh.taking_back import restoring, stays_as_it_was

CONFIRM = "restore:confirm"
CONFIRM_OPTIONS = (Option("yes", "恢复"), Option("no", "不用了"))


def begin(talk: Talk, frame: Frame, facts: Facts) -> Step:
    if not facts.cancelled:
        return Step(talk, (Say("utter_nothing_to_restore"),))
    opened = replace(talk, tasks=(*talk.tasks, RestoreTask()))
    return _for(opened, meant_of(talk, frame.text, facts), facts)


def take(talk: Talk, task: RestoreTask, frame: Frame, facts: Facts) -> Step | None:
    """A message to it; ``None`` when it says nothing about it."""
    chosen = choosing.chosen(task.options, frame)
    if (chosen and chosen.value == "no") or (not chosen and frame.has("deny", "abandon")):
        return Step(talk.without_top(), (Say("utter_restore_dropped"),))
    if task.asked == WHICH:
        said = answered_which(talk, task.options, facts.cancelled, frame, facts)
        return _for(talk, said, facts) if said is not None else None
    shown, agrees = _shown(task, facts), frame.has("affirm", "restore_booking")
    if chosen or (agrees and adds_nothing(frame, shown, "restore_booking")) or _names_again(frame, shown):
        return Step(talk, (), RestoreOrders(task.booking_ids))
    return ask_again(talk, task, facts) if agrees and not frame.asks else None


def after(talk: Talk, task: RestoreTask, outcome: Outcome, facts: Facts) -> Step:
    match outcome:
        case OrdersRestored(bookings=bookings, gone=gone):
            order_id = bookings[0].id if len(bookings) == 1 else None
            return Step(replace(talk.without_top(), order_id=order_id), _said(bookings, gone, facts))
        case Refused(code=code):
            return Step(talk.without_top(), (Say(f"utter_error_{code}"),))
        case _:
            return Step(talk)


def ask_again(talk: Talk, task: RestoreTask, facts: Facts) -> Step:
    response = "utter_ask_which_order" if task.asked == WHICH else "utter_ask_restore_again"
    return Step(talk, (Say(response, {}, choices_of(task.options)),))


def meant_of(talk: Talk, text: str, facts: Facts) -> Meant:
    """The one that is named where it is asked for; what else is told is why, and describes none."""
    told = without_doings(text)
    where = meant(facts.cancelled, restoring(told), facts, talk.order_id)
    if where.named or where.every:
        return where
    found = meant(facts.cancelled, told, facts, talk.order_id)
    last = tuple(booking for booking in facts.cancelled if booking.id == talk.order_id)
    return Meant(last, named=True) if last and not found.orders else found


def _names_again(frame: Frame, shown: Sequence[BookingView]) -> bool:
    """时间就原来的 明天十点: all of it as it was."""
    if wishes_else(frame, "restore_booking", "book_service", "reschedule_booking", "change_booking"):
        return False
    if answer_to(frame, shown) is not None:
        return True
    return not (frame.has_details or frame.asks) and stays_as_it_was(frame.text)


def _shown(task: RestoreTask, facts: Facts) -> tuple[BookingView, ...]:
    return tuple(booking for booking in facts.cancelled if booking.id in task.booking_ids)


def _said(bookings: Sequence[BookingView], gone: Sequence[str], facts: Facts) -> tuple[Say, ...]:
    said = []
    for booking in bookings:
        values = {"order": order_line(booking, facts), "provider": "、".join(booking.providers)}
        said.append(Say(f"utter_restored{booking.in_review}", values))
    if gone:
        lost = [order_line(booking, facts) for booking in facts.cancelled if booking.id in gone]
        said.append(Say("utter_restore_gone", {"orders": "\n".join(lost)}))
    return tuple(said)


def _for(talk: Talk, said: Meant, facts: Facts) -> Step:
    if said.only is None and not (said.every and said.orders):
        return ask_which(talk, said, facts.cancelled, facts)
    ids = tuple(booking.id for booking in said.orders)
    asking = talk.with_top(RestoreTask(asked=CONFIRM, options=CONFIRM_OPTIONS, booking_ids=ids))
    lines = order_line(said.only, facts) if said.only else order_lines(said.orders, facts)
    return Step(asking, (Say("utter_ask_restore", {"order": lines}, choices_of(CONFIRM_OPTIONS)),))
