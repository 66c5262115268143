"""预约尝试: one try to book in the chat, and how far it came."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum


class Stage(Enum):
    """In the order in which an attempt passes them."""

    STARTED = "started"
    SERVICE = "service"  # it is known what is to be done
    OFFERED = "offered"  # free times were shown, or the wished one was kept
    SHOWN = "shown"  # the summary waited for a yes
    BOOKED = "booked"


_ORDER = {stage: place for place, stage in enumerate(Stage)}


class AttemptState(Enum):
    OPEN = "open"
    BOOKED = "booked"
    LEFT = "left"  # given up, or the draft's time was over


@dataclass(frozen=True, slots=True)
class Attempt:
    """``asked`` is the question that was open last: where people stop."""

    conversation_id: str
    started_at: datetime
    touched_at: datetime
    stage: Stage = Stage.STARTED
    state: AttemptState = AttemptState.OPEN
    asked: str = "none"
    service: str = ""
    unmet: bool = False
    """Whether the last search found nobody who could come."""
    id: int = 0
    """0 until it is stored."""

    def came_to(self, stage: Stage, asked: str, service: str, now: datetime, unmet: bool = False) -> Attempt:
        """A later turn; what was reached before stays reached.

        ``unmet``: it was said that nobody could come. That holds until there is a time to choose or to agree to.
        """
        furthest = max(self.stage, stage, key=lambda one: _ORDER[one])
        found = stage in (Stage.OFFERED, Stage.SHOWN, Stage.BOOKED)
        return replace(
            self,
            stage=furthest,
            asked=asked,
            service=service or self.service,
            unmet=unmet or (self.unmet and not found),
            touched_at=now,
        )

    def seen_at(self, now: datetime, longest: timedelta) -> Attempt:
        """As it counts: who has been silent for longer than a draft is kept has left, without a word."""
        is_over = self.state is AttemptState.OPEN and now - self.touched_at > longest
        return self.ended(False, self.touched_at) if is_over else self

    def ended(self, booked: bool, now: datetime) -> Attempt:
        if booked:
            return replace(self, state=AttemptState.BOOKED, stage=Stage.BOOKED, touched_at=now)
        return replace(self, state=AttemptState.LEFT, touched_at=now)
