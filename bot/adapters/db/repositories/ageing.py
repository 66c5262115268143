"""Forgetting by age: what tells of a person goes when its time is over, a part at a time; what is counted stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.repositories.forgotten import (
    VISIT_FIELDS,
    Resealing,
    blanked,
    order_unlocked,
    unlocked,
    without_job,
)
from bot.adapters.db.repositories.personal_rows import (
    AGENT_SCORES,
    ATTACHMENTS,
    BOOKINGS,
    CALL_TASKS,
    CAME,
    CLOSED,
    CONVERSATIONS,
    DAY_AHEAD,
    ENDED,
    INBOX,
    LEFT,
    MISSES,
    NOTES,
    NOTICES,
    OUTBOX,
    OVER,
    PRAISES,
    RESULTS,
    SERIES,
    SURVEYS,
    TICKETS,
    WAITLIST,
    WENT,
)
from bot.adapters.db.repositories.privacy import results_of, talks_of
from bot.adapters.db.rows import RetentionMarkRow, table
from bot.adapters.db.statements import put
from bot.ports.privacy import Kind

_MARKS = table(RetentionMarkRow)

_BATCH = 300
_VISITS = 50
"""So many visits at a time, each of which is looked for in everything that was written of it."""
_BEFORE_ORDER = timedelta(days=2)
"""So long before the order a code for its visit may have been told."""


class SqlAgeing:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._rows = Resealing(connection, cipher)

    async def forget_messages(self, before: datetime) -> bool:
        more = False
        for name, rows, at, purpose, condition in (
            ("inbox", INBOX, INBOX.c.received_at, "inbox", CAME),
            ("outbox", OUTBOX, OUTBOX.c.created_at, "outbox", WENT),
            ("provider_notices", NOTICES, NOTICES.c.created_at, "provider_notice", NOTICES.c.id > 0),
            ("notes", NOTES, NOTES.c.created_at, "note", NOTES.c.id > 0),
            ("agent_scores", AGENT_SCORES, AGENT_SCORES.c.ended_at, "agent_score", AGENT_SCORES.c.id > 0),
        ):
            span, rest = await self._span(name, at, before)
            if span is not None:
                await self._rows.blank(rows, purpose, span, condition)
            more |= rest
        calls, unblanked = await self._span("call_tasks", CALL_TASKS.c.created_at, before)
        if calls is not None:
            await self._rows.blank_calls(before, calls)
        more |= unblanked
        misses, rest = await self._span("misses", MISSES.c.at, before)
        if misses is not None:
            await self._connection.execute(delete(MISSES).where(misses))
        return more or rest

    async def forget_talks(self, before: datetime) -> bool:
        span, more = await self._span("talks", INBOX.c.received_at, before)
        if span is None:
            return False
        wrote = select(INBOX.c.conversation_id).where(span)
        quiet = ~_wrote_after(before)
        await self._rows.edit(CONVERSATIONS, "conversation", _met, CONVERSATIONS.c.id.in_(wrote), quiet)
        return more

    async def forget_visits(self, before: datetime) -> bool:
        waits, more = await self._span("waitlist", WAITLIST.c.wanted_until, before)
        if waits is not None:
            await self._rows.edit(WAITLIST, "waitlist", without_job(*VISIT_FIELDS), waits, LEFT)
        span, rest = await self._span(Kind.VISITS.value, BOOKINGS.c.ends_at, before)
        if span is None:
            return more
        await self._rows.blank(BOOKINGS, "booking", span, OVER, phone_hash="", special_needs=[])
        own = select(BOOKINGS.c.id).where(span)
        words = blanked("comment", "remark")
        await self._rows.edit(SURVEYS, "survey", words, SURVEYS.c.booking_id.in_(own), key="booking_id")
        await self._rows.edit(PRAISES, "praise", blanked("words"), PRAISES.c.booking_id.in_(own))
        await self._rows.edit(SERIES, "series", blanked(*VISIT_FIELDS), *_last_seen_in(span, before))
        return more or rest

    async def forget_tickets(self, before: datetime) -> bool:
        span, more = await self._span(Kind.TICKETS.value, TICKETS.c.created_at, before)
        if span is not None:
            await self._rows.blank(TICKETS, "ticket", span, CLOSED)
        hidden, rest = await self._span("praises", PRAISES.c.at, before)
        if hidden is not None:
            await self._rows.edit(PRAISES, "praise", blanked("words"), hidden)
        return more or rest

    async def forget_way_in(self, before: datetime) -> bool:
        span, more = await self._span(Kind.WAY_IN.value, BOOKINGS.c.ends_at, before, _VISITS)
        if span is None:
            return False
        await self._rows.edit(BOOKINGS, "booking", order_unlocked, span)
        await self._rows.edit(SERIES, "series", order_unlocked, *_last_seen_in(span, before))
        columns = ("id", "customer_id", "created_at", "ends_at", "provider_ids")
        for visit in (
            await self._connection.execute(select(*(BOOKINGS.c[name] for name in columns)).where(span))
        ).all():
            await self._forget_how_told(visit, before)
        return more

    async def _forget_how_told(self, visit: Any, before: datetime) -> None:
        """Wherever the way in to one visit was written down."""
        talks, since = talks_of(visit.customer_id), visit.created_at - _BEFORE_ORDER
        came = and_(INBOX.c.conversation_id.in_(talks), INBOX.c.received_at.between(since, before), CAME)
        await self._rows.edit(RESULTS, "result", unlocked, results_of(came), key="key")
        await self._rows.edit(INBOX, "inbox", unlocked, came)
        told = (OUTBOX.c.conversation_id.in_(talks), OUTBOX.c.created_at.between(since, before), WENT)
        await self._rows.edit(OUTBOX, "outbox", unlocked, *told)
        noted = (NOTES.c.conversation_id.in_(talks), NOTES.c.created_at.between(since, before))
        await self._rows.edit(NOTES, "note", unlocked, *noted)
        missed = (MISSES.c.conversation_id.in_(talks), MISSES.c.at.between(since, before))
        await self._rows.edit(MISSES, "miss", unlocked, *missed)
        tickets = (TICKETS.c.customer_id == visit.customer_id, TICKETS.c.created_at.between(since, before))
        await self._rows.edit(TICKETS, "ticket", unlocked, *tickets)
        calls = (CALL_TASKS.c.customer_id == visit.customer_id, CALL_TASKS.c.created_at.between(since, before))
        await self._rows.edit(CALL_TASKS, "call_task", unlocked, *calls)
        waits = (WAITLIST.c.customer_id == visit.customer_id, WAITLIST.c.wanted_until <= before, LEFT)
        await self._rows.edit(WAITLIST, "waitlist", unlocked, *waits)
        of_visit = or_(NOTICES.c.booking_id == visit.id, DAY_AHEAD)
        read = (NOTICES.c.provider_id.in_(visit.provider_ids), NOTICES.c.created_at.between(since, before))
        await self._rows.edit(NOTICES, "provider_notice", unlocked, *read, of_visit)
        # What the talk knows may be meant for the next visit, if she has written since.
        quiet = (CONVERSATIONS.c.id.in_(talks), ~_wrote_after(visit.ends_at))
        await self._rows.edit(CONVERSATIONS, "conversation", unlocked, *quiet)

    async def forget_media(self, before: datetime) -> bool:
        await self._connection.execute(delete(ATTACHMENTS).where(ATTACHMENTS.c.kept_at <= before))
        return False

    async def forget_answers(self, before: datetime) -> bool:
        await self._connection.execute(delete(RESULTS).where(RESULTS.c.created_at <= before))
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
    later = BOOKINGS.alias()
    goes_on = exists().where(later.c.series_id == SERIES.c.id, later.c.ends_at > before)
    return SERIES.c.id.in_(select(BOOKINGS.c.series_id).where(visits)), ENDED, ~goes_on


def _wrote_after(at: datetime) -> ColumnElement[bool]:
    later = INBOX.alias()
    return exists().where(later.c.conversation_id == CONVERSATIONS.c.id, later.c.received_at > at)


def _met(state: dict[str, Any]) -> dict[str, Any]:
    """A talk that remembers only that there was one, and the script in which she is answered."""
    return {name: state[name] for name in ("met", "script") if name in state}
