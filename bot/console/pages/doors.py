"""The log-in page and the way out: the only pages that change something themselves, as they make and end sessions."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from aiohttp import web

from bot.console.auth import COOKIE, is_from_here
from bot.console.pages.served import html
from bot.console.safety import NO_STORE, safe_next
from bot.console.throttle import Locks, Throttle
from bot.domain.accounts import LOCKED_FOR, MOST_TRIES
from bot.usecases.log_in import LogIn, log_in, log_out, opened_by
from bot.web import DEPS

log = structlog.get_logger()

_LONGEST_NAME = 40
_MOST_FROM_ADDRESS = 20


@dataclass
class Doorkeeper:
    """Counts what fails at the log-in beside the account's own count: by address, and by name whether it exists or not.

    So a name that nobody has is locked like one that somebody has, and tells a stranger nothing. An account that is
    locked while this process knows of no tries is refused like a wrong password.
    """

    addresses: Throttle = field(default_factory=lambda: Throttle(most=_MOST_FROM_ADDRESS, within=LOCKED_FOR))
    names: Locks = field(default_factory=lambda: Locks(MOST_TRIES, LOCKED_FOR))


DOORKEEPER = web.AppKey("doorkeeper", Doorkeeper)
SECURE = web.AppKey("secure", bool)


async def show_log_in(request: web.Request) -> web.Response:
    wanted = safe_next(request.query.get("next", "/"))
    deps, secret = request.app[DEPS], request.cookies.get(request.app[COOKIE], "")
    if secret:
        async with deps.uow(reads_only=True) as uow:
            opened = await opened_by(deps, uow, secret)
        if opened is not None:
            return _see(wanted)
    return _form(request, wanted)


async def take_log_in(request: web.Request) -> web.Response:
    if not is_from_here(request):
        log.warning("log_in_forged", remote=request.remote)
        return html(request, "refused.html", status=403, title="没有登录", words="请从工作台自己的登录页登录。")
    deps, keeper, now = request.app[DEPS], request.app[DOORKEEPER], request.app[DEPS].clock.now()
    given = await request.post()
    name, password = str(given.get("name", "")).strip(), str(given.get("password", ""))
    wanted, address = safe_next(str(given.get("next", "/"))), request.remote or ""
    wait = max(keeper.addresses.wait(address, now), keeper.names.wait(name, now))
    if wait:
        return _form(request, wanted, wait=wait)
    answer = await log_in(deps, name, password) if 0 < len(name) <= _LONGEST_NAME else LogIn()
    if not answer.secret:
        keeper.addresses.failed(address, now)
        keeper.names.failed(name, now)
        log.warning("log_in_refused", remote=address, locked=bool(keeper.names.wait(name, now)))
        wait = max(keeper.names.wait(name, now), keeper.addresses.wait(address, now))
        return _form(request, wanted, wait=wait, failed=True)
    keeper.names.forget(name)
    before = request.cookies.get(request.app[COOKIE], "")
    if before:
        await _end(request, before)
    log.info("logged_in", caller=f"agent:{name}")
    response = _see(wanted)
    secure = request.app[SECURE]
    response.set_cookie(request.app[COOKIE], answer.secret, path="/", httponly=True, samesite="Lax", secure=secure)
    return response


async def take_log_out(request: web.Request) -> web.Response:
    await _end(request, request.cookies.get(request.app[COOKIE], ""))
    response = _see("/login")
    response.del_cookie(request.app[COOKIE], path="/", httponly=True, samesite="Lax", secure=request.app[SECURE])
    return response


async def _end(request: web.Request, secret: str) -> None:
    deps = request.app[DEPS]
    async with deps.uow() as uow:
        await log_out(deps, uow, secret)
        await uow.commit()


def _see(path: str) -> web.Response:
    return web.Response(status=303, headers={"Location": path, **NO_STORE})


def _form(request: web.Request, wanted: str, wait: timedelta = timedelta(0), failed: bool = False) -> web.Response:
    minutes = math.ceil(wait.total_seconds() / 60)
    status = 429 if wait else 401 if failed else 200
    answer = html(request, "log_in.html", status=status, next=wanted, minutes=minutes, failed=failed)
    if wait:
        answer.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return answer
