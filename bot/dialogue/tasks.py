"""What can be in progress in a talk: one state for each kind of task; all plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from bot.dialogue.asking import InquiryTask
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


OrderTask = CancelTask | MoveTask | RestoreTask
"""Begun with an order; not answered, it gives way to the next wish."""

AnyTask = BookingTask | OrderTask | InquiryTask | EmergencyTask
Task = Annotated[AnyTask, Field(discriminator="kind")]
