"""Access tokens of both kinds: issue, rotation, grace, expiry and quotas by the virtual clock."""

from __future__ import annotations

import secrets
from collections import Counter, deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.simulator.errors import ApiError

STABLE_ROTATES_BEFORE = timedelta(minutes=5)
FORCE_PAUSE = timedelta(seconds=30)
FORCE_PER_DAY = 20
STABLE_PER_MINUTE = 10_000


@dataclass
class _Issued:
    value: str
    valid_until: datetime
    replaced: bool = False


class Tokens:
    """``/token`` and ``/stable_token`` never invalidate each other's tokens."""

    def __init__(self, lifetime: timedelta, grace: timedelta) -> None:
        self._lifetime = lifetime
        self._grace = grace
        self._known: dict[str, _Issued] = {}
        self._classic: _Issued | None = None
        self._stable: _Issued | None = None
        self._forced: deque[datetime] = deque()
        self._stable_calls: deque[datetime] = deque()
        self.fetched: Counter[str] = Counter()

    def classic(self, now: datetime) -> tuple[str, int]:
        """A new token each time; the one before works on for the grace only."""
        self.fetched["token"] += 1
        if self._classic is not None:
            self._retire(self._classic, now + self._grace)
        self._classic = self._issue(now)
        return self._classic.value, int(self._lifetime.total_seconds())

    def stable(self, now: datetime, *, force: bool) -> tuple[str, int]:
        """The same token while valid, with the seconds it has left."""
        self.fetched["stable"] += 1
        self._limit_per_minute(now)
        if force:
            self._force(now)
        current = self._stable
        if current is None or now >= current.valid_until - STABLE_ROTATES_BEFORE:
            if current is not None:
                current.replaced = True
            current = self._stable = self._issue(now)
        return current.value, int((current.valid_until - now).total_seconds())

    def check(self, value: str | None, now: datetime) -> None:
        """41001 without a token, 40014 for one never issued, 40001 for a replaced one, 42001 for an old one."""
        if not value:
            raise ApiError(41001, "access_token missing")
        issued = self._known.get(value)
        if issued is None:
            raise ApiError(40014, "invalid access_token")
        if now < issued.valid_until:
            return
        if issued.replaced:
            raise ApiError(40001, "invalid credential, access_token is invalid or not latest")
        raise ApiError(42001, "access_token expired")

    def revoke_all(self, now: datetime) -> None:
        """Every token dies now, as after a leak was reported."""
        for issued in self._known.values():
            self._retire(issued, now)
        self._classic = self._stable = None

    def _force(self, now: datetime) -> None:
        while self._forced and self._forced[0] <= now - timedelta(days=1):
            self._forced.popleft()
        if self._forced and now - self._forced[-1] < FORCE_PAUSE:
            return
        if len(self._forced) >= FORCE_PER_DAY:
            raise ApiError(45009, "reach max api daily quota limit")
        self._forced.append(now)
        self.fetched["forced"] += 1
        if self._stable is not None:
            self._retire(self._stable, now)
            self._stable = None

    def _limit_per_minute(self, now: datetime) -> None:
        while self._stable_calls and self._stable_calls[0] <= now - timedelta(minutes=1):
            self._stable_calls.popleft()
        if len(self._stable_calls) >= STABLE_PER_MINUTE:
            raise ApiError(45011, "api minute-quota reach limit")
        self._stable_calls.append(now)

    def _issue(self, now: datetime) -> _Issued:
        issued = _Issued(f"{secrets.randbelow(90) + 10}_{secrets.token_urlsafe(96)}", now + self._lifetime)
        self._known[issued.value] = issued
        return issued

    def _retire(self, issued: _Issued, at: datetime) -> None:
        issued.replaced = True
        issued.valid_until = min(issued.valid_until, at)
