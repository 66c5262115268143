"""What the company has asked the customer, as the dialogue sees it; and the waiting list in the talk. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.dialogue.values import BookingDraft, Option


@dataclass(frozen=True)
class InquiryView:
    """An open question to the customer, in words; ``asked_at`` is local time.

    ``kind`` as in the core; a ``replacement`` that only takes place after a yes is a ``proposal``.
    """

    id: str
    kind: str
    question: str
    booking_id: str | None
    asked_at: datetime


@dataclass(frozen=True)
class InquiryTask:
    """A question of the company's that waits for an answer; ``asked`` is ``none`` while something else was asked last.

    ``about`` is its kind.
    """

    kind: Literal["inquiry"] = "inquiry"
    asked: str = "none"
    options: tuple[Option, ...] = ()
    inquiry_id: str = ""
    about: str = ""


@dataclass(frozen=True)
class AnswerInquiry:
    inquiry_id: str
    yes: bool


@dataclass(frozen=True)
class InquiryAnswered:
    """What was answered. ``label`` and ``price``: what was added to an order, and what it costs in all now."""

    yes: bool
    label: str = ""
    price: str = ""


@dataclass(frozen=True)
class CancelInstead:
    """Cancel rather than have the other provider; it costs nothing."""

    inquiry_id: str


@dataclass(frozen=True)
class JoinWaitlist:
    """The draft's window is full: tell her when it comes free."""

    draft: BookingDraft


@dataclass(frozen=True)
class WaitlistJoined:
    """She is on the list."""


@dataclass(frozen=True)
class LeaveWaitlist:
    """She waits no longer."""


@dataclass(frozen=True)
class WaitlistLeft:
    """She is off the list."""
