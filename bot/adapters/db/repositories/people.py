"""Customers, conversations and ledgers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, bindparam, exists, false, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.rows import ConversationRow, CustomerRow, InboxRow, LedgerRow, table
from bot.adapters.db.statements import put, save_version
from bot.domain.conversation import KF, Conversation, Customer, Mode
from bot.domain.errors import InvalidData, NotFound
from bot.domain.messages import Kind
from bot.domain.sending import Bucket, Ledger

log = structlog.get_logger()

_CUSTOMERS = table(CustomerRow)
_CONVERSATIONS = table(ConversationRow)
_LEDGERS = table(LedgerRow)
_INBOX = table(InboxRow)

_CONVERSATION_BY_ID = select(_CONVERSATIONS).where(_CONVERSATIONS.c.id == bindparam("given"))
_CONVERSATION_BY_OPENID = select(_CONVERSATIONS).where(_CONVERSATIONS.c.openid == bindparam("given"))
# Whoever changes the mode waits until the one who has read it so is done.
_CONVERSATION_HELD = _CONVERSATION_BY_ID.with_for_update(read=True)
_CONVERSATIONS_IN = (
    select(_CONVERSATIONS)
    .where(_CONVERSATIONS.c.mode == bindparam("mode"))
    .order_by(_CONVERSATIONS.c.queued_at, _CONVERSATIONS.c.id)
)
_OF_OUR_AGENTS = and_(
    _CONVERSATIONS.c.mode == Mode.AGENT.value,
    _CONVERSATIONS.c.taken_at.is_not(None),
    ~_CONVERSATIONS.c.agent.startswith(KF, autoescape=True),
)
_HAS_FIRST_WORD = and_(_CONVERSATIONS.c.agent_at.is_(None), _CONVERSATIONS.c.queued_at.is_not(None))
_READ = update(_CONVERSATIONS).where(_CONVERSATIONS.c.id == bindparam("given")).values(read_at=bindparam("at"))
_LEDGER = select(_LEDGERS).where(_LEDGERS.c.conversation_id == bindparam("given"))
# Read to be changed: two at once would both count from the same number.
_LEDGER_HELD = _LEDGER.with_for_update()


def _silent_since(at: datetime) -> ColumnElement[bool]:
    """The agent has neither taken nor written anything later."""
    spoke = _CONVERSATIONS.c.agent_at
    return and_(_CONVERSATIONS.c.taken_at <= at, or_(spoke.is_(None), spoke <= at))


def _written_to_by(at: datetime) -> ColumnElement[bool]:
    """The customer had written something by then that came behind the agent's last word."""
    return exists().where(
        _INBOX.c.conversation_id == _CONVERSATIONS.c.id,
        _INBOX.c.received_at > func.coalesce(_CONVERSATIONS.c.agent_at, _CONVERSATIONS.c.taken_at),
        _INBOX.c.received_at <= at,
        _INBOX.c.kind != Kind.EVENT.value,
    )


class SqlCustomers:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def get(self, customer_id: str) -> Customer:
        found = await self._where(_CUSTOMERS.c.id == customer_id)
        if not found:
            raise NotFound(f"no customer {customer_id}")
        return found[0]

    async def of_ids(self, ids: Collection[str]) -> Sequence[Customer]:
        return await self._where(_CUSTOMERS.c.id.in_(ids))

    async def by_openid(self, openid: str) -> Customer | None:
        found = await self._where(_CUSTOMERS.c.openid == openid)
        return found[0] if found else None

    async def by_phone(self, phone: str) -> Sequence[Customer]:
        return await self._where(_CUSTOMERS.c.phone_hash.in_(self._cipher.phone_hashes(phone)))

    async def leaving(self) -> Sequence[Customer]:
        return await self._where(_CUSTOMERS.c.erase_asked_at.is_not(None))

    async def add(self, customer: Customer) -> None:
        values = self._values(customer)
        values |= {"id": customer.id, "created_at": customer.created_at, "version": customer.version}
        await self._connection.execute(insert(_CUSTOMERS), values)

    async def save(self, customer: Customer) -> None:
        await save_version(self._connection, _CUSTOMERS, customer.id, customer.version, self._values(customer))

    async def _where(self, condition: ColumnElement[bool]) -> list[Customer]:
        statement = select(_CUSTOMERS).where(condition).order_by(_CUSTOMERS.c.created_at, _CUSTOMERS.c.id)
        return [customer_of(row, self._cipher) for row in await self._connection.execute(statement)]

    def _values(self, customer: Customer) -> dict[str, Any]:
        personal = {
            "name": customer.name,
            "phone": customer.phone,
            "addresses": customer.addresses,
            "labels": dict(customer.labels),
            "erasing": {part: at.isoformat() for part, at in customer.erasing.items()},
        }
        return {
            "openid": customer.openid,
            "personal": self._cipher.seal(personal, "customer"),
            "phone_hash": self._cipher.phone_hash(customer.phone),
            "subscribed": customer.subscribed,
            "muted": customer.muted,
            "erase_asked_at": min(customer.erasing.values(), default=None),
        }


def customer_of(row: Any, cipher: Cipher) -> Customer:
    personal = cipher.open(row.personal, "customer")
    return Customer(
        id=row.id,
        openid=row.openid,
        created_at=row.created_at,
        name=personal["name"],
        phone=personal["phone"],
        addresses=tuple(personal["addresses"]),
        labels=personal.get("labels", {}),  # rows sealed before there were labels have none
        subscribed=row.subscribed,
        muted=row.muted,
        erasing={part: datetime.fromisoformat(at) for part, at in personal.get("erasing", {}).items()},
        version=row.version,
    )


class SqlConversations:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def get(self, conversation_id: str) -> Conversation:
        row = (await self._connection.execute(_CONVERSATION_BY_ID, {"given": conversation_id})).one_or_none()
        if row is None:
            raise NotFound(f"no conversation {conversation_id}")
        return conversation_of(row, self._cipher)

    async def by_openid(self, openid: str) -> Conversation | None:
        row = (await self._connection.execute(_CONVERSATION_BY_OPENID, {"given": openid})).one_or_none()
        return None if row is None else conversation_of(row, self._cipher)

    async def held(self, conversation_id: str) -> Conversation:
        result = await self._connection.execute(_CONVERSATION_HELD, {"given": conversation_id})
        return conversation_of(result.one(), self._cipher)

    async def in_mode(self, mode: Mode) -> Sequence[Conversation]:
        rows = await self._connection.execute(_CONVERSATIONS_IN, {"mode": mode.value})
        return [conversation_of(row, self._cipher) for row in rows]

    async def kept_waiting(self, agent_since: datetime, customer_since: datetime | None) -> Sequence[str]:
        of_agent = and_(_silent_since(agent_since), or_(_HAS_FIRST_WORD, _written_to_by(agent_since)))
        of_customer = false() if customer_since is None else _silent_since(customer_since)
        statement = select(_CONVERSATIONS.c.id).where(_OF_OUR_AGENTS, or_(of_agent, of_customer))
        return list((await self._connection.execute(statement.order_by(_CONVERSATIONS.c.id))).scalars())

    async def read_up_to(self, conversation_id: str, at: datetime) -> None:
        await self._connection.execute(_READ, {"given": conversation_id, "at": at})

    async def add(self, conversation: Conversation) -> None:
        values = self._values(conversation)
        values |= {"id": conversation.id, "version": conversation.version}
        await self._connection.execute(insert(_CONVERSATIONS), values)

    async def save(self, conversation: Conversation) -> None:
        values = self._values(conversation)
        await save_version(self._connection, _CONVERSATIONS, conversation.id, conversation.version, values)

    def _values(self, conversation: Conversation) -> dict[str, Any]:
        return {
            "customer_id": conversation.customer_id,
            "openid": conversation.openid,
            "mode": conversation.mode.value,
            "agent": conversation.agent,
            "personal": self._cipher.seal(dict(conversation.dialogue), "conversation"),
            "handoff_reason": conversation.handoff_reason,
            "failures": conversation.failures,
            "queued_at": conversation.queued_at,
            "taken_at": conversation.taken_at,
            "back_at": conversation.back_at,
            "agent_at": conversation.agent_at,
            "told_at": conversation.told_at,
            "callback": conversation.callback,
        }


def conversation_of(row: Any, cipher: Cipher) -> Conversation:
    return Conversation(
        id=row.id,
        customer_id=row.customer_id,
        openid=row.openid,
        mode=Mode(row.mode),
        agent=row.agent,
        dialogue=_dialogue(row, cipher),
        handoff_reason=row.handoff_reason,
        failures=row.failures,
        queued_at=row.queued_at,
        taken_at=row.taken_at,
        back_at=row.back_at,
        agent_at=row.agent_at,
        told_at=row.told_at,
        read_at=row.read_at,
        callback=row.callback,
        version=row.version,
    )


class SqlLedgers:
    """``locks``: what is read is going to be changed."""

    def __init__(self, connection: AsyncConnection, locks: bool = True) -> None:
        self._connection = connection
        self._one = _LEDGER_HELD if locks else _LEDGER

    async def get(self, conversation_id: str) -> Ledger:
        row = (await self._connection.execute(self._one, {"given": conversation_id})).one_or_none()
        if row is None:
            return Ledger()
        buckets = tuple(
            Bucket(opening, datetime.fromisoformat(expires_at), allowed, used)
            for opening, expires_at, allowed, used in row.buckets
        )
        return Ledger(buckets, row.consents)

    async def save(self, conversation_id: str, ledger: Ledger) -> None:
        buckets = [[b.opening, b.expires_at.isoformat(), b.allowed, b.used] for b in ledger.buckets]
        values = {"conversation_id": conversation_id, "buckets": buckets, "consents": dict(ledger.consents)}
        await put(self._connection, _LEDGERS, values)


def _dialogue(row: Any, cipher: Cipher) -> dict[str, Any]:
    """The state of the talk; begun anew where no key opens it any more."""
    try:
        state: dict[str, Any] = cipher.open(row.personal, "conversation")
    except InvalidData:
        log.error("conversation_unreadable", conversation_id=row.id)
        return {}
    return state
