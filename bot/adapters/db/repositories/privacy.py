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
    CALL_TASKS,
    VISIT_FIELDS,
    Resealing,
    blanked,
    order_unlocked,
    unlocked,
    without_job,
)
from bot.adapters.db.rows import (
    AgentScoreRow,
    AttachmentRow,
    BookingRow,
    ConversationRow,
    CustomerRow,
    InboxRow,
    MissRow,
    NoteRow,
    OutboxRow,
    PraiseRow,
    ProviderNoticeRow,
    ResultRow,
    SeriesRow,
    SurveyRow,
    TicketRow,
    WaitlistRow,
    table,
)
from bot.domain.booking import OCCUPYING
from bot.domain.errors import InvalidData
from bot.domain.inbox import UNDERSTOOD
from bot.domain.provider_notice import ProviderNoticeKind
from bot.domain.series import SeriesState
from bot.domain.ticket import TicketState

_CUSTOMERS = table(CustomerRow)
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
_TICKETS = table(TicketRow)
_ATTACHMENTS = table(AttachmentRow)

CAME = _INBOX.c.state == "done"
WENT = _OUTBOX.c.state.in_(("sent", "failed"))
OVER = _BOOKINGS.c.state.not_in(sorted(state.value for state in OCCUPYING))
LEFT = _WAITLIST.c.state.not_in(("waiting", "offered"))
CLOSED = _TICKETS.c.state == TicketState.CLOSED.value
DAY_AHEAD = _NOTICES.c.kind == ProviderNoticeKind.DAY_AHEAD.value
_ENDED = _SERIES.c.state == SeriesState.ENDED.value

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
        visits = (_BOOKINGS.c.customer_id == customer_id, _BOOKINGS.c.created_at <= until, OVER)
        own = select(_BOOKINGS.c.id).where(*visits)
        talks = talks_of(customer_id)
        await self.erase_messages(customer_id, until)
        await self._said_of_visits(own)
        # What was done in a home where somebody is ill tells of her as well.
        await self._rows.blank(_BOOKINGS, "booking", *visits, phone_hash="", special_needs=[])
        series = (_SERIES.c.customer_id == customer_id, _SERIES.c.created_at <= until, _ENDED)
        await self._rows.edit(_SERIES, "series", blanked(*VISIT_FIELDS), *series)
        waits = (_WAITLIST.c.customer_id == customer_id, _WAITLIST.c.created_at <= until, LEFT)
        await self._rows.edit(_WAITLIST, "waitlist", without_job(*VISIT_FIELDS), *waits)
        calls = (CALL_TASKS.c.customer_id == customer_id, CALL_TASKS.c.created_at <= until)
        await self._rows.blank_calls(until, *calls)
        scores = (_AGENT_SCORES.c.conversation_id.in_(talks), _AGENT_SCORES.c.ended_at <= until)
        await self._rows.blank(_AGENT_SCORES, "agent_score", *scores)

    async def erase_messages(self, customer_id: str, until: datetime) -> None:
        talks = talks_of(customer_id)
        came = and_(_INBOX.c.conversation_id.in_(talks), _INBOX.c.received_at <= until, CAME)
        await self._pictures(customer_id, until)
        await self._connection.execute(delete(_RESULTS).where(results_of(came)))
        await self._rows.blank(_INBOX, "inbox", came)
        went = (_OUTBOX.c.conversation_id.in_(talks), _OUTBOX.c.created_at <= until, WENT)
        await self._rows.blank(_OUTBOX, "outbox", *went)
        noted = (_NOTES.c.conversation_id.in_(talks), _NOTES.c.created_at <= until)
        await self._rows.blank(_NOTES, "note", *noted)
        missed = (_MISSES.c.conversation_id.in_(talks), _MISSES.c.at <= until)
        await self._connection.execute(delete(_MISSES).where(*missed))
        closed = (_TICKETS.c.customer_id == customer_id, _TICKETS.c.created_at <= until, CLOSED)
        await self._rows.blank(_TICKETS, "ticket", *closed)

    async def erase_in_visits(self, customer_id: str, fields: Collection[str], until: datetime) -> None:
        series = (_SERIES.c.customer_id == customer_id, _SERIES.c.created_at <= until)
        of_series = _BOOKINGS.c.series_id.in_(select(_SERIES.c.id).where(*series))
        visits = (_BOOKINGS.c.customer_id == customer_id, or_(_BOOKINGS.c.created_at <= until, of_series), OVER)
        await self._rows.edit(_BOOKINGS, "booking", blanked(*fields), *visits)
        await self._rows.edit(_SERIES, "series", blanked(*fields), *series, _ENDED)
        waits = (_WAITLIST.c.customer_id == customer_id, _WAITLIST.c.created_at <= until, LEFT)
        await self._rows.edit(_WAITLIST, "waitlist", without_job(*fields), *waits)
        if "phone" in fields:
            await self._connection.execute(update(_BOOKINGS).where(*visits).values(phone_hash=""))

    async def erase_way_in(self, customer_id: str, until: datetime) -> None:
        talks = talks_of(customer_id)
        series = (_SERIES.c.customer_id == customer_id, _SERIES.c.created_at <= until)
        of_series = _BOOKINGS.c.series_id.in_(select(_SERIES.c.id).where(*series))
        visits = (_BOOKINGS.c.customer_id == customer_id, or_(_BOOKINGS.c.created_at <= until, of_series), OVER)
        await self._rows.edit(_BOOKINGS, "booking", order_unlocked, *visits)
        await self._rows.edit(_SERIES, "series", order_unlocked, *series, _ENDED)
        came = and_(_INBOX.c.conversation_id.in_(talks), _INBOX.c.received_at <= until, CAME)
        went = (_OUTBOX.c.conversation_id.in_(talks), _OUTBOX.c.created_at <= until, WENT)
        noted = (_NOTES.c.conversation_id.in_(talks), _NOTES.c.created_at <= until)
        missed = (_MISSES.c.conversation_id.in_(talks), _MISSES.c.at <= until)
        told = (_TICKETS.c.customer_id == customer_id, _TICKETS.c.created_at <= until)
        await self._rows.edit(_RESULTS, "result", unlocked, results_of(came), key="key")
        await self._rows.edit(_INBOX, "inbox", unlocked, came)
        await self._rows.edit(_OUTBOX, "outbox", unlocked, *went)
        await self._rows.edit(_NOTES, "note", unlocked, *noted)
        await self._rows.edit(_MISSES, "miss", unlocked, *missed)
        await self._rows.edit(_TICKETS, "ticket", unlocked, *told)

    async def erase_answers(self, customer_id: str) -> None:
        marks = await self._marks_of(customer_id)
        stored = select(_RESULTS.c.key, _RESULTS.c.personal).where(_RESULTS.c.key.startswith("api:"))
        for key, sealed in (await self._connection.execute(stored)).all():
            answer = json.dumps(self._opened(sealed, "result"), ensure_ascii=False)
            if any(mark in answer for mark in marks):
                await self._connection.execute(delete(_RESULTS).where(_RESULTS.c.key == key))

    async def is_written_to(self, customer_id: str, until: datetime) -> bool:
        talks = talks_of(customer_id)
        coming = exists().where(_INBOX.c.conversation_id.in_(talks), _INBOX.c.received_at <= until, ~CAME)
        going = exists().where(_OUTBOX.c.conversation_id.in_(talks), _OUTBOX.c.created_at <= until, ~WENT)
        return bool((await self._connection.execute(select(or_(coming, going)))).scalar_one())

    async def _said_of_visits(self, own: Select[Any]) -> None:
        """What surveys and praise hold in words, and what providers were told; the points stay."""
        await self._rows.edit(
            _SURVEYS, "survey", blanked("comment", "remark"), _SURVEYS.c.booking_id.in_(own), key="booking_id"
        )
        await self._rows.edit(_PRAISES, "praise", blanked("words"), _PRAISES.c.booking_id.in_(own))
        await self._rows.blank(_NOTICES, "provider_notice", _NOTICES.c.booking_id.in_(own))
        columns = (_BOOKINGS.c.provider_ids, _BOOKINGS.c.starts_at, _SURVEYS.c.answered_at, _SURVEYS.c.anonymous)
        visits = select(*columns).select_from(_BOOKINGS.outerjoin(_SURVEYS)).where(_BOOKINGS.c.id.in_(own))
        for visit in (await self._connection.execute(visits)).all():
            day = (visit.starts_at - _EVE, visit.starts_at)
            of_day = (_NOTICES.c.provider_id.in_(visit.provider_ids), DAY_AHEAD, _NOTICES.c.created_at.between(*day))
            await self._rows.blank(_NOTICES, "provider_notice", *of_day)
            if visit.anonymous and visit.answered_at is not None:
                # It has lost its visit, so that nobody sees who said it: found by whom it praises and when it came.
                when = _PRAISES.c.at.between(visit.answered_at - _CORRECTED, visit.answered_at)
                hidden = (_PRAISES.c.provider_id.in_(visit.provider_ids), _PRAISES.c.booking_id.is_(None), when)
                await self._rows.edit(_PRAISES, "praise", blanked("words"), *hidden)

    async def _pictures(self, customer_id: str, until: datetime) -> None:
        """Those that she has sent, but for what a ticket that is not closed shows."""
        shown = select(_TICKETS.c.attachments).where(_TICKETS.c.customer_id == customer_id, ~CLOSED)
        needed = {name for names in (await self._connection.execute(shown)).scalars() for name in names}
        sent = (_INBOX.c.conversation_id.in_(talks_of(customer_id)), _INBOX.c.received_at <= until)
        came = select(_INBOX.c.id).where(*sent, _INBOX.c.kind != "text")
        names = [f"in_{number}" for number in (await self._connection.execute(came)).scalars()]
        gone = [name for name in names if name not in needed]
        await self._connection.execute(delete(_ATTACHMENTS).where(_ATTACHMENTS.c.name.in_(gone)))

    async def _marks_of(self, customer_id: str) -> frozenset[str]:
        """What tells her in an answer of the API: her ids, those of her orders, her phones and addresses."""
        customers = select(_CUSTOMERS.c.personal, _CUSTOMERS.c.openid).where(_CUSTOMERS.c.id == customer_id)
        ids, known = {customer_id}, list[Any]()
        for row in (await self._connection.execute(customers)).all():
            ids.add(row.openid)
            known.append(self._opened(row.personal, "customer"))
        bookings = select(_BOOKINGS.c.id, _BOOKINGS.c.personal).where(_BOOKINGS.c.customer_id == customer_id)
        for row in (await self._connection.execute(bookings)).all():
            ids.add(row.id)
            known.append(self._opened(row.personal, "booking"))
        for rows in (_CONVERSATIONS, _SERIES, _WAITLIST, _TICKETS):
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
    return select(_CONVERSATIONS.c.id).where(_CONVERSATIONS.c.customer_id == customer_id)


def results_of(came: ColumnElement[bool]) -> ColumnElement[bool]:
    """The first results that belong to the turns of messages: what was answered, and how they were read."""
    keys = [select(prefix + _INBOX.c.turn_id).where(came) for prefix in ("take_turn:", UNDERSTOOD)]
    return or_(*(_RESULTS.c.key.in_(key) for key in keys))
