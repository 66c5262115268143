"""人工审核: a person looks at risky orders; one call approves, replaces or rejects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.booking import Booking, ReviewState
from bot.domain.errors import IllegalTransition, InvalidData
from bot.domain.events import BookingCancelled, ReviewDecided
from bot.domain.matching import Candidate
from bot.domain.provider import Provider
from bot.ports import Deps, UnitOfWork
from bot.usecases.order import move
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
        await _must_be_right(uow, before, decision.provider_ids)
        reassigned = before.reassigned(decision.provider_ids, now, decision.by, decision.reason)
        decided = reassigned.reviewed(ReviewState.REPLACED, now, decision.by)
        await move(deps, uow, decided, before)
    uow.happened(ReviewDecided(decided, before))
    return decided


async def _must_be_right(uow: UnitOfWork, booking: Booking, provider_ids: Sequence[str]) -> None:
    """As many as before, each once, all of them known and able to do the work at all."""
    if not len(set(provider_ids)) == len(provider_ids) == len(booking.provider_ids):
        raise InvalidData(f"booking {booking.id} needs {len(booking.provider_ids)} different providers")
    for provider_id in provider_ids:
        provider = await uow.providers.get(provider_id)
        if not provider.active or booking.service not in provider.skills:
            raise InvalidData(f"{provider.name} ({provider_id}) does not do {booking.service}")
