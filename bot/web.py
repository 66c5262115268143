"""aiohttp pieces shared by the edges: keys, request ids, errors as HTTP, health."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from aiohttp import web

from bot.domain.errors import DomainError, IllegalTransition, NotFound, StoreBusy, WindowTaken
from bot.domain.values import new_id
from bot.ports import Deps

DEPS = web.AppKey("deps", Deps)
Probe = Callable[[], Awaitable[dict[str, bool]]]
"""Which neighbours answer, by name."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Holds the probe of ``/readyz``."""

    probe: Probe


READY = web.AppKey("ready", Readiness)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_STATUS: dict[type[Exception], int] = {NotFound: 404, WindowTaken: 409, IllegalTransition: 409, StoreBusy: 503}


@web.middleware
async def with_request_id(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Binds a request id to every log line of the request."""
    with structlog.contextvars.bound_contextvars(request_id=new_id("rq")):
        return await handler(request)


@web.middleware
async def with_errors_as_http(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The one place where the error family becomes HTTP (R15)."""
    try:
        return await handler(request)
    except (DomainError, StoreBusy) as error:
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 422)
        return web.json_response({"error": error.code}, status=status)


async def healthz(request: web.Request) -> web.Response:
    """The process is alive."""
    return web.json_response({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """Whether each neighbour answers; 503 while one that we cannot do without does not."""
    parts = await request.app[READY].probe()
    return web.json_response({"ready": all(parts.values()), **parts}, status=200 if all(parts.values()) else 503)


def add_health(app: web.Application, probe: Probe) -> None:
    app[READY] = Readiness(probe)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
