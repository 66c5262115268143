"""The table of all pages."""

from __future__ import annotations

from bot.console.pages import (
    bookings,
    calls,
    conversations,
    figures,
    home,
    misses,
    providers,
    reviews,
    settings,
    tickets,
)
from bot.console.pages.page import Page

PAGES: tuple[Page, ...] = (
    *home.PAGES,
    *conversations.PAGES,
    *tickets.PAGES,
    *bookings.PAGES,
    *reviews.PAGES,
    *calls.PAGES,
    *providers.PAGES,
    *settings.PAGES,
    *figures.PAGES,
    *misses.PAGES,
)
