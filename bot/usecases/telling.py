"""Writing to a customer who has not asked: one outbox row, never at night."""

from __future__ import annotations

from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.messages import Bubble
from bot.domain.notices import quiet_until
from bot.domain.sending import Outbound
from bot.domain.values import new_id
from bot.ports import Deps, UnitOfWork


async def tell(deps: Deps, uow: UnitOfWork, customer_id: str, bubble: Bubble) -> None:
    customer = await uow.customers.get(customer_id)
    conversation = await uow.conversations.by_openid(customer.openid)
    if conversation is None:
        conversation = Conversation(id=new_id("cv"), customer_id=customer.id, openid=customer.openid)
        await uow.conversations.add(conversation)
    now = deps.clock.now()
    morning = await reached_at(deps, uow, now)
    not_before = morning if morning > now else None
    await uow.outbox.add(Outbound(0, conversation.id, conversation.openid, bubble, now, not_before=not_before))


async def reached_at(deps: Deps, uow: UnitOfWork, written_at: datetime) -> datetime:
    """When what is written to a customer at an instant goes out to her: by day at once, at night in the morning."""
    times = (await uow.catalogue.get()).policies.notices
    return quiet_until(written_at, times, deps.zone) or written_at
