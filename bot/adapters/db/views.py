"""Read models for people and scripts: one plain mapping per row, in order of time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, Table, func, literal, null, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.adapters.db import inbox_view
from bot.adapters.db.asking_view import all_inquiries, inquiry_as_plain, waitlist, waitlist_as_plain
from bot.adapters.db.booking_view import booking_row
from bot.adapters.db.cipher import Cipher
from bot.adapters.db.engine import ping, reading
from bot.adapters.db.figures_view import figure_facts
from bot.adapters.db.repositories.company_data import provider_of, provider_to
from bot.adapters.db.repositories.inbox import message_of
from bot.adapters.db.repositories.outbox import words_of
from bot.adapters.db.repositories.people import conversation_of, customer_of
from bot.adapters.db.review_view import review_figures
from bot.adapters.db.rows import (
    AuditRow,
    BookingRow,
    CallTaskRow,
    ConversationRow,
    CustomerRow,
    InboxRow,
    InquiryRow,
    OutboxRow,
    ProviderRow,
    SeriesRow,
    TicketRow,
    WaitlistRow,
    table,
)
from bot.adapters.db.series_view import all_series, series_as_plain
from bot.adapters.db.survey_view import (
    agent_score_as_plain,
    all_agent_scores,
    all_praises,
    all_surveys,
    praise_as_plain,
    survey_as_plain,
)
from bot.adapters.db.ticket_view import all_tickets, ticket_as_plain
from bot.domain.care_policy import CarePolicy
from bot.domain.errors import NotFound
from bot.domain.figure_facts import Facts
from bot.domain.review import ReviewFigures
from bot.domain.values import TimeWindow
from bot.ports.watching import InboxQuery, Row, Standing

_CUSTOMERS = table(CustomerRow)
_CONVERSATIONS = table(ConversationRow)
_BOOKINGS = table(BookingRow)
_INBOX = table(InboxRow)
_OUTBOX = table(OutboxRow)
_PROVIDERS = table(ProviderRow)
_CALL_TASKS = table(CallTaskRow)
_AUDIT = table(AuditRow)
_INQUIRIES = table(InquiryRow)
_WAITLIST = table(WaitlistRow)
_SERIES = table(SeriesRow)
_TICKETS = table(TicketRow)

View = tuple[Callable[[str | None], Any], Callable[[Any], Mapping[str, Any]]]


class SqlViews:
    """Each call reads one state of the database from beginning to end, row by row. Instants are told in ``zone``."""

    def __init__(self, engine: AsyncEngine, cipher: Cipher, zone: ZoneInfo) -> None:
        self._engine = engine
        self._cipher = cipher
        self._zone = zone
        self._views: Mapping[str, View] = {
            "bookings": (_bookings, self._booking),
            "conversations": (_conversations, self._conversation),
            "messages": (_messages, self._message),
            "customers": (_customers, self._customer),
            "providers": (_providers, self._provider),
            "call_tasks": (_call_tasks, self._call_task),
            "audit": (_audit, self._audit),
            "inquiries": (all_inquiries, lambda row: inquiry_as_plain(row, self._cipher, self._at)),
            "waitlist": (waitlist, lambda row: waitlist_as_plain(row, self._cipher, self._at)),
            "series": (all_series, lambda row: series_as_plain(row, self._cipher, self._at)),
            "surveys": (all_surveys, lambda row: survey_as_plain(row, self._cipher, self._at)),
            "agent_scores": (all_agent_scores, lambda row: agent_score_as_plain(row, self._cipher, self._at)),
            "praises": (all_praises, lambda row: praise_as_plain(row, self._cipher, self._at)),
            "tickets": (all_tickets, lambda row: ticket_as_plain(row, self._cipher, self._at)),
        }

    async def are_reachable(self) -> bool:
        return await ping(self._engine)

    async def rows(self, what: str, openid: str | None = None) -> AsyncIterator[Mapping[str, Any]]:
        if what not in self._views:
            raise NotFound(f"nothing is called {what!r}: there are {', '.join(self._views)}")
        statement, as_plain = self._views[what]
        async with (
            reading(self._engine) as connection,
            connection.stream(statement(openid)) as result,
        ):
            async for row in result:
                yield as_plain(row)

    async def review_figures(self, window: TimeWindow) -> ReviewFigures:
        async with reading(self._engine) as connection:
            return await review_figures(connection, window)

    async def figure_facts(self, window: TimeWindow, now: datetime, care: CarePolicy) -> Facts:
        async with reading(self._engine) as connection:
            return await figure_facts(connection, window, now, care, self._zone)

    async def inbox(self, query: InboxQuery) -> Sequence[Row]:
        async with reading(self._engine) as connection:
            return await inbox_view.inbox(connection, self._cipher, query)

    async def standing(self) -> Standing:
        async with reading(self._engine) as connection:
            return await inbox_view.standing(connection)

    async def talk(self, conversation_id: str, limit: int, before: str | None = None) -> Sequence[Row]:
        async with reading(self._engine) as connection:
            return await inbox_view.talk(connection, self._cipher, conversation_id, limit, before)

    async def changes(self, after: int, limit: int, gaps: Collection[int] = ()) -> Sequence[Row]:
        async with reading(self._engine) as connection:
            return await inbox_view.changes(connection, after, limit, gaps)

    async def last_change(self) -> int:
        async with reading(self._engine) as connection:
            return await inbox_view.last_change(connection)

    async def messages(self, refs: Collection[str]) -> Mapping[str, Row]:
        async with reading(self._engine) as connection:
            return await inbox_view.messages(connection, self._cipher, refs)

    def _at(self, instant: datetime | None) -> str | None:
        return None if instant is None else instant.astimezone(self._zone).isoformat()

    def _booking(self, row: Any) -> Mapping[str, Any]:
        return booking_row(row, self._cipher, self._zone)

    def _conversation(self, row: Any) -> Mapping[str, Any]:
        conversation = conversation_of(row, self._cipher)
        return {
            "id": conversation.id,
            "customer": conversation.openid,
            "customer_id": conversation.customer_id,
            "mode": conversation.mode.value,
            "agent": conversation.agent or None,
            "draft": dict(conversation.dialogue),
            "handoff_reason": conversation.handoff_reason or None,
        }

    def _message(self, row: Any) -> Mapping[str, Any]:
        if row.direction == "in":
            message = message_of(row, self._cipher)
            kind, text = message.kind.value, message.text or message.event
        else:
            bubble, notice = words_of(row, self._cipher)
            kind, text = "notice" if notice and row.way in ("template", "notice") else "text", bubble.as_plain_text()
        return {
            "id": f"{row.direction}_{row.id}",
            "direction": row.direction,
            "kind": kind,
            "way": row.way,
            "text": text,
            "at": self._at(row.at),
            "state": row.state,
            "customer": row.openid,
            "turn_id": row.turn_id,
            "error": row.error or None,
        }

    def _customer(self, row: Any) -> Mapping[str, Any]:
        customer = customer_of(row, self._cipher)
        return {
            "id": customer.id,
            "customer": customer.openid,
            "name": customer.name,
            "phone": customer.phone,
            "addresses": list(customer.addresses),
            "subscribed": customer.subscribed,
            "created_at": self._at(customer.created_at),
        }

    def _provider(self, row: Any) -> Mapping[str, Any]:
        return {"id": row.id, "name": row.name, "active": row.active, **provider_to(provider_of(row))}

    def _call_task(self, row: Any) -> Mapping[str, Any]:
        return {
            "id": row.id,
            "customer": row.customer_openid,
            "customer_id": row.customer_id,
            "phone": self._cipher.open(row.customer_personal, "customer")["phone"],
            "reason": row.reason,
            "text": self._cipher.open(row.personal, "call_task")["text"],
            "at": self._at(row.created_at),
        }

    def _audit(self, row: Any) -> Mapping[str, Any]:
        return {
            "id": row.id,
            "at": self._at(row.at),
            "actor": row.actor,
            "action": row.action,
            "entity": row.entity,
            "entity_id": row.entity_id,
            "detail": row.detail,
        }


def _bookings(openid: str | None) -> Select[Any]:
    beside = (_CUSTOMERS.c.openid.label("customer_openid"), _SERIES.c.plan.label("series_plan"))
    of_series = _BOOKINGS.c.series_id == _SERIES.c.id
    together = _BOOKINGS.join(_CUSTOMERS).outerjoin(_SERIES, of_series)
    statement = select(_BOOKINGS, *beside).select_from(together)
    return _own(statement, _CUSTOMERS.c.openid, openid).order_by(_BOOKINGS.c.starts_at, _BOOKINGS.c.id)


def _conversations(openid: str | None) -> Select[Any]:
    statement = select(_CONVERSATIONS).join(_CUSTOMERS)
    return _own(statement, _CONVERSATIONS.c.openid, openid).order_by(_CUSTOMERS.c.created_at, _CONVERSATIONS.c.id)


def _messages(openid: str | None) -> Select[Any]:
    came = select(
        literal("in").label("direction"),
        _INBOX.c.id,
        _INBOX.c.openid,
        _INBOX.c.dedup_key,
        _INBOX.c.kind,
        _INBOX.c.sent_at,
        _INBOX.c.received_at.label("at"),
        _INBOX.c.personal,
        _INBOX.c.state,
        _INBOX.c.turn_id,
        null().label("way"),
        null().label("error"),
    )
    went = select(
        literal("out").label("direction"),
        _OUTBOX.c.id,
        _OUTBOX.c.openid,
        null().label("dedup_key"),
        null().label("kind"),
        _OUTBOX.c.sent_at,
        func.coalesce(_OUTBOX.c.sent_at, _OUTBOX.c.created_at).label("at"),
        _OUTBOX.c.personal,
        _OUTBOX.c.state,
        _OUTBOX.c.turn_id,
        _OUTBOX.c.way,
        _OUTBOX.c.error,
    )
    both = union_all(_of_conversation(came, _INBOX, openid), _of_conversation(went, _OUTBOX, openid)).subquery()
    return select(both).order_by(both.c.at, both.c.direction, both.c.id)


def _customers(openid: str | None) -> Select[Any]:
    statement = select(_CUSTOMERS).order_by(_CUSTOMERS.c.created_at, _CUSTOMERS.c.id)
    return _own(statement, _CUSTOMERS.c.openid, openid)


def _providers(openid: str | None) -> Select[Any]:
    # The company's people are nobody's own: the customer changes nothing.
    return select(_PROVIDERS).order_by(_PROVIDERS.c.id)


def _call_tasks(openid: str | None) -> Select[Any]:
    customer = (_CUSTOMERS.c.openid.label("customer_openid"), _CUSTOMERS.c.personal.label("customer_personal"))
    statement = select(_CALL_TASKS, *customer).join(_CUSTOMERS)
    return _own(statement, _CUSTOMERS.c.openid, openid).order_by(_CALL_TASKS.c.created_at, _CALL_TASKS.c.id)


def _audit(openid: str | None) -> Select[Any]:
    statement = select(_AUDIT).order_by(_AUDIT.c.at, _AUDIT.c.id)
    if openid is None:
        return statement
    customer = select(_CUSTOMERS.c.id).where(_CUSTOMERS.c.openid == openid)
    own = (
        customer,
        select(_CONVERSATIONS.c.id).where(_CONVERSATIONS.c.openid == openid),
        select(_BOOKINGS.c.id).where(_BOOKINGS.c.customer_id.in_(customer)),
        select(_INQUIRIES.c.id).where(_INQUIRIES.c.customer_id.in_(customer)),
        select(_WAITLIST.c.id).where(_WAITLIST.c.customer_id.in_(customer)),
        select(_SERIES.c.id).where(_SERIES.c.customer_id.in_(customer)),
        select(_TICKETS.c.id).where(_TICKETS.c.customer_id.in_(customer)),
    )
    return statement.where(or_(*(_AUDIT.c.entity_id.in_(ids) for ids in own)))


def _own(statement: Select[Any], column: ColumnElement[str], openid: str | None) -> Select[Any]:
    return statement if openid is None else statement.where(column == openid)


def _of_conversation(statement: Select[Any], messages: Table, openid: str | None) -> Select[Any]:
    if openid is None:
        return statement
    # By the conversation, which has an index.
    own = select(_CONVERSATIONS.c.id).where(_CONVERSATIONS.c.openid == openid)
    return statement.where(messages.c.conversation_id.in_(own))
