"""A remedy that is named after a complaint, and sounds like a new booking or like a call for one of the staff."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.care_answers import fills
from bot.dialogue.frame import Frame
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import CareTask
from bot.zh.grievance import has_it_redone, remedy_of, sends_somebody
from bot.zh.own_doings import tells_of_herself
from bot.zh.questions import asks
from bot.zh.queue_words import names_staff

_SOUNDS_LIKE = {
    "book_service",
    "request_human",
    "inform",
    "affirm",
    "chitchat",
    "change_booking",
    "ask_policy",
    "abandon",
    "deny",
}


def as_remedy(talk: Talk, frame: Frame) -> Frame:
    """叫人来返工一次吧, 重新来做一次, while a ticket is talked of: what is wished for it, and nothing besides."""
    told = bool(talk.ticket_id) or isinstance(talk.top, CareTask)
    return replace(frame, intents=("inform",), requests=()) if told and wants_it_redone(frame) else frame


def names_work(frame: Frame) -> bool:
    """Whether a service is named: 派人来打扫 may be another visit."""
    return any(one.service or one.quantities for one in frame.requests)


def wants_it_redone(frame: Frame) -> bool:
    """Whether it is to be done once more for nothing; with a time only where the word for it is said."""
    comes = remedy_of(frame.text) == "rework" or (sends_somebody(frame.text) and not names_work(frame))
    if not comes or not set(frame.intents) <= _SOUNDS_LIKE:
        return False
    if asks(frame.text) or names_staff(frame.text) or tells_of_herself(frame.text):
        return False
    return has_it_redone(frame.text) or not fills(frame)
