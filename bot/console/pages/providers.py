"""家政员的一天: who works when, and what is booked, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.console.pages.bookings import day_of, services_of
from bot.console.pages.page import Page, PageCall, Shown
from bot.domain.access import STAFF
from bot.domain.booking import Booking, BookingState
from bot.domain.leave import Leave
from bot.domain.provider import Provider
from bot.domain.values import TimeWindow, to_instant, to_local

_SHOWN = frozenset(BookingState) - {BookingState.EXPIRED, BookingState.CANCELLED}
_FROM, _TO = 7, 22
"""Hours that the strip shows."""


async def providers_page(call: PageCall) -> Shown:
    zone = call.deps.zone
    today = to_local(call.deps.clock.now(), zone).date()
    day = day_of(call.query.get("day", ""), today)
    midnight = datetime.combine(day, datetime.min.time())
    window = TimeWindow(to_instant(midnight, zone), to_instant(midnight + timedelta(days=1), zone))
    bookings = await call.uow.bookings.between(window, _SHOWN)
    leaves = await call.uow.leaves.overlapping(window)
    everybody = sorted(await call.uow.providers.all(), key=lambda one: one.id)

    def hour(at: datetime) -> float:
        local = to_local(at, zone)
        return min(max((local - midnight).total_seconds() / 3600, _FROM), _TO)

    rows = [_row(provider, day, bookings, leaves, hour) for provider in everybody if provider.active]
    rows.sort(key=lambda row: (row["shift"] is None, -len(row["visits"])))
    values = {
        "rows": rows,
        "day": day,
        "today": today,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "services": await services_of(call.uow),
        "first": _FROM,
        "hours": range(_FROM, _TO + 1),
    }
    return Shown("providers.html", values)


def _row(
    provider: Provider,
    day: date,
    bookings: Sequence[Booking],
    leaves: Sequence[Leave],
    hour: Callable[[datetime], float],
) -> dict[str, Any]:
    own = [one for one in bookings if provider.id in one.provider_ids]
    away = [one for one in leaves if provider.id == one.provider_id]
    return {
        "provider": provider,
        "shift": provider.shift_on(day),
        "visits": [(one, hour(one.window.start), hour(one.window.end)) for one in own],
        "away": [(one, hour(one.window.start), hour(one.window.end)) for one in away],
    }


PAGES = (Page("/providers", STAFF, providers_page, nav="家政员", place=60, sign="people"),)
