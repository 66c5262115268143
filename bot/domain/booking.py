"""预约单 and its life: held -> confirmed -> in_service -> completed; or expired, cancelled, no_show.

A confirmed one may be moved to another time and stays the same booking; a cancelled one may be taken back.
"""

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
    BookingState.CANCELLED: frozenset({BookingState.CONFIRMED}),
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

    @property
    def was_confirmed(self) -> bool:
        return any(event.name == "booking_confirmed" for event in self.events)

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

    def rescheduled(
        self, window: TimeWindow, provider_ids: tuple[str, ...], quote: Quote, now: datetime, by: str
    ) -> Booking:
        """The same booking at another time, perhaps by others and at another price."""
        if self.state is not BookingState.CONFIRMED:
            raise IllegalTransition(f"booking {self.id} is {self.state.value} and cannot be moved")
        detail = {"from": self.window.start.isoformat(), "to": window.start.isoformat()}
        event = BookingEvent(now, "booking_rescheduled", by, detail)
        return replace(self, window=window, provider_ids=provider_ids, quote=quote, events=(*self.events, event))

    def restored(self, now: datetime, by: str) -> Booking:
        """A cancel taken back; only what was confirmed before can be confirmed again."""
        if not self.was_confirmed:
            raise IllegalTransition(f"booking {self.id} was never confirmed")
        return self._moved(BookingState.CONFIRMED, BookingEvent(now, "booking_restored", by))

    def checked_in(self, now: datetime, by: str) -> Booking:
        """到了: the provider has begun."""
        return self._moved(BookingState.IN_SERVICE, BookingEvent(now, "checked_in", by))

    def completed(self, now: datetime, by: str) -> Booking:
        """完成: the provider has finished."""
        return self._moved(BookingState.COMPLETED, BookingEvent(now, "checked_out", by))

    def missed(self, now: datetime, by: str) -> Booking:
        """Nobody opened, or nobody came; ``by`` says who tells it."""
        return self._moved(BookingState.NO_SHOW, BookingEvent(now, "no_show", by))

    def released(self, now: datetime) -> Booking:
        """A hold let go: the customer changed something, dropped it, or it ran out."""
        return self._moved(BookingState.EXPIRED, BookingEvent(now, "hold_released", "system"))
