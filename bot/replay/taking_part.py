"""The agent of a transcript: does what the console's routes do, over the same use cases."""

from __future__ import annotations

from bot.domain.messages import Kind
from bot.ports import CompanyClock, Deps, UnitOfWork
from bot.replay.transcript import AgentAct
from bot.usecases.agent_talk import reply_as_agent
from bot.usecases.conversation import CONSOLE, INBOX, OUTBOX
from bot.usecases.handoff import Agreed, hand_back, take_over

AGENT = "小李"
"""The one agent that transcripts have."""


async def take_part(deps: Deps, conversation_id: str, act: AgentAct) -> None:
    clock = CompanyClock(deps.clock, deps.zone)
    async with deps.uow() as uow:
        if act.take_over:
            await take_over(uow, clock, conversation_id, AGENT)
        elif act.hand_back is not None:
            heard = await _heard(deps, uow, conversation_id) if act.hand_back.heard else ()
            await hand_back(uow, clock, conversation_id, AGENT, Agreed(act.hand_back.text, heard))
        else:
            await reply_as_agent(uow, clock, conversation_id, AGENT, act.text)
        await uow.commit()
    for topic in (INBOX, OUTBOX, CONSOLE):
        await deps.feed.publish(topic)


async def _heard(deps: Deps, uow: UnitOfWork, conversation_id: str) -> tuple[int, ...]:
    """What the customer has written since the agent took over."""
    since = (await uow.conversations.get(conversation_id)).taken_at
    rows = await deps.views.talk(conversation_id, 100)
    own = [row for row in rows if row["direction"] == "in" and row["kind"] != Kind.EVENT.value]
    return tuple(int(row["id"].removeprefix("in_")) for row in own if since is not None and row["at"] >= since)
