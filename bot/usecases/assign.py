"""Who comes to an order, as staff decide it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.booking import Booking
from bot.domain.errors import IllegalTransition, InvalidData
from bot.domain.events import ProviderReplaced
from bot.domain.job import History, job_of
from bot.domain.matching import refusals
from bot.ports import Deps, UnitOfWork
from bot.usecases.order import move
from bot.usecases.windows import service_of

_BY_STAFF = "staff"


async def assign(deps: Deps, uow: UnitOfWork, booking_id: str, provider_ids: tuple[str, ...], by: str) -> Booking:
    """Sends others to a confirmed order at its own time and price; the customer and they are told.

    Raises ``InvalidData`` for whoever cannot do the work, ``WindowTaken`` where she has no time, and
    ``IllegalTransition`` for an order that waits for its review or has begun.
    """
    before = await uow.bookings.get(booking_id)
    if before.awaits_review or before.window.start <= deps.clock.now():
        raise IllegalTransition(f"booking {booking_id} waits for its review, or has begun")
    await must_be_right(uow, before, provider_ids)
    if provider_ids == before.provider_ids:
        return before
    after = before.reassigned(provider_ids, deps.clock.now(), by, _BY_STAFF)
    await move(deps, uow, after, before)
    uow.happened(ProviderReplaced(after, before))
    return after


async def must_be_right(uow: UnitOfWork, booking: Booking, provider_ids: Sequence[str]) -> None:
    """As many as before, each once, all of them known and able to do the work itself."""
    if not len(set(provider_ids)) == len(provider_ids) == len(booking.provider_ids):
        raise InvalidData(f"booking {booking.id} needs {len(booking.provider_ids)} different providers")
    service = service_of(await uow.catalogue.get(), booking.service)
    work = job_of(booking).wish(History(), service).work()
    for provider_id in provider_ids:
        provider = await uow.providers.get(provider_id)
        if missed := refusals(provider, work):
            raise InvalidData(f"{provider.name} ({provider_id}) cannot be sent: {'，'.join(missed)}")
