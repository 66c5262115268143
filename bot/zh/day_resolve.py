"""Days as said -> dates, against today; leaning to the future."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from bot.zh.calendar import DAYS_OFF, feast, from_lunar, lunar_month, nth_weekday
from bot.zh.time_expression import Day

# A date without a year that lies at most this far back is meant as past ("11月20号那次"), not as next year's.
RECENT = timedelta(days=30)

# 今年除夕 closes the lunar year that is running, which may be in the next solar one.
_END_OF_LUNAR_YEAR = ("除夕", "小年", "腊八")

Dates = tuple[date, ...]
"""The days meant, in order."""


def resolve_day(day: Day, today: date, after: date | None = None, passed: bool = False) -> Dates:
    """The dates of ``day``; empty where there is no such day.

    ``after``: the start of a range whose end this is. ``passed``: the time said for today has gone by.
    """
    try:
        return _dates(day, today, after, passed)
    except (OverflowError, ValueError):
        return ()


def _dates(day: Day, today: date, after: date | None, passed: bool) -> Dates:
    if "in" in day:
        return (today + timedelta(days=day["in"]),)
    if "weekdays" in day:
        return _weekdays(day, today, after, passed)
    if "list" in day:
        return _listed(day["list"], today, passed)
    if "span" in day:
        first = resolve_day(day["span"][0], today)
        last = resolve_day(day["span"][1], today, first[0] if first else None)
        return _between(first[0], last[-1]) if first and last else ()
    if "base" in day:
        return tuple(found + timedelta(days=day["shift"]) for found in resolve_day(day["base"], today, after))
    if "later" in day or "coming" in day:
        return _later(day, today)
    if "weekend" in day or set(day) == {"week"}:
        return _week(day, today)
    if "feast" in day:
        return _feast(day, today)
    if "year_end" in day:
        year = today.year + int(day["year_end"])
        return _between(date(year, 12, 1), date(year, 12, 31))
    if "year_start" in day:
        year = today.year + day.get("year_in", 0 if today.month == 1 else 1)
        return _between(date(year, 1, 1), date(year, 1, 31))
    return _calendar(day, today, after, passed)


def _between(first: date, last: date) -> Dates:
    count = (last - first).days
    return tuple(first + timedelta(days=index) for index in range(min(count, 800) + 1)) if count >= 0 else ()


def _monday(today: date, week: int = 0) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(weeks=week)


def _weekdays(day: Day, today: date, after: date | None, passed: bool) -> Dates:
    found: list[date] = []
    for weekday in day["weekdays"]:
        if "week" in day:
            found.append(_monday(today, day["week"]) + timedelta(days=weekday))
            continue
        begin = after or (today + timedelta(days=1) if passed else today)
        found.append(begin + timedelta(days=(weekday - begin.weekday()) % 7))
    return tuple(sorted(found))


def _listed(days: list[Day], today: date, passed: bool) -> Dates:
    found: list[date] = []
    month: dict[str, Any] = {}
    week: dict[str, Any] = {}
    for item in days:
        known = {key: item[key] for key in ("year", "year_in", "month", "month_in") if key in item}
        month = known or month
        week = {"week": item["week"]} if "week" in item else week
        carried = {**month, **item} if "day" in item else {**week, **item} if "weekdays" in item else item
        found += resolve_day(carried, today, None, passed)
    return tuple(sorted(set(found)))


def _later(day: Day, today: date) -> Dates:
    count = day.get("later", day.get("coming", 0))
    unit = day["unit"]
    if unit in ("month", "year"):
        found = _months_on(today, count * (12 if unit == "year" else 1))
    else:
        found = today + timedelta(days=count * {"day": 1, "week": 7}.get(unit, 0))
    return _between(today, found - timedelta(days=1)) if "coming" in day else (found,)


def _months_on(today: date, count: int) -> date:
    index = today.year * 12 + today.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _week(day: Day, today: date) -> Dates:
    monday = _monday(today, day.get("week", 0))
    if "weekend" in day:
        return monday + timedelta(days=5), monday + timedelta(days=6)
    return _between(monday, monday + timedelta(days=6))


def _feast(day: Day, today: date) -> Dates:
    years = (_year(day, today),) if "year" in day or "year_in" in day else (today.year, today.year + 1)
    for year in years:
        found = feast(day["feast"], year)
        if found is None:
            continue
        dates: Dates = (found,)
        if day.get("whole_week"):
            dates = _between(_monday(found), _monday(found, 1) - timedelta(days=1))
        if day.get("off"):
            first, last = DAYS_OFF[day["feast"]]
            dates = _between(found + timedelta(days=first), found + timedelta(days=last))
        if day.get("year_in") == 0 and dates[-1] < today and day["feast"] in _END_OF_LUNAR_YEAR:
            return _feast({**day, "year_in": 1}, today)
        if len(years) == 1 or dates[-1] >= today:
            return dates
    return ()


def _year(day: Day, today: date) -> int:
    return int(day["year"]) if "year" in day else today.year + int(day.get("year_in", 0))


def _calendar(day: Day, today: date, after: date | None, passed: bool) -> Dates:
    """Year, month and day in any combination, also a third of a month or its n-th weekday."""
    if day.get("lunar"):
        return _lunar(day, today)
    if "month_in" in day:
        first = _months_on(today.replace(day=1), day["month_in"])
        return _in_month(day, first.year, first.month)
    if "month" not in day:
        if "day" not in day and "third" not in day and "nth" not in day:
            year = _year(day, today)
            return _between(date(year, 1, 1), date(year, 12, 31))
        return _coming_month(day, after or today, passed)
    if "year" in day or "year_in" in day:
        return _in_month(day, _year(day, today), day["month"])
    return _coming_year(day, after or today, after is not None)


def _coming_month(day: Day, today: date, passed: bool) -> Dates:
    for ahead in range(12):
        first = _months_on(today.replace(day=1), ahead)
        found = _in_month(day, first.year, first.month)
        if found and found[-1] >= today:
            return found
    return ()


def _coming_year(day: Day, today: date, strict: bool) -> Dates:
    for year in range(today.year, today.year + 9):
        found = _in_month(day, year, day["month"])
        recent = not strict and "day" in day and found and today - found[-1] <= RECENT
        if found and (found[-1] >= today or recent):
            return found
    return ()


def _in_month(day: Day, year: int, month: int) -> Dates:
    length = monthrange(year, month)[1]
    if "nth" in day:
        found = nth_weekday(year, month, day["nth"], day["weekday"])
        return (found,) if found else ()
    if "day" in day:
        return (date(year, month, day["day"]),) if day["day"] <= length else ()
    first, last = {
        "early": (1, 10), "mid": (11, 20), "late": (21, length), "first_half": (1, 15), "second_half": (16, length),
    }.get(day.get("third", ""), (1, length))  # fmt: skip
    return _between(date(year, month, first), date(year, month, last))


def _lunar(day: Day, today: date) -> Dates:
    fixed = "year" in day or "year_in" in day
    years = (_year(day, today),) if fixed else (today.year - 1, today.year, today.year + 1)
    for year in years:
        found = _lunar_dates(day, year)
        if found and (fixed or found[-1] >= today):
            return found
    return ()


def _lunar_dates(day: Day, year: int) -> Dates:
    if "day" in day:
        one = from_lunar(year, day.get("month", 1), day["day"])
        return (one,) if one else ()
    bounds = lunar_month(year, day.get("month", 1))
    if bounds is None:
        return ()
    third = {"early": slice(0, 10), "mid": slice(10, 20), "late": slice(20, None)}.get(
        day.get("third", ""), slice(None)
    )
    return _between(*bounds)[third]
