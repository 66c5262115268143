"""What is said to somebody who waits for a person because of danger: advice, and what those on duty lack."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.asked_waiting import known_answer
from bot.dialogue.danger_advice import advice
from bot.dialogue.danger_told import tells_of_danger
from bot.dialogue.effects import ReportEmergency
from bot.dialogue.emergency_task import (
    DOOR,
    OVER,
    PASSED_ON,
    has_news,
    in_her_words,
    lacks_door,
    with_details,
)
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.step import Say, Step
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import EmergencyTask
from bot.zh.danger import is_over, presses

_OF_ORDERS = ("book_service", "reschedule_booking", "change_booking", "cancel_booking", "check_booking")


def heard(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """A message in the queue that tells of no new danger: what it asks is answered, and colleagues read it."""
    before = talk.passed_on or EmergencyTask(address=facts.known_address, phone=facts.known_phone)
    task = with_details(replace(before, told=(*before.told, *in_her_words(frame, facts))), frame, facts)
    report = ReportEmergency(task.dangers, _in_digits(frame, facts), task.address, task.phone, more=True)
    if is_over(frame.text) and not frame.asks:
        return Step(replace(talk, passed_on=replace(task, asked=OVER)), (Say("utter_emergency_over"),), report)
    told = has_news(before, task)
    answers = advice(task.dangers, frame, facts) or (() if told else known_answer(talk, frame, facts))
    lacking = _lacking(task) if told else None
    task = replace(task, asked=DOOR if lacking and lacking.response == "utter_emergency_ask_door" else PASSED_ON)
    words = answers or (Say("utter_emergency_details" if told else "utter_emergency_noted"),)
    if not answers and not told and frame.has("thank") and not frame.asks:
        words = (Say("utter_thank"),)
    return Step(replace(talk, passed_on=task), (*words, *((lacking,) if lacking else ())), report)


def wishes_an_order(talk: Talk, frame: Frame, facts: Facts) -> bool:
    """明天上午十点换个插座, or any wish once it is over: the danger is none any more, and she goes on with the bot."""
    if tells_of_danger(frame) or presses(frame.text):
        return False
    if talk.passed_on is not None and talk.passed_on.asked == OVER:
        return frame.has(*_OF_ORDERS)
    window = frame.request.window
    later = window is not None and window.start is not None and window.start.date() > facts.now.date()
    return later and frame.has("book_service")


def _in_digits(frame: Frame, facts: Facts) -> tuple[str, ...]:
    """Her words, and a phone that was spoken as it is dialled."""
    said = in_her_words(frame, facts)
    return (*said, frame.phone) if frame.phone and frame.phone not in frame.text else said


def _lacking(task: EmergencyTask) -> Say | None:
    """What those on duty still need, where she has begun to tell it."""
    if not task.address:
        return Say("utter_emergency_ask_address")
    if lacks_door(task) and task.asked != DOOR:
        return Say("utter_emergency_ask_door", {"address": task.address})
    return None if task.phone else Say("utter_emergency_ask_phone")
