"""A customer, her conversation and its mode (bot, queued, agent)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

KF = "kf:"
"""Before an account of WeChat's own agent system (客服系统), where an agent's name stands."""

EVERYTHING = "everything"
"""All that is stored of a customer is to be deleted once nothing of hers runs."""
REST = "rest"
"""She is forgotten but for her open tickets."""
MESSAGES = "messages"
"""What was written, as soon as all of it is answered."""


class Mode(Enum):
    """Who speaks: the bot, nobody yet (the customer waits for a person), or an agent."""

    BOT = "bot"
    QUEUED = "queued"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Customer:
    """客户. ``addresses`` are the ones used so far, the last used first.

    ``labels`` says of an address that is not her own home whose it is: 爸妈家.
    """

    id: str
    openid: str
    created_at: datetime
    name: str = ""
    phone: str = ""
    addresses: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    subscribed: bool = True
    muted: bool = False
    """She wants to hear only what she must know."""
    erasing: Mapping[str, datetime] = field(default_factory=dict)
    """What she wished to be deleted and is still needed, and when: ``EVERYTHING``, a part, the ``REST``."""
    version: int = 0

    @property
    def leaves(self) -> bool:
        """She waits for something to be deleted and may still think better of it."""
        return bool(set(self.erasing) - {MESSAGES, REST})

    @property
    def home(self) -> str:
        """Where she lives, as far as is known."""
        return next((address for address in self.addresses if address not in self.labels), "")

    def forgotten(self) -> Customer:
        """Without anything that tells who she is, as if she had just come; the channel's id finds her again."""
        return replace(self, name="", phone="", addresses=(), labels={}, erasing={})

    def with_contact(self, address: str, phone: str, name: str) -> Customer:
        """With what a booking told: its address first among the known ones; a known phone and name stay.

        A booking for the parents has their phone; the customer's own changes only when she says so.
        """
        if address in self.labels:
            return self.with_further(address, self.labels[address])
        others = tuple(known for known in self.addresses if known != address)
        addresses = (address, *others) if address else self.addresses
        return replace(self, addresses=addresses, phone=self.phone or phone, name=self.name or name)

    def with_further(self, address: str, label: str) -> Customer:
        """With one more address, with a ``label`` somebody else's; hers stays the one that is meant without a word."""
        known = self.addresses if address in self.addresses else (*self.addresses, address)
        return replace(self, addresses=known, labels={**self.labels, address: label} if label else self.labels)

    def with_profile(self, phone: str, name: str, address: str) -> Customer:
        """With what she says of herself; what is empty stays. A new home takes the place of the old one."""
        others = tuple(known for known in self.addresses if known not in (address, self.home))
        return replace(
            self,
            phone=phone or self.phone,
            name=name or self.name,
            addresses=(address, *others) if address else self.addresses,
            labels={known: label for known, label in self.labels.items() if known != address},
        )


@dataclass(frozen=True, slots=True)
class Conversation:
    """会话: one customer's talk. ``dialogue`` is the state that ``bot.dialogue`` reads and writes, as plain values."""

    id: str
    customer_id: str
    openid: str
    mode: Mode = Mode.BOT
    agent: str = ""
    """Who holds it: an agent's name, or the account of WeChat's own agent system (``kf:…``)."""
    dialogue: Mapping[str, Any] = field(default_factory=dict)
    handoff_reason: str = ""
    failures: int = 0
    """Turns in a row that Rasa could not answer."""
    queued_at: datetime | None = None
    """Since when she waits for a person."""
    taken_at: datetime | None = None
    """When an agent took over last."""
    back_at: datetime | None = None
    """When an agent gave it back last: what the bot had written before is of no use any more."""
    agent_at: datetime | None = None
    """The agent's last words."""
    told_at: datetime | None = None
    """When she heard last how long it may take."""
    read_at: datetime | None = None
    """Up to when an agent has read it; kept apart from the version, as nothing hangs on it."""
    callback: str = ""
    """``offered``: she was asked whether somebody shall call her; ``wished``: somebody will."""
    version: int = 0

    @property
    def actor(self) -> str:
        """Who holds it, as audit rows name her."""
        return self.agent if self.agent.startswith(KF) else f"agent:{self.agent}"

    def queued(self, reason: str) -> Conversation:
        return replace(
            self,
            mode=Mode.QUEUED, agent="", handoff_reason=reason, queued_at=None, told_at=None, callback="", failures=0,
        )  # fmt: skip

    def taken(self, agent: str, now: datetime) -> Conversation:
        """What an agent before her has answered stays answered."""
        agent_at = self.agent_at if self.mode is Mode.AGENT else None
        return replace(self, mode=Mode.AGENT, agent=agent, taken_at=now, agent_at=agent_at, callback="")

    def handed_back(self, now: datetime) -> Conversation:
        """The bot speaks again; why she waited and who held it is over."""
        return replace(
            self, mode=Mode.BOT, agent="", handoff_reason="", queued_at=None, back_at=now, callback="", failures=0
        )

    def left_queue(self) -> Conversation:
        """Nobody has spoken in between: what the bot has written still holds."""
        return replace(self, mode=Mode.BOT, handoff_reason="", queued_at=None, callback="", failures=0)


@dataclass(frozen=True, slots=True)
class Note:
    """An internal word about a conversation, which the customer never sees. ``author`` is as in audit rows."""

    conversation_id: str
    author: str
    text: str
    created_at: datetime
    id: int = 0
    """0 until it is stored."""
