"""Time limits of talks with people: an agent who does not answer, a customer who does not, a wait that is long."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot.domain.conversation import Conversation, Mode
from bot.domain.errors import DomainError, StoreBusy
from bot.domain.handoff_reason import URGENT
from bot.domain.messages import Bubble
from bot.domain.notices import quiet_until
from bot.domain.policy import Policies
from bot.domain.sending import Purpose
from bot.ports import CompanyClock, Deps, UnitOfWork
from bot.usecases.conversation import CONSOLE, INBOX, OUTBOX
from bot.usecases.handoff import end_silence, requeue
from bot.usecases.policies import policies_in
from bot.usecases.waiting import is_on_duty, may_be_told, outlook_of, tell_outlook
from bot.usecases.write_to import Letter, write_in
from bot.zh.courtesy import only_thanks, promises_word
from bot.zh.queue_say import agent_gone, agent_gone_elsewhere, agent_gone_until, still_waiting
from bot.zh.time_say import say
from bot.zh.window import Window

log = structlog.get_logger()

KEPT_FOR_AGENT = 3
"""So many messages of the window are left for the agent's own words."""

_CHANGES_KEPT = timedelta(days=1)

Step = Callable[[Deps, UnitOfWork, Policies, Conversation], Awaitable[bool]]


async def chase_talks(deps: Deps) -> int:
    """Each conversation in a transaction of its own; the number of those in which something was done.

    Opened are only those in which a limit may be over: of the hundreds that are held, nearly none.
    """
    clock = _clock(deps)
    async with deps.uow(reads_only=True) as uow:
        policies = await policies_in(uow)
        held = await uow.conversations.kept_waiting(*_limits(policies, clock))
        said_here = is_on_duty(policies.care, clock) and not deps.account.own_agents
        queue = await uow.conversations.in_mode(Mode.QUEUED) if said_here else ()
        waiting = [one.id for one in queue if _may_hear(one, policies, clock)]
    done = [await _in_turn(deps, one, _look_at_held) for one in held]
    done += [await _in_turn(deps, one, _look_at_waiting) for one in waiting]
    if any(done):
        for topic in (INBOX, OUTBOX, CONSOLE):
            await deps.feed.publish(topic)
    return sum(done)


def _limits(policies: Policies, clock: CompanyClock) -> tuple[datetime, datetime | None]:
    """Since when an agent, and a customer, may have been silent; by night no customer is asked for it."""
    now, care = clock.now(), policies.care
    agent_since = now - timedelta(minutes=care.agent_silent_minutes)
    is_night = quiet_until(now, policies.notices, clock.zone) is not None
    return agent_since, None if is_night else now - timedelta(hours=care.customer_silent_hours)


async def forget_changes(deps: Deps) -> None:
    """No console comes back to what is older than a day."""
    async with deps.uow() as uow:
        await uow.changes.forget(deps.clock.now() - _CHANGES_KEPT)
        await uow.commit()


async def _in_turn(deps: Deps, conversation_id: str, step: Step) -> bool:
    try:
        async with deps.uow() as uow:
            conversation = await uow.conversations.get(conversation_id)
            done = await step(deps, uow, await policies_in(uow), conversation)
            if done:
                await uow.commit()
            return done
    except StoreBusy:
        log.info("talk_looked_at_later", conversation_id=conversation_id)  # somebody is at it this very moment
        return False
    except (DomainError, LookupError, ValueError) as error:  # the others must not wait for it
        log.exception("talk_not_looked_at", conversation_id=conversation_id, error=type(error).__name__)
        return False


def _clock(deps: Deps) -> CompanyClock:
    return CompanyClock(deps.clock, deps.zone)


async def _look_at_held(deps: Deps, uow: UnitOfWork, policies: Policies, conversation: Conversation) -> bool:
    clock = _clock(deps)
    if conversation.mode is not Mode.AGENT or conversation.taken_at is None:
        return False
    agent_since, customer_since = _limits(policies, clock)
    spoke_at = max(conversation.agent_at or conversation.taken_at, conversation.taken_at)
    since = await _waits_for_agent_since(uow, conversation, conversation.taken_at)
    if since is not None:
        if since > agent_since:
            return False
        await requeue(uow, conversation)
        await _apologise(deps, uow, conversation)
        return True
    if customer_since is None or spoke_at > customer_since:
        return False
    last = await uow.outbox.last_of_agent(conversation.id)
    if last is not None and promises_word(last.bubble.text):  # it is she who has been waiting all the time
        await requeue(uow, conversation)
        await _apologise(deps, uow, conversation)
    else:
        await end_silence(uow, clock, conversation)
    return True


async def _waits_for_agent_since(uow: UnitOfWork, conversation: Conversation, taken_at: datetime) -> datetime | None:
    """``None`` where nothing is for the agent to answer; who was taken out of the queue waits for the first word.

    Thanks want no answer, nor does what was written before an agent came by herself.
    """
    if conversation.agent_at is None and conversation.queued_at is not None:
        return taken_at
    heard = await uow.inbox.heard_since(conversation.id, conversation.agent_at or taken_at)
    first = next((one.received_at for one in heard if not only_thanks(one.message.text)), None)
    return None if first is None else max(first, taken_at)


async def _apologise(deps: Deps, uow: UnitOfWork, conversation: Conversation) -> None:
    clock = _clock(deps)
    if deps.account.own_agents:
        await write_in(uow, clock, conversation, Letter(Bubble(agent_gone_elsewhere()), Purpose.ANSWER))
        return
    outlook = await outlook_of(uow, clock, await uow.conversations.get(conversation.id))
    text = agent_gone()
    if outlook.opens_at is not None:
        text = agent_gone_until(say(Window(outlook.opens_at, None, "time"), clock.now().astimezone(clock.zone)))
    await tell_outlook(uow, clock, conversation.id)
    await write_in(uow, clock, conversation, Letter(Bubble(text), Purpose.ANSWER))


async def _look_at_waiting(deps: Deps, uow: UnitOfWork, policies: Policies, conversation: Conversation) -> bool:
    """One word to who has waited for long."""
    clock = _clock(deps)
    if not is_on_duty(policies.care, clock) or not _may_hear(conversation, policies, clock):
        return False
    ledger = await uow.ledgers.get(conversation.id)
    if ledger.left(clock.now()) <= KEPT_FOR_AGENT:
        return False
    outlook = await tell_outlook(uow, clock, conversation.id)
    text = still_waiting(outlook.place - 1, outlook.minutes)
    await write_in(uow, clock, conversation, Letter(Bubble(text), Purpose.REMINDER))
    return True


def _may_hear(conversation: Conversation, policies: Policies, clock: CompanyClock) -> bool:
    """Not in urgent matters, where somebody has been called at once."""
    waits = conversation.mode is Mode.QUEUED and conversation.handoff_reason not in URGENT
    return waits and may_be_told(conversation, policies.care, clock)
