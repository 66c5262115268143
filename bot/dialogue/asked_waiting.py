"""A question of somebody who waits for a person, where her orders or the company's own words hold the answer."""

from __future__ import annotations

from bot.dialogue import answers, orders
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.resuming import draft_talked_of
from bot.dialogue.step import Say
from bot.dialogue.talk import Talk
from bot.zh.matters import is_asked
from bot.zh.normalise import normalise
from bot.zh.things import things
from bot.zh.topics import topics

_COURTESIES = {"greet", "thank", "inform", "affirm", "chitchat"}
_UNKNOWN = ("utter_policy_unknown", "utter_place_unknown", "utter_prices", "utter_not_offered", "utter_either")
"""Of these the person who comes knows more."""


def known_answer(talk: Talk, frame: Frame, facts: Facts) -> tuple[Say, ...]:
    """搬家怎么收费, 我后天是几点: what needs no person; nothing where any part of it does."""
    asked = tuple(one for one in frame.intents if one not in _COURTESIES)
    if len(asked) != 1 or frame.is_doubtful or not is_asked(normalise(frame.text)):
        return ()
    match asked[0]:
        case "check_booking":
            return (orders.check(frame, facts, talk.order_id),) if facts.upcoming or facts.series else ()
        case "ask_price":
            fits = bool(_named(frame) or frame.request.special_needs)
        case "ask_policy":
            fits = bool(topics(frame.text))
        case "ask_services":
            fits = bool(_named(frame) or things(frame.text))
        case _:
            fits = False
    said = answers.to(frame, facts, answers.AtHand(draft_talked_of(talk), question_open=True)) if fits else ()
    return () if any(one.response.startswith(_UNKNOWN) for one in said) else said


def _named(frame: Frame) -> str | None:
    return next((one.service for one in (*frame.about, *frame.requests) if one.service), None)
