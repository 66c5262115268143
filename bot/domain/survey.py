"""回访: what a customer is asked after a visit, and what she answered.

due -> asked -> reminded -> answered (-> followed_up), declined or lapsed. ``unreachable``: no way leads to her for now;
it is tried again until its time is over. ``skipped``: not asked, and ``reason`` says why. What she says of herself
counts in every state. Nothing is filled in for her: what she has not scored has no score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum

from bot.domain.errors import IllegalTransition

OVERALL = "overall"
DIMENSIONS = ("attitude", "skill", "punctuality", "result")
"""In the order in which bare digits are read; the owner chooses among them."""


class SurveyKind(Enum):
    """``return``: after the visit that puts another one right; its coverage is counted apart."""

    VISIT = "visit"
    RETURN = "return"


class SurveyState(Enum):
    DUE = "due"
    UNREACHABLE = "unreachable"
    ASKED = "asked"
    REMINDED = "reminded"
    ANSWERED = "answered"
    FOLLOWED_UP = "followed_up"
    DECLINED = "declined"
    LAPSED = "lapsed"
    SKIPPED = "skipped"


WAITING = frozenset({SurveyState.DUE, SurveyState.UNREACHABLE})
"""Not asked yet."""
OPEN = frozenset({SurveyState.ASKED, SurveyState.REMINDED})
"""Asked, and not answered."""


@dataclass(frozen=True, slots=True)
class SurveyPolicy:
    """How the owner has customers asked; the part ``survey`` of the section ``policies`` of a data file."""

    dimensions: tuple[str, ...] = DIMENSIONS
    low_below: float = 4.0
    """An average below it is followed up."""
    low_score: float = 2.0
    """So is any single score that is not above it."""
    remind_after_hours: int = 24
    """One reminder, so long after the invitation."""
    lapse_after_hours: int = 72
    """So long after it was due nobody asks any more, so long after the invitation nobody waits."""
    agent_after_minutes: int = 10
    """So long after an agent has handed a talk back it is asked how that was; 0: never."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The owner's words for ``invite``, ``return`` and ``remind``, with ``{visit}``, ``{dimensions}``, ``{digits}``."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What one message says; ``None`` is not said. ``complains``: its words ask for a follow-up whatever the scores."""

    scores: Mapping[str, float] = field(default_factory=dict)
    comment: str = ""
    remark: str = ""
    """On the price, which is no judgement of the visit."""
    anonymous: bool | None = None
    no_callback: bool | None = None
    complains: bool = False

    @property
    def judges(self) -> bool:
        """Whether the visit is judged in it, and not only said how the survey is to be treated."""
        return bool(self.scores or self.comment or self.complains)


@dataclass(frozen=True, slots=True)
class Survey:
    """One for each visit that was completed, rectification visits included. ``scores`` are by dimension, of 5.

    ``next_at``: when it is looked at again; ``None``: never. ``low`` is decided when an answer comes, by the policy of
    that day.
    """

    booking_id: str
    due_at: datetime
    state: SurveyState = SurveyState.DUE
    kind: SurveyKind = SurveyKind.VISIT
    next_at: datetime | None = None
    asked_at: datetime | None = None
    reminded_at: datetime | None = None
    answered_at: datetime | None = None
    outbound_id: int | None = None
    """The outbox row that carries the invitation."""
    scores: Mapping[str, float] = field(default_factory=dict)
    comment: str = ""
    remark: str = ""
    anonymous: bool = False
    no_callback: bool = False
    complained: bool = False
    low: bool = False
    reason: str = ""
    version: int = 0

    @property
    def average(self) -> float | None:
        return round(sum(self.scores.values()) / len(self.scores), 2) if self.scores else None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def may_be_skipped(self) -> bool:
        return self.state in WAITING | OPEN

    @property
    def last_asked_at(self) -> datetime | None:
        return self.reminded_at or self.asked_at

    def asked(self, now: datetime, policy: SurveyPolicy, outbound_id: int | None = None) -> Survey:
        self._must_be(WAITING, SurveyState.ASKED)
        remind_at = now + timedelta(hours=policy.remind_after_hours)
        return replace(self, state=SurveyState.ASKED, asked_at=now, next_at=remind_at, outbound_id=outbound_id)

    def undelivered(self, now: datetime) -> Survey:
        """The invitation never reached her: it counts as not asked."""
        self._must_be(OPEN, SurveyState.UNREACHABLE)
        return replace(self, state=SurveyState.UNREACHABLE, asked_at=None, outbound_id=None, next_at=now)

    def reminded(self, now: datetime, policy: SurveyPolicy) -> Survey:
        self._must_be(frozenset({SurveyState.ASKED}), SurveyState.REMINDED)
        return replace(self, state=SurveyState.REMINDED, reminded_at=now, next_at=self.ends_at(policy))

    def waits_on(self, policy: SurveyPolicy) -> Survey:
        """Asked once, and no way is open for the reminder."""
        return replace(self, next_at=self.ends_at(policy))

    def put_off(self, until: datetime) -> Survey:
        """Not the moment to ask."""
        return replace(self, next_at=until)

    def out_of_reach(self, again_at: datetime) -> Survey:
        self._must_be(WAITING, SurveyState.UNREACHABLE)
        return replace(self, state=SurveyState.UNREACHABLE, next_at=again_at)

    def skipped(self, reason: str) -> Survey:
        self._must_be(WAITING | OPEN, SurveyState.SKIPPED)
        return replace(self, state=SurveyState.SKIPPED, reason=reason, next_at=None)

    def lapsed(self) -> Survey:
        """Its time is over; who could never be reached stays counted as such."""
        self._must_be(WAITING | OPEN, SurveyState.LAPSED)
        never = self.state is SurveyState.UNREACHABLE
        return replace(self, state=self.state if never else SurveyState.LAPSED, next_at=None)

    def declined(self) -> Survey:
        return replace(self, state=SurveyState.DECLINED, next_at=None)

    def followed_up(self) -> Survey:
        """The ticket of a low one is closed."""
        self._must_be(frozenset({SurveyState.ANSWERED}), SurveyState.FOLLOWED_UP)
        return replace(self, state=SurveyState.FOLLOWED_UP)

    def answered(self, answers: Answers, policy: SurveyPolicy, now: datetime) -> Survey:
        """With what was said; a score said again takes the place of the former one."""
        scores = {**self.scores, **answers.scores}
        complained = self.complained or answers.complains
        told = replace(
            self,
            scores=scores,
            comment=_with(self.comment, answers.comment),
            remark=_with(self.remark, answers.remark),
            anonymous=self.anonymous if answers.anonymous is None else answers.anonymous,
            no_callback=self.no_callback if answers.no_callback is None else answers.no_callback,
            complained=complained,
        )
        if not answers.judges:
            return told
        state = self.state if self.state is SurveyState.FOLLOWED_UP else SurveyState.ANSWERED
        low = complained or is_low(scores, policy)
        return replace(told, state=state, answered_at=self.answered_at or now, low=low, next_at=None)

    def ends_at(self, policy: SurveyPolicy) -> datetime:
        return (self.asked_at or self.due_at) + timedelta(hours=policy.lapse_after_hours)

    def _must_be(self, states: frozenset[SurveyState], to: SurveyState) -> None:
        if self.state not in states:
            raise IllegalTransition(f"survey of {self.booking_id}: {self.state.value} -> {to.value}")


def falls_due(booking_id: str, due_at: datetime, kind: SurveyKind = SurveyKind.VISIT) -> Survey:
    return Survey(booking_id, due_at, kind=kind, next_at=due_at)


def is_low(scores: Mapping[str, float], policy: SurveyPolicy) -> bool:
    """An average or a verdict below the limit, or any single score that is bad: somebody must ask what was wrong."""
    if not scores:
        return False
    average = sum(scores.values()) / len(scores)
    verdict = scores.get(OVERALL, average)
    return min(average, verdict) < policy.low_below or min(scores.values()) <= policy.low_score


def _with(text: str, further: str) -> str:
    return text if not further or further in text else "；".join(filter(None, (text, further)))
