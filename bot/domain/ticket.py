"""工单: a complaint, a refund wish or another matter that a person sees to. open -> in_progress -> solved -> closed.

Solved means that staff think so; only the customer's word closes it, and her no opens it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from bot.domain.errors import IllegalTransition


class TicketType(Enum):
    COMPLAINT = "complaint"
    DAMAGE = "damage"
    NO_SHOW = "no_show"
    REFUND = "refund"
    RECTIFICATION = "rectification"
    PRIVACY = "privacy"
    SAFETY = "safety"
    CONSULT = "consult"
    INVOICE = "invoice"
    OTHER = "other"


class Severity(Enum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)

    def at_least(self, other: Severity) -> Severity:
        return self if self.rank >= other.rank else other

    @property
    def raised(self) -> Severity:
        return list(Severity)[min(self.rank + 1, len(Severity) - 1)]


class TicketState(Enum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    SOLVED = "solved"
    """Waits for the customer's word."""
    CLOSED = "closed"


REOPENED = "ticket_reopened"

UNSOLVED = frozenset({TicketState.OPEN, TicketState.IN_PROGRESS})

BY_STAFF = "by_staff"
"""A colleague has asked for a supervisor; her words are a note."""

_STARTS_ANEW = frozenset({"reopened", "due_first_response", "due_resolution", "not_confirmed"})

_WORSE = frozenset({TicketType.DAMAGE, TicketType.SAFETY})

# About a visit: of one visit all of these are one matter. The graver the later.
OF_VISIT = (
    TicketType.COMPLAINT,
    TicketType.REFUND,
    TicketType.RECTIFICATION,
    TicketType.NO_SHOW,
    TicketType.DAMAGE,
    TicketType.SAFETY,
)


@dataclass(frozen=True, slots=True)
class TicketEvent:
    """A step; ``by`` is customer, bot, system, survey or ``agent:name``. ``detail`` holds no personal data."""

    at: datetime
    name: str
    by: str
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TicketNote:
    """Words about the matter: the customer's own (``by`` customer) or a colleague's, which she never sees."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Refund:
    """``due`` is the end of the last working day for it, counted from the approval."""

    amount_fen: int
    approved_at: datetime
    approved_by: str
    due: datetime
    paid_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """``linked_to`` is the booking that it is about; ``attachments`` pictures, as ``export messages`` names them."""

    id: str
    customer_id: str
    type: TicketType
    severity: Severity
    created_at: datetime
    created_by: str
    due_first_response: datetime
    due_resolution: datetime
    state: TicketState = TicketState.OPEN
    category: str = ""
    remedy: str = ""
    linked_to: str | None = None
    attachments: tuple[str, ...] = ()
    notes: tuple[TicketNote, ...] = ()
    assignee: str = ""
    contacts: int = 1
    """So often the customer has written about it."""
    responded_at: datetime | None = None
    escalated: tuple[str, ...] = ()
    """What a supervisor was told of already, in codes: ``due_first_response``, ``third_contact``, …"""
    solution: str = ""
    """What was done, in words for the customer."""
    solved_at: datetime | None = None
    asked_at: datetime | None = None
    """When the customer was last asked whether it is solved."""
    asked_in: tuple[int, ...] = ()
    """Outbox rows that ask it; one that has not gone out cannot be answered."""
    reminded: bool = False
    refund: Refund | None = None
    rectified_by: tuple[str, ...] = ()
    """Bookings that put it right."""
    events: tuple[TicketEvent, ...] = ()
    version: int = 0

    @property
    def is_open(self) -> bool:
        return self.state is not TicketState.CLOSED

    @property
    def runs_since(self) -> datetime:
        """When its clocks began: as it was opened, or opened again last."""
        again = (event.at for event in self.events if event.name == REOPENED)
        return max(again, default=self.created_at)

    @property
    def matter(self) -> str:
        """Of one matter there is one open ticket."""
        return matter_of(self.customer_id, self.type, self.linked_to)

    @property
    def said(self) -> str:
        """What the customer has told, in her words."""
        return "\n".join(note.text for note in self.notes if note.by == "customer")

    def step(self, at: datetime, name: str, by: str, **detail: str) -> Ticket:
        return replace(self, events=(*self.events, TicketEvent(at, name, by, detail)))

    def reopened(self, at: datetime, by: str, due_first_response: datetime, due_resolution: datetime) -> Ticket:
        """In work once more, with times of its own; what a supervisor was told of the first time is told again."""
        again = replace(
            self,
            state=TicketState.IN_PROGRESS, asked_at=None, asked_in=(), reminded=False,
            due_first_response=due_first_response, due_resolution=due_resolution,
            escalated=tuple(reason for reason in self.escalated if reason not in _STARTS_ANEW),
        )  # fmt: skip
        return again.step(at, REOPENED, by)

    def noted(self, at: datetime, by: str, text: str) -> Ticket:
        return replace(self, notes=(*self.notes, TicketNote(at, by, text))) if text.strip() else self

    def must_be(self, states: frozenset[TicketState], what: str) -> None:
        if self.state not in states:
            raise IllegalTransition(f"ticket {self.id}: {what} in state {self.state.value}")


def matter_of(customer_id: str, type_: TicketType, linked_to: str | None) -> str:
    family = "visit" if type_ in OF_VISIT else type_.value
    return f"{customer_id}/{family}/{linked_to or ''}"


def graver(known: TicketType, told: TicketType, is_vague: bool) -> TicketType:
    """The type of a matter of which more is told: as it was, unless that was vague, or something is broken or worse."""
    if known not in OF_VISIT or told not in OF_VISIT:
        return known
    if told in _WORSE or (is_vague and told is not TicketType.COMPLAINT):
        return max(known, told, key=OF_VISIT.index)
    return known


@dataclass(frozen=True, slots=True)
class TicketQuery:
    """Which tickets are looked for; of a part that is empty, any."""

    states: tuple[TicketState, ...] = ()
    severities: tuple[Severity, ...] = ()
    types: tuple[TicketType, ...] = ()
    assignees: tuple[str, ...] = ()
    customer_id: str | None = None

    def fits(self, ticket: Ticket) -> bool:
        return (
            (not self.states or ticket.state in self.states)
            and (not self.severities or ticket.severity in self.severities)
            and (not self.types or ticket.type in self.types)
            and (not self.assignees or ticket.assignee in self.assignees)
            and self.customer_id in (None, ticket.customer_id)
        )


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Please open a ticket, or add to the one of the same matter. ``attachments`` as ``export messages`` names them."""

    customer_id: str
    type: TicketType
    severity: Severity
    by: str
    words: str = ""
    category: str = ""
    remedy: str = ""
    linked_to: str | None = None
    attachments: tuple[str, ...] = ()


def same_matter(ticket: Ticket, told: OpenTicket) -> bool:
    """Whether both speak of one matter, as far as can be known: a visit that is not named may be the named one."""
    of_visit = ticket.type in OF_VISIT and told.type in OF_VISIT
    if not of_visit and ticket.type is not told.type:
        return False
    return ticket.linked_to == told.linked_to or None in (ticket.linked_to, told.linked_to)
