"""Changing a series: which one, one visit or all, shown with what it costs, and done after a yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.dialogue import choosing, move_task, order_change, series_draft
from bot.dialogue.effects import Outcome, Refused, StartsFound
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.free_asked import asked_free, told_free
from bot.dialogue.recurring import (
    ChangeSeries,
    LookAtChange,
    PlannedVisit,
    SeriesChange,
    SeriesChangedTo,
    SeriesChangeSeen,
    SeriesView,
)
from bot.dialogue.restating import adds_nothing, wishes_else
from bot.dialogue.series_amended import amended, says_break
from bot.dialogue.series_answer import (
    SAID_AGAIN,
    agrees_to,
    asked_beside,
    drops_anyway,
    ends_all,
    gives_all_up,
    is_so_anyway,
    names_a_week,
    reread,
    skipped_alone,
    wants_to_see,
    without_shown,
)
from bot.dialogue.series_break import break_of, gone, until_said, with_days_told
from bot.dialogue.series_meant import changes_visit, is_of_other_order, series_meant
from bot.dialogue.series_wish import (
    OPEN_HOUR,
    SeriesWish,
    change_of,
    end_of,
    in_week_of,
    is_as_it_is,
    move_of,
    names_rhythm,
    resume_of,
    rhythm_of,
    shifted,
    skip_of,
    visits_named,
    visits_on_weekday,
    wish_of,
)
from bot.dialogue.series_words import ask_yes, done, moves_undone, series_line, start_line, visit_line
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import SeriesTask
from bot.dialogue.values import FrequencyDraft, Option
from bot.zh.refusal import declines
from bot.zh.series_own import says_since_when
from bot.zh.series_scope import Scope, gives_up_all, scope_of
from bot.zh.visits_off import until_notice
from bot.zh.window import Window

WHICH, SCOPE, VISIT = "series:which", "series:scope", "series:visit"
WHAT, HOUR, UNTIL, CONFIRM = "series:what", "series:hour", "series:until", "series:confirm"
_MOST_OFFERED = 3
_MOST_SKIPPED = 4
"""Visits that are named one by one; more of them are a break."""

_SCOPE_OF: Mapping[str, Scope] = {"one": "one", "all": "all"}
_ONE = Option("one", "只这一次")
_SCOPES = {
    "skip": (_ONE, Option("all", "以后都不来了"), Option("no", "不取消了")),
    "move": (_ONE, Option("all", "以后都改"), Option("no", "不改了")),
}
_UNTIL_OPTIONS = (Option("open", "等我通知"), Option("no", "不停了"))
CONFIRM_OPTIONS = (Option("yes", "确认"), Option("no", "不改了"))


def begin(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """What the message wishes of a series; ``None`` when it is about none, or may as well be about another order."""
    wish = wish_of(frame, facts)
    if wish is None or is_of_other_order(wish, facts):
        return None
    meant = series_meant(wish, facts)
    if not meant or (wish.act == "move" and wish.scope != "all" and changes_visit(frame, facts)):
        return None
    opened = replace(talk, tasks=(*talk.tasks, SeriesTask(wish=wish)))
    if len(meant) == 1:
        return _for(opened, wish, meant[0], facts)
    options = tuple(Option(one.id, series_line(one, facts)) for one in meant)
    return Step(opened.asking(WHICH, options), (Say("utter_ask_which_order", {}, choices_of(options)),))


def begin_skip(talk: Talk, visit: BookingView, facts: Facts) -> Step:
    """For a visit that was chosen among orders to cancel: it alone, or the series?"""
    day = datetime.combine(visit.start.date(), time())
    named = Request(window=Window(day, day + timedelta(days=1), "day"))
    wish = SeriesWish("skip", None, "", named)
    opened = replace(talk, tasks=(*talk.tasks, SeriesTask(wish=wish)))
    return _for(opened, wish, _series(visit.series_id, facts), facts)


def begin_end(talk: Talk, facts: Facts) -> Step:
    """All was given up: the series that runs too?"""
    wish = SeriesWish("skip", "all", "", Request())
    opened = replace(talk, tasks=(*talk.tasks, SeriesTask(wish=wish)))
    if len(facts.series) == 1:
        return _for(opened, wish, facts.series[0], facts)
    options = tuple(Option(one.id, series_line(one, facts)) for one in facts.series)
    return Step(opened.asking(WHICH, options), (Say("utter_ask_which_order", {}, choices_of(options)),))


def take(talk: Talk, task: SeriesTask, frame: Frame, facts: Facts) -> Step | None:
    """A message to a change in progress; ``None`` when it says nothing about it."""
    chosen = choosing.chosen(task.options, frame)
    if chosen is not None and chosen.value == "no":
        return _kept(talk)
    asked = asked_free(talk, task, frame, ask_again(talk, task, facts), facts) if chosen is None else None
    if asked is not None:
        return asked
    match task.asked:
        case "series:which" if chosen is not None and task.wish is not None:
            return _for(talk, task.wish, _series(chosen.value, facts), facts)
        case "series:scope" if task.wish is not None:
            if chosen is None and (frame.request.frequency or {}).get("rrule"):
                wish = SeriesWish("move", "all", frame.text, frame.request)
                return _for(talk, wish, _series(task.series_id, facts), facts)
            scope = _SCOPE_OF.get(chosen.value) if chosen else scope_of(frame.text)
            if scope is not None:
                return _for(talk, replace(task.wish, scope=scope), _series(task.series_id, facts), facts)
        case "series:visit" if task.wish is not None and (chosen or frame.request.window):
            return _visit_named(talk, task.wish, chosen, frame, _series(task.series_id, facts), facts)
        case "series:what" if frame.has_details:
            again = SeriesWish("move", "all", frame.text, frame.request)
            series = _series(task.series_id, facts)
            earlier = task.wish.request if task.wish is not None else None
            return _change(talk, again, series, facts, task.open_rule, earlier) if series else None
        case "series:hour" if task.change is not None:
            window = frame.request.window
            if window is not None and window.start is not None and window.precision == "time":
                return _look(talk, replace(task.change, at=window.start.time()))
        case "series:until":
            step = _until(talk, task, chosen, frame, facts)
            if step is not None:
                return step
        case "series:confirm":
            return _answered(talk, task, chosen, reread(task.change, frame, facts), facts)
    return _kept(talk) if frame.has("deny", "abandon") or declines(frame.text) else None


def after(talk: Talk, task: SeriesTask, outcome: Outcome, facts: Facts) -> Step:
    series = _series(task.series_id, facts)
    match outcome:
        case SeriesChangeSeen() if task.change is not None and series is not None:
            said = ask_yes(task.change, series, outcome, facts)
            asking = replace(task, asked=CONFIRM, options=CONFIRM_OPTIONS, fee_fen=outcome.fee_fen)
            undone = moves_undone(series, outcome, facts)
            return Step(talk.with_top(asking), (*undone, replace(said, choices=choices_of(CONFIRM_OPTIONS))))
        case SeriesChangedTo() if task.change is not None and series is not None:
            ended = replace(talk.without_top(), order_id=skipped_alone(task.change, series) or talk.order_id)
            return Step(ended, done(task.change, series, outcome, facts))
        case StartsFound():
            return told_free(task, outcome, ask_again(talk, task, facts), facts)
        case Refused(code=code):
            return Step(talk.without_top(), (Say(f"utter_error_{code}"),))
        case _:
            return Step(talk)


def ask_again(talk: Talk, task: SeriesTask, facts: Facts) -> Step:
    """The open question once more."""
    if task.open_rule is not None:
        question, values = series_draft.question(task.open_rule)
        return Step(talk, (Say(question, values),))
    response = {
        WHICH: "utter_ask_which_order",
        SCOPE: "utter_ask_series_scope_again",
        VISIT: "utter_ask_series_visit",
        HOUR: "utter_ask_series_hour",
        WHAT: "utter_series_change_again",
        UNTIL: "utter_ask_pause_until",
    }.get(task.asked, "utter_ask_series_again")
    return Step(talk, (Say(response, {}, choices_of(task.options)),))


def _for(talk: Talk, wish: SeriesWish, series: SeriesView | None, facts: Facts) -> Step:
    """What is wished of a series that is known; ``talk`` has the task on top."""
    if series is None:
        return Step(talk.without_top(), (Say("utter_error_not_found"),))
    talk = talk.with_top(SeriesTask(wish=wish, series_id=series.id))
    today = facts.now.date()
    match wish.act, wish.scope:
        case "resume", _:
            return _look(talk, resume_of(wish, series, today))
        case "pause", _:
            return _break(talk, wish, series, facts)
        case "skip", "all":
            return _look(talk, end_of(wish, series, facts.at))
        case "change", _:
            return _change(talk, wish, series, facts)
        case "move", "all":
            return _change(talk, wish, series, facts)
    if not series.visits:
        return Step(talk.without_top(), (Say("utter_series_no_visits", {"series": series_line(series, facts)}),))
    window = wish.request.window if wish.act == "skip" else wish.request.from_window
    off = gone(series, wish.text, facts.at, away=wish.scope == "one") if wish.act == "skip" else ()
    named = off or visits_named(series, window) or visits_on_weekday(series, window, wish.text)
    if window is not None and not named:
        options = tuple(
            Option(visit.day.isoformat(), visit_line(visit, series, facts)) for visit in series.visits[:_MOST_OFFERED]
        )
        return Step(talk.asking(VISIT, options), (Say("utter_series_no_visit", {}, choices_of(options)),))
    visits = named or series.visits[:1]
    if wish.scope is None and len(visits) == 1:
        return _ask_scope(talk, wish, series, visits[0], facts)
    if wish.act == "skip":
        return _look(
            talk, skip_of(series, visits) if len(visits) <= _MOST_SKIPPED else break_of(wish, series, facts.at)
        )
    return _move(talk, wish, visits[0], series, facts)


def _break(talk: Talk, wish: SeriesWish, series: SeriesView, facts: Facts) -> Step:
    """A break, shown with its days; until when it is to last is asked where nothing is said of it."""
    change = break_of(wish, series, facts.at)
    if change.act != "pause" or change.last is not None or until_notice(wish.text):
        return _look(talk, change)
    asking = SeriesTask(asked=UNTIL, options=_UNTIL_OPTIONS, wish=wish, series_id=series.id, change=change)
    return Step(talk.with_top(asking), (Say("utter_ask_pause_until", {}, choices_of(_UNTIL_OPTIONS)),))


def _until(talk: Talk, task: SeriesTask, chosen: Option | None, frame: Frame, facts: Facts) -> Step | None:
    """停到什么时候: the end of the break, or that it is open."""
    series = _series(task.series_id, facts)
    if task.change is None or task.wish is None or series is None:
        return None
    if chosen is not None or until_notice(frame.text):
        return _look(talk, task.change)
    said = until_said(replace(task.wish, request=frame.request), frame.text, series, facts.at, task.change.first)
    if said is not None:
        return _look(talk, said)
    if gives_all_up(frame):
        return _kept(talk)
    return None if wishes_else(frame, *SAID_AGAIN["pause"]) or frame.asks else ask_again(talk, task, facts)


def _visit_named(
    talk: Talk, wish: SeriesWish, chosen: Option | None, frame: Frame, series: SeriesView | None, facts: Facts
) -> Step:
    """The visit that was asked for: what was wished is wished of it."""
    if series is None:
        return Step(talk.without_top(), (Say("utter_error_not_found"),))
    if chosen is not None:
        visits = tuple(visit for visit in series.visits if visit.day.isoformat() == chosen.value)
    else:
        visits = visits_named(series, frame.request.window)
    if not visits:
        return Step(talk, (Say("utter_ask_series_visit", {}, choices_of(talk.options)),))
    return _look(talk, skip_of(series, visits)) if wish.act == "skip" else _move(talk, wish, visits[0], series, facts)


def _move(talk: Talk, wish: SeriesWish, visit: PlannedVisit, series: SeriesView, facts: Facts) -> Step:
    """One visit is moved like any order; one that nobody was found for, or that lies far ahead, by the plan."""
    wish = shifted(visit, in_week_of(visit, wish))
    if visit.booking_id is None:
        change = move_of(wish, series, visit)
        if change is not None:
            return _look(talk, change)
        values = {"visit": visit_line(visit, series, facts)}
        return Step(talk.without_top(), (Say("utter_series_move_when", values),))
    return move_task.begin_task(talk.without_top(), move_task.wished(visit.booking_id, wish.text, wish.request), facts)


def _change(
    talk: Talk,
    wish: SeriesWish,
    series: SeriesView,
    facts: Facts,
    begun: FrequencyDraft | None = None,
    earlier: Request | None = None,
) -> Step:
    """Another rhythm, hour, length or person from here on; what is open of it is asked for."""
    rhythm = rhythm_of(wish, series, facts.now.date(), begun)
    if series_draft.lacks_days(rhythm):
        response, values = series_draft.question(rhythm)
        asking = SeriesTask(asked=WHAT, wish=wish, series_id=series.id, open_rule=rhythm)
        return Step(talk.with_top(asking), (Say(response, values),))
    change = change_of(wish, series, facts.now.date(), begun, earlier)
    if change is None and names_rhythm(wish.request):
        return _is_so(talk, series, facts)
    if change is None:
        return Step(talk.asking(WHAT), (Say("utter_series_change_what", {"series": series_line(series, facts)}),))
    if change.at == OPEN_HOUR:
        asking = SeriesTask(asked=HOUR, wish=wish, series_id=series.id, change=change)
        return Step(talk.with_top(asking), (Say("utter_ask_series_hour"),))
    return _look(talk, change)


def _look(talk: Talk, change: SeriesChange) -> Step:
    return Step(talk.with_top(SeriesTask(series_id=change.series_id, change=change)), (), LookAtChange(change))


def _ask_scope(talk: Talk, wish: SeriesWish, series: SeriesView, visit: PlannedVisit, facts: Facts) -> Step:
    """This visit alone, or all from here on: asked once."""
    options = _SCOPES["skip" if wish.act == "skip" else "move"]
    values = {"series": series_line(series, facts), "visit": start_line(visit, facts)}
    response = "utter_ask_series_scope_skip" if wish.act == "skip" else "utter_ask_series_scope_move"
    return Step(talk.asking(SCOPE, options), (Say(response, values, choices_of(options)),))


def _answered(talk: Talk, task: SeriesTask, chosen: Option | None, frame: Frame, facts: Facts) -> Step | None:
    """The answer to what was shown: a yes, something else instead, or a no."""
    series = _series(task.series_id, facts)
    if task.change is None or series is None:
        return None
    change, act = task.change, task.change.act
    if chosen is not None:
        return Step(talk, (), ChangeSeries(change, task.fee_fen))
    told = with_days_told(change, frame.text, series, facts.at)
    if told is not None and told != change and not order_change.names_new_time(frame.text):
        return _look(talk, told)
    if told == change and not agrees_to(change, frame):
        return ask_again(talk, task, facts)  # 明天那趟照来: as it was shown
    if act == "skip" and ends_all(frame):
        return _for(talk, SeriesWish("skip", "all", frame.text, frame.request), series, facts)
    if said := asked_beside(task, frame):
        again = ask_again(talk, task, facts)
        return replace(again, say=(*said, *again.say))
    if wants_to_see(change, frame):
        return _look(talk, change)
    if frame.asks:
        return _kept(talk) if gives_all_up(frame) else None
    if drops_anyway(change, frame, series, facts.at):
        return ask_again(talk, task, facts)
    if wishes_else(frame, *SAID_AGAIN[act]) and not frame.has("book_service"):
        return None
    just_this = act == "skip" and bool((frame.request.frequency or {}).get("once"))
    heard = replace(frame, requests=(replace(frame.request, frequency=None),)) if just_this else frame
    tells = heard.has_details or says_break(change, heard.text)
    other = amended(change, heard, series, facts.at) if tells else None
    if other is not None and is_as_it_is(other, series):
        return _is_so(talk, series, facts)
    if other is not None and other != change:
        return _look(talk, other)
    if act == "change" and frame.has("reschedule_booking") and says_since_when(frame.text) and names_a_week(frame):
        return ask_again(talk, task, facts)  # 从这周就改: since when, and no days of the rule
    if gives_all_up(frame) and not frame.has("cancel_booking"):
        return _given_up_for_good(talk, task, series, frame, facts) or _kept(talk)
    if act == "skip" and other is None and heard.request.window is not None:
        return _another_visit(talk, change, heard, series, facts)
    gives_up = frame.has("cancel_booking") and act in ("skip", "end")
    agrees = frame.has("affirm") or gives_up or just_this
    same = other == change and agrees_to(change, frame)
    if same or (agrees and adds_nothing(without_shown(heard, act), (), *SAID_AGAIN[act])):
        return Step(talk, (), ChangeSeries(change, task.fee_fen))
    stays = agrees or other == change or frame.intents == ("inform",) or is_so_anyway(change, frame, series)
    return ask_again(talk, task, facts) if stays else None


def _given_up_for_good(talk: Talk, task: SeriesTask, series: SeriesView, frame: Frame, facts: Facts) -> Step | None:
    """全部都不要了: it is the visits that are given up, and not the wish to end them."""
    if task.change is None or not gives_up_all(frame.text):
        return None
    match task.change.act:
        case "end":
            return Step(talk, (), ChangeSeries(task.change, task.fee_fen))
        case "skip":
            return _for(talk, SeriesWish("skip", "all", frame.text, Request()), series, facts)
        case _:
            return None


def _another_visit(talk: Talk, change: SeriesChange, frame: Frame, series: SeriesView, facts: Facts) -> Step:
    """Where the visit that was shown shall go instead, or a day that is to be skipped and has none."""
    wish = SeriesWish("skip", "one", frame.text, frame.request)
    shown = [visit for visit in series.visits if visit.day in change.days]
    if len(shown) == 1 and order_change.names_new_time(frame.text):
        return _move(talk, replace(wish, act="move"), shown[0], series, facts)
    return _for(talk, wish, series, facts)


def _kept(talk: Talk) -> Step:
    return Step(talk.without_top(), (Say("utter_series_kept"),))


def _is_so(talk: Talk, series: SeriesView, facts: Facts) -> Step:
    return Step(talk.without_top(), (Say("utter_series_same", {"series": series_line(series, facts)}),))


def _series(series_id: str | None, facts: Facts) -> SeriesView | None:
    return next((one for one in facts.series if one.id == series_id), None)
