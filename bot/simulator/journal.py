"""Everything the customers wrote and saw, in order, and the live feed of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

Direction = Literal["in", "out"]
Way = Literal["passive", "custom", "template", "notice", "system"]


@dataclass(frozen=True)
class Choice:
    id: str
    content: str


@dataclass(frozen=True)
class Content:
    """What a bubble shows. ``extra`` holds what only some kinds have (coordinates, card fields, media)."""

    kind: str
    text: str
    choices: tuple[Choice, ...] = ()
    extra: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Entry:
    seq: int
    openid: str
    at: datetime
    direction: Direction
    content: Content
    way: Way | None = None
    msg_id: str | None = None
    push: int | None = None

    def to_json(self) -> dict[str, object]:
        """``bubble_id`` names the bubble in menu taps; ``push`` is the number of the push that carried a reply."""
        return {
            "seq": self.seq,
            "bubble_id": self.seq,
            "openid": self.openid,
            "at": self.at.isoformat(),
            "direction": self.direction,
            "kind": self.content.kind,
            "text": self.content.text,
            "choices": [asdict(choice) for choice in self.content.choices],
            "extra": dict(self.content.extra or {}),
            "way": self.way,
            "msg_id": self.msg_id,
            "push": self.push,
        }


class Feed:
    """Live updates for any number of listeners; ``close`` ends them all."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[dict[str, object] | None]] = set()

    def publish(self, topic: str, data: Mapping[str, object]) -> None:
        for queue in self._listeners:
            queue.put_nowait({"topic": topic, "data": dict(data)})

    def listen(self) -> asyncio.Queue[dict[str, object] | None]:
        queue: asyncio.Queue[dict[str, object] | None] = asyncio.Queue()
        self._listeners.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[dict[str, object] | None]) -> None:
        self._listeners.discard(queue)

    def close(self) -> None:
        for queue in self._listeners:
            queue.put_nowait(None)


class Journal:
    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._entries: list[Entry] = []

    def write(
        self,
        openid: str,
        at: datetime,
        direction: Direction,
        content: Content,
        *,
        way: Way | None = None,
        msg_id: str | None = None,
        push: int | None = None,
    ) -> Entry:
        entry = Entry(len(self._entries) + 1, openid, at, direction, content, way, msg_id, push)
        self._entries.append(entry)
        self._feed.publish("journal", entry.to_json())
        return entry

    def of(self, openid: str, after: int = 0) -> list[Entry]:
        return [entry for entry in self._entries[max(after, 0) :] if entry.openid == openid]

    def entry(self, seq: int) -> Entry | None:
        return self._entries[seq - 1] if 1 <= seq <= len(self._entries) else None
