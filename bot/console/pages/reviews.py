"""人工审核: each order that waits for a person, why, who could come, and the three ways to decide."""

from __future__ import annotations

from bot.console import reviews
from bot.console.fields import Nothing
from bot.console.pages.bookings import services_of
from bot.console.pages.page import Page, PageCall, Shown
from bot.domain.access import STAFF

_CANDIDATES = 6


async def reviews_page(call: PageCall) -> Shown:
    waiting = (await reviews.list_reviews(call.api(Nothing()))).reviews
    figures = await reviews.review_figures(call.api(reviews.Past()))
    values = {
        "waiting": waiting,
        "most": _CANDIDATES,
        "figures": figures,
        "services": await services_of(call.uow),
    }
    return Shown("reviews.html", values)


PAGES = (Page("/reviews", STAFF, reviews_page, nav="审核", place=40, sign="check"),)
