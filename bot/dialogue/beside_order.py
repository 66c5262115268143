"""A message beside a change of an order that was shown: another booking is wished, or somebody asked for we lack."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import answer_people, answers, booking_task, order_change, two_acts
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.orders import order_line
from bot.dialogue.resuming import resumed
from bot.dialogue.skills import SKILLS
from bot.dialogue.step import Say, Step
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import ChangeTask, MoveTask, SeriesTask
from bot.domain.job import OrderChange
from bot.zh.adding import begins_another, books_another
from bot.zh.agreeing import agrees
from bot.zh.refusal import books, declines
from bot.zh.time_wishes import asks_if_free

_OF_ORDERS = ("cancel_booking", "reschedule_booking", "restore_booking")
_GRAVE = ("complain", "request_human", "report_emergency")
_GIVEN_UP = ("skip", "pause", "end")
_A_YES = Frame("好的", ("affirm",), 1.0)


def heard_beside(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """``None`` where the message is one to the change itself, or drops it."""
    task = talk.top
    if not isinstance(task, MoveTask | ChangeTask | SeriesTask):
        return None
    named = frame.provider.name if frame.provider else None
    if named and asks_if_free(frame.text) and frame.has("ask_provider") and not answer_people.named(named, facts):
        return resumed(talk, (Say("utter_provider_unknown", {"name": named}),), facts)
    if _is_more_of_it(task, frame, facts) or not (talk.waits_for_yes and _wishes_another(frame)):
        return None
    if frame.has("affirm") and agrees(frame.text) and not declines(frame.text):
        after = replace(talk, next_act=(two_acts.BOOK, frame.text))
        if isinstance(task, SeriesTask) and task.change is not None and task.change.act in _GIVEN_UP:
            return resumed(after, (), facts)  # nothing is given up on a yes that may be to something else
        return SKILLS[type(task)].take(after, task, _A_YES, facts)
    step = booking_task.begin(talk, frame, facts)
    return replace(step, say=(*answers.beside_times(frame, facts), *step.say))


def _is_more_of_it(task: MoveTask | ChangeTask | SeriesTask, frame: Frame, facts: Facts) -> bool:
    """还有个事情 原来讲洗三台现在要洗四台: of the very order that is shown."""
    order = facts.upcoming_order(task.booking_id) if isinstance(task, MoveTask | ChangeTask) else None
    if order is None or books(frame.text) or frame.request.service not in (None, order.service):
        return False
    change = order_change.read_change(frame.text, order, OrderChange(), facts)
    return change.quantities is not None


def back_to(talk: Talk, facts: Facts) -> tuple[Say, ...]:
    """Of which order the question is that comes behind another booking."""
    match talk.top:
        case MoveTask() | ChangeTask() if talk.waits_for_yes:
            order = facts.upcoming_order(talk.top.booking_id)
            return (Say("utter_back_to_order", {"order": order_line(order, facts)}),) if order else ()
        case _:
            return ()


def _wishes_another(frame: Frame) -> bool:
    """Whether it is a booking of its own; what was shown stays beneath it, and is asked about again afterwards."""
    if not frame.has("book_service") or frame.has(*_OF_ORDERS, *_GRAVE) or frame.request.is_empty:
        return False
    apart = begins_another(frame.text) and frame.request.service is not None and frame.request.window is not None
    return books_another(frame.text) or apart
