"""预约单 and its life: held -> confirmed -> in_service -> completed; or expired, cancelled, no_show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from bot.domain.errors import HoldExpired, IllegalTransition
from bot.domain.pricing import Quote
from bot.domain.values import TimeWindow


class BookingState(Enum):
    HELD = "held"
    CONFIRMED = "confirmed"
    IN_SERVICE = "in_service"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    NO_SHOW = "no_show"


_NEXT: Mapping[BookingState, frozenset[BookingState]] = {
    BookingState.HELD: frozenset({BookingState.CONFIRMED, BookingState.EXPIRED, BookingState.CANCELLED}),
    BookingState.CONFIRMED: frozenset({BookingState.IN_SERVICE, BookingState.CANCELLED, BookingState.NO_SHOW}),
    BookingState.IN_SERVICE: frozenset({BookingState.COMPLETED}),
    BookingState.COMPLETED: frozenset(),
    BookingState.CANCELLED: frozenset(),
    BookingState.EXPIRED: frozenset(),
    BookingState.NO_SHOW: frozenset(),
}

OCCUPYING = frozenset({BookingState.HELD, BookingState.CONFIRMED, BookingState.IN_SERVICE})
"""States in which a booking keeps its providers' time."""

UPCOMING = frozenset({BookingState.CONFIRMED, BookingState.IN_SERVICE})


@dataclass(frozen=True, slots=True)
class BookingEvent:
    """One step of a booking's life, as the audit shows it."""

    at: datetime
    name: str
    by: str
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Booking:
    """One visit. ``provider_ids`` is the first provider and, for bigger jobs, those beside her."""

    id: str
    customer_id: str
    state: BookingState
    service: str
    window: TimeWindow
    provider_ids: tuple[str, ...]
    address: str
    phone: str
    quote: Quote
    created_at: datetime
    created_by: str
    contact_name: str = ""
    district: str = ""
    area_sqm: float | None = None
    rooms: str = ""
    special_needs: tuple[str, ...] = ()
    quantities: Mapping[str, int] = field(default_factory=dict)
    notes: str = ""
    kind: str = "single"
    linked_to: str | None = None
    hold_expires_at: datetime | None = None
    events: tuple[BookingEvent, ...] = ()
    version: int = 0

    @property
    def duration_minutes(self) -> int:
        return int(self.window.duration.total_seconds() // 60)

    def _moved(self, to: BookingState, event: BookingEvent) -> Booking:
        if to not in _NEXT[self.state]:
            raise IllegalTransition(f"booking {self.id}: {self.state.value} -> {to.value}")
        return replace(self, state=to, events=(*self.events, event))

    def confirmed(self, now: datetime, by: str) -> Booking:
        """The customer said yes while the hold lasted."""
        if self.state is BookingState.EXPIRED or (self.hold_expires_at is not None and self.hold_expires_at <= now):
            raise HoldExpired(f"hold {self.id} ended at {self.hold_expires_at}")
        moved = self._moved(BookingState.CONFIRMED, BookingEvent(now, "booking_confirmed", by))
        return replace(moved, hold_expires_at=None)

    def cancelled(self, now: datetime, by: str, reason: str = "") -> Booking:
        detail = {"reason": reason} if reason else {}
        return self._moved(BookingState.CANCELLED, BookingEvent(now, "booking_cancelled", by, detail))

    def released(self, now: datetime) -> Booking:
        """A hold let go: the customer changed something, dropped it, or it ran out."""
        return self._moved(BookingState.EXPIRED, BookingEvent(now, "hold_released", "system"))
