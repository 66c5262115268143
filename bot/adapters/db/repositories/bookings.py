"""Bookings, and the cells of their providers' time that make a double booking impossible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, literal_column, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.rows import BookingRow, OccupancyRow, table
from bot.adapters.db.statements import save_version
from bot.domain.booking import OCCUPYING, Booking, BookingEvent, BookingState
from bot.domain.errors import InvalidData, NotFound, WindowTaken
from bot.domain.pricing import Quote, QuoteItem
from bot.domain.values import TimeWindow

_BOOKINGS = table(BookingRow)
_OCCUPANCY = table(OccupancyRow)

# Written out, because a database uses a partial index only where it sees the index's own words.
_OCCUPIES: ColumnElement[bool] = literal_column("state IN ('held', 'confirmed', 'in_service')")
_IS_HELD: ColumnElement[bool] = literal_column("state = 'held'")


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
            if booking.state not in OCCUPYING:
                return
            try:
                await self._occupy(booking, occupied)
            except IntegrityError as error:
                await savepoint.rollback()
                raise _taken(booking) from error

    async def move(self, booking: Booking, occupied: TimeWindow) -> None:
        values = self._values(booking) | {"occupied_start": occupied.start, "occupied_end": occupied.end}
        async with self._connection.begin_nested() as savepoint:
            await save_version(self._connection, _BOOKINGS, booking.id, booking.version, values)
            await self._vacate(booking.id)
            try:
                await self._occupy(booking, occupied)
            except IntegrityError as error:
                await savepoint.rollback()
                raise _taken(booking) from error

    async def _occupy(self, booking: Booking, occupied: TimeWindow) -> None:
        """In one order everywhere, so that two who want the same cells wait for each other and never for ever."""
        cells = sorted((provider, cell) for provider in booking.provider_ids for cell in occupied.cells())
        rows = [{"provider_id": p, "cell_start": c, "booking_id": booking.id} for p, c in cells]
        await self._connection.execute(insert(_OCCUPANCY).values(rows))

    async def _vacate(self, booking_id: str) -> None:
        await self._connection.execute(delete(_OCCUPANCY).where(_OCCUPANCY.c.booking_id == booking_id))

    async def save(self, booking: Booking) -> None:
        await save_version(self._connection, _BOOKINGS, booking.id, booking.version, self._values(booking))
        if booking.state not in OCCUPYING:
            await self._vacate(booking.id)

    async def get(self, booking_id: str) -> Booking:
        found = await self._where(_BOOKINGS.c.id == booking_id)
        if not found:
            raise NotFound(f"no booking {booking_id}")
        return found[0]

    async def of_customer(self, customer_id: str, states: frozenset[BookingState]) -> Sequence[Booking]:
        wanted = sorted(state.value for state in states)
        return await self._where(_BOOKINGS.c.customer_id == customer_id, _BOOKINGS.c.state.in_(wanted))

    async def busy(self, search: TimeWindow) -> Mapping[str, Sequence[TimeWindow]]:
        statement = (
            select(_BOOKINGS.c.provider_ids, _BOOKINGS.c.occupied_start, _BOOKINGS.c.occupied_end)
            .where(_OCCUPIES, _BOOKINGS.c.occupied_end > search.start, _BOOKINGS.c.occupied_start < search.end)
            .order_by(_BOOKINGS.c.occupied_start, _BOOKINGS.c.id)
        )
        windows: dict[str, list[TimeWindow]] = {}
        for provider_ids, start, end in await self._connection.execute(statement):
            for provider_id in provider_ids:
                windows.setdefault(provider_id, []).append(TimeWindow(start, end))
        return windows

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
            "hold_expires_at": booking.hold_expires_at,
            "events": [[event.at.isoformat(), event.name, event.by, dict(event.detail)] for event in booking.events],
        }


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
        hold_expires_at=row.hold_expires_at,
        events=tuple(BookingEvent(datetime.fromisoformat(at), name, by, detail) for at, name, by, detail in row.events),
        version=row.version,
    )
