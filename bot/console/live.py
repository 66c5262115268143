"""``GET /api/events``: what is new, as server-sent events, for as long as a console is open."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from aiohttp import web
from pydantic import Field

from bot.console.auth import CALLER, CSRF, may_still_call
from bot.console.calls import Call, Route
from bot.console.endpoint import query_of
from bot.console.fields import Answer, Line, Query
from bot.console.hub import Hub, LiveEvent
from bot.domain.access import STAFF
from bot.ports import Deps
from bot.usecases.conversation import CONSOLE
from bot.usecases.handoff_records import LOOKING
from bot.web import DEPS

HUB = web.AppKey("hub", Hub)

HEARTBEAT = web.AppKey("heartbeat", float)
"""Seconds; it says that the agent is still there, and looks whether she may still watch."""
_HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class Watched(Query):
    """``conversation``: messages and notes of this one alone, and colleagues see that I look at it.

    Which conversations wait and who holds them is told in any case. ``after``: go on behind the event with this
    number, as the header ``Last-Event-ID`` does.
    """

    conversation: Line | None = None
    after: int | None = Field(None, ge=0)


class Feed(Answer):
    """Events ``message``, ``note``, ``conversation``, ``looking`` and ``reset``; the data of each is JSON.

    ``message``: ``conversation_id`` and the ``message`` as in ``GET /api/conversations/{id}``, again when its state
    has changed. ``note``: the same with ``note``. ``conversation``: ``what`` has happened to it (handoff_queued,
    conversation_taken, conversation_handed_back, queue_left, agent_fell_silent). ``looking``: ``what`` is the name
    of an agent who has opened or closed it. ``reset``: too much was missed, load anew. An event may come twice.
    """


async def describe(call: Call[Watched]) -> Feed:
    """Its place in the table of routes; the answer itself is a stream."""
    return Feed()


async def watch(request: web.Request) -> web.StreamResponse:
    given, deps, hub = query_of(Watched, request), request.app[DEPS], request.app[HUB]
    agent, only = request[CALLER].subject, given.conversation or ""
    masked, heartbeat = CSRF in request, request.app[HEARTBEAT]
    last = request.headers.get("Last-Event-ID", "")
    after = int(last) if last.isdecimal() else given.after
    async with hub.watching() as watcher:
        response = web.StreamResponse(headers=_HEADERS)
        await response.prepare(request)
        await response.write(b"retry: 1000\n: here\n\n")
        await _seen(deps, agent, only, fresh=True)
        try:
            await _write(response, await hub.since(after) if after is not None else (), only, masked)
            beats = _clock() + heartbeat
            while not _is_gone(request):
                await _write(response, await watcher.next(max(beats - _clock(), 0)), only, masked)
                if _clock() >= beats:
                    if not await may_still_call(request):
                        break
                    await response.write(b": here\n\n")
                    await _seen(deps, agent, only)
                    beats = _clock() + heartbeat
        except ConnectionError:
            pass
        finally:
            await asyncio.shield(_gone(deps, agent, only))
    return response


async def _write(response: web.StreamResponse, events: Iterable[LiveEvent], only: str, masked: bool) -> None:
    """What concerns the console, in one piece."""
    own = [event for event in events if not only or _concerns(event, only)]
    if own:
        await response.write(b"".join(event.covered if masked else event.plain for event in own))


def _concerns(event: LiveEvent, only: str) -> bool:
    return event.kind not in ("message", "note", LOOKING) or event.conversation_id == only


async def _seen(deps: Deps, agent: str, conversation_id: str, fresh: bool = False) -> None:
    now = deps.clock.now()
    async with deps.uow() as uow:
        await uow.presence.seen(agent, conversation_id, now)
        if conversation_id:
            await uow.conversations.read_up_to(conversation_id, now)
        if fresh and conversation_id:
            await uow.changes.add(conversation_id, LOOKING, agent, now)
        await uow.commit()
    if fresh:
        await deps.feed.publish(CONSOLE)


async def _gone(deps: Deps, agent: str, conversation_id: str) -> None:
    async with deps.uow() as uow:
        await uow.presence.gone(agent, conversation_id)
        if conversation_id:
            await uow.changes.add(conversation_id, LOOKING, agent, deps.clock.now())
        await uow.commit()
    await deps.feed.publish(CONSOLE)


def _clock() -> float:
    return asyncio.get_running_loop().time()


def _is_gone(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()


ROUTES = (Route("GET", "/api/events", STAFF, "What is new, live", describe, Feed, Watched, streams=watch),)
