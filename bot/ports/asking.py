"""Repositories of what the company asks and tells of itself: questions, waiting list, reminders, surveys, notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.agent_score import AgentScore
from bot.domain.inquiry import Inquiry
from bot.domain.notices import Reminder
from bot.domain.praise import Praise
from bot.domain.provider_notice import ProviderNotice
from bot.domain.survey import Survey
from bot.domain.waitlist import WaitlistEntry


class Inquiries(Protocol):
    async def add(self, inquiry: Inquiry) -> None: ...

    async def get(self, inquiry_id: str) -> Inquiry: ...

    async def save(self, inquiry: Inquiry) -> None:
        """Raises ``StoreBusy`` when somebody has changed it since it was read."""
        ...

    async def open_of(self, customer_id: str) -> Sequence[Inquiry]:
        """Those that wait for the customer's answer, the newest first."""
        ...

    async def open_about(self, booking_id: str) -> Sequence[Inquiry]:
        """Those about a booking that wait for an answer, the newest first."""
        ...

    async def lapsed(self, now: datetime) -> Sequence[Inquiry]:
        """Open ones whose time is over, in the order in which it ended."""
        ...


class Waitlist(Protocol):
    async def add(self, entry: WaitlistEntry) -> None: ...

    async def get(self, entry_id: str) -> WaitlistEntry: ...

    async def save(self, entry: WaitlistEntry) -> None:
        """Raises ``StoreBusy`` when somebody has changed it since it was read."""
        ...

    async def active_of(self, customer_id: str) -> Sequence[WaitlistEntry]:
        """Waiting and offered ones, the oldest first."""
        ...

    async def waiting(self) -> Sequence[WaitlistEntry]:
        """The oldest first."""
        ...


class Reminders(Protocol):
    async def plan(self, booking_id: str, reminders: Sequence[Reminder]) -> None:
        """Makes these the booking's reminders; one that was sent for the same time stays sent."""
        ...

    async def of_booking(self, booking_id: str) -> Sequence[Reminder]:
        """In order of their time, whatever their state."""
        ...

    async def unplanned(self, now: datetime) -> Sequence[str]:
        """Ids of confirmed bookings that begin after ``now`` and have no reminder, whatever its state."""
        ...

    async def claim_due(self, now: datetime) -> Reminder | None:
        """The oldest pending one that is due, ``sent`` from this transaction on; nobody else is given it."""
        ...

    async def settle(self, reminder: Reminder) -> None:
        """Stores what became of one that this transaction has claimed."""
        ...


class Surveys(Protocol):
    async def add(self, survey: Survey) -> None: ...

    async def get(self, booking_id: str) -> Survey: ...

    async def save(self, survey: Survey) -> Survey:
        """With its new version; raises ``StoreBusy`` when somebody has changed it since it was read."""
        ...

    async def next_due(self, now: datetime) -> Survey | None:
        """The one to be looked at that waits longest; nobody else sees it until this transaction has ended."""
        ...

    async def latest_of(self, customer_id: str) -> Sequence[Survey]:
        """Those of her last visits, the newest first, whatever their state."""
        ...


class Praises(Protocol):
    async def add(self, praise: Praise) -> None: ...

    async def of_provider(self, provider_id: str) -> Sequence[Praise]:
        """The newest first."""
        ...

    async def hide_booking(self, booking_id: str) -> None:
        """From now on nobody sees of which visit this praise came."""
        ...


class AgentScores(Protocol):
    async def add(self, score: AgentScore) -> None: ...

    async def save(self, score: AgentScore) -> None: ...

    async def next_due(self, now: datetime) -> AgentScore | None:
        """As ``Surveys.next_due``."""
        ...

    async def latest_of(self, conversation_id: str) -> AgentScore | None: ...


class ProviderNotices(Protocol):
    async def add(self, notice: ProviderNotice) -> ProviderNotice:
        """Stores a new one; the id of the argument is ignored, the returned one counts."""
        ...

    async def unread(self, provider_id: str) -> Sequence[ProviderNotice]:
        """The oldest first."""
        ...

    async def mark_read(self, provider_id: str, last_id: int, now: datetime) -> None:
        """Everything of hers up to and with ``last_id``."""
        ...
