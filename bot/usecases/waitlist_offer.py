"""What becomes of a window that was offered to somebody on the waiting list: taken, refused, not answered."""

from __future__ import annotations

from bot.domain.booking import BookingState
from bot.domain.events import HoldReleased, WaitlistLeft, WaitlistOfferTakenBack, WaitlistTaken
from bot.domain.inquiry import WaitlistOffer
from bot.ports import Deps, UnitOfWork
from bot.usecases.booking import confirm_hold
from bot.usecases.inquiry_words import order_in_words
from bot.usecases.telling import reached_at, tell
from bot.zh import inquiries as words


async def take(deps: Deps, uow: UnitOfWork, offer: WaitlistOffer, customer_id: str, by: str) -> None:
    """Raises as ``confirm_hold`` does; then nothing has changed."""
    await confirm_hold(deps, uow, offer.hold_id, customer_id, by)
    taken = (await uow.waitlist.get(offer.entry_id)).taken()
    await uow.waitlist.save(taken)
    uow.happened(WaitlistTaken(taken))


async def refuse(deps: Deps, uow: UnitOfWork, offer: WaitlistOffer, by: str) -> None:
    """Who refuses what she has waited for waits no longer."""
    await let_go(deps, uow, offer)
    left = (await uow.waitlist.get(offer.entry_id)).left()
    await uow.waitlist.save(left)
    uow.happened(WaitlistLeft(left, by))


async def lapse(deps: Deps, uow: UnitOfWork, offer: WaitlistOffer) -> None:
    """Nobody answered: the next in the queue has her turn."""
    await let_go(deps, uow, offer)
    expired = (await uow.waitlist.get(offer.entry_id)).expired()
    await uow.waitlist.save(expired)
    uow.happened(WaitlistLeft(expired, "system"))
    hold = await uow.bookings.get(offer.hold_id)
    order = await order_in_words(deps, uow, hold, await reached_at(deps, uow, deps.clock.now()))
    await tell(deps, uow, expired.customer_id, words.offer_lapsed(order))


async def take_back(deps: Deps, uow: UnitOfWork, offer: WaitlistOffer) -> None:
    """The offer never went out: she waits on, as if nothing had been held for her."""
    await let_go(deps, uow, offer)
    waiting = (await uow.waitlist.get(offer.entry_id)).unasked()
    await uow.waitlist.save(waiting)
    uow.happened(WaitlistOfferTakenBack(waiting))


async def let_go(deps: Deps, uow: UnitOfWork, offer: WaitlistOffer) -> None:
    """Frees the hold, unless it has run out already."""
    hold = await uow.bookings.get(offer.hold_id)
    if hold.state is BookingState.HELD:
        released = hold.released(deps.clock.now())
        await uow.bookings.save(released)
        uow.happened(HoldReleased(released))
