"""电话清单: whom to call, danger first, then the longest waiting, and what was done today."""

from __future__ import annotations

from bot.console import call_list
from bot.console.pages.page import Page, PageCall, Shown
from bot.domain.access import STAFF
from bot.usecases.perform_emergency import EMERGENCY


async def calls_page(call: PageCall) -> Shown:
    everything = (await call_list.list_calls(call.api(call_list.CallsAsked()))).calls
    customers = await call.uow.customers.of_ids({one.customer_id for one in everything})
    waiting = [one for one in everything if one.done_at is None]
    waiting.sort(key=lambda one: one.reason != EMERGENCY)
    values = {
        "waiting": waiting,
        "talks": {one.customer_id: await _talk_of(call, one.customer) for one in waiting},
        "addresses": {one.id: one.addresses for one in customers},
        "done": [one for one in reversed(everything) if one.done_at is not None],
    }
    return Shown("calls.html", values)


async def _talk_of(call: PageCall, openid: str) -> str | None:
    conversation = await call.uow.conversations.by_openid(openid)
    return conversation.id if conversation else None


PAGES = (Page("/calls", STAFF, calls_page, nav="电话", place=50, sign="phone"),)
