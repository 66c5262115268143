"""What can be in progress in a talk: one state for each kind of task; all plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from bot.dialogue.asking import InquiryTask
from bot.dialogue.recurring import SeriesChange, SeriesOffer
from bot.dialogue.series_wish import SeriesWish
from bot.dialogue.values import BookingDraft, Option, WindowDraft


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
    offer: SeriesOffer | None = None
    """Of a series: what the customer is shown before her yes."""


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


@dataclass(frozen=True)
class SeriesTask:
    """Changing a series: ``wish`` while it is open of which, or whether one visit is meant; then ``change``."""

    kind: Literal["series"] = "series"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    wish: SeriesWish | None = None
    series_id: str | None = None
    change: SeriesChange | None = None
    fee_fen: int = 0
    """What the customer was told it costs."""


OrderTask = CancelTask | MoveTask | RestoreTask | SeriesTask
"""Begun with an order; not answered, it gives way to the next wish."""

AnyTask = BookingTask | OrderTask | InquiryTask
Task = Annotated[AnyTask, Field(discriminator="kind")]
