"""候补: who would take a full window if it came free. waiting -> offered -> taken; or left, or expired.

An offer that never went out leads back to waiting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from bot.domain.errors import IllegalTransition
from bot.domain.job import Job
from bot.domain.values import TimeWindow


class WaitlistState(Enum):
    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    LEFT = "left"
    EXPIRED = "expired"


_NEXT: Mapping[WaitlistState, frozenset[WaitlistState]] = {
    WaitlistState.WAITING: frozenset({WaitlistState.OFFERED, WaitlistState.LEFT, WaitlistState.EXPIRED}),
    WaitlistState.OFFERED: frozenset(
        {WaitlistState.TAKEN, WaitlistState.LEFT, WaitlistState.EXPIRED, WaitlistState.WAITING}
    ),
    WaitlistState.TAKEN: frozenset(),
    WaitlistState.LEFT: frozenset(),
    WaitlistState.EXPIRED: frozenset(),
}

ACTIVE = frozenset({WaitlistState.WAITING, WaitlistState.OFFERED})


@dataclass(frozen=True, slots=True)
class WaitlistEntry:
    """One wish on the list. ``exact``: only a visit at the start of ``wanted`` will do; else any that starts inside.

    ``booking_id`` is the hold that was offered.
    """

    id: str
    customer_id: str
    job: Job
    wanted: TimeWindow
    exact: bool
    created_at: datetime
    state: WaitlistState = WaitlistState.WAITING
    booking_id: str | None = None
    version: int = 0

    def is_past(self, earliest: datetime) -> bool:
        """Whether no visit that starts at ``earliest`` or later can meet it."""
        return self.wanted.start < earliest if self.exact else self.wanted.end <= earliest

    def meets(self, start: datetime) -> bool:
        """Whether a visit at ``start`` is what is waited for."""
        return start == self.wanted.start if self.exact else self.wanted.start <= start < self.wanted.end

    def offered(self, booking_id: str) -> WaitlistEntry:
        return replace(self._moved(WaitlistState.OFFERED), booking_id=booking_id)

    def unasked(self) -> WaitlistEntry:
        """What was offered never went out to her."""
        return replace(self._moved(WaitlistState.WAITING), booking_id=None)

    def taken(self) -> WaitlistEntry:
        return self._moved(WaitlistState.TAKEN)

    def left(self) -> WaitlistEntry:
        """The customer waits no longer: she said so, refused what was offered, or has it already."""
        return self._moved(WaitlistState.LEFT)

    def expired(self) -> WaitlistEntry:
        """The time has passed, or an offer was not answered."""
        return self._moved(WaitlistState.EXPIRED)

    def _moved(self, to: WaitlistState) -> WaitlistEntry:
        if to not in _NEXT[self.state]:
            raise IllegalTransition(f"waitlist entry {self.id}: {self.state.value} -> {to.value}")
        return replace(self, state=to)
