"""A rule and its days in words for a customer: 每周三、周六, 隔周周六, 每月1号和15号."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.zh.calendar import DAYS_OFF, feast
from bot.zh.series import CODES, rule_parts

_WEEKDAYS = "一二三四五六日"
_WORKDAYS = frozenset(CODES[:5])
_NUMBERS = ("", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")
_WHICH = {"1": "第一个", "2": "第二个", "3": "第三个", "4": "第四个", "5": "第五个", "-1": "最后一个"}


def rule_in_words(rule: str, times: int = 0) -> str:
    """A rule of the requirement schema; ``times``: as often in each of its periods, where its days are open."""
    parts = rule_parts(rule)
    period = _period(parts.get("FREQ", ""), int(parts.get("INTERVAL", "1")))
    if "BYMONTHDAY" in parts:
        return period + "和".join("最后一天" if day == "-1" else f"{day}号" for day in parts["BYMONTHDAY"].split(","))
    days = [day for day in parts.get("BYDAY", "").split(",") if day]
    if days and parts.get("FREQ") == "MONTHLY":
        return period + "和".join(_WHICH.get(day[:-2], "每个") + _weekday(day[-2:]) for day in days)
    if set(days) == _WORKDAYS and period == "每周":
        return "每个工作日"
    if days:
        said = "、".join(_weekday(day) for day in days)
        return f"每{said}" if period == "每周" else period + said
    return period + (f"{_NUMBERS[times] if times < len(_NUMBERS) else times}次" if times > 1 else "")


def _period(frequency: str, interval: int) -> str:
    unit = {"DAILY": "天", "WEEKLY": "周", "MONTHLY": "个月"}.get(frequency)
    if unit is None:
        return "定期"
    if interval == 1:
        return f"每{unit.removeprefix('个')}"
    if interval == 2:
        return {"天": "隔天", "周": "隔周"}.get(unit, "每两个月")
    return f"每{_NUMBERS[interval] if interval < len(_NUMBERS) else interval}{unit}"


def _weekday(code: str) -> str:
    return "周" + _WEEKDAYS[CODES.index(code)]


def days_in_words(days: Sequence[date], today: date) -> str:
    """12月2日、9日、16日, 2027年1月6日: a month and a year are said once."""
    words: list[str] = []
    before = today.replace(month=1, day=1)
    month = 0
    for day in days:
        year = f"{day.year}年" if day.year != before.year else ""
        words.append(f"{year}{day.month}月{day.day}日" if year or day.month != month else f"{day.day}日")
        before, month = day, day.month
    return "、".join(words)


def day_in_words(day: date) -> str:
    """12月2日（周三）."""
    return f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def feast_in_words(day: date) -> str:
    """A day off around a feast with its name: 元旦1月1日（周五）."""
    return _feast_of(day) + day_in_words(day)


def _feast_of(day: date) -> str:
    for name, (first, last) in DAYS_OFF.items():
        on = feast(name, day.year)
        if on is not None and first <= (day - on).days <= last:
            return name
    return ""
