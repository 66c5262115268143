"""The part of the script API that looks behind the platform: pushes, tokens, faults, clock, account, media."""

from __future__ import annotations

from datetime import timedelta

from aiohttp import web

from bot.simulator.api import PLATFORM
from bot.simulator.errors import ApiError, ScriptError
from bot.simulator.faults import FAULTS
from bot.simulator.platform import Platform
from bot.simulator.script import script_answer, script_body


async def read_pushes(request: web.Request) -> web.StreamResponse:
    openid = request.query.get("openid")
    attempts = request.app[PLATFORM].engine.attempts
    return script_answer([attempt.to_json() for attempt in attempts if openid in (None, attempt.openid)])


async def read_tokens(request: web.Request) -> web.StreamResponse:
    return script_answer(dict(request.app[PLATFORM].tokens.fetched))


async def revoke_tokens(request: web.Request) -> web.StreamResponse:
    platform = request.app[PLATFORM]
    platform.tokens.revoke_all(platform.clock.now())
    return script_answer({})


async def read_faults(request: web.Request) -> web.StreamResponse:
    return script_answer(request.app[PLATFORM].faults.snapshot())


async def set_faults(request: web.Request) -> web.StreamResponse:
    platform = request.app[PLATFORM]
    platform.faults.put(await script_body(request))
    return _told_faults(platform)


async def clear_faults(request: web.Request) -> web.StreamResponse:
    platform = request.app[PLATFORM]
    platform.faults.clear()
    return _told_faults(platform)


async def read_clock(request: web.Request) -> web.StreamResponse:
    clock = request.app[PLATFORM].clock
    return script_answer({"now": clock.now().isoformat(), "offset_seconds": clock.offset.total_seconds()})


async def advance_clock(request: web.Request) -> web.StreamResponse:
    platform = request.app[PLATFORM]
    seconds = (await script_body(request)).get("seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= 366 * 86_400:
        raise ScriptError("seconds is a number from 0 to a year")
    platform.clock.advance(timedelta(seconds=seconds))
    platform.feed.publish("clock", {"now": platform.clock.now().isoformat()})
    return await read_clock(request)


async def read_account(request: web.Request) -> web.StreamResponse:
    platform = request.app[PLATFORM]
    config = platform.config
    faults = [
        {"name": name, "title": fault.title, "kind": fault.kind.__name__, "choices": list(fault.choices)}
        for name, fault in FAULTS.items()
    ]
    return script_answer(
        {
            "name": config.account_name,
            "account": config.account,
            "mode": config.mode,
            "app_id": config.app_id,
            "callback_url": config.callback_url,
            "max_pushes": config.max_pushes,
            "push_deadline": config.push_deadline,
            "button": platform.buttons,
            "faults": faults,
            "quotas": {opening: quota.count for opening, quota in config.quotas.items()},
        }
    )


async def read_medium(request: web.Request) -> web.StreamResponse:
    try:
        content_type, data = request.app[PLATFORM].medium_bytes(request.match_info["media_id"])
    except ApiError as error:
        raise ScriptError(error.errmsg, 404) from error
    return web.Response(body=data, content_type=content_type)


def _told_faults(platform: Platform) -> web.Response:
    snapshot = platform.faults.snapshot()
    platform.feed.publish("faults", snapshot)
    return script_answer(snapshot)


ROUTES = [
    web.get("/sim/pushes", read_pushes),
    web.get("/sim/tokens", read_tokens),
    web.post("/sim/tokens/revoke", revoke_tokens),
    web.get("/sim/faults", read_faults),
    web.put("/sim/faults", set_faults),
    web.delete("/sim/faults", clear_faults),
    web.get("/sim/clock", read_clock),
    web.post("/sim/clock/advance", advance_clock),
    web.get("/sim/account", read_account),
    web.get("/sim/media/{media_id}", read_medium),
]
