"""Tickets and kept pictures."""

from __future__ import annotations

import base64
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, func, insert, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.rows import AttachmentRow, TicketRow, table
from bot.adapters.db.statements import insert_into, save_version
from bot.domain.errors import NotFound
from bot.domain.messages import Media
from bot.domain.ticket import Refund, Severity, Ticket, TicketEvent, TicketNote, TicketQuery, TicketState, TicketType

_TICKETS = table(TicketRow)
_ATTACHMENTS = table(AttachmentRow)

_NOTES = TypeAdapter(tuple[TicketNote, ...])
_EVENTS = TypeAdapter(tuple[TicketEvent, ...])
_REFUND: TypeAdapter[Refund | None] = TypeAdapter(Refund | None)
_INSTANT: TypeAdapter[datetime | None] = TypeAdapter(datetime | None)

# Written out, because a database uses a partial index only where it sees the index's own words.
_NOT_CLOSED: ColumnElement[bool] = literal_column("state <> 'closed'")
_OLDEST_FIRST = (_TICKETS.c.created_at, _TICKETS.c.id)


class SqlTickets:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, ticket: Ticket) -> None:
        fixed = {
            "id": ticket.id,
            "customer_id": ticket.customer_id,
            "created_at": ticket.created_at,
            "created_by": ticket.created_by,
            "version": ticket.version,
        }
        await self._connection.execute(insert(_TICKETS), {**fixed, **self._values(ticket)})

    async def get(self, ticket_id: str) -> Ticket:
        found = await self._where(_TICKETS.c.id == ticket_id)
        if not found:
            raise NotFound(f"no ticket {ticket_id}")
        return found[0]

    async def save(self, ticket: Ticket) -> None:
        await save_version(self._connection, _TICKETS, ticket.id, ticket.version, self._values(ticket))

    async def of_customer(self, customer_id: str) -> Sequence[Ticket]:
        return list(reversed(await self._where(_TICKETS.c.customer_id == customer_id)))

    async def found(self, query: TicketQuery, limit: int | None = None, offset: int = 0) -> Sequence[Ticket]:
        newest = (_TICKETS.c.created_at.desc(), _TICKETS.c.id.desc())
        statement = select(_TICKETS).where(*_asked_for(query)).order_by(*newest).limit(limit).offset(offset)
        return [ticket_of(row, self._cipher) for row in await self._connection.execute(statement)]

    async def pictures(self) -> Sequence[str]:
        rows = await self._connection.execute(
            select(_TICKETS.c.attachments).where(_NOT_CLOSED).order_by(*_OLDEST_FIRST)
        )
        return list(dict.fromkeys(name for names in rows.scalars() for name in names))

    async def count(self, query: TicketQuery) -> int:
        statement = select(func.count()).select_from(_TICKETS).where(*_asked_for(query))
        return (await self._connection.execute(statement)).scalar_one()

    async def not_closed(self) -> Sequence[Ticket]:
        found = await self._where(_NOT_CLOSED)
        return sorted(found, key=lambda ticket: (ticket.due_first_response, ticket.id))

    async def _where(self, *conditions: ColumnElement[bool]) -> list[Ticket]:
        statement = select(_TICKETS).where(*conditions).order_by(*_OLDEST_FIRST)
        return [ticket_of(row, self._cipher) for row in await self._connection.execute(statement)]

    def _values(self, ticket: Ticket) -> dict[str, Any]:
        personal = {"notes": _NOTES.dump_python(ticket.notes, mode="json"), "solution": ticket.solution}
        data = {
            "contacts": ticket.contacts,
            "responded_at": _INSTANT.dump_python(ticket.responded_at, mode="json"),
            "escalated": list(ticket.escalated),
            "solved_at": _INSTANT.dump_python(ticket.solved_at, mode="json"),
            "asked_at": _INSTANT.dump_python(ticket.asked_at, mode="json"),
            "asked_in": list(ticket.asked_in),
            "reminded": ticket.reminded,
            "refund": _REFUND.dump_python(ticket.refund, mode="json"),
            "rectified_by": list(ticket.rectified_by),
        }
        return {
            "matter": ticket.matter,
            "type": ticket.type.value,
            "severity": ticket.severity.value,
            "state": ticket.state.value,
            "category": ticket.category,
            "remedy": ticket.remedy,
            "linked_to": ticket.linked_to,
            "assignee": ticket.assignee,
            "due_first_response": ticket.due_first_response,
            "due_resolution": ticket.due_resolution,
            "attachments": list(ticket.attachments),
            "personal": self._cipher.seal(personal, "ticket"),
            "data": data,
            "events": _EVENTS.dump_python(ticket.events, mode="json"),
        }


def _asked_for(query: TicketQuery) -> list[ColumnElement[bool]]:
    chosen = (
        (_TICKETS.c.state, [one.value for one in query.states]),
        (_TICKETS.c.severity, [one.value for one in query.severities]),
        (_TICKETS.c.type, [one.value for one in query.types]),
        (_TICKETS.c.assignee, list(query.assignees)),
        (_TICKETS.c.customer_id, [query.customer_id] if query.customer_id is not None else []),
    )
    return [column.in_(values) for column, values in chosen if values]


def ticket_of(row: Any, cipher: Cipher) -> Ticket:
    personal, data = cipher.open(row.personal, "ticket"), row.data
    return Ticket(
        id=row.id,
        customer_id=row.customer_id,
        type=TicketType(row.type),
        severity=Severity(row.severity),
        created_at=row.created_at,
        created_by=row.created_by,
        due_first_response=row.due_first_response,
        due_resolution=row.due_resolution,
        state=TicketState(row.state),
        category=row.category,
        remedy=row.remedy,
        linked_to=row.linked_to,
        attachments=tuple(row.attachments),
        notes=_NOTES.validate_python(personal["notes"]),
        assignee=row.assignee,
        contacts=data["contacts"],
        responded_at=_INSTANT.validate_python(data["responded_at"]),
        escalated=tuple(data["escalated"]),
        solution=personal["solution"],
        solved_at=_INSTANT.validate_python(data["solved_at"]),
        asked_at=_INSTANT.validate_python(data["asked_at"]),
        asked_in=tuple(data.get("asked_in", ())),
        reminded=data["reminded"],
        refund=_REFUND.validate_python(data["refund"]),
        rectified_by=tuple(data["rectified_by"]),
        events=_EVENTS.validate_python(row.events),
        version=row.version,
    )


class SqlAttachments:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, name: str, media: Media, now: datetime) -> None:
        sealed = self._cipher.seal(base64.b64encode(media.content).decode(), "attachment")
        values = {"name": name, "content_type": media.content_type, "personal": sealed, "kept_at": now}
        await self._connection.execute(insert_into(self._connection, _ATTACHMENTS).on_conflict_do_nothing(), values)

    async def get(self, name: str) -> Media:
        rows = await self._connection.execute(select(_ATTACHMENTS).where(_ATTACHMENTS.c.name == name))
        row = rows.one_or_none()
        if row is None:
            raise NotFound(f"no picture {name} is kept")
        return Media(base64.b64decode(self._cipher.open(row.personal, "attachment")), row.content_type)

    async def kept(self, names: Collection[str]) -> frozenset[str]:
        statement = select(_ATTACHMENTS.c.name).where(_ATTACHMENTS.c.name.in_(names))
        return frozenset((await self._connection.execute(statement)).scalars())
