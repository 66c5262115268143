"""Answers that need no task: greetings, prices, services, policies, small talk; from the catalogue, never invented."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.dialogue import answer_people, answer_prices, answer_work, series_summary, summary
from bot.dialogue.asked import BOUGHT, EITHER, ORDERS_ME, PRIVATE, RUDE, WHICH_DAY
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame
from bot.dialogue.step import Say
from bot.dialogue.tasks import BookingTask
from bot.dialogue.values import BookingDraft
from bot.domain.pricing import hours_in_words
from bot.domain.values import yuan
from bot.zh.day_asked import day_asked
from bot.zh.either import of_heads
from bot.zh.normalise import normalise
from bot.zh.questions import asks_each_price, closing_question
from bot.zh.series_say import day_in_words
from bot.zh.services import compared, services
from bot.zh.things import things
from bot.zh.topics import speaks_of, topics
from bot.zh.wonders import DURATION, HEADS, INCLUDED, NOTICE, wonders

SMALL_TALK = {
    "greet": "utter_greet",
    "goodbye": "utter_goodbye",
    "thank": "utter_thank",
    "praise": "utter_praise",
    "rate_service": "utter_rating",
    "bot_challenge": "utter_bot_challenge",
    "chitchat": "utter_chitchat",
    "out_of_scope": "utter_out_of_scope",
}
_BOLD = {RUDE: "utter_rude", ORDERS_ME: "utter_no_orders", PRIVATE: "utter_no_private_data"}

WAIT_FOR_SIZE = ("utter_takes_by_size", "utter_takes_by_size_ask", "utter_price")
"""Answers that are made whole when the size of the home is told."""

_GOES_THERE = re.compile("[去到来做]|上门|覆盖|范围|远|区|这[里边儿]")
"""Of 你们去吗, behind an address; 要断电吗 asks something else."""

QUESTIONS = ("ask_price", "ask_services", "ask_availability", "ask_policy", "ask_provider")
_MOST = 4


@dataclass(frozen=True)
class AtHand:
    """What a question in the middle of something is about: the draft, and the hold that waits for a yes."""

    draft: BookingDraft = field(default_factory=BookingDraft)
    held_price: str = ""
    held_with: tuple[str, ...] = ()
    question_open: bool = False
    of_several: bool = False
    held: tuple[BookingView, ...] = ()


def at_hand(task: BookingTask) -> AtHand:
    """What a question in the middle of a booking is about."""
    held = [wish.held for wish in task.wishes if wish.held is not None]
    offer = task.wish.offer
    if not held and offer is not None:
        return AtHand(task.draft, series_summary.price_of(offer), offer.team, True, task.is_several)
    total = held[0].price if len(held) == 1 else yuan(sum(one.total_fen for one in held)) if held else ""
    providers = task.held.providers if task.held else ()
    return AtHand(task.draft, total, providers, True, task.is_several, tuple(held))


def to(frame: Frame, facts: Facts, at_hand: AtHand | None = None) -> tuple[Say, ...]:
    """The answers to everything in the message that is a question or a courtesy, in its order."""
    at_hand = at_hand or AtHand()
    said: list[Say] = []
    for intent in frame.intents:
        if WHICH_DAY in frame.wonders:
            said.append(_which_day(frame, facts))
        elif intent in SMALL_TALK:
            said.append(Say(next((_BOLD[one] for one in _BOLD if one in frame.wonders), SMALL_TALK[intent])))
        elif intent == "ask_price":
            said += _prices(frame, facts, at_hand)
        elif intent == "ask_services":
            said += _of_the_work(frame, facts, at_hand)
        elif intent == "ask_availability":
            said.append(_hours(facts))
        elif intent == "ask_policy":
            said += _policy(frame, facts, at_hand.draft)
        elif intent == "ask_provider":
            said.append(answer_people.provider(frame, facts, at_hand.held_with))
    answered = any(intent in QUESTIONS for intent in frame.intents)
    once = {say.response: say for say in said if not (answered and say.response == "utter_greet")}
    return tuple(once.values())[:_MOST]


def _prices(frame: Frame, facts: Facts, at_hand: AtHand) -> tuple[Say, ...]:
    if len(at_hand.held) > 1 and asks_each_price(frame.text):
        each = summary.each_with_price(at_hand.held, facts)
        return (Say("utter_price_each", {"orders": each, "total": at_hand.held_price}),)
    return answer_prices.with_extras(frame, facts, at_hand.draft, at_hand.held_price)


def owed(question: str, frame: Frame, facts: Facts, draft: BookingDraft) -> tuple[Say, ...]:
    """The rest of the answer to an earlier ``question`` how long it takes or what it costs, once the size is told."""
    said = frame.request
    if not question or (said.area_sqm is None and not said.rooms) or frame.wonders & {DURATION, HEADS}:
        return ()
    asked = Frame(question, about=(replace(said, service=said.service or draft.service),))
    if wonders(question) & {DURATION, HEADS}:
        answer = answer_work.how_long(asked, facts, draft, stands_alone=False)
    else:
        answer = answer_prices.price(asked, facts, draft, "")
    is_whole = answer.response not in (*WAIT_FOR_SIZE, "utter_prices") and not frame.has("ask_price")
    return (answer,) if is_whole else ()


def beside_times(frame: Frame, facts: Facts, at_hand: AtHand | None = None) -> tuple[Say, ...]:
    """What else is asked in a message that asks for free times."""
    of_work = ("ask_services",) if frame.wonders & {DURATION, HEADS, INCLUDED} else ()
    others = tuple(one for one in frame.intents if one in ("ask_price", "ask_policy", *of_work))
    return to(replace(frame, intents=others), facts, at_hand)[:2] if others else ()


def _of_the_work(frame: Frame, facts: Facts, at_hand: AtHand) -> tuple[Say, ...]:
    if EITHER in frame.wonders and not (frame.wonders & {DURATION, INCLUDED} or topics(frame.text)):
        heads = of_heads(frame.text) and not at_hand.of_several
        asked = replace(frame, wonders=frame.wonders | {HEADS})
        how_many = (answer_work.how_long(asked, facts, at_hand.draft, not at_hand.question_open),)
        return how_many if heads else (Say("utter_either"),)
    if (kinds := _set_against(frame, facts)) and not frame.wonders & {DURATION, HEADS}:
        return kinds
    if frame.wonders & {DURATION, HEADS}:
        return (answer_work.how_long(frame, facts, at_hand.draft, not at_hand.question_open),)
    place = answer_people.coverage(frame, facts, at_hand.draft)
    if topics(frame.text) and not frame.has("ask_policy") and INCLUDED not in frame.wonders:
        return _policy(frame, facts, at_hand.draft)  # 是自己带梯子吗, taken for a question about the work
    names_work = frame.about or frame.request.service or things(frame.text)
    if place is None and frame.topic == "coverage" and not names_work:
        return _policy(frame, facts, at_hand.draft)  # 你们苏州做吗: where, and not what
    return (place,) if place else answer_work.what_is_in_it(frame, facts, at_hand.draft)


def _set_against(frame: Frame, facts: Facts) -> tuple[Say, ...]:
    """深度的比普通保洁多做哪些: what belongs to each of them."""
    kinds = [service for code in compared(frame.text) if (service := facts.service(code)) is not None]
    return (answer_work.difference(kinds),) if len(kinds) > 1 else ()


def _which_day(frame: Frame, facts: Facts) -> Say:
    day = facts.now.date() + timedelta(days=day_asked(frame.text) or 0)
    return Say("utter_which_day", {"day": day_in_words(day)})


def _hours(facts: Facts) -> Say:
    rules = facts.catalogue.rules
    return Say("utter_availability", {"opens": f"{rules.opens:%H:%M}", "closes": f"{rules.closes:%H:%M}"})


def _policy(frame: Frame, facts: Facts, draft: BookingDraft) -> tuple[Say, ...]:
    """The company's own words on each topic; without any a person is offered, nothing is made up."""
    if NOTICE in frame.wonders:
        return (Say("utter_notice", {"notice": hours_in_words(facts.catalogue.rules.min_notice_minutes)}),)
    question = closing_question(frame.text) if frame.address and frame.topic == "coverage" else ""
    if question and not (speaks_of("coverage", question) or _GOES_THERE.search(question)):
        words = [facts.catalogue.answers[one] for one in topics(question) if one in facts.catalogue.answers]
        return (Say("utter_policy", {"policy": "\n".join(words)}) if words else Say("utter_policy_unknown"),)
    bought = answer_prices.bought(frame, facts, draft) if BOUGHT in frame.wonders else ()
    if frame.topic == "coverage" and (place := answer_people.coverage(frame, facts, draft)):
        return (place,)
    if frame.topic == "difference":
        codes = dict.fromkeys(found.value for found in services(normalise(frame.text), frame.text))
        compared = [service for code in codes if (service := facts.service(code)) is not None]
        if len(compared) > 1:
            return (answer_work.difference(compared),)
    if kinds := _set_against(frame, facts):
        return kinds
    named = topics(frame.text)
    if bought:
        named = tuple(one for one in named if one != "tools")
    fits = frame.topic is not None and not bought and (frame.topic in named or speaks_of(frame.topic, frame.text))
    asked = (frame.topic or "", *named) if fits and frame.topic not in named else named
    words = [facts.catalogue.answers[topic] for topic in asked if topic in facts.catalogue.answers]
    if words and asked == ("coverage",):
        return (*bought, Say("utter_where_we_go", {"policy": words[0]}))
    if words:
        return (*bought, Say("utter_policy", {"policy": "\n".join(words[:_MOST])}))
    if frame.topic == "coverage" and not bought:
        return (Say("utter_place_unknown"),)
    return bought or (answer_work.told_inside(frame, facts, draft) or Say("utter_policy_unknown"),)
