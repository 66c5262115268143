"""请假: taken and withdrawn by a provider herself or by staff for her, with what becomes of her visits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, Self

from pydantic import Field, model_validator

from bot.console.calls import PROVIDERS, Call, Route
from bot.console.fields import Answer, Body, Moment, Note, Nothing
from bot.console.spans import Window, window_of
from bot.domain.access import STAFF
from bot.domain.booking import Booking
from bot.domain.errors import NotFound
from bot.domain.leave import Leave
from bot.domain.values import TimeWindow
from bot.ports import Deps
from bot.usecases.leave import take_leave, withdraw_leave

_AHEAD = timedelta(days=400)
_LONGEST = timedelta(days=366)


class Wanted(Body):
    """From ``start`` to ``end``; why is told to staff alone."""

    start: Moment
    end: Moment
    reason: Note = ""

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if not self.start < self.end <= self.start + _LONGEST:
            raise ValueError("end: give a time after start, at most a year later")
        return self


class Away(Answer):
    id: str
    provider_id: str
    window: Window
    reason: str
    created_at: datetime
    created_by: str


class Leaves(Answer):
    leaves: list[Away]


class Touched(Answer):
    """``replaced``: others come; ``staff_calls``: nobody is free, staff talk to the customer."""

    booking_id: str
    window: Window
    outcome: Literal["replaced", "staff_calls"]
    replaced_by: list[str] = Field(description="names of those who come instead")


class Taken(Answer):
    leave: Away
    visits: list[Touched]


async def my_leave(call: Call[Nothing]) -> Leaves:
    now = call.deps.clock.now()
    found = await call.uow.leaves.overlapping(TimeWindow(now, now + _AHEAD))
    own = [leave for leave in found if leave.provider_id == call.caller.subject]
    return Leaves(leaves=[_away(leave, call.deps) for leave in own])


async def take_my_leave(call: Call[Wanted]) -> Taken:
    return await _take(call, call.caller.subject)


async def take_leave_for(call: Call[Wanted]) -> Taken:
    return await _take(call, call.id)


async def _take(call: Call[Wanted], provider_id: str) -> Taken:
    window = TimeWindow(call.given.start, call.given.end)
    leave, bookings = await take_leave(call.deps, call.uow, provider_id, window, call.given.reason, call.by)
    names = {provider.id: provider.name for provider in await call.uow.providers.all()}
    visits = [_touched(booking, provider_id, names, call.deps) for booking in bookings]
    return Taken(leave=_away(leave, call.deps), visits=visits)


def _touched(booking: Booking, provider_id: str, names: dict[str, str], deps: Deps) -> Touched:
    window = window_of(booking.window, deps)
    if provider_id in booking.provider_ids:
        return Touched(booking_id=booking.id, window=window, outcome="staff_calls", replaced_by=[])
    came = set(booking.events[-1].detail["from"].split(","))
    others = [names.get(one, one) for one in booking.provider_ids if one not in came]
    return Touched(booking_id=booking.id, window=window, outcome="replaced", replaced_by=others)


async def withdraw_my_leave(call: Call[Nothing]) -> Away:
    if (await call.uow.leaves.get(call.id)).provider_id != call.caller.subject:
        raise NotFound(f"no leave {call.id}")
    return await withdraw_leave_for(call)


async def withdraw_leave_for(call: Call[Nothing]) -> Away:
    return _away(await withdraw_leave(call.deps, call.uow, call.id, call.by), call.deps)


def _away(leave: Leave, deps: Deps) -> Away:
    return Away(
        id=leave.id,
        provider_id=leave.provider_id,
        window=window_of(leave.window, deps),
        reason=leave.reason,
        created_at=leave.created_at.astimezone(deps.zone),
        created_by=leave.created_by,
    )


_ENDS = "Withdraw a leave; orders that others have taken over stay theirs"

ROUTES = (
    Route("GET", "/api/me/leave", PROVIDERS, "Her leave from now on", my_leave, Leaves),
    Route("POST", "/api/me/leave", PROVIDERS, "Take leave; her visits get others", take_my_leave, Taken, Wanted),
    Route("DELETE", "/api/me/leave/{id}", PROVIDERS, _ENDS, withdraw_my_leave, Away),
    Route("POST", "/api/providers/{id}/leave", STAFF, "Leave for a provider", take_leave_for, Taken, Wanted),
    Route("DELETE", "/api/leave/{id}", STAFF, _ENDS, withdraw_leave_for, Away),
)
