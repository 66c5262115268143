"""Inbox rows and turns: what came in, and which rows are answered together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import takewhile

from bot.domain.messages import InboundMessage

UNDERSTOOD = "understood:"
"""Before a turn's id: the key under which the turn's frame is stored, as the requirement schema has it."""


class InboxState(Enum):
    """``new`` waits for its burst to end, ``claimed`` belongs to a turn being answered, ``done`` is answered."""

    NEW = "new"
    CLAIMED = "claimed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One row of the inbox (收件). ``pushes`` counts how often the channel handed the message over."""

    id: int
    conversation_id: str
    openid: str
    message: InboundMessage
    received_at: datetime
    state: InboxState = InboxState.NEW
    turn_id: str = ""
    pushes: int = 1
    push_started_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """轮次: the inbox rows of one burst; ``id`` is the idempotency key of everything done for it (R12)."""

    id: str
    conversation_id: str
    openid: str
    items: tuple[InboxItem, ...]


def of_one_turn(new: Sequence[tuple[int, bool]]) -> Sequence[int]:
    """Which of the new rows, in their order, are answered together; the flag says of a row that it is ours.

    What we tell ourselves (an agent gives back, a customer fell silent) is never mixed with what she writes.
    """
    if new and new[0][1]:
        return [new[0][0]]
    return [number for number, _ in takewhile(lambda row: not row[1], new)]


@dataclass(frozen=True, slots=True)
class Patience:
    """The numbers of the road between a push and its answer.

    ``quiet``: a burst is over after so long without a new message; ``longest_burst`` ends it all the same.
    ``push_deadline``: how long one push is held open (the platform drops it at 5 s); ``max_pushes`` of one message.
    ``turn_budget``: how long the dialogue may take, ``second_budget`` the second try; ``lease`` outlives both, then
    another worker takes the turn up.
    ``send_lease`` the same for a message being sent. ``settled_margin``: an answer handed over this long before the
    platform's 5 s has surely arrived; a later one is repeated if the platform pushes again.
    ``dialogue_start``: so long a starting worker waits for the dialogue, so that what came in while everything was
    down is answered and not excused.
    """

    quiet: timedelta = timedelta(seconds=1.5)
    longest_burst: timedelta = timedelta(seconds=8)
    push_deadline: timedelta = timedelta(seconds=4.6)
    push_limit: timedelta = timedelta(seconds=5)
    settled_margin: timedelta = timedelta(seconds=1)
    max_pushes: int = 3
    turn_budget: timedelta = timedelta(seconds=10)
    second_budget: timedelta = timedelta(seconds=3)
    dialogue_start: timedelta = timedelta(seconds=120)
    lease: timedelta = timedelta(seconds=20)
    send_lease: timedelta = timedelta(seconds=15)

    def next_push_by(self, items: Sequence[InboxItem]) -> datetime | None:
        """Until when a push that could carry the answer may be open or come, or ``None`` if there will be none."""
        limits = [self._next_push_of(item) for item in items]
        return max((limit for limit in limits if limit is not None), default=None)

    def _next_push_of(self, item: InboxItem) -> datetime | None:
        if item.push_started_at is None:
            return None
        if item.pushes >= self.max_pushes:
            return item.push_started_at + self.push_deadline
        # One more push follows the dropped one at once; a second covers the way and the claim.
        return item.push_started_at + self.push_limit + timedelta(seconds=1)
