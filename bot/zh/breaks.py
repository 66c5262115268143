"""Until when a break lasts: 停到元旦, 停到过完年, 歇到3月1号再来."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from bot.zh.calendar import DAYS_OFF, feast
from bot.zh.extract import find
from bot.zh.normalise import normalise
from bot.zh.time_expression import TimeExpression
from bot.zh.when import resolve
from bot.zh.window import Window

_A_DAY = timedelta(days=1)
_TILL = re.compile(
    r"(?:停|歇|休息|缓|中断|不用来|别来|不来|不做)[了一下掉着]{0,2}(?:直)?(?:到|至)|(?:等到?|(?<!从)到)(?=[^,。;]{1,10}(?:再|才|继续|恢复))"
)
_FROM_THEN = re.compile(r"(?:再|才)(?:来|做|继续|开始|恢复|打扫|上门|说)|继续|恢复")
_OVER = re.compile(
    r"过(?:完|了|好)?\s?(?P<a>新年|春节|年|元旦|五一|国庆|中秋|端午)|(?P<b>春节|年|元旦|五一|国庆|中秋|端午)(?:以|之|过)?后"
)
_PERIODS = timedelta(days=5)
"""A window of as many days and more is a week or a month."""


def break_span(text: str, now: datetime) -> tuple[date | None, date] | None:
    """The first day, as far as one is said, and the last of a break that has an end; ``now`` is aware."""
    plain = normalise(text)
    till = _TILL.search(plain)
    if till is None:
        return None
    before, behind = _time_in(plain[: till.start()], now), _time_in(plain[till.end() :], now)
    over = _OVER.search(plain, till.end())
    last = _end_of_feast(over["a"] or over["b"], now.date()) if over else None
    if last is None and behind is not None:
        last = _last_day(behind, plain[till.end() :])
    if last is None:
        return None
    return (before.start.date() if before is not None and before.start is not None else None), last


def _time_in(text: str, now: datetime) -> Window | None:
    said = (item for item in find(text) if item.kind == "time")
    return next((window for item in said if (window := resolve(TimeExpression.from_dict(item.value), now))), None)


def _last_day(window: Window, rest: str) -> date | None:
    """停到3月1号 is with that day, 到3月1号再来 without; 停到下个月 is up to it, 停到月底 with all of it."""
    if window.start is None:
        return (window.end - timedelta(minutes=1)).date() if window.end else None
    begins = window.start.date()
    if _FROM_THEN.search(rest) or window.end is None:
        return begins - _A_DAY
    if window.end - window.start >= _PERIODS and not re.search(r"底|末|结束|完|前", rest):
        return begins - _A_DAY
    return (window.end - timedelta(minutes=1)).date()


def _end_of_feast(name: str, today: date) -> date | None:
    """The last day off around the next feast of that name."""
    feast_name = "春节" if name in ("年", "新年") else name
    for year in (today.year, today.year + 1):
        day = feast(feast_name, year)
        if day is not None and (last := day + DAYS_OFF[feast_name][1] * _A_DAY) >= today:
            return last
    return None
