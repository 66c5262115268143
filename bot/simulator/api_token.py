"""``/cgi-bin/token`` and ``/cgi-bin/stable_token``."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from aiohttp import web

from bot.simulator.api import PLATFORM, answer, now_of, read_object
from bot.simulator.config import SimulatorConfig
from bot.simulator.errors import ApiError


async def get_token(request: web.Request) -> web.StreamResponse:
    platform = request.app[PLATFORM]
    _check_credentials(platform.config, request.query)
    value, expires_in = platform.tokens.classic(now_of(request))
    return answer({"access_token": value, "expires_in": expires_in})


async def get_stable_token(request: web.Request) -> web.StreamResponse:
    platform = request.app[PLATFORM]
    body = await read_object(request)
    _check_credentials(platform.config, body)
    value, expires_in = platform.tokens.stable(now_of(request), force=body.get("force_refresh") is True)
    return answer({"access_token": value, "expires_in": expires_in})


def _check_credentials(config: SimulatorConfig, given: Mapping[str, object]) -> None:
    if given.get("grant_type") != "client_credential":
        raise ApiError(40002, "invalid grant_type")
    app_id, secret = given.get("appid"), given.get("secret")
    if not app_id:
        raise ApiError(41002, "appid missing")
    if not secret:
        raise ApiError(41004, "appsecret missing")
    if app_id != config.app_id:
        raise ApiError(40013, "invalid appid")
    if not isinstance(secret, str) or not hmac.compare_digest(secret.encode(), config.app_secret.encode()):
        raise ApiError(40125, "invalid appsecret")


ROUTES = [
    web.get("/cgi-bin/token", get_token),
    web.post("/cgi-bin/stable_token", get_stable_token),
]
