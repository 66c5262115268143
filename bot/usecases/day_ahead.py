"""On the eve every provider is told her visits of tomorrow, once."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from bot.domain.booking import UPCOMING, Booking
from bot.domain.notices import day_after, eve_has_come, quiet_until
from bot.domain.provider_notice import ProviderNoticeKind, visits_of
from bot.domain.values import to_local
from bot.ports import CompanyClock, Deps, UnitOfWork
from bot.usecases.notify_providers import tell_provider
from bot.usecases.policies import policies_in
from bot.usecases.visit_words import order_words
from bot.zh import provider_notices as zh

log = structlog.get_logger()


async def tell_day_ahead(deps: Deps) -> int:
    """Returns how many were told now; a transaction each, so that nobody waits for all of them.

    Who is told is noted in the same transaction: a second call, or a second worker, passes her over.
    """
    now = deps.clock.now()
    tomorrow = day_after(now, deps.zone)
    day = f"day_ahead:{to_local(tomorrow.start, deps.zone).date()}"
    async with deps.uow() as uow:
        times = (await policies_in(uow)).notices
        if not eve_has_come(now, times, deps.zone) or await uow.results.get(day) is not None:
            return 0
        bookings = await uow.bookings.between(tomorrow, UPCOMING)
    told = 0
    for provider_id in sorted({provider for booking in bookings for provider in booking.provider_ids}):
        known = [booking for booking in bookings if provider_id in booking.provider_ids]
        told += await _tell_one(deps, provider_id, known, f"{day}:{provider_id}")
    async with deps.uow() as uow:
        if await uow.results.get(day) is None:
            await uow.results.put(day, told, now)
            await uow.commit()
    log.info("day_ahead_told", day=day, providers=told)
    return told


async def _tell_one(deps: Deps, provider_id: str, known: Sequence[Booking], key: str) -> bool:
    """False where she has been told, or nothing is left of what she had a moment ago."""
    now = deps.clock.now()
    async with deps.uow() as uow:
        if await uow.results.get(key) is not None:
            return False
        tomorrow = day_after(now, deps.zone)
        fresh = [await uow.bookings.get(booking.id) for booking in known]
        visits = visits_of(provider_id, [one for one in fresh if tomorrow.start <= one.window.start < tomorrow.end])
        if not visits:
            return False
        await uow.results.put(key, len(visits), now)
        await _tell(deps, uow, provider_id, visits)
        await uow.commit()
    return True


async def _tell(deps: Deps, uow: UnitOfWork, provider_id: str, visits: Sequence[Booking]) -> None:
    orders = [await order_words(uow, visit, deps.zone) for visit in visits]
    clock, kind = CompanyClock(deps.clock, deps.zone), ProviderNoticeKind.DAY_AHEAD
    waits = quiet_until(deps.clock.now(), (await policies_in(uow)).notices, deps.zone) is not None
    text = zh.day_ahead(orders, is_read_on_the_eve=not waits)
    await tell_provider(uow, clock, provider_id, kind, text, lapses_at=visits[-1].window.start)
