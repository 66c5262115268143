"""Tickets as the dialogue sees them, and what it asks to be done with them; all plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TicketView:
    """Times local. ``due`` is that of the first response; ``refund_due`` and ``refund`` (words) of an approved one."""

    id: str
    type: str
    severity: str
    state: str
    due: datetime
    made_at: datetime
    touched_at: datetime
    linked_to: str | None = None
    remedy: str = ""
    taken: bool = False
    responded: bool = False
    solution: str = ""
    refund: str = ""
    refund_due: datetime | None = None
    refund_paid: bool = False
    asked_at: datetime | None = None
    """When the question whether it is solved last reached her; then her word is waited for."""
    visits: tuple[datetime, ...] = ()
    """When somebody comes to put it right."""

    @property
    def is_open(self) -> bool:
        return self.state != "closed"

    @property
    def waits_for_word(self) -> bool:
        return self.state == "solved"


@dataclass(frozen=True)
class RaiseTicket:
    """Opens a ticket, or adds to the one of the same matter."""

    type: str
    severity: str
    words: str
    category: str = ""
    remedy: str = ""
    linked_to: str | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True)
class CompleteTicket:
    """What was told when it was asked for; ``linked_to`` the visit that is meant."""

    ticket_id: str
    words: str = ""
    type: str = ""
    category: str = ""
    severity: str = "low"
    remedy: str = ""
    linked_to: str | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True)
class TicketRaised:
    """``again``: it was there before."""

    ticket: TicketView
    again: bool = False


@dataclass(frozen=True)
class TicketCompleted:
    ticket: TicketView


@dataclass(frozen=True)
class SayWhetherSolved:
    """Her word on a ticket that staff think solved; ``words`` say what is still wrong."""

    ticket_id: str
    solved: bool
    words: str = ""


@dataclass(frozen=True)
class WordTaken:
    ticket: TicketView
