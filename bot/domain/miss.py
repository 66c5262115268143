"""漏读: a turn that the bot has misunderstood, and what a supervisor says it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from bot.domain.errors import InvalidData

# Safety, complaint, what asks for an action, questions, praise, politeness and small talk: the order of the schema.
_GROUPS: tuple[tuple[str, ...], ...] = (
    ("report_emergency",),
    ("complain",),
    (
        "book_service", "inform", "affirm", "deny", "abandon", "cancel_booking", "restore_booking",
        "reschedule_booking", "change_booking", "check_booking", "request_refund", "request_human", "update_profile",
        "privacy_request", "rate_service",
    ),
    ("ask_services", "ask_price", "ask_availability", "ask_policy", "ask_provider"),
    ("praise",),
    ("greet", "goodbye", "thank", "bot_challenge", "chitchat", "out_of_scope"),
)  # fmt: skip
RANK: Mapping[str, int] = {intent: rank for rank, group in enumerate(_GROUPS) for intent in group}

NO_MEANING = "nlu_fallback"
"""The label of what means nothing to us."""

TOPICS = (
    "tools", "insurance", "damage", "refund", "cancellation", "invoice", "payment", "vetting", "privacy", "hours",
    "coverage", "difference", "aftersales",
)  # fmt: skip
CATEGORIES = (
    "late", "no_show", "left_early", "attitude", "quality", "damage", "theft", "overcharge", "cancelled_by_us",
    "safety", "harassment", "privacy", "refund_delay", "wrong_person", "other",
)  # fmt: skip

_LONGEST = 200


class MissReason(Enum):
    FALLBACK = "fallback"
    """The bot said that it did not understand."""
    CORRECTED = "corrected"
    """The customer took back what had just been read to her."""


class MissState(Enum):
    OPEN = "open"
    LABELLED = "labelled"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Label:
    """What it should have been read as; ``text`` is the example to learn, without anything that tells of a person.

    ``only_here``: it means that only after the question that was open.
    """

    text: str
    intents: tuple[str, ...]
    topic: str = ""
    category: str = ""
    only_here: bool = False

    def __post_init__(self) -> None:
        if not self.text.strip() or len(self.text) > _LONGEST or "\n" in self.text:
            raise InvalidData(f"an example is one line of 1 to {_LONGEST} characters")
        unknown = [intent for intent in self.intents if intent not in RANK and intent != NO_MEANING]
        if unknown or not self.intents or (NO_MEANING in self.intents and len(self.intents) > 1):
            raise InvalidData(f"intents: give some of {', '.join(RANK)}, or {NO_MEANING} alone")
        if self.topic and (self.topic not in TOPICS or "ask_policy" not in self.intents):
            raise InvalidData(f"topic: with ask_policy, one of {', '.join(TOPICS)}")
        if "ask_policy" in self.intents and not self.topic:
            raise InvalidData("topic: ask_policy needs one")
        if self.category and (self.category not in CATEGORIES or "complain" not in self.intents):
            raise InvalidData(f"category: with complain, one of {', '.join(CATEGORIES)}")


def in_schema_order(intents: Iterable[str]) -> tuple[str, ...]:
    """Each once, as the schema puts them; of one rank in the order given."""
    return tuple(sorted(dict.fromkeys(intents), key=lambda intent: RANK.get(intent, len(_GROUPS))))


@dataclass(frozen=True, slots=True)
class Miss:
    """``asked`` is the question that was open, ``before`` what she had said before, ``answer`` the bot's answer."""

    conversation_id: str
    turn_id: str
    at: datetime
    reason: MissReason
    asked: str
    text: str
    intents: tuple[str, ...] = ()
    confidence: float = 0.0
    before: str = ""
    answer: str = ""
    state: MissState = MissState.OPEN
    label: Label | None = None
    labelled_by: str = ""
    labelled_at: datetime | None = None
    id: int = 0
    """0 until it is stored."""

    def labelled(self, label: Label, by: str, now: datetime) -> Miss:
        return replace(self, state=MissState.LABELLED, label=label, labelled_by=by, labelled_at=now)

    def ignored(self, by: str, now: datetime) -> Miss:
        return replace(self, state=MissState.IGNORED, label=None, labelled_by=by, labelled_at=now)


@dataclass(frozen=True, slots=True)
class MissFilter:
    """Which misses are looked for, the newest first; ``before_id`` goes on behind a page."""

    state: MissState | None = MissState.OPEN
    reason: MissReason | None = None
    before_id: int | None = None
    limit: int = 50
