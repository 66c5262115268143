"""The effects around tickets: opened, completed, and the customer's word on whether one is solved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue.caring import (
    CompleteTicket,
    RaiseTicket,
    SayWhetherSolved,
    TicketCompleted,
    TicketRaised,
    TicketView,
    WordTaken,
)
from bot.dialogue.effects import Outcome
from bot.domain.errors import NotFound
from bot.domain.ticket import OpenTicket, Severity, Ticket, TicketType
from bot.ports import CompanyClock
from bot.usecases import ticket_word
from bot.usecases.booking import own_booking
from bot.usecases.scene import Performer, Scene
from bot.usecases.ticket import add_to_ticket, open_one_of, open_ticket, visit_in_question
from bot.usecases.ticket_views import ticket_view


async def raise_(scene: Scene, effect: RaiseTicket) -> Outcome:
    """Of a matter that has one already, the same ticket."""
    known = {ticket.id for ticket in await scene.uow.tickets.of_customer(scene.customer.id)}
    command = OpenTicket(
        scene.customer.id,
        TicketType(effect.type),
        Severity(effect.severity),
        scene.by,
        effect.words,
        effect.category,
        effect.remedy,
        effect.linked_to,
        effect.attachments,
    )
    ticket = await open_ticket(scene.uow, _clock(scene), command)
    return TicketRaised(await _view(scene, ticket), again=ticket.id in known)


async def complete(scene: Scene, effect: CompleteTicket) -> Outcome:
    """A visit that has a ticket of its own gets what was told; else the ticket is about it from now on."""
    ticket = await _own(scene, effect.ticket_id)
    linked_to = ticket.linked_to
    words = effect.words
    if effect.linked_to is not None:
        named = (await own_booking(scene.uow, effect.linked_to, scene.customer.id)).id
        linked_to = await visit_in_question(scene.uow, named)
        if ticket.linked_to not in (None, linked_to):
            words = words or ticket.said
    command = OpenTicket(
        scene.customer.id,
        TicketType(effect.type) if effect.type else ticket.type,
        Severity(effect.severity),
        scene.by,
        words,
        effect.category,
        effect.remedy,
        linked_to,
        effect.attachments,
    )
    has_own = await open_one_of(scene.uow, replace(ticket, linked_to=linked_to)) is not None
    if ticket.linked_to in (None, linked_to) and ticket.is_open and not has_own:
        return TicketCompleted(await _view(scene, await add_to_ticket(scene.uow, _clock(scene), ticket, command)))
    return TicketCompleted(await _view(scene, await open_ticket(scene.uow, _clock(scene), command)))


async def word_on(scene: Scene, effect: SayWhetherSolved) -> Outcome:
    ticket = await _own(scene, effect.ticket_id)
    if effect.solved:
        said = await ticket_word.close(scene.uow, _clock(scene), ticket, scene.by)
    else:
        said = await ticket_word.reopen(scene.uow, _clock(scene), ticket, effect.words, scene.by)
    return WordTaken(await _view(scene, said))


async def _own(scene: Scene, ticket_id: str) -> Ticket:
    ticket = await scene.uow.tickets.get(ticket_id)
    if ticket.customer_id != scene.customer.id:
        raise NotFound(f"no ticket {ticket_id} of this customer")
    return ticket


async def _view(scene: Scene, ticket: Ticket) -> TicketView:
    return await ticket_view(scene.uow, ticket, scene.deps.zone)


def _clock(scene: Scene) -> CompanyClock:
    return CompanyClock(scene.deps.clock, scene.deps.zone)


PERFORMERS: Mapping[type, Performer] = {RaiseTicket: raise_, CompleteTicket: complete, SayWhetherSolved: word_on}
