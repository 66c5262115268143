"""In-memory inbox and outbox."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.domain.inbox import InboxItem, InboxState, Patience, Turn, of_one_turn
from bot.domain.messages import InboundMessage, Kind
from bot.domain.sending import WITHDRAWN, Outbound, OutboundState, Way
from bot.domain.values import new_id
from tests.fake_found import found

if TYPE_CHECKING:
    from tests.fake_store import Store


class FakeInbox:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows = store.inbox

    async def add(
        self, conversation_id: str, message: InboundMessage, now: datetime, pushed: bool = True
    ) -> InboxItem | None:
        if any(row.message.dedup_key == message.dedup_key for row in self._rows.values()):
            return None
        number = len(self._rows) + 1
        started = now if pushed else None
        item = InboxItem(number, conversation_id, message.openid, message, now, push_started_at=started)
        self._rows[number] = item
        return item

    async def heard_since(self, conversation_id: str, since: datetime) -> Sequence[InboxItem]:
        own = [row for row in self._rows.values() if row.conversation_id == conversation_id]
        return [row for row in own if row.received_at > since and row.message.kind is not Kind.EVENT]

    async def events_after(self, conversation_id: str, sent_at: datetime) -> Sequence[InboundMessage]:
        own = [row.message for row in self._rows.values() if row.conversation_id == conversation_id]
        late = [one for one in own if one.kind is Kind.EVENT and one.sent_at > sent_at]
        return sorted(late, key=lambda one: one.sent_at)

    async def pushed_again(self, dedup_key: str, now: datetime) -> InboxItem:
        known = next(row for row in self._rows.values() if row.message.dedup_key == dedup_key)
        self._rows[known.id] = replace(known, pushes=known.pushes + 1, push_started_at=now)
        return self._rows[known.id]

    async def get(self, inbox_id: int) -> InboxItem:
        return found(self._rows.get(inbox_id), str(inbox_id))

    async def claim_turn(self, now: datetime, patience: Patience, owner: str) -> Turn | None:
        for conversation in self._store.conversations.values():
            lease = self._store.leases.get(conversation.id)
            if lease is not None and lease[1] > now:
                continue
            rows = [row for row in self._rows.values() if row.conversation_id == conversation.id]
            left = [row for row in rows if row.state is InboxState.CLAIMED]
            fresh = [row for row in rows if row.state is InboxState.NEW]
            if not left and not self._ripe(fresh, now, patience):
                continue
            turn_id = left[0].turn_id if left else new_id("turn")
            together = of_one_turn([(row.id, row.push_started_at is None) for row in fresh])
            items = left or [
                replace(row, state=InboxState.CLAIMED, turn_id=turn_id) for row in fresh if row.id in together
            ]
            self._rows.update({row.id: row for row in items})
            self._store.leases[conversation.id] = (owner, now + patience.lease)
            return Turn(turn_id, conversation.id, conversation.openid, tuple(items))
        return None

    @staticmethod
    def _ripe(rows: Sequence[InboxItem], now: datetime, patience: Patience) -> bool:
        if not rows:
            return False
        return rows[-1].received_at <= now - patience.quiet or rows[0].received_at <= now - patience.longest_burst

    async def finish_turn(self, turn: Turn, owner: str) -> bool:
        if self._store.leases.get(turn.conversation_id, ("", None))[0] != owner:
            return False
        for item in turn.items:
            self._rows[item.id] = replace(self._rows[item.id], state=InboxState.DONE)
        del self._store.leases[turn.conversation_id]
        return True

    async def of_turn(self, turn_id: str) -> Sequence[InboxItem]:
        return [row for row in self._rows.values() if row.turn_id == turn_id]


class FakeOutbox:
    def __init__(self, store: Store) -> None:
        self._rows = store.outbox

    async def add(self, outbound: Outbound) -> Outbound:
        stored = replace(outbound, id=len(self._rows) + 1)
        self._rows[stored.id] = stored
        return stored

    async def get(self, outbound_id: int) -> Outbound:
        return found(self._rows.get(outbound_id), str(outbound_id))

    async def of_turn(self, turn_id: str) -> Sequence[Outbound]:
        return [row for row in self._rows.values() if row.turn_id == turn_id]

    async def claim_for_push(
        self, conversation_id: str, turn_id: str, inbox_id: int, now: datetime, lease: timedelta
    ) -> Sequence[Outbound]:
        own = [row for row in self._rows.values() if row.conversation_id == conversation_id]
        own = [row for row in own if not row.waits_for_its_hour(now) and not row.has_lapsed(now)]
        answered = any(row.turn_id == turn_id for row in own)
        of_turn = [row for row in own if row.turn_id == turn_id or not answered]
        last = max((row.id for row in of_turn if self._free(row, now)), default=0)
        earlier = [row for row in own if row.id <= last]
        if any(row.state is OutboundState.CLAIMED and not self._free(row, now) for row in earlier):
            return []
        return [self._claim(row, now, lease, inbox_id) for row in earlier if self._free(row, now)]

    async def claim_due(self, now: datetime, lease: timedelta) -> Outbound | None:
        for row in self._rows.values():
            if not self._free(row, now) or (row.not_before is not None and row.not_before > now):
                continue
            others = [other for other in self._rows.values() if other.conversation_id == row.conversation_id]
            earlier = [other for other in others if other.id < row.id and not other.waits_for_its_hour(now)]
            if any(other.state in (OutboundState.PENDING, OutboundState.CLAIMED) for other in earlier):
                continue
            return self._claim(row, now, lease, None)
        return None

    @staticmethod
    def _free(row: Outbound, now: datetime) -> bool:
        lapsed = row.state is OutboundState.CLAIMED and row.lease_until is not None and row.lease_until <= now
        return row.state is OutboundState.PENDING or lapsed

    def _claim(self, row: Outbound, now: datetime, lease: timedelta, inbox_id: int | None) -> Outbound:
        claimed = replace(
            row,
            state=OutboundState.CLAIMED,
            lease_until=now + lease,
            carried_by=inbox_id,
            attempts=row.attempts + (inbox_id is None),
        )
        self._rows[row.id] = claimed
        return claimed

    async def withdraw(self, outbound_ids: Collection[int], now: datetime) -> None:
        for row in [self._rows[one] for one in outbound_ids]:
            if row.state is OutboundState.PENDING:
                self._rows[row.id] = replace(row, state=OutboundState.FAILED, error=WITHDRAWN)

    async def last_of_agent(self, conversation_id: str) -> Outbound | None:
        own = [row for row in self._rows.values() if row.conversation_id == conversation_id]
        return next((row for row in reversed(own) if row.way is Way.CONSOLE), None)

    async def carried_by(self, inbox_id: int) -> Sequence[Outbound]:
        return [row for row in self._rows.values() if row.carried_by == inbox_id]

    async def settle(self, outbound: Outbound) -> bool:
        stored = self._rows[outbound.id]
        if stored.state is not OutboundState.CLAIMED or stored.lease_until != outbound.lease_until:
            return False
        self._rows[outbound.id] = replace(outbound, lease_until=None)
        return True
