"""The outbox: what is to be said, claimed by exactly one sender."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    exists,
    insert,
    literal_column,
    not_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.changes import MESSAGE, note_change
from bot.adapters.db.cipher import Cipher
from bot.adapters.db.rows import OutboxRow, table
from bot.domain.errors import InvalidData, NotFound
from bot.domain.messages import Bubble, Choice, Notice
from bot.domain.sending import WITHDRAWN, Outbound, OutboundState, Purpose, Way

log = structlog.get_logger()

_OUTBOX = table(OutboxRow)
_EARLIER = _OUTBOX.alias("earlier")

# Written out, because a database uses a partial index only where it sees the index's own words.
_OPEN: ColumnElement[bool] = literal_column("outbox.state IN ('pending', 'claimed')")
_EARLIER_OPEN: ColumnElement[bool] = literal_column("earlier.state IN ('pending', 'claimed')")
# As ``Outbound.waits_for_its_hour``.
_EARLIER_WAITS = and_(
    _EARLIER.c.state == OutboundState.PENDING.value,
    _EARLIER.c.turn_id.is_(None),
    _EARLIER.c.attempts == 0,
    _EARLIER.c.due_at > bindparam("now"),
)

_BY_ID = select(_OUTBOX).where(_OUTBOX.c.id == bindparam("given"))
_OF_TURN = select(_OUTBOX).where(_OUTBOX.c.turn_id == bindparam("given")).order_by(_OUTBOX.c.id)
# A second claimer waits here for the first one's commit and then reads what that one left.
_OPEN_OF_CONVERSATION = (
    select(_OUTBOX)
    .where(_OUTBOX.c.conversation_id == bindparam("given"), _OPEN)
    .order_by(_OUTBOX.c.id)
    .with_for_update()
)
_DUE = (
    select(_OUTBOX)
    .where(
        _OPEN,
        _OUTBOX.c.due_at <= bindparam("now"),
        ~exists().where(
            _EARLIER.c.conversation_id == _OUTBOX.c.conversation_id,
            _EARLIER.c.id < _OUTBOX.c.id,
            _EARLIER_OPEN,
            not_(_EARLIER_WAITS),
        ),
    )
    .order_by(_OUTBOX.c.id)
    .limit(1)
    .with_for_update(skip_locked=True, of=_OUTBOX)
)
_LAST_OF_AGENT = (
    select(_OUTBOX)
    .where(_OUTBOX.c.conversation_id == bindparam("given"), _OUTBOX.c.way == Way.CONSOLE.value)
    .order_by(_OUTBOX.c.id.desc())
    .limit(1)
)
_CARRIED_BY = select(_OUTBOX).where(_OUTBOX.c.carried_by == bindparam("given")).order_by(_OUTBOX.c.id)
# A claim is known by its end: whoever claimed the row after us has another one.
_SETTLE = update(_OUTBOX).where(
    _OUTBOX.c.id == bindparam("given"),
    _OUTBOX.c.state == OutboundState.CLAIMED.value,
    _OUTBOX.c.lease_until == bindparam("lease"),
)
_WITHDRAW = (
    update(_OUTBOX)
    .where(_OUTBOX.c.state == OutboundState.PENDING.value)
    .values(state=OutboundState.FAILED.value, error=WITHDRAWN)
    .returning(_OUTBOX.c.id, _OUTBOX.c.conversation_id)
)
_SAVE = update(_OUTBOX).where(_OUTBOX.c.id == bindparam("given"))


class SqlOutbox:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, outbound: Outbound) -> Outbound:
        values = {
            **self._state(outbound),
            "conversation_id": outbound.conversation_id,
            "openid": outbound.openid,
            "personal": self._cipher.seal(_words(outbound), "outbox"),
            "created_at": outbound.created_at,
            "turn_id": outbound.turn_id or None,
        }
        added = await self._connection.execute(insert(_OUTBOX).returning(_OUTBOX.c.id), values)
        stored = replace(outbound, id=added.scalar_one())
        await self._changed(stored, outbound.created_at)
        return stored

    async def get(self, outbound_id: int) -> Outbound:
        row = (await self._connection.execute(_BY_ID, {"given": outbound_id})).one_or_none()
        if row is None:
            raise NotFound(f"no outbox row {outbound_id}")
        return self._outbound(row)

    async def of_turn(self, turn_id: str) -> Sequence[Outbound]:
        return [self._outbound(row) for row in await self._connection.execute(_OF_TURN, {"given": turn_id})]

    async def claim_for_push(
        self, conversation_id: str, turn_id: str, inbox_id: int, now: datetime, lease: timedelta
    ) -> Sequence[Outbound]:
        result = await self._connection.execute(_OPEN_OF_CONVERSATION, {"given": conversation_id})
        opened = [self._outbound(row) for row in result]
        rows = [row for row in opened if not row.waits_for_its_hour(now) and not row.has_lapsed(now)]
        answered = (await self._connection.execute(_OF_TURN, {"given": turn_id})).first() is not None
        own = [row for row in rows if row.turn_id == turn_id or not answered]
        last = max((row.id for row in own if _is_free(row, now)), default=0)
        wanted = [row for row in rows if row.id <= last]
        if not all(_is_free(row, now) for row in wanted):
            return []
        claimed = [
            replace(row, state=OutboundState.CLAIMED, lease_until=now + lease, carried_by=inbox_id) for row in wanted
        ]
        for row in claimed:
            await self.save(row)
        return claimed

    async def claim_due(self, now: datetime, lease: timedelta) -> Outbound | None:
        row = (await self._connection.execute(_DUE, {"now": now})).one_or_none()
        if row is None:
            return None
        try:
            found = self._outbound(row)
        except InvalidData:
            # No key opens it any more: it can never be sent, and must not stand before everybody else's.
            log.error("outbox_row_unreadable", outbound_id=row.id)
            lost = {"state": OutboundState.FAILED.value, "error": "unreadable", "lease_until": None}
            await self._connection.execute(_SAVE.values(lost), {"given": row.id})
            return await self.claim_due(now, lease)
        claimed = replace(
            found,
            state=OutboundState.CLAIMED,
            lease_until=now + lease,
            carried_by=None,
            attempts=found.attempts + 1,
        )
        await self.save(claimed)
        return claimed

    async def last_of_agent(self, conversation_id: str) -> Outbound | None:
        row = (await self._connection.execute(_LAST_OF_AGENT, {"given": conversation_id})).one_or_none()
        return None if row is None else self._outbound(row)

    async def carried_by(self, inbox_id: int) -> Sequence[Outbound]:
        return [self._outbound(row) for row in await self._connection.execute(_CARRIED_BY, {"given": inbox_id})]

    async def settle(self, outbound: Outbound) -> bool:
        claim = {"given": outbound.id, "lease": outbound.lease_until}
        settled = self._state(replace(outbound, lease_until=None))
        if (await self._connection.execute(_SETTLE.values(settled), claim)).rowcount != 1:
            return False
        if outbound.state in (OutboundState.SENT, OutboundState.FAILED):
            # A row that has failed was written long ago: readers of changes would take it for settled.
            await self._changed(outbound, outbound.sent_at or outbound.lease_until or outbound.created_at)
        return True

    async def withdraw(self, outbound_ids: Collection[int], now: datetime) -> None:
        rows = await self._connection.execute(_WITHDRAW.where(_OUTBOX.c.id.in_(outbound_ids)))
        for row in rows.all():
            await note_change(self._connection, row.conversation_id, MESSAGE, f"out_{row.id}", now)

    async def _changed(self, outbound: Outbound, at: datetime) -> None:
        await note_change(self._connection, outbound.conversation_id, MESSAGE, f"out_{outbound.id}", at)

    async def save(self, outbound: Outbound) -> None:
        """Whatever its state was: for those who hold the row locked."""
        done = await self._connection.execute(_SAVE.values(self._state(outbound)), {"given": outbound.id})
        if done.rowcount != 1:
            raise NotFound(f"no outbox row {outbound.id}")

    def _state(self, outbound: Outbound) -> dict[str, Any]:
        """What changes while a row waits and is sent; its words never do."""
        return {
            "state": outbound.state.value,
            "way": outbound.way.value if outbound.way else None,
            "not_before": outbound.not_before,
            "lease_until": outbound.lease_until,
            "due_at": max(filter(None, (outbound.created_at, outbound.not_before, outbound.lease_until))),
            "attempts": outbound.attempts,
            "sent_at": outbound.sent_at,
            "carried_by": outbound.carried_by,
            "error": outbound.error,
        }

    def _outbound(self, row: Any) -> Outbound:
        words = self._cipher.open(row.personal, "outbox")
        lapses_at = words.get("lapses_at")
        return Outbound(
            id=row.id,
            conversation_id=row.conversation_id,
            openid=row.openid,
            bubble=_bubble_of(words),
            created_at=row.created_at,
            state=OutboundState(row.state),
            turn_id=row.turn_id or "",
            way=Way(row.way) if row.way else None,
            not_before=row.not_before,
            lease_until=row.lease_until,
            attempts=row.attempts,
            sent_at=row.sent_at,
            carried_by=row.carried_by,
            error=row.error,
            notice=_notice_of(words),
            # Rows of before there were purposes were answers.
            purpose=Purpose(words.get("purpose", Purpose.ANSWER.value)),
            lapses_at=datetime.fromisoformat(lapses_at) if lapses_at else None,
            author=words.get("author", ""),
        )


def _is_free(row: Outbound, now: datetime) -> bool:
    lapsed = row.lease_until is not None and row.lease_until <= now
    return row.state is OutboundState.PENDING or lapsed


def _words(outbound: Outbound) -> dict[str, Any]:
    notice = outbound.notice
    return {
        "text": outbound.bubble.text,
        "choices": [[choice.id, choice.title] for choice in outbound.bubble.choices],
        "notice": notice
        and {
            "template_id": notice.template_id,
            "data": dict(notice.data),
            "client_msg_id": notice.client_msg_id,
            "url": notice.url,
            "by_subscription": notice.by_subscription,
        },
        "purpose": outbound.purpose.value,
        "lapses_at": outbound.lapses_at and outbound.lapses_at.isoformat(),
        "author": outbound.author,
    }


def words_of(row: Any, cipher: Cipher) -> tuple[Bubble, Notice | None]:
    words = cipher.open(row.personal, "outbox")
    return _bubble_of(words), _notice_of(words)


def written_in(row: Any, cipher: Cipher) -> tuple[Bubble, str]:
    """The words and the agent who has written them; nobody: the bot."""
    words = cipher.open(row.personal, "outbox")
    return _bubble_of(words), words.get("author", "")


def _bubble_of(words: dict[str, Any]) -> Bubble:
    return Bubble(words["text"], tuple(Choice(id_, title) for id_, title in words["choices"]))


def _notice_of(words: dict[str, Any]) -> Notice | None:
    return Notice(**words["notice"]) if words["notice"] else None
