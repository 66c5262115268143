"""坐席评分: what a customer thinks of the agent who has talked with her; kept apart from what she thinks of a visit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

ASKED_FOR = timedelta(hours=24)
"""How long an answer is waited for; and how long nobody is asked again."""
STILL_FRESH = timedelta(hours=3)
"""So long after the talk it makes sense to ask."""


class AgentScoreState(Enum):
    DUE = "due"
    ASKED = "asked"
    SCORED = "scored"
    DECLINED = "declined"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class AgentScore:
    """One for each talk that an agent has handed back; ``next_at``: when it is looked at, ``None``: never again."""

    conversation_id: str
    agent: str
    ended_at: datetime
    next_at: datetime | None
    state: AgentScoreState = AgentScoreState.DUE
    asked_at: datetime | None = None
    score: float | None = None
    comment: str = ""
    answered_at: datetime | None = None
    id: int = 0
    """0 until it is stored."""

    def put_off(self, until: datetime) -> AgentScore:
        return replace(self, next_at=until)

    def asked(self, now: datetime) -> AgentScore:
        return replace(self, state=AgentScoreState.ASKED, asked_at=now, next_at=now + ASKED_FOR)

    def scored(self, score: float | None, comment: str, now: datetime) -> AgentScore:
        state = AgentScoreState.SCORED
        return replace(self, state=state, score=score, comment=comment, answered_at=now, next_at=None)

    def closed(self, state: AgentScoreState) -> AgentScore:
        return replace(self, state=state, next_at=None)

    def is_open(self, now: datetime) -> bool:
        return self.state is AgentScoreState.ASKED and self.next_at is not None and now < self.next_at
