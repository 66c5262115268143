"""Whether a change of a visit is meant for this one alone, or for every visit of its series from here on."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.described import Meant
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.orders import order_line
from bot.dialogue.series_words import series_line
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import ChangeTask
from bot.dialogue.values import Option
from bot.zh.series_scope import Scope, scope_of
from bot.zh.time_say import say
from bot.zh.window import Window

SCOPE = "change:scope"
_OPTIONS = (Option("one", "只这一次"), Option("all", "以后都改"), Option("no", "不改了"))


def next_visit(said: Meant, text: str, facts: Facts) -> Meant:
    """The next visit stands for a series where no order is named, or all its visits are meant."""
    visits = tuple(one for one in facts.upcoming if one.series_id is not None)
    of_one = len({one.series_id for one in visits}) == 1
    meant_all = scope_of(text) == "all" and said.only is None
    if of_one and (meant_all or (not said.named and len(visits) == len(facts.upcoming))):
        return Meant(visits[:1], named=True)
    return said


def scope_in(task: ChangeTask) -> Scope | None:
    return next((scope for text in task.said if (scope := scope_of(text))), None)


def with_scope(task: ChangeTask, visit: BookingView) -> ChangeTask:
    """Another time is one visit's: all of them are moved by the series' own change."""
    return replace(task, every_visit=scope_in(task) == "all" and visit.series_id is not None and task.wish is None)


def is_open(task: ChangeTask, visit: BookingView) -> bool:
    parts_change = task.wish is None and not task.change.is_empty
    return visit.series_id is not None and scope_in(task) is None and parts_change


def ask(talk: Talk, task: ChangeTask, visit: BookingView, facts: Facts) -> Step:
    series = next((one for one in facts.series if one.id == visit.series_id), None)
    values = {
        "series": series_line(series, facts) if series else "",
        "visit": say(Window(visit.start, None, "time"), facts.at),
    }
    asking = replace(task, asked=SCOPE, options=_OPTIONS)
    return Step(talk.with_top(asking), (Say("utter_ask_series_scope_move", values, choices_of(_OPTIONS)),))


def order_in_words(task: ChangeTask, booking: BookingView, facts: Facts) -> str:
    """The order that changes, or the series with all its visits to come."""
    series = next((one for one in facts.series if one.id == booking.series_id), None)
    every = task.every_visit and series is not None
    return f"{series_line(series, facts)}，以后每次" if every and series else order_line(booking, facts)


def kept_in_words(count: int) -> tuple[Say, ...]:
    return (Say("utter_visits_kept", {"count": str(count)}),) if count else ()
