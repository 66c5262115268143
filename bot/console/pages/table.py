"""The table of all pages."""

from __future__ import annotations

from bot.console.pages import calls, home, orders, providers, reviews, settings, tickets
from bot.console.pages.page import Page

PAGES: tuple[Page, ...] = (
    *home.PAGES,
    *tickets.PAGES,
    *orders.PAGES,
    *reviews.PAGES,
    *calls.PAGES,
    *providers.PAGES,
    *settings.PAGES,
)
