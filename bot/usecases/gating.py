"""The one place where a message passes the gate, in the transaction that claims it for sending."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.domain.gate import TAKEN_OVER, Pass, gate
from bot.domain.sending import MUTED, Outbound, OutboundState, Purpose
from bot.ports import UnitOfWork

log = structlog.get_logger()

_LOOK_AGAIN = timedelta(minutes=1)


async def let_out(uow: UnitOfWork, claimed: Outbound, now: datetime) -> bool:
    """Whether a claimed row may be sent, by a push or by itself; one that may not is settled here.

    The conversation stays as it was read until the claim is committed: a takeover comes before the claim, and the row
    is stopped, or after it, and the message was on its way already. An agent's own words queue behind it.
    """
    conversation = await uow.conversations.held(claimed.conversation_id)
    if claimed.purpose is Purpose.REMINDER and (await uow.customers.get(conversation.customer_id)).muted:
        await uow.outbox.settle(replace(claimed, state=OutboundState.FAILED, error=MUTED))
        return False
    match gate(conversation, claimed):
        case Pass.GOES:
            return True
        case Pass.WAITS:
            again = now + _LOOK_AGAIN
            await uow.outbox.settle(replace(claimed, state=OutboundState.PENDING, not_before=again, attempts=0))
        case Pass.DROPPED:
            await uow.outbox.settle(replace(claimed, state=OutboundState.FAILED, error=TAKEN_OVER))
            log.info("answer_overtaken", outbound_id=claimed.id)
    return False
