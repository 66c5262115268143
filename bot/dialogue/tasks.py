"""What can be in progress in a talk: one state for each kind of task; all plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from bot.dialogue.asking import InquiryTask
from bot.dialogue.values import BookingDraft, Option, OrderChange, WindowDraft


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
    """Cancelling orders; ``booking_ids`` once it is known which."""

    kind: Literal["cancel"] = "cancel"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    booking_ids: tuple[str, ...] = ()
    fees_fen: tuple[int, ...] = ()
    """What the customer was told each of them costs."""


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
    start: datetime | None = None
    priced_at: datetime | None = None
    following: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProfileTask:
    """Changing what is stored of a customer: ``part`` is phone, address or name.

    ``old`` and ``new`` are its values, ``label`` whose home a further address is; ``carrying`` the ids of the open
    orders that have the old value.
    """

    kind: Literal["profile"] = "profile"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    part: str = ""
    old: str = ""
    new: str = ""
    district: str = ""
    label: str = ""
    carrying: tuple[str, ...] = ()


@dataclass(frozen=True)
class RestoreTask:
    """Taking cancels back; ``booking_ids`` once it is known which."""

    kind: Literal["restore"] = "restore"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    booking_ids: tuple[str, ...] = ()


OrderTask = CancelTask | MoveTask | ChangeTask | RestoreTask | ProfileTask
"""Begun with an order; not answered, it gives way to the next wish."""

AnyTask = BookingTask | OrderTask | InquiryTask
Task = Annotated[AnyTask, Field(discriminator="kind")]
