"""What the owner decides beyond hours and prices: fees, reviews, notices, the ranking. Every value has a default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from bot.domain.care_policy import CarePolicy
from bot.domain.errors import InvalidData
from bot.domain.figures import Targets
from bot.domain.survey import SurveyPolicy


@dataclass(frozen=True, slots=True)
class FeeStep:
    """Who cancels less than ``within_minutes`` before the visit pays ``percent`` of its price."""

    within_minutes: int
    percent: int

    def __post_init__(self) -> None:
        if self.within_minutes <= 0 or not 0 < self.percent <= 100:
            raise InvalidData("a cancellation fee needs minutes from 1 up and a percentage from 1 to 100")


@dataclass(frozen=True, slots=True)
class ReviewLimits:
    """Which orders wait for a person's look before they are promised (人工审核)."""

    always: frozenset[str] = frozenset()
    """Services of which every order is looked at."""
    first_time: frozenset[str] = frozenset({"elder_care", "childcare"})
    """Services of which a customer's first order is looked at."""
    providers_from: int = 3
    price_from_fen: int = 150_000
    rating_below: float = 4.3
    """Of the provider who would come."""
    score_below: float = 3.0
    """Of the last visit that this customer has scored."""
    words: tuple[str, ...] = ("住家", "过夜")
    """In the notes: somebody would live there or stay the night."""
    lead_minutes: int = 240
    """Before the visit; staff are asked to call about what still waits then."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What a point of the ranking is worth; the company's taste, stated once."""

    rating: float = 10.0
    """A star of the provider's rating."""
    satisfaction: float = 8.0
    """A star above or below 3 that this customer has given her."""
    known: float = 15.0
    """She has served this customer."""
    wished: float = 45.0
    """The customer wishes her, without insisting."""
    level: float = 2.0
    """A level above what the service asks for."""
    experience: float = 0.4
    """A year, up to ten."""
    travel: float = -0.3
    """A minute on the way to this visit."""
    load: float = -1.5
    """An hour of work that she has on that day already."""
    week: float = -0.2
    """An hour of work in the seven days around it."""
    cost: float = -0.2
    """A yuan that an hour of hers costs the company."""
    scarce: float = -8.0
    """What she can do that few others can, where 1 is the average: she is kept free where others will do."""
    lost: float = -6.0
    """An hour of starts that the visit takes from an average provider: no holes too small to use, no day cut in two.

    It counts more for whoever is scarce, and for hours in which few work.
    """
    change: float = -13.0
    """Somebody else comes than was planned, when a day is planned anew."""
    asked: float = -10.0
    """And the customer has to be asked for it first."""


@dataclass(frozen=True, slots=True)
class NoticeTimes:
    """When customers are written to without having asked. Local times."""

    day_starts: time = time(8)
    day_ends: time = time(21)
    eve_at: time = time(18)
    """The reminder of the day before."""
    before_minutes: int = 120
    """The reminder of the day itself, before the visit."""
    survey_after_minutes: int = 60
    """The survey, after the visit's end."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what tells of a person is kept; what is counted (times, services, prices, scores) stays."""

    messages_days: int = 180
    """What was written, from both sides."""
    media_days: int = 90
    """Pictures and films."""
    drafts_days: int = 7
    """What a talk knows, after her last word."""
    orders_days: int = 730
    """Name, phone, address and notes of an order, after its visit; so long it may be complained of and proved."""
    access_hours: int = 12
    """Door codes and where the key lies, after the visit."""
    answers_days: int = 2
    """First answers, kept for a repeated delivery."""


@dataclass(frozen=True, slots=True)
class Policies:
    """All of it; the section ``policies`` of a data file."""

    cancellation: tuple[FeeStep, ...] = ()
    """Ascending by ``within_minutes``; the first that applies counts."""
    review: ReviewLimits = field(default_factory=ReviewLimits)
    weights: Weights = field(default_factory=Weights)
    notices: NoticeTimes = field(default_factory=NoticeTimes)
    survey: SurveyPolicy = field(default_factory=SurveyPolicy)
    care: CarePolicy = field(default_factory=CarePolicy)
    templates: Mapping[str, str] = field(default_factory=dict)
    """WeChat template ids by kind of notice (``NoticeKind``); a kind without one is told in the chat alone.

    A template has the lines ``thing1`` (what), ``time2`` (when), ``thing3`` (who comes), ``phrase4`` (how it stands).
    """
    scenes: Mapping[str, str] = field(default_factory=dict)
    """What the scene of a QR code says in the customer's place: ``orders`` -> 我的预约."""
    waitlist_hold_minutes: int = 30
    inquiry_minutes: int = 720
    """How long a question to a customer stays open."""
    series_ahead_days: int = 28
    """How far ahead the visits of a series are made."""
    draft_hours: int = 24
    """How long a booking that was begun in the chat is kept without another word."""
    retention: Retention = field(default_factory=Retention)
    targets: Targets = field(default_factory=Targets)

    def cancellation_percent(self, minutes_before: float) -> int:
        """What a cancel so long before the visit costs."""
        for step in sorted(self.cancellation, key=lambda one: one.within_minutes):
            if minutes_before < step.within_minutes:
                return step.percent
        return 0
