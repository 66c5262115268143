"""What a message wishes of the series that run: visits skipped or moved, all to come otherwise, a break, the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.dialogue import series_draft
from bot.dialogue.draft import joined
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.recurring import PlannedVisit, SeriesChange, SeriesView
from bot.dialogue.values import FrequencyDraft, WindowDraft
from bot.domain.values import monday_of
from bot.zh.moving import shift_of
from bot.zh.normalise import normalise
from bot.zh.order_mention import sends_nobody
from bot.zh.questions import asks, asks_outright
from bot.zh.refusal import refuses
from bot.zh.series import fits, rule_parts, weekdays
from bot.zh.series_own import says_since_when, tells_of_own
from bot.zh.series_scope import (
    Scope,
    break_length,
    changes,
    ends,
    gives_up,
    goes_on,
    lasts_until,
    longer_by,
    names_bare_weekday,
    names_other_person,
    scope_of,
    settles_on_weekday,
    wants_break,
)
from bot.zh.visits_off import days_away, days_off, last_day
from bot.zh.window import Window

OPEN_HOUR = time()
"""Of a change to a part of the day, whose hour must still be asked for."""

_A_DAY = timedelta(days=1)
_CLEANING = frozenset({"daily_cleaning", "deep_cleaning", "organizing", "home_maintenance"})
_SETTLED_WITH = ("book_service", "inform", "check_booking", "change_booking", "reschedule_booking")
_GIVEN_UP_WITH = ("cancel_booking", "deny", "abandon", "inform", "check_booking")


_AWAY_WITH = ("inform", "book_service", "check_booking", "chitchat", "out_of_scope")


@dataclass(frozen=True)
class SeriesWish:
    """``act`` as far as it is known: ``skip`` and ``move`` are of one visit or more, the others of all to come.

    ``scope``: whether one visit is meant or all; ``None`` where that is open.
    """

    act: str
    scope: Scope | None
    text: str
    request: Request


def wish_of(frame: Frame, facts: Facts) -> SeriesWish | None:
    """``None`` for a message that wishes nothing of a series."""
    if _is_away(frame, facts):
        return SeriesWish("skip", "one", frame.text, frame.request)
    wishes = settles_on_weekday(frame.text) or _gives_up(frame) or wants_break(frame.text)
    looks = frame.has("check_booking") and not wishes
    if not facts.series or looks or _only_asks(frame):
        return None
    act = _act(frame, facts)
    scope = scope_of(frame.text)
    if act == "skip" and scope is None and ends(frame.text) and frame.request.window is None:
        scope = "all"
    if act == "skip" and (_last_day(frame.text, frame.request, facts.at) is not None):
        scope = "all"
    if act == "move" and (frame.request.frequency or {}).get("rrule"):
        scope = "all"
    return SeriesWish(act, scope, frame.text, frame.request) if act else None


def _only_asks(frame: Frame) -> bool:
    """A question about breaks; with its days, 能停一个月吗 is a wish."""
    if not (frame.asks and asks(frame.text)):
        return False
    return not (wants_break(frame.text) and (frame.request.window or break_length(frame.text)))


def _is_away(frame: Frame, facts: Facts) -> bool:
    """这礼拜三跟下礼拜三家里都没人: all that is told is that nobody is there when somebody would come."""
    request = frame.request
    bare = replace(request, window=None, day_said=False, half_open=False, special_needs=(), said="")
    told = not (bare.is_empty and len(frame.requests) < 2) or frame.phone or frame.address or frame.provider
    if told or frame.asks or asks(frame.text) or not _only(frame, *_AWAY_WITH):
        return False
    days = days_away(frame.text, facts.at)
    return bool(days) and any(visit.start.date() in days for one in facts.series for visit in one.visits)


def _act(frame: Frame, facts: Facts) -> str | None:
    text = frame.text
    books = frame.has("book_service")
    stopped = any(one.paused or one.breaks for one in facts.series)
    if stopped and goes_on(text) and not frame.has("cancel_booking", "reschedule_booking"):
        return "resume"
    if wants_break(text) and not (books and not _of_own_rule(frame, facts)) and not names_other_person(text):
        return "pause"
    if frame.has("restore_booking") and days_off(text, facts.at) and _only(frame, "restore_booking", *_GIVEN_UP_WITH):
        return "skip"  # 这周四不来，下周四恢复
    if frame.has("cancel_booking") or (not books and _gives_up(frame)):
        return "change" if names_other_person(text) and scope_of(text) == "all" else "skip"
    if books and _tells_and_sends_nobody(frame):
        return "skip"
    if changes(text, surely=books) and _names_rule_of(frame, facts):
        return "move"
    if settles_on_weekday(text) and _is_of_own(frame, facts) and _only(frame, *_SETTLED_WITH):
        return "move"
    named = frame.request.frequency or frame.request.window or frame.request.duration_minutes
    if frame.has("reschedule_booking") or (frame.has("change_booking") and scope_of(text) == "all" and named):
        return "move"
    if names_other_person(text) and scope_of(text) == "all" and not books:
        return "change"
    return None


def _tells_and_sends_nobody(frame: Frame) -> bool:
    """我家不是每周六都有阿姨来嘛这周六就不用来了, taken for a booking: what comes already, and one visit less."""
    told = set(frame.intents) <= {"book_service", "inform", "greet"} and tells_of_own(frame.text)
    return told and sends_nobody(frame.text) and not asks_outright(frame.text)


def _gives_up(frame: Frame) -> bool:
    """Whether a visit or the series is given up in words that were not taken for a cancel."""
    text = frame.text
    told = frame.request.window is not None or scope_of(text) is not None or ends(text) or "取消" in text
    if frame.has("check_booking") and asks(text):
        return False
    return told and gives_up(text) and not refuses(text, "取消") and _only(frame, *_GIVEN_UP_WITH)


def _of_own_rule(frame: Frame, facts: Facts) -> bool:
    """我家每周四的保洁先停停: the days of what comes already, and no visit that is asked for."""
    days = weekdays(str((frame.request.frequency or {}).get("rrule", "")))
    own = any(days and days <= weekdays(one.rule) for one in facts.series)
    return _is_of_own(frame, facts) and (own or tells_of_own(frame.text))


def _names_rule_of(frame: Frame, facts: Facts) -> bool:
    """Whether another rhythm is wished of a service that comes regularly already."""
    return _is_of_own(frame, facts) and bool((frame.request.frequency or {}).get("rrule"))


def _is_of_own(frame: Frame, facts: Facts) -> bool:
    """Whether no other service is named than what comes regularly."""
    service = frame.request.service
    return service is None or any(is_like(service, one.service) for one in facts.series)


def _only(frame: Frame, *intents: str) -> bool:
    return set(frame.intents) <= {*intents, "thank", "greet"}


def is_like(said: str, service: str) -> bool:
    """Whether a service may be meant by the name of another: 打扫那个 is the deep cleaning too."""
    return said == service or {said, service} <= _CLEANING


def visits_named(series: SeriesView, window: Window | None) -> tuple[PlannedVisit, ...]:
    """The visits that lie in a window; on a day that is named, whatever the hour."""
    if window is None:
        return ()
    days = excluded_days(window)
    if days:
        return tuple(visit for visit in series.visits if visit.start.date() in days)
    return tuple(visit for visit in series.visits if _lies_in(visit, window))


def visits_on_weekday(series: SeriesView, window: Window | None, text: str) -> tuple[PlannedVisit, ...]:
    """周五那次, where the coming Friday has none: the first one on a Friday."""
    if window is None or window.start is None or not names_bare_weekday(text):
        return ()
    weekday = window.start.weekday()
    return tuple(visit for visit in series.visits if visit.start.weekday() == weekday)[:1]


def excluded_days(window: Window) -> tuple[date, ...]:
    """下周别来, read as a time without these days: they are the ones that are meant."""
    return window.exclude if window.end is None or window.precision == "asap" else ()


def _lies_in(visit: PlannedVisit, window: Window) -> bool:
    day = visit.start.date()
    if window.start is None or day in window.exclude or day < window.start.date():
        return False
    last = (window.end - timedelta(minutes=1)).date() if window.end else window.start.date()
    return day <= last if window.precision != "time" else day == window.start.date()


def end_of(wish: SeriesWish, series: SeriesView, now: datetime) -> SeriesChange:
    """It ends now, on the day from which it is no longer wished, or behind the last on which it is."""
    last = _last_day(wish.text, wish.request, now)
    return SeriesChange(series.id, "end", first=last + _A_DAY if last else since(wish.request, now.date()))


def _last_day(text: str, request: Request, now: datetime) -> date | None:
    """做到下周三就不做了, 这周三下周三还来，后面的全部停掉: the last day on which it is wished."""
    window, until = request.window, (request.frequency or {}).get("until")
    if lasts_until(text) and window is not None and window.end is not None:
        return (window.end - timedelta(minutes=1)).date()
    if lasts_until(text) and until:
        return date.fromisoformat(str(until))
    return last_day(text, now)


def resume_of(wish: SeriesWish, series: SeriesView, today: date) -> SeriesChange:
    return SeriesChange(series.id, "resume", first=since(wish.request, today))


def rhythm_of(wish: SeriesWish, series: SeriesView, today: date, begun: FrequencyDraft | None = None) -> FrequencyDraft:
    """How often the visits are to be: what is said on top of what they are, or of what was ``begun`` to be said."""
    request = wish.request
    said = request.frequency or {}
    old = begun or FrequencyDraft(rule=series.rule)
    window = request.window
    names_days = window is not None and request.day_said and not _is_since(window, said, wish.text)
    if said.get("rrule") and not (names_days and said["rrule"] == series.rule):  # 每周三的阿姨，以后都改周五
        return series_draft.with_said(old, said, wish.text, today)
    return series_draft.on_days(old, series_draft.days_in(window)) if window is not None and names_days else old


def _is_since(window: Window, said: Mapping[str, object], text: str) -> bool:
    """Whether the day that is named is the one from which on, and not the one to which: 从这周起改到周五."""
    begins = str(said.get("from", ""))
    beside = bool(begins) and window.start is not None and window.start.date().isoformat() != begins
    return says_since_when(text) and not beside


def change_of(
    wish: SeriesWish,
    series: SeriesView,
    today: date,
    begun: FrequencyDraft | None = None,
    earlier: Request | None = None,
) -> SeriesChange | None:
    """Another rule, hour, length or person from here on; ``None`` where nothing becomes other. ``earlier``: what was
    said before the days were asked for.

    Its ``at`` is ``OPEN_HOUR`` where a part of the day was said that the old hour does not lie in.
    """
    request = wish.request
    said = request.frequency or {}
    new = rhythm_of(wish, series, today, begun)
    window = request.window
    rule = new.rule if new.rule != series.rule else None
    hour = hour_of(window, series.at) if window is not None else None
    minutes = _minutes_of(request.duration_minutes, wish.text, series.minutes)
    if earlier is not None:
        hour = hour_of(earlier.window, series.at) if hour is None and earlier.window is not None else hour
        minutes = minutes or _minutes_of(earlier.duration_minutes, "", series.minutes)
    exclude = series.team if names_other_person(wish.text) else ()
    shift = shift_of(normalise(wish.text)) if hour is None and window is None else None
    if shift is not None and abs(shift) < _A_DAY:  # 以后都早一个小时来
        hour, minutes = (datetime.combine(today, series.at) + shift).time(), None
    if rule is None and hour is None and minutes is None and not exclude:
        return None
    begins = date.fromisoformat(str(said["from"])) if said.get("from") else max(today, series.begins or today)
    if said.get("from") and rule is not None:
        begins = from_its_week(series.rule, rule, begins, today)
    first = in_step(rule or series.rule, begins)
    return SeriesChange(series.id, "change", first=first, rule=rule, at=hour, minutes=minutes, exclude=exclude)


def move_of(wish: SeriesWish, series: SeriesView, visit: PlannedVisit) -> SeriesChange | None:
    """A visit that is not made yet, at the time that is wished; ``None`` where that is no hour."""
    window = wish.request.window
    if window is None:
        return None
    old = WindowDraft(visit.start, None, "time")
    wished = joined(old, WindowDraft(window.start, window.end, window.precision), wish.request.day_said)
    if wished.precision != "time" or wished.start is None:
        return None
    return SeriesChange(series.id, "move", days=(visit.day,), start=wished.start)


def shifted(visit: PlannedVisit, wish: SeriesWish) -> SeriesWish:
    """推迟一天, said of a visit: where that takes it."""
    shift = shift_of(normalise(wish.text))
    if shift is None or (wish.request.window is not None and wish.request.from_window is None):
        return wish
    window = Window(visit.start + shift, None, "time")
    return replace(wish, request=replace(wish.request, window=window, day_said=True))


def in_week_of(visit: PlannedVisit, wish: SeriesWish) -> SeriesWish:
    """改到周五, said of a visit of another week: its Friday."""
    window = wish.request.window
    if window is None or window.start is None or not wish.request.day_said or not names_bare_weekday(wish.text):
        return wish
    weeks = (monday_of(visit.start.date()) - monday_of(window.start.date())).days // 7
    if weeks <= 0:
        return wish
    later = timedelta(weeks=weeks)
    moved = replace(window, start=window.start + later, end=window.end + later if window.end else None)
    return replace(wish, request=replace(wish.request, window=moved))


def _minutes_of(said: int | None, text: str, old: int) -> int | None:
    """三个小时 is the whole visit, 多做一个小时 comes on top; ``None`` where it stays as long as it is."""
    direction = longer_by(text)
    minutes = old + direction * said if said is not None and direction else said
    return minutes if minutes is not None and minutes != old and minutes > 0 else None


def skip_of(series: SeriesView, visits: tuple[PlannedVisit, ...]) -> SeriesChange:
    return SeriesChange(series.id, "skip", days=tuple(visit.day for visit in visits))


def since(request: Request, today: date) -> date:
    """The day from which it is wished, today where none is said."""
    said = request.frequency or {}
    if said.get("from"):
        return max(date.fromisoformat(str(said["from"])), today)
    window = request.window
    if window is None or window.start is None:
        return today
    excluded = excluded_days(window)
    return max(excluded[0] if excluded else window.start.date(), today)


def is_as_it_is(change: SeriesChange, series: SeriesView) -> bool:
    """以后都改周四, and then 还是周三吧: a change after which all is as it was."""
    same = change.rule in (None, series.rule) and change.at in (None, series.at)
    return change.act == "change" and same and change.minutes in (None, series.minutes) and not change.exclude


def names_rhythm(request: Request) -> bool:
    """Whether a rule, a day or an hour is said."""
    window = request.window
    hour = window is not None and (request.day_said or window.precision in ("time", "part"))
    return bool((request.frequency or {}).get("rrule")) or hour or request.duration_minutes is not None


def names_day(request: Request) -> bool:
    """Whether a day is named that something may begin on."""
    return bool((request.frequency or {}).get("from")) or (request.window is not None and request.day_said)


def hour_of(window: Window, old: time) -> time | None:
    if window.start is None or window.precision not in ("time", "part"):
        return None
    if window.precision == "time":
        return window.start.time() if window.start.time() != old else None
    ends_at = window.end.time() if window.end else time(23, 59)
    return None if window.start.time() <= old < ends_at else OPEN_HOUR


def from_its_week(old: str, new: str, begins: date, today: date) -> date:
    """从周五开始, of what comes on Wednesdays: the first Friday takes the place of that week's Wednesday."""
    takes_place = "WEEKLY" in old and "WEEKLY" in new and fits(rule_parts(new), begins)
    return max(today, monday_of(begins)) if takes_place else begins


def in_step(rule: str, day: date) -> date:
    """The day from which a rule counts: of every other week the first one that still has a visit."""
    parts = rule_parts(rule)
    if parts.get("FREQ") != "WEEKLY" or "INTERVAL" not in parts:
        return day
    week = (day + timedelta(days=ahead) for ahead in range(7 - day.weekday()))
    return day if any(fits(parts, one) for one in week) else day + timedelta(days=7 - day.weekday())
