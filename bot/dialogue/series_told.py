"""What is told of visits that come already: shown in a line, and nothing new is begun."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.recurring import SeriesView
from bot.dialogue.series_wish import is_like
from bot.dialogue.series_words import series_order
from bot.dialogue.step import Say
from bot.dialogue.talk import Talk
from bot.zh.refusal import also_another
from bot.zh.series import weekdays
from bot.zh.series_own import as_usual, tells_of_own
from bot.zh.series_scope import asks_fee

_TELLS = frozenset({"book_service", "inform", "greet", "thank", "affirm", "chitchat", "check_booking"})


_LEFT_OUT = ("utter_skipped", "utter_series_paused", "utter_series_ended", "utter_series_ended_from")
"""What was done a moment ago without a fee."""


def what_it_cost(talk: Talk, frame: Frame) -> Say | None:
    """停一次要收费吗, behind a visit that was left out for nothing."""
    grave = frame.has("complain", "request_refund", "request_human", "report_emergency")
    just_now = any(one.partition(" ")[0] in _LEFT_OUT for one in talk.said)
    named = frame.request.service is not None or bool(frame.about)
    return Say("utter_series_costs_nothing") if just_now and not (grave or named) and asks_fee(frame.text) else None


def told_of(frame: Frame, facts: Facts) -> Say | None:
    """The answer to a message that speaks of visits she has, and wishes nothing else; ``None``: it is no such one."""
    if not facts.series or frame.asks or not set(frame.intents) <= _TELLS:
        return None
    own = _meant(frame, facts)
    if not own or also_another(frame.text):
        return None
    if not tells_of_own(frame.text) and not any(_is_same(frame, one) for one in own):
        return None
    values = {"series": "\n".join(series_order(one, facts) for one in own)}
    return Say("utter_series_as_usual" if as_usual(frame.text) else "utter_series_known", values)


def _meant(frame: Frame, facts: Facts) -> Sequence[SeriesView]:
    """Those of the service and the days that are named; of the service alone where the days fit none."""
    service = frame.request.service
    of_service = [one for one in facts.series if service is None or is_like(service, one.service)]
    days = _days(frame)
    return [one for one in of_service if days and days <= weekdays(one.rule)] or of_service


def _is_same(frame: Frame, series: SeriesView) -> bool:
    """Whether it is the very series, named once more: its work, its days and no other hour."""
    window, days = frame.request.window, _days(frame)
    if frame.request.service is None or not days or days != weekdays(series.rule) or frame.address:
        return False
    if window is None or window.start is None or window.precision not in ("time", "part"):
        return True
    hour = window.start.time()
    ends = window.end.time() if window.end and window.precision == "part" else None
    return hour == series.at or (ends is not None and hour <= series.at < ends)


def _days(frame: Frame) -> frozenset[str]:
    return weekdays(str((frame.request.frequency or {}).get("rrule", "")))
