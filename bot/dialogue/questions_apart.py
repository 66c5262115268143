"""Questions that have an answer of their own, taken out of a message: the rest is heard as if they were not there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.dialogue import answer_matters, asked_back
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.named_wishes import values_of
from bot.dialogue.rating import SurveyTask
from bot.dialogue.requests import requests_from
from bot.dialogue.resuming import draft_talked_of
from bot.dialogue.step import Say, Step
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask, EmergencyTask
from bot.zh import matters
from bot.zh.adding import adds_it
from bot.zh.agreeing import agrees
from bot.zh.asked_back import asks_back
from bot.zh.grievance import names_fault, remedy_of, tells_of_displeasure, tells_of_fault, tells_of_visit
from bot.zh.inside import asked_inside
from bot.zh.matters import is_asked
from bot.zh.normalise import normalise
from bot.zh.order_mention import clause_spans
from bot.zh.questions import asks, asks_the_cost
from bot.zh.refusal import declines
from bot.zh.several import gives_up
from bot.zh.topics import speaks_of, topics

_BLAMES = ("complain", "request_refund")
_OF_BLAME = (matters.REFUND, matters.REFUND_TIME, matters.OVERTIME)
"""Behind a complaint these are wishes for it."""
_TOLD = ("time", "address", "address_part", "phone", "phone_invalid", "name", "provider", "person")
_LETTER = re.compile(r"[\u3400-\u9fffa-z0-9]")
_FILLS = re.compile(
    r"(?:那么?|请问|你好|您好|另外|还有|对了|问一?下|想问|我想?|就是|然后|顺便|嗯|哦|噢|啊|呀|唉|哎|还|也|,|。|;|!|\?|\s|~)*"
)
_IF = re.compile(r"[的个嘅]话$|^(?:要是|如果|假如|万一|倘若|若是)")
_STAYS = re.compile(r"照旧|依旧|仍旧|照常|还是|仲系|不变|没变")
_ACTS = (
    "book_service", "inform", "reschedule_booking", "change_booking", "cancel_booking", "restore_booking",
    "update_profile", "complain", "request_refund", "request_human", "rate_service", "privacy_request",
)  # fmt: skip


@dataclass(frozen=True)
class Apart:
    """``rest``: what is told beside the questions; ``None`` where that is nothing."""

    answers: tuple[Say, ...]
    rest: Frame | None


def apart(talk: Talk, frame: Frame, facts: Facts) -> Apart | None:
    """``None`` where all of the message is heard as it is."""
    silent = facts.handed_back or facts.left_queue or facts.fell_silent or not frame.text
    if silent or frame.has("report_emergency") or isinstance(talk.top, EmergencyTask):
        return None
    task = talk.top
    if asks_back(frame.text) and isinstance(task, BookingTask):
        again = asked_back.of_held(task, frame, facts)
        if again is not None:
            return Apart((again,), None)
    found = _found(talk, frame, facts)
    if not found:
        return None
    text = frame.text
    found = _with_conditions(talk, text, found, facts)
    for start, end, _ in found:
        text = text[:start] + " " * (end - start) + text[end:]
    rest = _rest(talk, frame, text, facts)
    answers = answer_matters.answers_of([say for _, _, say in found])
    sums = [one for one in matters.matters(frame.text) if one.kind == matters.SUM]
    if sums and rest is not None and len(found) == 1:
        answers = ()  # what is shown with the change tells it
    return Apart(answers, rest)


def rest_of(asked: Apart, frame: Frame) -> Frame:
    """What is left of a message, were it nothing."""
    return asked.rest or Frame(frame.text)


def joined(asked: Apart, step: Step) -> Step:
    """The answers before what is said to the rest; what that leaves open in words is answered already."""
    said = tuple(say for say in step.say if not (asked.answers and say == answer_matters.UNKNOWN))
    return replace(step, say=answer_matters.answers_of((*asked.answers, *said)))


def told_by_words(talk: Talk, frame: Frame, facts: Facts) -> tuple[Say, ...]:
    """The answers to somebody who waits for a person, where the company's words or the catalogue tell them."""
    said = [say for _, _, say in _found(talk, frame, facts, others=True)]
    return answer_matters.answers_of([say for say in said if say != answer_matters.UNKNOWN])


def _found(talk: Talk, frame: Frame, facts: Facts, others: bool = False) -> list[tuple[int, int, Say]]:
    """Each question with its place and answer, in the order of the text; ``others``: also those on a topic at all."""
    told = matters.matters(frame.text)
    if frame.has(*_BLAMES) and (facts.tickets or len(told) != len(clause_spans(frame.text))):
        told = tuple(one for one in told if one.kind not in _OF_BLAME)
    if facts.tickets:
        told = tuple(one for one in told if one.kind not in (matters.REFUND, matters.REFUND_TIME))
    if any(one.kind == matters.REFUND for one in told):
        told = tuple(one for one in told if one.kind != matters.REFUND_TIME)
    wondered = asked_inside(frame.text)
    elsewhere = [one for one in wondered if one.work and draft_talked_of(talk).service not in (None, one.work)]
    found = [
        (one.start, one.end, say)
        for one in told
        if not any(other.start <= one.start < other.end for other in elsewhere)
        and (say := answer_matters.to(one, talk, facts)) is not None
    ]
    booking = isinstance(talk.top, BookingTask)
    for asked in wondered:
        if any(start < asked.end and asked.start < end for start, end, _ in found):
            continue
        answer = answer_matters.inside(asked, talk, facts, frame.text[asked.start : asked.end])
        if answer is not None and (asked.outright or (booking and answer.response == "utter_inside")):
            found.append((asked.start, asked.end, answer))
    if others or isinstance(talk.top, SurveyTask):
        found += _on_topics(frame.text, found, facts, alone=others)
    return sorted(found, key=lambda one: one[0])


def _with_conditions(
    talk: Talk, text: str, found: list[tuple[int, int, Say]], facts: Facts
) -> list[tuple[int, int, Say]]:
    """换只龙头的话 材料另外算吗, of an order that is there: in which case it is asked belongs to the question."""
    if talk.top is not None or not facts.upcoming:
        return found
    plain = normalise(text)
    begins = {}
    for start, end in clause_spans(text):
        told = {one["entity"] for one in values_of(text[start:end])}
        works = {one["value"] for one in values_of(text[start:end]) if one["entity"] == "service"}
        if _IF.search(plain[start:end]) and not told & {*_TOLD} and works <= {one.service for one in facts.upcoming}:
            begins[end] = start
    extended = []
    for start, end, say in found:
        before = [first for last, first in begins.items() if last <= start and not plain[last:start].strip(" ,")]
        extended.append((min((start, *before)), end, say))
    return extended


def _on_topics(text: str, before: list[tuple[int, int, Say]], facts: Facts, alone: bool) -> list[tuple[int, int, Say]]:
    """发票怎么开, 几点下班: what the company says of what a clause asks."""
    spans = clause_spans(text)
    found = []
    for start, end in spans:
        clause = normalise(text)[start:end]
        words = [facts.catalogue.answers[one] for one in topics(clause) if one in facts.catalogue.answers]
        is_new = not any(first < end and start < last for first, last, _ in before)
        if words and is_asked(clause) and is_new and (alone or len(spans) > 1):
            found.append((start, end, Say("utter_policy", {"policy": words[0]})))
    return found


def _rest(talk: Talk, frame: Frame, text: str, facts: Facts) -> Frame | None:
    """The message without its questions; ``None`` where nothing is told, wished or asked in it."""
    plain = normalise(text)
    if _FILLS.fullmatch(plain) or not _LETTER.search(plain):
        return None
    values = values_of(text)
    kinds = {str(one["entity"]) for one in values}
    moving = frame.has("reschedule_booking")
    requests = requests_from(text, values, facts.now, talk.asked, moving=moving, recurring=talk.is_of_series)
    requests = requests if frame.requests or kinds else ()
    asking = asks(text) or asks_the_cost(text)
    of_work = [replace(one, service=None, special_needs=(), said="") if asking else one for one in requests]
    told = any(not one.is_empty for one in of_work) or bool(kinds & {*_TOLD})
    says_no = declines(text) or gives_up(text)
    says_yes = agrees(text) and not says_no
    takes_up = bool(talk.asked_needs) and adds_it(text)
    blames = tells_of_visit(text) or tells_of_fault(text) or names_fault(text) or tells_of_displeasure(text)
    unsaid = ("inform",) if blames or remedy_of(text) else ("inform", *_BLAMES)
    kept = [one for one in frame.intents if one in ("greet", "thank", "praise") or (one in _ACTS and one not in unsaid)]
    if says_no:
        kept += [one for one in frame.intents if one in ("deny", "abandon")]
    if says_yes:
        kept.insert(0, "affirm")
    if told and not set(kept) & {*_ACTS}:
        kept.append("book_service" if talk.top is None and frame.request.service else "inform")
    if asking:
        kept += [one for one in frame.intents if one.startswith("ask_") or one == "check_booking"]
    acts = [one for one in kept if one not in ("greet", "thank", "praise")]
    if not acts and not takes_up:
        return None
    topic = frame.topic if frame.topic and asking and speaks_of(frame.topic, text) else None
    return replace(
        frame,
        text=text.strip(),
        intents=tuple(dict.fromkeys(kept)) or ("inform",),
        topic=topic,
        requests=requests,
        about=(),
        choice=frame.choice if "choice" in kinds else None,
        provider=frame.provider if kinds & {"provider", "person"} else None,
        complaint=frame.complaint if set(kept) & {*_BLAMES} else None,
    )
