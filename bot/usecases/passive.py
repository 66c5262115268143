"""The passive reply: whichever push of a message is open when the answer is ready carries it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.inbox import InboxItem, InboxState
from bot.domain.messages import Bubble
from bot.domain.sending import Outbound, OutboundState, Way, merged
from bot.ports import Deps, UnitOfWork

_PUSH_LEASE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Carried:
    """A bubble this push carries; ``rows`` are told afterwards whether it went out."""

    bubble: Bubble
    rows: tuple[Outbound, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """The turn is over and nothing is left to carry: acknowledge."""


@dataclass(frozen=True, slots=True)
class NotYet:
    """The answer is not there; keep the push open."""


async def claim_answer(deps: Deps, item: InboxItem, now: datetime) -> Carried | Nothing | NotYet:
    """What the push of ``item`` may carry now.

    An earlier push of a burst leaves the answer to the push of the burst's last message, as long as one is open.
    """
    async with deps.uow() as uow:
        fresh = await uow.inbox.get(item.id)
        if fresh.state is not InboxState.DONE:
            return NotYet()
        answers = await uow.outbox.of_turn(fresh.turn_id)
        if all(answer.state in (OutboundState.SENT, OutboundState.FAILED) for answer in answers):
            again = _lost_on_the_way(deps, answers, fresh, now)
            return Carried(merged([answer.bubble for answer in again]), again) if again else Nothing()
        if await _later_push_is_open(deps, uow, fresh, now):
            return NotYet()
        rows = await uow.outbox.claim_for_push(fresh.conversation_id, fresh.turn_id, fresh.id, now, _PUSH_LEASE)
        if not rows:
            return NotYet()
        await uow.commit()
    return Carried(merged([row.bubble for row in rows]), tuple(rows))


async def settle(deps: Deps, item: InboxItem, carried: Carried, arrived: bool) -> None:
    """The push took the answer, or broke before it could: then the answer is free again."""
    now = deps.clock.now()
    async with deps.uow() as uow:
        for row in carried.rows:
            if arrived:
                sent = replace(
                    row, state=OutboundState.SENT, way=Way.PASSIVE, sent_at=now, carried_by=item.id, lease_until=None
                )
                await uow.outbox.save(sent)
            else:
                await uow.outbox.save(replace(row, state=OutboundState.PENDING, lease_until=None))
        await uow.commit()


def _lost_on_the_way(deps: Deps, answers: Sequence[Outbound], item: InboxItem, now: datetime) -> tuple[Outbound, ...]:
    """Answers that an earlier push of this message carried so late that the platform may have hung up already.

    The platform repeats a push only if it took no answer. A repeat right after an answer that was handed over close
    to its deadline means that the answer was lost; a repeat after one handed over in good time means nothing.
    """
    if item.pushes < 2 or item.push_started_at is None:
        return ()
    limit = deps.patience.push_limit
    lost = []
    for answer in answers:
        if answer.way is not Way.PASSIVE or answer.carried_by != item.id or answer.sent_at is None:
            return ()
        since = item.push_started_at - answer.sent_at
        if not timedelta(0) <= since < deps.patience.settled_margin:
            return ()
        if now - answer.sent_at > limit:
            return ()
        lost.append(answer)
    return tuple(lost)


async def _later_push_is_open(deps: Deps, uow: UnitOfWork, item: InboxItem, now: datetime) -> bool:
    open_since = now - deps.patience.push_deadline
    return any(
        other.id > item.id and other.push_started_at is not None and other.push_started_at > open_since
        for other in await uow.inbox.of_turn(item.turn_id)
    )
