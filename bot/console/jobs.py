"""What the core would say to a job, as ``quote``, ``availability`` and ``match`` do; nothing is booked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from bot.console.booking_answer import Item
from bot.console.calls import Call, Route
from bot.console.fields import Answer, Line, Moment, Query
from bot.domain.access import STAFF
from bot.domain.errors import InvalidData, NotFound
from bot.domain.job import Job
from bot.domain.matching import Candidate
from bot.domain.values import to_local
from bot.usecases.proposals import free_starts, propose, quote_of

_NOBODY = "nobody"
"""Stands for a customer who has never been served."""
_USUAL, _MOST = timedelta(days=3), timedelta(days=31)


class JobQuery(Query):
    """What is to be done, where and for whom."""

    service: Annotated[Line, Field(description="code of the catalogue, such as daily_cleaning")]
    district: Line | None = None
    minutes: Annotated[int | None, Field(ge=1, le=24 * 60)] = None
    area: Annotated[float | None, Field(gt=0, le=10_000, allow_inf_nan=False, description="m²")] = None
    providers: Annotated[int, Field(ge=1, le=20)] = 1
    need: tuple[Line, ...] = ()
    gender: Literal["female", "male"] | None = None
    name: Line | None = None
    customer: Annotated[Line | None, Field(description="openid")] = None


class AtStart(JobQuery):
    start: Moment


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


async def quote_job(call: Call[AtStart]) -> QuoteAnswer:
    start = to_local(call.given.start, call.deps.zone)
    quote = await quote_of(call.uow, await _job(call), start)
    items = [Item(code=item.code, label=item.label, fen=item.fen) for item in quote.items]
    return QuoteAnswer(total_fen=quote.total_fen, items=items)


async def list_starts(call: Call[Between]) -> Starts:
    zone = call.deps.zone
    start = call.given.start or call.deps.clock.now()
    end = call.given.end or start + _USUAL
    if not start < end <= start + _MOST:
        raise InvalidData(f"to: give a time after from, at most {_MOST.days} days later")
    job = await _job(call)
    found = await free_starts(call.deps, call.uow, job, to_local(start, zone), to_local(end, zone))
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
        points={name: round(points, 2) for name, points in candidate.points.items()},
    )


async def _job(call: Call[J]) -> Job:
    asked = call.given
    customer = await call.uow.customers.by_openid(asked.customer) if asked.customer else None
    if asked.customer and customer is None:
        raise NotFound(f"no customer {asked.customer}")
    return Job(
        customer_id=customer.id if customer else _NOBODY,
        service=asked.service,
        district=asked.district or "",
        address="",
        phone="",
        minutes=asked.minutes,
        area_sqm=asked.area,
        heads=asked.providers,
        needs=asked.need,
        provider_gender=asked.gender,
        provider_name=asked.name,
    )


ROUTES = (
    Route("GET", "/api/quote", STAFF, "What a job costs, item by item", quote_job, QuoteAnswer, AtStart),
    Route("GET", "/api/availability", STAFF, "The starts at which it can be done", list_starts, Starts, Between),
    Route("GET", "/api/match", STAFF, "Who would come and why, and why nobody else", match_job, Matches, AtStart),
)
