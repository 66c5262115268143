"""When somebody came, or who it was, of a visit that is over: 修水龙头的师傅是礼拜几来的."""

from __future__ import annotations

from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame
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
    visit = _meant(frame, facts)
    if visit is None:
        return None
    values = {"order": order_line(visit, facts), "providers": "、".join(visit.providers)}
    return Say("utter_last_visit_by" if visit.providers else "utter_last_visit", values)


def _meant(frame: Frame, facts: Facts) -> BookingView | None:
    """The last one that the words fit; the last of all where they name none."""
    over = sorted(facts.visits, key=lambda visit: visit.start, reverse=True)
    fitting = named(over, frame.request) if frame.request.service else over
    return next(iter(fitting), None)
