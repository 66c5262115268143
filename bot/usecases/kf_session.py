"""WeChat's own agent system (客服系统) as the place where people take over: its events set who speaks."""

from __future__ import annotations

from datetime import datetime

from bot.domain.conversation import KF, Conversation, Mode
from bot.domain.kf_session import holders, tells_of_session
from bot.domain.messages import InboundMessage
from bot.domain.sending import Ledger
from bot.ports import Account, CompanyClock, UnitOfWork
from bot.usecases.handoff import hand_back, take_over


def is_for_own_agents(account: Account, conversation: Conversation) -> bool:
    """Whether what she writes is handed to WeChat's agents: she waits, or one of them has her. The console's do not."""
    if not account.own_agents:
        return False
    held = conversation.mode is Mode.AGENT and conversation.agent.startswith(KF)
    return held or conversation.mode is Mode.QUEUED


def words_go_ahead(account: Account, conversation: Conversation, ledger: Ledger, now: datetime) -> bool:
    """Whether the bot's last words go as a custom message, so that the push is free to hand her over."""
    return is_for_own_agents(account, conversation) and account.custom_messages and ledger.left(now) > 0


async def note_session(
    uow: UnitOfWork, clock: CompanyClock, conversation: Conversation, message: InboundMessage
) -> None:
    """Who has her after this event, and after those that happened later and came in before it.

    A session that turns out to be over already has ended her waiting all the same: the bot goes on.
    """
    if not tells_of_session(message):
        return
    later = [one for one in await uow.inbox.events_after(conversation.id, message.sent_at) if tells_of_session(one)]
    before = conversation.agent.removeprefix(KF) if conversation.agent.startswith(KF) else ""
    held_by = holders(before, [message, *later])
    has_passed = len(held_by) > 1 and conversation.mode is Mode.QUEUED
    if held_by[-1] == before and (before or not has_passed):
        return
    agent = f"{KF}{held_by[-1] or next(one for one in reversed(held_by) if one)}"
    await take_over(uow, clock, conversation.id, agent, instead_of=conversation.agent)
    if not held_by[-1]:
        await hand_back(uow, clock, conversation.id, agent)
