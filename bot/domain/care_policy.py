"""What the owner decides about caring for customers after a visit: who is there when, and by when what is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time

from bot.domain.working_time import WorkingTime, every_day


def _duty() -> WorkingTime:
    return WorkingTime(every_day((time(8), time(12)), (time(13), time(21))))


def _office() -> WorkingTime:
    return WorkingTime(every_day((time(9), time(12)), (time(13), time(18)), weekdays=range(1, 6)))


@dataclass(frozen=True, slots=True)
class CarePolicy:
    """``duty`` is when agents answer, ``office`` when money is moved: its days are the working days (工作日)."""

    duty: WorkingTime = field(default_factory=_duty)
    office: WorkingTime = field(default_factory=_office)
    first_response_minutes: int = 1440
    """What customers are promised: by the clock on the wall, days without duty left out."""
    high_response_minutes: int = 120
    """The same for tickets of high severity, in working time."""
    critical_response_minutes: int = 15
    """The same for critical ones, around the clock."""
    handling_minutes: int = 180
    """The aim for solving a ticket, in working time."""
    refund_working_days: int = 3
    """After its approval."""
    refund_limit_fen: int = 50_000
    """What an agent may approve alone; above it a supervisor does."""
    escalate_at_percent: int = 75
    """Of the time given: then a supervisor is told, before it is missed."""
    raise_at_contacts: int = 3
    """So many times somebody has to write about the same matter before it is raised."""
    solved_reminder_minutes: int = 1440
    """After the question whether it is solved: it is asked once more."""
    agent_silent_minutes: int = 10
    """An agent who lets a customer wait so long loses her to the queue."""
    customer_silent_hours: int = 4
    """A customer who has not answered an agent for so long is with the bot again."""
    wait_word_minutes: int = 10
    """Who waits for a person hears no more often than this how long it may take; who asks, in half the time."""
    recent_visit_days: int = 14
    """A visit so long ago is still one that a complaint may be about."""
