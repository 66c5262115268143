"""What goes to a person: at once, or after asking whether it shall."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import beside_complaint, care_task, limits
from bot.dialogue.choosing import chosen
from bot.dialogue.effects import QueueHandoff
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.resuming import resumed
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import HUMAN_OPTIONS, Talk
from bot.dialogue.tasks import CareTask
from bot.domain.handoff_reason import Reason
from bot.zh.damaged import tells_plainly
from bot.zh.grievance import is_of_others, tells_of_visit
from bot.zh.series_scope import names_other_person

# What goes to a person at once, with the first words the customer hears.
BY_PERSON = {
    "request_human": "utter_handoff_queued",
    "privacy_request": "utter_privacy_by_person",
}

_A_GUESS = 0.35
"""Below it a reading is no better than none."""

# With these a doubtful reading is asked about: a person who was not wanted silences the bot for nothing.
_ASK_FIRST = ("privacy_request",)


def by_person(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """A complaint or a refund wish becomes a ticket; the rest waits for a person at once."""
    cared_for = _cared_for(talk, frame)
    for intent in (*cared_for, *BY_PERSON):
        if not frame.has(intent):
            continue
        if intent in cared_for:
            return _as_complaint(talk, frame, facts)
        if intent in _ASK_FIRST and frame.is_doubtful:
            offering = replace(talk, offered_human=True)
            return Step(offering, (Say("utter_offer_human", {}, choices_of(HUMAN_OPTIONS)),))
        return Step(replace(talk, misunderstood=0), (Say(BY_PERSON[intent]),), QueueHandoff(Reason(intent)))
    return None


def _as_complaint(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """A ticket; where the reading is doubtful she is asked first. What else she wishes waits until it is noted."""
    complaint, wish = beside_complaint.apart(frame)
    if wish and not talk.next_act:
        talk = replace(talk, next_act=wish)
    sure = _is_grave(frame) or _is_plain(frame.text) or isinstance(talk.top, CareTask)
    doubtful = frame.is_doubtful and not sure
    begin = care_task.asked_whether if doubtful else care_task.begin
    return begin(talk, complaint, facts)


def _is_plain(text: str) -> bool:
    """阿姨提前一个小时就走了: words leave no doubt, whatever the model makes of them."""
    return tells_plainly(text) and tells_of_visit(text) and not is_of_others(text)


def complaint_meant(talk: Talk, frame: Frame) -> bool:
    """Whether it becomes a ticket without being asked about."""
    return bool(_cared_for(talk, frame)) and (_is_grave(frame) or not frame.is_doubtful)


def _cared_for(talk: Talk, frame: Frame) -> tuple[str, ...]:
    """What of the message becomes a ticket."""
    no_blame = _is_remark(talk, frame) or _is_hardly_read(frame) or _wishes_for_another(frame)
    complains = frame.has("complain") and not no_blame
    wishes = ("complain", complains), ("request_refund", frame.has("request_refund"))
    return tuple(intent for intent, is_meant in wishes if is_meant)


def _is_remark(talk: Talk, frame: Frame) -> bool:
    """人最好不要换，换也没事, while a yes is waited for: hardly a complaint, and of no visit."""
    slight = frame.complaint is not None and frame.complaint.severity == "low" and frame.is_doubtful
    return slight and talk.waits_for_yes and not tells_of_visit(frame.text)


def _wishes_for_another(frame: Frame) -> bool:
    """阿姨干活毛躁 以后换一个: somebody else is wished, and nothing is made of the rest."""
    return frame.is_doubtful and names_other_person(frame.text) and not _is_grave(frame)


def _is_hardly_read(frame: Frame) -> bool:
    """三个小时呢: the model has not understood it, and nobody is called for nothing."""
    return frame.confidence < _A_GUESS and not tells_of_visit(frame.text) and not _is_grave(frame)


def _is_grave(frame: Frame) -> bool:
    """Nobody is asked twice whether she wants a person after harassment or an injury."""
    return frame.complaint is not None and frame.complaint.category in ("harassment", "safety")


def offer_taken(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """The answer to "shall a person take over?"."""
    if not talk.offered_human:
        if chosen(talk.options, frame) != limits.HUMAN:
            return None
        return Step(replace(talk, misunderstood=0), (Say("utter_handoff_queued"),), QueueHandoff(Reason.NOT_UNDERSTOOD))
    option = chosen(HUMAN_OPTIONS, frame)
    answered = replace(talk, offered_human=False, misunderstood=0)
    if option is not None:
        wants_human = option.value == "human"
    elif frame.has("deny"):
        wants_human = False
    elif frame.has("affirm") and not frame.has_details:
        wants_human = True
    else:
        return None
    if wants_human:
        return Step(answered, (Say("utter_handoff_queued"),), QueueHandoff(Reason.NOT_UNDERSTOOD))
    return resumed(answered, (Say("utter_go_on"),), facts)
