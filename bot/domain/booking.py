"""预约单 and its life: held -> confirmed -> (on_the_way) -> in_service -> completed; or expired, cancelled, no_show.

A confirmed one may be moved or changed and stays the same booking; a cancelled one may be taken back. One that a person
must look at first is confirmed with an open ``review``: its time is kept, but nobody is promised yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

from bot.domain.errors import HoldExpired, IllegalTransition
from bot.domain.pricing import Quote
from bot.domain.values import TimeWindow

CUSTOMER = "customer"
"""Who does something in the chat, as events name her."""


class BookingState(Enum):
    HELD = "held"
    CONFIRMED = "confirmed"
    ON_THE_WAY = "on_the_way"
    IN_SERVICE = "in_service"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    NO_SHOW = "no_show"


_NEXT: Mapping[BookingState, frozenset[BookingState]] = {
    BookingState.HELD: frozenset({BookingState.CONFIRMED, BookingState.EXPIRED, BookingState.CANCELLED}),
    BookingState.CONFIRMED: frozenset(
        {BookingState.ON_THE_WAY, BookingState.IN_SERVICE, BookingState.CANCELLED, BookingState.NO_SHOW}
    ),
    BookingState.ON_THE_WAY: frozenset({BookingState.IN_SERVICE, BookingState.CANCELLED, BookingState.NO_SHOW}),
    BookingState.IN_SERVICE: frozenset({BookingState.COMPLETED}),
    BookingState.COMPLETED: frozenset(),
    BookingState.CANCELLED: frozenset({BookingState.CONFIRMED}),
    BookingState.EXPIRED: frozenset(),
    BookingState.NO_SHOW: frozenset(),
}

UPCOMING = frozenset({BookingState.CONFIRMED, BookingState.ON_THE_WAY, BookingState.IN_SERVICE})

OCCUPYING = UPCOMING | {BookingState.HELD}
"""States in which a booking keeps its providers' time."""

WORKED = OCCUPYING | {BookingState.COMPLETED}
"""States in which a booking counts among its providers' hours."""


@dataclass(frozen=True, slots=True)
class BookingEvent:
    """One step of a booking's life, as the audit shows it."""

    at: datetime
    name: str
    by: str
    detail: Mapping[str, str] = field(default_factory=dict)


_CODES = ("series_", "replacement_refused")
"""How the reasons begin that the core itself gives for a cancel; every other one is in somebody's own words."""

RECTIFICATION = "rectification"
"""The kind of a booking that puts right, free of charge, what another one left undone."""


UNTOLD = "untold"
"""In the detail of an event: the customer has heard nothing of it."""


class ReviewState(Enum):
    PENDING = "pending"
    APPROVED = "approved"
    REPLACED = "replaced"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Review:
    """人工审核: why a person looks at an order first, and what came of it."""

    state: ReviewState
    reasons: tuple[str, ...]
    by: str = ""


@dataclass(frozen=True, slots=True)
class ProviderWish:
    """What the customer asked for about who comes; kept, so that a move or a change still meets it."""

    gender: str | None = None
    name: str | None = None
    exclude: tuple[str, ...] = ()
    """Names and ids."""
    only: tuple[str, ...] = ()
    """Ids of those who alone will do."""
    preferred: tuple[str, ...] = ()
    """Ids of those who are wished without insisting."""


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
    series_id: str | None = None
    wish: ProviderWish = field(default_factory=ProviderWish)
    review: Review | None = None
    accepted_by: tuple[str, ...] = ()
    """Ids of the providers who have said 接单."""
    fee_fen: int = 0
    """What a cancel cost."""
    cancel_reason: str = ""
    """Why, in the words of who cancelled it; they may tell of a person, so they stand in no event and in no audit."""
    score: float | None = None
    """What the customer gave the visit."""
    score_is_anonymous: bool = False
    """Nobody is to see who gave it."""
    hold_expires_at: datetime | None = None
    events: tuple[BookingEvent, ...] = ()
    version: int = 0

    @property
    def duration_minutes(self) -> int:
        return int(self.window.duration.total_seconds() // 60)

    @property
    def was_confirmed(self) -> bool:
        """Whether it was promised; one that was loaded was so where it was made."""
        return any(event.name in ("booking_confirmed", "booking_loaded") for event in self.events)

    @property
    def may_be_taken_back(self) -> bool:
        """Whether it is the customer's own cancel of something that was promised to her or may still be."""
        last = next((event for event in reversed(self.events) if event.name == "booking_cancelled"), None)
        is_own = self.state is BookingState.CANCELLED and last is not None and last.by == CUSTOMER
        return is_own and self.was_confirmed and not self._was_rejected

    @property
    def _was_rejected(self) -> bool:
        return self.review is not None and self.review.state is ReviewState.REJECTED

    @property
    def awaits_review(self) -> bool:
        is_open = self.review is not None and self.review.state is ReviewState.PENDING
        return is_open and self.state is BookingState.CONFIRMED

    def _moved(self, to: BookingState, event: BookingEvent) -> Booking:
        if to not in _NEXT[self.state]:
            raise IllegalTransition(f"booking {self.id}: {self.state.value} -> {to.value}")
        return replace(self, state=to, events=(*self.events, event))

    def confirmed(self, now: datetime, by: str, review_because: tuple[str, ...] = ()) -> Booking:
        """The customer said yes while the hold lasted; with reasons a person looks at it first."""
        if self.state is BookingState.EXPIRED or (self.hold_expires_at is not None and self.hold_expires_at <= now):
            raise HoldExpired(f"hold {self.id} ended at {self.hold_expires_at}")
        moved = self._moved(BookingState.CONFIRMED, BookingEvent(now, "booking_confirmed", by))
        review = Review(ReviewState.PENDING, review_because) if review_because else None
        return replace(moved, hold_expires_at=None, review=review)

    def cancelled(self, now: datetime, by: str, reason: str = "", fee_fen: int = 0) -> Booking:
        """``reason``: a code of the core's, or words, of which the event only tells that there are some."""
        is_code = reason.startswith(_CODES)
        detail = {"reason": reason if is_code else "given"} if reason else {}
        if fee_fen:
            detail["fee_fen"] = str(fee_fen)
        moved = self._moved(BookingState.CANCELLED, BookingEvent(now, "booking_cancelled", by, detail))
        return replace(moved, fee_fen=fee_fen, cancel_reason="" if is_code else reason)

    def rescheduled(
        self, window: TimeWindow, provider_ids: tuple[str, ...], quote: Quote, now: datetime, by: str
    ) -> Booking:
        """The same booking at another time, perhaps by others and at another price."""
        self._must_be_confirmed("moved")
        detail = {"from": self.window.start.isoformat(), "to": window.start.isoformat()}
        event = BookingEvent(now, "booking_rescheduled", by, detail)
        return replace(self._by_others(provider_ids, event), window=window, quote=quote)

    def changed(self, now: datetime, by: str, provider_ids: tuple[str, ...], **fields: Any) -> Booking:
        """Other parts of it, named in the event without their values."""
        self._must_be_confirmed("changed")
        event = BookingEvent(now, "booking_changed", by, {"fields": ",".join(sorted(fields))})
        return replace(self._by_others(provider_ids, event), **fields)

    def reassigned(
        self, provider_ids: tuple[str, ...], now: datetime, by: str, reason: str, *, untold: bool = False
    ) -> Booking:
        """Others come, at the same time and price; ``untold``: the customer hears of it no more than of the former."""
        self._must_be_confirmed("given to others")
        detail = {"from": ",".join(self.provider_ids), "to": ",".join(provider_ids), "reason": reason}
        if untold:
            detail[UNTOLD] = "yes"
        return self._by_others(provider_ids, BookingEvent(now, "provider_replaced", by, detail))

    def reviewed(self, state: ReviewState, now: datetime, by: str) -> Booking:
        """A person has looked at it and lets it stand."""
        if self.review is None or not self.awaits_review:
            raise IllegalTransition(f"booking {self.id} waits for no review")
        self._must_be_confirmed("reviewed")
        event = BookingEvent(now, f"review_{state.value}", by)
        return replace(self, review=replace(self.review, state=state, by=by), events=(*self.events, event))

    def _must_be_confirmed(self, what: str) -> None:
        if self.state is not BookingState.CONFIRMED:
            raise IllegalTransition(f"booking {self.id} is {self.state.value} and cannot be {what}")

    def _by_others(self, provider_ids: tuple[str, ...], event: BookingEvent) -> Booking:
        accepted = tuple(one for one in self.accepted_by if one in provider_ids)
        return replace(self, provider_ids=provider_ids, accepted_by=accepted, events=(*self.events, event))

    def restored(self, now: datetime, by: str) -> Booking:
        """A cancel taken back; only what was confirmed before can be confirmed again."""
        if not self.was_confirmed or self._was_rejected:
            raise IllegalTransition(f"booking {self.id} was never promised")
        moved = self._moved(BookingState.CONFIRMED, BookingEvent(now, "booking_restored", by))
        return replace(moved, fee_fen=0, cancel_reason="")

    def accepted(self, provider_id: str, now: datetime, by: str = "") -> Booking:
        """接单: she has seen it and comes; ``by`` where somebody else tells it for her."""
        self._must_be_confirmed("accepted")
        if provider_id not in self.provider_ids:
            raise IllegalTransition(f"booking {self.id} is not {provider_id}'s")
        if provider_id in self.accepted_by:
            return self
        detail = {"provider_id": provider_id} if by not in ("", provider_id) else {}
        event = BookingEvent(now, "accepted", by or provider_id, detail)
        return replace(self, accepted_by=(*self.accepted_by, provider_id), events=(*self.events, event))

    def departed(self, now: datetime, by: str) -> Booking:
        """出发: on the way."""
        return self._told(BookingState.ON_THE_WAY, BookingEvent(now, "departed", by))

    def _told(self, to: BookingState, event: BookingEvent) -> Booking:
        """As ``_moved``, of a visit that somebody was sent to."""
        if self.awaits_review:
            raise IllegalTransition(f"booking {self.id} still waits for its review")
        return self._moved(to, event)

    def checked_in(self, now: datetime, by: str) -> Booking:
        """到了: the provider has begun."""
        return self._told(BookingState.IN_SERVICE, BookingEvent(now, "checked_in", by))

    def completed(self, now: datetime, by: str) -> Booking:
        """完成: the provider has finished."""
        return self._moved(BookingState.COMPLETED, BookingEvent(now, "checked_out", by))

    def missed(self, now: datetime, by: str) -> Booking:
        """Nobody opened, or nobody came; ``by`` says who tells it."""
        return self._told(BookingState.NO_SHOW, BookingEvent(now, "no_show", by))

    def released(self, now: datetime) -> Booking:
        """A hold let go: the customer changed something, dropped it, or it ran out."""
        return self._moved(BookingState.EXPIRED, BookingEvent(now, "hold_released", "system"))
