"""In-memory twins of the ports: the same promises, no network, no database (repositories: ``fake_store``)."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.care_policy import CarePolicy
from bot.domain.dispatch import Day, Plan, Solved, in_order, value, violations
from bot.domain.figure_facts import Facts as FigureFacts
from bot.domain.inbox import Patience
from bot.domain.messages import Bubble, Media, Notice
from bot.domain.review import ReviewFigures
from bot.domain.values import TimeWindow
from bot.ports import Account, Deps
from bot.ports.watching import InboxQuery, Row, Standing
from bot.usecases.reactions import reactor
from tests.fake_store import FakeUnitOfWork, Store

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""2026-11-23, a Monday, 10:00 in Shanghai."""


class FakeClock:
    """Stands still until it is moved by hand."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, **by: float) -> None:
        self._now += timedelta(**by)


@dataclass
class ScriptedDialogue:
    """Answers every turn with ``says`` after ``delay`` seconds, or raises ``error``; keeps what it was asked."""

    says: Sequence[Bubble] = (Bubble("好的"),)
    error: Exception | None = None
    errors: list[Exception] = field(default_factory=list)
    """Raised first, one a call."""
    delay: float = 0.0
    asked: list[tuple[str, str, Mapping[str, Any]]] = field(default_factory=list)

    async def answer(
        self, tracker_id: str, text: str, metadata: Mapping[str, Any], budget: timedelta
    ) -> Sequence[Bubble]:
        self.asked.append((tracker_id, text, metadata))
        await asyncio.sleep(self.delay)
        if self.errors:
            raise self.errors.pop(0)
        if self.error is not None:
            raise self.error
        return self.says

    async def parse(self, text: str) -> Mapping[str, Any]:
        return {"text": text, "intent": {"name": None, "confidence": 0.0}, "entities": []}

    async def is_ready(self) -> bool:
        return self.error is None


@dataclass
class FakeChannel:
    """Keeps what was sent; raises the errors of ``failures`` first, one a call."""

    failures: list[Exception] = field(default_factory=list)
    sent: list[tuple[str, str, Any]] = field(default_factory=list)

    async def _send(self, way: str, openid: str, what: Any) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((way, openid, what))

    async def send_custom(self, openid: str, bubble: Bubble) -> None:
        await self._send("custom", openid, bubble)

    async def send_template(self, openid: str, notice: Notice) -> None:
        await self._send("template", openid, notice)

    async def send_subscription(self, openid: str, notice: Notice) -> None:
        await self._send("notice", openid, notice)

    async def typing(self, openid: str) -> None:
        await self._send("typing", openid, None)

    async def download_media(self, media_id: str) -> Media:
        if self.failures:
            raise self.failures.pop(0)
        return Media(media_id.encode(), "image/jpeg")


class FakeFeed:
    """Keeps the published topics; a subscriber is woken at once."""

    def __init__(self) -> None:
        self.published: list[str] = []

    async def publish(self, topic: str) -> None:
        self.published.append(topic)

    @asynccontextmanager
    async def subscribe(self, topic: str) -> AsyncIterator[FakeFeed]:
        yield self

    async def wait(self, timeout: timedelta) -> bool:
        await asyncio.sleep(0)
        return bool(self.published)


class FakeViews:
    def __init__(self, world: FakeWorld) -> None:
        self._world = world

    async def figure_facts(self, window: TimeWindow, now: datetime, care: CarePolicy) -> FigureFacts:
        return FigureFacts(window, now)

    async def review_figures(self, window: TimeWindow) -> ReviewFigures:
        decided = [entry.action for entry in self._world.store.audit if window.start <= entry.at < window.end]
        return ReviewFigures(*(decided.count(f"review_{what}") for what in ("approved", "replaced", "rejected")))

    async def are_reachable(self) -> bool:
        return True

    async def rows(self, what: str, openid: str | None = None) -> AsyncIterator[Mapping[str, Any]]:
        for row in ():
            yield row

    async def inbox(self, query: InboxQuery) -> Sequence[Row]:
        return []

    async def standing(self) -> Standing:
        return Standing()

    async def talk(self, conversation_id: str, limit: int, before: str | None = None) -> Sequence[Row]:
        return []

    async def changes(self, after: int, limit: int, gaps: Collection[int] = ()) -> Sequence[Row]:
        return []

    async def last_change(self) -> int:
        return len(self._world.store.changes)

    async def messages(self, refs: Collection[str]) -> Mapping[str, Row]:
        return {}


class EveryPlan:
    """Plans a day by looking at every plan there is; for days of a few visits."""

    async def solve(self, day: Day, seconds: float) -> Solved:
        best = max(every_plan(day), key=lambda plan: value(day, plan))
        return Solved(best, value(day, best))


def every_plan(day: Day) -> Iterator[Plan]:
    """Every plan without violations; the current one first."""
    yield day.current()
    ids = [visit.booking_id for visit in day.visits]
    sendable = [
        [(), *(in_order(visit, some) for some in itertools.combinations(visit.worth, visit.heads))]
        for visit in day.visits
    ]
    for chosen in itertools.product(*sendable):
        plan = dict(zip(ids, chosen, strict=True))
        if not violations(day, plan):
            yield plan


class FakeWorld:
    """A whole set of fakes and the ``Deps`` over them."""

    def __init__(
        self, patience: Patience | None = None, custom_messages: bool = True, own_agents: bool = False
    ) -> None:
        self.store = Store()
        self.lock = asyncio.Lock()
        self.clock = FakeClock()
        self.dialogue = ScriptedDialogue()
        self.channel = FakeChannel()
        self.feed = FakeFeed()
        self.deps = Deps(
            clock=self.clock,
            uow=lambda reads_only=False: FakeUnitOfWork(self, reactor(self.clock, SHANGHAI), reads_only),
            dialogue=self.dialogue,
            channel=self.channel,
            feed=self.feed,
            optimiser=EveryPlan(),
            views=FakeViews(self),
            zone=SHANGHAI,
            patience=patience or Patience(),
            account=Account(custom_messages, own_agents),
        )
