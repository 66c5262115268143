"""Questions put to customers, and who waits for a window to come free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, insert, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.rows import InquiryRow, WaitlistRow, table
from bot.adapters.db.statements import save_version
from bot.domain.errors import NotFound
from bot.domain.inquiry import Content, Extra, Inquiry, InquiryKind, InquiryState, Replacement, WaitlistOffer
from bot.domain.job import Job
from bot.domain.values import TimeWindow
from bot.domain.waitlist import WaitlistEntry, WaitlistState

_INQUIRIES = table(InquiryRow)
_WAITLIST = table(WaitlistRow)

_CONTENTS: Mapping[InquiryKind, TypeAdapter[Any]] = {
    InquiryKind.EXTRA: TypeAdapter(Extra),
    InquiryKind.REPLACEMENT: TypeAdapter(Replacement),
    InquiryKind.WAITLIST: TypeAdapter(WaitlistOffer),
}
_JOB = TypeAdapter(Job)

# Written out, because a database uses a partial index only where it sees the index's own words.
_IS_OPEN: ColumnElement[bool] = literal_column("state = 'open'")
_IS_ACTIVE: ColumnElement[bool] = literal_column("state IN ('waiting', 'offered')")


class SqlInquiries:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, inquiry: Inquiry) -> None:
        values = self._values(inquiry)
        values |= {"id": inquiry.id, "created_at": inquiry.created_at, "version": inquiry.version}
        await self._connection.execute(insert(_INQUIRIES), values)

    async def get(self, inquiry_id: str) -> Inquiry:
        found = await self._where(_INQUIRIES.c.id == inquiry_id)
        if not found:
            raise NotFound(f"no inquiry {inquiry_id}")
        return found[0]

    async def save(self, inquiry: Inquiry) -> None:
        await save_version(self._connection, _INQUIRIES, inquiry.id, inquiry.version, self._values(inquiry))

    async def open_of(self, customer_id: str) -> Sequence[Inquiry]:
        return await self._where(_IS_OPEN, _INQUIRIES.c.customer_id == customer_id)

    async def open_about(self, booking_id: str) -> Sequence[Inquiry]:
        return await self._where(_IS_OPEN, _INQUIRIES.c.booking_id == booking_id)

    async def lapsed(self, now: datetime) -> Sequence[Inquiry]:
        found = await self._where(_IS_OPEN, _INQUIRIES.c.expires_at <= now)
        return sorted(found, key=lambda inquiry: (inquiry.expires_at, inquiry.id))

    async def _where(self, *conditions: ColumnElement[bool]) -> list[Inquiry]:
        order = (_INQUIRIES.c.created_at.desc(), _INQUIRIES.c.id.desc())
        statement = select(_INQUIRIES).where(*conditions).order_by(*order)
        return [inquiry_of(row, self._cipher) for row in await self._connection.execute(statement)]

    def _values(self, inquiry: Inquiry) -> dict[str, Any]:
        content = _CONTENTS[inquiry.kind].dump_python(inquiry.content, mode="json")
        return {
            "customer_id": inquiry.customer_id,
            "booking_id": inquiry.booking_id,
            "kind": inquiry.kind.value,
            "state": inquiry.state.value,
            "personal": self._cipher.seal(content, "inquiry"),
            "expires_at": inquiry.expires_at,
            "answered_at": inquiry.answered_at,
            "outbound_id": inquiry.outbound_id,
        }


class SqlWaitlist:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, entry: WaitlistEntry) -> None:
        values = self._values(entry)
        values |= {"id": entry.id, "created_at": entry.created_at, "version": entry.version}
        await self._connection.execute(insert(_WAITLIST), values)

    async def get(self, entry_id: str) -> WaitlistEntry:
        found = await self._where(_WAITLIST.c.id == entry_id)
        if not found:
            raise NotFound(f"no waitlist entry {entry_id}")
        return found[0]

    async def save(self, entry: WaitlistEntry) -> None:
        await save_version(self._connection, _WAITLIST, entry.id, entry.version, self._values(entry))

    async def active_of(self, customer_id: str) -> Sequence[WaitlistEntry]:
        return await self._where(_IS_ACTIVE, _WAITLIST.c.customer_id == customer_id)

    async def waiting(self) -> Sequence[WaitlistEntry]:
        return await self._where(_IS_ACTIVE, _WAITLIST.c.state == WaitlistState.WAITING.value)

    async def _where(self, *conditions: ColumnElement[bool]) -> list[WaitlistEntry]:
        statement = select(_WAITLIST).where(*conditions).order_by(_WAITLIST.c.created_at, _WAITLIST.c.id)
        return [entry_of(row, self._cipher) for row in await self._connection.execute(statement)]

    def _values(self, entry: WaitlistEntry) -> dict[str, Any]:
        personal = {"job": _JOB.dump_python(entry.job, mode="json"), "exact": entry.exact}
        return {
            "customer_id": entry.customer_id,
            "state": entry.state.value,
            "service": entry.job.service,
            "district": entry.job.district,
            "wanted_from": entry.wanted.start,
            "wanted_until": entry.wanted.end,
            "personal": self._cipher.seal(personal, "waitlist"),
            "booking_id": entry.booking_id,
        }


def inquiry_of(row: Any, cipher: Cipher) -> Inquiry:
    content: Content = _CONTENTS[InquiryKind(row.kind)].validate_python(cipher.open(row.personal, "inquiry"))
    return Inquiry(
        id=row.id,
        customer_id=row.customer_id,
        booking_id=row.booking_id,
        content=content,
        created_at=row.created_at,
        expires_at=row.expires_at,
        state=InquiryState(row.state),
        answered_at=row.answered_at,
        outbound_id=row.outbound_id,
        version=row.version,
    )


def entry_of(row: Any, cipher: Cipher) -> WaitlistEntry:
    personal = cipher.open(row.personal, "waitlist")
    return WaitlistEntry(
        id=row.id,
        customer_id=row.customer_id,
        job=_JOB.validate_python(personal["job"]),
        wanted=TimeWindow(row.wanted_from, row.wanted_until),
        exact=personal["exact"],
        created_at=row.created_at,
        state=WaitlistState(row.state),
        booking_id=row.booking_id,
        version=row.version,
    )
