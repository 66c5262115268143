"""A break of a series: from when until when, said by days, by its length, or by how many visits there are not to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.dialogue.recurring import PlannedVisit, SeriesChange, SeriesView
from bot.dialogue.series_wish import SeriesWish, excluded_days, since, skip_of
from bot.zh.breaks import break_span
from bot.zh.extract import find
from bot.zh.series_scope import break_length, names_bare_weekday
from bot.zh.visits_off import (
    day_instead,
    days_away,
    days_kept,
    days_off,
    on_again,
    rests_a_while,
    until_notice,
    visits_off,
)

_A_DAY = timedelta(days=1)
_MOST_NAMED = 4


def with_days_told(change: SeriesChange, text: str, series: SeriesView, now: datetime) -> SeriesChange | None:
    """A skip or a break that was shown, without the visits that are to come and with those on which nobody is there:
    这周四照常来，下周四那次不要来; ``None`` where no days are told so. It is the change itself where they are as shown.
    """
    if change.act not in ("skip", "pause") or (change.act == "pause" and change.last is None):
        return None
    if (again := on_again(text, now)) is not None and again not in days_kept(text, now):
        return None
    shown = tuple(visit for visit in series.visits if _is_skipped(visit, change))
    if (instead := _another_day(shown, text, series, now)) is not None:
        return instead
    kept = days_kept(text, now)
    off = days_off(text, now, away=True)
    named = tuple(visit for visit in series.visits if visit.start.date() in off and visit.start.date() not in kept)
    if not kept and (len(named) != len(shown) or days_off(text, now)):
        return None
    left = named or tuple(visit for visit in shown if visit.start.date() not in kept)
    if not left or len(left) > _MOST_NAMED:
        return None
    return change if left == shown else skip_of(series, left)


def _another_day(shown: tuple[PlannedVisit, ...], text: str, series: SeriesView, now: datetime) -> SeriesChange | None:
    """是下个礼拜六不是这个礼拜六: one visit in the place of the one that was shown."""
    days = day_instead(text, now)
    if days is None or [visit.start.date() for visit in shown] != [days[1]]:
        return None
    meant = tuple(visit for visit in series.visits if visit.start.date() == days[0])
    return skip_of(series, meant) if meant else None


def _is_skipped(visit: PlannedVisit, change: SeriesChange) -> bool:
    if change.act == "skip":
        return visit.day in change.days
    return change.first is not None and change.last is not None and change.first <= visit.start.date() <= change.last


def gone(
    series: SeriesView, text: str, now: datetime, first: date | None = None, away: bool = False
) -> tuple[PlannedVisit, ...]:
    """The visits that a text gives up by their days, or by their number from ``first`` on.

    ``away``: where no days are given up, those on which nobody is there are meant.
    """
    off, count = days_off(text, now) or (days_away(text, now) if away else ()), visits_off(text)
    visits = tuple(visit for visit in series.visits if visit.start.date() in off)
    if count is None or count <= len(visits):
        return visits
    begins = visits[0].start.date() if visits else max(first or now.date(), now.date())
    return tuple(visit for visit in series.visits if visit.start.date() >= begins)[:count]


def by_visits(wish: SeriesWish, series: SeriesView, now: datetime, first: date | None = None) -> SeriesChange | None:
    """停两次，下下周四继续: a break of several visits, or up to the day on which it goes on; ``None`` for any other."""
    again = on_again(wish.text, now)
    first = since(wish.request, now.date()) if again is None and _names_days(wish) else first
    visits = gone(series, wish.text, now, first)
    said = again is not None or visits_off(wish.text) is not None or len(visits) > 1
    if not said or not (visits or again):
        return None
    begins = visits[0].start.date() if visits else max(first or now.date(), now.date())
    ends = visits[-1].start.date() if visits else begins - _A_DAY
    among = tuple(visit for visit in series.visits if begins <= visit.start.date() <= ends)
    if among != visits:
        return skip_of(series, visits)
    last = again - _A_DAY if again is not None and again > ends else ends
    return SeriesChange(series.id, "pause", first=begins, last=last) if last >= begins else None


def _only_day(wish: SeriesWish, series: SeriesView, now: datetime) -> SeriesChange | None:
    """这个礼拜六就先不要来了: that one visit and no more; 周六的先别来了 is open."""
    off = days_off(wish.text, now)
    visits = tuple(visit for visit in series.visits if visit.start.date() in off)
    single = len(off) == 1 and len(visits) == 1 and not names_bare_weekday(wish.text)
    is_open = until_notice(wish.text) or rests_a_while(wish.text)
    return skip_of(series, visits) if single and not is_open else None


def break_of(wish: SeriesWish, series: SeriesView, now: datetime, first: date | None = None) -> SeriesChange:
    """From today, ``first`` or the day that is named, for as long as it is said; else until she says so."""
    today = now.date()
    span = break_span(wish.text, now)
    if span is None and break_length(wish.text) is None and (change := by_visits(wish, series, now, first)) is not None:
        return change
    if span is None and break_length(wish.text) is None and (one := _only_day(wish, series, now)) is not None:
        return one
    if span is not None:
        return SeriesChange(series.id, "pause", first=max(span[0] or first or today, today), last=span[1])
    length = break_length(wish.text)
    window = wish.request.window if _names_days(wish) else None
    named = window is not None and (window.start is not None or excluded_days(window))
    first, last = first if first and not named else since(wish.request, today) if named else today, None
    if window is not None and window.end is not None:
        last = (window.end - timedelta(minutes=1)).date()
    if length is not None and (last is None or window is None or window.precision != "range"):
        last = first + length - _A_DAY
    elif excluded := excluded_days(window) if window else ():
        first, last = excluded[0], excluded[-1]
    comes = any(visit.start.date() == first for visit in series.visits)
    if last == first and (not comes or names_bare_weekday(wish.text)):
        last = None  # 后天我们回老家，先停停; 周四的先别来了: from then on
    return SeriesChange(series.id, "pause", first=max(first, today), last=last)


def _names_days(wish: SeriesWish) -> bool:
    """Whether days are named, and not only the hours of the visits: 每周四下午的先停停."""
    window, request = wish.request.window, wish.request
    said = window is not None and (request.day_said or bool(excluded_days(window)) or window.precision == "range")
    return said or bool((request.frequency or {}).get("from"))


def until_said(
    wish: SeriesWish, text: str, series: SeriesView, now: datetime, first: date | None
) -> SeriesChange | None:
    """两回, 12月20号, 下下周四接着来: the end of a break that was asked for; ``None`` where none is said."""
    told = replace(wish, text=text)
    if break_span(text, now) or break_length(text) or by_visits(told, series, now, first):
        return break_of(told, series, now, first)
    bare = replace(wish, text=f"停{text}")
    times = [one.value for one in find(text) if one.kind == "time"]
    several = len(times) > 1 or any("list" in (one.get("start") or {}).get("day", {}) for one in times)
    if (several or visits_off(bare.text)) and (change := by_visits(bare, series, now, first)) is not None:
        return change
    until = break_of(replace(wish, text=f"停到{text}"), series, now, first)
    return until if break_span(f"停到{text}", now) else None
