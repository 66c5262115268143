"""Which way a bubble goes to a customer: passive, custom, notice, or a call by staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum

from bot.domain.messages import Bubble, InboundMessage, Kind, Notice


class Way(Enum):
    PASSIVE = "passive"
    CUSTOM = "custom"
    TEMPLATE = "template"
    NOTICE = "notice"
    CONSOLE = "console"


class OutboundState(Enum):
    """``claimed`` is a short lease: whoever holds it is sending; after it the message is free again."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"


class Purpose(Enum):
    """Why it is said: an answer goes out at any hour, what nobody has asked for does not go out at night."""

    ANSWER = "answer"
    AGENT = "agent"  # an agent's own words
    QUESTION = "question"  # the bot asks, and must be there to hear the answer; else as a notice
    NOTICE = "notice"  # must be known: where no way is open, staff must call
    REMINDER = "reminder"  # good to know: where no way is open, it is dropped


PROMPT = frozenset({Purpose.ANSWER, Purpose.AGENT})
"""What somebody waits for: it goes out at night too."""

LAPSED = "lapsed"
"""The error of a row whose time was over before it went out."""


WITHDRAWN = "withdrawn"
"""The error of a row that has come to be untrue before it went out."""

MUTED = "muted"
"""The error of a row that its customer does not want to read."""


@dataclass(frozen=True, slots=True)
class Outbound:
    """One row of the outbox (发件)."""

    id: int
    conversation_id: str
    openid: str
    bubble: Bubble
    created_at: datetime
    state: OutboundState = OutboundState.PENDING
    turn_id: str = ""
    way: Way | None = None
    not_before: datetime | None = None
    lease_until: datetime | None = None
    attempts: int = 0
    sent_at: datetime | None = None
    carried_by: int | None = None
    """The inbox row whose push carried it."""
    error: str = ""
    notice: Notice | None = None
    purpose: Purpose = Purpose.ANSWER
    lapses_at: datetime | None = None
    """From then on it is of no use, and is not sent any more."""
    author: str = ""
    """The agent whose words they are; nobody: the bot's."""

    def waits_for_its_hour(self, now: datetime) -> bool:
        """Whether it is to begin later, of itself: nothing else has to wait for it, and no push carries it before."""
        untouched = self.state is OutboundState.PENDING and not self.turn_id and not self.attempts
        return untouched and self.not_before is not None and self.not_before > now

    @property
    def was_tried(self) -> bool:
        """Whether anybody has tried to send it; taking it up only to see that its time is over is no try."""
        overdue = self.state is OutboundState.FAILED and self.error == LAPSED
        untouched = self.state is OutboundState.PENDING and self.attempts == 0
        return not untouched and not (overdue and self.attempts <= 1)

    def way_shown(self, way: Way) -> Way:
        """What stands in the record: an agent's words came from the console, by whichever way they went out."""
        return Way.CONSOLE if self.purpose is Purpose.AGENT else way

    def has_lapsed(self, now: datetime) -> bool:
        return self.lapses_at is not None and self.lapses_at <= now


@dataclass(frozen=True, slots=True)
class Opening:
    """What one act of the customer allows: so many custom messages for so long."""

    messages: int
    lasts: timedelta


# Section 7.1 of the fact sheet; the numbers have changed before, so they are data.
OPENINGS: Mapping[str, Opening] = {
    "message": Opening(5, timedelta(hours=48)),
    "menu": Opening(3, timedelta(minutes=1)),
    "subscribe": Opening(3, timedelta(minutes=1)),
    "scan": Opening(3, timedelta(minutes=1)),
}

_EVENT_OPENS = {
    "click": "menu",
    "scancode_push": "menu",
    "scancode_waitmsg": "menu",
    "subscribe": "subscribe",
    "scan": "scan",
}


def opens(message: InboundMessage) -> str | None:
    """Which opening an inbound message brings; a tapped msgmenu item counts as a menu tap."""
    if message.kind is Kind.EVENT:
        return _EVENT_OPENS.get(message.event)
    return "menu" if message.fields.get("menu_id") else "message"


@dataclass(frozen=True, slots=True)
class Bucket:
    """The allowance one opening left: ``used`` of ``allowed`` until ``expires_at``."""

    opening: str
    expires_at: datetime
    allowed: int
    used: int = 0

    def left(self, now: datetime) -> int:
        return max(self.allowed - self.used, 0) if now < self.expires_at else 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """One customer's buckets and notice consents (template id -> sends left)."""

    buckets: tuple[Bucket, ...] = ()
    consents: Mapping[str, int] = field(default_factory=dict)

    def opened(self, opening: str, at: datetime) -> Ledger:
        """A new opening; one of the same kind is replaced (a user message resets its bucket)."""
        rule = OPENINGS[opening]
        kept = tuple(b for b in self.buckets if b.opening != opening and b.expires_at > at)
        return replace(self, buckets=(*kept, Bucket(opening, at + rule.lasts, rule.messages)))

    def left(self, now: datetime) -> int:
        return sum(bucket.left(now) for bucket in self.buckets)

    def spent(self, now: datetime) -> Ledger:
        """One custom message sent: it consumes the bucket that expires first."""
        live = sorted((b for b in self.buckets if b.left(now)), key=lambda bucket: bucket.expires_at)
        if not live:
            return self
        first = live[0]
        buckets = tuple(replace(b, used=b.used + 1) if b is first else b for b in self.buckets)
        return replace(self, buckets=buckets)

    def with_consents(self, template_id: str, left: int) -> Ledger:
        return replace(self, consents={**self.consents, template_id: max(left, 0)})

    def exhausted(self) -> Ledger:
        """The platform says there is nothing left: its count has the last word."""
        return replace(self, buckets=tuple(replace(b, used=b.allowed) for b in self.buckets))


def choose_way(outbound: Outbound, ledger: Ledger, now: datetime, custom_allowed: bool) -> Way | None:
    """The way that is open for an outbox row no push carries; ``None``: only a person can reach the customer."""
    if custom_allowed and ledger.left(now):
        return Way.CUSTOM
    if outbound.notice is not None:
        if not outbound.notice.by_subscription:
            return Way.TEMPLATE if custom_allowed else None
        if ledger.consents.get(outbound.notice.template_id, 0) > 0:
            return Way.NOTICE
    return None


def merged(bubbles: Sequence[Bubble]) -> Bubble:
    """Several bubbles as one; the choices of the last that has any stay."""
    choices = next((bubble.choices for bubble in reversed(bubbles) if bubble.choices), ())
    return Bubble("\n".join(bubble.text for bubble in bubbles), choices)
