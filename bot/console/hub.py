"""What is new, read once for all consoles that are open at this process, and handed to each of them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from bot.console.conversation_answer import message_answer
from bot.console.covering import covered
from bot.console.tail import Tail
from bot.domain.errors import StoreBusy
from bot.ports import Deps
from bot.ports.watching import Row
from bot.usecases.conversation import CONSOLE
from bot.web import as_json

log = structlog.get_logger()

MOST_WAITING = 1000
"""Events that a console which reads too slowly may have before it; then it is told to load anew."""

_POLL = timedelta(seconds=1)
_BREATH = 0.05
"""What comes close together is read, and written to each console, together."""
_PAGE = 500
_BEFORE = 50


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """``kind`` is its name; ``plain`` how it is written to a console, ``covered`` the same as pages may have it."""

    kind: str
    conversation_id: str
    plain: bytes
    covered: bytes


def live_event(number: int, kind: str, data: dict[str, Any]) -> LiveEvent:
    """``number`` is told, so that who comes back can say how far she was; 0 is not."""
    head = f"id: {number}\nevent: {kind}\ndata: " if number else f"event: {kind}\ndata: "
    plain, masked = (f"{head}{as_json(told)}\n\n".encode() for told in (data, covered(data)))
    return LiveEvent(kind, data.get("conversation_id", ""), plain, masked)


RESET = live_event(0, "reset", {})


class Watcher:
    """One open console."""

    def __init__(self) -> None:
        self._events: deque[LiveEvent] = deque()
        self._came = asyncio.Event()

    def put(self, event: LiveEvent) -> None:
        if len(self._events) >= MOST_WAITING:
            self._events.clear()
            event = RESET
        self._events.append(event)
        self._came.set()

    async def next(self, timeout: float) -> Sequence[LiveEvent]:
        """All that has come; nothing when nothing came for so many seconds."""
        if not self._events:
            self._came.clear()
            try:
                async with asyncio.timeout(timeout):
                    await self._came.wait()
            except TimeoutError:
                return ()
        came = tuple(self._events)
        self._events.clear()
        return came


class Hub:
    """Reads while anybody watches. ``since`` answers what a console has missed."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._watchers: set[Watcher] = set()
        self._reading: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self._tail = Tail()
        self._untold: list[Row] = []

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[Watcher]:
        watcher = Watcher()
        self._watchers.add(watcher)
        try:
            await self._started()
            yield watcher
        finally:
            self._watchers.discard(watcher)
            if not self._watchers:
                await self.close()

    async def _started(self) -> None:
        """One reader for all, with the end of what there is as its beginning."""
        async with self._starting:
            if self._reading is None:
                self._tail, self._untold = await self._end(), []
                self._reading = asyncio.create_task(self._read())

    async def _end(self) -> Tail:
        """What is there is known, but for numbers that may be hidden among the last ones."""
        newest = await self._deps.views.last_change()
        tail = Tail(max(newest - _BEFORE, 0))
        last = await self._deps.views.changes(tail.newest, _BEFORE)
        tail.read([newest, *(row["id"] for row in last if row["id"] <= newest)], self._deps.clock.now())
        return tail

    async def close(self) -> None:
        reading, self._reading = self._reading, None
        if reading is not None:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def since(self, last: int) -> Sequence[LiveEvent]:
        """What came after the event with this number; some of what came just before it may come again."""
        rows = await self._deps.views.changes(max(last - _PAGE // 10, 0), _PAGE + _PAGE // 10)
        if len(rows) > _PAGE or (rows and last and rows[0]["id"] > last + 1):
            return [RESET]
        return await self._events(rows)

    async def _read(self) -> None:
        async with self._deps.feed.subscribe(CONSOLE) as feed:
            while True:
                try:
                    self._untold += await self._fresh()
                    for event in await self._events(self._untold) if self._untold else ():
                        self._tell(event)
                    self._untold = []
                except StoreBusy:
                    log.warning("live_feed_waits")
                except Exception:  # one row that cannot be read must not silence every console
                    log.exception("live_feed_failed")
                    self._untold = []
                    self._tell(RESET)
                await asyncio.sleep(_BREATH)
                await feed.wait(_POLL)

    def _tell(self, event: LiveEvent) -> None:
        for watcher in tuple(self._watchers):
            watcher.put(event)

    async def _fresh(self) -> list[Row]:
        now = self._deps.clock.now()
        gaps = self._tail.gaps(now)
        rows = await self._deps.views.changes(self._tail.newest, _PAGE + len(gaps), gaps)
        self._tail.read([row["id"] for row in rows], now)
        return list(rows)

    async def _events(self, rows: Sequence[Row]) -> list[LiveEvent]:
        words = await self._deps.views.messages({row["ref"] for row in rows if "_" in row["ref"]})
        return [self._event(row, words.get(row["ref"])) for row in rows]

    def _event(self, row: Row, words: Row | None) -> LiveEvent:
        data: dict[str, Any] = {"conversation_id": row["conversation_id"]}
        if row["kind"] == "message" and words is not None:
            data["message"] = message_answer(words, self._deps.zone).model_dump(mode="json")
        elif row["kind"] == "note" and words is not None:
            data["note"] = _plain(words, self._deps)
        else:
            data["what"] = row["ref"]
        return live_event(row["id"], row["kind"], data)


def _plain(note: Row, deps: Deps) -> Mapping[str, Any]:
    at = note["at"].astimezone(deps.zone).isoformat()
    return {"id": note["id"], "author": note["author"], "text": note["text"], "at": at}
