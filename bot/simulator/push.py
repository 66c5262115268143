"""The push engine: carries a message to the callback within the deadline, again if need be, and notes the outcome."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

import aiohttp

from bot.simulator.clock import VirtualClock
from bot.simulator.config import SimulatorConfig
from bot.simulator.envelope import Envelope, signature
from bot.simulator.faults import Faults
from bot.simulator.journal import Content, Entry, Feed, Journal
from bot.simulator.replies import Failed, Replied, ReplyReader, Verdict
from bot.simulator.wire import Fields, render

FAILURE_LINE = "该公众号提供的服务出现故障，请稍后再试"
MUTE_LASTS = timedelta(minutes=1)
REPLY_LIMIT_BYTES = 1 << 20
KEPT_ATTEMPTS = 20_000

Outcome = Literal["open", "ack", "reply", "failed", "muted"]


@dataclass(frozen=True)
class Push:
    """``fields`` are those after the two addresses. ``answerable``: the customer looks at the chat and sees the answer
    or the failure line; results of jobs and an unfollow are pushed without a reader."""

    openid: str
    label: str
    fields: Fields
    msg_id: str | None = None
    answerable: bool = True


@dataclass
class Attempt:
    push_id: int
    number: int
    openid: str
    label: str
    msg_id: str | None
    at: datetime
    outcome: Outcome = "open"
    reason: str = ""
    elapsed_ms: int | None = None

    def to_json(self) -> dict[str, object]:
        return {
            "push_id": self.push_id,
            "push": self.number,
            "openid": self.openid,
            "kind": self.label,
            "msg_id": self.msg_id,
            "at": self.at.isoformat(),
            "outcome": self.outcome,
            "reason": self.reason,
            "elapsed_ms": self.elapsed_ms,
        }


@dataclass(frozen=True)
class Settled:
    """How a push ended; ``entry`` is the bubble its reply became."""

    outcome: Outcome
    attempts: tuple[Attempt, ...]
    entry: Entry | None = None


@dataclass
class _Line:
    """What the callback's recent behaviour has led to."""

    failures_in_a_row: int = 0
    muted_until: datetime | None = None
    held: dict[str, asyncio.Event] = field(default_factory=dict)


class PushEngine:
    def __init__(
        self,
        config: SimulatorConfig,
        clock: VirtualClock,
        faults: Faults,
        journal: Journal,
        feed: Feed,
        session: aiohttp.ClientSession,
    ) -> None:
        self._config = config
        self._clock = clock
        self._faults = faults
        self._journal = journal
        self._feed = feed
        self._session = session
        self._envelope = Envelope(config.token, config.aes_key, config.app_id)
        self._reader = ReplyReader(config.mode, self._envelope, config.original_id)
        self._attempts: deque[Attempt] = deque(maxlen=KEPT_ATTEMPTS)
        self._tasks: set[asyncio.Task[Settled]] = set()
        self._line = _Line()
        self._pushes = 0

    @property
    def attempts(self) -> list[Attempt]:
        return list(self._attempts)

    def start(self, push: Push) -> asyncio.Task[Settled]:
        """Push in the background; the task tells how it ended."""
        task = asyncio.get_running_loop().create_task(self._deliver(push))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _deliver(self, push: Push) -> Settled:
        self._pushes += 1
        push_id = self._pushes
        release = await self._turn(push)
        try:
            return await self._push_until_settled(push, push_id)
        finally:
            if release is not None:
                release.set()

    async def _push_until_settled(self, push: Push, push_id: int) -> Settled:
        attempts: list[Attempt] = []
        answered: Settled | None = None
        number = 0
        while number < self._config.max_pushes:
            number += 1
            attempt = Attempt(push_id, number, push.openid, push.label, push.msg_id, self._clock.now())
            attempts.append(attempt)
            self._attempts.append(attempt)
            if self._is_muted():
                self._settle(attempt, "muted", "MarkFail", None)
                return Settled("muted", tuple(attempts))
            verdict, refused_at_once = await self._attempt(push, attempt)
            if not isinstance(verdict, Failed):
                entry = self._show(push, verdict, number)
                if answered is None:
                    answered = Settled(attempt.outcome, tuple(attempts), entry)
                    if self._faults.is_on("duplicate_push"):
                        continue
                return Settled(answered.outcome, tuple(attempts), answered.entry or entry)
            if answered is not None:
                return Settled(answered.outcome, tuple(attempts), answered.entry)
            if refused_at_once and number < self._config.max_pushes:
                await asyncio.sleep(self._config.retry_pause)
        if answered is not None:
            return answered
        if push.answerable:
            self._journal.write(
                push.openid,
                self._clock.now(),
                "out",
                Content("failure", FAILURE_LINE),
                way="system",
                msg_id=push.msg_id,
            )
        return Settled("failed", tuple(attempts))

    async def _attempt(self, push: Push, attempt: Attempt) -> tuple[Verdict, bool]:
        """The verdict, and whether a failure came before the deadline."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        self._feed.publish("push", attempt.to_json())
        try:
            async with asyncio.timeout(self._config.push_deadline):
                status, body = await self._post(push)
                if attempt.number == 1 and self._faults.is_on("late_first_answer"):
                    await asyncio.sleep(self._config.push_deadline * 2)
            verdict: Verdict = self._reader.judge(status, body, push.openid, to_event=push.msg_id is None)
            late = False
        except TimeoutError:
            verdict, late = Failed("no answer within the deadline"), True
        except (aiohttp.ClientError, OSError) as error:
            verdict, late = Failed(f"unreachable: {type(error).__name__}"), False
        elapsed_ms = round((loop.time() - started) * 1000)
        if isinstance(verdict, Failed):
            self._settle(attempt, "failed", verdict.reason, elapsed_ms)
            self._count_failure()
        else:
            self._settle(attempt, "reply" if isinstance(verdict, Replied) else "ack", "", elapsed_ms)
            self._line.failures_in_a_row = 0
        return verdict, not late

    async def _post(self, push: Push) -> tuple[int, bytes]:
        query, body = self._sealed(push)
        async with self._session.post(
            self._config.callback_url,
            params=query,
            data=body.encode(),
            headers={"Content-Type": "text/xml"},
            allow_redirects=False,
        ) as response:
            chunks = bytearray()
            async for chunk in response.content.iter_chunked(1 << 16):
                chunks += chunk
                if len(chunks) > REPLY_LIMIT_BYTES:
                    return response.status, b"<too long"
            return response.status, bytes(chunks)

    def _sealed(self, push: Push) -> tuple[dict[str, str], str]:
        """Query and body of one attempt, with its own timestamp, nonce and encryption."""
        timestamp = str(int(self._clock.wire_now().timestamp()))
        nonce = str(secrets.randbelow(9 * 10**9) + 10**9)
        query = {
            "signature": signature(self._config.token, timestamp, nonce),
            "timestamp": timestamp,
            "nonce": nonce,
            "openid": push.openid,
        }
        addresses = {"ToUserName": self._config.original_id, "FromUserName": push.openid}
        plain = render({**addresses, **push.fields})
        if self._config.mode == "plain":
            return query, plain
        encrypted = self._envelope.encrypt(plain)
        query |= {"encrypt_type": "aes", "msg_signature": self._envelope.sign(timestamp, nonce, encrypted)}
        if self._config.mode == "compat":
            return query, render({**addresses, **push.fields, "Encrypt": encrypted})
        return query, render({"ToUserName": self._config.original_id, "Encrypt": encrypted})

    def _show(self, push: Push, verdict: Verdict, number: int) -> Entry | None:
        if not isinstance(verdict, Replied) or not push.answerable:
            return None
        return self._journal.write(
            push.openid, self._clock.now(), "out", verdict.content, way="passive", msg_id=push.msg_id, push=number
        )

    async def _turn(self, push: Push) -> asyncio.Event | None:
        """Out of order: the first of two pushes waits until the second is settled; returns what the second releases."""
        if not self._faults.is_on("out_of_order"):
            return None
        waiting = self._line.held.pop(push.openid, None)
        if waiting is not None:
            return waiting
        overtaken = asyncio.Event()
        self._line.held[push.openid] = overtaken
        try:
            async with asyncio.timeout(self._config.push_deadline):
                await overtaken.wait()
        except TimeoutError:
            self._line.held.pop(push.openid, None)
        return None

    def _is_muted(self) -> bool:
        return self._line.muted_until is not None and self._clock.now() < self._line.muted_until

    def _count_failure(self) -> None:
        self._line.failures_in_a_row += 1
        limit = self._faults.number("mark_fail_after")
        if limit is not None and self._line.failures_in_a_row >= limit:
            self._line.failures_in_a_row = 0
            self._line.muted_until = self._clock.now() + MUTE_LASTS

    def _settle(self, attempt: Attempt, outcome: Outcome, reason: str, elapsed_ms: int | None) -> None:
        attempt.outcome, attempt.reason, attempt.elapsed_ms = outcome, reason, elapsed_ms
        self._feed.publish("push", attempt.to_json())
