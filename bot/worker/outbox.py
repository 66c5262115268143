"""Claims what is due and has it sent: several side by side, so that one send that hangs holds up nobody else's."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from bot.metrics import LOOP_FAILURES, OUTBOUND
from bot.ports import Deps
from bot.usecases.conversation import OUTBOX
from bot.usecases.sending import Claimed, claim_next, send_claimed
from bot.worker.loops import run_loop

log = structlog.get_logger()

POLL = timedelta(milliseconds=300)


class OutboxWorker:
    """Up to ``side_by_side`` sends at once; only one looks for what is due."""

    def __init__(self, deps: Deps, side_by_side: int = 16) -> None:
        self._deps = deps
        self._free = asyncio.Semaphore(side_by_side)
        self._running: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        try:
            await run_loop(self._deps, "outbox", OUTBOX, POLL, self._claim_one)
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _claim_one(self) -> bool:
        await self._free.acquire()
        try:
            claimed = await claim_next(self._deps)
        except BaseException:
            self._free.release()
            raise
        if claimed is None:
            self._free.release()
            return False
        task = asyncio.create_task(self._send(claimed))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return True

    async def _send(self, claimed: Claimed) -> None:
        try:
            await send_claimed(self._deps, claimed)
            OUTBOUND.inc()
            # What waited behind it in the same conversation may go now.
            await self._deps.feed.publish(OUTBOX)
        except Exception as error:
            LOOP_FAILURES.labels("outbox").inc()
            log.exception("send_failed", outbound_id=claimed.outbound.id, error=type(error).__name__)
        finally:
            self._free.release()
