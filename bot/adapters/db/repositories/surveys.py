"""Surveys and praise: what is asked after a visit, when, and what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.rows import BookingRow, PraiseRow, SurveyRow, table
from bot.domain.errors import NotFound, StoreBusy
from bot.domain.praise import Praise
from bot.domain.survey import Survey, SurveyKind, SurveyState

LATEST = 8
"""So many of a customer's are looked at."""

_SURVEYS = table(SurveyRow)
_BOOKINGS = table(BookingRow)
_PRAISES = table(PraiseRow)

_SURVEY = select(_SURVEYS).where(_SURVEYS.c.booking_id == bindparam("given"))
# Two workers never see the same row: who comes second passes over it.
_DUE = (
    select(_SURVEYS)
    .where(_SURVEYS.c.next_at <= bindparam("now"))
    .order_by(_SURVEYS.c.next_at, _SURVEYS.c.booking_id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_OF_CUSTOMER = (
    select(_SURVEYS)
    .join(_BOOKINGS, _BOOKINGS.c.id == _SURVEYS.c.booking_id)
    .where(_BOOKINGS.c.customer_id == bindparam("customer"))
    .order_by(_SURVEYS.c.due_at.desc(), _SURVEYS.c.booking_id)
    .limit(LATEST)
)
_SAVE = (
    update(_SURVEYS)
    .where(_SURVEYS.c.booking_id == bindparam("of_booking"), _SURVEYS.c.version == bindparam("read"))
    .returning(_SURVEYS.c.version)
)
_OF_PROVIDER = (
    select(_PRAISES)
    .where(_PRAISES.c.provider_id == bindparam("provider"))
    .order_by(_PRAISES.c.at.desc(), _PRAISES.c.id.desc())
)
_HIDE = update(_PRAISES).where(_PRAISES.c.booking_id == bindparam("of_booking")).values(booking_id=None)


class SqlSurveys:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, survey: Survey) -> None:
        values = self._values(survey) | {"booking_id": survey.booking_id, "version": survey.version}
        await self._connection.execute(insert(_SURVEYS), values)

    async def get(self, booking_id: str) -> Survey:
        row = (await self._connection.execute(_SURVEY, {"given": booking_id})).one_or_none()
        if row is None:
            raise NotFound(f"no survey of booking {booking_id}")
        return survey_of(row, self._cipher)

    async def save(self, survey: Survey) -> Survey:
        version = survey.version + 1
        statement = _SAVE.values(**self._values(survey), version=version)
        done = await self._connection.execute(statement, {"of_booking": survey.booking_id, "read": survey.version})
        if done.one_or_none() is None:
            raise StoreBusy(f"the survey of {survey.booking_id} was changed meanwhile")
        return replace(survey, version=version)

    async def next_due(self, now: datetime) -> Survey | None:
        row = (await self._connection.execute(_DUE, {"now": now})).one_or_none()
        return None if row is None else survey_of(row, self._cipher)

    async def latest_of(self, customer_id: str) -> Sequence[Survey]:
        rows = await self._connection.execute(_OF_CUSTOMER, {"customer": customer_id})
        return [survey_of(row, self._cipher) for row in rows]

    def _values(self, survey: Survey) -> dict[str, Any]:
        said = {
            "comment": survey.comment,
            "remark": survey.remark,
            "no_callback": survey.no_callback,
            "complained": survey.complained,
        }
        return {
            "state": survey.state.value,
            "kind": survey.kind.value,
            "due_at": survey.due_at,
            "next_at": survey.next_at,
            "asked_at": survey.asked_at,
            "reminded_at": survey.reminded_at,
            "answered_at": survey.answered_at,
            "outbound_id": survey.outbound_id,
            "scores": dict(survey.scores),
            "average": survey.average,
            "low": survey.low,
            "anonymous": survey.anonymous,
            "reason": survey.reason,
            "personal": self._cipher.seal(said, "survey"),
        }


class SqlPraises:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, praise: Praise) -> None:
        values = {
            "provider_id": praise.provider_id,
            "booking_id": praise.booking_id,
            "at": praise.at,
            "personal": self._cipher.seal({"words": praise.words}, "praise"),
        }
        await self._connection.execute(insert(_PRAISES), values)

    async def of_provider(self, provider_id: str) -> Sequence[Praise]:
        rows = await self._connection.execute(_OF_PROVIDER, {"provider": provider_id})
        return [praise_of(row, self._cipher) for row in rows]

    async def hide_booking(self, booking_id: str) -> None:
        await self._connection.execute(_HIDE, {"of_booking": booking_id})


def survey_of(row: Any, cipher: Cipher) -> Survey:
    said = cipher.open(row.personal, "survey")
    return Survey(
        booking_id=row.booking_id,
        due_at=row.due_at,
        state=SurveyState(row.state),
        kind=SurveyKind(row.kind),
        next_at=row.next_at,
        asked_at=row.asked_at,
        reminded_at=row.reminded_at,
        answered_at=row.answered_at,
        outbound_id=row.outbound_id,
        scores=row.scores,
        comment=said.get("comment", ""),
        remark=said.get("remark", ""),
        anonymous=row.anonymous,
        no_callback=said.get("no_callback", False),
        complained=said.get("complained", False),
        low=row.low,
        reason=row.reason,
        version=row.version,
    )


def praise_of(row: Any, cipher: Cipher) -> Praise:
    words = cipher.open(row.personal, "praise")["words"]
    return Praise(row.provider_id, row.at, words, row.booking_id, row.id)
