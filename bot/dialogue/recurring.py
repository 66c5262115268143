"""Series as the dialogue sees them: those that run, one that is offered, changes of one. Plain values, times local."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from bot.dialogue.values import BookingDraft


@dataclass(frozen=True)
class PlannedVisit:
    """A day of a rule. ``dropped`` says why it falls out; without providers and price it is one that nobody can do yet.

    ``nearest``: where nobody can, free starts near it.
    """

    day: date
    start: datetime
    providers: tuple[str, ...] = ()
    price: str = ""
    dropped: str = ""
    nearest: tuple[datetime, ...] = ()
    booking_id: str | None = None
    """Once it is made."""

    @property
    def is_conflict(self) -> bool:
        return not self.dropped and not self.providers


@dataclass(frozen=True)
class SeriesOffer:
    """A series as it would be: its first days, who comes to most of them, how many visits there are in all.

    ``awaits_review``: a person says who comes.
    """

    visits: tuple[PlannedVisit, ...]
    minutes: int
    team: tuple[str, ...] = ()
    total: int | None = None
    awaits_review: bool = False

    @property
    def kept(self) -> tuple[PlannedVisit, ...]:
        return tuple(visit for visit in self.visits if not visit.dropped)


@dataclass(frozen=True)
class SeriesView:
    """A series that runs. ``visits`` are those to come, made already or not; ``paused``: with no end of it in sight."""

    id: str
    service: str
    rule: str
    at: time
    minutes: int
    visits: tuple[PlannedVisit, ...]
    begins: date | None = None
    until: date | None = None
    paused: bool = False
    breaks: tuple[tuple[date, date | None], ...] = ()
    """Pauses that are not over yet, the first and the last day of each."""

    @property
    def team(self) -> tuple[str, ...]:
        """Who comes next."""
        return next((visit.providers for visit in self.visits if visit.providers), ())


SeriesAct = Literal["skip", "move", "change", "pause", "resume", "end"]


@dataclass(frozen=True)
class SeriesChange:
    """What is to become of a series: visits of ``days`` skipped, or the one of them that is not made yet had at
    ``start``; another rule, hour or length from ``first`` on; a break from ``first`` to ``last``; taken up again or
    ended on ``first``.
    """

    series_id: str
    act: SeriesAct
    days: tuple[date, ...] = ()
    start: datetime | None = None
    first: date | None = None
    last: date | None = None
    rule: str | None = None
    at: time | None = None
    minutes: int | None = None
    exclude: tuple[str, ...] = ()
    """Who is not to come any more."""


@dataclass(frozen=True)
class PreviewSeries:
    """What would the series of this draft be, from its first visit on?"""

    draft: BookingDraft
    first: datetime


@dataclass(frozen=True)
class SeriesPreviewed:
    """``changed``: it is no longer what she has said yes to."""

    offer: SeriesOffer
    changed: bool = False


@dataclass(frozen=True)
class StartSeries:
    """Book it as it was offered; if that cannot be any more, what can be comes back instead."""

    draft: BookingDraft
    first: datetime
    offer: SeriesOffer


@dataclass(frozen=True)
class SeriesStartedWith:
    offer: SeriesOffer


@dataclass(frozen=True)
class LookAtChange:
    """What does it cost, and what would come after it?"""

    change: SeriesChange


@dataclass(frozen=True)
class SeriesChangeSeen:
    """``visits``: the first ones after it (of a skip: those that go). ``undone``: single ones whose move it undoes."""

    fee_fen: int
    visits: tuple[PlannedVisit, ...] = ()
    undone: tuple[PlannedVisit, ...] = ()


@dataclass(frozen=True)
class ChangeSeries:
    """It costs no more than ``fee_fen``, which is what the customer was told."""

    change: SeriesChange
    fee_fen: int = 0


@dataclass(frozen=True)
class SeriesChangedTo:
    """The series as it is now, and what giving visits up has cost. ``missing``: some visits have nobody yet."""

    series: SeriesView
    fee_fen: int = 0
    missing: bool = False
