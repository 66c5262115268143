"""What a customer decides of her data: seen, deleted, kept until her orders are done; and messages stopped."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.domain.booking import OCCUPYING, UPCOMING, BookingState
from bot.domain.conversation import Customer
from bot.domain.errors import DomainError, IllegalTransition
from bot.domain.events import CustomerChanged, CustomerErased
from bot.ports import Deps, UnitOfWork
from bot.usecases.booking import release_hold
from bot.usecases.series_view import running_of
from bot.usecases.waitlist import leave_waitlist
from bot.zh.privacy import ACCESS, ADDRESS, MESSAGES, NAME, PHONE

log = structlog.get_logger()

_VISIT_FIELDS = {ADDRESS: ("address",), PHONE: ("phone",), NAME: ("contact_name",)}
_BY_BOT = "bot"


async def running(uow: UnitOfWork, customer_id: str) -> int:
    """Orders and series that still need to know who she is; the visits of a series are one with it."""
    orders = await uow.bookings.of_customer(customer_id, UPCOMING)
    return sum(order.series_id is None for order in orders) + len(await running_of(uow, customer_id))


async def erase(deps: Deps, uow: UnitOfWork, customer_id: str, by: str) -> None:
    """Deletes what tells who she is; raises ``IllegalTransition`` while something of hers runs.

    Figures stay: when, what, for how much, which scores. So does what the law wants kept of payments.
    """
    if await running(uow, customer_id):
        raise IllegalTransition(f"customer {customer_id} has orders that run")
    for held in await uow.bookings.of_customer(customer_id, OCCUPYING - UPCOMING):
        await release_hold(deps, uow, held.id, customer_id)
    await leave_waitlist(deps, uow, customer_id, by)
    await uow.personal.erase(customer_id)
    customer = await uow.customers.get(customer_id)
    await uow.customers.save(customer.forgotten())
    await _forget_talk(uow, customer)
    uow.happened(CustomerErased(customer_id, by))


async def erase_parts(uow: UnitOfWork, customer_id: str, by: str, parts: tuple[str, ...]) -> None:
    """Deletes some of it; what orders to come need stays with them until they are done."""
    customer = await uow.customers.get(customer_id)
    changed = replace(
        customer,
        name="" if NAME in parts else customer.name,
        phone="" if PHONE in parts else customer.phone,
        addresses=() if ADDRESS in parts else customer.addresses,
        labels={} if ADDRESS in parts else customer.labels,
    )
    if changed != customer:
        await uow.customers.save(changed)
    fields = [field for part in parts for field in _VISIT_FIELDS.get(part, ())]
    if fields:
        await uow.personal.erase_in_visits(customer_id, fields)
    if MESSAGES in parts:
        await uow.personal.erase_messages(customer_id)
    if ACCESS in parts:
        await uow.personal.erase_way_in(customer_id)
    uow.happened(CustomerErased(customer_id, by, parts))


async def erase_later(deps: Deps, uow: UnitOfWork, customer_id: str, by: str, wanted: bool) -> None:
    """Notes the wish to be forgotten when all is done, or takes it back."""
    customer = await uow.customers.get(customer_id)
    await uow.customers.save(replace(customer, erase_asked_at=deps.clock.now() if wanted else None))
    uow.happened(CustomerChanged(customer_id, by, ("erase_asked_at",)))


async def mute(uow: UnitOfWork, customer_id: str, by: str, muted: bool) -> bool:
    """Stops, or takes up again, what she need not know; says whether it was so already."""
    customer = await uow.customers.get(customer_id)
    if customer.muted == muted:
        return True
    await uow.customers.save(replace(customer, muted=muted))
    uow.happened(CustomerChanged(customer_id, by, ("muted",)))
    return False


async def erase_leaving(deps: Deps) -> int:
    """Forgets those who wished it and of whom nothing runs any more, each in a transaction of her own."""
    async with deps.uow() as uow:
        leaving = [customer.id for customer in await uow.customers.leaving()]
    gone = 0
    for customer_id in leaving:
        async with deps.uow() as uow:
            if await running(uow, customer_id):
                continue
            try:
                await erase(deps, uow, customer_id, _BY_BOT)
            except DomainError as error:
                log.warning("customer_not_erased", customer_id=customer_id, code=error.code)
                continue
            await uow.commit()
            gone += 1
    return gone


async def orders_made(uow: UnitOfWork, customer_id: str) -> int:
    """How many there are to account for."""
    return len(await uow.bookings.of_customer(customer_id, UPCOMING | {BookingState.COMPLETED}))


async def _forget_talk(uow: UnitOfWork, customer: Customer) -> None:
    conversation = await uow.conversations.by_openid(customer.openid)
    if conversation is not None:
        kept = {name: conversation.dialogue[name] for name in ("met", "script") if name in conversation.dialogue}
        await uow.conversations.save(replace(conversation, dialogue=kept))
