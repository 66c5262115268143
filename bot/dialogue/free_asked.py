"""刘阿姨周三有空吗, while a series changes: whether she could come then. It is no wish, and the change stays open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.dialogue import answer_people
from bot.dialogue import draft as drafts
from bot.dialogue.effects import FindStarts, StartsFound
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.recurring import SeriesView
from bot.dialogue.starts import misses, window_in_words
from bot.dialogue.step import Say, Step
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import SeriesTask
from bot.dialogue.values import BookingDraft, WindowDraft
from bot.zh.series import fits, rule_parts
from bot.zh.time_wishes import asks_if_free

_ACTS = ("book_service", "cancel_booking", "reschedule_booking", "change_booking", "restore_booking")
_DAYS_AHEAD = 62


def asked_free(talk: Talk, task: SeriesTask, frame: Frame, again: Step, facts: Facts) -> Step | None:
    """``again``: the question that is open, asked once more; ``None`` where it is not asked who could come when."""
    series = next((one for one in facts.series if one.id == task.series_id), None)
    if series is None or not frame.has("ask_provider", "ask_availability") or frame.has(*_ACTS):
        return None
    if not asks_if_free(frame.text):
        return None
    wanted = frame.provider.name if frame.provider else None
    window = _window(task, frame, series, facts)
    if window is None:
        return None
    draft = replace(_visit_of(series, facts), provider_name=wanted, window=window)
    return Step(talk.with_top(replace(task, free_asked=draft)), (), FindStarts(draft))


def told_free(task: SeriesTask, found: StartsFound, again: Step, facts: Facts) -> Step:
    """The answer, and the open question behind it."""
    draft = task.free_asked or BookingDraft()
    wanted = draft.provider_name
    starts = found.starts if found.exact is None else (found.exact, *found.starts)
    is_free = _comes_then(task, draft, facts) or (bool(starts) and not found.unmet and not misses(draft, starts))
    values = {"who": wanted or "", "window": window_in_words(draft.window, facts)}
    if not is_free:
        said = Say("utter_is_busy", values)
    elif wanted and not _comes_anyway(task, wanted, facts):
        said = Say("utter_is_free_by_name", values)
    else:
        said = Say("utter_is_free", values)
    talk = again.talk.with_top(replace(task, free_asked=None))
    return replace(again, talk=talk, say=(said, *again.say))


def _comes_anyway(task: SeriesTask, wanted: str, facts: Facts) -> bool:
    series = next((one for one in facts.series if one.id == task.series_id), None)
    return series is not None and any(one.name in series.team for one in answer_people.named(wanted, facts))


def _comes_then(task: SeriesTask, draft: BookingDraft, facts: Facts) -> bool:
    """Whether it is her own visit that takes the time of whoever is asked about."""
    series = next((one for one in facts.series if one.id == task.series_id), None)
    if series is None or draft.window is None or draft.window.start is None:
        return False
    wanted = draft.provider_name
    called = {one.name for one in answer_people.named(wanted, facts)} if wanted else set()
    then = [visit for visit in series.visits if visit.start == draft.window.start]
    return any(called & set(visit.providers) for visit in then)


def _window(task: SeriesTask, frame: Frame, series: SeriesView, facts: Facts) -> WindowDraft | None:
    """The time that is asked about, at the hour of the visits where none is said; without a day the first visit's."""
    hour = task.change.at if task.change is not None and task.change.at else series.at
    said = frame.request.window
    if said is None or said.start is None:
        day = _first_day(task, series, facts.now.date())
        return WindowDraft(datetime.combine(day, hour), None, "time") if day is not None else None
    if said.precision == "day":
        return WindowDraft(datetime.combine(said.start.date(), hour), None, "time")
    return WindowDraft(said.start, said.end, said.precision, said.past)


def _first_day(task: SeriesTask, series: SeriesView, today: date) -> date | None:
    change = task.change
    if change is not None and change.start is not None:
        return change.start.date()
    if change is None or not change.rule:
        return series.visits[0].start.date() if series.visits else None
    first = max(change.first or today, today + timedelta(days=1))
    parts = rule_parts(change.rule)
    days = (first + timedelta(days=ahead) for ahead in range(_DAYS_AHEAD))
    return next((day for day in days if fits(parts, day)), None)


def _visit_of(series: SeriesView, facts: Facts) -> BookingDraft:
    """A visit of the series as a wish: what its next one is."""
    visit = next((one for one in facts.upcoming if one.series_id == series.id), None)
    if visit is None:
        return replace(drafts.known(facts), service=series.service, duration_minutes=series.minutes)
    return BookingDraft(
        service=series.service,
        duration_minutes=series.minutes,
        area_sqm=visit.area_sqm,
        rooms=visit.rooms,
        quantities=dict(visit.quantities),
        providers=visit.heads,
        special_needs=visit.special_needs,
        address=visit.address,
        district=visit.district,
        phone=visit.phone,
        contact_name=visit.contact_name,
    )
