"""Surveys in the talk: what is asked about which visit, what is told, what comes back. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.dialogue.values import Option


@dataclass(frozen=True)
class SurveyView:
    """The survey that is talked of; ``asked_at`` is local. ``visit`` names it in words: 昨天的日常保洁.

    Not ``is_open``: nobody waits for an answer, but what she says of the visit belongs there.
    """

    booking_id: str
    visit: str
    service: str = ""
    asked_at: datetime | None = None
    is_open: bool = False
    scores: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class SurveyTask:
    """A survey in the talk; ``asked`` is ``none`` while something else was asked last.

    ``again``: it was asked once more. ``rest_asked``: so was what was missing. ``sorry``: that was said.
    """

    kind: Literal["survey"] = "survey"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    booking_id: str = ""
    again: bool = False
    rest_asked: bool = False
    sorry: bool = False


@dataclass(frozen=True)
class RecordSurvey:
    """What one message says of a visit; ``None`` is not said. ``call_back``: she wishes to be rung up, at ``phone``."""

    booking_id: str
    scores: Mapping[str, float] = field(default_factory=dict)
    comment: str = ""
    remark: str = ""
    anonymous: bool | None = None
    no_callback: bool | None = None
    complains: bool = False
    category: str = ""
    remedy: str = ""
    severity: str = "normal"
    call_back: bool = False
    phone: str = ""

    @property
    def judges(self) -> bool:
        return bool(self.scores or self.comment or self.complains)


@dataclass(frozen=True)
class SurveyRecorded:
    """What is known of the visit now; ``told`` is what this message has added."""

    told: RecordSurvey
    scores: Mapping[str, float]
    comment: str
    low: bool
    due: str
    """By when somebody answers a low one, in words; nothing where it is not low."""


@dataclass(frozen=True)
class DeclineSurvey:
    booking_id: str


@dataclass(frozen=True)
class SurveyDeclined:
    """She is not asked about it any more."""


@dataclass(frozen=True)
class NotePraise:
    """Good words for whoever is named in them, or came last."""

    words: str


@dataclass(frozen=True)
class AgentScoreView:
    """A question about an agent that waits for an answer; ``asked_at`` is local."""

    id: int
    asked_at: datetime


@dataclass(frozen=True)
class AgentScoreTask:
    """How the colleague was, while that was asked last."""

    kind: Literal["agent_score"] = "agent_score"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    score_id: int = 0


@dataclass(frozen=True)
class ScoreAgent:
    """Neither points nor words: she does not wish to say."""

    score_id: int
    points: float | None
    comment: str


@dataclass(frozen=True)
class AgentScored:
    answered: bool
