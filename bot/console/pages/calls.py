"""电话清单: whom to call, the longest waiting first, and what was done today."""

from __future__ import annotations

from bot.console import call_list
from bot.console.pages.page import Page, PageCall, Shown
from bot.domain.access import STAFF


async def calls_page(call: PageCall) -> Shown:
    everything = (await call_list.list_calls(call.api(call_list.CallsAsked()))).calls
    customers = await call.uow.customers.of_ids({one.customer_id for one in everything})
    values = {
        "waiting": [one for one in everything if one.done_at is None],
        "addresses": {one.id: one.addresses for one in customers},
        "done": [one for one in reversed(everything) if one.done_at is not None],
    }
    return Shown("calls.html", values)


PAGES = (Page("/calls", STAFF, calls_page, nav="电话", place=50, sign="phone"),)
