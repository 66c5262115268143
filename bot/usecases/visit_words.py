"""Bookings as the values that ``bot.zh`` says them from."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.domain.booking import RECTIFICATION, Booking
from bot.domain.errors import NotFound
from bot.domain.provider import Provider
from bot.domain.values import to_local, yuan
from bot.ports import UnitOfWork
from bot.zh.notices import VisitWords
from bot.zh.provider_notices import OrderWords


async def visit_words(uow: UnitOfWork, booking: Booking, zone: ZoneInfo) -> VisitWords:
    """For its customer: nobody is named while a person still looks at it."""
    names = () if booking.awaits_review else await provider_names(uow, booking.provider_ids)
    start, end = to_local(booking.window.start, zone), to_local(booking.window.end, zone)
    return VisitWords(await _service_name(uow, booking), start, end, names, yuan(booking.quote.total_fen))


async def order_words(uow: UnitOfWork, booking: Booking, zone: ZoneInfo) -> OrderWords:
    """For those who come."""
    return OrderWords(
        service=await _service_name(uow, booking),
        start=to_local(booking.window.start, zone),
        end=to_local(booking.window.end, zone),
        district=booking.district,
        address=booking.address,
        contact_name=booking.contact_name,
        phone=booking.phone,
        area_sqm=booking.area_sqm,
        needs=booking.special_needs,
        quantities=booking.quantities,
        notes=booking.notes,
    )


async def provider_names(uow: UnitOfWork, ids: Sequence[str]) -> tuple[str, ...]:
    found = [await known_provider(uow, provider_id) for provider_id in ids]
    return tuple(provider.name for provider in found if provider is not None)


async def known_provider(uow: UnitOfWork, provider_id: str) -> Provider | None:
    """``None`` for one who is in no list any more."""
    try:
        return await uow.providers.get(provider_id)
    except NotFound:
        return None


async def _service_name(uow: UnitOfWork, booking: Booking) -> str:
    """The code itself where the catalogue has dropped it, or is not there yet."""
    try:
        service = (await uow.catalogue.get()).service(booking.service)
    except NotFound:
        service = None
    name = service.name if service else booking.service
    return f"{name}（免费返工）" if booking.kind == RECTIFICATION else name
