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
from bot.domain.errors import StoreBusy
from bot.ports import Deps
from bot.ports.watching import Row
from bot.usecases.conversation import CONSOLE
from bot.web import as_json

log = structlog.get_logger()

MOST_WAITING = 1000
"""Events that a console which reads too slowly may have before it; then it is told to load anew."""

_POLL = timedelta(seconds=1)
_BREATH = 0.02
_PAGE = 500
_UNSETTLED = timedelta(seconds=6)
"""On PostgreSQL a row with a smaller number may appear later, as long as a transaction may last."""


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """``id`` is its number; ``kind`` the event's name; ``data`` its JSON, ``covered`` the same as pages may have it."""

    id: int
    kind: str
    conversation_id: str
    data: str
    covered: str


RESET = LiveEvent(0, "reset", "", "{}", "{}")


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

    async def next(self, timeout: float) -> LiveEvent | None:
        """``None`` when nothing came for so many seconds."""
        if not self._events:
            self._came.clear()
            try:
                async with asyncio.timeout(timeout):
                    await self._came.wait()
            except TimeoutError:
                return None
        return self._events.popleft()


class Hub:
    """Reads while anybody watches. ``since`` answers what a console has missed."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._watchers: set[Watcher] = set()
        self._reading: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self._settled = 0
        self._seen: dict[int, None] = {}

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
                self._settled, self._seen = await self._deps.views.last_change(), {}
                self._reading = asyncio.create_task(self._read())

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
                    fresh = await self._fresh()
                    for event in await self._events(fresh) if fresh else ():
                        self._tell(event)
                except StoreBusy:
                    log.warning("live_feed_waits")
                except Exception:  # one row that cannot be read must not silence every console
                    log.exception("live_feed_failed")
                    self._tell(RESET)
                await asyncio.sleep(_BREATH)
                await feed.wait(_POLL)

    def _tell(self, event: LiveEvent) -> None:
        for watcher in tuple(self._watchers):
            watcher.put(event)

    async def _fresh(self) -> list[Row]:
        rows = await self._deps.views.changes(self._settled, _PAGE + len(self._seen))
        fresh = [row for row in rows if row["id"] not in self._seen]
        self._seen |= dict.fromkeys(row["id"] for row in fresh)
        settled_by = self._deps.clock.now() - _UNSETTLED
        settled = [row["id"] for row in rows if row["at"] < settled_by]
        if settled:
            self._settled = max(settled)
            self._seen = {number: None for number in self._seen if number > self._settled}
        return fresh

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
        return LiveEvent(row["id"], row["kind"], row["conversation_id"], as_json(data), as_json(covered(data)))


def _plain(note: Row, deps: Deps) -> Mapping[str, Any]:
    at = note["at"].astimezone(deps.zone).isoformat()
    return {"id": note["id"], "author": note["author"], "text": note["text"], "at": at}
