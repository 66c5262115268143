"""What the core needs from outside: Protocols, the unit of work, and ``Deps`` which holds them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Protocol, Self
from zoneinfo import ZoneInfo

from bot.domain.audit import AuditEntry, CallTask
from bot.domain.booking import Booking, BookingState
from bot.domain.calendar import Visit
from bot.domain.care_policy import CarePolicy
from bot.domain.catalogue import Catalogue
from bot.domain.events import Event
from bot.domain.figure_facts import Facts as FigureFacts
from bot.domain.inbox import InboxItem, Patience, Turn
from bot.domain.messages import Bubble, InboundMessage, Media, Notice
from bot.domain.provider import Provider
from bot.domain.review import ReviewFigures
from bot.domain.scarcity import Scarcity
from bot.domain.sending import Outbound
from bot.domain.values import TimeWindow
from bot.ports.access import Accounts, ConsoleSettings, Sessions, Tokens
from bot.ports.asking import AgentScores, Inquiries, Praises, ProviderNotices, Reminders, Surveys, Waitlist
from bot.ports.handing import Changes, Handoffs, Notes, Presence
from bot.ports.learning import Attempts, Misses
from bot.ports.leaves import Leaves
from bot.ports.people import Conversations, Customers, Ledgers
from bot.ports.planning import Optimiser
from bot.ports.privacy import Ageing, PersonalData
from bot.ports.series import SeriesBook
from bot.ports.tickets import Attachments, Tickets
from bot.ports.watching import InboxViews


class Clock(Protocol):
    """The only reader of the time."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        ...


@dataclass(frozen=True, slots=True)
class CompanyClock:
    """The clock together with the zone in which the company reads it."""

    clock: Clock
    zone: ZoneInfo

    def now(self) -> datetime:
        return self.clock.now()


class Channel(Protocol):
    """A way to customers beyond the passive reply. Every method raises ``ChannelError``."""

    async def send_custom(self, openid: str, bubble: Bubble) -> None: ...

    async def send_template(self, openid: str, notice: Notice) -> None: ...

    async def send_subscription(self, openid: str, notice: Notice) -> None: ...

    async def typing(self, openid: str) -> None: ...

    async def download_media(self, media_id: str) -> Media: ...


class Dialogue(Protocol):
    """The understanding and the talk (Rasa). Raises ``DialogueUnavailable`` and ``DialogueSilent``."""

    async def answer(
        self, tracker_id: str, text: str, metadata: Mapping[str, Any], budget: timedelta
    ) -> Sequence[Bubble]:
        """The bot's bubbles to one turn; an empty ``text`` is a turn of events alone (see ``metadata``)."""
        ...

    async def parse(self, text: str) -> Mapping[str, Any]:
        """Rasa's parse of a text; nothing is stored."""
        ...

    async def is_ready(self) -> bool: ...


class Subscription(Protocol):
    """Wakes up its reader when its topic is published."""

    async def wait(self, timeout: timedelta) -> bool:
        """True when something was published since the last call, False after ``timeout``."""
        ...


class LiveFeed(Protocol):
    """Live notifications. May lose any of them: readers poll as well."""

    async def publish(self, topic: str) -> None: ...

    def subscribe(self, topic: str) -> AbstractAsyncContextManager[Subscription]: ...


class Inbox(Protocol):
    async def add(
        self, conversation_id: str, message: InboundMessage, now: datetime, pushed: bool = True
    ) -> InboxItem | None:
        """The new row, or ``None`` when ``dedup_key`` is known already.

        Not ``pushed``: it comes from ourselves, and no push waits for its answer.
        """
        ...

    async def heard_since(self, conversation_id: str, since: datetime) -> Sequence[InboxItem]:
        """What the customer has written after it, the oldest first; an event is no word of hers."""
        ...

    async def events_after(self, conversation_id: str, sent_at: datetime) -> Sequence[InboundMessage]:
        """Events that happened after ``sent_at`` on the platform and came in already, in the order they happened."""
        ...

    async def pushed_again(self, dedup_key: str, now: datetime) -> InboxItem:
        """Counts one more push of a known message."""
        ...

    async def get(self, inbox_id: int) -> InboxItem: ...

    async def claim_turn(self, now: datetime, patience: Patience, owner: str) -> Turn | None:
        """Takes the lease of one conversation that has a ripe burst, or a turn left by a dead worker.

        A turn left behind comes back with its own id and rows. ``None`` when there is nothing to do.
        """
        ...

    async def finish_turn(self, turn: Turn, owner: str) -> bool:
        """Rows done, lease free. False if the lease was lost meanwhile: then nothing may be committed."""
        ...

    async def of_turn(self, turn_id: str) -> Sequence[InboxItem]: ...


class Outbox(Protocol):
    async def add(self, outbound: Outbound) -> Outbound:
        """Stores a new row; the id of the argument is ignored, the returned one counts."""
        ...

    async def get(self, outbound_id: int) -> Outbound: ...

    async def of_turn(self, turn_id: str) -> Sequence[Outbound]: ...

    async def claim_for_push(
        self, conversation_id: str, turn_id: str, inbox_id: int, now: datetime, lease: timedelta
    ) -> Sequence[Outbound]:
        """Claims the pending rows of the conversation up to and with the turn's, oldest first.

        A turn without a row of its own carries all that wait. Empty when there is nothing to carry, or an earlier row
        is being sent by somebody else.
        """
        ...

    async def claim_due(self, now: datetime, lease: timedelta) -> Outbound | None:
        """Claims the oldest pending row of some conversation in which nothing else is being sent.

        A row is due when ``not_before`` is reached; a lapsed claim is due again.
        """
        ...

    async def last_of_agent(self, conversation_id: str) -> Outbound | None:
        """The last words written at the console."""
        ...

    async def carried_by(self, inbox_id: int) -> Sequence[Outbound]:
        """The rows that a push of this inbox row took out."""
        ...

    async def settle(self, outbound: Outbound) -> bool:
        """Stores what became of a claimed row; False, and nothing stored, when its claim is somebody else's by now."""
        ...

    async def withdraw(self, outbound_ids: Collection[int], now: datetime) -> None:
        """Fails those of these rows that nobody has begun to send."""
        ...


class Bookings(Protocol):
    async def add(self, booking: Booking, occupied: TimeWindow) -> None:
        """Stores it and occupies its providers' cells; raises ``WindowTaken`` if one is taken."""
        ...

    async def save(self, booking: Booking) -> None:
        """Stores the change; frees the cells when its state no longer occupies."""
        ...

    async def move(self, booking: Booking, occupied: TimeWindow) -> None:
        """Stores a booking that occupies other cells than before, or none before.

        Raises ``WindowTaken`` if one is taken; then it keeps the cells that it had.
        """
        ...

    async def move_all(self, moves: Sequence[tuple[Booking, TimeWindow]]) -> None:
        """As ``move``, for bookings that take each other's cells: all of them, or none and ``WindowTaken``."""
        ...

    async def get(self, booking_id: str) -> Booking: ...

    async def of_customer(self, customer_id: str, states: frozenset[BookingState]) -> Sequence[Booking]:
        """In order of their start."""
        ...

    async def of_series(self, series_id: str) -> Sequence[Booking]:
        """In order of their start, whatever their state."""
        ...

    async def awaiting_review(self) -> Sequence[Booking]:
        """In order of their start."""
        ...

    async def between(self, window: TimeWindow, states: frozenset[BookingState]) -> Sequence[Booking]:
        """Those that start inside ``window``, in order of their start."""
        ...

    async def busy(
        self, search: TimeWindow, provider_ids: Collection[str] | None = None
    ) -> Mapping[str, Sequence[Visit]]:
        """Visits whose taken time overlaps ``search``, by provider, in order of their start.

        ``provider_ids``: of these alone.
        """
        ...

    async def worked(self, week: TimeWindow, provider_ids: Collection[str]) -> Mapping[str, int]:
        """Minutes of visits that start inside ``week``, by provider; who has none is left out."""
        ...

    async def lapsed_holds(self, now: datetime) -> Sequence[Booking]: ...


class Providers(Protocol):
    async def all(self) -> Sequence[Provider]: ...

    async def able(self, service: str, district: str | None) -> Sequence[Provider]:
        """Active ones who do a service in a district (anywhere without one), in order of id."""
        ...

    async def scarcity(self) -> Scarcity:
        """How hard each active one is to do without, and each hour of their week."""
        ...

    async def lock(self, provider_ids: Sequence[str]) -> None:
        """Until the transaction ends nobody else who locks them goes on. Take it late, once."""
        ...

    async def get(self, provider_id: str) -> Provider: ...

    async def put(self, provider: Provider) -> None:
        """Adds it or replaces the one with this id."""
        ...


class Catalogues(Protocol):
    async def get(self) -> Catalogue: ...

    async def put(self, catalogue: Catalogue) -> None: ...


class Results(Protocol):
    """First results by idempotency key (R12)."""

    async def get(self, key: str) -> Any | None: ...

    async def put(self, key: str, result: Any, now: datetime) -> None: ...


class AuditLog(Protocol):
    async def add(self, entry: AuditEntry) -> None: ...


class CallTasks(Protocol):
    async def add(self, task: CallTask) -> None: ...

    async def latest(self, customer_id: str, reason: str) -> CallTask | None:
        """The newest one about this customer for this reason."""

    async def save(self, task: CallTask) -> None:
        """Its text, which is told more fully, and whether it is done."""

    async def get(self, task_id: int) -> CallTask: ...

    async def listed(self, done_after: datetime) -> Sequence[CallTask]:
        """Those that wait, and those done since; the oldest first."""
        ...


class UnitOfWork(Protocol):
    """One transaction: left without ``commit`` it rolls back."""

    customers: Customers
    conversations: Conversations
    inbox: Inbox
    outbox: Outbox
    ledgers: Ledgers
    bookings: Bookings
    leaves: Leaves
    providers: Providers
    catalogue: Catalogues
    results: Results
    audit: AuditLog
    call_tasks: CallTasks
    inquiries: Inquiries
    waitlist: Waitlist
    series: SeriesBook
    reminders: Reminders
    surveys: Surveys
    praises: Praises
    agent_scores: AgentScores
    provider_notices: ProviderNotices
    tokens: Tokens
    notes: Notes
    handoffs: Handoffs
    changes: Changes
    presence: Presence
    accounts: Accounts
    sessions: Sessions
    console_settings: ConsoleSettings
    personal: PersonalData
    ageing: Ageing
    tickets: Tickets
    attachments: Attachments
    misses: Misses
    attempts: Attempts

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None: ...

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """A part of the transaction: left with an error nothing of it is done, and nothing of it has happened."""
        ...

    def happened(self, event: Event) -> None:
        """Notes an event; its reactions run inside ``commit`` (R11)."""
        ...

    async def commit(self) -> None: ...


class Views(InboxViews, Protocol):
    """Read models for people and scripts: one plain mapping per row, words of the vocabulary."""

    async def are_reachable(self) -> bool:
        """Whether the database answers."""
        ...

    def rows(self, what: str, openid: str | None = None) -> AsyncIterator[Mapping[str, Any]]:
        """``what``: bookings, conversations, messages, inquiries, …; ``NotFound`` for another word, naming them all."""
        ...

    async def figure_facts(self, window: TimeWindow, now: datetime, care: CarePolicy) -> FigureFacts:
        """What figures of ``window`` are counted from."""
        ...

    async def review_figures(self, window: TimeWindow) -> ReviewFigures:
        """Of the reviews decided inside ``window``."""
        ...


@dataclass(frozen=True, slots=True)
class Account:
    """What the WeChat account may do."""

    custom_messages: bool = True
    own_agents: bool = False
    """People take over in WeChat's own agent system (客服系统), and not in our console."""


class OpensUnitOfWork(Protocol):
    def __call__(self, reads_only: bool = False) -> UnitOfWork:
        """``reads_only``: it can commit nothing, neither waits for those who write nor keeps them waiting."""
        ...


@dataclass(frozen=True, slots=True)
class Deps:
    """Everything a use case may reach."""

    clock: Clock
    uow: OpensUnitOfWork
    dialogue: Dialogue
    channel: Channel
    feed: LiveFeed
    views: Views
    optimiser: Optimiser
    zone: ZoneInfo
    patience: Patience = field(default_factory=Patience)
    account: Account = field(default_factory=Account)
