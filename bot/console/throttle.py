"""Slows down who guesses tokens or passwords: failures counted by address or name, in this process's memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MOST_FAILURES = 10
WITHIN = timedelta(minutes=1)
_MOST_ADDRESSES = 10_000


@dataclass(frozen=True, slots=True)
class _Failures:
    since: datetime
    count: int


@dataclass
class Throttle:
    """An address that has failed ``most`` times is not heard until ``within`` its first failure is over.

    Each process counts for itself and forgets with its end. Addresses are those of the connection: behind a proxy it
    is the proxy's, so the proxy must do the slowing down.
    """

    most: int = MOST_FAILURES
    within: timedelta = WITHIN
    failures: OrderedDict[str, _Failures] = field(default_factory=OrderedDict)

    def wait(self, address: str, now: datetime) -> timedelta:
        """For how long the address is not heard; nothing where it is."""
        known = self._lasting(address, now)
        if known is None or known.count < self.most:
            return timedelta(0)
        return known.since + self.within - now

    def failed(self, address: str, now: datetime) -> None:
        known = self._lasting(address, now)
        self.failures[address] = _Failures(known.since, known.count + 1) if known else _Failures(now, 1)
        if len(self.failures) > _MOST_ADDRESSES:
            self.failures.popitem(last=False)

    def _lasting(self, address: str, now: datetime) -> _Failures | None:
        known = self.failures.get(address)
        if known is not None and now >= known.since + self.within:
            del self.failures[address]
            return None
        return known


@dataclass
class Locks:
    """Names lock here as accounts do, whether there are any: after ``most`` failures in a row, for ``lasting``.

    What a stranger is told follows from this alone, so that it says nothing about who has an account.
    """

    most: int
    lasting: timedelta
    failures: OrderedDict[str, _Failures] = field(default_factory=OrderedDict)

    def wait(self, name: str, now: datetime) -> timedelta:
        known = self.failures.get(name)
        if known is None or known.count < self.most:
            return timedelta(0)
        return max(known.since + self.lasting - now, timedelta(0))

    def failed(self, name: str, now: datetime) -> None:
        known = self.failures.pop(name, None)
        self.failures[name] = _Failures(now, known.count % self.most + 1 if known else 1)
        if len(self.failures) > _MOST_ADDRESSES:
            self.failures.popitem(last=False)

    def forget(self, name: str) -> None:
        self.failures.pop(name, None)
