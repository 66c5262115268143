"""Who may use the JSON API and for what: roles, tokens, and what a provider sees of a customer."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from bot.domain.booking import UPCOMING, Booking, BookingState
from bot.domain.errors import InvalidData
from bot.domain.values import to_local

_NAME = re.compile(r"[\w.-]{1,40}")


class Role(Enum):
    PROVIDER = "provider"
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


STAFF = frozenset({Role.AGENT, Role.SUPERVISOR, Role.ADMIN})
"""Roles of agents (坐席)."""


@dataclass(frozen=True, slots=True)
class Token:
    """``subject`` is an agent's name or a provider's id; of the secret itself only its hash is kept."""

    token_hash: str
    role: Role
    subject: str
    created_at: datetime
    disabled_at: datetime | None = None

    @property
    def is_valid(self) -> bool:
        return self.disabled_at is None

    @property
    def actor(self) -> str:
        """The name of its holder in events and audit rows; no agent can be called like a customer or a provider."""
        return self.subject if self.role is Role.PROVIDER else f"agent:{self.subject}"

    def disabled(self, now: datetime) -> Token:
        return replace(self, disabled_at=now)


def new_secret() -> str:
    """What the holder of a token is given, once."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """Plain SHA-256 is enough: nobody guesses 256 bits of chance."""
    return hashlib.sha256(secret.encode()).hexdigest()


def agent_name(said: str) -> str:
    """The name, if it is one: a word of letters, digits, dots and dashes."""
    if not _NAME.fullmatch(said):
        raise InvalidData(f"{said!r} is no name of an agent: letters, digits, dots and dashes, at most 40")
    return said


def is_promised_to(booking: Booking, provider_id: str) -> bool:
    """Whether it is hers to see: while a review is open nobody is promised yet, and may yet be replaced."""
    shown = booking.state is not BookingState.HELD and not booking.awaits_review
    return shown and provider_id in booking.provider_ids


def may_call(booking: Booking, now: datetime, zone: ZoneInfo) -> bool:
    """Whether its providers see the customer's phone: from the day before the visit until it is over."""
    if booking.state not in UPCOMING:
        return False
    running = booking.state is not BookingState.CONFIRMED
    today, day = to_local(now, zone).date(), to_local(booking.window.start, zone).date()
    return running or day - timedelta(days=1) <= today <= day
