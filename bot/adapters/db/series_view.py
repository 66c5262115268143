"""The read model of series: how often, by whom, and which visits have been made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.repositories.series import plan_of, series_of
from bot.adapters.db.rows import BookingRow, CustomerRow, SeriesRow, table
from bot.domain.series_plan import SeriesPlan

_SERIES = table(SeriesRow)
_BOOKINGS = table(BookingRow)
_CUSTOMERS = table(CustomerRow)

_VISITS = (
    select(func.aggregate_strings(_BOOKINGS.c.id + " " + _BOOKINGS.c.state, ","))
    .where(_BOOKINGS.c.series_id == _SERIES.c.id)
    .scalar_subquery()
)


def all_series(openid: str | None) -> Select[Any]:
    statement = select(_SERIES, _CUSTOMERS.c.openid.label("customer_openid"), _VISITS.label("visits")).join(_CUSTOMERS)
    own = statement if openid is None else statement.where(_CUSTOMERS.c.openid == openid)
    return own.order_by(_SERIES.c.created_at, _SERIES.c.id)


def series_as_plain(row: Any, cipher: Cipher, at: Callable[[datetime | None], str | None]) -> Mapping[str, Any]:
    """``visits`` in the order of the days that the rule gives them; their times stand in the bookings."""
    series = series_of(row, cipher)
    rhythm = series.plan.rhythms[-1]
    return {
        "id": series.id,
        "state": series.state.value,
        "service": series.service,
        "frequency": _frequency(series.plan, rhythm.start.date()),
        "window": {"start": rhythm.start.isoformat(timespec="minutes"), "end": None, "precision": "time"},
        "time": rhythm.start.strftime("%H:%M"),
        "duration_minutes": rhythm.minutes,
        "holidays": series.plan.holidays.value,
        "exdate": sorted(day.isoformat() for day in series.plan.left_out),
        "moved": {day.isoformat(): start.isoformat(timespec="minutes") for day, start in series.plan.moved.items()},
        "pauses": [
            {"from": pause.first.isoformat(), "until": pause.last.isoformat() if pause.last else None}
            for pause in series.plan.pauses
        ],
        "provider_ids": list(series.wish.only or series.wish.preferred),
        "fixed": bool(series.wish.only),
        "providers": series.heads,
        "made_until": series.made_until.isoformat(),
        "visits": [dict(zip(("id", "state"), one.split(" "), strict=True)) for one in sorted(_parts(row.visits))],
        "address": series.address,
        "district": series.district,
        "phone": series.phone,
        "contact_name": series.contact_name,
        "area_sqm": series.area_sqm,
        "rooms": series.rooms,
        "special_needs": list(series.special_needs),
        "quantities": dict(series.quantities),
        "notes": series.notes,
        "customer": row.customer_openid,
        "customer_id": series.customer_id,
        "created_at": at(series.created_at),
        "created_by": series.created_by,
        "events": [
            {"at": at(event.at), "name": event.name, "by": event.by, "detail": dict(event.detail)}
            for event in series.events
        ],
    }


def frequency_on(plan: Mapping[str, Any] | None, day: date) -> Mapping[str, Any] | None:
    """How often a stored plan has visits around ``day``; ``None`` for what belongs to no series."""
    return None if plan is None else _frequency(plan_of(plan), day)


def _frequency(plan: SeriesPlan, day: date) -> Mapping[str, Any]:
    rhythm = plan.rhythm_on(day)
    return {
        "rrule": rhythm.rule,
        "count": plan.count,
        "from": rhythm.start.date().isoformat(),
        "until": plan.until.isoformat() if plan.until else None,
        "exdate": sorted(one.isoformat() for one in plan.left_out),
    }


def _parts(visits: str | None) -> list[str]:
    return visits.split(",") if visits else []
