"""先做六次，之后再看: how many visits a series is to have that is being gathered, said by itself."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.frame import SURE, Frame, Request
from bot.zh.normalise import normalise
from bot.zh.recurrence import visits_said

_NO_ANSWER = frozenset({"abandon", "book_service", "chitchat", "out_of_scope", "change_booking", "deny"})


def with_visits_said(frame: Frame, of_series: bool) -> Frame:
    """The message with the number of visits that it says, whatever it was taken for."""
    said = frame.request.frequency or {}
    if not of_series or said.keys() & {"rrule", "once", "times_per_period"}:
        return frame
    count = visits_said(normalise(frame.text))
    if count is None or frame.has("complain", "request_human", "report_emergency", "cancel_booking"):
        return frame
    first, *others = frame.requests or (Request(),)
    told = (replace(first, frequency={**said, "count": count}), *others)
    kept = tuple(intent for intent in frame.intents if intent not in _NO_ANSWER)
    intents = kept if "affirm" in kept or "inform" in kept else ("inform", *kept)
    return replace(frame, intents=intents, confidence=max(frame.confidence, SURE), requests=told)
