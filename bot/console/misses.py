"""漏读: what was misunderstood, and what a supervisor says it means. No message is shown as it was written."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from bot.console.calls import Call, Route
from bot.console.fields import Answer, Body, Line, Query
from bot.domain.access import Role
from bot.domain.errors import InvalidData
from bot.domain.miss import Label, Miss, MissFilter, MissReason, MissState
from bot.usecases.misses import label_miss
from bot.zh.anonymous import anonymous

SENIOR = frozenset({Role.SUPERVISOR, Role.ADMIN})


class MissQuery(Query):
    """``state``: open without one; ``before_id``: go on behind the last one of a page."""

    state: MissState = MissState.OPEN
    reason: MissReason | None = None
    before_id: Annotated[int, Field(ge=1)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class LabelAnswer(Answer):
    text: str
    intents: list[str]
    topic: str
    category: str
    only_here: bool


class MissAnswer(Answer):
    id: int
    at: datetime
    reason: str = Field(description="fallback: the bot did not understand; corrected: the customer took something back")
    asked: str = Field(description="the question that was open")
    text: str = Field(description="with made-up values where it tells of a person")
    before: str
    answer: str = Field(description="the names of the bot's responses")
    intents: list[str]
    confidence: float
    state: str
    label: LabelAnswer | None
    labelled_by: str
    labelled_at: datetime | None


class Misses(Answer):
    misses: list[MissAnswer]


class Labelled(Body):
    """Intents as the schema names them, or ``nlu_fallback`` for what means nothing; or ``ignore`` alone."""

    intents: Annotated[list[Line], Field(max_length=6, default_factory=list)]
    topic: str = ""
    category: str = ""
    text: Line | None = None
    only_here: bool = False
    ignore: bool = False


async def list_misses(call: Call[MissQuery]) -> Misses:
    given = call.given
    wanted = MissFilter(given.state, given.reason, given.before_id, given.limit)
    return Misses(misses=[_answer(one, call) for one in await call.uow.misses.found(wanted)])


async def label(call: Call[Labelled]) -> MissAnswer:
    if not call.id.isdigit():
        raise InvalidData(f"{call.id!r} is no number of a miss")
    given, number = call.given, int(call.id)
    if given.ignore:
        wanted = None
    else:
        text = given.text or anonymous((await call.uow.misses.get(number)).text)
        wanted = Label(text, tuple(given.intents), given.topic, given.category, given.only_here)
    return _answer(await label_miss(call.uow, call.deps.clock, number, call.by, wanted), call)


def _answer(miss: Miss, call: Call[MissQuery] | Call[Labelled]) -> MissAnswer:
    zone, given = call.deps.zone, miss.label
    return MissAnswer(
        id=miss.id,
        at=miss.at.astimezone(zone),
        reason=miss.reason.value,
        asked=miss.asked,
        text=anonymous(miss.text),
        before=anonymous(miss.before),
        answer=miss.answer,
        intents=list(miss.intents),
        confidence=round(miss.confidence, 3),
        state=miss.state.value,
        label=given
        and LabelAnswer(
            text=given.text,
            intents=list(given.intents),
            topic=given.topic,
            category=given.category,
            only_here=given.only_here,
        ),
        labelled_by=miss.labelled_by,
        labelled_at=miss.labelled_at.astimezone(zone) if miss.labelled_at else None,
    )


ROUTES = (
    Route("GET", "/api/misses", SENIOR, "What was misunderstood, the newest first", list_misses, Misses, MissQuery),
    Route("POST", "/api/misses/{id}/label", SENIOR, "Say what it means, or put it aside", label, MissAnswer, Labelled),
)
