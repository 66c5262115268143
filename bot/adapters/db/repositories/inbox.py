"""The inbox: messages stored once, and turns claimed by one worker at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.changes import MESSAGE, note_change
from bot.adapters.db.cipher import Cipher
from bot.adapters.db.rows import ConversationRow, InboxRow, table
from bot.adapters.db.statements import insert_into
from bot.domain.errors import InvalidData, NotFound
from bot.domain.inbox import InboxItem, InboxState, Patience, Turn, of_one_turn
from bot.domain.messages import InboundMessage, Kind
from bot.domain.values import new_id

log = structlog.get_logger()

_INBOX = table(InboxRow)
_CONVERSATIONS = table(ConversationRow)

# Written out, because a database uses a partial index only where it sees the index's own words.
_OPEN: ColumnElement[bool] = literal_column("inbox.state IN ('new', 'claimed')")
_IS_NEW = _INBOX.c.state == InboxState.NEW.value
_LEFT_BEHIND = func.max(case((_INBOX.c.state == InboxState.CLAIMED.value, 1), else_=0))
_LEASE_FREE = or_(_CONVERSATIONS.c.lease_until.is_(None), _CONVERSATIONS.c.lease_until <= bindparam("now"))

_CANDIDATES = (
    select(_INBOX.c.conversation_id, _CONVERSATIONS.c.openid, _LEFT_BEHIND.label("left_behind"))
    .join(_CONVERSATIONS, _CONVERSATIONS.c.id == _INBOX.c.conversation_id)
    .where(_OPEN, _LEASE_FREE)
    .group_by(_INBOX.c.conversation_id, _CONVERSATIONS.c.openid)
    .having(
        or_(
            _LEFT_BEHIND == 1,
            func.max(_INBOX.c.received_at) <= bindparam("quiet_since"),
            func.min(_INBOX.c.received_at) <= bindparam("burst_since"),
        )
    )
    .order_by(func.min(_INBOX.c.id))
    .limit(8)
)

# Several workers see the same candidates: whoever finds one locked goes on to the next.
_TAKE_LEASE = (
    update(_CONVERSATIONS)
    .where(
        _CONVERSATIONS.c.id
        == select(_CONVERSATIONS.c.id)
        .where(_CONVERSATIONS.c.id == bindparam("given"), _LEASE_FREE)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    .values(
        lease_owner=bindparam("owner"), lease_until=bindparam("until"), lease_turn_id=bindparam("turn"),
    )
)  # fmt: skip

_FREE = {"lease_owner": None, "lease_until": None, "lease_turn_id": None}
_GIVE_BACK = update(_CONVERSATIONS).where(_CONVERSATIONS.c.id == bindparam("given")).values(_FREE)
_END_LEASE = (
    update(_CONVERSATIONS)
    .where(
        _CONVERSATIONS.c.id == bindparam("given"),
        _CONVERSATIONS.c.lease_owner == bindparam("owner"),
        _CONVERSATIONS.c.lease_turn_id == bindparam("turn"),
    )
    .values(_FREE)
)

_NEW = (
    select(_INBOX.c.id, _INBOX.c.push_started_at)
    .where(_INBOX.c.conversation_id == bindparam("given"), _OPEN, _IS_NEW)
    .order_by(_INBOX.c.id)
)
_CLAIM_NEW = (
    update(_INBOX)
    .where(
        _INBOX.c.conversation_id == bindparam("given"),
        _OPEN,
        _IS_NEW,
        _INBOX.c.id.between(bindparam("first"), bindparam("last")),
    )
    .values(state=InboxState.CLAIMED.value, turn_id=bindparam("turn"))
    .returning(*_INBOX.c)
)
_RECLAIM = select(_INBOX).where(
    _INBOX.c.conversation_id == bindparam("given"), _OPEN, _INBOX.c.state == InboxState.CLAIMED.value
)
_NAME_TURN = (
    update(_CONVERSATIONS).where(_CONVERSATIONS.c.id == bindparam("given")).values(lease_turn_id=bindparam("turn"))
)
_FINISH = (
    update(_INBOX)
    .where(and_(_INBOX.c.turn_id == bindparam("turn"), _INBOX.c.conversation_id == bindparam("given")))
    .values(state=InboxState.DONE.value)
)
_HEARD_SINCE = (
    select(_INBOX)
    .where(
        _INBOX.c.conversation_id == bindparam("given"),
        _INBOX.c.received_at > bindparam("since"),
        _INBOX.c.kind != Kind.EVENT.value,
    )
    .order_by(_INBOX.c.received_at, _INBOX.c.id)
)
_EVENTS_AFTER = (
    select(_INBOX)
    .where(
        _INBOX.c.conversation_id == bindparam("given"),
        _INBOX.c.kind == Kind.EVENT.value,
        _INBOX.c.sent_at > bindparam("since"),
    )
    .order_by(_INBOX.c.sent_at, _INBOX.c.id)
)
_BY_ID = select(_INBOX).where(_INBOX.c.id == bindparam("given"))
_OF_TURN = select(_INBOX).where(_INBOX.c.turn_id == bindparam("given")).order_by(_INBOX.c.id)
_PUSHED_AGAIN = (
    update(_INBOX)
    .where(_INBOX.c.dedup_key == bindparam("given"))
    .values(pushes=_INBOX.c.pushes + 1, push_started_at=bindparam("now"))
    .returning(*_INBOX.c)
)


class SqlInbox:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(
        self, conversation_id: str, message: InboundMessage, now: datetime, pushed: bool = True
    ) -> InboxItem | None:
        statement = insert_into(self._connection, _INBOX).on_conflict_do_nothing(index_elements=["dedup_key"])
        values = {
            "conversation_id": conversation_id,
            "openid": message.openid,
            "dedup_key": message.dedup_key,
            "kind": message.kind.value,
            "personal": self._cipher.seal({"text": message.text, "fields": dict(message.fields)}, "inbox"),
            "sent_at": message.sent_at,
            "received_at": now,
            "state": InboxState.NEW.value,
            "pushes": 1,
            "push_started_at": now if pushed else None,
        }
        added = (await self._connection.execute(statement.returning(_INBOX.c.id), values)).scalar_one_or_none()
        if added is None:
            return None
        await note_change(self._connection, conversation_id, MESSAGE, f"in_{added}", now)
        started = now if pushed else None
        return InboxItem(added, conversation_id, message.openid, message, now, push_started_at=started)

    async def heard_since(self, conversation_id: str, since: datetime) -> Sequence[InboxItem]:
        rows = await self._connection.execute(_HEARD_SINCE, {"given": conversation_id, "since": since})
        return [self._item(row) for row in rows]

    async def events_after(self, conversation_id: str, sent_at: datetime) -> Sequence[InboundMessage]:
        rows = await self._connection.execute(_EVENTS_AFTER, {"given": conversation_id, "since": sent_at})
        return [self._item(row).message for row in rows]

    async def pushed_again(self, dedup_key: str, now: datetime) -> InboxItem:
        result = await self._connection.execute(_PUSHED_AGAIN, {"given": dedup_key, "now": now})
        return self._one(result.one_or_none(), dedup_key)

    async def get(self, inbox_id: int) -> InboxItem:
        result = await self._connection.execute(_BY_ID, {"given": inbox_id})
        return self._one(result.one_or_none(), str(inbox_id))

    async def of_turn(self, turn_id: str) -> Sequence[InboxItem]:
        return [self._item(row) for row in await self._connection.execute(_OF_TURN, {"given": turn_id})]

    async def claim_turn(self, now: datetime, patience: Patience, owner: str) -> Turn | None:
        limits = {
            "now": now,
            "quiet_since": now - patience.quiet,
            "burst_since": now - patience.longest_burst,
        }
        candidates = (await self._connection.execute(_CANDIDATES, limits)).all()
        for conversation_id, openid, left_behind in candidates:
            turn_id = new_id("turn")
            lease = {
                "given": conversation_id, "now": now, "owner": owner, "until": now + patience.lease, "turn": turn_id,
            }  # fmt: skip
            if (await self._connection.execute(_TAKE_LEASE, lease)).rowcount != 1:
                continue
            rows = await self._rows_left_behind(conversation_id) if left_behind else []
            if rows:
                turn_id = rows[0].turn_id
                await self._connection.execute(_NAME_TURN, {"given": conversation_id, "turn": turn_id})
            elif not left_behind:
                rows = await self._claimed(conversation_id, turn_id)
            if rows:
                return Turn(turn_id, conversation_id, openid, tuple(self._item(row) for row in rows))
            # Somebody else was quicker and has finished already.
            await self._connection.execute(_GIVE_BACK, {"given": conversation_id})
        return None

    async def _claimed(self, conversation_id: str, turn_id: str) -> list[Any]:
        """The rows up to the next event of our own; such an event is a turn of its own."""
        new = (await self._connection.execute(_NEW, {"given": conversation_id})).all()
        together = of_one_turn([(row.id, row.push_started_at is None) for row in new])
        if not together:
            return []
        claim = {"given": conversation_id, "turn": turn_id, "first": together[0], "last": together[-1]}
        return sorted((await self._connection.execute(_CLAIM_NEW, claim)).all(), key=lambda row: int(row.id))

    async def _rows_left_behind(self, conversation_id: str) -> list[Any]:
        result = await self._connection.execute(_RECLAIM, {"given": conversation_id})
        rows = sorted(result.all(), key=lambda row: int(row.id))
        return [row for row in rows if row.turn_id == rows[0].turn_id]

    async def finish_turn(self, turn: Turn, owner: str) -> bool:
        lease = {"given": turn.conversation_id, "owner": owner, "turn": turn.id}
        if (await self._connection.execute(_END_LEASE, lease)).rowcount != 1:
            return False
        await self._connection.execute(_FINISH, {"given": turn.conversation_id, "turn": turn.id})
        return True

    def _one(self, row: Any, name: str) -> InboxItem:
        if row is None:
            raise NotFound(f"no inbox row {name}")
        return self._item(row)

    def _item(self, row: Any) -> InboxItem:
        return InboxItem(
            id=row.id,
            conversation_id=row.conversation_id,
            openid=row.openid,
            message=message_of(row, self._cipher),
            received_at=row.received_at,
            state=InboxState(row.state),
            turn_id=row.turn_id or "",
            pushes=row.pushes,
            push_started_at=row.push_started_at,
        )


def message_of(row: Any, cipher: Cipher) -> InboundMessage:
    """The message, or one of unknown kind where no key opens it any more: it must not hold up everybody else's."""
    try:
        personal = cipher.open(row.personal, "inbox")
    except InvalidData:
        log.error("inbox_row_unreadable", inbox_id=row.id)
        return InboundMessage(row.openid, Kind.UNKNOWN, row.dedup_key, row.sent_at)
    return InboundMessage(row.openid, Kind(row.kind), row.dedup_key, row.sent_at, personal["text"], personal["fields"])
