"""Answers that need no task: greetings, prices, services, policies, small talk; from the catalogue, never invented."""

from __future__ import annotations

from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.step import Say
from bot.dialogue.values import BookingDraft
from bot.domain.pricing import hours_in_words, list_price, price_in_words
from bot.domain.values import yuan
from bot.domain.work import Work, is_measured, minutes_for, within_bounds

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

QUESTIONS = ("ask_price", "ask_services", "ask_availability", "ask_policy", "ask_provider")


def to(frame: Frame, facts: Facts, draft: BookingDraft | None = None) -> tuple[Say, ...]:
    """The answers to everything in the message that is a question or a courtesy, in its order.

    Inside a booking a question is about its ``draft``.
    """
    said: list[Say] = []
    for intent in frame.intents:
        if intent in SMALL_TALK:
            said.append(Say(SMALL_TALK[intent]))
        elif intent == "ask_price":
            said.append(_price(frame, facts, draft or BookingDraft()))
        elif intent == "ask_services":
            said.append(Say("utter_services", {"services": _names(facts)}))
        elif intent == "ask_availability":
            said.append(_hours(facts))
        elif intent == "ask_policy":
            said.append(_policy(frame, facts))
        elif intent == "ask_provider":
            said.append(Say("utter_provider_facts"))
    return tuple(said[:2])


def _price(frame: Frame, facts: Facts, draft: BookingDraft) -> Say:
    service = facts.service(frame.request.service or draft.service)
    if service is None:
        lines = [f"{s.name} {price_in_words(s)}" for s in facts.catalogue.services.values() if s.bookable]
        return Say("utter_prices", {"prices": "\n".join(lines)})
    said = frame.request
    work = Work(
        said.area_sqm or draft.area_sqm,
        said.rooms or draft.rooms,
        said.quantities or draft.quantities,
        frozenset((*draft.special_needs, *said.special_needs)),
        said.providers or draft.providers or 1,
    )
    values = {"service": service.name, "price": price_in_words(service)}
    stated = said.duration_minutes or draft.duration_minutes
    is_sized = work.area_sqm is not None if service.fen_per_sqm else stated or is_measured(service, work)
    if not is_sized:
        return Say("utter_price", values)
    minutes = within_bounds(service, stated) if stated else minutes_for(service, work)
    total = yuan(sum(item.fen for item in list_price(service, minutes, work)))
    return Say("utter_price_about", {**values, "hours": hours_in_words(minutes), "total": total})


def _hours(facts: Facts) -> Say:
    rules = facts.catalogue.rules
    return Say("utter_availability", {"opens": f"{rules.opens:%H:%M}", "closes": f"{rules.closes:%H:%M}"})


def _policy(frame: Frame, facts: Facts) -> Say:
    """The company's own words on the topic; without them a person is offered, nothing is made up."""
    words = facts.catalogue.answers.get(frame.topic or "")
    return Say("utter_policy", {"policy": words}) if words else Say("utter_policy_unknown")


def _names(facts: Facts) -> str:
    return "、".join(service.name for service in facts.catalogue.services.values())
