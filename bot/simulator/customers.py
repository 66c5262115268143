"""The account's customers: who follows, what may still be sent to them, what they consented to."""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.simulator.config import Opening, Quota
from bot.simulator.errors import ApiError, ScriptError

OPENID_ALPHABET = string.ascii_letters + string.digits + "_-"
TYPING_LASTS = timedelta(seconds=15)
TYPING_NEEDS_ACTION_WITHIN = timedelta(seconds=30)


@dataclass
class Bucket:
    left: int
    expires_at: datetime


@dataclass
class Customer:
    """``followed_at`` is the last follow; ``follows`` tells whether it still holds."""

    openid: str
    name: str
    follows: bool
    followed_at: datetime | None
    scene: str = ""
    buckets: dict[Opening, Bucket] = field(default_factory=dict)
    consents: dict[str, int] = field(default_factory=dict)
    last_action_at: datetime | None = None
    typing_until: datetime | None = None
    sending: bool = False
    last_event_second: int | None = None

    def act(self, opening: Opening | None, quotas: Mapping[Opening, Quota], now: datetime) -> None:
        """Something the customer did; an opening fills its own bucket again."""
        self.last_action_at = now
        if opening is not None:
            quota = quotas[opening]
            self.buckets[opening] = Bucket(quota.count, now + quota.valid_for)

    def spend(self, now: datetime) -> None:
        """One message from the live bucket that expires first; 45015 without a live one, 45047 if all are empty."""
        live = sorted(
            (bucket for bucket in self.buckets.values() if bucket.expires_at > now), key=lambda it: it.expires_at
        )
        if not live:
            raise ApiError(45015, "response out of time limit or subscription is canceled")
        filled = next((bucket for bucket in live if bucket.left > 0), None)
        if filled is None:
            raise ApiError(45047, "out of response count limit")
        filled.left -= 1

    def check_window(self, now: datetime) -> None:
        """What ``spend`` would refuse, without spending."""
        live = [bucket for bucket in self.buckets.values() if bucket.expires_at > now]
        if not live:
            raise ApiError(45015, "response out of time limit or subscription is canceled")
        if all(bucket.left == 0 for bucket in live):
            raise ApiError(45047, "out of response count limit")

    def follow(self, now: datetime, scene: str = "") -> None:
        self.follows, self.followed_at, self.scene = True, now, scene

    def unfollow(self) -> None:
        self.follows = False
        self.buckets.clear()
        self.typing_until = None

    def is_typed_to(self, now: datetime) -> bool:
        return self.typing_until is not None and self.typing_until > now

    def quota_json(self, now: datetime) -> list[dict[str, object]]:
        return [
            {
                "bucket": opening,
                "left": bucket.left,
                "expires_at": bucket.expires_at.isoformat(),
                "seconds_left": int((bucket.expires_at - now).total_seconds()),
            }
            for opening, bucket in sorted(self.buckets.items(), key=lambda item: item[1].expires_at)
            if bucket.expires_at > now
        ]

    def to_json(self, now: datetime) -> dict[str, object]:
        return {
            "openid": self.openid,
            "name": self.name,
            "follows": self.follows,
            "typing": self.is_typed_to(now),
            "consents": dict(self.consents),
        }


class Customers:
    def __init__(self) -> None:
        self._by_openid: dict[str, Customer] = {}

    def add(self, name: str | None, now: datetime, *, openid: str | None = None, follows: bool = True) -> Customer:
        """A new customer; an openid of one's own choice must be new and well formed."""
        chosen = openid or "o" + "".join(secrets.choice(OPENID_ALPHABET) for _ in range(27))
        if not 1 <= len(chosen) <= 64 or set(chosen) - set(OPENID_ALPHABET):
            raise ScriptError("an openid has 1 to 64 characters of A-Z a-z 0-9 _ -")
        if chosen in self._by_openid:
            raise ScriptError(f"customer {chosen} exists")
        customer = Customer(chosen, name or f"客户{len(self._by_openid) + 1}", follows, now if follows else None)
        self._by_openid[chosen] = customer
        return customer

    def all(self) -> list[Customer]:
        return list(self._by_openid.values())

    def known(self, openid: str) -> Customer:
        """For scripts: 404 if there is none."""
        if openid not in self._by_openid:
            raise ScriptError(f"no customer {openid}", 404)
        return self._by_openid[openid]

    def addressed(self, openid: object) -> Customer:
        """For API calls: 40003 if there is none."""
        if not isinstance(openid, str) or openid not in self._by_openid:
            raise ApiError(40003, "invalid openid")
        return self._by_openid[openid]
