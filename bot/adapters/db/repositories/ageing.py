"""Forgetting by age: what tells of a person goes when its time is over, a part at a time; what is counted stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.repositories.forgotten import (
    CALL_TASKS,
    VISIT_FIELDS,
    Resealing,
    blanked,
    order_unlocked,
    unlocked,
    without_job,
)
from bot.adapters.db.repositories.privacy import CAME, CLOSED, DAY_AHEAD, LEFT, OVER, WENT, results_of, talks_of
from bot.adapters.db.rows import (
    AgentScoreRow,
    AttachmentRow,
    BookingRow,
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
from bot.domain.series import SeriesState
from bot.ports.privacy import Kind

_CONVERSATIONS = table(ConversationRow)
_INBOX = table(InboxRow)
_OUTBOX = table(OutboxRow)
_BOOKINGS = table(BookingRow)
_SERIES = table(SeriesRow)
_WAITLIST = table(WaitlistRow)
_NOTES = table(NoteRow)
_PRAISES = table(PraiseRow)
_SURVEYS = table(SurveyRow)
_AGENT_SCORES = table(AgentScoreRow)
_NOTICES = table(ProviderNoticeRow)
_RESULTS = table(ResultRow)
_MISSES = table(MissRow)
_MARKS = table(RetentionMarkRow)
_TICKETS = table(TicketRow)
_ATTACHMENTS = table(AttachmentRow)

_BATCH = 300
_VISITS = 50
"""So many visits at a time, each of which is looked for in everything that was written of it."""
_BEFORE_ORDER = timedelta(days=2)
"""So long before the order a code for its visit may have been told."""

_ENDED = _SERIES.c.state == SeriesState.ENDED.value


class SqlAgeing:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._rows = Resealing(connection, cipher)

    async def forget_messages(self, before: datetime) -> bool:
        more = False
        for name, rows, at, purpose, condition in (
            ("inbox", _INBOX, _INBOX.c.received_at, "inbox", CAME),
            ("outbox", _OUTBOX, _OUTBOX.c.created_at, "outbox", WENT),
            ("provider_notices", _NOTICES, _NOTICES.c.created_at, "provider_notice", _NOTICES.c.id > 0),
            ("notes", _NOTES, _NOTES.c.created_at, "note", _NOTES.c.id > 0),
            ("agent_scores", _AGENT_SCORES, _AGENT_SCORES.c.ended_at, "agent_score", _AGENT_SCORES.c.id > 0),
        ):
            span, rest = await self._span(name, at, before)
            if span is not None:
                await self._rows.blank(rows, purpose, span, condition)
            more |= rest
        calls, unblanked = await self._span("call_tasks", CALL_TASKS.c.created_at, before)
        if calls is not None:
            await self._rows.blank_calls(before, calls)
        more |= unblanked
        misses, rest = await self._span("misses", _MISSES.c.at, before)
        if misses is not None:
            await self._connection.execute(delete(_MISSES).where(misses))
        return more or rest

    async def forget_talks(self, before: datetime) -> bool:
        span, more = await self._span("talks", _INBOX.c.received_at, before)
        if span is None:
            return False
        wrote = select(_INBOX.c.conversation_id).where(span)
        quiet = ~_wrote_after(before)
        await self._rows.edit(_CONVERSATIONS, "conversation", _met, _CONVERSATIONS.c.id.in_(wrote), quiet)
        return more

    async def forget_visits(self, before: datetime) -> bool:
        waits, more = await self._span("waitlist", _WAITLIST.c.wanted_until, before)
        if waits is not None:
            await self._rows.edit(_WAITLIST, "waitlist", without_job(*VISIT_FIELDS), waits, LEFT)
        span, rest = await self._span(Kind.VISITS.value, _BOOKINGS.c.ends_at, before)
        if span is None:
            return more
        await self._rows.blank(_BOOKINGS, "booking", span, OVER, phone_hash="", special_needs=[])
        own = select(_BOOKINGS.c.id).where(span)
        words = blanked("comment", "remark")
        await self._rows.edit(_SURVEYS, "survey", words, _SURVEYS.c.booking_id.in_(own), key="booking_id")
        await self._rows.edit(_PRAISES, "praise", blanked("words"), _PRAISES.c.booking_id.in_(own))
        await self._rows.edit(_SERIES, "series", blanked(*VISIT_FIELDS), *_last_seen_in(span, before))
        return more or rest

    async def forget_tickets(self, before: datetime) -> bool:
        span, more = await self._span(Kind.TICKETS.value, _TICKETS.c.created_at, before)
        if span is not None:
            await self._rows.blank(_TICKETS, "ticket", span, CLOSED)
        hidden, rest = await self._span("praises", _PRAISES.c.at, before)
        if hidden is not None:
            await self._rows.edit(_PRAISES, "praise", blanked("words"), hidden)
        return more or rest

    async def forget_way_in(self, before: datetime) -> bool:
        span, more = await self._span(Kind.WAY_IN.value, _BOOKINGS.c.ends_at, before, _VISITS)
        if span is None:
            return False
        await self._rows.edit(_BOOKINGS, "booking", order_unlocked, span)
        await self._rows.edit(_SERIES, "series", order_unlocked, *_last_seen_in(span, before))
        columns = ("id", "customer_id", "created_at", "ends_at", "provider_ids")
        for visit in (
            await self._connection.execute(select(*(_BOOKINGS.c[name] for name in columns)).where(span))
        ).all():
            await self._forget_how_told(visit, before)
        return more

    async def _forget_how_told(self, visit: Any, before: datetime) -> None:
        """Wherever the way in to one visit was written down."""
        talks, since = talks_of(visit.customer_id), visit.created_at - _BEFORE_ORDER
        came = and_(_INBOX.c.conversation_id.in_(talks), _INBOX.c.received_at.between(since, before), CAME)
        await self._rows.edit(_RESULTS, "result", unlocked, results_of(came), key="key")
        await self._rows.edit(_INBOX, "inbox", unlocked, came)
        told = (_OUTBOX.c.conversation_id.in_(talks), _OUTBOX.c.created_at.between(since, before), WENT)
        await self._rows.edit(_OUTBOX, "outbox", unlocked, *told)
        noted = (_NOTES.c.conversation_id.in_(talks), _NOTES.c.created_at.between(since, before))
        await self._rows.edit(_NOTES, "note", unlocked, *noted)
        missed = (_MISSES.c.conversation_id.in_(talks), _MISSES.c.at.between(since, before))
        await self._rows.edit(_MISSES, "miss", unlocked, *missed)
        tickets = (_TICKETS.c.customer_id == visit.customer_id, _TICKETS.c.created_at.between(since, before))
        await self._rows.edit(_TICKETS, "ticket", unlocked, *tickets)
        calls = (CALL_TASKS.c.customer_id == visit.customer_id, CALL_TASKS.c.created_at.between(since, before))
        await self._rows.edit(CALL_TASKS, "call_task", unlocked, *calls)
        waits = (_WAITLIST.c.customer_id == visit.customer_id, _WAITLIST.c.wanted_until <= before, LEFT)
        await self._rows.edit(_WAITLIST, "waitlist", unlocked, *waits)
        of_visit = or_(_NOTICES.c.booking_id == visit.id, DAY_AHEAD)
        read = (_NOTICES.c.provider_id.in_(visit.provider_ids), _NOTICES.c.created_at.between(since, before))
        await self._rows.edit(_NOTICES, "provider_notice", unlocked, *read, of_visit)
        # What the talk knows may be meant for the next visit, if she has written since.
        quiet = (_CONVERSATIONS.c.id.in_(talks), ~_wrote_after(visit.ends_at))
        await self._rows.edit(_CONVERSATIONS, "conversation", unlocked, *quiet)

    async def forget_media(self, before: datetime) -> bool:
        await self._connection.execute(delete(_ATTACHMENTS).where(_ATTACHMENTS.c.kept_at <= before))
        return False

    async def forget_answers(self, before: datetime) -> bool:
        await self._connection.execute(delete(_RESULTS).where(_RESULTS.c.created_at <= before))
        return False

    async def look_again(self, kind: Kind, since: datetime) -> None:
        sooner = (_MARKS.c.what == kind.value, _MARKS.c.until >= since)
        statement = update(_MARKS).where(*sooner).values(until=since - timedelta(microseconds=1))
        await self._connection.execute(statement)

    async def _span(
        self, what: str, at: ColumnElement[datetime], before: datetime, most: int = _BATCH
    ) -> tuple[ColumnElement[bool] | None, bool]:
        """The next rows to forget, by their time, noted as done; and whether there are more after them."""
        marks = await self._connection.execute(select(_MARKS.c.until).where(_MARKS.c.what == what))
        mark = marks.scalar_one_or_none()
        if mark is not None and mark >= before:
            return None, False
        span = at <= before if mark is None else (at > mark) & (at <= before)
        nth = await self._connection.execute(select(at).where(span).order_by(at).offset(most - 1).limit(1))
        last = nth.scalar_one_or_none()
        until = before if last is None else last
        await put(self._connection, _MARKS, {"what": what, "until": until})
        return (at <= until if mark is None else (at > mark) & (at <= until)), last is not None


def _last_seen_in(visits: ColumnElement[bool], before: datetime) -> tuple[ColumnElement[bool], ...]:
    """The series that have ended with one of these visits: what it knows goes with the last of them."""
    later = _BOOKINGS.alias()
    goes_on = exists().where(later.c.series_id == _SERIES.c.id, later.c.ends_at > before)
    return _SERIES.c.id.in_(select(_BOOKINGS.c.series_id).where(visits)), _ENDED, ~goes_on


def _wrote_after(at: datetime) -> ColumnElement[bool]:
    later = _INBOX.alias()
    return exists().where(later.c.conversation_id == _CONVERSATIONS.c.id, later.c.received_at > at)


def _met(state: dict[str, Any]) -> dict[str, Any]:
    """A talk that remembers only that there was one, and the script in which she is answered."""
    return {name: state[name] for name in ("met", "script") if name in state}
