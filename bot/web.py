"""aiohttp pieces shared by the edges: keys, request ids, errors as HTTP, health."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import web

from bot.domain.errors import (
    DomainError,
    HoldExpired,
    IllegalTransition,
    InvalidData,
    NoProviderAvailable,
    NotAllowed,
    NotFound,
    PastWindow,
    StoreBusy,
    WindowTaken,
)
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

_STATUS: dict[type[Exception], int] = {
    InvalidData: 400,
    NotAllowed: 403,
    NotFound: 404,
    WindowTaken: 409,
    NoProviderAvailable: 409,
    IllegalTransition: 409,
    HoldExpired: 409,
    PastWindow: 409,
    StoreBusy: 503,
}

log = structlog.get_logger()


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
        return web.json_response({"error": error.code}, status=_status_of(error))


@web.middleware
async def with_errors_in_words(request: web.Request, handler: Handler) -> web.StreamResponse:
    """As ``with_errors_as_http`` for an API: every refusal is JSON with a code and one plain sentence (R15, R16)."""
    try:
        return await handler(request)
    except DomainError as error:
        return refusal(_status_of(error), error.code, str(error))
    except StoreBusy as error:
        return refusal(_status_of(error), error.code, "the database is busy, please try again", {"Retry-After": "1"})
    except web.HTTPException as error:
        if error.status < 400:
            raise
        code, words = error.reason.lower().replace(" ", "_"), _HTTP_WORDS.get(error.status, error.reason)
        return refusal(error.status, code, words)
    except Exception:  # the edge where errors become HTTP (R16): whatever it is, the caller gets an answer
        log.exception("request_failed", path=request.path)
        return refusal(500, "unexpected", "something went wrong here; it has been noted")


_HTTP_WORDS = {404: "there is no such path", 405: "the path knows other methods", 413: "the body is too large"}


def refusal(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"error": code, "message": message}, status=status, headers=headers, dumps=as_json)


def as_json(value: Any) -> str:
    """With Chinese as Chinese."""
    return json.dumps(value, ensure_ascii=False)


def _status_of(error: Exception) -> int:
    return next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 422)


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
