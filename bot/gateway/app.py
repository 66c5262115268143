"""The gateway's aiohttp application: WeChat's callback and health, nothing else."""

from __future__ import annotations

from aiohttp import web

from bot.gateway.wechat import ACCOUNT, WeChatAccount, push, verify
from bot.ports import Deps
from bot.web import DEPS, Probe, add_health, with_errors_as_http, with_request_id

MAX_BODY = 256 * 1024
"""A push is a few kilobytes; compat mode triples it."""


def create_app(deps: Deps, account: WeChatAccount, probe: Probe) -> web.Application:
    app = web.Application(client_max_size=MAX_BODY, middlewares=[with_request_id, with_errors_as_http])
    app[DEPS] = deps
    app[ACCOUNT] = account
    app.router.add_get("/wechat/callback", verify)
    app.router.add_post("/wechat/callback", push)
    add_health(app, probe)
    return app
