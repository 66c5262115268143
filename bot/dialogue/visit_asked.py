"""When somebody came, or who it was, of a visit that is over: 修水龙头的师傅是礼拜几来的."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.orders import named, order_line
from bot.dialogue.step import Say
from bot.zh.past_visit import asks_when_it_was

_ASKING = {
    "check_booking",
    "ask_availability",
    "ask_provider",
    "ask_policy",
    "greet",
    "inform",
    "chitchat",
    "book_service",
}


def answered(frame: Frame, facts: Facts) -> Say | None:
    """``None`` where it is not asked, or nothing is known of it."""
    if not (set(frame.intents) <= _ASKING and asks_when_it_was(frame.text)):
        return None
    return last(facts.visits, (frame.request,), facts)


def last(visits: Sequence[BookingView], work: Sequence[Request], facts: Facts) -> Say | None:
    """The last of the ``visits`` that the words fit, and who came; the last of all where they name no work."""
    over = sorted(visits, key=lambda visit: visit.start, reverse=True)
    fitting = named(over, work[0]) if work and work[0].service else over
    if not fitting:
        return None
    visit = fitting[0]
    values = {"order": order_line(visit, facts), "providers": "、".join(visit.providers)}
    return Say("utter_last_visit_by" if visit.providers else "utter_last_visit", values)
