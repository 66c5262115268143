"""The phone page in the browser and its live stream of journal, pushes and typing."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from aiohttp import web

from bot.simulator.api import PLATFORM

STATIC = Path(__file__).parent / "static"
KEEPALIVE_SECONDS = 15.0


async def page(_request: web.Request) -> web.StreamResponse:
    return web.FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})


async def stream(request: web.Request) -> web.StreamResponse:
    """Server-sent events: ``event`` is journal, push, typing, customer, menu, faults or clock, ``data`` its JSON."""
    feed = request.app[PLATFORM].feed
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    queue = feed.listen()
    try:
        await response.write(b": connected\n\n")
        while True:
            try:
                async with asyncio.timeout(KEEPALIVE_SECONDS):
                    update = await queue.get()
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if update is None:
                return response
            data = json.dumps(update["data"], ensure_ascii=False)
            await response.write(f"event: {update['topic']}\ndata: {data}\n\n".encode())
    except ConnectionResetError:
        return response
    finally:
        feed.leave(queue)


ROUTES = [
    web.get("/", page),
    web.get("/sim/events", stream),
    web.static("/static", STATIC),
]
