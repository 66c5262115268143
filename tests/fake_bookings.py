"""In-memory bookings, providers with their leave, and the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.booking import OCCUPYING, WORKED, Booking, BookingState
from bot.domain.calendar import Visit, visit_of
from bot.domain.catalogue import Catalogue
from bot.domain.errors import InvalidData, WindowTaken
from bot.domain.leave import Leave
from bot.domain.provider import Provider
from bot.domain.scarcity import Scarcity, scarcity
from bot.domain.values import TimeWindow
from tests.fake_found import found

if TYPE_CHECKING:
    from tests.fake_store import Store


class FakeBookings:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, booking: Booking, occupied: TimeWindow) -> None:
        if booking.id in self._store.bookings:
            raise InvalidData(f"booking {booking.id} is stored already")
        keys = [(provider, cell) for provider in booking.provider_ids for cell in occupied.cells()]
        if booking.state in OCCUPYING:
            if any(key in self._store.cells for key in keys):
                raise WindowTaken(f"{booking.id} at {occupied.start}")
            self._store.cells.update(dict.fromkeys(keys, booking.id))
        self._store.bookings[booking.id] = booking
        self._store.occupied[booking.id] = occupied

    async def save(self, booking: Booking) -> None:
        self._store.bookings[booking.id] = replace(booking, version=booking.version + 1)
        if booking.state not in OCCUPYING:
            for key in [key for key, owner in self._store.cells.items() if owner == booking.id]:
                del self._store.cells[key]

    async def move(self, booking: Booking, occupied: TimeWindow) -> None:
        keys = [(provider, cell) for provider in booking.provider_ids for cell in occupied.cells()]
        if any(self._store.cells.get(key, booking.id) != booking.id for key in keys):
            raise WindowTaken(f"{booking.id} at {occupied.start}")
        for key in [key for key, owner in self._store.cells.items() if owner == booking.id]:
            del self._store.cells[key]
        self._store.cells.update(dict.fromkeys(keys, booking.id))
        self._store.bookings[booking.id] = replace(booking, version=booking.version + 1)
        self._store.occupied[booking.id] = occupied

    async def move_all(self, moves: Sequence[tuple[Booking, TimeWindow]]) -> None:
        before = dict(self._store.cells), dict(self._store.bookings), dict(self._store.occupied)
        moved = {booking.id for booking, _ in moves}
        for key in [key for key, owner in self._store.cells.items() if owner in moved]:
            del self._store.cells[key]
        try:
            for booking, occupied in moves:
                await self.move(booking, occupied)
        except WindowTaken:
            self._store.cells, self._store.bookings, self._store.occupied = before
            raise

    async def get(self, booking_id: str) -> Booking:
        return found(self._store.bookings.get(booking_id), booking_id)

    async def of_customer(self, customer_id: str, states: frozenset[BookingState]) -> Sequence[Booking]:
        own = [b for b in self._store.bookings.values() if b.customer_id == customer_id and b.state in states]
        return sorted(own, key=lambda booking: booking.window.start)

    async def of_series(self, series_id: str) -> Sequence[Booking]:
        return self._sorted(lambda booking: booking.series_id == series_id)

    async def awaiting_review(self) -> Sequence[Booking]:
        return self._sorted(lambda booking: booking.awaits_review)

    async def between(self, window: TimeWindow, states: frozenset[BookingState]) -> Sequence[Booking]:
        return self._sorted(lambda one: window.start <= one.window.start < window.end and one.state in states)

    def _sorted(self, condition: Callable[[Booking], bool]) -> Sequence[Booking]:
        found = [booking for booking in self._store.bookings.values() if condition(booking)]
        return sorted(found, key=lambda booking: (booking.window.start, booking.id))

    async def busy(
        self, search: TimeWindow, provider_ids: Collection[str] | None = None
    ) -> Mapping[str, Sequence[Visit]]:
        visits: dict[str, list[Visit]] = {}
        for booking in self._sorted(lambda one: one.state in WORKED):
            taken = self._store.occupied[booking.id]
            if not taken.overlaps(search):
                continue
            for provider in booking.provider_ids:
                if provider_ids is None or provider in provider_ids:
                    visit = visit_of(booking.id, booking.window, taken, booking.district)
                    visits.setdefault(provider, []).append(visit)
        return visits

    async def worked(self, week: TimeWindow, provider_ids: Collection[str]) -> Mapping[str, int]:
        minutes: dict[str, int] = {}
        for booking in self._sorted(lambda one: one.state in WORKED and week.start <= one.window.start < week.end):
            for provider in booking.provider_ids:
                if provider in provider_ids:
                    minutes[provider] = minutes.get(provider, 0) + booking.duration_minutes
        return minutes

    async def lapsed_holds(self, now: datetime) -> Sequence[Booking]:
        held = [b for b in self._store.bookings.values() if b.state is BookingState.HELD]
        return [b for b in held if b.hold_expires_at is not None and b.hold_expires_at <= now]


class FakeLeaves:
    def __init__(self, store: Store) -> None:
        self._rows = store.leaves

    async def add(self, leave: Leave) -> None:
        self._rows[leave.id] = leave

    async def get(self, leave_id: str) -> Leave:
        return found(self._rows.get(leave_id), leave_id)

    async def remove(self, leave_id: str) -> None:
        del self._rows[leave_id]

    async def overlapping(self, window: TimeWindow) -> Sequence[Leave]:
        found = [leave for leave in self._rows.values() if leave.window.overlaps(window)]
        return sorted(found, key=lambda leave: (leave.window.start, leave.id))


class FakeProviders:
    def __init__(self, store: Store) -> None:
        self._rows = store.providers

    async def all(self) -> Sequence[Provider]:
        return list(self._rows.values())

    async def able(self, service: str, district: str | None) -> Sequence[Provider]:
        skilled = [one for one in self._rows.values() if one.active and service in one.skills]
        return sorted((one for one in skilled if not district or district in one.districts), key=lambda one: one.id)

    async def scarcity(self) -> Scarcity:
        return scarcity(self._rows.values())

    async def lock(self, provider_ids: Sequence[str]) -> None:
        """One unit of work at a time works on the fake store anyway."""

    async def get(self, provider_id: str) -> Provider:
        return found(self._rows.get(provider_id), provider_id)

    async def put(self, provider: Provider) -> None:
        self._rows[provider.id] = provider


class FakeCatalogues:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self) -> Catalogue:
        return found(self._store.catalogue, "catalogue")

    async def put(self, catalogue: Catalogue) -> None:
        self._store.catalogue = catalogue
