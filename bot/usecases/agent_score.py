"""One question about the agent after a talk that was handed back: asked while it is fresh and nothing else goes on."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.rating import AgentScoreView
from bot.domain.agent_score import ASKED_FOR, STILL_FRESH, AgentScore, AgentScoreState
from bot.domain.conversation import KF, Conversation
from bot.domain.errors import IllegalTransition
from bot.domain.handoff_events import ConversationHandedBack
from bot.domain.messages import Bubble
from bot.domain.notices import quiet_until
from bot.domain.queueing import Outcome
from bot.domain.sending import Outbound, Purpose, choose_way
from bot.domain.values import to_local
from bot.ports import Clock, CompanyClock, Deps, UnitOfWork
from bot.usecases.policies import policies_in
from bot.usecases.talked_of import LATER, busy_until
from bot.usecases.write_to import Letter, write_in
from bot.zh.surveys import how_was_agent


async def agent_score_falls_due(uow: UnitOfWork, event: ConversationHandedBack, clock: Clock) -> None:
    """After what an agent handed back; not twice within a day, and not where the owner asks nothing."""
    minutes, now = (await policies_in(uow)).survey.agent_after_minutes, clock.now()
    if not minutes or event.outcome is not Outcome.HANDED_BACK or not event.before.agent:
        return
    last = await uow.agent_scores.latest_of(event.conversation.id)
    if last is None or now - last.ended_at >= ASKED_FOR:
        due = AgentScore(event.conversation.id, event.before.agent, now, now + timedelta(minutes=minutes))
        await uow.agent_scores.add(due)


async def agent_score_next(deps: Deps) -> bool:
    """Deals with the one that waits longest to be looked at; False when there is none."""
    now = deps.clock.now()
    async with deps.uow() as uow:
        score = await uow.agent_scores.next_due(now)
        if score is None:
            return False
        conversation = await uow.conversations.get(score.conversation_id)
        await uow.agent_scores.save(await _dealt_with(deps, uow, score, conversation))
        await uow.commit()
    return True


async def _dealt_with(deps: Deps, uow: UnitOfWork, score: AgentScore, conversation: Conversation) -> AgentScore:
    now, customer = deps.clock.now(), await uow.customers.get(conversation.customer_id)
    too_late = score.state is AgentScoreState.ASKED or now - score.ended_at > STILL_FRESH
    night = quiet_until(now, (await policies_in(uow)).notices, deps.zone)
    if too_late or night is not None or customer.muted:
        return score.closed(AgentScoreState.LAPSED)
    later = await busy_until(deps, uow, conversation)
    if later is None and any(one.is_open for one in await uow.surveys.latest_of(customer.id)):
        later = now + LATER  # how a visit was is asked already: one question at a time
    if later is not None:
        return score.put_off(later)
    bubble = Bubble(how_was_agent("" if score.agent.startswith(KF) else score.agent))
    row = Outbound(0, conversation.id, conversation.openid, bubble, now)
    if choose_way(row, await uow.ledgers.get(conversation.id), now, deps.account.custom_messages) is None:
        return score.closed(AgentScoreState.LAPSED)
    await write_in(uow, CompanyClock(deps.clock, deps.zone), conversation, Letter(bubble, Purpose.REMINDER))
    return score.asked(now)


async def score_agent(
    uow: UnitOfWork, conversation: Conversation, score: float | None, comment: str, clock: Clock
) -> bool:
    """What she says; False for a no. Raises ``IllegalTransition`` where nobody asked."""
    asked = await uow.agent_scores.latest_of(conversation.id)
    if asked is None or asked.state is not AgentScoreState.ASKED:
        raise IllegalTransition("nobody has asked about an agent")
    answered = score is not None or bool(comment)
    told = asked.scored(score, comment, clock.now()) if answered else asked.closed(AgentScoreState.DECLINED)
    await uow.agent_scores.save(told)
    return answered


async def agent_score_asked(deps: Deps, uow: UnitOfWork, conversation_id: str, turn_id: str) -> AgentScoreView | None:
    """The question that had been put to her when she wrote."""
    score, now = await uow.agent_scores.latest_of(conversation_id), deps.clock.now()
    if score is None or score.asked_at is None or not score.is_open(now):
        return None
    heard_at = min((item.received_at for item in await uow.inbox.of_turn(turn_id)), default=now)
    return AgentScoreView(score.id, to_local(score.asked_at, deps.zone)) if score.asked_at <= heard_at else None
