"""The dialogue's state, what it may ask the business to do, and what it says; all plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from bot.dialogue.asking import (
    AnswerInquiry,
    CancelInstead,
    InquiryAnswered,
    InquiryTask,
    InquiryView,
    JoinWaitlist,
    LeaveWaitlist,
    WaitlistJoined,
    WaitlistLeft,
)
from bot.dialogue.values import BookingDraft, Option, WindowDraft
from bot.domain.catalogue import Catalogue, Service
from bot.domain.messages import Choice


@dataclass(frozen=True)
class BookingTask:
    """``waiting`` are further requests of the same message, taken up when this one is booked.

    ``asked`` and ``options`` are the task's open question: they wait with it while another task lies on top.
    ``held_with`` names the providers of the hold.
    """

    kind: Literal["booking"] = "booking"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    draft: BookingDraft = field(default_factory=BookingDraft)
    hold_id: str | None = None
    held_with: tuple[str, ...] = ()
    waiting: tuple[BookingDraft, ...] = ()


@dataclass(frozen=True)
class CancelTask:
    """Cancelling an order; ``booking_id`` once it is known which."""

    kind: Literal["cancel"] = "cancel"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    booking_id: str | None = None
    fee_fen: int = 0
    """What the customer was told it costs."""


@dataclass(frozen=True)
class MoveTask:
    """Moving an order; ``wish`` as it was said (``day_said``: with its day), ``start`` what is proposed.

    ``shift_minutes``: how far from there, where no time is said (再晚一个小时).
    """

    kind: Literal["move"] = "move"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    booking_id: str | None = None
    wish: WindowDraft | None = None
    day_said: bool = False
    shift_minutes: int | None = None
    start: datetime | None = None
    priced_at: datetime | None = None
    """When the customer was shown what it costs."""


@dataclass(frozen=True)
class RestoreTask:
    """Taking a cancel back; ``booking_id`` once it is known which."""

    kind: Literal["restore"] = "restore"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    booking_id: str | None = None


AnyTask = BookingTask | CancelTask | MoveTask | RestoreTask | InquiryTask
Task = Annotated[AnyTask, Field(discriminator="kind")]

OFFER_HUMAN = "limits:human"
HUMAN_OPTIONS = (Option("human", "转人工"), Option("continue", "继续自助预约"))


@dataclass(frozen=True)
class Talk:
    """``offered_human``: the last question was whether a person shall take over; it lies above every task."""

    tasks: tuple[Task, ...] = ()
    offered_human: bool = False
    misunderstood: int = 0
    mentioned: str | None = None
    """The service of the last question, for the wish that follows it."""
    met: bool = False
    touched_at: datetime | None = None

    @property
    def top(self) -> AnyTask | None:
        return self.tasks[-1] if self.tasks else None

    @property
    def asked(self) -> str:
        """The schema's context: what the bot asked last. A yes or no to the company's question reads alike in all."""
        if self.offered_human:
            return OFFER_HUMAN
        return next((task.asked for task in reversed(self.tasks) if not isinstance(task, InquiryTask)), "none")

    @property
    def options(self) -> tuple[Option, ...]:
        """What numbers mean while the question stands."""
        if self.offered_human:
            return HUMAN_OPTIONS
        return self.top.options if self.top else ()

    def with_top(self, task: AnyTask) -> Talk:
        """The same talk with its top task in a new state."""
        return replace(self, tasks=(*self.tasks[:-1], task))

    def without_top(self) -> Talk:
        return replace(self, tasks=self.tasks[:-1])

    def asking(self, context: str, options: tuple[Option, ...] = ()) -> Talk:
        """The same talk with a new open question of its top task."""
        return self.with_top(replace(self.top, asked=context, options=options)) if self.top else self


_TALK = TypeAdapter(Talk)


def talk_from(plain: Mapping[str, Any]) -> Talk:
    """The state as stored with the conversation."""
    return _TALK.validate_python(dict(plain)) if plain else Talk()


def talk_to(talk: Talk) -> dict[str, Any]:
    plain: dict[str, Any] = _TALK.dump_python(talk, mode="json")
    return plain


# --- what the dialogue knows ------------------------------------------------------------------------------


@dataclass(frozen=True)
class BookingView:
    """A booking as the dialogue speaks of it; times local."""

    id: str
    service: str
    start: datetime
    minutes: int
    address: str
    phone: str
    providers: tuple[str, ...]
    reasons: tuple[str, ...]
    price: str
    special_needs: tuple[str, ...] = ()
    quantities: Mapping[str, int] = field(default_factory=dict)
    awaits_review: bool = False
    fee_fen: int = 0
    """What a cancel costs now, or cost."""


@dataclass(frozen=True)
class Facts:
    """What is true around this turn; ``now`` is local time, ``at`` the same instant, aware."""

    now: datetime
    at: datetime
    catalogue: Catalogue
    provider_names: tuple[str, ...] = ()
    """Of everybody who works here."""
    known_phone: str = ""
    known_name: str = ""
    known_address: str = ""
    known_district: str = ""
    known_area: float | None = None
    """The size of the home at the known address, from an earlier booking."""
    upcoming: tuple[BookingView, ...] = ()
    cancelled: tuple[BookingView, ...] = ()
    """Cancelled orders whose time is still to come."""
    media: tuple[str, ...] = ()
    """Kinds of non-text messages in this turn: image, voice, sticker, …"""
    subscribed_now: bool = False
    inquiry: InquiryView | None = None
    """The newest question of the company's that the customer has not answered."""
    waits: bool = False
    """Whether the customer is on the waiting list."""

    def service(self, code: str | None) -> Service | None:
        return self.catalogue.service(code) if code else None

    def service_name(self, code: str | None) -> str:
        service = self.service(code)
        return service.name if service else ""


# --- what it asks the business to do, and what comes back ----------------------------------------------------


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
class ReleaseHold:
    booking_id: str


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
class Done:
    """The effect is done and has nothing to tell."""


@dataclass(frozen=True)
class Refused:
    """The business said no; ``code`` is that of the error."""

    code: str


Effect = (
    FindStarts
    | PlaceHold
    | ReleaseHold
    | ConfirmHold
    | CancelOrder
    | FindMoves
    | PreviewMove
    | MoveOrder
    | RestoreOrder
    | QueueHandoff
    | AnswerInquiry
    | CancelInstead
    | JoinWaitlist
    | LeaveWaitlist
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
    | Done
    | Refused
)


@dataclass(frozen=True)
class Say:
    """One response by name, with its values in words and, where there is a choice, the choices."""

    response: str
    values: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Step:
    """What follows from one event: the new state, the words, and at most one effect whose outcome comes next."""

    talk: Talk
    say: tuple[Say, ...] = ()
    effect: Effect | None = None


def choices_of(options: tuple[Option, ...]) -> tuple[Choice, ...]:
    """Options as tappable items."""
    return tuple(Choice(str(number), option.title) for number, option in enumerate(options, start=1))
