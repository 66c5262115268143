"""What is said to somebody who waits for a person, and how the bot goes on when it speaks again."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import booking_task, orders
from bot.dialogue.effects import Queued
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame
from bot.dialogue.opening import opened
from bot.dialogue.resuming import resumed
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask, EmergencyTask
from bot.dialogue.values import Option
from bot.zh.grievance import remedy_of
from bot.zh.moving import speaks_of_change
from bot.zh.say import masked_phone
from bot.zh.time_say import say
from bot.zh.whose_home import whose_home
from bot.zh.window import Window

_ON_ORDERS = ("change_booking", "reschedule_booking")
CALL_OPTIONS = (Option("call", "好的，打给我"), Option("wait", "不用，在这里等"))


def waiting_words(outcome: Queued, facts: Facts) -> tuple[Say, ...]:
    """Her place and the wait; at night when somebody will be there, and whether she shall be called then."""
    if outcome.urgent or outcome.elsewhere:
        return ()
    if outcome.opens_at is not None:
        opens = say(Window(outcome.opens_at, None, "time"), facts.at)
        if not outcome.phone:
            return (Say("utter_queue_closed", {"opens": opens}),)
        values = {"opens": opens, "phone": masked_phone(outcome.phone)}
        return (Say("utter_queue_closed_call", values, choices_of(CALL_OPTIONS)),)
    return (place_words(outcome),)


def place_words(outcome: Queued) -> Say:
    return Say(f"utter_queue_{_place(outcome)}", _in_numbers(outcome))


def still_words(outcome: Queued) -> Say:
    """The same to somebody who asks, in other words: she has heard the first."""
    return Say(f"utter_queue_still_{_place(outcome)}", _in_numbers(outcome))


def _place(outcome: Queued) -> str:
    return ("next" if outcome.place == 1 else "place") + ("_minutes" if outcome.minutes else "")


def _in_numbers(outcome: Queued) -> dict[str, str]:
    ahead = {"ahead": str(outcome.place - 1)} if outcome.place > 1 else {}
    return ahead | ({"minutes": str(outcome.minutes)} if outcome.minutes else {})


def back_with_bot(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """The bot speaks again: it takes up what was agreed meanwhile, and asks what is still missing, without a greeting.

    What was agreed is told. It is no yes, no question and no wish to stop, whatever it sounds like.
    """
    seen_to = tuple(task for task in talk.tasks if not isinstance(task, EmergencyTask))  # a person has, or need not
    frame = _where_help_came(talk, frame)
    talk = replace(talk, tasks=seen_to, offered_human=False, misunderstood=0, insisted=0, heard="", passed_on=None)
    lead = (Say("utter_queue_left"),) if facts.left_queue else ()
    if facts.left_queue and frame.has("check_booking") and (step := opened(talk, frame, facts)) is not None:
        return step  # 后天的保洁还来吗: her order, once the danger is over
    if _is_made(talk, frame, facts):
        left = talk.without_top() if isinstance(talk.top, BookingTask) else talk
        return resumed(left, lead if left.top else (*lead, Say("utter_back_with_bot")), facts)
    talk, frame, intents = _beside_made(talk, frame, facts)
    told = replace(
        frame,
        intents=intents,
        confidence=1.0, topic=None, complaint=None, scores={}, choice=None, wonders=frozenset(), about=(),
    )  # fmt: skip
    if _is_of_complaint(talk, frame, facts):
        return Step(talk, (*lead, Say("utter_back_agreed")))
    if told.has_details:
        task = talk.top
        step = (
            booking_task.take(talk, task, told, facts) if isinstance(task, BookingTask) else opened(talk, told, facts)
        )
        if step is not None:
            return replace(step, say=(*lead, *step.say))
    if talk.top is None:
        return Step(talk, lead or (Say("utter_back_with_bot"),))
    return resumed(talk, lead, facts)


def _where_help_came(talk: Talk, frame: Frame) -> Frame:
    """Where a danger was, and whom to ring, is not asked again of a visit that is wished once it is over."""
    danger = talk.passed_on or next((task for task in talk.tasks if isinstance(task, EmergencyTask)), None)
    if danger is None or not danger.confirmed or not frame.has("book_service"):
        return frame
    elsewhere = frame.address or frame.address_part or whose_home(frame.text)
    return replace(frame, address=frame.address if elsewhere else danger.address, phone=frame.phone or danger.phone)


def _is_made(talk: Talk, frame: Frame, facts: Facts) -> bool:
    """A colleague has ordered meanwhile what was being gathered or is told now: nobody asks for it once more."""
    made = _made_of_gathered(talk, frame, facts)
    return bool(made) and (not frame.has_details or any(_is_told(one, frame) for one in made))


def _beside_made(talk: Talk, frame: Frame, facts: Facts) -> tuple[Talk, Frame, tuple[str, ...]]:
    """Talk and frame, and what is wished with it: beside an order just made another such visit, or a change of it."""
    if _moves_order(talk, frame, facts):
        return talk, frame, ("reschedule_booking",)
    made = _made_of_gathered(talk, frame, facts)
    if not (made and frame.has_details) or _puts_right(frame, facts):
        return talk, frame, ("book_service",) if frame.request.service or talk.top is None else ("inform",)
    talk = talk.without_top() if isinstance(talk.top, BookingTask) else talk
    if frame.has(*_ON_ORDERS):
        return talk, frame, tuple(one for one in frame.intents if one in _ON_ORDERS)
    if frame.request.window is None:
        return talk, frame, ("change_booking",)
    another = replace(frame.request, service=frame.request.service or made[0].service)
    return talk, replace(frame, requests=(another, *frame.requests[1:])), ("book_service",)


def _moves_order(talk: Talk, frame: Frame, facts: Facts) -> bool:
    """周四的收纳改到周六: of an order that is there, where nothing was being gathered; it is shown before her yes."""
    if isinstance(talk.top, BookingTask) or not frame.has("reschedule_booking") or frame.request.window is None:
        return False
    of = replace(frame.request, window=frame.request.from_window)
    return speaks_of_change(frame.text) and bool(orders.named(facts.upcoming, of))


def _made_of_gathered(talk: Talk, frame: Frame, facts: Facts) -> tuple[BookingView, ...]:
    """The orders just made, where they are all of what was being gathered, and no other service is told now."""
    ordered = _made(talk, facts)
    made = {one.service for one in ordered}
    gathered = {wish.draft.service for wish in talk.top.wishes} if isinstance(talk.top, BookingTask) else set()
    return ordered if gathered <= made and (frame.request.service or "") in {"", *made} else ()


def _made(talk: Talk, facts: Facts) -> tuple[BookingView, ...]:
    """What a colleague has ordered since the bot spoke last."""
    since = talk.touched_at
    if not facts.handed_back or since is None:
        return ()
    return tuple(one for one in facts.upcoming if one.made_at is not None and one.made_at > since)


def _is_told(order: BookingView, frame: Frame) -> bool:
    """Whether nothing that was agreed differs from the order; of an address it is enough that a part is the same."""
    days = {one.window.start.date() for one in frame.requests if one.window is not None and one.window.start}
    elsewhere = frame.address and frame.address not in order.address and order.address not in frame.address
    return days <= {order.start.date()} and not elsewhere and not (frame.phone and frame.phone != order.phone)


def _is_of_complaint(talk: Talk, frame: Frame, facts: Facts) -> bool:
    """明天上午返工，花瓶照价赔: how a ticket is put right, and no order that the bot could go on with."""
    if not facts.handed_back or isinstance(talk.top, BookingTask) or frame.request.service:
        return False
    return _puts_right(frame, facts)


def _puts_right(frame: Frame, facts: Facts) -> bool:
    return remedy_of(frame.text) is not None and any(ticket.is_open for ticket in facts.tickets)
