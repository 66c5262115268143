"""The queue for a person: whose turn it is, what became of each wait, and how long the next will honestly be."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from statistics import median

from bot.domain.conversation import Conversation
from bot.domain.handoff_reason import URGENT

PRESENT_FOR = timedelta(seconds=60)
"""An agent whose console has not been heard of for so long is not there."""

_FEW = 3
"""Waits from fewer than so many people say nothing."""
_ROUNDED_TO = 5


class Outcome(Enum):
    """How a wait for a person, or her talk with one, ended."""

    HANDED_BACK = "handed_back"
    LEFT = "left"  # the customer would rather go on with the bot
    AGENT_SILENT = "agent_silent"
    CUSTOMER_SILENT = "customer_silent"
    PASSED_ON = "passed_on"  # another agent took it


@dataclass(frozen=True, slots=True)
class Handoff:
    """One way from the bot to a person; ``taken_at`` without ``queued_at`` before it: the agent came by herself."""

    id: str
    conversation_id: str
    reason: str
    queued_at: datetime
    taken_at: datetime | None = None
    agent: str = ""
    ended_at: datetime | None = None
    outcome: Outcome | None = None

    def taken(self, agent: str, now: datetime) -> Handoff:
        return replace(self, agent=agent, taken_at=now)

    def ended(self, outcome: Outcome, now: datetime) -> Handoff:
        return replace(self, ended_at=now, outcome=outcome)


def in_order(waiting: Sequence[Conversation]) -> list[Conversation]:
    """Who is to be served first stands first."""
    return sorted(waiting, key=lambda one: (one.handoff_reason not in URGENT, one.queued_at is None, one.queued_at))


def place_in(waiting: Sequence[Conversation], conversation_id: str) -> int:
    """1 for who is next; who does not wait would be the last."""
    order = [one.id for one in in_order(waiting)]
    return order.index(conversation_id) + 1 if conversation_id in order else len(order) + 1


def expected_minutes(place: int, recent: Sequence[Handoff], present: Collection[str]) -> int | None:
    """What the waits of the last people tell, in steps of five minutes; ``None`` where they tell too little.

    ``recent``: those taken out of the queue lately. Each agent who is there takes the next customer when she is
    done with one: so one place takes as long as a talk, shared by who is there.
    """
    waits = [_minutes(one.queued_at, one.taken_at) for one in recent if one.taken_at is not None]
    talks = [_minutes(one.taken_at, one.ended_at) for one in recent if one.taken_at and one.ended_at]
    if not present or len(waits) < _FEW:
        return None
    usual = median(waits)
    if len(talks) >= _FEW:
        usual = max(usual, median(talks) * (place - 1) / len(present))
    return max(_ROUNDED_TO, math.ceil(usual / _ROUNDED_TO) * _ROUNDED_TO)


def _minutes(start: datetime, end: datetime) -> float:
    return (end - start) / timedelta(minutes=1)
