"""人工审核: what waits for a person, one call to decide, and how often people overrule."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from bot.console.booking_answer import BookingAnswer, booking_answer
from bot.console.calls import Call, Route
from bot.console.fields import Answer, Body, Line, Moment, Note, Nothing, Query
from bot.console.jobs import CandidateAnswer, candidate_answer
from bot.console.people import Named
from bot.console.spans import Window, midnight, window_between, window_of
from bot.domain.access import STAFF
from bot.domain.values import TimeWindow
from bot.ports import Deps
from bot.usecases.review import Decision, OpenReview, decide, open_reviews

_USUAL, _MOST_DAYS = timedelta(days=7), 366


class Waiting(Answer):
    """Decide with ``POST /api/reviews/{booking_id}``."""

    booking: BookingAnswer
    reasons: list[str]
    proposed: list[Named]
    ranking: list[CandidateAnswer] = Field(description="who could come, the best first, those of the order among them")


class Reviews(Answer):
    reviews: list[Waiting]


class Decided(Body):
    """``provider_ids`` with ``replace``; ``reason`` with ``reject``, for the customer."""

    decision: Literal["approve", "replace", "reject"]
    provider_ids: Annotated[list[Line], Field(max_length=20, default_factory=list)]
    reason: Note = ""


class Past(Query):
    """From and to; without them the last seven days and today."""

    start: Moment | None = Field(None, alias="from")
    end: Moment | None = Field(None, alias="to")

    def window(self, deps: Deps) -> TimeWindow:
        today = midnight(deps)
        return window_between(self.start or today - _USUAL, self.end or today + timedelta(days=1), _MOST_DAYS)


class Figures(Answer):
    window: Window
    decided: int
    approved: int
    replaced: int
    rejected: int
    overruled: int = Field(description="replaced or rejected")
    overruled_share: float = Field(description="of the decided ones, 0 to 1")
    waiting: int = Field(description="not decided as yet")


async def list_reviews(call: Call[Nothing]) -> Reviews:
    return Reviews(reviews=[_waiting(call, one) for one in await open_reviews(call.deps, call.uow)])


def _waiting(call: Call[Nothing], one: OpenReview) -> Waiting:
    assert one.booking.review is not None
    return Waiting(
        booking=booking_answer(one.booking, call.deps),
        reasons=list(one.booking.review.reasons),
        proposed=[Named(id=provider.id, name=provider.name) for provider in one.proposed],
        ranking=[candidate_answer(candidate) for candidate in one.ranking],
    )


async def decide_review(call: Call[Decided]) -> BookingAnswer:
    given = call.given
    decision = Decision(given.decision, call.by, tuple(given.provider_ids), given.reason)
    return booking_answer(await decide(call.deps, call.uow, call.id, decision), call.deps)


async def review_figures(call: Call[Past]) -> Figures:
    window = call.given.window(call.deps)
    figures = await call.deps.views.review_figures(window)
    return Figures(
        window=window_of(window, call.deps),
        decided=figures.decided,
        approved=figures.approved,
        replaced=figures.replaced,
        rejected=figures.rejected,
        overruled=figures.overruled,
        overruled_share=round(figures.overruled_share, 4),
        waiting=len(await call.uow.bookings.awaiting_review()),
    )


ROUTES = (
    Route("GET", "/api/reviews", STAFF, "Orders that wait for a person", list_reviews, Reviews),
    Route("GET", "/api/reviews/figures", STAFF, "How often people overruled", review_figures, Figures, Past),
    Route("POST", "/api/reviews/{id}", STAFF, "Approve, replace or reject", decide_review, BookingAnswer, Decided),
)
