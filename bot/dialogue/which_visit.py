"""Which visit a complaint is about: the one that is named, the one that runs, the only recent one; else it is asked."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.described import meant
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame
from bot.dialogue.requests import day_named
from bot.zh.amending import amends
from bot.zh.extract import find
from bot.zh.order_mention import may_call_off, speaks_of_order
from bot.zh.past_visit import speaks_of_future, speaks_of_last
from bot.zh.questions import asks
from bot.zh.refusal import refuses
from bot.zh.time_expression import TimeExpression
from bot.zh.when import resolve

_AFTERWARDS = timedelta(hours=2)
"""So long after its planned end a visit is still the one that is spoken of."""
_A_NAME = 12
"""Characters: a longer text tells more than which visit it is of."""
_OF_ORDERS = frozenset({"late", "no_show", "wrong_person", "cancelled_by_us", "overcharge", "refund_delay"})
"""What may have gone wrong with an order to which nobody has come yet."""


def visits_for(frame: Frame, facts: Facts, refund: bool) -> tuple[BookingView, ...]:
    """Those that it can be about, the latest first; one alone is the one that is meant."""
    category = frame.complaint.category if frame.complaint else None
    may_be_ahead = _speaks_of_what_is_ahead(frame.text, facts, of_orders=refund or category in _OF_ORDERS)
    upcoming = tuple(visit for visit in facts.upcoming if may_be_ahead or visit.start <= facts.now)
    everything = (*facts.visits, *upcoming, *facts.cancelled)
    known = tuple({visit.id: visit for visit in everything}.values())
    said = meant(known, frame.text, facts) if known and not refuses(frame.text, "取消") else None
    if said is not None and said.named and said.orders:
        return _recent_first(said.orders, facts)
    running = tuple(visit for visit in facts.visits if _runs(visit, facts))
    if len(running) == 1:
        return running
    if facts.visits:
        return facts.visits
    if refund or category in _OF_ORDERS:
        return _recent_first((*facts.cancelled, *upcoming), facts)
    return ()


def _speaks_of_what_is_ahead(text: str, facts: Facts, of_orders: bool) -> bool:
    """Whether a visit not begun yet can be meant: a day to come is named, or an order is at fault and no day past."""
    expressions = [TimeExpression.from_dict(day_named(one.value)) for one in find(text) if one.kind == "time"]
    said = [window for one in expressions if one.has_day and (window := resolve(one, facts.at)) is not None]
    if any(window.start is not None and not window.past and window.start > facts.now for window in said):
        return True
    return (of_orders or speaks_of_future(text)) and not (speaks_of_last(text) or any(window.past for window in said))


def names_only_visit(frame: Frame) -> bool:
    """昨天下午那单: which visit it is, and nothing that is to become of it."""
    text, window = frame.text.strip(), frame.request.window
    at_all = len(text) <= _A_NAME and speaks_of_order(text) and (window is None or window.past)
    return at_all and not (may_call_off(text) or amends(text) or asks(text))


def _recent_first(visits: tuple[BookingView, ...], facts: Facts) -> tuple[BookingView, ...]:
    """Of those that fit, the ones that took place, as far as there are any."""
    past = tuple(visit for visit in visits if visit.start <= facts.now)
    return tuple(sorted(past or visits, key=lambda visit: visit.start, reverse=True))


def _runs(visit: BookingView, facts: Facts) -> bool:
    return visit.start <= facts.now <= visit.start + timedelta(minutes=visit.minutes) + _AFTERWARDS
