"""What the core would say to a job, as ``quote``, ``availability`` and ``match`` do; nothing is booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from bot.console.booking_answer import Item
from bot.console.calls import Call, Route
from bot.console.fields import Answer, Line, Moment, Query
from bot.console.spans import window_between
from bot.domain.access import STAFF
from bot.domain.job import Job
from bot.domain.matching import Candidate
from bot.domain.values import to_local
from bot.usecases.pricing import price_of
from bot.usecases.proposals import free_starts, job_for, propose

_USUAL, _MOST_DAYS = timedelta(days=3), 31


class JobQuery(Query):
    """What is to be done, where and for whom."""

    service: Annotated[Line, Field(description="code or Chinese name, such as daily_cleaning or 日常保洁")]
    district: Line | None = None
    minutes: Annotated[int | None, Field(ge=1, le=24 * 60)] = None
    area: Annotated[float | None, Field(gt=0, le=10_000, allow_inf_nan=False, description="m²")] = None
    rooms: Line | None = None
    item: tuple[Annotated[Line, Field(pattern=r"^[^=]{1,40}=[1-9][0-9]?$")], ...] = ()
    """Kinds of things with their number, such as 空调挂机=2."""
    providers: Annotated[int, Field(ge=1, le=20)] = 1
    need: tuple[Line, ...] = ()
    gender: Literal["female", "male"] | None = None
    name: Line | None = None
    customer: Annotated[Line | None, Field(description="openid")] = None


class AtStart(JobQuery):
    start: Moment


class Priced(AtStart):
    booked_at: Annotated[Moment | None, Field(description="when it is booked; without it: now")] = None
    visits: Annotated[int, Field(ge=0, le=1000, description="of the series that it belongs to")] = 0


class Between(JobQuery):
    start: Annotated[Moment | None, Field(alias="from", description="without it: now")] = None
    end: Annotated[Moment | None, Field(alias="to", description="without it: three days later")] = None


J = TypeVar("J", bound=JobQuery)


class QuoteAnswer(Answer):
    total_fen: int
    items: list[Item]


class Starts(Answer):
    starts: list[datetime]


class CandidateAnswer(Answer):
    provider_id: str
    name: str
    score: float
    reasons: list[str]
    points: dict[str, float] = Field(description="what the score is made of")


class RefusedAnswer(Answer):
    provider_id: str
    name: str
    refused: list[str]


class Matches(Answer):
    candidates: list[CandidateAnswer]
    refused: list[RefusedAnswer]


async def quote_job(call: Call[Priced]) -> QuoteAnswer:
    given, zone = call.given, call.deps.zone
    job = replace(await _job(call), series_visits=given.visits)
    booked_at = to_local(given.booked_at, zone) if given.booked_at else None
    quote = await price_of(call.deps, call.uow, job, to_local(given.start, zone), booked_at)
    items = [Item(code=item.code, label=item.label, fen=item.fen) for item in quote.items]
    return QuoteAnswer(total_fen=quote.total_fen, items=items)


async def list_starts(call: Call[Between]) -> Starts:
    zone = call.deps.zone
    start = call.given.start or call.deps.clock.now()
    window = window_between(start, call.given.end or start + _USUAL, _MOST_DAYS)
    job = await _job(call)
    found = await free_starts(call.deps, call.uow, job, to_local(window.start, zone), to_local(window.end, zone))
    return Starts(starts=[moment.replace(tzinfo=zone) for moment in found])


async def match_job(call: Call[AtStart]) -> Matches:
    found = await propose(call.deps, call.uow, await _job(call), to_local(call.given.start, call.deps.zone))
    refused = [
        RefusedAnswer(provider_id=one.provider.id, name=one.provider.name, refused=list(one.reasons))
        for one in found.refused
    ]
    return Matches(candidates=[candidate_answer(one) for one in found.candidates], refused=refused)


def candidate_answer(candidate: Candidate) -> CandidateAnswer:
    return CandidateAnswer(
        provider_id=candidate.provider.id,
        name=candidate.provider.name,
        score=round(candidate.score, 2),
        reasons=list(candidate.reasons),
        points={name: round(points, 2) + 0.0 for name, points in candidate.points.items()},
    )


async def _job(call: Call[J]) -> Job:
    asked = call.given
    items = (item.partition("=") for item in asked.item)
    return await job_for(
        call.uow,
        asked.service,
        asked.customer,
        district=asked.district or "",
        minutes=asked.minutes,
        area_sqm=asked.area,
        rooms=asked.rooms or "",
        quantities={kind: int(number) for kind, _, number in items},
        heads=asked.providers,
        needs=asked.need,
        provider_gender=asked.gender,
        provider_name=asked.name,
    )


ROUTES = (
    Route("GET", "/api/quote", STAFF, "What a job costs, item by item", quote_job, QuoteAnswer, Priced),
    Route("GET", "/api/availability", STAFF, "The starts at which it can be done", list_starts, Starts, Between),
    Route("GET", "/api/match", STAFF, "Who would come and why, and why nobody else", match_job, Matches, AtStart),
)
