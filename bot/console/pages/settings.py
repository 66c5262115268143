"""设置: quick replies, which supervisors change; who may log in is told."""

from __future__ import annotations

from bot.console.pages.page import Page, PageCall, Shown
from bot.console.quick_replies import SENIOR, quick_replies_of


async def settings_page(call: PageCall) -> Shown:
    return Shown(
        "settings.html",
        {"replies": await quick_replies_of(call.uow), "accounts": await call.uow.accounts.all()},
    )


PAGES = (Page("/settings", SENIOR, settings_page, nav="设置", place=95, sign="gear"),)
