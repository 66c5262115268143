"""Where an agent begins."""

from __future__ import annotations

from bot.console.pages.page import GoTo, Page, PageCall
from bot.domain.access import STAFF


async def home_page(call: PageCall) -> GoTo:
    return GoTo("/conversations")


PAGES = (Page("/", STAFF, home_page),)
