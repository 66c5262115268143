"""What can be in progress in a talk: one state for each kind of task; all plain values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from bot.dialogue.asking import InquiryTask
from bot.dialogue.caring import RaiseTicket
from bot.dialogue.facts import BookingView
from bot.dialogue.frame import Request
from bot.dialogue.rating import AgentScoreTask, SurveyTask
from bot.dialogue.recurring import SeriesChange, SeriesOffer
from bot.dialogue.series_wish import SeriesWish
from bot.dialogue.values import BookingDraft, FrequencyDraft, Option, Seeks, WindowDraft
from bot.domain.job import OrderChange


@dataclass(frozen=True)
class Wish:
    """One booking wished for: what is known of it and, once its time is kept, the booking as it was shown.

    ``follows``: it begins when the wish before it ends. ``offer``: of a series, what it would be; nothing is kept.
    """

    draft: BookingDraft = field(default_factory=BookingDraft)
    held: BookingView | None = None
    follows: bool = False
    offer: SeriesOffer | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it can be read back to her."""
        return self.held is not None or self.offer is not None


@dataclass(frozen=True)
class BookingTask:
    """One or more wishes gathered together and confirmed with one yes; ``at`` is the one that is talked of.

    ``asked`` and ``options`` are the task's open question: they wait with it while another task lies on top.
    """

    kind: Literal["booking"] = "booking"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    wishes: tuple[Wish, ...] = (Wish(),)
    at: int = 0
    shown: bool = False
    """Whether a summary was shown: from then on only what changes is."""
    changed: dict[str, str] = field(default_factory=dict)
    """What is new since, in words, by field: to be said with the next question or summary."""
    pending: Request | None = None
    """A change of which it is not known yet for which of the wishes it is."""
    dropping: bool = False
    """One is to be left out, and it is asked which."""
    booked: tuple[BookingView, ...] = ()
    """What this very yes has booked so far."""
    tried: datetime | None = None
    """The start that a hold was asked for last."""
    refused: datetime | None = None
    """The start whose hold was refused last."""
    seeks: Seeks | None = None
    """Free times are to be looked for, whatever else is missing."""
    offered: tuple[datetime, ...] = ()
    """Starts that were offered before those in ``options``."""
    asked_earliest: bool = False
    """The first of what is offered is what she has asked for: 最早几点."""

    @property
    def wish(self) -> Wish:
        return self.wishes[self.at]

    @property
    def draft(self) -> BookingDraft:
        """What is known of the wish that is talked of."""
        return self.wish.draft

    @property
    def held(self) -> BookingView | None:
        return self.wish.held

    @property
    def is_several(self) -> bool:
        return len(self.wishes) > 1

    def with_draft(self, draft: BookingDraft) -> BookingTask:
        """The wish that is talked of with other details, its time not kept any more."""
        return self.with_wish(self.at, replace(self.wish, draft=draft, held=None, offer=None))

    def with_held(self, held: BookingView) -> BookingTask:
        return self.with_wish(self.at, replace(self.wish, held=held))

    def with_offer(self, offer: SeriesOffer) -> BookingTask:
        return self.with_wish(self.at, replace(self.wish, offer=offer))

    def with_wish(self, place: int, wish: Wish) -> BookingTask:
        return replace(self, wishes=(*self.wishes[:place], wish, *self.wishes[place + 1 :]))


@dataclass(frozen=True)
class CancelTask:
    """Cancelling orders; ``booking_ids`` once it is known which."""

    kind: Literal["cancel"] = "cancel"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    booking_ids: tuple[str, ...] = ()
    fees_fen: tuple[int, ...] = ()
    """What the customer was told each of them costs."""
    then_series: bool = False
    """All is to go: behind the orders it is asked whether what comes regularly ends too."""


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
    price: str = ""
    """What she was told of the price, in words."""
    seeks: Seeks | None = None
    """Which of the free times are looked for."""
    offered: tuple[datetime, ...] = ()
    """Starts that were offered before those in ``options``."""
    following: tuple[str, ...] = ()
    """The ids of further orders to which the same is to be done, as ``said``."""
    said: str = ""


@dataclass(frozen=True)
class ChangeTask:
    """Changing parts of an order, and perhaps its time: the fields of a ``MoveTask`` as there.

    ``said`` are the messages whose changes are read once it is known which order they are about; ``following`` the ids
    of further orders that are to have the same change.
    """

    kind: Literal["change"] = "change"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    booking_id: str | None = None
    said: tuple[str, ...] = ()
    change: OrderChange = field(default_factory=OrderChange)
    wish: WindowDraft | None = None
    day_said: bool = False
    shift_minutes: int | None = None
    start: datetime | None = None
    priced_at: datetime | None = None
    price: str = ""
    following: tuple[str, ...] = ()
    every_visit: bool = False
    """Of a visit of a series: all to come are to change with it."""
    renews_phone: bool = False
    """The number that is stored of her is hers no longer."""


@dataclass(frozen=True)
class ProfileTask:
    """Changing what is stored of a customer: ``part`` is phone, address or name.

    ``old`` and ``new`` are its values; ``further``: an address beside the old one, ``label`` whose home that is;
    ``carrying`` the ids of the open orders that have the old value.
    """

    kind: Literal["profile"] = "profile"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    part: str = ""
    old: str = ""
    new: str = ""
    district: str = ""
    label: str = ""
    further: bool = False
    carrying: tuple[str, ...] = ()


@dataclass(frozen=True)
class RestoreTask:
    """Taking cancels back; ``booking_ids`` once it is known which."""

    kind: Literal["restore"] = "restore"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    booking_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class SeriesTask:
    """Changing a series: ``wish`` while it is open of which, or whether one visit is meant; then ``change``."""

    kind: Literal["series"] = "series"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    wish: SeriesWish | None = None
    series_id: str | None = None
    change: SeriesChange | None = None
    open_rule: FrequencyDraft | None = None
    """The rhythm that is wished, while its days are asked for."""
    fee_fen: int = 0
    """What the customer was told it costs."""
    free_asked: BookingDraft | None = None
    """The visit of which she has asked whether somebody could come, while that is looked for."""


@dataclass(frozen=True)
class EmergencyTask:
    """Danger now: ``dangers`` by kind, the gravest first; ``told`` in her words; what those on duty need.

    ``confirmed``: the address is the one she means. ``unanswered``: how often the open question was passed over.
    """

    kind: Literal["emergency"] = "emergency"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    dangers: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    address: str = ""
    confirmed: bool = False
    phone: str = ""
    unanswered: int = 0


@dataclass(frozen=True)
class CareTask:
    """A complaint or a refund wish; the ticket holds what was told, here stands what is still to be asked.

    ``told``: what happened. ``candidates``: ids of the visits it may be about. ``handoff``: why a person is needed.
    ``raising``: what would be noted, while she is asked whether it is a complaint at all.
    """

    kind: Literal["care"] = "care"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    ticket_id: str = ""
    category: str = ""
    told: bool = False
    linked_to: str | None = None
    candidates: tuple[str, ...] = ()
    chosen: bool = False
    """She has just said which."""
    remedy: str = ""
    asked_remedy: bool = False
    handoff: str = ""
    raising: RaiseTicket | None = None
    asked_again: bool = False
    """Whether it is a complaint, for the second and last time."""
    seen_to: bool = False
    """A person has been called for it, as far as one was needed: what is added calls nobody again."""
    taken_back: bool = False
    """She has just said that nobody is to blame."""


@dataclass(frozen=True)
class SolvedTask:
    """A ticket that staff think solved: her word is waited for."""

    kind: Literal["solved"] = "solved"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    ticket_id: str = ""
    put_at: datetime | None = None
    """When the question was last put to her."""
    again: bool = False
    """It was put again in the talk itself."""


@dataclass(frozen=True)
class PrivacyTask:
    """What is stored of her: ``wish`` as in bot.zh.privacy; ``parts`` of it, where not all is meant."""

    kind: Literal["privacy"] = "privacy"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    wish: str = ""
    parts: tuple[str, ...] = ()


OrderTask = CancelTask | MoveTask | ChangeTask | RestoreTask | ProfileTask | SeriesTask | PrivacyTask
"""Begun with an order; not answered, it gives way to the next wish."""

AnyTask = BookingTask | OrderTask | InquiryTask | SurveyTask | AgentScoreTask | EmergencyTask | CareTask | SolvedTask
Task = Annotated[AnyTask, Field(discriminator="kind")]
