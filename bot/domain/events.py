"""Facts that happened; ``usecases/reactions.py`` says what follows each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.access import Token
from bot.domain.booking import Booking
from bot.domain.conversation import Conversation
from bot.domain.inquiry import Inquiry
from bot.domain.leave import Leave
from bot.domain.miss import Miss
from bot.domain.praise import Praise
from bot.domain.series import Series
from bot.domain.survey import Survey
from bot.domain.ticket import Ticket
from bot.domain.waitlist import WaitlistEntry


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events."""


@dataclass(frozen=True, slots=True)
class HoldPlaced(Event):
    booking: Booking


@dataclass(frozen=True, slots=True)
class HoldReleased(Event):
    booking: Booking


@dataclass(frozen=True, slots=True)
class BookingLoaded(Event):
    """A booking that was made elsewhere came in with a data file."""

    booking: Booking


@dataclass(frozen=True, slots=True)
class BookingConfirmed(Event):
    booking: Booking


@dataclass(frozen=True, slots=True)
class BookingCancelled(Event):
    booking: Booking
    before: Booking | None = None


@dataclass(frozen=True, slots=True)
class BookingRescheduled(Event):
    booking: Booking
    before: Booking | None = None


@dataclass(frozen=True, slots=True)
class BookingChanged(Event):
    """Other parts than the time: what is done, where, by how many, at what price."""

    booking: Booking
    before: Booking | None = None


@dataclass(frozen=True, slots=True)
class ProviderReplaced(Event):
    """Others come than before, at the same time."""

    booking: Booking
    before: Booking | None = None
    was_told: bool = True
    """Whether the customer knew who would come."""


@dataclass(frozen=True, slots=True)
class ReplacementMissing(Event):
    """Somebody cannot come and nobody else is free: a person must talk to the customer."""

    booking: Booking
    provider_id: str


@dataclass(frozen=True, slots=True)
class ReviewDecided(Event):
    """A person has looked at a risky order and lets it stand."""

    booking: Booking
    before: Booking | None = None


@dataclass(frozen=True, slots=True)
class VisitUnreported(Event):
    """A visit is over and nobody has told how it ended."""

    booking: Booking


@dataclass(frozen=True, slots=True)
class ReviewOverdue(Event):
    """A visit is near and nobody has looked at it yet."""

    booking: Booking


@dataclass(frozen=True, slots=True)
class LeaveTaken(Event):
    leave: Leave


@dataclass(frozen=True, slots=True)
class LeaveWithdrawn(Event):
    leave: Leave
    by: str


@dataclass(frozen=True, slots=True)
class BookingRestored(Event):
    booking: Booking


@dataclass(frozen=True, slots=True)
class VisitReported(Event):
    """Somebody tells how a visit goes: begun, done, or not taken place."""

    booking: Booking


@dataclass(frozen=True, slots=True)
class HandoffQueued(Event):
    conversation: Conversation
    reason: str


@dataclass(frozen=True, slots=True)
class CustomerChanged(Event):
    """Stored data of a customer changed; ``fields`` names them, never their values."""

    customer_id: str
    by: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MissSeen(Event):
    """A supervisor has labelled a misunderstood message, or put it aside."""

    miss: Miss
    by: str


@dataclass(frozen=True, slots=True)
class CustomerErased(Event):
    """Personal data of a customer was deleted at her wish; ``parts`` names them where it was not all."""

    customer_id: str
    by: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallTaskNeeded(Event):
    """No way of the channel reaches the customer: staff must call."""

    customer_id: str
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class InquiryAsked(Event):
    inquiry: Inquiry
    by: str


@dataclass(frozen=True, slots=True)
class InquiryAnswered(Event):
    """The customer said yes or no; the inquiry's state says which."""

    inquiry: Inquiry
    by: str


@dataclass(frozen=True, slots=True)
class InquiryLapsed(Event):
    """Nobody answers it any more: it ran out or was withdrawn."""

    inquiry: Inquiry


@dataclass(frozen=True, slots=True)
class WaitlistJoined(Event):
    entry: WaitlistEntry


@dataclass(frozen=True, slots=True)
class WaitlistOffered(Event):
    entry: WaitlistEntry


@dataclass(frozen=True, slots=True)
class WaitlistOfferTakenBack(Event):
    """It never reached her: she waits on."""

    entry: WaitlistEntry


@dataclass(frozen=True, slots=True)
class WaitlistTaken(Event):
    entry: WaitlistEntry


@dataclass(frozen=True, slots=True)
class WaitlistLeft(Event):
    """Somebody waits no longer; the entry's state says whether she left or her time ran out."""

    entry: WaitlistEntry
    by: str


@dataclass(frozen=True, slots=True)
class SeriesStarted(Event):
    series: Series


@dataclass(frozen=True, slots=True)
class SeriesChanged(Event):
    """A visit skipped or moved, another rhythm or provider, a pause, or the end of one: its last event says which."""

    series: Series


@dataclass(frozen=True, slots=True)
class SeriesEnded(Event):
    """Ended by the customer, or finished with its last visit."""

    series: Series


@dataclass(frozen=True, slots=True)
class SeriesStopped(Event):
    """Paused by the company, because a visit of it was rejected."""

    series: Series


@dataclass(frozen=True, slots=True)
class SeriesVisitMissing(Event):
    """A visit that could not be made; ``start`` is local."""

    series: Series
    start: datetime


@dataclass(frozen=True, slots=True)
class TokenIssued(Event):
    """Somebody may use the API from now on."""

    token: Token
    by: str


@dataclass(frozen=True, slots=True)
class TokenDisabled(Event):
    token: Token
    by: str


@dataclass(frozen=True, slots=True)
class SurveyChanged(Event):
    """Asked, reminded of, answered, declined, lapsed, out of reach or skipped: its state says which."""

    survey: Survey
    by: str = "system"


@dataclass(frozen=True, slots=True)
class SurveyScoredLow(Event):
    """Somebody must ask what was wrong. ``words`` and what follows are of the message that says so."""

    survey: Survey
    customer_id: str
    words: str
    category: str = ""
    remedy: str = ""
    severity: str = "normal"


@dataclass(frozen=True, slots=True)
class ProviderPraised(Event):
    praise: Praise


@dataclass(frozen=True, slots=True)
class LoggedIn(Event):
    """``name``: the account's."""

    name: str


@dataclass(frozen=True, slots=True)
class LogInFailed(Event):
    """``name``: the account's; empty where there is none of the name that was given."""

    name: str


@dataclass(frozen=True, slots=True)
class AccountLocked(Event):
    name: str


@dataclass(frozen=True, slots=True)
class LoggedOut(Event):
    name: str


@dataclass(frozen=True, slots=True)
class PasswordSet(Event):
    name: str
    by: str


@dataclass(frozen=True, slots=True)
class PersonalDataRevealed(Event):
    """Somebody looked at what is masked: ``fields`` names it, never its values."""

    by: str
    entity: str
    entity_id: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TicketOpened(Event):
    ticket: Ticket


@dataclass(frozen=True, slots=True)
class TicketChanged(Event):
    """Added to, taken up, answered, noted, refunded: its last event says which."""

    ticket: Ticket
    before: Ticket


@dataclass(frozen=True, slots=True)
class TicketEscalated(Event):
    """A supervisor must look: ``reason`` says why (a due time that nears, a third contact, 12315, press, injury)."""

    ticket: Ticket
    reason: str


@dataclass(frozen=True, slots=True)
class TicketSolved(Event):
    """Staff think it is solved: the customer is asked."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class TicketClosed(Event):
    """The customer has said that it is solved."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class TicketReopened(Event):
    """The customer says that it is not solved, or has come back with it."""

    ticket: Ticket
    before: Ticket


@dataclass(frozen=True, slots=True)
class CallDone(Event):
    """Staff have called, or need not any more."""

    customer_id: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class ConsoleSet(Event):
    """A supervisor has set the console otherwise; ``name`` says what."""

    name: str
    by: str
