"""候补: who waits for a full window, and who is offered it when it comes free.

``join`` and ``leave_waitlist`` are steps of somebody else's transaction; ``offer_freed`` is a step of the worker.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.domain.availability import opening_day
from bot.domain.booking import UPCOMING
from bot.domain.conversation import Mode
from bot.domain.errors import DomainError, InvalidData, StoreBusy
from bot.domain.events import WaitlistJoined, WaitlistLeft, WaitlistOffered
from bot.domain.inquiry import WaitlistOffer
from bot.domain.job import Job
from bot.domain.values import TimeWindow, new_id, to_instant, to_local
from bot.domain.waitlist import WaitlistEntry, WaitlistState
from bot.ports import Deps, UnitOfWork
from bot.usecases import waitlist_offer
from bot.usecases.booking import place_hold
from bot.usecases.inquiries import ask_about, withdraw
from bot.usecases.inquiry_words import wish_in_words
from bot.usecases.telling import reached_at, tell
from bot.usecases.windows import find_starts, minutes_of, service_of
from bot.zh import inquiries as words

log = structlog.get_logger()


async def join(
    deps: Deps, uow: UnitOfWork, job: Job, start: datetime | None, end: datetime | None, precision: str
) -> WaitlistEntry:
    """Puts a wish (local: an hour, a part of a day or a day) on the list; one that stands there stays as it is."""
    wanted = await _wanted(deps, uow, job, start, end, precision)
    for known in await uow.waitlist.active_of(job.customer_id):
        if (known.job.service, known.wanted) == (job.service, wanted):
            return known
    exact = precision == "time"
    entry = WaitlistEntry(new_id("wl"), job.customer_id, job, wanted, exact, deps.clock.now())
    await uow.waitlist.add(entry)
    uow.happened(WaitlistJoined(entry))
    return entry


async def leave_waitlist(deps: Deps, uow: UnitOfWork, customer_id: str, by: str = "customer") -> int:
    """Takes a customer off the list, with whatever is just offered to her; returns how many wishes that were."""
    entries = await uow.waitlist.active_of(customer_id)
    still_open = await uow.inquiries.open_of(customer_id)
    offers = [(one, one.content) for one in still_open if isinstance(one.content, WaitlistOffer)]
    for _, offer in offers:
        await waitlist_offer.let_go(deps, uow, offer)
    for entry in entries:
        await _leave(uow, entry.left(), by)
    for inquiry, _ in offers:
        await withdraw(uow, inquiry)
    return len(entries)


async def offer_freed(deps: Deps) -> int:
    """Offers windows that have come free, the longest wait first; returns how many offers were made."""
    async with deps.uow() as uow:
        waiting = [entry.id for entry in await uow.waitlist.waiting()]
    made = 0
    for entry_id in waiting:
        try:
            made += await offer_to(deps, entry_id)
        except (DomainError, StoreBusy) as error:
            # Somebody else was quicker, or the wish cannot be met as it stands; the others have their turn.
            log.info("waitlist_not_offered", entry_id=entry_id, code=error.code)
    return made


async def offer_to(deps: Deps, entry_id: str) -> bool:
    """Holds a window for one who waits and asks her, by day; a wish that is over is told to be over.

    Raises ``WindowTaken`` or ``StoreBusy`` when somebody else had the window or the entry first.
    """
    async with deps.uow() as uow:
        entry = await uow.waitlist.get(entry_id)
        if entry.state is not WaitlistState.WAITING:
            return False
        offered = await _step(deps, uow, entry)
        await uow.commit()
    return offered


async def _step(deps: Deps, uow: UnitOfWork, entry: WaitlistEntry) -> bool:
    now = deps.clock.now()
    catalogue = await uow.catalogue.get()
    reached = await reached_at(deps, uow, now)
    if entry.is_past(now + timedelta(minutes=catalogue.rules.min_notice_minutes)):
        await tell(deps, uow, entry.customer_id, words.wait_over(await wish_in_words(deps, uow, entry, reached)))
        await _leave(uow, entry.expired(), "system")
        return False
    if await _has_it(uow, entry):
        await _leave(uow, entry.left(), "system")
        return False
    # At night nobody is asked, nor so late that the hold ends at night; and where a person talks to the customer, the
    # bot would not hear her answer.
    minutes = catalogue.policies.waitlist_hold_minutes
    ends = now + timedelta(minutes=minutes)
    if reached > now or await reached_at(deps, uow, ends) > ends or not await _is_heard(uow, entry.customer_id):
        return False
    start = await _free_start(deps, uow, entry)
    if start is None:
        return False
    hold, _ = await place_hold(deps, uow, entry.job, start, "system", minutes)
    offered = entry.offered(hold.id)
    await uow.waitlist.save(offered)
    uow.happened(WaitlistOffered(offered))
    await ask_about(deps, uow, hold, WaitlistOffer(entry.id, hold.id))
    return True


async def _free_start(deps: Deps, uow: UnitOfWork, entry: WaitlistEntry) -> datetime | None:
    """The first local start that is what is waited for."""
    start, end = to_local(entry.wanted.start, deps.zone), to_local(entry.wanted.end, deps.zone)
    found = await find_starts(deps, uow, entry.job, start, end, "time" if entry.exact else "part")
    if entry.exact:
        return found.exact
    return next((one for one in found.nearby if entry.meets(to_instant(one, deps.zone))), None)


async def _has_it(uow: UnitOfWork, entry: WaitlistEntry) -> bool:
    """Whether she has meanwhile got a visit of this service at that time otherwise."""
    own = await uow.bookings.of_customer(entry.customer_id, UPCOMING)
    return any(one.service == entry.job.service and one.window.overlaps(entry.wanted) for one in own)


async def _is_heard(uow: UnitOfWork, customer_id: str) -> bool:
    conversation = await uow.conversations.by_openid((await uow.customers.get(customer_id)).openid)
    return conversation is None or conversation.mode is Mode.BOT


async def _leave(uow: UnitOfWork, entry: WaitlistEntry, by: str) -> None:
    await uow.waitlist.save(entry)
    uow.happened(WaitlistLeft(entry, by))


async def _wanted(
    deps: Deps, uow: UnitOfWork, job: Job, start: datetime | None, end: datetime | None, precision: str
) -> TimeWindow:
    if start is None or precision not in ("time", "part", "day"):
        raise InvalidData("only an hour, a part of a day or a day can be waited for")
    catalogue = await uow.catalogue.get()
    if precision == "day":
        return opening_day(start, catalogue.rules, deps.zone)
    begins = to_instant(start, deps.zone)
    if precision == "time":
        return TimeWindow(begins, begins + timedelta(minutes=minutes_of(job, service_of(catalogue, job.service))))
    ends = to_instant(end, deps.zone) if end is not None else opening_day(start, catalogue.rules, deps.zone).end
    if ends <= begins:
        raise InvalidData(f"no visit can begin between {start} and {end}")
    return TimeWindow(begins, ends)
