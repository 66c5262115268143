"""派单: a day's assignments looked at again as a whole, previewed, and taken where nobody was promised otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.booking import Booking
from bot.domain.dispatch import Day, Plan, Promise, value, violations
from bot.domain.errors import WindowTaken
from bot.domain.events import ProviderReplaced
from bot.domain.inquiry import Replacement
from bot.domain.matching import occupied
from bot.domain.plan_changes import Change, changes, together
from bot.domain.provider import Provider
from bot.ports import Deps, UnitOfWork
from bot.usecases.day import ReadDay, read_day
from bot.usecases.inquiries import ask_about

SECONDS = 20.0
"""How much work a plan is given; most days need far less."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A day as it stands and as it could be. ``bound`` is what no plan can be worth more than."""

    on: date
    day: Day
    bookings: Mapping[str, Booking]
    providers: Mapping[str, Provider]
    proposed: Plan
    bound: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of the changes of a preview."""

    applied: tuple[Change, ...]
    asked: tuple[Change, ...]
    """The customer is asked first; nothing has changed yet."""
    stale: tuple[Change, ...]
    """Not taken: the day is no longer as it was when they were proposed."""


async def preview(deps: Deps, on: date, seconds: float = SECONDS) -> Preview:
    """The best plan found for a local day; the current one where there is none that is better."""
    async with deps.uow() as uow:
        found = await read_day(deps, uow, on)
    day, current = found.day, found.day.current()
    solved = await deps.optimiser.solve(day, seconds)
    is_better = not violations(day, solved.plan) and value(day, solved.plan) > value(day, current)
    proposed = solved.plan if is_better else current
    different = changes(day, proposed, found.providers)
    return Preview(on, day, found.bookings, found.providers, proposed, solved.bound, different)


async def accept(deps: Deps, seen: Preview, by: str) -> Accepted:
    """Takes the changes of a preview that need nobody's yes, and asks the customers for the others.

    Changes that hang together are taken together or not at all; each is judged anew by what the database says now.
    """
    applied, asked, stale = list[Change](), list[Change](), list[Change]()
    async with deps.uow() as uow:
        # From here on nobody else takes their time: what is read stays true until the commit.
        await uow.providers.lock(sorted({one for change in seen.changes for one in (*change.before, *change.after)}))
        found = await read_day(deps, uow, seen.on)
        plan = dict(found.day.current())
        for group in together([change for change in seen.changes if not change.needs_yes]):
            then = plan | {change.booking_id: change.after for change in group}
            holds = _still_holds(seen, found, group) and not violations(found.day, then)
            taken = holds and await _taken(deps, uow, group, by)
            plan = then if taken else plan
            (applied if taken else stale).extend(group)
        for change in (change for change in seen.changes if change.needs_yes):
            then = plan | {change.booking_id: change.after}
            holds = _still_holds(seen, found, [change]) and not violations(found.day, then)
            plan = then if holds else plan
            (asked if holds else stale).append(change)
            if holds:
                await _ask_customer(deps, uow, found.bookings[change.booking_id], change, by)
        await uow.commit()
    return Accepted(tuple(applied), tuple(asked), tuple(stale))


def _still_holds(seen: Preview, found: ReadDay, group: Sequence[Change]) -> bool:
    """Whether these bookings and what was promised for them are as they were seen."""
    promises = {visit.booking_id: visit.promise for visit in found.day.visits}
    return all(
        change.booking_id in found.bookings
        and found.bookings[change.booking_id].version == seen.bookings[change.booking_id].version
        and promises[change.booking_id] is (Promise.TOLD if change.needs_yes else Promise.NONE)
        for change in group
    )


async def _taken(deps: Deps, uow: UnitOfWork, group: Sequence[Change], by: str) -> bool:
    now, rules = deps.clock.now(), (await uow.catalogue.get()).rules
    before = {change.booking_id: await uow.bookings.get(change.booking_id) for change in group}
    moved = [
        before[change.booking_id].reassigned(change.after, now, by, change.reason, untold=True) for change in group
    ]
    try:
        await uow.bookings.move_all([(booking, occupied(booking.window, rules)) for booking in moved])
    except WindowTaken:
        return False
    for booking in moved:
        uow.happened(ProviderReplaced(booking, before[booking.id], was_told=False))
    return True


async def _ask_customer(deps: Deps, uow: UnitOfWork, booking: Booking, change: Change, by: str) -> None:
    """Why is ours to know: to her it is a question, not our way home."""
    await ask_about(deps, uow, booking, Replacement(change.after, booking.provider_ids, reason=""), by)
