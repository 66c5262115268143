"""Bookings, and the cells of their providers' time that make a double booking impossible."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, insert, literal_column, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.rows import BookingRow, OccupancyRow, VisitRow, table
from bot.adapters.db.statements import save_version
from bot.domain.booking import (
    OCCUPYING,
    WORKED,
    Booking,
    BookingEvent,
    BookingState,
    ProviderWish,
    Review,
    ReviewState,
)
from bot.domain.calendar import Visit, minute_of, visit_of
from bot.domain.errors import InvalidData, NotFound, WindowTaken
from bot.domain.pricing import Quote, QuoteItem
from bot.domain.values import TimeWindow

_BOOKINGS = table(BookingRow)
_OCCUPANCY = table(OccupancyRow)
_VISITS = table(VisitRow)

# Written out, because a database uses a partial index only where it sees the index's own words.
_AWAITS_REVIEW: ColumnElement[bool] = literal_column("review = 'pending'")
_IS_HELD: ColumnElement[bool] = literal_column("state = 'held'")


_VISIT_COLUMNS = ("booking_id", "starts", "ends", "occupied_from", "occupied_until", "district")
"""In the order of ``Visit``."""


_LONGEST_VISIT = 2 * 24 * 60
"""Minutes; the catalogue knows none of more than a day, and the way to it."""


class SqlBookings:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, booking: Booking, occupied: TimeWindow) -> None:
        values = self._values(booking)
        values |= {
            "id": booking.id,
            "created_at": booking.created_at,
            "created_by": booking.created_by,
            "occupied_start": occupied.start,
            "occupied_end": occupied.end,
            "version": booking.version,
        }
        # A savepoint, because a refused hold is an answer like any other: the turn that asked goes on and says so.
        async with self._connection.begin_nested() as savepoint:
            try:
                await self._connection.execute(insert(_BOOKINGS), values)
            except IntegrityError as error:
                await savepoint.rollback()
                raise InvalidData(f"booking {booking.id} is stored already, or its customer is not") from error
            if booking.state in WORKED:
                await self._note_visits(booking, occupied)
            if booking.state not in OCCUPYING:
                return
            try:
                await self._occupy((booking, occupied))
            except IntegrityError as error:
                await savepoint.rollback()
                raise _taken(booking) from error

    async def move(self, booking: Booking, occupied: TimeWindow) -> None:
        values = self._values(booking) | {"occupied_start": occupied.start, "occupied_end": occupied.end}
        async with self._connection.begin_nested() as savepoint:
            await save_version(self._connection, _BOOKINGS, booking.id, booking.version, values)
            await self._forget(_OCCUPANCY, booking.id)
            await self._forget(_VISITS, booking.id)
            await self._note_visits(booking, occupied)
            try:
                await self._occupy((booking, occupied))
            except IntegrityError as error:
                await savepoint.rollback()
                raise _taken(booking) from error

    async def move_all(self, moves: Sequence[tuple[Booking, TimeWindow]]) -> None:
        async with self._connection.begin_nested() as savepoint:
            for booking, occupied in sorted(moves, key=lambda move: move[0].id):
                values = self._values(booking) | {"occupied_start": occupied.start, "occupied_end": occupied.end}
                await save_version(self._connection, _BOOKINGS, booking.id, booking.version, values)
                await self._forget(_OCCUPANCY, booking.id)
                await self._forget(_VISITS, booking.id)
                await self._note_visits(booking, occupied)
            try:
                await self._occupy(*moves)
            except IntegrityError as error:
                await savepoint.rollback()
                raise WindowTaken(f"one of {', '.join(booking.id for booking, _ in moves)}") from error

    async def _occupy(self, *moves: tuple[Booking, TimeWindow]) -> None:
        """In one order everywhere, so that two who want the same cells wait for each other and never for ever."""
        cells = sorted((p, cell, one.id) for one, taken in moves for p in one.provider_ids for cell in taken.cells())
        rows = [{"provider_id": p, "cell_start": c, "booking_id": b} for p, c, b in cells]
        await self._connection.execute(insert(_OCCUPANCY).values(rows))

    async def _note_visits(self, booking: Booking, occupied: TimeWindow) -> None:
        visit = visit_of(booking.id, booking.window, occupied, booking.district)
        columns = dict(zip(_VISIT_COLUMNS, visit, strict=True))
        visits = [columns | {"provider_id": provider_id} for provider_id in booking.provider_ids]
        await self._connection.execute(insert(_VISITS).values(visits))

    async def _forget(self, rows: Table, booking_id: str) -> None:
        await self._connection.execute(delete(rows).where(rows.c.booking_id == booking_id))

    async def save(self, booking: Booking) -> None:
        await save_version(self._connection, _BOOKINGS, booking.id, booking.version, self._values(booking))
        if booking.state not in OCCUPYING:
            await self._forget(_OCCUPANCY, booking.id)
        if booking.state not in WORKED:
            await self._forget(_VISITS, booking.id)

    async def get(self, booking_id: str) -> Booking:
        found = await self._where(_BOOKINGS.c.id == booking_id)
        if not found:
            raise NotFound(f"no booking {booking_id}")
        return found[0]

    async def of_customer(self, customer_id: str, states: frozenset[BookingState]) -> Sequence[Booking]:
        wanted = sorted(state.value for state in states)
        return await self._where(_BOOKINGS.c.customer_id == customer_id, _BOOKINGS.c.state.in_(wanted))

    async def of_series(self, series_id: str) -> Sequence[Booking]:
        return await self._where(_BOOKINGS.c.series_id == series_id)

    async def awaiting_review(self) -> Sequence[Booking]:
        return await self._where(_AWAITS_REVIEW, _BOOKINGS.c.state == BookingState.CONFIRMED.value)

    async def between(self, window: TimeWindow, states: frozenset[BookingState]) -> Sequence[Booking]:
        wanted = sorted(state.value for state in states)
        starts = _BOOKINGS.c.starts_at
        return await self._where(starts >= window.start, starts < window.end, _BOOKINGS.c.state.in_(wanted))

    async def busy(
        self, search: TimeWindow, provider_ids: Collection[str] | None = None
    ) -> Mapping[str, Sequence[Visit]]:
        statement = (
            select(_VISITS.c.provider_id, *(_VISITS.c[name] for name in _VISIT_COLUMNS))
            .where(*_overlapping(search))
            .order_by(_VISITS.c.starts, _VISITS.c.booking_id)
        )
        if provider_ids is not None:
            statement = statement.where(_VISITS.c.provider_id.in_(provider_ids))
        visits: dict[str, list[Visit]] = {}
        for provider_id, *columns in await self._connection.execute(statement):
            visits.setdefault(provider_id, []).append(Visit(*columns))
        return visits

    async def worked(self, week: TimeWindow, provider_ids: Collection[str]) -> Mapping[str, int]:
        statement = (
            select(_VISITS.c.provider_id, func.sum(_VISITS.c.ends - _VISITS.c.starts))
            .where(
                _VISITS.c.provider_id.in_(provider_ids),
                *_overlapping(week),
                _VISITS.c.starts >= minute_of(week.start),
                _VISITS.c.starts < minute_of(week.end),
            )
            .group_by(_VISITS.c.provider_id)
        )
        return {provider_id: int(minutes) for provider_id, minutes in await self._connection.execute(statement)}

    async def lapsed_holds(self, now: datetime) -> Sequence[Booking]:
        return await self._where(_IS_HELD, _BOOKINGS.c.hold_expires_at <= now)

    async def _where(self, *conditions: ColumnElement[Any]) -> list[Booking]:
        statement = select(_BOOKINGS).where(*conditions).order_by(_BOOKINGS.c.starts_at, _BOOKINGS.c.id)
        return [booking_of(row, self._cipher) for row in await self._connection.execute(statement)]

    def _values(self, booking: Booking) -> dict[str, Any]:
        personal = {
            "address": booking.address,
            "phone": booking.phone,
            "contact_name": booking.contact_name,
            "notes": booking.notes,
            "cancel_reason": booking.cancel_reason,
        }
        return {
            "customer_id": booking.customer_id,
            "state": booking.state.value,
            "kind": booking.kind,
            "service": booking.service,
            "starts_at": booking.window.start,
            "ends_at": booking.window.end,
            "provider_ids": list(booking.provider_ids),
            "personal": self._cipher.seal(personal, "booking"),
            "phone_hash": self._cipher.phone_hash(booking.phone),
            "district": booking.district,
            "quote": [[item.code, item.label, item.fen] for item in booking.quote.items],
            "area_sqm": booking.area_sqm,
            "rooms": booking.rooms,
            "special_needs": list(booking.special_needs),
            "quantities": dict(booking.quantities),
            "linked_to": booking.linked_to,
            "series_id": booking.series_id,
            "review": booking.review.state.value if booking.review else None,
            "data": _data(booking),
            "hold_expires_at": booking.hold_expires_at,
            "events": [[event.at.isoformat(), event.name, event.by, dict(event.detail)] for event in booking.events],
        }


def _overlapping(window: TimeWindow) -> tuple[ColumnElement[bool], ...]:
    """Visits that touch ``window``; the last condition lets the index stop where the window ends."""
    begins, ends = minute_of(window.start), minute_of(window.end)
    until = _VISITS.c.occupied_until
    return until > begins, _VISITS.c.occupied_from < ends, until < ends + _LONGEST_VISIT


def _data(booking: Booking) -> dict[str, Any]:
    """What is not searched for; only what is there."""
    wish = {name: value for name, value in asdict(booking.wish).items() if value}
    review = {"reasons": list(booking.review.reasons), "by": booking.review.by} if booking.review else {}
    data = {
        "wish": wish,
        "review": review,
        "accepted_by": list(booking.accepted_by),
        "fee_fen": booking.fee_fen,
        "score": booking.score,
        "score_is_anonymous": booking.score_is_anonymous,
    }
    return {name: value for name, value in data.items() if value}


def wish_of(data: Mapping[str, Any]) -> ProviderWish:
    lists = {name: tuple(data.get(name, ())) for name in ("exclude", "only", "preferred")}
    return ProviderWish(gender=data.get("gender"), name=data.get("name"), **lists)


def _review_of(state: str | None, data: Mapping[str, Any]) -> Review | None:
    return None if state is None else Review(ReviewState(state), tuple(data["reasons"]), data["by"])


def _taken(booking: Booking) -> WindowTaken:
    return WindowTaken(f"{', '.join(booking.provider_ids)} at {booking.window.start}")


def booking_of(row: Any, cipher: Cipher) -> Booking:
    personal = cipher.open(row.personal, "booking")
    return Booking(
        id=row.id,
        customer_id=row.customer_id,
        state=BookingState(row.state),
        service=row.service,
        window=TimeWindow(row.starts_at, row.ends_at),
        provider_ids=tuple(row.provider_ids),
        address=personal["address"],
        phone=personal["phone"],
        quote=Quote(tuple(QuoteItem(code, label, fen) for code, label, fen in row.quote)),
        created_at=row.created_at,
        created_by=row.created_by,
        contact_name=personal["contact_name"],
        district=row.district,
        area_sqm=row.area_sqm,
        rooms=row.rooms,
        special_needs=tuple(row.special_needs),
        quantities=row.quantities,
        notes=personal["notes"],
        kind=row.kind,
        linked_to=row.linked_to,
        series_id=row.series_id,
        wish=wish_of(row.data.get("wish", {})),
        review=_review_of(row.review, row.data.get("review", {})),
        accepted_by=tuple(row.data.get("accepted_by", ())),
        fee_fen=row.data.get("fee_fen", 0),
        cancel_reason=personal.get("cancel_reason", ""),  # unknown to what was sealed before there was one
        score=row.data.get("score"),
        score_is_anonymous=row.data.get("score_is_anonymous", False),
        hold_expires_at=row.hold_expires_at,
        events=tuple(BookingEvent(datetime.fromisoformat(at), name, by, detail) for at, name, by, detail in row.events),
        version=row.version,
    )
