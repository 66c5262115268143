"""What is heard of somebody who waits for a person, beside words about the wait: danger, and what becomes a ticket."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import attached, care_task, danger_waiting, emergency_task, media, questions_apart
from bot.dialogue.asked_waiting import known_answer
from bot.dialogue.by_person import complaint_meant
from bot.dialogue.company_words import in_company_words
from bot.dialogue.danger_advice import advice
from bot.dialogue.danger_told import calm_as_booking, tells_of_danger
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.step import Say, Step
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import EmergencyTask
from bot.domain.handoff_reason import Reason
from bot.zh.danger import dangers
from bot.zh.grievance import tells_of_visit
from bot.zh.queue_words import asks_how_long, asks_of_police

_OF_CRIME = (Reason.SAFETY, Reason.HARASSMENT, Reason.CRITICAL_TICKET, Reason.GRAVE_TICKET)


def as_told(frame: Frame, facts: Facts) -> Frame:
    """The message with what came beside it; what only sounds like danger is none."""
    return media.with_place(calm_as_booking(in_company_words(frame, facts), facts.now), facts)


def danger_heard(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """The safety line and the call to those on duty come before any place in a queue."""
    asked = isinstance(talk.top, EmergencyTask)
    if facts.waits_for == Reason.EMERGENCY and not asked and not dangers(frame.text):
        return None  # 我们都到楼下了: nothing new is to be done
    noticed = emergency_task.noticed(talk, frame, facts)
    if tells_of_danger(frame) and facts.waits_for == Reason.EMERGENCY and not isinstance(noticed.top, EmergencyTask):
        return emergency_task.told_more(noticed, frame, facts)
    step = emergency_task.heard(attached.noted(noticed, facts), frame, facts)
    return step and replace(step, talk=replace(step.talk, touched_at=facts.now))


def complaint_heard(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """A complaint or a refund wish has its ticket and its due times, whoever is waited for; 人呢 is about the wait."""
    if not complaint_meant(talk, frame) or not _tells_of_service(frame, facts):
        return None
    known = talk.passed_on.dangers if talk.passed_on else ()
    if facts.waits_for == Reason.EMERGENCY and advice(known, frame, facts):
        return None  # 打120还是等你们的人来
    return care_task.begin(attached.noted(talk, facts), frame, facts)


def question_heard(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """搬家怎么收费, 要不要报警: answered where no person is needed for it; she keeps her place."""
    if facts.waits_for == Reason.EMERGENCY:
        return None
    if facts.waits_for in _OF_CRIME and asks_of_police(frame.text):
        return Step(talk, (Say("utter_queue_police"),))
    blames = frame.has("complain", "request_refund", "request_human")
    by_words = () if blames else questions_apart.told_by_words(talk, frame, facts)
    said = by_words or known_answer(talk, frame, facts)
    return Step(talk, said) if said else None


def amid_danger(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """Who waits because of danger is answered whatever she writes; all of it goes to those on duty."""
    if facts.waits_for != Reason.EMERGENCY:
        return None
    return danger_waiting.heard(attached.noted(talk, facts), frame, facts)


def goes_on_with_bot(talk: Talk, frame: Frame, facts: Facts) -> bool:
    """The danger is over, and an order is wished."""
    return facts.waits_for == Reason.EMERGENCY and danger_waiting.wishes_an_order(talk, frame, facts)


def _tells_of_service(frame: Frame, facts: Facts) -> bool:
    if tells_of_visit(frame.text):
        return True
    if facts.waits_for == Reason.EMERGENCY:
        return False  # 我抱着孩子到楼下了: of the danger, and of no visit
    named = frame.complaint is not None and bool(frame.complaint.category)
    return (named or frame.has("request_refund")) and not asks_how_long(frame.text)
