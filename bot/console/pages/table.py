"""The table of all pages."""

from __future__ import annotations

from bot.console.pages import figures, home, misses, orders
from bot.console.pages.page import Page

PAGES: tuple[Page, ...] = (*home.PAGES, *orders.PAGES, *figures.PAGES, *misses.PAGES)
