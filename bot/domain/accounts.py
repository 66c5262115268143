"""Who logs in to the console: accounts with passwords, their lock after wrong tries, and the sessions they open."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.access import Role

MOST_TRIES = 5
"""Wrong passwords in a row; the next try waits."""
LOCKED_FOR = timedelta(minutes=15)
IDLE = timedelta(hours=2)
"""A session that nobody has used for so long is over."""
LONGEST = timedelta(hours=12)
"""However busy it is, a session ends after so long: a working day."""
SEEN_EVERY = timedelta(minutes=1)
"""How exactly the last use is kept."""


@dataclass(frozen=True, slots=True)
class Account:
    """An agent's name, role and password; of the password only its hash is kept."""

    name: str
    role: Role
    password_hash: str
    created_at: datetime
    tries: int = 0
    """Since the last one that opened."""
    locked_until: datetime | None = None
    disabled_at: datetime | None = None

    @property
    def is_enabled(self) -> bool:
        return self.disabled_at is None

    def wait(self, now: datetime) -> timedelta:
        """For how long no password opens it."""
        return max(self.locked_until - now, timedelta(0)) if self.locked_until else timedelta(0)

    def tried(self, now: datetime) -> Account:
        """With one more try, which is counted before it is looked at, so that tries side by side are counted too."""
        tries = self.tries + 1
        return replace(self, tries=tries % MOST_TRIES, locked_until=now + LOCKED_FOR if tries >= MOST_TRIES else None)

    def opened(self) -> Account:
        return replace(self, tries=0, locked_until=None)

    def disabled(self, now: datetime) -> Account:
        return replace(self, disabled_at=now)


@dataclass(frozen=True, slots=True)
class Session:
    """One log-in on one device; its secret is the cookie, of which only the hash is kept."""

    secret_hash: str
    account: str
    created_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.seen_at + IDLE and now < self.created_at + LONGEST

    def is_to_be_noted(self, now: datetime) -> bool:
        """Whether that somebody uses it is not known to the minute yet."""
        return now >= self.seen_at + SEEN_EVERY

    def ended(self, now: datetime) -> Session:
        return replace(self, ended_at=now)


def csrf_token(secret: str) -> str:
    """What a page of the session shows with each change: it follows from the cookie and does not give it away."""
    return hashlib.sha256(f"csrf\n{secret}".encode()).hexdigest()


def is_csrf_token(shown: str, secret: str) -> bool:
    return hmac.compare_digest(shown.encode(), csrf_token(secret).encode())
