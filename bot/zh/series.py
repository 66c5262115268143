"""The first visit of a series: which day of the rule comes next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.zh.calendar import nth_weekday
from bot.zh.day_resolve import resolve_day

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def first_visit(series: Mapping[str, Any], today: date, passed: bool) -> date | None:
    """The first day of ``series`` on or after its beginning, else after now. ``passed``: today's time has gone by."""
    start = today + timedelta(days=1) if passed else today
    begin = (series.get("from") or {}).get("start", {}).get("day")
    dates = resolve_day(begin, today) if begin else ()
    start = max(start, dates[0]) if dates else start
    left_out = days_left_out(series, dates[0] if dates else None, today)
    rule = rule_parts(str(series.get("rrule", "")))
    for ahead in range(400):
        day = start + timedelta(days=ahead)
        if day not in left_out and fits(rule, day):
            return day
    return None


def days_left_out(series: Mapping[str, Any], first: date | None, today: date) -> tuple[date, ...]:
    """The days without a visit; ``first`` is the day the series begins, where that is said."""
    days = series.get("exdate", ())
    return tuple(sorted({found for day in days for found in resolve_day(day, base_of(day, first or today, today))}))


def base_of(day: Mapping[str, Any], begin: date, today: date) -> date:
    """Where a day of a series is looked for: 20号到28号 … 25号那天 after its beginning, 下周 from today."""
    return today if {"in", "later", "week", "month_in", "year_in"} & set(day) else max(begin, today)


def rule_parts(rule: str) -> dict[str, str]:
    """FREQ=WEEKLY;BYDAY=WE by its names."""
    return dict(part.split("=", 1) for part in rule.split(";") if "=" in part)


def weekdays(rule: str) -> frozenset[str]:
    """The codes of its weekdays: WE of FREQ=WEEKLY;BYDAY=WE."""
    return frozenset(rule_parts(rule).get("BYDAY", "").split(",")) - {""}


def fits(rule: Mapping[str, str], day: date) -> bool:
    """Whether ``day`` has a weekday or day of month of the rule; its interval counts from the first visit."""
    if "BYMONTHDAY" in rule:
        last = (day + timedelta(days=1)).day == 1
        return any(int(n) == day.day or (int(n) == -1 and last) for n in rule["BYMONTHDAY"].split(","))
    if "BYDAY" in rule:
        return any(_is_day(code, day) for code in rule["BYDAY"].split(","))
    return True


def _is_day(code: str, day: date) -> bool:
    weekday = CODES.index(code[-2:])
    if len(code) == 2:
        return day.weekday() == weekday
    return nth_weekday(day.year, day.month, int(code[:-2]), weekday) == day
