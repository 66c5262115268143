"""The passive reply: whichever push of a message is open when the answer is ready carries it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.gate import Pass, gate
from bot.domain.inbox import InboxItem, InboxState
from bot.domain.messages import Bubble, Kind
from bot.domain.sending import Outbound, OutboundState, Way, merged
from bot.ports import Deps, UnitOfWork
from bot.usecases.conversation import CONSOLE
from bot.usecases.gating import let_out
from bot.usecases.insist import insistently
from bot.usecases.kf_session import is_for_own_agents, words_go_ahead

_OVER = (OutboundState.SENT, OutboundState.FAILED)
_PUSH_LEASE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Carried:
    """A bubble this push carries; ``rows`` are told afterwards whether it went out."""

    bubble: Bubble
    rows: tuple[Outbound, ...]
    repeated: bool = False
    """It was carried before, and may have been lost: nothing is left to settle."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """The turn is over and nothing is left to carry: acknowledge."""


@dataclass(frozen=True, slots=True)
class Transferred:
    """This push hands the customer to WeChat's own agents, who have been told nothing else."""


@dataclass(frozen=True, slots=True)
class NotYet:
    """The answer is not there; keep the push open."""


async def claim_answer(deps: Deps, item: InboxItem, now: datetime) -> Carried | Nothing | Transferred | NotYet:
    """What the push of ``item`` may carry now.

    An earlier push of a burst leaves the answer to the push of the burst's last message, as long as one is open.
    """
    async with deps.uow() as uow:
        fresh = await uow.inbox.get(item.id)
        if fresh.state is not InboxState.DONE:
            return NotYet()
        handed_over = await _handed_over(deps, uow, fresh, now)
        if handed_over is not None:
            return handed_over
        again = await _lost_on_the_way(deps, uow, fresh, now)
        if again:
            conversation = await uow.conversations.held(fresh.conversation_id)
            again = tuple(answer for answer in again if gate(conversation, answer) is Pass.GOES)
            if not again:
                return Nothing()
            return Carried(merged([answer.bubble for answer in again]), again, repeated=True)
        answers = await uow.outbox.of_turn(fresh.turn_id)
        if answers and all(answer.state in _OVER for answer in answers):
            return Nothing()
        if await _later_push_is_open(deps, uow, fresh, now):
            return NotYet()
        rows = await uow.outbox.claim_for_push(fresh.conversation_id, fresh.turn_id, fresh.id, now, _PUSH_LEASE)
        if not rows:
            return NotYet() if answers else Nothing()
        rows = [row for row in rows if await let_out(uow, row, now)]
        await uow.commit()
    return Carried(merged([row.bubble for row in rows]), tuple(rows)) if rows else Nothing()


async def settle(deps: Deps, item: InboxItem, carried: Carried, arrived: bool) -> None:
    """The push took the answer, or broke before it could: then the answer is free again."""
    if carried.repeated:
        return
    now = deps.clock.now()

    async def store(uow: UnitOfWork) -> None:
        for row in carried.rows:
            if arrived:
                way = row.way_shown(Way.PASSIVE)
                done = replace(row, state=OutboundState.SENT, way=way, sent_at=now, carried_by=item.id)
            else:
                done = replace(row, state=OutboundState.PENDING, carried_by=None)
            await uow.outbox.settle(done)

    await insistently(deps, store)
    await deps.feed.publish(CONSOLE)


async def _handed_over(
    deps: Deps, uow: UnitOfWork, item: InboxItem, now: datetime
) -> Nothing | Transferred | NotYet | None:
    """``None``: the push carries words as ever. Of a burst its last message is handed over, and no event ever is.

    The bot's words go ahead as custom messages, because a push carries one thing only; where none may go, this push
    carries them, and her next message is handed over.
    """
    conversation = await uow.conversations.get(item.conversation_id)
    if not is_for_own_agents(deps.account, conversation) or item.message.kind is Kind.EVENT:
        return None
    waiting = [row for row in await uow.outbox.of_turn(item.turn_id) if row.state not in _OVER]
    if waiting and not words_go_ahead(deps.account, conversation, await uow.ledgers.get(conversation.id), now):
        return None
    if any(row.state is OutboundState.CLAIMED or not row.attempts for row in waiting):
        return NotYet()
    burst = [one for one in await uow.inbox.of_turn(item.turn_id) if one.message.kind is not Kind.EVENT]
    return Transferred() if item.id == max(one.id for one in burst) else Nothing()


async def _lost_on_the_way(deps: Deps, uow: UnitOfWork, item: InboxItem, now: datetime) -> tuple[Outbound, ...]:
    """What the push before this one carried so late that the platform may have hung up already.

    The platform repeats a push only if it took no answer, and does so when its limit is over. An answer handed over
    in the last moment before that may have been lost; one handed over in good time has arrived, and a repeat of its
    push means nothing.
    """
    if item.pushes < 2 or item.push_started_at is None:
        return ()
    limit, margin = deps.patience.push_limit, deps.patience.settled_margin
    push_before = item.received_at + (item.pushes - 2) * limit
    carried = await uow.outbox.carried_by(item.id)
    return tuple(
        answer
        for answer in carried
        if answer.state is OutboundState.SENT
        and answer.sent_at is not None
        and push_before + limit - margin <= answer.sent_at < item.push_started_at
        and now - answer.sent_at <= limit
    )


async def _later_push_is_open(deps: Deps, uow: UnitOfWork, item: InboxItem, now: datetime) -> bool:
    open_since = now - deps.patience.push_deadline
    return any(
        other.id > item.id and other.push_started_at is not None and other.push_started_at > open_since
        for other in await uow.inbox.of_turn(item.turn_id)
    )
