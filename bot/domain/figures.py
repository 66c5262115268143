"""指标: what managers look at, with the targets of the business. A figure of nothing has no value, not 0 % or 100 %."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from bot.domain.attempt import AttemptState, Stage
from bot.domain.figure_facts import Facts, OrderFact, SurveyFact, TicketFact

_FIVE_MINUTES = timedelta(minutes=5)
_HALF_AN_HOUR = timedelta(minutes=30)
_A_DAY = timedelta(hours=24)
DISPUTES = frozenset({"complaint", "damage", "no_show", "refund", "rectification", "safety"})
_DIMENSIONS = ("overall", "attitude", "skill", "punctuality", "result")


class Unit(Enum):
    SHARE = "share"
    MINUTES = "minutes"
    SCORE = "score"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Targets:
    """What the company holds itself to; the section ``targets`` of its policies."""

    first_reply_minutes: float = 5
    booking_answer_minutes: float = 30
    handling_minutes: float = 180
    change_in_time: float = 1.0
    first_response: float = 1.0
    refund_in_time: float = 1.0
    score: float = 4.5
    follow_up: float = 1.0
    survey_coverage: float = 0.90
    return_coverage: float = 0.95
    disputes_solved: float = 0.90
    feedback_solved: float = 0.95
    booking_success: float = 0.90
    matching_success: float = 0.80


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` is ``None`` where there is nothing to count; ``of`` says how much it was counted from.

    ``at_most``: the target is not to be exceeded; else it is to be reached.
    """

    key: str
    unit: Unit
    value: float | None
    of: int
    target: float | None = None
    at_most: bool = False

    @property
    def kept(self) -> bool | None:
        """Whether the target is kept; ``None`` where there is none, or nothing to hold against it."""
        if self.value is None or self.target is None:
            return None
        return self.value <= self.target if self.at_most else self.value >= self.target


@dataclass(frozen=True, slots=True)
class Share:
    """One reason among several."""

    key: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """Attempts that came at least so far, by stage; and what was asked last of those who stopped, by question."""

    reached: Mapping[str, int] = field(default_factory=dict)
    stopped: tuple[Share, ...] = ()


def figures(facts: Facts, targets: Targets) -> tuple[Figure, ...]:
    """All of them, in the order in which they are shown."""
    agents = _average("agent_score", [one.score for one in facts.agent_scores], targets.score)
    parts = (_answering, _booking, _care, _surveys)
    return (*(figure for part in parts for figure in part(facts, targets)), agents)


def funnel(facts: Facts) -> Funnel:
    stages = list(Stage)
    reached = {
        stage.value: sum(stages.index(one.stage) >= place for one in facts.attempts)
        for place, stage in enumerate(stages)
    }
    stopped = (one.asked for one in facts.attempts if one.state is AttemptState.LEFT)
    return Funnel(reached if facts.attempts else {}, shares(stopped))


def shares(keys: Iterable[str]) -> tuple[Share, ...]:
    """The most frequent first."""
    counts = Counter(keys)
    total = counts.total()
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Share(key, count, count / total) for key, count in ordered)


def _answering(facts: Facts, targets: Targets) -> tuple[Figure, ...]:
    waits = [reply.answered_at - reply.at for reply in facts.replies if reply.answered_at is not None]
    over = [one for one in facts.replies if one.answered_at is not None or facts.now - one.at > _FIVE_MINUTES]
    quick = [one for one in over if one.answered_at is not None and one.answered_at - one.at <= _FIVE_MINUTES]
    taken = [one.taken_at - one.at for one in facts.handoffs if one.taken_at is not None]
    missed = sum(one.reason == "fallback" for one in facts.misses)
    return (
        _minutes("first_reply", waits, targets.first_reply_minutes),
        _share("first_reply_in_time", len(quick), len(over)),
        _minutes("handoff_wait", taken),
        _share("misunderstood", missed, len(facts.replies)),
    )


def _booking(facts: Facts, targets: Targets) -> tuple[Figure, ...]:
    seen = [
        one
        for one in facts.attempts
        if one.state is not AttemptState.OPEN and one.stage in (Stage.OFFERED, Stage.SHOWN, Stage.BOOKED)
    ]
    booked = sum(one.state is AttemptState.BOOKED for one in seen)
    waits = [wait for one in facts.orders if (wait := _answer_of(one)) is not None]
    late = sum(_answer_of(one) is None and facts.now - one.at > _HALF_AN_HOUR for one in facts.orders)
    matched = sum(one.matched for one in facts.orders)
    in_vain = sum(one.unmet and one.state is AttemptState.LEFT for one in facts.attempts)
    in_time = sum(wait <= _HALF_AN_HOUR for wait in waits)
    return (
        Figure("orders", Unit.COUNT, float(len(facts.orders)) if facts.orders else None, len(facts.orders)),
        _share("booking_success", booked, len(seen), targets.booking_success),
        _minutes("booking_answer", waits, targets.booking_answer_minutes),
        _share("booking_answer_in_time", in_time, len(waits) + late),
        _share("matching_success", matched, len(facts.orders) + in_vain, targets.matching_success),
        _changes(facts, targets),
    )


def _changes(facts: Facts, targets: Targets) -> Figure:
    """Of those that stand firm or should by now."""
    over = [one for one in facts.changes if one.handled_at is not None or facts.now - one.asked_at > _A_DAY]
    kept = sum(one.handled_at is not None and one.handled_at - one.asked_at <= _A_DAY for one in over)
    return _share("change_in_time", kept, len(over), targets.change_in_time)


def _answer_of(order: OrderFact) -> timedelta | None:
    """How long she waited for a firm answer: nothing where nobody had to look at it first."""
    if not order.waits_for_review:
        return timedelta()
    return None if order.reviewed_at is None else order.reviewed_at - order.at


def _care(facts: Facts, targets: Targets) -> tuple[Figure, ...]:
    now, tickets = facts.now, facts.tickets
    disputes = [one for one in tickets if one.type in DISPUTES]
    other = [one for one in tickets if one.type not in DISPUTES]
    answered = [one for one in tickets if one.responded_at is not None or _is_past(one.due_first_response, now)]
    in_time = sum(_is_kept(one.responded_at, one.due_first_response) for one in answered)
    minutes = [timedelta(minutes=one.minutes) for one in tickets if one.minutes is not None]
    refunds = [one for one in tickets if one.refund_paid_at is not None or _is_past(one.refund_due, now)]
    paid = sum(_is_kept(one.refund_paid_at, one.refund_due) for one in refunds)
    return (
        Figure("complaints", Unit.COUNT, float(len(disputes)) if tickets else None, len(tickets)),
        _share("first_response", in_time, len(answered), targets.first_response),
        _minutes("handling", minutes, targets.handling_minutes),
        _share("refund_in_time", paid, len(refunds), targets.refund_in_time),
        _solved("disputes_solved", disputes, now, targets.disputes_solved),
        _solved("feedback_solved", other, now, targets.feedback_solved),
    )


def _solved(key: str, tickets: Sequence[TicketFact], now: datetime, target: float) -> Figure:
    """Of those that are solved or should be by now."""
    due = [one for one in tickets if one.is_solved or _is_past(one.due_resolution, now)]
    return _share(key, sum(one.is_solved for one in due), len(due), target)


def _surveys(facts: Facts, targets: Targets) -> tuple[Figure, ...]:
    visits = [one for one in facts.surveys if one.kind == "visit"]
    returns = [one for one in facts.surveys if one.kind == "return"]
    scored = [one for one in facts.surveys if one.average is not None]
    low = [one for one in facts.surveys if one.low]
    followed = sum(one.state == "followed_up" for one in low)
    return (
        _coverage("survey_coverage", visits, targets.survey_coverage),
        _coverage("return_coverage", returns, targets.return_coverage),
        _average("score", [one.average for one in scored if one.average is not None], targets.score),
        *(
            _average(f"score_{name}", [one.scores[name] for one in scored if name in one.scores])
            for name in _DIMENSIONS
        ),
        Figure("low_scores", Unit.COUNT, float(len(low)) if scored or low else None, len(scored)),
        _share("follow_up", followed, len(low), targets.follow_up),
    )


def _coverage(key: str, surveys: Sequence[SurveyFact], target: float) -> Figure:
    counted = [one for one in surveys if one.counts]
    return _share(key, sum(one.asked for one in counted), len(counted), target)


def _is_past(due: datetime | None, now: datetime) -> bool:
    return due is not None and due <= now


def _is_kept(done: datetime | None, due: datetime | None) -> bool:
    return done is not None and due is not None and done <= due


def _share(key: str, part: int, of: int, target: float | None = None) -> Figure:
    return Figure(key, Unit.SHARE, part / of if of else None, of, target)


def _minutes(key: str, waits: Sequence[timedelta], target: float | None = None) -> Figure:
    mean = sum(wait.total_seconds() for wait in waits) / len(waits) / 60 if waits else None
    return Figure(key, Unit.MINUTES, mean, len(waits), target, at_most=True)


def _average(key: str, scores: Sequence[float], target: float | None = None) -> Figure:
    return Figure(key, Unit.SCORE, sum(scores) / len(scores) if scores else None, len(scores), target)
