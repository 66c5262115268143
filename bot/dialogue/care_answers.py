"""What a message says to a question about a complaint: a yes, a no, a person instead, or only more of it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import choosing
from bot.dialogue.frame import Frame
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import CareTask
from bot.zh.damaged import tells_how_it_was, tells_what_was_left
from bot.zh.grievance import is_of_coming_again, remedy_of
from bot.zh.normalise import normalise
from bot.zh.questions import asks, asks_the_cost, asks_to_pay_again
from bot.zh.refusal import books
from bot.zh.solving import asks_progress

_A_SENTENCE = 6
"""So many characters tell something; 好的知道了 does not."""
_ASKS = re.compile(r"[吗么伐咩?谁]|多少|怎[么样]|[能可会是要]不[能可会是要]|点[样算]|有没有|多久|几[天时]|规定|政策")
_HAN = re.compile("[\u3400-\u9fff]")
_WISHES = (
    "book_service", "cancel_booking", "reschedule_booking", "change_booking", "restore_booking", "request_human",
    "privacy_request", "update_profile", "complain", "request_refund", "report_emergency", "thank", "goodbye", "greet",
    "praise", "rate_service",
)  # fmt: skip
# With these a message is about something else than what was asked of the complaint.
ELSEWHERE = (
    "book_service", "cancel_booking", "reschedule_booking", "change_booking", "restore_booking", "check_booking",
    "request_human", "privacy_request", "update_profile", "ask_price", "ask_services", "ask_policy", "ask_availability",
)  # fmt: skip
ASKING = {intent for intent in ELSEWHERE if intent.startswith("ask_")}


def tells(frame: Frame) -> bool:
    """Whether a message only tells something."""
    only = set(frame.intents) <= {"inform", "chitchat", "affirm"} or (frame.is_doubtful and not frame.has(*_WISHES))
    return (
        only
        and not (frame.has_details or asks(frame.text) or asks_progress(frame.text))
        and len(_HAN.findall(frame.text)) >= _A_SENTENCE
    )


def is_meant(task: CareTask, frame: Frame) -> str:
    """yes, no or human; empty where it is no answer."""
    option = choosing.chosen(task.options, frame)
    if option is not None:
        return option.value
    if frame.has("request_human"):
        return "human"
    if frame.has("deny", "abandon"):
        return "no"
    return "yes" if frame.has("affirm") and not (fills(frame) or frame.has(*ELSEWHERE)) else ""


def asks_rework_price(talk: Talk, frame: Frame) -> bool:
    """派人来要再收钱吗, while a ticket is talked of: what it costs to have it put right, and no other work."""
    told = bool(talk.ticket_id) and (talk.top is None or isinstance(talk.top, CareTask))
    cost = asks_the_cost(frame.text) or asks_to_pay_again(frame.text)
    return told and not fills(frame) and cost and is_of_coming_again(frame.text)


def tells_of_it(frame: Frame) -> bool:
    """Whether a message only tells what was wrong, were it with a word for a service: 主要是地板没拖."""
    return tells(frame if fills(frame) else replace(frame, requests=()))


def as_more(talk: Talk, frame: Frame) -> Frame:
    """准是挪沙发的时候蹭的, while a ticket is talked of: more of it, were it taken for a wish or a question."""
    told = isinstance(talk.top, CareTask) or (bool(talk.ticket_id) and talk.top is None)
    taken = bool(frame.intents) and set(frame.intents) <= {*ASKING, "book_service", "inform", "chitchat", "greet"}
    more = (frame.is_doubtful and tells_how_it_was(frame.text)) or (
        tells_what_was_left(frame.text) and not fills(frame)
    )
    if not (told and taken and more) or books(frame.text):
        return frame
    return replace(frame, intents=("inform",), requests=(), topic=None)


def demands(frame: Frame) -> bool:
    """八百几买的 要赔返俾我, after a complaint: what is wished for it, were it taken for a question about the rules."""
    taken = bool(frame.intents) and set(frame.intents) <= {*ASKING, "inform", "chitchat", "affirm", "deny"}
    return taken and not fills(frame) and remedy_of(frame.text) is not None and not _ASKS.search(normalise(frame.text))


def fills(frame: Frame) -> bool:
    """Whether it holds what an order is made of, beside what is to be done: when, where, whom to call."""
    times = any(one.frequency or (one.window is not None and not one.window.past) for one in frame.requests)
    return times or bool(frame.address or frame.phone)


def joined(words: str, more: str) -> str:
    return f"{words}\n{more.strip()}"


def says_more(task: CareTask, frame: Frame) -> bool:
    """是的，地板没拖干净: more than the yes."""
    return choosing.chosen(task.options, frame) is None and len(_HAN.findall(frame.text)) >= _A_SENTENCE
