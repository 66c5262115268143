"""Puts the simulator together: platform API, script API and phone page in one aiohttp application."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web

from bot.simulator import (
    api_account,
    api_messages,
    api_notices,
    api_token,
    phone,
    script_customers,
    script_platform,
)
from bot.simulator.api import PLATFORM, platform_rules
from bot.simulator.clock import Clock, VirtualClock
from bot.simulator.config import SimulatorConfig
from bot.simulator.faults import Faults
from bot.simulator.journal import Feed, Journal
from bot.simulator.notice_log import NOTICE_LOG, NoticeLog
from bot.simulator.platform import Platform
from bot.simulator.push import PushEngine
from bot.simulator.script import script_errors

MAX_BODY_BYTES = 12 << 20


def create_simulator(config: SimulatorConfig, clock: Clock) -> web.Application:
    """An application to be served on loopback; ``clock`` is read for every limit, moved by ``/sim/clock/advance``."""
    app = web.Application(middlewares=[script_errors, platform_rules], client_max_size=MAX_BODY_BYTES)
    for routes in (api_token, api_messages, api_notices, api_account, script_customers, script_platform, phone):
        app.router.add_routes(routes.ROUTES)

    async def platform(app: web.Application) -> AsyncIterator[None]:
        virtual, feed, faults = VirtualClock(clock), Feed(), Faults()
        journal = Journal(feed)
        # One connection per push, and no proxy from the environment: the platform knocks from outside.
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        timeout = aiohttp.ClientTimeout(total=None)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False) as session:
            engine = PushEngine(config, virtual, faults, journal, feed, session)
            app[PLATFORM] = Platform(config, virtual, faults, journal, feed, engine)
            yield
            await engine.close()

    app[NOTICE_LOG] = NoticeLog()
    app.cleanup_ctx.append(platform)
    app.on_shutdown.append(_end_streams)
    return app


async def _end_streams(app: web.Application) -> None:
    app[PLATFORM].faults.clear()
    app[PLATFORM].feed.close()
