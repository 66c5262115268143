"""The action server: rasa_sdk's executor behind aiohttp, refused without the shared token."""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from typing import Any

import structlog
from aiohttp import web
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionMissingDomainException, ActionNotFoundException

from actions.turn import ActionTurn
from bot.ports import Deps
from bot.web import DEPS, with_request_id

log = structlog.get_logger()

TOKEN = web.AppKey("token", str)
EXECUTOR = web.AppKey("executor", ActionExecutor)

_MAX_BODY = 16 * 1024 * 1024
"""Rasa sends the whole tracker with each call."""


def all_actions(deps: Deps) -> Sequence[Action]:
    """Every action of the product, as instances (R19)."""
    return (ActionTurn(deps),)


def create_app(deps: Deps, token: str) -> web.Application:
    executor = ActionExecutor()
    for action in all_actions(deps):
        executor.register_action(action)
    app = web.Application(client_max_size=_MAX_BODY, middlewares=[with_request_id])
    app[DEPS] = deps
    app[TOKEN] = token
    app[EXECUTOR] = executor
    app.router.add_post("/webhook", webhook)
    app.router.add_get("/health", health)
    return app


async def health(request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def webhook(request: web.Request) -> web.Response:
    """One action call; statuses as in rasa_sdk's own server, which Rasa reads."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), request.app[TOKEN].encode()):
        log.warning("action_call_refused", remote=request.remote)
        return web.json_response({"error": "missing or wrong token"}, status=403)
    call = await _call_of(request)
    if call is None:
        return web.json_response({"error": "the body is no action call"}, status=400)
    try:
        result = await request.app[EXECUTOR].run(call)
    except ActionExecutionRejection as error:
        return web.json_response({"error": error.message, "action_name": error.action_name}, status=400)
    except ActionNotFoundException as error:
        return web.json_response({"error": error.message, "action_name": error.action_name}, status=404)
    except ActionMissingDomainException as error:
        return web.json_response({"error": error.message, "action_name": error.action_name}, status=449)
    return web.json_response(result.model_dump() if result else None)


async def _call_of(request: web.Request) -> dict[str, Any] | None:
    try:
        call = json.loads(await request.read())  # aiohttp has inflated a compressed body already
    except ValueError:
        return None
    return call if isinstance(call, dict) and "tracker" in call else None
