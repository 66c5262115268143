"""Why a person is called for: one list for who calls, for the queue, and for the words people read."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """The code is what rows, exports and figures hold; its words are in ``bot.zh.handoff_words``."""

    EMERGENCY = "report_emergency"
    SAFETY = "safety"
    HARASSMENT = "harassment"
    CRITICAL_TICKET = "critical_ticket"
    AGENT_SILENT = "agent_silent"
    GRAVE_TICKET = "grave_ticket"
    ANGER = "anger"
    REQUEST = "request_human"
    PRIVACY = "privacy_request"
    NOT_UNDERSTOOD = "fallback"
    VOICE = "voice"
    BY_PERSON = "by_person"
    REPLACEMENT_REFUSED = "replacement_refused"
    DIALOGUE_DOWN = "dialogue_unavailable"
    OWN_INITIATIVE = "agent"
    """Nobody had called for a person."""


URGENT = frozenset({Reason.EMERGENCY, Reason.SAFETY, Reason.HARASSMENT, Reason.CRITICAL_TICKET, Reason.AGENT_SILENT})
"""These go before all others; who has been left alone by an agent has waited already."""
