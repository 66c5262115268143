"""A change of a series that was shown, with what is said instead of a yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.dialogue.frame import Frame
from bot.dialogue.recurring import SeriesChange, SeriesView
from bot.dialogue.series_break import break_of, gone
from bot.dialogue.series_wish import (
    SeriesWish,
    change_of,
    end_of,
    from_its_week,
    in_step,
    in_week_of,
    move_of,
    names_day,
    since,
    skip_of,
    visits_named,
)
from bot.zh.series import fits, rule_parts
from bot.zh.series_own import says_since_when
from bot.zh.series_scope import break_length, gives_up_too, goes_on, names_bare_weekday, wants_break
from bot.zh.visits_off import until_notice, visits_off


def amended(change: SeriesChange, frame: Frame, series: SeriesView, now: datetime) -> SeriesChange | None:
    """What was shown, with what is said instead of a yes; ``None`` where that says nothing about it.

    It is the change itself where it only names once more what was shown.
    """
    today = now.date()
    wish = SeriesWish("move", "all", frame.text, frame.request)
    request = frame.request
    if not (request.window or request.frequency or request.duration_minutes or says_break(change, frame.text)):
        return None
    match change.act:
        case "skip":
            named = gone(series, frame.text, now) or visits_named(series, frame.request.window)
            too = tuple(one for one in series.visits if one.day in change.days and gives_up_too(frame.text))
            return skip_of(series, tuple(dict.fromkeys((*too, *named)))) if named else None
        case "pause":
            return _other_break(change, wish, series, now)
        case "change":
            return _other_change(change, wish, series, today)
        case "move":
            visit = next((one for one in series.visits if one.day in change.days), None)
            if visit is None or change.start is None:
                return None
            shown = replace(visit, start=change.start)
            return move_of(in_week_of(shown, wish), series, shown)
        case "end" if gives_up_too(frame.text):
            return change  # 这周三也不要来了: no later day
        case _:
            first = end_of(wish, series, now).first or today
            return change if _none_between(series, first, change.first) else replace(change, first=first)


def _other_change(change: SeriesChange, wish: SeriesWish, series: SeriesView, today: date) -> SeriesChange | None:
    """Another rhythm than the one that was shown, or since when it holds: 从这周就改."""
    as_shown = replace(series, rule=change.rule or series.rule, at=change.at or series.at)
    as_shown = replace(as_shown, minutes=change.minutes or series.minutes)
    new = change_of(wish, as_shown, today)
    begins = since(wish.request, today) if says_since_when(wish.text) and names_day(wish.request) else None
    if new is None and begins is None:
        return None
    other = change
    if new is not None:
        at = new.at if new.at is not None else change.at
        minutes, exclude = new.minutes or change.minutes, new.exclude or change.exclude
        other = replace(new, rule=new.rule or change.rule, at=at, minutes=minutes, exclude=exclude)
    if begins is None:
        return other
    if other.rule is not None and other.rule != series.rule:
        begins = from_its_week(series.rule, other.rule, begins, today)
    if other == change and _same_from(as_shown, series, begins, change.first or today):
        return change
    return replace(other, first=in_step(other.rule or series.rule, begins))


def _same_from(shown: SeriesView, series: SeriesView, one: date, other: date) -> bool:
    """Whether it is the same from either day on: no visit of the one rhythm or the other lies between."""
    first, last = sorted((one, other))
    rule = rule_parts(shown.rule)
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days))
    return _none_between(series, one, other) and not any(fits(rule, day) for day in days)


def says_break(change: SeriesChange, text: str) -> bool:
    """停三周吧: how long a break that was shown is to last."""
    by_length = (
        wants_break(text) or break_length(text) is not None or visits_off(text) is not None or until_notice(text)
    )
    return change.act == "pause" and by_length


def _other_break(change: SeriesChange, wish: SeriesWish, series: SeriesView, now: datetime) -> SeriesChange | None:
    """Another length of the break, or when it goes on behind it: 之后一样周六十点继续 is no other break."""
    if until_notice(wish.text):
        return replace(change, last=None)
    window = wish.request.window
    if not goes_on(wish.text) or wants_break(wish.text) or gone(series, wish.text, now, change.first):
        other = break_of(wish, series, now, change.first)
        return change if _skips(other, series) == _skips(change, series) else other
    if window is None or window.start is None:
        return change
    day = window.start.date()
    named = window.start.time() if window.precision == "time" else series.at
    if names_bare_weekday(wish.text):
        same = any(visit.start.weekday() == day.weekday() for visit in series.visits) and named == series.at
        return change if same else None
    return replace(change, last=day - timedelta(days=1)) if change.first and day > change.first else None


def _skips(change: SeriesChange, series: SeriesView) -> tuple[date, ...]:
    """The visits that a break leaves out; none for one that is open or is no break."""
    if change.act != "pause" or change.last is None or change.first is None:
        return ()
    days = (visit.start.date() for visit in series.visits)
    return tuple(day for day in days if change.first <= day <= change.last)


def _none_between(series: SeriesView, one: date, other: date | None) -> bool:
    """Whether it is the same from either day on."""
    first, last = sorted((one, other or one))
    return not any(first <= visit.start.date() < last for visit in series.visits)
