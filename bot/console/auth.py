"""Who calls: every path wants a token, or the session of a log-in, of a role that its route names."""

from __future__ import annotations

import math
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.console.calls import Table
from bot.console.safety import NO_STORE, to_log_in
from bot.console.throttle import Throttle
from bot.domain.access import Role, Token
from bot.domain.accounts import csrf_token, is_csrf_token
from bot.usecases.access import holder_of
from bot.usecases.log_in import opened_by, used
from bot.web import DEPS, Handler, refusal

log = structlog.get_logger()

TABLE: web.AppKey[Table] = web.AppKey("table", dict)
PAGE_ROLES: web.AppKey[dict[tuple[str, str], frozenset[Role]]] = web.AppKey("page_roles", dict)
THROTTLE = web.AppKey("throttle", Throttle)
COOKIE = web.AppKey("cookie", str)
"""The cookie's name."""
CALLER = web.RequestKey("caller", Token)
CSRF = web.RequestKey("csrf", str)
"""Of a caller who has a session: what a change must show."""

OPEN_PATHS = frozenset({"/healthz", "/readyz", "/api/openapi.json", "/login"})
STATIC = "/static/"

IN_BACKGROUND = "X-In-Background"
"""Sent by a page that asks by itself: nobody is there, so the session grows old."""

_SCHEME = "bearer "
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@web.middleware
async def with_caller(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Puts the caller's ``Token`` under ``CALLER``; a session's holder counts as one who has a token of her role.

    API: 401 without a valid one, 403 without the role, 429 to guessers. Pages: on to the log-in.
    """
    if request.path in OPEN_PATHS or request.path.startswith(STATIC):
        return await handler(request)
    header, secret = request.headers.get("Authorization"), request.cookies.get(request.app[COOKIE], "")
    if header is None and secret:
        refused = await _with_session(request, secret)
    elif header is None and not is_of_api(request):
        return to_log_in(request)
    else:
        refused = await _with_token(request, header or "")
    if refused is not None:
        return refused
    caller, roles = request[CALLER], _roles(request)
    if roles is not None and caller.role not in roles:
        log.warning("api_call_forbidden", path=request.path, role=caller.role.value, caller=caller.actor)
        return refusal(403, "forbidden", f"this is not for the role {caller.role.value}")
    return await handler(request)


def is_of_api(request: web.Request) -> bool:
    """Whether the answer is JSON for a program, not a page for a person."""
    return request.path.startswith("/api/") or request.path == "/api"


def _roles(request: web.Request) -> frozenset[Role] | None:
    resource = request.match_info.route.resource
    key = (request.method, resource.canonical if resource is not None else "")
    route = request.app[TABLE].get(key)
    return route.roles if route is not None else request.app[PAGE_ROLES].get(key)


async def _with_token(request: web.Request, header: str) -> web.Response | None:
    throttle, now, address = request.app[THROTTLE], request.app[DEPS].clock.now(), request.remote or ""
    wait = throttle.wait(address, now)
    if wait and header:
        seconds = str(math.ceil(wait.total_seconds()))
        return refusal(429, "too_many_failures", "too many wrong tokens, please wait", {"Retry-After": seconds})
    caller = None
    if header.lower().startswith(_SCHEME):
        async with request.app[DEPS].uow(reads_only=True) as uow:
            caller = await holder_of(uow, header[len(_SCHEME) :].strip())
    if caller is None:
        if header:
            throttle.failed(address, now)
        log.warning("api_call_refused", remote=address, path=request.path)
        headers = {"WWW-Authenticate": "Bearer"}
        return refusal(401, "unauthorized", "this needs a valid token: Authorization: Bearer …", headers)
    request[CALLER] = caller
    return None


async def _with_session(request: web.Request, secret: str) -> web.Response | None:
    deps = request.app[DEPS]
    async with deps.uow(reads_only=True) as uow:
        opened = await opened_by(deps, uow, secret)
    if opened is not None and IN_BACKGROUND not in request.headers:
        await used(deps, opened.session)
    if opened is None:
        if not is_of_api(request):
            return to_log_in(request)
        return refusal(401, "unauthorized", "the session is over, please log in again", NO_STORE)
    if request.method not in _SAFE and not await _is_meant(request, secret):
        log.warning("api_call_forged", path=request.path, caller=f"agent:{opened.account.name}")
        return refusal(403, "forged", "the call does not come from a page of this session")
    account = opened.account
    request[CALLER] = Token(opened.session.secret_hash, account.role, account.name, opened.session.created_at)
    request[CSRF] = csrf_token(secret)
    return None


async def may_still_call(request: web.Request) -> bool:
    """Whether a call that lasts would be let in again now: its token or session opens, and for the same role."""
    deps, caller = request.app[DEPS], request[CALLER]
    async with deps.uow(reads_only=True) as uow:
        if CSRF not in request:
            token = await uow.tokens.by_hash(caller.token_hash)
            return token is not None and token.is_valid
        opened = await opened_by(deps, uow, request.cookies.get(request.app[COOKIE], ""))
    return opened is not None and opened.account.role is caller.role


async def _is_meant(request: web.Request, secret: str) -> bool:
    """Whether a change comes from one of our pages: from here, and with the session's own token."""
    if not is_from_here(request):
        return False
    shown = request.headers.get("X-CSRF-Token", "")
    if not shown and request.content_type == "application/x-www-form-urlencoded":
        shown = str((await request.post()).get("csrf", ""))
    return is_csrf_token(shown, secret)


def is_from_here(request: web.Request) -> bool:
    """Browsers say where a change comes from; who says nothing is no browser."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "same-origin")
    return site in ("same-origin", "none") and (origin is None or urlsplit(origin).netloc == request.host)
