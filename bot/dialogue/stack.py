"""One turn: which task a message is for, what lies underneath, and when a person takes over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.dialogue import answers, booking_task, order_task
from bot.dialogue.draft import chosen
from bot.dialogue.talk import (
    BookingTask,
    CancelTask,
    Facts,
    Option,
    Outcome,
    QueueHandoff,
    Say,
    Step,
    Talk,
    choices_of,
)
from bot.dialogue.understanding import Frame

DRAFT_LASTS = timedelta(hours=24)
OFFER_HUMAN = "limits:human"

# What goes to a person at once, with the first words the customer hears; the order is the order of gravity.
BY_PERSON = {
    "report_emergency": "utter_emergency",
    "complain": "utter_complaint_by_person",
    "request_refund": "utter_refund_by_person",
    "request_human": "utter_handoff_queued",
    "privacy_request": "utter_privacy_by_person",
}

# What the bot cannot do by itself yet: it says so and how to get there.
NOT_YET = {
    "reschedule_booking": "utter_change_not_yet",
    "change_booking": "utter_change_not_yet",
    "restore_booking": "utter_restore_not_yet",
    "update_profile": "utter_profile_not_yet",
}


def hear(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """A customer's message. The first bubble of a conversation also says what data is used for."""
    expired = talk.touched_at is not None and facts.now - talk.touched_at > DRAFT_LASTS
    if expired:
        talk = Talk(met=talk.met)
    step = _hear(talk, frame, facts)
    said = step.say
    if not talk.met:
        said = (*said[:-1], Say("utter_data_use"), *said[-1:])
    return replace(step, say=said, talk=replace(step.talk, met=True, touched_at=facts.now))


def learn(talk: Talk, outcome: Outcome, facts: Facts) -> Step:
    """What the business answered to the last effect."""
    match talk.top:
        case BookingTask() as task:
            step = booking_task.after(talk, task, outcome, facts)
            if step == Step(talk):
                step = booking_task.after_release(talk, task, facts)
            return step
        case CancelTask():
            return order_task.after(talk, outcome, facts)
        case _:
            return Step(talk)


def _hear(talk: Talk, frame: Frame, facts: Facts) -> Step:
    if facts.subscribed_now and not frame.text:
        return Step(talk, (Say("utter_greet"),))
    if not frame.text:
        return _resumed(talk, (answers.media(facts.media),), facts)
    step = _by_person(talk, frame) or _offer_taken(talk, frame, facts)
    if step is not None:
        return step
    match talk.top:
        case BookingTask() as task:
            step = _in_booking(talk, task, frame, facts)
        case CancelTask() as task:
            step = order_task.take(talk, task, frame, facts) or _open(talk, frame, facts)
        case _:
            step = _open(talk, frame, facts)
    if step is None:
        return _misunderstood(talk, facts)
    return replace(step, talk=replace(step.talk, misunderstood=0))


def _by_person(talk: Talk, frame: Frame) -> Step | None:
    for intent, words in BY_PERSON.items():
        if not frame.has(intent):
            continue
        return Step(replace(talk, misunderstood=0), (Say(words),), QueueHandoff(intent))
    return None


def _offer_taken(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """The answer to "shall a person take over?"."""
    if talk.asked != OFFER_HUMAN:
        return None
    option = chosen(talk.options, frame)
    if frame.has("affirm") or (option is not None and option.value == "human"):
        return Step(replace(talk, asked="none", options=()), (Say("utter_handoff_queued"),), QueueHandoff("fallback"))
    if frame.has("deny") or (option is not None and option.value == "continue"):
        return _resumed(replace(talk, asked="none", options=(), misunderstood=0), (Say("utter_go_on"),), facts)
    return None


def _in_booking(talk: Talk, task: BookingTask, frame: Frame, facts: Facts) -> Step | None:
    option = chosen(talk.options, frame)
    names_order = bool(facts.upcoming) and frame.has("cancel_booking") and frame.has_details
    if frame.has("abandon") or (frame.has("cancel_booking") and not names_order) or _says(option, "先不约了"):
        return booking_task.drop(talk, task)
    if names_order:
        return order_task.begin_cancel(talk, frame, facts)
    if talk.asked == booking_task.CHANGE and option is not None:
        return _asked_to_change(talk, task, option, facts)
    side = answers.to(frame, facts)
    if frame.has("check_booking"):
        side = (*side, order_task.check(frame, facts))
    acts = frame.has("book_service", "inform", "affirm", "deny", "reschedule_booking", "change_booking")
    if side and not (acts or frame.has_details):
        return _resumed(talk, side, facts)
    if not (acts or frame.has_details or option is not None):
        return None
    if frame.has("affirm", "deny") and not frame.has_details and option is None and talk.asked != booking_task.CONFIRM:
        return _resumed(talk, side, facts)
    courtesies = ("greet", "thank", "goodbye", "praise")
    step = booking_task.take(talk, task, frame, facts)
    asked_too = tuple(say for say in side if not frame.has(*courtesies) or say.values)
    return replace(step, say=(*asked_too, *step.say))


def _asked_to_change(talk: Talk, task: BookingTask, option: Option, facts: Facts) -> Step:
    draft = task.draft
    if option.value == "改时间":
        draft = replace(draft, window=None)
    elif option.value == "改地址":
        draft = replace(draft, address="", district="")
    changed = replace(task, draft=draft)
    return booking_task.proceed(replace(talk, tasks=(*talk.tasks[:-1], changed)), changed, facts)


def _open(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """Nothing in progress that the message belongs to."""
    if frame.has("cancel_booking"):
        return order_task.begin_cancel(talk, frame, facts)
    if frame.has("check_booking"):
        return Step(talk, (order_task.check(frame, facts),))
    asks = frame.has(*answers.QUESTIONS)
    wants = frame.has("book_service") or (frame.has_details and not asks and frame.has("inform", "affirm"))
    if wants or (not frame.intents and frame.request.service is not None):
        side = answers.to(frame, facts) if asks else ()
        step = booking_task.begin(talk, frame, facts)
        return replace(step, say=(*side, *step.say))
    said = answers.to(frame, facts) + tuple(Say(words) for intent, words in NOT_YET.items() if frame.has(intent))
    if said:
        return _resumed(talk, said[:2], facts)
    if frame.has("abandon", "deny", "affirm", "inform"):
        return Step(talk, (Say("utter_nothing_open"),))
    return None


def _resumed(talk: Talk, said: tuple[Say, ...], facts: Facts) -> Step:
    """An answer beside the task, then the open question once."""
    match talk.top:
        case BookingTask() as task:
            asking, question = booking_task.ask_again(talk, task, facts)
            return Step(asking, (*said, question) if question else said)
        case CancelTask():
            return Step(talk, (*said, order_task.ask_again(talk)))
        case _:
            return Step(talk, said)


def _misunderstood(talk: Talk, facts: Facts) -> Step:
    """Once: say so and ask again. Twice: offer a person. Three times: a person comes."""
    count = talk.misunderstood + 1
    counted = replace(talk, misunderstood=count)
    if count >= 3:
        return Step(replace(counted, misunderstood=0), (Say("utter_fallback_handoff"),), QueueHandoff("fallback"))
    if count == 2:
        options = (Option("human", "转人工"), Option("continue", "继续自助预约"))
        asking = replace(counted, asked=OFFER_HUMAN, options=options)
        return Step(asking, (Say("utter_fallback_offer_human", {}, choices_of(options)),))
    if talk.top is None:
        return Step(counted, (Say("utter_fallback"),))
    return _resumed(counted, (Say("utter_fallback_short"),), facts)


def _says(option: Option | None, value: str) -> bool:
    return option is not None and option.value == value
