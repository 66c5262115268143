"""A series in words: before the yes, after it, and what is in the way of single visits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.dialogue import draft as drafts
from bot.dialogue import draft_words, series_draft
from bot.dialogue.facts import Facts
from bot.dialogue.recurring import PlannedVisit, SeriesOffer
from bot.dialogue.step import Say
from bot.dialogue.values import BookingDraft
from bot.domain.pricing import hours_in_words
from bot.zh.say import masked_phone
from bot.zh.series_say import day_in_words, days_in_words, feast_in_words
from bot.zh.time_say import say
from bot.zh.window import Window

_ALWAYS_SAID = frozenset({"service", "window", "frequency", "duration_minutes", "fixed"})
_NAMED = 4
"""Visits whose days are named; the rest follow by the rule."""


def summary(
    draft: BookingDraft, offer: SeriesOffer, facts: Facts, changed: Mapping[str, str] | None = None
) -> tuple[Say, ...]:
    """What is to be agreed to, behind what is in the way of it; ``changed``: what is new in what was shown before."""
    said = values(draft, offer, facts)
    if changed is None:
        return (*remarks(offer, facts), Say("utter_series_summary", said))
    said["changed"] = "，".join(phrase for name, phrase in changed.items() if name not in _ALWAYS_SAID)
    response = "utter_series_summary_changed" if said["changed"] else "utter_series_summary_moved"
    return (*remarks(offer, facts), Say(response, said))


def values(draft: BookingDraft, offer: SeriesOffer, facts: Facts) -> dict[str, str]:
    first, hour = offer.kept[0], offer.kept[0].start
    hours = f"{hour:%H:%M}，每次{hours_in_words(offer.minutes)}"
    return {
        "service": facts.service_name(draft.service),
        "rule": series_draft.in_words(draft.frequency, hours) if draft.frequency else "",
        "first": visit_in_words(first, offer.minutes, facts),
        "next": _next(offer, facts),
        "address": drafts.full_address(draft),
        "phone": masked_phone(draft.phone),
        "needs": draft_words.needs_line(draft.special_needs, draft.quantities, draft.notes),
        "provider": _who(draft, offer),
        "price": price_of(offer),
    }


def remarks(offer: SeriesOffer, facts: Facts) -> tuple[Say, ...]:
    """Days on which nobody comes because of a holiday, and visits for which nobody is free."""
    said: list[Say] = []
    holidays = [visit.day for visit in offer.visits if visit.dropped == "holiday"]
    if holidays:
        said.append(Say("utter_series_holidays", {"days": "、".join(map(feast_in_words, holidays))}))
    lacking = [visit for visit in offer.visits if visit.is_conflict]
    if lacking:
        said.append(Say("utter_series_conflicts", {"visits": "\n".join(_lacking(visit, facts) for visit in lacking)}))
    return tuple(said)


def visit_in_words(visit: PlannedVisit, minutes: int, facts: Facts) -> str:
    return say(Window(visit.start, visit.start + timedelta(minutes=minutes), "time"), facts.at)


def _lacking(visit: PlannedVisit, facts: Facts) -> str:
    words = say(Window(visit.start, None, "time"), facts.at)
    near = min(visit.nearest, key=lambda start: abs(start - visit.start), default=None)
    if near is None:
        return words
    same_day = near.date() == visit.start.date()
    return f"{words}，最近的空档是{f'{near:%H:%M}' if same_day else say(Window(near, None, 'time'), facts.at)}"


def _next(offer: SeriesOffer, facts: Facts) -> str:
    """The days after the first, and how many visits there are where they have an end."""
    days = [visit.start.date() for visit in offer.kept[1:_NAMED]]
    words = days_in_words(days, facts.now.date())
    open_end = offer.total is None or offer.total > len(days) + 1
    total = f"（一共{offer.total}次）" if offer.total is not None else ""
    return f"{words}{'…' if open_end else ''}{total}" if days else total.strip("（）") or "无"


def _who(draft: BookingDraft, offer: SeriesOffer) -> str:
    if offer.awaits_review:
        return "由同事看过再定"
    team = "、".join(offer.team)
    if draft.fixed:
        return f"{team}（固定，每次都是同一位）"
    others = any(visit.providers and visit.providers != offer.team for visit in offer.kept)
    return f"{team}（个别几次由别人来）" if others else f"{team}（每次都是同一位）" if len(offer.team) == 1 else team


def price_of(offer: SeriesOffer) -> str:
    """The price of a visit; of those that cost something else, the day and the price."""
    first = offer.kept[0].price
    other = [visit for visit in offer.kept if visit.price and visit.price != first]
    words = f"每次{first}"
    return words + "".join(f"；{day_in_words(visit.start.date())}{visit.price}" for visit in other[:2])


def started(draft: BookingDraft, offer: SeriesOffer, facts: Facts) -> tuple[Say, ...]:
    """It is booked, or will be when a colleague has looked at it."""
    in_review = "_in_review" if offer.awaits_review else ""
    lacking = any(visit.is_conflict for visit in offer.visits)
    booked = Say(f"utter_series_booked{in_review}", values(draft, offer, facts))
    return (booked, Say("utter_series_staff_search")) if lacking else (booked,)
