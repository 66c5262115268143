"""征询: a question put to a customer whose yes changes something. open -> accepted, declined, expired or withdrawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from bot.domain.errors import IllegalTransition, InvalidData


class InquiryKind(Enum):
    EXTRA = "extra"
    REPLACEMENT = "replacement"
    WAITLIST = "waitlist"


class InquiryState(Enum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Extra:
    """Work beyond what was booked, and what it costs; ``by`` says who asks for it."""

    label: str
    fen: int
    by: str

    def __post_init__(self) -> None:
        if not self.label.strip() or self.fen <= 0:
            raise InvalidData("an extra needs words for what is done and a price above 0 fen")


@dataclass(frozen=True, slots=True)
class Replacement:
    """Others come than were promised: ids of the new ones and of the former, and why, in words for the customer."""

    provider_ids: tuple[str, ...]
    former: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class WaitlistOffer:
    """A window that came free, held for the customer who waits for it."""

    entry_id: str
    hold_id: str


Content = Extra | Replacement | WaitlistOffer

_KINDS: dict[type[Content], InquiryKind] = {
    Extra: InquiryKind.EXTRA,
    Replacement: InquiryKind.REPLACEMENT,
    WaitlistOffer: InquiryKind.WAITLIST,
}


@dataclass(frozen=True, slots=True)
class Inquiry:
    """``booking_id``: the booking that it is about."""

    id: str
    customer_id: str
    booking_id: str | None
    content: Content
    created_at: datetime
    expires_at: datetime
    state: InquiryState = InquiryState.OPEN
    answered_at: datetime | None = None
    outbound_id: int | None = None
    """The outbox row that carries the question."""
    version: int = 0

    @property
    def kind(self) -> InquiryKind:
        return _KINDS[type(self.content)]

    @property
    def is_open(self) -> bool:
        return self.state is InquiryState.OPEN

    def replaces(self, older: Inquiry) -> bool:
        """Whether an older one about the same booking asks what this one asks anew; two extras are two questions."""
        if isinstance(self.content, Extra) and isinstance(older.content, Extra):
            return self.content.label == older.content.label
        return self.kind is older.kind

    def answered(self, yes: bool, now: datetime) -> Inquiry:
        """The customer's word, given in time."""
        if self.expires_at <= now:
            raise IllegalTransition(f"inquiry {self.id} ran out at {self.expires_at}")
        state = InquiryState.ACCEPTED if yes else InquiryState.DECLINED
        return replace(self._closed(state), answered_at=now)

    def expired(self) -> Inquiry:
        """Nobody answered in time."""
        return self._closed(InquiryState.EXPIRED)

    def withdrawn(self) -> Inquiry:
        """It is not asked any more: another question took its place, or what it was about is gone."""
        return self._closed(InquiryState.WITHDRAWN)

    def _closed(self, state: InquiryState) -> Inquiry:
        if not self.is_open:
            raise IllegalTransition(f"inquiry {self.id}: {self.state.value} -> {state.value}")
        return replace(self, state=state)
