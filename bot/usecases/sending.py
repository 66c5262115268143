"""The outbox: send what no push carried, by the way that is open, and keep the ledger."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.domain.errors import ChannelError, Remedy
from bot.domain.events import CallTaskNeeded
from bot.domain.notices import quiet_until
from bot.domain.sending import LAPSED, PROMPT, Ledger, Outbound, OutboundState, Purpose, Way, choose_way
from bot.ports import Deps, UnitOfWork
from bot.usecases.conversation import CONSOLE
from bot.usecases.gating import let_out
from bot.usecases.insist import insistently
from bot.usecases.policies import policies_in

log = structlog.get_logger()

MAX_ATTEMPTS = 5
_WAIT_FOR_QUOTA = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that is on its way; without ``way`` it is settled already."""

    outbound: Outbound
    way: Way | None = None


async def send_next(deps: Deps) -> bool:
    """Sends the outbox row that is due; False when there is none."""
    claimed = await claim_next(deps)
    if claimed is not None:
        await send_claimed(deps, claimed)
    return claimed is not None


async def claim_next(deps: Deps) -> Claimed | None:
    """The outbox row that is due, with the way that is open to it."""
    now = deps.clock.now()
    async with deps.uow() as uow:
        outbound = await uow.outbox.claim_due(now, deps.patience.send_lease)
        if outbound is None:
            return None
        if not await let_out(uow, outbound, now) or await _held_back(deps, uow, outbound, now):
            await uow.commit()
            return Claimed(outbound)
        ledger = await uow.ledgers.get(outbound.conversation_id)
        way = choose_way(outbound, ledger, now, deps.account.custom_messages)
        if way is None and _waits_for_push(deps, outbound, now):
            await uow.outbox.settle(_later(outbound, now + timedelta(hours=1)))
        elif way is None:
            await _give_up(uow, outbound, "no_way_open")
        await uow.commit()
    return Claimed(outbound, way)


async def send_claimed(deps: Deps, claimed: Claimed) -> None:
    outbound, way = claimed.outbound, claimed.way
    if way is not None:
        try:
            await _send(deps, outbound, way)
        except ChannelError as error:
            await _failed(deps, outbound, way, error)
        else:
            await _sent(deps, outbound, way)
    await deps.feed.publish(CONSOLE)


async def _held_back(deps: Deps, uow: UnitOfWork, outbound: Outbound, now: datetime) -> bool:
    """Whether its time is over, or has not come: what nobody has asked for is not sent at night, however late it is."""
    if outbound.has_lapsed(now):
        await uow.outbox.settle(replace(outbound, state=OutboundState.FAILED, error=LAPSED))
        log.info("outbound_lapsed", outbound_id=outbound.id)
        return True
    if outbound.purpose in PROMPT:
        return False
    morning = quiet_until(now, (await policies_in(uow)).notices, deps.zone)
    if morning is not None:
        await uow.outbox.settle(_later(replace(outbound, attempts=0), morning))
    return morning is not None


def _waits_for_push(deps: Deps, outbound: Outbound, now: datetime) -> bool:
    """An account without custom messages answers with the next push; such a row waits for two days."""
    return not deps.account.custom_messages and now - outbound.created_at < timedelta(hours=48)


async def _send(deps: Deps, outbound: Outbound, way: Way) -> None:
    if way is Way.CUSTOM:
        await deps.channel.send_custom(outbound.openid, outbound.bubble)
    elif outbound.notice is not None and way is Way.TEMPLATE:
        await deps.channel.send_template(outbound.openid, outbound.notice)
    elif outbound.notice is not None:
        await deps.channel.send_subscription(outbound.openid, outbound.notice)


async def _sent(deps: Deps, outbound: Outbound, way: Way) -> None:
    now = deps.clock.now()

    async def store(uow: UnitOfWork) -> None:
        shown = outbound.way_shown(way)
        if not await uow.outbox.settle(replace(outbound, state=OutboundState.SENT, way=shown, sent_at=now)):
            log.warning("claim_lost", outbound_id=outbound.id)
        ledger = await uow.ledgers.get(outbound.conversation_id)
        if way is Way.CUSTOM:
            await uow.ledgers.save(outbound.conversation_id, ledger.spent(now))
        elif way is Way.NOTICE and outbound.notice is not None:
            left = ledger.consents.get(outbound.notice.template_id, 0) - 1
            await uow.ledgers.save(outbound.conversation_id, ledger.with_consents(outbound.notice.template_id, left))

    await insistently(deps, store)
    log.info("outbound_sent", outbound_id=outbound.id, way=way.value, attempts=outbound.attempts)


async def _failed(deps: Deps, outbound: Outbound, way: Way, error: ChannelError) -> None:
    now = deps.clock.now()
    log.warning("outbound_failed", outbound_id=outbound.id, way=way.value, remedy=error.remedy.value, detail=str(error))
    if error.remedy is Remedy.IGNORE:
        await _sent(deps, outbound, way)
        return
    exhausted = outbound.attempts >= MAX_ATTEMPTS
    other_way = error.remedy is Remedy.OTHER_WAY and way is not Way.TEMPLATE
    pause = _WAIT_FOR_QUOTA if error.remedy is Remedy.WAIT else _backoff(outbound.attempts)

    async def store(uow: UnitOfWork) -> None:
        if other_way:
            # The platform's own count has the last word: ours learns from it, and the next try takes another way.
            ledger = await uow.ledgers.get(outbound.conversation_id)
            await uow.ledgers.save(outbound.conversation_id, _learnt(ledger, outbound, way))
        if other_way and not exhausted:
            await uow.outbox.settle(_later(outbound, now))
        elif exhausted or error.remedy in (Remedy.GIVE_UP, Remedy.OTHER_WAY):
            await _give_up(uow, outbound, f"errcode_{error.errcode}")
        else:
            await uow.outbox.settle(_later(outbound, now + pause))

    await insistently(deps, store)


def _learnt(ledger: Ledger, outbound: Outbound, way: Way) -> Ledger:
    if way is Way.CUSTOM or outbound.notice is None:
        return ledger.exhausted()
    return ledger.with_consents(outbound.notice.template_id, 0)


def _later(outbound: Outbound, not_before: datetime) -> Outbound:
    return replace(outbound, state=OutboundState.PENDING, not_before=not_before)


def _backoff(attempts: int) -> timedelta:
    """1 s · 2^n with jitter, as the error table asks for."""
    return timedelta(seconds=2 ** max(attempts - 1, 0) * random.uniform(0.75, 1.25))  # noqa: S311 -- jitter, no secret


async def _give_up(uow: UnitOfWork, outbound: Outbound, reason: str) -> None:
    """Nobody reads it in the chat: staff must call, unless it can be done without."""
    conversation = await uow.conversations.get(outbound.conversation_id)
    await uow.outbox.settle(replace(outbound, state=OutboundState.FAILED, error=reason))
    if outbound.purpose is Purpose.REMINDER:
        log.info("reminder_not_delivered", outbound_id=outbound.id, reason=reason)
        return
    uow.happened(CallTaskNeeded(conversation.customer_id, reason, outbound.bubble.text))
    log.error("outbound_given_up", outbound_id=outbound.id, reason=reason)
