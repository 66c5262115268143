"""What a message says to a change of a series that was shown: yes, something else, or a question beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.named_wishes import values_of
from bot.dialogue.recurring import SeriesAct, SeriesChange, SeriesView
from bot.dialogue.requests import requests_from
from bot.dialogue.series_amended import says_break
from bot.dialogue.series_break import gone
from bot.dialogue.series_wish import visits_named
from bot.dialogue.step import Say
from bot.dialogue.tasks import SeriesTask
from bot.domain.values import yuan
from bot.zh.agreeing import agrees
from bot.zh.grievance import tells_of_fault
from bot.zh.questions import asks_outright
from bot.zh.refusal import declines
from bot.zh.series import fits, rule_parts
from bot.zh.series_own import asks_if_same, others_as_usual, says_since_when
from bot.zh.series_scope import asks_fee, asks_to_go_on, ends, gives_up, gives_up_all, gives_up_too, goes_on, scope_of

SAID_AGAIN: Mapping[SeriesAct, tuple[str, ...]] = {
    "skip": ("cancel_booking", "change_booking"), "pause": ("cancel_booking", "change_booking", "restore_booking"),
    "end": ("cancel_booking", "change_booking"), "resume": ("restore_booking", "change_booking"),
    "move": ("reschedule_booking", "change_booking"), "change": ("reschedule_booking", "change_booking"),
}  # fmt: skip
"""What a message that asks for such a change once more is taken for."""
_GIVEN_UP = ("skip", "pause", "end")
_HARDLY = frozenset({"ask_policy", "chitchat", "out_of_scope", "ask_availability"})


def reread(change: SeriesChange | None, frame: Frame, facts: Facts) -> Frame:
    """下周开始改, taken for a question: since when what was shown is to hold."""
    hardly = set(frame.intents) <= _HARDLY and not asks_outright(frame.text)
    if change is None or change.act != "change" or not hardly or not says_since_when(frame.text):
        return frame
    requests = frame.requests or requests_from(frame.text, values_of(frame.text), facts.now)
    return replace(frame, intents=("inform",), topic=None, requests=requests) if requests else frame


def asked_beside(task: SeriesTask, frame: Frame) -> tuple[Say, ...]:
    """The answer to a question beside what was shown, which stays open: 停的那两回不收钱吧; empty: it asks nothing."""
    change = task.change
    if change is None or frame.has("report_emergency", "request_human"):
        return ()
    if change.act in _GIVEN_UP and asks_fee(frame.text):
        fee = {"fee": yuan(task.fee_fen)}
        return (Say("utter_series_fee", fee) if task.fee_fen else Say("utter_series_costs_nothing"),)
    if change.act in ("skip", "pause") and asks_to_go_on(frame.text):
        is_open = change.act == "pause" and change.last is None
        return (Say("utter_series_goes_on_when_told" if is_open else "utter_series_goes_on_then"),)
    bare = not (frame.asks or frame.has_details or frame.has("affirm", "complain") or says_break(change, frame.text))
    return (Say("utter_policy_unknown"),) if bare and asks_outright(frame.text) else ()


def wants_to_see(change: SeriesChange, frame: Frame) -> bool:
    """阿姨换不换无所谓，价钱还是一样的吧: it is shown with its price and who comes."""
    told = frame.request.window or frame.request.frequency or frame.has("report_emergency", "request_human")
    fee = change.act not in _GIVEN_UP and asks_fee(frame.text)
    return not told and not tells_of_fault(frame.text) and (asks_if_same(frame.text) or fee)


def gives_all_up(frame: Frame) -> bool:
    return frame.has("deny", "abandon") or declines(frame.text)


def ends_all(frame: Frame) -> bool:
    """后面也都不用来了 每个礼拜的打扫全部停掉吧, where one visit was to be left out: none is to come any more."""
    text = frame.text
    lasts = scope_of(text) == "all" and (ends(text) or gives_up_all(text) or gives_up_too(text))
    return lasts and not (frame.asks or asks_outright(text) or others_as_usual(text) or goes_on(text))


def drops_anyway(change: SeriesChange, frame: Frame, series: SeriesView, now: datetime) -> bool:
    """这周六就不来了, where all are to be Thursdays from this week on: it goes with the change that was shown."""
    if not change.rule or not frame.has("cancel_booking"):
        return False
    named = gone(series, frame.text, now) or visits_named(series, frame.request.window)
    rule = rule_parts(change.rule)
    days = [visit.start.date() for visit in named]
    return bool(days) and all(day >= (change.first or now.date()) and not fits(rule, day) for day in days)


def names_a_week(frame: Frame) -> bool:
    window = frame.request.window
    return window is not None and window.precision == "range"


def is_so_anyway(change: SeriesChange, frame: Frame, series: SeriesView) -> bool:
    """下个礼拜照旧, beside a visit that is skipped; 这周三也不用来, where all are to end;
    还是下午两点, where the hour stays."""
    match change.act:
        case "end":
            return gives_up_too(frame.text)
        case "skip":
            return others_as_usual(frame.text)
        case "change":
            window = frame.request.window
            said = window.start.time() if window and window.start and window.precision == "time" else None
            return said == (change.at or series.at) and not frame.request.day_said
        case _:
            return False


def without_shown(frame: Frame, act: SeriesAct) -> Frame:
    """A message without what it names of another rhythm once more, as it was shown."""
    if act != "change":
        return frame
    said = replace(frame.request, window=None, day_said=False, half_open=False, frequency=None, duration_minutes=None)
    return replace(frame, requests=(said,))


def agrees_to(change: SeriesChange, frame: Frame) -> bool:
    """What is said once more with a word that makes it a yes: 从本周开始即可, 对，全部都不要来了."""
    text = frame.text
    by_act = {"pause": goes_on, "change": says_since_when, "skip": gives_up, "end": _gives_up_the_rest}.get(change.act)
    return frame.has("affirm") or agrees(text) or (by_act is not None and by_act(text))


def _gives_up_the_rest(text: str) -> bool:
    """全部都不要来了; 下周三也不用来 speaks of one more visit, and is no yes to the end of all."""
    return gives_up(text) and (gives_up_all(text) or not gives_up_too(text))


def skipped_alone(change: SeriesChange, series: SeriesView) -> str | None:
    """The order of the one visit that was skipped: what is talked of from then on."""
    gone = [visit.booking_id for visit in series.visits if visit.day in change.days]
    return gone[0] if change.act == "skip" and len(gone) == 1 else None
