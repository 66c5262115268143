"""What the dialogue may ask the business to do, and what comes back; all plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.asking import (
    AnswerInquiry,
    CancelInstead,
    InquiryAnswered,
    JoinWaitlist,
    LeaveWaitlist,
    WaitlistJoined,
    WaitlistLeft,
)
from bot.dialogue.facts import BookingView
from bot.dialogue.recurring import (
    ChangeSeries,
    LookAtChange,
    PreviewSeries,
    SeriesChangedTo,
    SeriesChangeSeen,
    SeriesPreviewed,
    SeriesStartedWith,
    StartSeries,
)
from bot.dialogue.values import BookingDraft, WindowDraft


@dataclass(frozen=True)
class FindStarts:
    """When can somebody come for this draft?"""

    draft: BookingDraft


@dataclass(frozen=True)
class StartsFound:
    """``exact``: the wished start is free. ``starts``: real starts near the wish, local, in time order.

    ``best`` of them is taken where the customer leaves it to us. ``unmet`` names the wish that leaves nobody:
    ``provider``, ``gender`` or ``needs``.
    """

    exact: datetime | None
    starts: tuple[datetime, ...]
    covered: bool = True
    unmet: str = ""
    best: datetime | None = None


@dataclass(frozen=True)
class PlaceHold:
    draft: BookingDraft
    start: datetime


@dataclass(frozen=True)
class HoldPlacedFor:
    booking: BookingView


@dataclass(frozen=True)
class ReleaseHolds:
    booking_ids: tuple[str, ...]


@dataclass(frozen=True)
class ConfirmHold:
    booking_id: str


@dataclass(frozen=True)
class Booked:
    booking: BookingView


@dataclass(frozen=True)
class CancelOrder:
    """It costs no more than ``fee_fen``, which is what the customer was told."""

    booking_id: str
    fee_fen: int = 0


@dataclass(frozen=True)
class Cancelled:
    booking: BookingView


@dataclass(frozen=True)
class FindMoves:
    """When could this order be instead?"""

    booking_id: str
    window: WindowDraft


@dataclass(frozen=True)
class PreviewMove:
    """What would the order be at that time?"""

    booking_id: str
    start: datetime


@dataclass(frozen=True)
class MovePreviewed:
    booking: BookingView


@dataclass(frozen=True)
class MoveOrder:
    booking_id: str
    start: datetime
    priced_at: datetime | None = None


@dataclass(frozen=True)
class Moved:
    booking: BookingView


@dataclass(frozen=True)
class RestoreOrder:
    booking_id: str


@dataclass(frozen=True)
class Restored:
    booking: BookingView


@dataclass(frozen=True)
class QueueHandoff:
    reason: str


@dataclass(frozen=True)
class NoteOnOrder:
    """A line for whoever reads the order's notes."""

    booking_id: str
    line: str


@dataclass(frozen=True)
class ReportEmergency:
    """Calls those on duty at once, or (not ``first``) completes what they were told."""

    dangers: tuple[str, ...]
    told: tuple[str, ...]
    address: str = ""
    phone: str = ""
    over: bool = False
    first: bool = False


@dataclass(frozen=True)
class Done:
    """The effect is done and has nothing to tell."""


@dataclass(frozen=True)
class Refused:
    """The business said no; ``code`` is that of the error."""

    code: str


Effect = (
    FindStarts
    | PlaceHold
    | ReleaseHolds
    | ConfirmHold
    | CancelOrder
    | FindMoves
    | PreviewMove
    | MoveOrder
    | RestoreOrder
    | QueueHandoff
    | ReportEmergency
    | NoteOnOrder
    | AnswerInquiry
    | CancelInstead
    | JoinWaitlist
    | LeaveWaitlist
    | PreviewSeries
    | StartSeries
    | LookAtChange
    | ChangeSeries
)
Outcome = (
    StartsFound
    | HoldPlacedFor
    | Booked
    | Cancelled
    | MovePreviewed
    | Moved
    | Restored
    | InquiryAnswered
    | WaitlistJoined
    | WaitlistLeft
    | SeriesPreviewed
    | SeriesStartedWith
    | SeriesChangeSeen
    | SeriesChangedTo
    | Done
    | Refused
)
