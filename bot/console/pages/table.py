"""The table of all pages."""

from __future__ import annotations

from bot.console.pages import calls, figures, home, misses, orders, providers, reviews, settings, talks, tickets
from bot.console.pages.page import Page

PAGES: tuple[Page, ...] = (
    *home.PAGES,
    *talks.PAGES,
    *tickets.PAGES,
    *orders.PAGES,
    *reviews.PAGES,
    *calls.PAGES,
    *providers.PAGES,
    *settings.PAGES,
    *figures.PAGES,
    *misses.PAGES,
)
