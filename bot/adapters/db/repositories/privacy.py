"""Forgetting a customer at her wish: rows stay where they are counted, and lose what tells of her."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, or_, select, update
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
from bot.adapters.db.rows import CustomerRow, table
from bot.domain.errors import InvalidData
from bot.domain.inbox import UNDERSTOOD

_CUSTOMERS = table(CustomerRow)


_EVE = timedelta(days=2)
"""So long before a visit its provider is told of it with the others of the day."""
_CORRECTED = timedelta(hours=1)
"""So long behind her praise she may still correct the survey with which it came."""


class SqlPersonalData:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher
        self._rows = Resealing(connection, cipher)

    async def erase(self, customer_id: str, until: datetime) -> None:
        visits = (BOOKINGS.c.customer_id == customer_id, BOOKINGS.c.created_at <= until, OVER)
        own = select(BOOKINGS.c.id).where(*visits)
        talks = talks_of(customer_id)
        await self.erase_messages(customer_id, until)
        await self._said_of_visits(own)
        # What was done in a home where somebody is ill tells of her as well.
        await self._rows.blank(BOOKINGS, "booking", *visits, phone_hash="", special_needs=[])
        series = (SERIES.c.customer_id == customer_id, SERIES.c.created_at <= until, ENDED)
        await self._rows.edit(SERIES, "series", blanked(*VISIT_FIELDS), *series)
        waits = (WAITLIST.c.customer_id == customer_id, WAITLIST.c.created_at <= until, LEFT)
        await self._rows.edit(WAITLIST, "waitlist", without_job(*VISIT_FIELDS), *waits)
        calls = (CALL_TASKS.c.customer_id == customer_id, CALL_TASKS.c.created_at <= until)
        await self._rows.blank_calls(until, *calls)
        scores = (AGENT_SCORES.c.conversation_id.in_(talks), AGENT_SCORES.c.ended_at <= until)
        await self._rows.blank(AGENT_SCORES, "agent_score", *scores)

    async def erase_messages(self, customer_id: str, until: datetime) -> None:
        talks = talks_of(customer_id)
        came = and_(INBOX.c.conversation_id.in_(talks), INBOX.c.received_at <= until, CAME)
        await self._pictures(customer_id, until)
        await self._connection.execute(delete(RESULTS).where(results_of(came)))
        await self._rows.blank(INBOX, "inbox", came)
        went = (OUTBOX.c.conversation_id.in_(talks), OUTBOX.c.created_at <= until, WENT)
        await self._rows.blank(OUTBOX, "outbox", *went)
        noted = (NOTES.c.conversation_id.in_(talks), NOTES.c.created_at <= until)
        await self._rows.blank(NOTES, "note", *noted)
        missed = (MISSES.c.conversation_id.in_(talks), MISSES.c.at <= until)
        await self._connection.execute(delete(MISSES).where(*missed))
        closed = (TICKETS.c.customer_id == customer_id, TICKETS.c.created_at <= until, CLOSED)
        await self._rows.blank(TICKETS, "ticket", *closed)

    async def erase_in_visits(self, customer_id: str, fields: Collection[str], until: datetime) -> None:
        series = (SERIES.c.customer_id == customer_id, SERIES.c.created_at <= until)
        of_series = BOOKINGS.c.series_id.in_(select(SERIES.c.id).where(*series))
        visits = (BOOKINGS.c.customer_id == customer_id, or_(BOOKINGS.c.created_at <= until, of_series), OVER)
        await self._rows.edit(BOOKINGS, "booking", blanked(*fields), *visits)
        await self._rows.edit(SERIES, "series", blanked(*fields), *series, ENDED)
        waits = (WAITLIST.c.customer_id == customer_id, WAITLIST.c.created_at <= until, LEFT)
        await self._rows.edit(WAITLIST, "waitlist", without_job(*fields), *waits)
        if "phone" in fields:
            await self._connection.execute(update(BOOKINGS).where(*visits).values(phone_hash=""))

    async def erase_way_in(self, customer_id: str, until: datetime) -> None:
        talks = talks_of(customer_id)
        series = (SERIES.c.customer_id == customer_id, SERIES.c.created_at <= until)
        of_series = BOOKINGS.c.series_id.in_(select(SERIES.c.id).where(*series))
        visits = (BOOKINGS.c.customer_id == customer_id, or_(BOOKINGS.c.created_at <= until, of_series), OVER)
        await self._rows.edit(BOOKINGS, "booking", order_unlocked, *visits)
        await self._rows.edit(SERIES, "series", order_unlocked, *series, ENDED)
        came = and_(INBOX.c.conversation_id.in_(talks), INBOX.c.received_at <= until, CAME)
        went = (OUTBOX.c.conversation_id.in_(talks), OUTBOX.c.created_at <= until, WENT)
        noted = (NOTES.c.conversation_id.in_(talks), NOTES.c.created_at <= until)
        missed = (MISSES.c.conversation_id.in_(talks), MISSES.c.at <= until)
        told = (TICKETS.c.customer_id == customer_id, TICKETS.c.created_at <= until)
        await self._rows.edit(RESULTS, "result", unlocked, results_of(came), key="key")
        await self._rows.edit(INBOX, "inbox", unlocked, came)
        await self._rows.edit(OUTBOX, "outbox", unlocked, *went)
        await self._rows.edit(NOTES, "note", unlocked, *noted)
        await self._rows.edit(MISSES, "miss", unlocked, *missed)
        await self._rows.edit(TICKETS, "ticket", unlocked, *told)

    async def erase_answers(self, customer_id: str) -> None:
        marks = await self._marks_of(customer_id)
        stored = select(RESULTS.c.key, RESULTS.c.personal).where(RESULTS.c.key.startswith("api:"))
        for key, sealed in (await self._connection.execute(stored)).all():
            answer = json.dumps(self._opened(sealed, "result"), ensure_ascii=False)
            if any(mark in answer for mark in marks):
                await self._connection.execute(delete(RESULTS).where(RESULTS.c.key == key))

    async def is_written_to(self, customer_id: str, until: datetime) -> bool:
        talks = talks_of(customer_id)
        coming = exists().where(INBOX.c.conversation_id.in_(talks), INBOX.c.received_at <= until, ~CAME)
        going = exists().where(OUTBOX.c.conversation_id.in_(talks), OUTBOX.c.created_at <= until, ~WENT)
        return bool((await self._connection.execute(select(or_(coming, going)))).scalar_one())

    async def _said_of_visits(self, own: Select[Any]) -> None:
        """What surveys and praise hold in words, and what providers were told; the points stay."""
        await self._rows.edit(
            SURVEYS, "survey", blanked("comment", "remark"), SURVEYS.c.booking_id.in_(own), key="booking_id"
        )
        await self._rows.edit(PRAISES, "praise", blanked("words"), PRAISES.c.booking_id.in_(own))
        await self._rows.blank(NOTICES, "provider_notice", NOTICES.c.booking_id.in_(own))
        columns = (BOOKINGS.c.provider_ids, BOOKINGS.c.starts_at, SURVEYS.c.answered_at, SURVEYS.c.anonymous)
        visits = select(*columns).select_from(BOOKINGS.outerjoin(SURVEYS)).where(BOOKINGS.c.id.in_(own))
        for visit in (await self._connection.execute(visits)).all():
            day = (visit.starts_at - _EVE, visit.starts_at)
            of_day = (NOTICES.c.provider_id.in_(visit.provider_ids), DAY_AHEAD, NOTICES.c.created_at.between(*day))
            await self._rows.blank(NOTICES, "provider_notice", *of_day)
            if visit.anonymous and visit.answered_at is not None:
                # It has lost its visit, so that nobody sees who said it: found by whom it praises and when it came.
                when = PRAISES.c.at.between(visit.answered_at - _CORRECTED, visit.answered_at)
                hidden = (PRAISES.c.provider_id.in_(visit.provider_ids), PRAISES.c.booking_id.is_(None), when)
                await self._rows.edit(PRAISES, "praise", blanked("words"), *hidden)

    async def _pictures(self, customer_id: str, until: datetime) -> None:
        """Those that she has sent, but for what a ticket that is not closed shows."""
        shown = select(TICKETS.c.attachments).where(TICKETS.c.customer_id == customer_id, ~CLOSED)
        needed = {name for names in (await self._connection.execute(shown)).scalars() for name in names}
        sent = (INBOX.c.conversation_id.in_(talks_of(customer_id)), INBOX.c.received_at <= until)
        came = select(INBOX.c.id).where(*sent, INBOX.c.kind != "text")
        names = [f"in_{number}" for number in (await self._connection.execute(came)).scalars()]
        gone = [name for name in names if name not in needed]
        await self._connection.execute(delete(ATTACHMENTS).where(ATTACHMENTS.c.name.in_(gone)))

    async def _marks_of(self, customer_id: str) -> frozenset[str]:
        """What tells her in an answer of the API: her ids, those of her orders, her phones and addresses."""
        customers = select(_CUSTOMERS.c.personal, _CUSTOMERS.c.openid).where(_CUSTOMERS.c.id == customer_id)
        ids, known = {customer_id}, list[Any]()
        for row in (await self._connection.execute(customers)).all():
            ids.add(row.openid)
            known.append(self._opened(row.personal, "customer"))
        bookings = select(BOOKINGS.c.id, BOOKINGS.c.personal).where(BOOKINGS.c.customer_id == customer_id)
        for row in (await self._connection.execute(bookings)).all():
            ids.add(row.id)
            known.append(self._opened(row.personal, "booking"))
        for rows in (CONVERSATIONS, SERIES, WAITLIST, TICKETS):
            found = await self._connection.execute(select(rows.c.id).where(rows.c.customer_id == customer_id))
            ids |= set(found.scalars())
        told = [one.get(part, "") for one in known if one for part in ("phone", "address")]
        addresses = [address for one in known if one for address in one.get("addresses", ())]
        return frozenset({*ids, *told, *addresses} - {""})

    def _opened(self, sealed: bytes, purpose: str) -> Any:
        try:
            return self._cipher.open(sealed, purpose)
        except InvalidData:
            return None


def talks_of(customer_id: str) -> Any:
    return select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.customer_id == customer_id)


def results_of(came: ColumnElement[bool]) -> ColumnElement[bool]:
    """The first results that belong to the turns of messages: what was answered, and how they were read."""
    keys = [select(prefix + INBOX.c.turn_id).where(came) for prefix in ("take_turn:", UNDERSTOOD)]
    return or_(*(RESULTS.c.key.in_(key) for key in keys))
