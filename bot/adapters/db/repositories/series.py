"""Recurring orders: the plan in plain words, the address and what was said of it sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, literal_column, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.repositories.bookings import wish_of
from bot.adapters.db.repositories.company_data import agreed_of, agreed_to
from bot.adapters.db.rows import SeriesRow, table
from bot.adapters.db.statements import save_version
from bot.domain.errors import InvalidData, NotFound
from bot.domain.series import Series, SeriesEvent, SeriesState
from bot.domain.series_plan import HolidayChoice, Pause, Rhythm, SeriesPlan

_SERIES = table(SeriesRow)

# Written out, because a database uses a partial index only where it sees the index's own words.
_IS_ACTIVE: ColumnElement[bool] = literal_column("state = 'active'")


class SqlSeriesBook:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, series: Series) -> None:
        values = self._values(series)
        values |= {
            "id": series.id,
            "created_at": series.created_at,
            "created_by": series.created_by,
            "version": series.version,
        }
        async with self._connection.begin_nested() as savepoint:
            try:
                await self._connection.execute(insert(_SERIES), values)
            except IntegrityError as error:
                await savepoint.rollback()
                raise InvalidData(f"series {series.id} is stored already, or its customer is not") from error

    async def save(self, series: Series) -> None:
        await save_version(self._connection, _SERIES, series.id, series.version, self._values(series))

    async def get(self, series_id: str) -> Series:
        found = await self._where(_SERIES.c.id == series_id)
        if not found:
            raise NotFound(f"no series {series_id}")
        return found[0]

    async def of_customer(self, customer_id: str) -> Sequence[Series]:
        return await self._where(_SERIES.c.customer_id == customer_id)

    async def lagging(self, until: date) -> Sequence[str]:
        statement = select(_SERIES.c.id).where(_IS_ACTIVE, _SERIES.c.made_until < until)
        rows = await self._connection.execute(statement.order_by(_SERIES.c.made_until, _SERIES.c.id))
        return [row.id for row in rows]

    async def _where(self, condition: ColumnElement[bool]) -> list[Series]:
        statement = select(_SERIES).where(condition).order_by(_SERIES.c.created_at, _SERIES.c.id)
        return [series_of(row, self._cipher) for row in await self._connection.execute(statement)]

    def _values(self, series: Series) -> dict[str, Any]:
        personal = {
            "address": series.address,
            "phone": series.phone,
            "contact_name": series.contact_name,
            "notes": series.notes,
        }
        return {
            "customer_id": series.customer_id,
            "state": series.state.value,
            "plan": _plan_to(series.plan),
            "data": _data(series),
            "personal": self._cipher.seal(personal, "series"),
            "made_until": series.made_until,
            "events": [[event.at.isoformat(), event.name, event.by, dict(event.detail)] for event in series.events],
        }


def _plan_to(plan: SeriesPlan) -> dict[str, Any]:
    return {
        "rhythms": [[one.start.isoformat(timespec="minutes"), one.rule, one.minutes] for one in plan.rhythms],
        "count": plan.count,
        "until": _day_to(plan.until),
        "holidays": plan.holidays.value,
        "left_out": sorted(day.isoformat() for day in plan.left_out),
        "pauses": [[pause.first.isoformat(), _day_to(pause.last)] for pause in plan.pauses],
        "moved": {day.isoformat(): start.isoformat(timespec="minutes") for day, start in plan.moved.items()},
    }


def plan_of(data: Mapping[str, Any]) -> SeriesPlan:
    return SeriesPlan(
        rhythms=tuple(Rhythm(datetime.fromisoformat(start), rule, minutes) for start, rule, minutes in data["rhythms"]),
        count=data["count"],
        until=_day_of(data["until"]),
        holidays=HolidayChoice(data["holidays"]),
        left_out=frozenset(date.fromisoformat(day) for day in data["left_out"]),
        pauses=tuple(Pause(date.fromisoformat(first), _day_of(last)) for first, last in data["pauses"]),
        moved={date.fromisoformat(day): datetime.fromisoformat(start) for day, start in data["moved"].items()},
    )


def _day_to(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day_of(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _data(series: Series) -> dict[str, Any]:
    return {
        "service": series.service,
        "district": series.district,
        "area_sqm": series.area_sqm,
        "rooms": series.rooms,
        "heads": series.heads,
        "special_needs": list(series.special_needs),
        "quantities": dict(series.quantities),
        "agreed": [agreed_to(prices) for prices in series.agreed],
        "wish": {name: value for name, value in asdict(series.wish).items() if value},
    }


def series_of(row: Any, cipher: Cipher) -> Series:
    personal, data = cipher.open(row.personal, "series"), row.data
    return Series(
        id=row.id,
        customer_id=row.customer_id,
        state=SeriesState(row.state),
        plan=plan_of(row.plan),
        service=data["service"],
        address=personal["address"],
        phone=personal["phone"],
        made_until=row.made_until,
        created_at=row.created_at,
        created_by=row.created_by,
        contact_name=personal["contact_name"],
        district=data["district"],
        area_sqm=data["area_sqm"],
        rooms=data["rooms"],
        heads=data["heads"],
        special_needs=tuple(data["special_needs"]),
        quantities=data["quantities"],
        notes=personal["notes"],
        wish=wish_of(data["wish"]),
        agreed=tuple(agreed_of(prices) for prices in data.get("agreed", ())),
        events=tuple(SeriesEvent(datetime.fromisoformat(at), name, by, detail) for at, name, by, detail in row.events),
        version=row.version,
    )
