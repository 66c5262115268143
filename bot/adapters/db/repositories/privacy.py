"""Forgetting: rows stay where they are counted, and lose what tells of a person."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.repositories.forgotten import BLANK, blanked, edited
from bot.adapters.db.rows import (
    AgentScoreRow,
    AttachmentRow,
    BookingRow,
    CallTaskRow,
    ConversationRow,
    InboxRow,
    MissRow,
    NoteRow,
    OutboxRow,
    PraiseRow,
    ProviderNoticeRow,
    ResultRow,
    RetentionMarkRow,
    SeriesRow,
    SurveyRow,
    TicketRow,
    WaitlistRow,
    table,
)
from bot.adapters.db.statements import put
from bot.domain.booking import OCCUPYING
from bot.domain.provider_notice import ProviderNoticeKind
from bot.domain.series import SeriesState
from bot.domain.ticket import TicketState
from bot.zh.access_codes import GONE, without_way_in

_CONVERSATIONS = table(ConversationRow)
_INBOX = table(InboxRow)
_OUTBOX = table(OutboxRow)
_BOOKINGS = table(BookingRow)
_SERIES = table(SeriesRow)
_WAITLIST = table(WaitlistRow)
_NOTES = table(NoteRow)
_AGENT_SCORES = table(AgentScoreRow)
_PRAISES = table(PraiseRow)
_SURVEYS = table(SurveyRow)
_CALL_TASKS = table(CallTaskRow)
_NOTICES = table(ProviderNoticeRow)
_RESULTS = table(ResultRow)
_MISSES = table(MissRow)
_NOTES = table(NoteRow)
_PRAISES = table(PraiseRow)
_MARKS = table(RetentionMarkRow)
_TICKETS = table(TicketRow)
_ATTACHMENTS = table(AttachmentRow)

_BATCH = 300
_BEFORE_ORDER = timedelta(days=2)
"""So long before the order a code for its visit may have been told."""

_CAME = _INBOX.c.state == "done"
_WENT = _OUTBOX.c.state.in_(("sent", "failed"))
_OVER = _BOOKINGS.c.state.not_in(sorted(state.value for state in OCCUPYING))
_ENDED = _SERIES.c.state == SeriesState.ENDED.value
_LEFT = _WAITLIST.c.state.not_in(("waiting", "offered"))
_CLOSED = _TICKETS.c.state == TicketState.CLOSED.value
_VISIT_FIELDS = ("address", "phone", "contact_name", "notes", "cancel_reason")

Edit = Callable[[dict[str, Any]], dict[str, Any]]


class SqlPersonalData:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def erase(self, customer_id: str) -> None:
        own = select(_BOOKINGS.c.id).where(_BOOKINGS.c.customer_id == customer_id, _OVER)
        await self.erase_messages(customer_id)
        # What was done in a home where somebody is ill tells of her as well.
        await self._visits(_BOOKINGS.c.customer_id == customer_id, _OVER)
        await self._edit(_SERIES, "series", blanked(*_VISIT_FIELDS), _SERIES.c.customer_id == customer_id, _ENDED)
        await self._edit(_WAITLIST, "waitlist", _without_contact, _WAITLIST.c.customer_id == customer_id, _LEFT)
        await self._said_of_visits(own)
        await self._blank(_CALL_TASKS, "call_task", _CALL_TASKS.c.customer_id == customer_id)
        await self._blank(_NOTICES, "provider_notice", _NOTICES.c.booking_id.in_(own))
        await self._edit(_PRAISES, "praise", blanked("words"), _PRAISES.c.booking_id.in_(own))
        await self._edit(_TICKETS, "ticket", _without_words, _TICKETS.c.customer_id == customer_id, _CLOSED)

    async def _said_of_visits(self, visits: Select[Any]) -> None:
        """What a survey holds in words, and praise; the points stay."""
        words = blanked("comment", "remark")
        await self._edit(_SURVEYS, "survey", words, _SURVEYS.c.booking_id.in_(visits), key="booking_id")
        await self._edit(_PRAISES, "praise", blanked("words"), _PRAISES.c.booking_id.in_(visits))

    async def erase_messages(self, customer_id: str) -> None:
        talks = _talks_of(customer_id)
        await self._pictures(customer_id)
        turns = select("take_turn:" + _INBOX.c.turn_id).where(_INBOX.c.conversation_id.in_(talks), _CAME)
        await self._connection.execute(delete(_RESULTS).where(_RESULTS.c.key.in_(turns)))
        await self._blank(_INBOX, "inbox", _INBOX.c.conversation_id.in_(talks), _CAME)
        await self._blank(_OUTBOX, "outbox", _OUTBOX.c.conversation_id.in_(talks), _WENT)
        await self._edit(_AGENT_SCORES, "agent_score", blanked("comment"), _AGENT_SCORES.c.conversation_id.in_(talks))
        await self._edit(_NOTES, "note", blanked("text"), _NOTES.c.conversation_id.in_(talks))
        await self._connection.execute(delete(_MISSES).where(_MISSES.c.conversation_id.in_(talks)))

    async def erase_in_visits(self, customer_id: str, fields: Collection[str]) -> None:
        blank = blanked(*fields)
        await self._edit(_BOOKINGS, "booking", blank, _BOOKINGS.c.customer_id == customer_id, _OVER)
        await self._edit(_SERIES, "series", blank, _SERIES.c.customer_id == customer_id, _ENDED)
        if "phone" in fields:
            unfound = update(_BOOKINGS).where(_BOOKINGS.c.customer_id == customer_id, _OVER).values(phone_hash="")
            await self._connection.execute(unfound)

    async def erase_way_in(self, customer_id: str) -> None:
        talks = _talks_of(customer_id)
        await self._edit(_BOOKINGS, "booking", _locked, _BOOKINGS.c.customer_id == customer_id, _OVER)
        await self._edit(_SERIES, "series", _locked, _SERIES.c.customer_id == customer_id, _ENDED)
        await self._edit(_INBOX, "inbox", _unsaid, _INBOX.c.conversation_id.in_(talks), _CAME)
        await self._edit(_OUTBOX, "outbox", _unsaid, _OUTBOX.c.conversation_id.in_(talks), _WENT)

    async def forget_messages(self, before: datetime) -> bool:
        more = False
        for name, rows, at, purpose, condition in (
            ("inbox", _INBOX, _INBOX.c.received_at, "inbox", _CAME),
            ("outbox", _OUTBOX, _OUTBOX.c.created_at, "outbox", _WENT),
            ("call_tasks", _CALL_TASKS, _CALL_TASKS.c.created_at, "call_task", _CALL_TASKS.c.id > 0),
            ("provider_notices", _NOTICES, _NOTICES.c.created_at, "provider_notice", _NOTICES.c.id > 0),
        ):
            span, rest = await self._span(name, at, before)
            if span is not None:
                await self._blank(rows, purpose, span, condition)
            more |= rest
        misses, rest = await self._span("misses", _MISSES.c.at, before)
        if misses is not None:
            await self._connection.execute(delete(_MISSES).where(misses))
        return more or rest

    async def forget_talks(self, before: datetime) -> bool:
        span, more = await self._span("talks", _INBOX.c.received_at, before)
        if span is None:
            return False
        wrote = select(_INBOX.c.conversation_id).where(span)
        later = _INBOX.alias()
        goes_on = exists().where(later.c.conversation_id == _CONVERSATIONS.c.id, later.c.received_at > before)
        await self._edit(_CONVERSATIONS, "conversation", _met, _CONVERSATIONS.c.id.in_(wrote), ~goes_on)
        return more

    async def forget_visits(self, before: datetime) -> bool:
        span, more = await self._span("visits", _BOOKINGS.c.ends_at, before)
        if span is None:
            return False
        await self._visits(span, _OVER)
        own = select(_BOOKINGS.c.id).where(span)
        await self._said_of_visits(own)
        return more

    async def forget_way_in(self, before: datetime) -> bool:
        span, more = await self._span("way_in", _BOOKINGS.c.ends_at, before)
        if span is None:
            return False
        await self._edit(_BOOKINGS, "booking", _locked, span)
        columns = (_BOOKINGS.c.id, _BOOKINGS.c.customer_id, _BOOKINGS.c.created_at, _BOOKINGS.c.provider_ids)
        for visit in (await self._connection.execute(select(*columns).where(span))).all():
            talks, since = _talks_of(visit.customer_id), visit.created_at - _BEFORE_ORDER
            said = (_INBOX.c.conversation_id.in_(talks), _INBOX.c.received_at.between(since, before), _CAME)
            await self._edit(_INBOX, "inbox", _unsaid, *said)
            told = (_OUTBOX.c.conversation_id.in_(talks), _OUTBOX.c.created_at.between(since, before), _WENT)
            await self._edit(_OUTBOX, "outbox", _unsaid, *told)
            of_visit = or_(_NOTICES.c.booking_id == visit.id, _NOTICES.c.kind == ProviderNoticeKind.DAY_AHEAD.value)
            read = (_NOTICES.c.provider_id.in_(visit.provider_ids), _NOTICES.c.created_at.between(since, before))
            await self._edit(_NOTICES, "provider_notice", _unsaid, *read, of_visit)
        return more

    async def forget_media(self, before: datetime) -> bool:
        await self._connection.execute(delete(_ATTACHMENTS).where(_ATTACHMENTS.c.kept_at <= before))
        return False

    async def forget_answers(self, before: datetime) -> bool:
        await self._connection.execute(delete(_RESULTS).where(_RESULTS.c.created_at <= before))
        return False

    async def _pictures(self, customer_id: str) -> None:
        """Those that she has sent, but for what a ticket that is not closed shows."""
        shown = select(_TICKETS.c.attachments).where(_TICKETS.c.customer_id == customer_id, ~_CLOSED)
        needed = {name for names in (await self._connection.execute(shown)).scalars() for name in names}
        came = select(_INBOX.c.id).where(_INBOX.c.conversation_id.in_(_talks_of(customer_id)), _INBOX.c.kind != "text")
        names = [f"in_{number}" for number in (await self._connection.execute(came)).scalars()]
        gone = [name for name in names if name not in needed]
        await self._connection.execute(delete(_ATTACHMENTS).where(_ATTACHMENTS.c.name.in_(gone)))

    async def _visits(self, *conditions: ColumnElement[bool]) -> None:
        gone = {"phone_hash": "", "special_needs": [], "personal": self._cipher.seal(BLANK["booking"], "booking")}
        await self._connection.execute(update(_BOOKINGS).where(*conditions).values(gone))

    async def _blank(self, rows: Table, purpose: str, *conditions: ColumnElement[bool]) -> None:
        sealed = self._cipher.seal(BLANK[purpose], purpose)
        await self._connection.execute(update(rows).where(*conditions).values(personal=sealed))

    async def _edit(
        self, rows: Table, purpose: str, edit: Edit, *conditions: ColumnElement[bool], key: str = "id"
    ) -> None:
        """Seals anew what ``edit`` changes; whoever has read such a row before and saves it later reads it again."""
        found = await self._connection.execute(select(rows.c[key], rows.c.personal).where(*conditions))
        for row_id, sealed in found.all():
            changed = edited(self._cipher, sealed, purpose, edit)
            if changed is not None:
                counted = {"version": rows.c.version + 1} if "version" in rows.c else {}
                statement = update(rows).where(rows.c[key] == row_id).values(personal=changed, **counted)
                await self._connection.execute(statement)

    async def _span(
        self, what: str, at: ColumnElement[datetime], before: datetime
    ) -> tuple[ColumnElement[bool] | None, bool]:
        """The next rows to forget, by their time, noted as done; and whether there are more after them."""
        marks = await self._connection.execute(select(_MARKS.c.until).where(_MARKS.c.what == what))
        mark = marks.scalar_one_or_none()
        if mark is not None and mark >= before:
            return None, False
        span = at <= before if mark is None else (at > mark) & (at <= before)
        nth = await self._connection.execute(select(at).where(span).order_by(at).offset(_BATCH - 1).limit(1))
        last = nth.scalar_one_or_none()
        until = before if last is None else last
        await put(self._connection, _MARKS, {"what": what, "until": until})
        return (at <= until if mark is None else (at > mark) & (at <= until)), last is not None


def _talks_of(customer_id: str) -> Any:
    return select(_CONVERSATIONS.c.id).where(_CONVERSATIONS.c.customer_id == customer_id)


def _met(state: dict[str, Any]) -> dict[str, Any]:
    """A talk that remembers only that there was one, and the script in which she is answered."""
    return {name: state[name] for name in ("met", "script") if name in state}


def _locked(personal: dict[str, Any]) -> dict[str, Any]:
    return {**personal, **{name: without_way_in(personal[name]) for name in ("address", "notes") if name in personal}}


def _unsaid(words: dict[str, Any]) -> dict[str, Any]:
    return {**words, "text": without_way_in(words["text"], GONE)}


def _without_words(ticket: dict[str, Any]) -> dict[str, Any]:
    return {"notes": [], "solution": ""}


def _without_contact(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "job": blanked("address", "phone", "contact_name", "notes")(entry["job"])}
