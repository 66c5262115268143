"""Storing what has happened outside already: it must not be forgotten because the database is busy for a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.domain.errors import StoreBusy
from bot.ports import Deps, UnitOfWork

log = structlog.get_logger()

_TRIES = 4
_PAUSE = 0.3


async def insistently(deps: Deps, store: Callable[[UnitOfWork], Awaitable[None]]) -> None:
    """Runs ``store`` in a transaction, again while the database is busy; gives up with a log line, never an error.

    What could not be stored lapses with its lease and may be sent twice: the lesser evil beside losing it.
    """
    for tried in range(1, _TRIES + 1):
        try:
            async with deps.uow() as uow:
                await store(uow)
                await uow.commit()
        except StoreBusy:
            if tried == _TRIES:
                log.exception("outcome_not_stored")
                return
            await asyncio.sleep(_PAUSE * tried)
        else:
            return
