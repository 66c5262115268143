"""电话清单 (夜间与待回电): whom staff are to call, and that it is done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from bot.console.calls import Call, Route
from bot.console.fields import Answer, Nothing, Query
from bot.domain.access import STAFF
from bot.domain.audit import CallTask
from bot.domain.errors import NotFound
from bot.domain.events import CallDone
from bot.ports import Deps, UnitOfWork

_USUAL_HOURS = 24


class CallsAsked(Query):
    """Those that wait, and those done in the last hours."""

    done_hours: Annotated[int, Field(ge=0, le=24 * 31)] = _USUAL_HOURS


class CallAnswer(Answer):
    id: int
    customer_id: str
    customer: str = Field(description="openid")
    name: str
    phone: str
    reason: str
    text: str
    at: datetime
    done_at: datetime | None
    done_by: str


class Calls(Answer):
    calls: list[CallAnswer]


async def list_calls(call: Call[CallsAsked]) -> Calls:
    since = call.deps.clock.now() - timedelta(hours=call.given.done_hours)
    return Calls(calls=[await _answer(call, task) for task in await call.uow.call_tasks.listed(since)])


async def finish_call(call: Call[Nothing]) -> CallAnswer:
    task = await task_of(call.uow, call.id)
    done = task.done(call.deps.clock.now(), call.by)
    if done is not task:
        await call.uow.call_tasks.save(done)
        call.uow.happened(CallDone(done.customer_id, done.reason, call.by))
    return await _answer(call, done)


async def task_of(uow: UnitOfWork, number: str) -> CallTask:
    """By its number, as somebody has written it."""
    if not (number.isascii() and number.isdecimal()) or len(number) > 18:
        raise NotFound(f"no call {number}")
    return await uow.call_tasks.get(int(number))


async def _answer(call: Call[CallsAsked] | Call[Nothing], task: CallTask) -> CallAnswer:
    customer = await call.uow.customers.get(task.customer_id)
    return CallAnswer(
        id=task.id,
        customer_id=task.customer_id,
        customer=customer.openid,
        name=customer.name,
        phone=customer.phone,
        reason=task.reason,
        text=task.text,
        at=_local(task.created_at, call.deps),
        done_at=_local(task.done_at, call.deps) if task.done_at else None,
        done_by=task.done_by,
    )


def _local(at: datetime, deps: Deps) -> datetime:
    return at.astimezone(deps.zone)


ROUTES = (
    Route("GET", "/api/calls", STAFF, "Whom staff are to call", list_calls, Calls, CallsAsked),
    Route("POST", "/api/calls/{id}/done", STAFF, "It is done; who was first stays named", finish_call, CallAnswer),
)
