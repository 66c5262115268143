"""The read models of the console: the inbox, one conversation's messages, and what is new."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.repositories.handing import note_of
from bot.adapters.db.repositories.inbox import message_of
from bot.adapters.db.repositories.outbox import written_in
from bot.adapters.db.rows import (
    ChangeRow,
    ConversationRow,
    CustomerRow,
    InboxRow,
    NoteRow,
    OutboxRow,
    ResultRow,
    table,
)
from bot.domain.conversation import Mode
from bot.domain.errors import NotFound
from bot.domain.handoff_reason import URGENT
from bot.domain.inbox import UNDERSTOOD
from bot.domain.messages import Kind
from bot.ports.watching import InboxQuery, Row, Standing

_CONVERSATIONS = table(ConversationRow)
_CUSTOMERS = table(CustomerRow)
_INBOX = table(InboxRow)
_OUTBOX = table(OutboxRow)
_NOTES = table(NoteRow)
_RESULTS = table(ResultRow)
_CHANGES = table(ChangeRow)

_MEDIA = ("media_id", "pic_url", "format", "latitude", "longitude", "label", "url", "title", "thumb_media_id")
_WORDS = _INBOX.c.kind != Kind.EVENT.value


def _newest(messages: Table, moment: ColumnElement[Any], *conditions: ColumnElement[bool]) -> Any:
    """The newest of a conversation: a subquery for each row of it, which an index answers."""
    own = messages.c.conversation_id == _CONVERSATIONS.c.id
    return select(moment).where(own, *conditions).order_by(moment.desc()).limit(1).scalar_subquery()


_HEARD_AT = _newest(_INBOX, _INBOX.c.received_at, _WORDS)
_SAID_AT = _newest(_OUTBOX, _OUTBOX.c.created_at, _OUTBOX.c.state != "failed")
_SEEN_UP_TO = case(
    (_CONVERSATIONS.c.queued_at.is_(None), _CONVERSATIONS.c.read_at),
    (_CONVERSATIONS.c.read_at.is_(None), _CONVERSATIONS.c.queued_at),
    (_CONVERSATIONS.c.read_at > _CONVERSATIONS.c.queued_at, _CONVERSATIONS.c.read_at),
    else_=_CONVERSATIONS.c.queued_at,
)
_QUEUED = _CONVERSATIONS.c.mode == Mode.QUEUED.value
# As domain.queueing puts them in order: who is to be served first stands on the first page.
_TURN = case((and_(_QUEUED, _CONVERSATIONS.c.handoff_reason.in_(URGENT)), 0), (_QUEUED, 1), else_=2)
_WAITS_SINCE = case((_QUEUED, _CONVERSATIONS.c.queued_at))
_IN_TURN = (_CONVERSATIONS.c.queued_at.is_(None), _CONVERSATIONS.c.queued_at, _CONVERSATIONS.c.id)
_UNREAD = (
    select(func.count())
    .where(_INBOX.c.conversation_id == _CONVERSATIONS.c.id, _WORDS, _INBOX.c.received_at > _SEEN_UP_TO)
    .scalar_subquery()
)


_TOLD = (
    select(_CONVERSATIONS, _CUSTOMERS.c.personal.label("customer_personal"), _UNREAD.label("unread"))
    .join(_CUSTOMERS, _CUSTOMERS.c.id == _CONVERSATIONS.c.customer_id)
    .where(_CONVERSATIONS.c.id.in_(bindparam("given", expanding=True)))
)
_QUEUE = select(_CONVERSATIONS.c.id).where(_QUEUED).order_by(_TURN, *_IN_TURN)
_HELD = (
    select(_CONVERSATIONS.c.agent, func.count())
    .where(_CONVERSATIONS.c.mode == Mode.AGENT.value)
    .group_by(_CONVERSATIONS.c.agent)
)


async def standing(connection: AsyncConnection) -> Standing:
    queue = (await connection.execute(_QUEUE)).scalars().all()
    held = (await connection.execute(_HELD)).all()
    return Standing(queue, {row[0]: row[1] for row in held})


async def inbox(connection: AsyncConnection, cipher: Cipher, query: InboxQuery) -> Sequence[Row]:
    # Found once for each conversation, however often they are compared; what else is shown only for those of the page.
    moments = select(_CONVERSATIONS.c.id, _HEARD_AT.label("heard_at"), _SAID_AT.label("said_at"))
    if query.modes:
        moments = moments.where(_CONVERSATIONS.c.mode.in_([mode.value for mode in query.modes]))
    if query.agent:
        moments = moments.where(_CONVERSATIONS.c.agent == query.agent)
    last = moments.cte("last").prefix_with("MATERIALIZED")
    heard, said = last.c.heard_at, last.c.said_at
    statement = (
        select(last)
        .join(_CONVERSATIONS, _CONVERSATIONS.c.id == last.c.id)
        .where(or_(heard.is_not(None), said.is_not(None)))
        .order_by(_TURN, _WAITS_SINCE.is_(None), _WAITS_SINCE, func.coalesce(heard, said).desc(), _CONVERSATIONS.c.id)
    )
    if query.unanswered:
        statement = statement.where(or_(said.is_(None), heard > said))
    page = (await connection.execute(statement.limit(query.limit).offset(query.offset))).all()
    told = {row.id: row for row in await connection.execute(_TOLD, {"given": [one.id for one in page]})}
    words, hers = await _last_messages(connection, cipher, page)
    return [_entry(told[one.id], one, cipher, words.get(one.id), hers.get(one.id)) for one in page]


def _entry(row: Any, moments: Any, cipher: Cipher, last: Row | None, hers: Row | None) -> Row:
    heard, said = moments.heard_at, moments.said_at
    personal = cipher.open(row.customer_personal, "customer")
    return {
        "id": row.id,
        "customer_id": row.customer_id,
        "openid": row.openid,
        "name": personal["name"],
        "phone": personal["phone"],
        "mode": row.mode,
        "agent": row.agent,
        "reason": row.handoff_reason,
        "queued_at": row.queued_at,
        "taken_at": row.taken_at,
        "callback": row.callback,
        "unread": row.unread if row.mode != Mode.BOT.value else 0,
        "unanswered": heard is not None and (said is None or heard > said),
        "last": last,
        "heard": hers,
    }


async def _last_messages(
    connection: AsyncConnection, cipher: Cipher, rows: Iterable[Any]
) -> tuple[Mapping[str, Row], Mapping[str, Row]]:
    """Of each conversation the last message, and the last one of hers."""
    heard = {row.id: row.heard_at for row in rows if row.heard_at is not None}
    said = {row.id: row.said_at for row in rows if row.said_at is not None}
    came = select(_INBOX).where(
        _INBOX.c.conversation_id.in_(heard), _INBOX.c.received_at.in_(set(heard.values())), _WORDS
    )
    went = select(_OUTBOX).where(_OUTBOX.c.conversation_id.in_(said), _OUTBOX.c.created_at.in_(set(said.values())))
    last: dict[str, Row] = {}
    hers: dict[str, Row] = {}
    found = [_came(row, cipher) for row in await connection.execute(came)] if heard else []
    found += [_went(row, cipher) for row in await connection.execute(went)] if said else []
    for message in sorted(found, key=lambda one: one["at"]):
        last[message["conversation_id"]] = message
        if message["direction"] == "in":
            hers[message["conversation_id"]] = message
    return last, hers


async def talk(
    connection: AsyncConnection, cipher: Cipher, conversation_id: str, limit: int, before: str | None
) -> Sequence[Row]:
    end = await _place_of(connection, conversation_id, before) if before is not None else None
    came = _of(_INBOX, _INBOX.c.received_at, False, conversation_id, end, limit)
    went = _of(_OUTBOX, _OUTBOX.c.created_at, True, conversation_id, end, limit)
    found = [_came(row, cipher) for row in await connection.execute(came)]
    found += [_went(row, cipher) for row in await connection.execute(went)]
    page = sorted(found, key=lambda one: (one["at"], one["direction"] != "in", _number(one["id"])))[-limit:]
    turns = {one["turn_id"]: one for one in page if one["direction"] == "in" and one["turn_id"]}
    keys = [f"{UNDERSTOOD}{turn}" for turn in turns]
    read = await connection.execute(select(_RESULTS).where(_RESULTS.c.key.in_(keys))) if keys else ()
    frames = {row.key.removeprefix(UNDERSTOOD): cipher.open(row.personal, "result") for row in read}
    return [
        {**one, "understood": frames.get(one["turn_id"]) if turns.get(one["turn_id"]) is one else None} for one in page
    ]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a message stands: of those of one instant hers come first."""

    at: datetime
    ours: bool
    number: int


async def _place_of(connection: AsyncConnection, conversation_id: str, ref: str) -> _Place:
    direction, _, number = ref.partition("_")
    ours = direction == "out"
    messages, moment = (_OUTBOX, _OUTBOX.c.created_at) if ours else (_INBOX, _INBOX.c.received_at)
    one = (messages.c.conversation_id == conversation_id, messages.c.id == int(number))
    at = (await connection.execute(select(moment).where(*one))).scalar_one_or_none()
    if at is None:
        raise NotFound(f"no message {ref} in this conversation")
    return _Place(at, ours, int(number))


def _of(
    messages: Table, moment: ColumnElement[Any], ours: bool, conversation_id: str, end: _Place | None, limit: int
) -> Any:
    statement = select(messages).where(messages.c.conversation_id == conversation_id)
    if end is not None and ours is end.ours:
        statement = statement.where(or_(moment < end.at, and_(moment == end.at, messages.c.id < end.number)))
    elif end is not None:
        statement = statement.where(moment <= end.at if end.ours else moment < end.at)
    return statement.order_by(moment.desc(), messages.c.id.desc()).limit(limit)


async def changes(connection: AsyncConnection, after: int, limit: int, gaps: Collection[int]) -> Sequence[Row]:
    wanted = or_(_CHANGES.c.id > after, _CHANGES.c.id.in_(gaps)) if gaps else _CHANGES.c.id > after
    statement = select(_CHANGES).where(wanted).order_by(_CHANGES.c.id).limit(limit)
    return [dict(row) for row in (await connection.execute(statement)).mappings()]


async def last_change(connection: AsyncConnection) -> int:
    return (await connection.execute(select(func.max(_CHANGES.c.id)))).scalar_one() or 0


async def messages(connection: AsyncConnection, cipher: Cipher, refs: Collection[str]) -> Mapping[str, Row]:
    came = select(_INBOX).where(_INBOX.c.id.in_(_numbers(refs, "in")))
    went = select(_OUTBOX).where(_OUTBOX.c.id.in_(_numbers(refs, "out")))
    noted = select(_NOTES).where(_NOTES.c.id.in_(_numbers(refs, "note")))
    found = [_came(row, cipher) for row in await connection.execute(came)]
    found += [_went(row, cipher) for row in await connection.execute(went)]
    found += [_noted(row, cipher) for row in await connection.execute(noted)]
    return {one["id"]: one for one in found}


def _numbers(refs: Collection[str], kind: str) -> list[int]:
    return [_number(ref) for ref in refs if ref.partition("_")[0] == kind]


def _number(ref: str) -> int:
    return int(ref.partition("_")[2])


def _came(row: Any, cipher: Cipher) -> dict[str, Any]:
    message = message_of(row, cipher)
    return {
        "id": f"in_{row.id}",
        "conversation_id": row.conversation_id,
        "direction": "in",
        "kind": message.kind.value,
        "text": message.text or message.event,
        "event": message.event,
        "choices": [],
        "author": "customer",
        "way": None,
        "state": row.state,
        "error": "",
        "at": row.received_at,
        "turn_id": row.turn_id or "",
        "media": {name: message.fields[name] for name in _MEDIA if message.fields.get(name)},
    }


def _went(row: Any, cipher: Cipher) -> dict[str, Any]:
    bubble, author = written_in(row, cipher)
    return {
        "id": f"out_{row.id}",
        "conversation_id": row.conversation_id,
        "direction": "out",
        "kind": "notice" if row.way in ("template", "notice") else "text",
        "text": bubble.text,
        "event": "",
        "choices": [choice.title for choice in bubble.choices],
        "author": author or "bot",
        "way": row.way,
        "state": row.state,
        "error": row.error,
        "at": row.created_at,
        "turn_id": row.turn_id or "",
        "media": {},
    }


def _noted(row: Any, cipher: Cipher) -> dict[str, Any]:
    note = note_of(row, cipher)
    return {
        "id": f"note_{note.id}",
        "conversation_id": note.conversation_id,
        "author": note.author,
        "text": note.text,
        "at": note.created_at,
    }
