"""What the section ``policies`` of a data file may say. Any part may be left out: the one in force stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from itertools import pairwise
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, PlainValidator, field_validator, model_validator

from bot.commands.load_care import CareEntry
from bot.commands.load_survey_schema import SurveyPolicyEntry
from bot.commands.load_values import Entry, Text, Texts, Yuan, fen
from bot.domain.notices import NoticeKind
from bot.domain.policy import FeeStep, Policies

Count = Annotated[int, Field(gt=0)]
Score = Annotated[float, Field(ge=0, le=5)]
Weight = Annotated[float, Field(ge=-1000, le=1000)]


class FeeStepEntry(Entry):
    """Who cancels less than so long before the visit pays ``percent`` of its price."""

    within_hours: Annotated[float, Field(gt=0, le=720)]
    percent: Annotated[int, Field(gt=0, le=100)]


class ReviewEntry(Entry):
    always: Texts | None = None
    first_time: Texts | None = None
    providers_from: Count | None = None
    price_from_yuan: Yuan | None = None
    rating_below: Score | None = None
    score_below: Score | None = None
    words: Texts | None = None
    lead_minutes: Count | None = None

    def services(self) -> Iterator[tuple[str, str]]:
        """Every service that is named, with the key under which it stands."""
        yield from (("always", code) for code in self.always or ())
        yield from (("first_time", code) for code in self.first_time or ())


class WeightsEntry(Entry):
    rating: Weight | None = None
    satisfaction: Weight | None = None
    known: Weight | None = None
    wished: Weight | None = None
    level: Weight | None = None
    experience: Weight | None = None
    travel: Weight | None = None
    load: Weight | None = None
    week: Weight | None = None
    cost: Weight | None = None
    scarce: Weight | None = None
    lost: Weight | None = None
    change: Weight | None = None
    asked: Weight | None = None


class NoticesEntry(Entry):
    day_starts: time | None = None
    day_ends: time | None = None
    eve_at: time | None = None
    before_minutes: Count | None = None
    survey_after_minutes: Count | None = None

    @model_validator(mode="after")
    def _the_day_has_an_end(self) -> Self:
        if self.day_starts is not None and self.day_ends is not None and self.day_starts >= self.day_ends:
            raise ValueError("day_starts must be before day_ends")
        return self


Days = Annotated[int, Field(gt=0, le=3660)]


class RetentionEntry(Entry):
    messages_days: Days | None = None
    media_days: Days | None = None
    drafts_days: Days | None = None
    orders_days: Days | None = None
    access_hours: Annotated[int, Field(gt=0, le=24 * 31)] | None = None
    answers_days: Days | None = None


Whole = Annotated[float, Field(gt=0, le=1)]
Minutes = Annotated[float, Field(gt=0, le=60 * 24 * 31)]


class TargetsEntry(Entry):
    """Shares from 0 to 1."""

    first_reply_minutes: Minutes | None = None
    booking_answer_minutes: Minutes | None = None
    handling_minutes: Minutes | None = None
    first_response: Whole | None = None
    refund_in_time: Whole | None = None
    score: Score | None = None
    follow_up: Whole | None = None
    survey_coverage: Whole | None = None
    return_coverage: Whole | None = None
    disputes_solved: Whole | None = None
    feedback_solved: Whole | None = None
    booking_success: Whole | None = None
    matching_success: Whole | None = None


def _known_notice(code: str) -> str:
    if code not in _NOTICES:
        raise ValueError(f"{code!r} is no kind of notice: there are {', '.join(_NOTICES)}")
    return code


_NOTICES = tuple(kind.value for kind in NoticeKind)
# A temporary QR code has a number for its scene.
SceneCode = Annotated[
    str, BeforeValidator(lambda scene: str(scene) if type(scene) is int else scene), Field(max_length=64)
]
NoticeCode = Annotated[str, PlainValidator(_known_notice)]


class PoliciesEntry(Entry):
    cancellation: tuple[FeeStepEntry, ...] | None = None
    review: ReviewEntry = Field(default_factory=ReviewEntry)
    weights: WeightsEntry = Field(default_factory=WeightsEntry)
    notices: NoticesEntry = Field(default_factory=NoticesEntry)
    survey: SurveyPolicyEntry = Field(default_factory=SurveyPolicyEntry)
    retention: RetentionEntry = Field(default_factory=RetentionEntry)
    targets: TargetsEntry = Field(default_factory=TargetsEntry)
    care: CareEntry = Field(default_factory=CareEntry)
    templates: dict[NoticeCode, Text] | None = None
    scenes: dict[SceneCode, Text] | None = None
    waitlist_hold_minutes: Count | None = None
    inquiry_minutes: Count | None = None
    series_ahead_days: Annotated[int, Field(gt=0, le=366)] | None = None
    draft_hours: Annotated[int, Field(gt=0, le=24 * 31)] | None = None

    @field_validator("cancellation")
    @classmethod
    def _later_costs_more(cls, steps: tuple[FeeStepEntry, ...] | None) -> tuple[FeeStepEntry, ...] | None:
        ordered = sorted(steps or (), key=lambda step: step.within_hours)
        if any(near.percent <= far.percent or near.within_hours == far.within_hours for near, far in pairwise(ordered)):
            raise ValueError("the nearer to the visit, the more a cancel must cost")
        return steps

    def over(self, current: Policies) -> Policies:
        """The policies with what is given here; raises ``ValueError`` where old and new do not go together."""
        plain = ("waitlist_hold_minutes", "inquiry_minutes", "series_ahead_days", "draft_hours", "templates", "scenes")
        given = _given(self, *plain)
        if self.cancellation is not None:
            steps = sorted(self.cancellation, key=lambda step: step.within_hours)
            given["cancellation"] = tuple(FeeStep(round(step.within_hours * 60), step.percent) for step in steps)
        review = _given(self.review, "providers_from", "rating_below", "score_below", "words", "lead_minutes")
        review |= {name: frozenset(codes) for name, codes in _given(self.review, "always", "first_time").items()}
        if self.review.price_from_yuan is not None:
            review["price_from_fen"] = fen(self.review.price_from_yuan)
        policies = replace(
            current,
            **given,
            review=replace(current.review, **review),
            weights=replace(current.weights, **_given(self.weights, *WeightsEntry.model_fields)),
            survey=self.survey.over(current.survey),
            targets=replace(current.targets, **_given(self.targets, *TargetsEntry.model_fields)),
            retention=replace(current.retention, **_given(self.retention, *RetentionEntry.model_fields)),
            notices=replace(current.notices, **_given(self.notices, *NoticesEntry.model_fields)),
            care=self.care.over(current.care),
        )
        if policies.notices.day_starts >= policies.notices.day_ends:
            raise ValueError("notices: day_starts must be before day_ends")
        return policies


def _given(entry: Entry, *names: str) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(entry, name)) is not None}
