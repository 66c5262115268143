"""人工审核: a person looks at risky orders; one call approves, replaces or rejects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.booking import Booking, BookingEvent, ReviewState
from bot.domain.errors import IllegalTransition, InvalidData
from bot.domain.events import BookingCancelled, ReviewDecided, ReviewOverdue
from bot.domain.matching import Candidate
from bot.domain.provider import Provider
from bot.ports import Deps, UnitOfWork
from bot.usecases.assign import must_be_right
from bot.usecases.order import move
from bot.usecases.policies import policies_in
from bot.usecases.proposals import ranking_of

APPROVE, REPLACE, REJECT = "approve", "replace", "reject"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decides: ``provider_ids`` with ``replace``, ``reason`` with ``reject``."""

    what: str
    by: str
    provider_ids: tuple[str, ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        if self.what not in (APPROVE, REPLACE, REJECT):
            raise InvalidData(f"a review ends with {APPROVE}, {REPLACE} or {REJECT}, not {self.what!r}")
        if self.what == REPLACE and not self.provider_ids:
            raise InvalidData("say who comes instead")
        if self.what == REJECT and not self.reason:
            raise InvalidData("a rejected order needs its reason: the customer is told")


@dataclass(frozen=True, slots=True)
class OpenReview:
    """An order that waits for a person: who is proposed, and everybody who could come, the best first."""

    booking: Booking
    proposed: tuple[Provider, ...]
    ranking: tuple[Candidate, ...]


async def open_reviews(deps: Deps, uow: UnitOfWork, ranked: int = 5) -> list[OpenReview]:
    """In order of their start; ``ranked`` is how many of each ranking are told."""
    found = []
    for booking in await uow.bookings.awaiting_review():
        proposed = [await uow.providers.get(provider_id) for provider_id in booking.provider_ids]
        ranking = await ranking_of(deps, uow, booking)
        found.append(OpenReview(booking, tuple(proposed), tuple(ranking[:ranked])))
    return found


async def decide(deps: Deps, uow: UnitOfWork, booking_id: str, decision: Decision) -> Booking:
    """Ends the review of an order.

    Raises ``IllegalTransition`` where none is open, ``NotFound`` for an unknown provider and ``WindowTaken`` where the
    replacement has no time. A rejected order is cancelled free of charge.
    """
    before = await uow.bookings.get(booking_id)
    now = deps.clock.now()
    if not before.awaits_review:
        raise IllegalTransition(f"booking {booking_id} waits for no review")
    if before.window.start <= now:
        raise IllegalTransition(f"booking {booking_id} was to begin at {before.window.start}")
    if sorted(decision.provider_ids) == sorted(before.provider_ids):
        decision = replace(decision, what=APPROVE)  # nobody else was put in her place
    if decision.what == REJECT:
        rejected = before.reviewed(ReviewState.REJECTED, now, decision.by)
        cancelled = rejected.cancelled(now, decision.by, decision.reason)
        await uow.bookings.save(cancelled)
        uow.happened(ReviewDecided(rejected, before))
        uow.happened(BookingCancelled(cancelled, rejected))
        return cancelled
    if decision.what == APPROVE:
        decided = before.reviewed(ReviewState.APPROVED, now, decision.by)
        await uow.bookings.save(decided)
    else:
        await must_be_right(uow, before, decision.provider_ids)
        reassigned = before.reassigned(decision.provider_ids, now, decision.by, "review")
        decided = reassigned.reviewed(ReviewState.REPLACED, now, decision.by)
        await move(deps, uow, decided, before)
    uow.happened(ReviewDecided(decided, before))
    return decided


async def chase_reviews(deps: Deps) -> int:
    """Has staff called about orders that still wait when their visit is near; gives up those whose time has come.

    A step of the worker; returns how many there were. Nobody is left waiting at the door.
    """
    now = deps.clock.now()
    chased = 0
    async with deps.uow() as uow:
        lead = timedelta(minutes=(await policies_in(uow)).review.lead_minutes)
        for booking in await uow.bookings.awaiting_review():
            if booking.window.start <= now:
                cancelled = booking.cancelled(now, "system", "review_overdue")
                await uow.bookings.save(cancelled)
                uow.happened(BookingCancelled(cancelled, booking))
            elif booking.window.start - now <= lead and not any(one.name == _CHASED for one in booking.events):
                asked = replace(booking, events=(*booking.events, BookingEvent(now, _CHASED, "system")))
                await uow.bookings.save(asked)
                uow.happened(ReviewOverdue(asked))
            else:
                continue
            chased += 1
        await uow.commit()
    return chased


_CHASED = "review_overdue"
