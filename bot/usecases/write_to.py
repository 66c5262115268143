"""Writing to people who have not asked: as outbox rows, never at night, with their conversation made where none is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.messages import Bubble, Notice
from bot.domain.notices import quiet_until
from bot.domain.sending import PROMPT, Outbound, Purpose, Way
from bot.domain.values import new_id
from bot.ports import CompanyClock, UnitOfWork
from bot.usecases.her_script import in_her_script, notice_in_her_script
from bot.usecases.policies import policies_in


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be said; ``notice`` carries it outside the message window, after ``lapses_at`` nobody needs it.

    ``author``: the agent whose words they are; nobody: the bot's.
    """

    bubble: Bubble
    purpose: Purpose = Purpose.NOTICE
    notice: Notice | None = None
    lapses_at: datetime | None = None
    author: str = ""


async def write_to_customer(uow: UnitOfWork, clock: CompanyClock, customer_id: str, letter: Letter) -> Outbound:
    """The stored outbox row; at night what nobody waits for waits for the morning, which is its ``not_before``."""
    customer = await uow.customers.get(customer_id)
    conversation = await uow.conversations.by_openid(customer.openid)
    if conversation is None:  # She has booked by phone or in another system, and never written.
        conversation = Conversation(id=new_id("cv"), customer_id=customer.id, openid=customer.openid)
        await uow.conversations.add(conversation)
    return await write_in(uow, clock, conversation, letter)


async def write_in(uow: UnitOfWork, clock: CompanyClock, conversation: Conversation, letter: Letter) -> Outbound:
    """As ``write_to_customer``, to whoever talks in the conversation."""
    now, policies = clock.now(), await policies_in(uow)
    outbound = Outbound(
        id=0,
        conversation_id=conversation.id,
        openid=conversation.openid,
        bubble=await in_her_script(uow, conversation, letter.bubble),
        created_at=now,
        way=Way.CONSOLE if letter.author else None,
        not_before=None if letter.purpose in PROMPT else quiet_until(now, policies.notices, clock.zone),
        notice=letter.notice and notice_in_her_script(conversation, letter.notice),
        purpose=letter.purpose,
        lapses_at=letter.lapses_at,
        author=letter.author,
    )
    return await uow.outbox.add(outbound)
