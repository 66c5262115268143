"""Which intents stand in one message, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Word(Protocol):
    """What of a Rasa token is looked at here."""

    start: int
    end: int
    lemma: str


W = TypeVar("W", bound=Word)


@dataclass(frozen=True)
class Clause(Generic[W]):
    """A piece of a message: where it stands in the text, and its words."""

    tokens: tuple[W, ...]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


# Safety, complaint, what asks for an action, questions, praise, politeness, the bot itself, small talk.
_GROUPS: tuple[tuple[str, ...], ...] = (
    ("report_emergency",),
    ("complain",),
    (
        "book_service",
        "inform",
        "affirm",
        "deny",
        "abandon",
        "cancel_booking",
        "restore_booking",
        "reschedule_booking",
        "change_booking",
        "check_booking",
        "request_refund",
        "request_human",
        "update_profile",
        "privacy_request",
        "rate_service",
    ),
    ("ask_services", "ask_price", "ask_availability", "ask_policy", "ask_provider"),
    ("praise",),
    ("greet", "goodbye", "thank", "bot_challenge", "chitchat", "out_of_scope"),
)
GROUP_OF = {intent: rank for rank, group in enumerate(_GROUPS) for intent in group}
# Said around anything.
_POLITE = frozenset({"greet", "goodbye", "thank"})
# What else is said together; a pair stands once. Details of a new order or of a change belong to it: no `inform` there.
_BESIDE: dict[str, frozenset[str]] = {
    "book_service": frozenset({"ask_price", "ask_policy", "ask_provider", "praise", "cancel_booking", "request_human"}),
    "inform": frozenset({"affirm", "ask_price", "ask_policy", "ask_provider"}),
    "affirm": frozenset({"ask_price", "ask_policy", "ask_provider"}),
    "deny": frozenset({"ask_price", "ask_policy", "ask_services", "request_human"}),
    "cancel_booking": frozenset({"request_refund", "ask_policy", "request_human"}),
    "reschedule_booking": frozenset({"change_booking", "ask_policy", "praise"}),
    "change_booking": frozenset({"ask_price", "praise"}),
    "check_booking": frozenset({"ask_price", "ask_policy", "praise", "request_human"}),
    "ask_services": frozenset({"ask_price", "ask_policy", "ask_availability", "ask_provider"}),
    "ask_price": frozenset({"ask_availability", "ask_policy", "ask_provider"}),
    "ask_availability": frozenset({"ask_provider", "praise"}),
    "ask_policy": frozenset({"ask_provider", "ask_availability"}),
    "complain": frozenset(
        {
            "report_emergency",
            "book_service",
            "request_refund",
            "request_human",
            "check_booking",
            "cancel_booking",
            "rate_service",
            "ask_policy",
            "praise",
        }
    ),
    "report_emergency": frozenset({"book_service", "request_human", "ask_policy"}),
    "request_refund": frozenset({"request_human", "abandon"}),
    "bot_challenge": frozenset({"request_human"}),
}
_STOPS = frozenset(",.;!?、，。；！？…~\n")


def clauses(tokens: Sequence[W]) -> list[Clause[W]]:
    """The message cut at punctuation and blanks, without the punctuation; never an empty clause."""
    found: list[list[W]] = [[]]
    end = 0
    for token in tokens:
        stop = token.lemma in _STOPS
        if (stop or token.start > end) and found[-1]:
            found.append([])
        if not stop:
            found[-1].append(token)
        end = token.end
    return [Clause(tuple(clause)) for clause in found if clause]


def together(one: str, other: str) -> bool:
    """Whether a message may carry both."""
    return (
        one in _POLITE
        or other in _POLITE
        or other in _BESIDE.get(one, frozenset())
        or one in _BESIDE.get(other, frozenset())
    )
