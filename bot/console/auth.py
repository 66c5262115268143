"""Who calls: every path wants a token of a role that its route names, except the few that are open."""

from __future__ import annotations

import math

import structlog
from aiohttp import web

from bot.console.calls import Table
from bot.console.throttle import Throttle
from bot.domain.access import Token
from bot.usecases.access import holder_of
from bot.web import DEPS, Handler, refusal

log = structlog.get_logger()

TABLE: web.AppKey[Table] = web.AppKey("table", dict)
THROTTLE = web.AppKey("throttle", Throttle)
CALLER = web.RequestKey("caller", Token)

OPEN_PATHS = frozenset({"/healthz", "/readyz", "/api/openapi.json"})

_SCHEME = "bearer "


@web.middleware
async def with_caller(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Puts the caller's ``Token`` under ``CALLER``; 401 without a valid one, 403 without the role, 429 to guessers."""
    if request.path in OPEN_PATHS:
        return await handler(request)
    throttle, now, address = request.app[THROTTLE], request.app[DEPS].clock.now(), request.remote or ""
    wait = throttle.wait(address, now)
    if wait:
        seconds = str(math.ceil(wait.total_seconds()))
        return refusal(429, "too_many_failures", "too many wrong tokens, please wait", {"Retry-After": seconds})
    caller = await _caller_of(request)
    if caller is None:
        throttle.failed(address, now)
        log.warning("api_call_refused", remote=address, path=request.path)
        headers = {"WWW-Authenticate": "Bearer"}
        return refusal(401, "unauthorized", "this needs a valid token: Authorization: Bearer …", headers)
    resource = request.match_info.route.resource
    route = request.app[TABLE].get((request.method, resource.canonical if resource is not None else ""))
    if route is not None and caller.role not in route.roles:
        log.warning("api_call_forbidden", path=request.path, role=caller.role.value, caller=caller.actor)
        return refusal(403, "forbidden", f"this is not for the role {caller.role.value}")
    request[CALLER] = caller
    return await handler(request)


async def _caller_of(request: web.Request) -> Token | None:
    header = request.headers.get("Authorization", "")
    if not header.lower().startswith(_SCHEME):
        return None
    async with request.app[DEPS].uow() as uow:
        return await holder_of(uow, header[len(_SCHEME) :].strip())
