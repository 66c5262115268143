"""Claims ripe turns and has them answered: one at a time per conversation, several conversations side by side."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import structlog

from bot.domain.inbox import Turn
from bot.metrics import TURN_SECONDS, TURNS
from bot.ports import Deps
from bot.usecases.conversation import INBOX, advance
from bot.worker.loops import run_loop

log = structlog.get_logger()

_PAUSE_BETWEEN_LOOKS = 0.5
POLL = timedelta(milliseconds=200)


class InboundWorker:
    """Up to ``side_by_side`` turns at once; ``owner`` names this process in the leases."""

    def __init__(self, deps: Deps, owner: str, side_by_side: int = 16) -> None:
        self._deps = deps
        self._owner = owner
        self._free = asyncio.Semaphore(side_by_side)
        self._running: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        await self._until_dialogue_answers()
        try:
            await run_loop(self._deps, "inbound", INBOX, POLL, self._claim_one)
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _until_dialogue_answers(self) -> None:
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._deps.patience.dialogue_start.total_seconds()
        while loop.time() < ends and not await self._deps.dialogue.is_ready():  # noqa: ASYNC110 -- another process
            await asyncio.sleep(_PAUSE_BETWEEN_LOOKS)

    async def _claim_one(self) -> bool:
        await self._free.acquire()
        try:
            async with self._deps.uow() as uow:
                turn = await uow.inbox.claim_turn(self._deps.clock.now(), self._deps.patience, self._owner)
                if turn is not None:
                    await uow.commit()
        except BaseException:
            self._free.release()
            raise
        if turn is None:
            self._free.release()
            return False
        task = asyncio.create_task(self._answer(turn))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return True

    async def _answer(self, turn: Turn) -> None:
        began = time.perf_counter()
        try:
            with structlog.contextvars.bound_contextvars(conversation_id=turn.conversation_id, message_id=turn.id):
                answered = await advance(self._deps, turn, self._owner)
                TURNS.labels("answered" if answered else "lease_lost").inc()
                TURN_SECONDS.observe(time.perf_counter() - began)
        except Exception as error:
            TURNS.labels("failed").inc()
            log.exception("turn_failed", message_id=turn.id, error=type(error).__name__)
        finally:
            self._free.release()
