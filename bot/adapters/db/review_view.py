"""How often people decided reviews, and how: counted in the audit, where every decision is a row."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.rows import AuditRow, table
from bot.domain.booking import ReviewState
from bot.domain.review import ReviewFigures
from bot.domain.values import TimeWindow

_AUDIT = table(AuditRow)
_DECIDED = {f"review_{state.value}": state.value for state in ReviewState if state is not ReviewState.PENDING}
"""The names of the steps, as ``Booking.reviewed`` writes them."""


async def review_figures(connection: AsyncConnection, window: TimeWindow) -> ReviewFigures:
    statement = (
        select(_AUDIT.c.action, func.count())
        .where(_AUDIT.c.at >= window.start, _AUDIT.c.at < window.end, _AUDIT.c.action.in_(sorted(_DECIDED)))
        .group_by(_AUDIT.c.action)
    )
    return ReviewFigures(**{_DECIDED[action]: count for action, count in await connection.execute(statement)})
