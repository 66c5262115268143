"""A rule of RFC 5545, as the requirement schema writes it, and the days it falls on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time

from dateutil.rrule import rrulestr

from bot.domain.errors import InvalidData

_LARGEST_INTERVAL = {"DAILY": 366, "WEEKLY": 52, "MONTHLY": 12}
_PARTS = ("FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "WKST")
_WEEKDAY = re.compile("MO|TU|WE|TH|FR|SA|SU")
_NTH_WEEKDAY = re.compile("(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)")
_MONTH_DAY = re.compile(r"-?(?:[1-9]|[12]\d|3[01])")


def days_of(rule: str, first: date) -> Iterator[date]:
    """The days of a checked rule from ``first`` on, in order, without end; intervals count from ``first``."""
    for at in rrulestr(rule, dtstart=datetime.combine(first, time())):
        yield at.date()


def check_rule(rule: str, first: date) -> None:
    """Raises ``InvalidData`` for what is no rule of days, or one that never falls on a day.

    Only what is known to come soon is let through: dateutil looks for a day that never comes until the year 9999.
    """
    wrong = _fault(rule)
    if wrong is None and next(days_of(rule, first), None) is None:
        wrong = "it never falls on a day"
    if wrong is not None:
        raise InvalidData(f"rule {rule!r}: {wrong}")


def _fault(rule: str) -> str | None:
    pairs = [part.partition("=")[::2] for part in rule.split(";")]
    parts = dict(pairs)
    unknown = [name for name in parts if name not in _PARTS]
    if unknown:
        return f"{unknown[0]!r} is none of {', '.join(_PARTS)}; first time, count and until stand beside the rule"
    if len(parts) < len(pairs):
        return "a part stands in it twice"
    frequency = parts.get("FREQ", "")
    if frequency not in _LARGEST_INTERVAL:
        return "FREQ must be DAILY, WEEKLY or MONTHLY"
    interval, largest = parts.get("INTERVAL", "1"), _LARGEST_INTERVAL[frequency]
    if not re.fullmatch(r"[1-9]\d{0,2}", interval) or int(interval) > largest:
        return f"INTERVAL must be 1 to {largest}"
    return _fault_of_days(frequency, int(interval), parts)


def _fault_of_days(frequency: str, interval: int, parts: dict[str, str]) -> str | None:
    day = _NTH_WEEKDAY if frequency == "MONTHLY" else _WEEKDAY
    month_days = parts.get("BYMONTHDAY")
    faults = (
        (not _lists(parts.get("BYDAY"), day), "BYDAY must list days like MO,WE, in a month also 1SA or -1SU"),
        (not _lists(month_days, _MONTH_DAY), "BYMONTHDAY must list days from 1 to 31, or from -1 for the last"),
        (not _lists(parts.get("WKST"), _WEEKDAY), "WKST must be a day like MO"),
        (month_days is not None and frequency != "MONTHLY", "BYMONTHDAY needs FREQ=MONTHLY"),
        (month_days is not None and "BYDAY" in parts, "give either BYDAY or BYMONTHDAY"),
        ("BYDAY" in parts and frequency == "DAILY" and interval > 1, "days of the week need FREQ=WEEKLY"),
        ("," in parts.get("WKST", ""), "WKST must be a day like MO"),
    )
    return next((words for is_wrong, words in faults if is_wrong), None)


def _lists(value: str | None, item: re.Pattern[str]) -> bool:
    return value is None or all(item.fullmatch(one) for one in value.split(","))
