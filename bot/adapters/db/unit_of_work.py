"""One transaction over all repositories: left without ``commit`` it rolls back."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.engine import BUSY_SECONDS, READS_ONLY, connected
from bot.adapters.db.repositories.accounts import SqlAccounts, SqlConsoleSettings, SqlSessions
from bot.adapters.db.repositories.ageing import SqlAgeing
from bot.adapters.db.repositories.agent_scores import SqlAgentScores
from bot.adapters.db.repositories.asking import SqlInquiries, SqlWaitlist
from bot.adapters.db.repositories.bookings import SqlBookings
from bot.adapters.db.repositories.company import CompanyReader, Shelf, SqlCatalogues, SqlProviders
from bot.adapters.db.repositories.handing import SqlChanges, SqlHandoffs, SqlNotes, SqlPresence
from bot.adapters.db.repositories.inbox import SqlInbox
from bot.adapters.db.repositories.learning import SqlAttempts, SqlMisses
from bot.adapters.db.repositories.leaves import SqlLeaves
from bot.adapters.db.repositories.outbox import SqlOutbox
from bot.adapters.db.repositories.people import SqlConversations, SqlCustomers, SqlLedgers
from bot.adapters.db.repositories.privacy import SqlPersonalData
from bot.adapters.db.repositories.provider_notices import SqlProviderNotices
from bot.adapters.db.repositories.records import SqlAuditLog, SqlCallTasks, SqlResults
from bot.adapters.db.repositories.reminders import SqlReminders
from bot.adapters.db.repositories.series import SqlSeriesBook
from bot.adapters.db.repositories.surveys import SqlPraises, SqlSurveys
from bot.adapters.db.repositories.tickets import SqlAttachments, SqlTickets
from bot.adapters.db.repositories.tokens import SqlTokens
from bot.domain.errors import StoreBusy
from bot.domain.events import Event
from bot.ports import (
    AuditLog,
    Bookings,
    CallTasks,
    Catalogues,
    Inbox,
    OpensUnitOfWork,
    Outbox,
    Providers,
    Results,
    UnitOfWork,
)
from bot.ports.access import Accounts, ConsoleSettings, Sessions, Tokens
from bot.ports.asking import AgentScores, Inquiries, Praises, ProviderNotices, Reminders, Surveys, Waitlist
from bot.ports.handing import Changes, Handoffs, Notes, Presence
from bot.ports.learning import Attempts, Misses
from bot.ports.leaves import Leaves
from bot.ports.people import Conversations, Customers, Ledgers
from bot.ports.privacy import Ageing, PersonalData
from bot.ports.series import SeriesBook
from bot.ports.tickets import Attachments, Tickets

React = Callable[[UnitOfWork, Event], Awaitable[None]]


_READERS = {"sqlite": 4, "postgresql": 8}
"""A reader may want a second connection for a view: many at once would hold them all, and wait for one another."""


class _Turnstile:
    """Lets so many units of work in at once, in the order they came; ``None``: as many as come."""

    def __init__(self, places: int | None) -> None:
        self._places = asyncio.Semaphore(places) if places is not None else None

    async def enter(self) -> None:
        if self._places is None:
            return
        try:
            async with asyncio.timeout(BUSY_SECONDS):
                await self._places.acquire()
        except TimeoutError as error:
            raise StoreBusy("other units of work of this process are open for too long") from error

    def leave(self) -> None:
        if self._places is not None:
            self._places.release()


class SqlUnitOfWork:
    """A unit of work on a connection of its own. Never open one inside another.

    One that only reads takes no lock on SQLite, and its transaction is read only on PostgreSQL.
    """

    def __init__(
        self, engine: AsyncEngine, cipher: Cipher, react: React, shelf: Shelf, turnstile: _Turnstile, reads_only: bool
    ) -> None:
        self._engine = engine
        self._cipher = cipher
        self._react = react
        self._shelf = shelf
        self._turnstile = turnstile
        self._reads_only = reads_only
        self._events: deque[Event] = deque()

    async def __aenter__(self) -> Self:
        await self._turnstile.enter()
        try:
            self._connection = await connected(self._engine)
            if self._reads_only:
                await self._connection.execution_options(**READS_ONLY)
        except BaseException:
            self._turnstile.leave()
            raise
        self._build(self._connection, self._cipher)
        return self

    def _build(self, connection: AsyncConnection, cipher: Cipher) -> None:
        company = CompanyReader(connection, self._shelf)
        self.customers: Customers = SqlCustomers(connection, cipher)
        self.conversations: Conversations = SqlConversations(connection, cipher)
        self.inbox: Inbox = SqlInbox(connection, cipher)
        self.outbox: Outbox = SqlOutbox(connection, cipher)
        self.ledgers: Ledgers = SqlLedgers(connection, locks=not self._reads_only)
        self.bookings: Bookings = SqlBookings(connection, cipher)
        self.leaves: Leaves = SqlLeaves(connection, cipher)
        self.providers: Providers = SqlProviders(connection, company)
        self.catalogue: Catalogues = SqlCatalogues(connection, company)
        self.results: Results = SqlResults(connection, cipher)
        self.audit: AuditLog = SqlAuditLog(connection)
        self.call_tasks: CallTasks = SqlCallTasks(connection, cipher)
        self.inquiries: Inquiries = SqlInquiries(connection, cipher)
        self.waitlist: Waitlist = SqlWaitlist(connection, cipher)
        self.series: SeriesBook = SqlSeriesBook(connection, cipher)
        self.reminders: Reminders = SqlReminders(connection)
        self.surveys: Surveys = SqlSurveys(connection, cipher)
        self.praises: Praises = SqlPraises(connection, cipher)
        self.agent_scores: AgentScores = SqlAgentScores(connection, cipher)
        self.provider_notices: ProviderNotices = SqlProviderNotices(connection, cipher)
        self.tokens: Tokens = SqlTokens(connection)
        self.notes: Notes = SqlNotes(connection, cipher)
        self.handoffs: Handoffs = SqlHandoffs(connection)
        self.changes: Changes = SqlChanges(connection)
        self.presence: Presence = SqlPresence(connection)
        self.accounts: Accounts = SqlAccounts(connection)
        self.sessions: Sessions = SqlSessions(connection)
        self.console_settings: ConsoleSettings = SqlConsoleSettings(connection)
        self.personal: PersonalData = SqlPersonalData(connection, cipher)
        self.ageing: Ageing = SqlAgeing(connection, cipher)
        self.tickets: Tickets = SqlTickets(connection, cipher)
        self.attachments: Attachments = SqlAttachments(connection, cipher)
        self.misses: Misses = SqlMisses(connection, cipher)
        self.attempts: Attempts = SqlAttempts(connection)

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            # Rolls back what was not committed; shielded, so that a cancelled task still gives its connection back.
            await asyncio.shield(self._connection.close())
        finally:
            self._turnstile.leave()
        if isinstance(exc, IntegrityError):
            # Two made the same row at once (a first message, a result); the other one has it now: read it and go on.
            raise StoreBusy(f"another transaction stored the same: {exc.orig}") from exc

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        happened = len(self._events)
        try:
            async with self._connection.begin_nested():
                yield
        except BaseException:
            while len(self._events) > happened:
                self._events.pop()
            raise

    def happened(self, event: Event) -> None:
        self._events.append(event)

    async def commit(self) -> None:
        if self._reads_only:
            raise RuntimeError("a unit of work that only reads has nothing to commit")
        while self._events:
            await self._react(self, self._events.popleft())
        await self._connection.commit()


def unit_of_work_factory(engine: AsyncEngine, cipher: Cipher, react: React) -> OpensUnitOfWork:
    """What ``Deps.uow`` calls; one for each engine."""
    shelf = Shelf()
    # SQLite has one writer at a time anyway; waiting for it inside the database is polling, and unfair.
    writers = _Turnstile(1 if engine.dialect.name == "sqlite" else None)
    readers = _Turnstile(_READERS[engine.dialect.name])

    def open_unit(reads_only: bool = False) -> UnitOfWork:
        return SqlUnitOfWork(engine, cipher, react, shelf, readers if reads_only else writers, reads_only)

    return open_unit
