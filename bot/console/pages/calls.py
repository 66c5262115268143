"""电话清单: whom to call, the longest waiting first, and what was done today."""

from __future__ import annotations

from bot.console import call_list
from bot.console.pages.page import Page, PageCall, Shown
from bot.domain.access import STAFF


async def calls_page(call: PageCall) -> Shown:
    everything = (await call_list.list_calls(call.api(call_list.CallsAsked()))).calls
    values = {
        "waiting": [one for one in everything if one.done_at is None],
        "done": [one for one in reversed(everything) if one.done_at is not None],
    }
    return Shown("calls.html", values)


PAGES = (Page("/calls", STAFF, calls_page, nav="电话", place=50, sign="phone"),)
