"""How a visit goes, as those tell it who are there: 接单, 出发, 到了, 完成, or that it did not take place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.booking import UPCOMING, Booking, BookingEvent, BookingState
from bot.domain.errors import IllegalTransition, InvalidData
from bot.domain.events import VisitReported, VisitUnreported
from bot.domain.values import TimeWindow
from bot.ports import Deps, UnitOfWork

REPORTS: Mapping[str, Callable[[Booking, datetime, str, str], Booking]] = {
    "accept": lambda booking, now, by, provider_id: booking.accepted(provider_id, now, by),
    "depart": lambda booking, now, by, provider_id: booking.departed(now, by),
    "arrive": lambda booking, now, by, provider_id: booking.checked_in(now, by),
    "finish": lambda booking, now, by, provider_id: booking.completed(now, by),
    "miss": lambda booking, now, by, provider_id: booking.missed(now, by),
}
"""What can be reported of a visit."""


async def report(
    deps: Deps, uow: UnitOfWork, booking_id: str, what: str, by: str, provider_id: str | None = None
) -> Booking:
    """``what`` is a key of ``REPORTS``; told twice, the second time changes nothing.

    ``provider_id``: for whom somebody else tells it; without it ``by`` is she herself.

    Raises ``IllegalTransition`` where it cannot be: an end before a beginning, a missed visit before its time.
    """
    step = REPORTS.get(what)
    if step is None:
        raise InvalidData(f"nobody reports {what!r}: there are {', '.join(REPORTS)}")
    booking, now = await uow.bookings.get(booking_id), deps.clock.now()
    if what == "miss" and booking.window.start > now:
        raise IllegalTransition(f"booking {booking_id} has not begun")
    if booking.state in _REACHED[what]:
        return booking
    if what in _ON_SITE and booking.window.start - now > _EARLIEST:
        raise IllegalTransition(f"booking {booking_id} begins at {booking.window.start} only")
    reported = step(booking, now, by, provider_id or by)
    if reported != booking:
        await uow.bookings.save(reported)
        uow.happened(VisitReported(reported))
    return reported


async def chase_reports(deps: Deps) -> int:
    """Has staff ask about visits that are over and of which nobody has told the end; returns how many.

    A step of the worker; it asks once about each.
    """
    now = deps.clock.now()
    begun = TimeWindow(now - _REMEMBERED, now)
    asked = 0
    async with deps.uow() as uow:
        for booking in await uow.bookings.between(begun, UPCOMING):
            if booking.window.end + _LATE > now or any(event.name == _UNREPORTED for event in booking.events):
                continue
            chased = replace(booking, events=(*booking.events, BookingEvent(now, _UNREPORTED, "system")))
            await uow.bookings.save(chased)
            uow.happened(VisitUnreported(chased))
            asked += 1
        await uow.commit()
    return asked


_LATE = timedelta(hours=2)
_REMEMBERED = timedelta(days=3)
_UNREPORTED = "visit_unreported"

_ON_SITE = ("depart", "arrive", "finish")
_EARLIEST = timedelta(hours=4)
"""Before the visit; nobody sets out sooner, so it was a slip of the finger."""

_DONE = frozenset({BookingState.COMPLETED})
_BEGUN = _DONE | {BookingState.IN_SERVICE}
_REACHED: Mapping[str, frozenset[BookingState]] = {
    "accept": frozenset(),
    "depart": _BEGUN | {BookingState.ON_THE_WAY},
    "arrive": _BEGUN,
    "finish": _DONE,
    "miss": frozenset({BookingState.NO_SHOW}),
}
"""States in which a report is no news; of two who come together the second one tells what the first has told."""
