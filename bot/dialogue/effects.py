"""What the dialogue may ask the business to do, and what comes back; all plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
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
from bot.dialogue.caring import (
    CompleteTicket,
    RaiseTicket,
    SayWhetherSolved,
    TicketCompleted,
    TicketRaised,
    WordTaken,
)
from bot.dialogue.facts import BookingView
from bot.dialogue.privacy import (
    Erased,
    EraseLater,
    EraseNoted,
    EraseStored,
    LookAtStored,
    MessagesMuted,
    MuteMessages,
    Stored,
)
from bot.dialogue.rating import (
    AgentScored,
    DeclineSurvey,
    NotePraise,
    RecordSurvey,
    ScoreAgent,
    SurveyDeclined,
    SurveyRecorded,
)
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
from bot.domain.handoff_reason import Reason
from bot.domain.job import OrderChange
from bot.domain.looking import Look


@dataclass(frozen=True)
class FindStarts:
    """When can somebody come for this draft? It may lack all but its service."""

    draft: BookingDraft
    look: Look = field(default_factory=Look)


@dataclass(frozen=True)
class StartsFound:
    """``exact``: the wished start is free. ``starts``: real starts near the wish, local, in time order.

    ``best`` of them is taken where the customer leaves it to us. ``unmet`` names the wish that leaves nobody:
    ``provider``, ``gender`` or ``needs``. ``others``: a start in the wished time at which somebody else could come.
    """

    exact: datetime | None
    starts: tuple[datetime, ...]
    covered: bool = True
    unmet: str = ""
    best: datetime | None = None
    others: datetime | None = None


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
    """``whose`` home it is, where it is not the customer's own."""

    booking_id: str
    whose: str = ""


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
class CancelOrders:
    """Several at once, each as ``CancelOrder``; the ones that cannot be cancelled stay."""

    orders: tuple[CancelOrder, ...]


@dataclass(frozen=True)
class OrdersCancelled:
    """``kept`` are the ids of those that stay."""

    bookings: tuple[BookingView, ...]
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class FindMoves:
    """When could this order be instead, with what is to be changed of it?"""

    booking_id: str
    window: WindowDraft
    change: OrderChange = field(default_factory=OrderChange)
    look: Look = field(default_factory=Look)


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
class PreviewChange:
    """What would the order be with other parts, and, with ``start``, at that time?"""

    booking_id: str
    change: OrderChange
    start: datetime | None = None


@dataclass(frozen=True)
class ChangePreviewed:
    booking: BookingView


@dataclass(frozen=True)
class ChangeOrder:
    """``priced_at`` is when the customer was shown the price of another time."""

    booking_id: str
    change: OrderChange
    start: datetime | None = None
    priced_at: datetime | None = None
    every_visit: bool = False
    """Of a visit of a series: all to come."""


@dataclass(frozen=True)
class Changed:
    """``kept``: so many other visits of the series had to stay as they are."""

    booking: BookingView
    kept: int = 0


@dataclass(frozen=True)
class ChangeOrders:
    """The same change for several at once, where it moves neither people nor prices."""

    booking_ids: tuple[str, ...]
    change: OrderChange


@dataclass(frozen=True)
class OrdersChanged:
    """``kept`` are the ids of those that stay as they are."""

    bookings: tuple[BookingView, ...]
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class SaveProfile:
    """What is stored of the customer from now on; empty stays as it is.

    ``further``: the address comes beside the known ones, ``label`` says whose home it is.
    """

    phone: str = ""
    name: str = ""
    address: str = ""
    label: str = ""
    further: bool = False


@dataclass(frozen=True)
class ProfileSaved:
    """It is stored."""


@dataclass(frozen=True)
class RestoreOrders:
    booking_ids: tuple[str, ...]


@dataclass(frozen=True)
class OrdersRestored:
    """``gone`` are the ids of those whose time or people are not free any more."""

    bookings: tuple[BookingView, ...]
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class QueueHandoff:
    reason: Reason


@dataclass(frozen=True)
class Queued:
    """The customer waits. ``minutes``: about so long, where that is known; ``opens_at``: local, nobody is there before.

    ``urgent``: somebody has been called at once, and there is nothing to be said of a queue.
    ``elsewhere``: WeChat's own agents take over, of whose queue and hours nothing is known.
    """

    place: int
    minutes: int | None = None
    opens_at: datetime | None = None
    urgent: bool = False
    phone: str = ""
    elsewhere: bool = False


@dataclass(frozen=True)
class NoteOnOrder:
    """A line for whoever reads the order's notes."""

    booking_id: str
    line: str


@dataclass(frozen=True)
class ReportEmergency:
    """Calls those on duty at once, or (not ``first``) completes what they were told; ``more`` is put behind it."""

    dangers: tuple[str, ...]
    told: tuple[str, ...]
    address: str = ""
    phone: str = ""
    over: bool = False
    first: bool = False
    more: bool = False


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
    | CancelOrders
    | FindMoves
    | PreviewMove
    | MoveOrder
    | PreviewChange
    | ChangeOrder
    | ChangeOrders
    | RestoreOrders
    | SaveProfile
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
    | RaiseTicket
    | CompleteTicket
    | SayWhetherSolved
    | RecordSurvey
    | DeclineSurvey
    | NotePraise
    | ScoreAgent
    | LookAtStored
    | EraseStored
    | EraseLater
    | MuteMessages
)
Outcome = (
    StartsFound
    | HoldPlacedFor
    | Booked
    | Cancelled
    | OrdersCancelled
    | MovePreviewed
    | Moved
    | ChangePreviewed
    | Changed
    | OrdersChanged
    | OrdersRestored
    | ProfileSaved
    | InquiryAnswered
    | WaitlistJoined
    | WaitlistLeft
    | SeriesPreviewed
    | SeriesStartedWith
    | SeriesChangeSeen
    | SeriesChangedTo
    | TicketRaised
    | TicketCompleted
    | WordTaken
    | SurveyRecorded
    | SurveyDeclined
    | AgentScored
    | Stored
    | Erased
    | EraseNoted
    | MessagesMuted
    | Queued
    | Done
    | Refused
)
