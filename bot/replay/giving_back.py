"""Gives back what a played customer has taken: orders, holds, series, places on the waiting list, staff's attention."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.booking import CUSTOMER, OCCUPYING, BookingState
from bot.domain.conversation import Mode
from bot.domain.errors import IllegalTransition
from bot.domain.series import SeriesState
from bot.domain.ticket import TicketState
from bot.domain.values import to_local
from bot.ports import Deps, UnitOfWork
from bot.usecases.booking import cancel, release_hold
from bot.usecases.series import end_series
from bot.usecases.waitlist import leave_waitlist


async def give_back(deps: Deps, uow: UnitOfWork, openid: str) -> None:
    """It costs nobody anything; what has begun already stays. A step of somebody else's transaction."""
    customer = await uow.customers.by_openid(openid)
    if customer is None:
        return
    await leave_waitlist(deps, uow, customer.id)
    await _end_series(deps, uow, customer.id)
    await _cancel_orders(deps, uow, customer.id)
    await _close_tickets(deps, uow, customer.id)
    conversation = await uow.conversations.by_openid(openid)
    if conversation is not None:
        await uow.conversations.save(replace(conversation, mode=Mode.BOT, agent="", handoff_reason="", dialogue={}))


async def _end_series(deps: Deps, uow: UnitOfWork, customer_id: str) -> None:
    today = to_local(deps.clock.now(), deps.zone).date()
    for series in await uow.series.of_customer(customer_id):
        if series.state is not SeriesState.ENDED:
            await end_series(deps, uow, series.id, customer_id, today, CUSTOMER, told_fen=0)


async def _cancel_orders(deps: Deps, uow: UnitOfWork, customer_id: str) -> None:
    for booking in await uow.bookings.of_customer(customer_id, OCCUPYING):
        if booking.state is BookingState.HELD:
            await release_hold(deps, uow, booking.id, customer_id)
            continue
        try:
            await cancel(deps, uow, booking.id, customer_id, CUSTOMER, told_fen=0)
        except IllegalTransition:
            continue  # It has begun.


async def _close_tickets(deps: Deps, uow: UnitOfWork, customer_id: str) -> None:
    """Nobody is to work on what was only played."""
    for ticket in await uow.tickets.of_customer(customer_id):
        if ticket.is_open:
            closed = replace(ticket, state=TicketState.CLOSED)
            await uow.tickets.save(closed.step(deps.clock.now(), "ticket_closed", CUSTOMER))
