"""A loop that works rows off: woken by the live feed, polling as well, outliving every error."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.metrics import LOOP_FAILURES
from bot.ports import Deps

log = structlog.get_logger()

_PAUSE_AFTER_ERROR = 0.5


async def run_loop(
    deps: Deps, name: str, topic: str | None, poll: timedelta, work: Callable[[], Awaitable[bool]]
) -> None:
    """Calls ``work`` while it finds something to do, then waits for ``topic`` or ``poll``. Ends by cancellation."""
    async with deps.feed.subscribe(topic or f"loop:{name}") as feed:
        while True:
            if not await _worked(name, work):
                await feed.wait(poll)


async def _worked(name: str, work: Callable[[], Awaitable[bool]]) -> bool:
    try:
        return await work()
    except Exception as error:
        LOOP_FAILURES.labels(name).inc()
        log.exception("loop_failed", loop=name, error=type(error).__name__)
        await asyncio.sleep(_PAUSE_AFTER_ERROR)
        return False
