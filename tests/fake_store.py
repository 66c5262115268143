"""In-memory repositories and their unit of work: the same promises as the database, kept in dictionaries."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from bot.domain.access import Token
from bot.domain.accounts import Account, Session
from bot.domain.agent_score import AgentScore
from bot.domain.attempt import Attempt
from bot.domain.audit import AuditEntry, CallTask
from bot.domain.booking import Booking
from bot.domain.catalogue import Catalogue
from bot.domain.conversation import KF, Conversation, Customer, Mode, Note
from bot.domain.errors import StoreBusy
from bot.domain.events import Event
from bot.domain.inbox import InboxItem
from bot.domain.inquiry import Inquiry
from bot.domain.leave import Leave
from bot.domain.messages import Media
from bot.domain.miss import Miss
from bot.domain.notices import Reminder, ReminderKind
from bot.domain.praise import Praise
from bot.domain.provider import Provider
from bot.domain.provider_notice import ProviderNotice
from bot.domain.queueing import Handoff
from bot.domain.sending import Ledger, Outbound
from bot.domain.series import Series
from bot.domain.survey import Survey
from bot.domain.ticket import Ticket
from bot.domain.values import TimeWindow
from bot.domain.waitlist import WaitlistEntry
from bot.ports import UnitOfWork
from tests.fake_accounts import FakeAccounts, FakeConsoleSettings, FakeSessions
from tests.fake_asking import FakeInquiries, FakeWaitlist
from tests.fake_bookings import FakeBookings, FakeCatalogues, FakeLeaves, FakeProviders
from tests.fake_found import found
from tests.fake_handing import FakeChanges, FakeHandoffs, FakeNotes, FakePresence
from tests.fake_learning import FakeAttempts, FakeMisses
from tests.fake_messages import FakeInbox, FakeOutbox
from tests.fake_notices import FakeAgentScores, FakePraises, FakeProviderNotices, FakeReminders, FakeSurveys
from tests.fake_privacy import FakeAgeing, FakePersonalData
from tests.fake_series import FakeSeriesBook
from tests.fake_tickets import FakeAttachments, FakeTickets
from tests.fake_tokens import FakeTokens

if TYPE_CHECKING:
    from tests.fakes import FakeWorld

T = TypeVar("T")


@dataclass
class Store:
    """All rows; a unit of work works on a copy and puts it back on commit."""

    customers: dict[str, Customer] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    leases: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    inbox: dict[int, InboxItem] = field(default_factory=dict)
    outbox: dict[int, Outbound] = field(default_factory=dict)
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    bookings: dict[str, Booking] = field(default_factory=dict)
    cells: dict[tuple[str, datetime], str] = field(default_factory=dict)
    occupied: dict[str, TimeWindow] = field(default_factory=dict)
    leaves: dict[str, Leave] = field(default_factory=dict)
    providers: dict[str, Provider] = field(default_factory=dict)
    catalogue: Catalogue | None = None
    results: dict[str, Any] = field(default_factory=dict)
    audit: list[AuditEntry] = field(default_factory=list)
    call_tasks: list[CallTask] = field(default_factory=list)
    inquiries: dict[str, Inquiry] = field(default_factory=dict)
    waitlist: dict[str, WaitlistEntry] = field(default_factory=dict)
    reminders: dict[tuple[str, ReminderKind], Reminder] = field(default_factory=dict)
    surveys: dict[str, Survey] = field(default_factory=dict)
    praises: list[Praise] = field(default_factory=list)
    agent_scores: list[AgentScore] = field(default_factory=list)
    provider_notices: list[ProviderNotice] = field(default_factory=list)
    series: dict[str, Series] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    handoffs: dict[str, Handoff] = field(default_factory=dict)
    changes: list[tuple[str, str, str, datetime]] = field(default_factory=list)
    presence: dict[tuple[str, str], datetime] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    console_settings: dict[str, Any] = field(default_factory=dict)
    misses: dict[int, Miss] = field(default_factory=dict)
    attempts: dict[int, Attempt] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    attachments: dict[str, Media] = field(default_factory=dict)

    def copy(self) -> Store:
        return Store(**{name: copy.copy(value) for name, value in vars(self).items()})

    def restore(self, before: Store) -> None:
        """As it was when ``before`` was copied; the repositories go on with the same rows."""
        for name, was in vars(before).items():
            rows = getattr(self, name)
            if isinstance(rows, dict):
                rows.clear()
                rows.update(was)
            elif isinstance(rows, list):
                rows[:] = was
            else:
                setattr(self, name, was)


class FakeCustomers:
    def __init__(self, store: Store) -> None:
        self._rows = store.customers

    async def get(self, customer_id: str) -> Customer:
        return found(self._rows.get(customer_id), customer_id)

    async def by_openid(self, openid: str) -> Customer | None:
        return next((row for row in self._rows.values() if row.openid == openid), None)

    async def of_ids(self, ids: Collection[str]) -> Sequence[Customer]:
        return [row for row in self._rows.values() if row.id in ids]

    async def by_phone(self, phone: str) -> Sequence[Customer]:
        return [row for row in self._rows.values() if row.phone == phone]

    async def leaving(self) -> Sequence[Customer]:
        return [row for row in self._rows.values() if row.erasing]

    async def add(self, customer: Customer) -> None:
        self._rows[customer.id] = customer

    async def save(self, customer: Customer) -> None:
        self._rows[customer.id] = replace(customer, version=customer.version + 1)


class FakeConversations:
    def __init__(self, store: Store) -> None:
        self._rows = store.conversations

    async def get(self, conversation_id: str) -> Conversation:
        return found(self._rows.get(conversation_id), conversation_id)

    async def by_openid(self, openid: str) -> Conversation | None:
        return next((row for row in self._rows.values() if row.openid == openid), None)

    async def held(self, conversation_id: str) -> Conversation:
        return await self.get(conversation_id)

    async def in_mode(self, mode: Mode) -> Sequence[Conversation]:
        return [row for row in self._rows.values() if row.mode is mode]

    async def kept_waiting(self, agent_since: datetime, customer_since: datetime | None) -> Sequence[str]:
        held = [row for row in self._rows.values() if row.mode is Mode.AGENT and not row.agent.startswith(KF)]
        limit = agent_since if customer_since is None else max(agent_since, customer_since)
        return [row.id for row in held if row.taken_at and max(row.taken_at, row.agent_at or row.taken_at) <= limit]

    async def read_up_to(self, conversation_id: str, at: datetime) -> None:
        self._rows[conversation_id] = replace(self._rows[conversation_id], read_at=at)

    async def add(self, conversation: Conversation) -> None:
        self._rows[conversation.id] = conversation

    async def save(self, conversation: Conversation) -> None:
        stored = self._rows[conversation.id].version
        if stored != conversation.version:
            raise StoreBusy(f"conversations {conversation.id}: version {stored}, not {conversation.version}")
        self._rows[conversation.id] = replace(conversation, version=conversation.version + 1)


class FakeLedgers:
    def __init__(self, store: Store) -> None:
        self._rows = store.ledgers

    async def get(self, conversation_id: str) -> Ledger:
        return self._rows.get(conversation_id, Ledger())

    async def save(self, conversation_id: str, ledger: Ledger) -> None:
        self._rows[conversation_id] = ledger


class FakeResults:
    def __init__(self, store: Store) -> None:
        self._rows = store.results

    async def get(self, key: str) -> Any | None:
        return self._rows.get(key)

    async def put(self, key: str, result: Any, now: datetime) -> None:
        self._rows[key] = result


class FakeLog(Generic[T]):
    def __init__(self, rows: list[T]) -> None:
        self._rows = rows

    async def add(self, entry: T) -> None:
        self._rows.append(entry)


class FakeCallTasks:
    """Numbered in the order in which they were added."""

    def __init__(self, rows: list[CallTask]) -> None:
        self._rows = rows

    async def add(self, task: CallTask) -> None:
        self._rows.append(replace(task, id=len(self._rows) + 1))

    async def latest(self, customer_id: str, reason: str) -> CallTask | None:
        about = [task for task in self._rows if (task.customer_id, task.reason) == (customer_id, reason)]
        return about[-1] if about else None

    async def save(self, task: CallTask) -> None:
        self._rows[task.id - 1] = task

    async def get(self, task_id: int) -> CallTask:
        return found(next((task for task in self._rows if task.id == task_id), None), str(task_id))

    async def listed(self, done_after: datetime) -> Sequence[CallTask]:
        return [task for task in self._rows if task.done_at is None or task.done_at >= done_after]


class FakeUnitOfWork:
    """One copy of the store; only ``commit`` puts it back."""

    def __init__(
        self, world: FakeWorld, react: Callable[[UnitOfWork, Event], Awaitable[None]], reads_only: bool = False
    ) -> None:
        self._world = world
        self._reads_only = reads_only
        self._react = react
        self._events: deque[Event] = deque()

    async def __aenter__(self) -> Self:
        await self._world.lock.acquire()
        self._store = self._world.store.copy()
        self.customers = FakeCustomers(self._store)
        self.conversations = FakeConversations(self._store)
        self.inbox = FakeInbox(self._store)
        self.outbox = FakeOutbox(self._store)
        self.ledgers = FakeLedgers(self._store)
        self.bookings = FakeBookings(self._store)
        self.leaves = FakeLeaves(self._store)
        self.providers = FakeProviders(self._store)
        self.catalogue = FakeCatalogues(self._store)
        self.results = FakeResults(self._store)
        self.audit: FakeLog[AuditEntry] = FakeLog(self._store.audit)
        self.call_tasks = FakeCallTasks(self._store.call_tasks)
        self.inquiries = FakeInquiries(self._store.inquiries)
        self.waitlist = FakeWaitlist(self._store.waitlist)
        self.reminders = FakeReminders(self._store.reminders, self._store.bookings)
        self.surveys = FakeSurveys(self._store.surveys, self._store.bookings)
        self.praises = FakePraises(self._store.praises)
        self.agent_scores = FakeAgentScores(self._store.agent_scores)
        self.provider_notices = FakeProviderNotices(self._store.provider_notices)
        self.series = FakeSeriesBook(self._store.series)
        self.tokens = FakeTokens(self._store.tokens)
        self.notes = FakeNotes(self._store)
        self.handoffs = FakeHandoffs(self._store)
        self.changes = FakeChanges(self._store)
        self.presence = FakePresence(self._store)
        self.accounts = FakeAccounts(self._store.accounts)
        self.sessions = FakeSessions(self._store.sessions)
        self.console_settings = FakeConsoleSettings(self._store.console_settings)
        self.personal = FakePersonalData(self._store)
        self.ageing = FakeAgeing(self._store)
        self.misses = FakeMisses(self._store.misses)
        self.attempts = FakeAttempts(self._store.attempts)
        self.tickets = FakeTickets(self._store.tickets)
        self.attachments = FakeAttachments(self._store.attachments)
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._world.lock.release()

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        before, events = self._store.copy(), list(self._events)
        try:
            yield
        except BaseException:
            self._store.restore(before)
            self._events = deque(events)
            raise

    def happened(self, event: Event) -> None:
        self._events.append(event)

    async def commit(self) -> None:
        if self._reads_only:
            raise RuntimeError("a unit of work that only reads has nothing to commit")
        while self._events:
            await self._react(self, self._events.popleft())
        self._world.store = self._store
