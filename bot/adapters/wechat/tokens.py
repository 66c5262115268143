"""The access token: one fetch for everybody, kept where all processes see it."""

from __future__ import annotations

import asyncio
import secrets
from typing import Protocol

import aiohttp
import structlog

from bot.adapters.wechat.error_codes import ALARMING, TOKEN_REFUSED, remedy_for
from bot.adapters.wechat.http import TIMEOUT, as_json, errcode_of, exchange
from bot.domain.errors import ChannelError, Remedy

log = structlog.get_logger()

_MARGIN = 300.0
"""Seconds; the platform rotates five minutes before the end, and both tokens work meanwhile."""

_LOCK_SECONDS = 10.0
_WAIT_SECONDS = 6.0
_POLL_SECONDS = 0.1


class TokenStore(Protocol):
    """Values with an end, and a lock; all of it may be lost at any time."""

    async def get(self, key: str) -> str | None: ...

    async def put(self, key: str, value: str, seconds: float) -> None: ...

    async def discard(self, key: str, value: str) -> bool:
        """Removes the key only if it still holds ``value``."""
        ...

    async def claim(self, key: str, owner: str, seconds: float) -> bool:
        """Takes the key for ``owner`` unless somebody holds it; ``discard(key, owner)`` gives it back."""
        ...


class MemoryTokenStore:
    """The twin of one process."""

    def __init__(self) -> None:
        self._values: dict[str, tuple[str, float]] = {}

    async def get(self, key: str) -> str | None:
        value, until = self._values.get(key, (None, 0.0))
        return value if until > _now() else None

    async def put(self, key: str, value: str, seconds: float) -> None:
        self._values[key] = (value, _now() + seconds)

    async def discard(self, key: str, value: str) -> bool:
        if await self.get(key) != value:
            return False
        del self._values[key]
        return True

    async def claim(self, key: str, owner: str, seconds: float) -> bool:
        if await self.get(key) is not None:
            return False
        await self.put(key, owner, seconds)
        return True


class StableToken:
    """The token of one account from ``/cgi-bin/stable_token`` (official page 获取稳定版接口调用凭据)."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        api_base: str,
        app_id: str,
        app_secret: str,
        store: TokenStore,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        self._session = session
        self._url = f"{api_base.rstrip('/')}/cgi-bin/stable_token"
        self._app_id = app_id
        self._app_secret = app_secret
        self._store = store
        self._timeout = timeout
        self._key = f"wechat:token:{app_id}"
        self._flight: asyncio.Task[str] | None = None

    async def current(self) -> str:
        """A token believed valid; raises ``ChannelError``. Callers side by side share one fetch and its failure."""
        token = await self._store.get(self._key)
        if token is not None:
            return token
        if self._flight is None:
            self._flight = asyncio.create_task(self._fetch_alone())
            self._flight.add_done_callback(self._landed)
        # A caller that is cancelled must not take the others' fetch with it.
        return await asyncio.shield(self._flight)

    async def discard(self, failed_token: str) -> None:
        """Forgets the token that the platform refused, and no newer one."""
        await self._store.discard(self._key, failed_token)

    def _landed(self, flight: asyncio.Task[str]) -> None:
        self._flight = None
        if not flight.cancelled():
            flight.exception()

    async def _fetch_alone(self) -> str:
        """Fetches under the lock that the processes share; waits a bounded time for whoever holds it."""
        lock, owner = f"{self._key}:lock", secrets.token_hex(8)
        deadline = _now() + _WAIT_SECONDS
        claimed = await self._store.claim(lock, owner, _LOCK_SECONDS)
        try:
            while True:
                token = await self._store.get(self._key)
                if token is not None:
                    return token
                # A holder that died must not stop us: the call is idempotent, so a second fetch does no harm.
                if claimed or _now() >= deadline:
                    return await self._fetch()
                await asyncio.sleep(_POLL_SECONDS)
                claimed = await self._store.claim(lock, owner, _LOCK_SECONDS)
        finally:
            if claimed:
                await self._store.discard(lock, owner)

    async def _fetch(self) -> str:
        body = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._app_secret,
            "force_refresh": False,
        }
        parsed = as_json(await exchange(self._session, "POST", self._url, {}, body, self._timeout))
        errcode, token, lasts = errcode_of(parsed), parsed.get("access_token"), parsed.get("expires_in")
        if errcode:
            # Here 40001 means a wrong secret: another fetch would not help.
            remedy = Remedy.GIVE_UP if errcode in TOKEN_REFUSED else remedy_for(errcode)
            if errcode in ALARMING:
                log.error("wechat_account_refused", errcode=errcode, detail=str(parsed.get("errmsg", "")))
            raise ChannelError(remedy, errcode, str(parsed.get("errmsg", "")))
        if not isinstance(token, str) or not token or not isinstance(lasts, int | float):
            raise ChannelError(Remedy.RETRY, 0, "no token in the answer")
        await self._store.put(self._key, token, max(lasts - _MARGIN, min(lasts / 2, 30.0)))
        log.info("access_token_fetched", lasts=lasts)
        return token


def _now() -> float:
    """The loop's own seconds: lifetimes, not dates."""
    return asyncio.get_running_loop().time()
