"""What figures are counted from: facts of a time as they are stored, without anything personal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.attempt import Attempt
from bot.domain.values import TimeWindow

EVERY_FACT = (
    "replies", "attempts", "orders", "changes", "tickets", "surveys", "handoffs", "agent_scores", "misses",
)  # fmt: skip
"""The fields of ``Facts`` that hold them."""


@dataclass(frozen=True, slots=True)
class ReplyFact:
    """A turn of a customer's, and when its answer went out; ``None`` while it has none."""

    at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrderFact:
    """An order that was agreed to. ``reviewed_at``: when a person let it stand, if one has to and has.

    ``matched``: whoever was proposed first is still to come, or came.
    """

    at: datetime
    service: str
    provider_ids: tuple[str, ...] = ()
    waits_for_review: bool = False
    reviewed_at: datetime | None = None
    matched: bool = True


@dataclass(frozen=True, slots=True)
class ChangeFact:
    """An order that was to become other. ``at``: when it did, or since when it is waited for.

    ``handled_at``: when the change stood firm, ``None`` while somebody has yet to see to it.
    """

    at: datetime
    asked_at: datetime
    handled_at: datetime | None
    service: str = ""
    provider_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TicketFact:
    """``minutes`` of working time until it was solved; ``service`` and providers are those of the visit it is about."""

    at: datetime
    type: str
    category: str = ""
    state: str = "open"
    due_first_response: datetime | None = None
    responded_at: datetime | None = None
    due_resolution: datetime | None = None
    minutes: int | None = None
    refund_due: datetime | None = None
    refund_paid_at: datetime | None = None
    assignee: str = ""
    service: str = ""
    provider_ids: tuple[str, ...] = ()

    @property
    def is_solved(self) -> bool:
        return self.state in ("solved", "closed")


@dataclass(frozen=True, slots=True)
class SurveyFact:
    """``at`` is when it fell due. ``counts``: somebody was to be asked (not after a safety case, or by her wish)."""

    at: datetime
    kind: str = "visit"
    state: str = "due"
    counts: bool = True
    asked: bool = False
    scores: Mapping[str, float] = field(default_factory=dict)
    average: float | None = None
    low: bool = False
    anonymous: bool = False
    service: str = ""
    provider_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandoffFact:
    at: datetime
    reason: str
    taken_at: datetime | None = None
    agent: str = ""


@dataclass(frozen=True, slots=True)
class AgentScoreFact:
    """What a customer thought of the agent she had talked with; ``at`` is when she said so."""

    at: datetime
    agent: str
    score: float


@dataclass(frozen=True, slots=True)
class MissFact:
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything of ``window``, each by its ``at`` (an attempt by its start); ``now`` says what is over."""

    window: TimeWindow
    now: datetime
    replies: tuple[ReplyFact, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    orders: tuple[OrderFact, ...] = ()
    changes: tuple[ChangeFact, ...] = ()
    tickets: tuple[TicketFact, ...] = ()
    surveys: tuple[SurveyFact, ...] = ()
    handoffs: tuple[HandoffFact, ...] = ()
    agent_scores: tuple[AgentScoreFact, ...] = ()
    misses: tuple[MissFact, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, kind) for kind in EVERY_FACT)
