"""The platform API's conventions: bodies, errors as JSON with HTTP 200, access tokens, quotas, faults."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from aiohttp import web

from bot.simulator.errors import ApiError
from bot.simulator.platform import Platform

PLATFORM = web.AppKey("platform", Platform)
TOKEN_PATHS = ("/cgi-bin/token", "/cgi-bin/stable_token")
SEND_PATH = "/cgi-bin/message/custom/send"
SEND_ONLY_CODES = (45015, 45047)
MESSAGES = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40125: "invalid appsecret",
    40164: "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
}
# \u escapes from the Chinese blocks, not preceded by a backslash that is itself escaped.
ESCAPED_CHINESE = re.compile(rb"(?<!\\)(?:\\\\)*\\u(?:[23][0-9a-f]|[4-9][0-9a-f]|f[9af]|ff)[0-9a-f]{2}", re.IGNORECASE)
LATIN_PUNCTUATION = re.compile(rb"\\u20[0-9a-f]{2}", re.IGNORECASE)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def now_of(request: web.Request) -> datetime:
    return request.app[PLATFORM].clock.now()


def answer(body: Mapping[str, object] | None = None) -> web.Response:
    """Success; without a body ``{"errcode": 0, "errmsg": "ok"}``."""
    return web.json_response(body or {"errcode": 0, "errmsg": "ok"}, dumps=_dumps)


async def read_object(request: web.Request) -> dict[str, object]:
    """The JSON object of a call: 44002 empty, 40033 escaped Chinese, 47001 anything that is no object."""
    raw = await request.read()
    if not raw.strip():
        raise ApiError(44002, "empty post data")
    if ESCAPED_CHINESE.search(LATIN_PUNCTUATION.sub(b"", raw)):
        raise ApiError(40033, "invalid charset. please check your request, if include \\uxxxx will create fail!")
    try:
        body = json.loads(raw)
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise ApiError(47001, "data format error") from error
    if not isinstance(body, dict):
        raise ApiError(47001, "data format error")
    return body


def need_service_account(request: web.Request) -> None:
    """Custom messages and notices belong to certified service accounts."""
    if request.app[PLATFORM].config.account == "subscription":
        raise ApiError(48001, "api unauthorized")


@web.middleware
async def platform_rules(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every ``/cgi-bin`` call passes faults, token check and daily quota; errors become JSON with a rid."""
    if not request.path.startswith("/cgi-bin/"):
        return await handler(request)
    platform = request.app[PLATFORM]
    try:
        interruption = await _faulty(request, platform)
        if interruption is not None:
            return interruption
        if request.path not in TOKEN_PATHS:
            platform.tokens.check(request.query.get("access_token"), platform.clock.now())
        platform.count_call(request.path)
        return await handler(request)
    except ApiError as error:
        return _refusal(error)
    except web.HTTPMethodNotAllowed as error:
        needed = 43002 if "POST" in error.allowed_methods else 43001
        return _refusal(ApiError(needed, f"require {'POST' if needed == 43002 else 'GET'} method"))


async def _faulty(request: web.Request, platform: Platform) -> web.StreamResponse | None:
    faults = platform.faults
    if faults.is_on("api_hang"):
        await faults.until_off("api_hang")
    status = faults.number("api_http_status")
    if status is not None:
        return web.Response(status=status, text="<html><center><h1>Bad Gateway</h1></center></html>")
    code = faults.number("token_errcode" if request.path in TOKEN_PATHS else "api_errcode")
    if code is not None and (code not in SEND_ONLY_CODES or request.path == SEND_PATH):
        raise ApiError(code, MESSAGES.get(code, "error"))
    return None


def _refusal(error: ApiError) -> web.Response:
    rid = "-".join(secrets.token_hex(4) for _ in range(3))
    return web.json_response({"errcode": error.errcode, "errmsg": f"{error.errmsg} rid: {rid}"}, dumps=_dumps)


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
