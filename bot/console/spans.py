"""Stretches of time as the API hears and tells them."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import Field

from bot.console.fields import Answer, Moment, Query
from bot.domain.errors import InvalidData
from bot.domain.values import TimeWindow, to_instant, to_local
from bot.ports import Deps

_USUAL, _MOST = timedelta(days=14), 62


class Span(Query):
    """From and to; without them the next two weeks."""

    start: Moment | None = Field(None, alias="from")
    end: Moment | None = Field(None, alias="to")

    def window(self, deps: Deps) -> TimeWindow:
        """From the beginning of today where nothing else is said."""
        start = self.start or midnight(deps)
        return window_between(start, self.end or start + _USUAL, _MOST)


def window_between(start: datetime, end: datetime, most_days: int) -> TimeWindow:
    """Refuses a time that is too long or none at all, by the names that a query has for it."""
    if not start < end <= start + timedelta(days=most_days):
        raise InvalidData(f"to: give a time after from, at most {most_days} days later")
    return TimeWindow(start, end)


def midnight(deps: Deps) -> datetime:
    """When today began."""
    today = to_local(deps.clock.now(), deps.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return to_instant(today, deps.zone)


class Window(Answer):
    start: datetime
    end: datetime


def window_of(window: TimeWindow, deps: Deps) -> Window:
    return Window(start=window.start.astimezone(deps.zone), end=window.end.astimezone(deps.zone))
