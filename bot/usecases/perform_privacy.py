"""The effects on a customer's own data."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue.effects import Outcome
from bot.dialogue.privacy import (
    Erased,
    EraseLater,
    EraseNoted,
    EraseStored,
    LookAtStored,
    MessagesMuted,
    MuteMessages,
    Stored,
)
from bot.domain.values import to_local
from bot.usecases import privacy
from bot.usecases.scene import Performer, Scene


async def look(scene: Scene, effect: LookAtStored) -> Outcome:
    customer = scene.customer
    return Stored(
        name=customer.name,
        phone=customer.phone,
        addresses=customer.addresses,
        orders=await privacy.orders_made(scene.uow, customer.id),
        since=to_local(customer.created_at, scene.deps.zone),
        running=await privacy.running(scene.uow, customer.id),
        tickets=sum(ticket.is_open for ticket in await scene.uow.tickets.of_customer(customer.id)),
        muted=customer.muted,
        leaving=customer.leaves,
    )


async def erase(scene: Scene, effect: EraseStored) -> Outcome:
    if effect.parts:
        needed = await privacy.erase_parts(scene.deps, scene.uow, scene.customer.id, scene.by, effect.parts)
        return Erased(needed)
    await privacy.erase(scene.deps, scene.uow, scene.customer.id, scene.by)
    return Erased()


async def erase_later(scene: Scene, effect: EraseLater) -> Outcome:
    await privacy.erase_later(scene.deps, scene.uow, scene.customer.id, scene.by, effect.wanted)
    return EraseNoted(effect.wanted)


async def mute(scene: Scene, effect: MuteMessages) -> Outcome:
    before = await privacy.mute(scene.uow, scene.customer.id, scene.by, effect.muted)
    return MessagesMuted(effect.muted, before)


PERFORMERS: Mapping[type, Performer] = {
    LookAtStored: look,
    EraseStored: erase,
    EraseLater: erase_later,
    MuteMessages: mute,
}
