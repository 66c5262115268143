"""What a customer decides of her data: seen, deleted, kept until her orders are done; and messages stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog

from bot.domain.booking import OCCUPYING, UPCOMING, BookingState
from bot.domain.conversation import EVERYTHING, MESSAGES, REST, Customer
from bot.domain.errors import DomainError, IllegalTransition
from bot.domain.events import CustomerChanged, CustomerErased
from bot.ports import Deps, UnitOfWork
from bot.usecases.booking import release_hold
from bot.usecases.series_view import running_of
from bot.usecases.waitlist import leave_waitlist
from bot.zh.privacy import ACCESS, ADDRESS, NAME, PHONE

log = structlog.get_logger()

_VISIT_FIELDS = {ADDRESS: ("address",), PHONE: ("phone",), NAME: ("contact_name",)}
_BY_BOT = "bot"


async def running(uow: UnitOfWork, customer_id: str) -> int:
    """Orders and series that still need to know who she is; the visits of a series are one with it."""
    orders = await uow.bookings.of_customer(customer_id, UPCOMING)
    return sum(order.series_id is None for order in orders) + len(await running_of(uow, customer_id))


async def erase(deps: Deps, uow: UnitOfWork, customer_id: str, by: str) -> None:
    """Deletes what tells who she is; raises ``IllegalTransition`` while something of hers runs.

    Figures stay: when, what, for how much, which scores. So does what the law wants kept of payments. What is being
    answered now, and what open tickets need, goes when that is done (``erase_leaving``).
    """
    if await running(uow, customer_id):
        raise IllegalTransition(f"customer {customer_id} has orders that run")
    await _let_holds_go(deps, uow, customer_id)
    await leave_waitlist(deps, uow, customer_id, by)
    now = deps.clock.now()
    await uow.personal.erase_answers(customer_id)
    await uow.personal.erase(customer_id, now)
    customer = await uow.customers.get(customer_id)
    await uow.customers.save(replace(customer.forgotten(), erasing={MESSAGES: now, REST: now}))
    await _forget_talk(uow, customer)
    uow.happened(CustomerErased(customer_id, by))


async def erase_parts(deps: Deps, uow: UnitOfWork, customer_id: str, by: str, parts: tuple[str, ...]) -> bool:
    """Deletes some of it; True where orders that run still need it: there it goes when they are done."""
    await _let_holds_go(deps, uow, customer_id)
    now = deps.clock.now()
    customer = await uow.customers.get(customer_id)
    needed = {part for part in parts if part != MESSAGES} if await running(uow, customer_id) else set[str]()
    waiting = {part: now for part in parts if part in needed or part == MESSAGES}
    changed = replace(
        customer,
        name="" if NAME in parts else customer.name,
        phone="" if PHONE in parts else customer.phone,
        addresses=() if ADDRESS in parts else customer.addresses,
        labels={} if ADDRESS in parts else customer.labels,
        erasing={**customer.erasing, **waiting},
    )
    if changed != customer:
        await uow.customers.save(changed)
    for part in parts:
        await _erase_part(uow, customer_id, part, now)
    await _forget_talk(uow, customer)
    uow.happened(CustomerErased(customer_id, by, parts))
    return bool(needed)


async def erase_later(deps: Deps, uow: UnitOfWork, customer_id: str, by: str, wanted: bool) -> None:
    """Notes the wish to be forgotten when all is done, or takes back what she waits for."""
    customer = await uow.customers.get(customer_id)
    kept = {part: at for part, at in customer.erasing.items() if wanted or part in (MESSAGES, REST)}
    erasing = {**kept, EVERYTHING: deps.clock.now()} if wanted else kept
    await uow.customers.save(replace(customer, erasing=erasing))
    uow.happened(CustomerChanged(customer_id, by, ("erasing",)))


async def mute(uow: UnitOfWork, customer_id: str, by: str, muted: bool) -> bool:
    """Stops, or takes up again, what she need not know; says whether it was so already."""
    customer = await uow.customers.get(customer_id)
    if customer.muted == muted:
        return True
    await uow.customers.save(replace(customer, muted=muted))
    uow.happened(CustomerChanged(customer_id, by, ("muted",)))
    return False


async def erase_leaving(deps: Deps) -> int:
    """Deletes what customers wished and what is not needed any more, each in a transaction of her own."""
    async with deps.uow() as uow:
        leaving = [customer.id for customer in await uow.customers.leaving()]
    gone = 0
    for customer_id in leaving:
        try:
            async with deps.uow() as uow:
                if await _erase_due(deps, uow, customer_id):
                    await uow.commit()
                    gone += 1
        except DomainError as error:
            log.warning("customer_not_erased", customer_id=customer_id, code=error.code)
    return gone


async def _erase_due(deps: Deps, uow: UnitOfWork, customer_id: str) -> bool:
    customer = await uow.customers.get(customer_id)
    if EVERYTHING in customer.erasing and not await running(uow, customer_id):
        await erase(deps, uow, customer_id, _BY_BOT)
        return True
    due = {part: at for part, at in customer.erasing.items() if await _is_due(uow, customer_id, part, at)}
    for part, at in due.items():
        await _erase_part(uow, customer_id, part, at)
    if due:
        left = {part: at for part, at in customer.erasing.items() if part not in due}
        await uow.customers.save(replace(customer, erasing=left))
    return bool(due)


async def _is_due(uow: UnitOfWork, customer_id: str, part: str, at: datetime) -> bool:
    """Whether nothing of the time when she wished it is still needed."""
    if part == EVERYTHING:
        return False
    if part == MESSAGES:
        return not await uow.personal.is_written_to(customer_id, at)
    if part == REST:
        tickets = await uow.tickets.of_customer(customer_id)
        return not any(ticket.is_open and ticket.created_at <= at for ticket in tickets)
    series = {one.id for one in await running_of(uow, customer_id) if one.created_at <= at}
    orders = await uow.bookings.of_customer(customer_id, OCCUPYING)
    return not series and not any(order.created_at <= at or order.series_id is not None for order in orders)


async def _erase_part(uow: UnitOfWork, customer_id: str, part: str, until: datetime) -> None:
    if part == REST:
        await uow.personal.erase(customer_id, until)
    elif part == MESSAGES:
        await uow.personal.erase_messages(customer_id, until)
    elif part == ACCESS:
        await uow.personal.erase_way_in(customer_id, until)
    else:
        await uow.personal.erase_in_visits(customer_id, _VISIT_FIELDS[part], until)


async def _let_holds_go(deps: Deps, uow: UnitOfWork, customer_id: str) -> None:
    for held in await uow.bookings.of_customer(customer_id, OCCUPYING - UPCOMING):
        await release_hold(deps, uow, held.id, customer_id)


async def orders_made(uow: UnitOfWork, customer_id: str) -> int:
    """How many there are to account for."""
    return len(await uow.bookings.of_customer(customer_id, UPCOMING | {BookingState.COMPLETED}))


async def _forget_talk(uow: UnitOfWork, customer: Customer) -> None:
    conversation = await uow.conversations.by_openid(customer.openid)
    if conversation is not None:
        kept = {name: conversation.dialogue[name] for name in ("met", "script") if name in conversation.dialogue}
        await uow.conversations.save(replace(conversation, dialogue=kept))
