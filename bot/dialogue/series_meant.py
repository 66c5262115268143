"""Which of the series that run a wish is about, and whether it is about another order."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue import order_change, orders
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.recurring import SeriesView
from bot.dialogue.series_wish import SeriesWish, is_like, visits_named
from bot.zh.order_mention import means_every
from bot.zh.series_scope import lasting


def series_meant(wish: SeriesWish, facts: Facts) -> Sequence[SeriesView]:
    """The series that a wish may be about; none where it names a service that none of them is."""
    request = wish.request
    fitting = [one for one in facts.series if request.service is None or is_like(request.service, one.service)]
    if not fitting and wish.act == "skip" and lasting(wish.text):
        fitting = list(facts.series)  # 我们要搬家了，以后都不做了: what is named is why
    if wish.act == "resume":
        return [one for one in fitting if one.paused or one.breaks] or fitting
    window = request.from_window if wish.act == "move" else request.window
    return [one for one in fitting if visits_named(one, window)] or fitting


def changes_visit(frame: Frame, facts: Facts) -> bool:
    """Whether a visit is to be moved and something of it changed too: 改到周四，再加个擦窗."""
    visits = [booking for booking in facts.upcoming if booking.series_id is not None]
    return bool(visits) and order_change.changes_more(frame.text, visits[0], facts)


def is_of_other_order(wish: SeriesWish, facts: Facts) -> bool:
    """Whether it names an order that is no visit, or may mean one as well as a visit."""
    others = [booking for booking in facts.upcoming if booking.series_id is None]
    if others and wish.act == "skip" and means_every(wish.text, len(facts.upcoming)) and not lasting(wish.text):
        return True
    if not others or wish.act in ("pause", "resume", "change") or wish.scope == "all":
        return False
    request = wish.request
    named = orders.named(
        others, Request(request.service, request.from_window if wish.act == "move" else request.window)
    )
    if named:
        return True
    window = request.from_window if wish.act == "move" else request.window
    visits = any(visits_named(one, window) for one in facts.series)
    return not visits and wish.scope is None
