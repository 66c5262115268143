"""A window in words for a customer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.zh.local_time import local
from bot.zh.window import Window

_NEAR = {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"}
_PART_WORDS = {
    (0, 6): "凌晨", (6, 9): "早上", (8, 12): "上午", (11, 13): "中午", (12, 18): "下午",
    (17, 19): "傍晚", (18, 22): "晚上", (8, 18): "白天",
}  # fmt: skip


def say(window: Window, now: datetime) -> str:
    """明天（11月25日 周三）14:00–17:00, 12月6日（周日）08:00, 11月28日（周六）–11月29日（周日）下午, 尽快."""
    today = local(now).date()
    if window.precision == "asap":
        return "尽快"
    words = _range(window, today) if window.precision == "range" else _single(window, today)
    if window.exclude:
        words += "（" + "、".join(f"{day.month}月{day.day}日" for day in window.exclude) + "除外）"
    return words


def hour_in_words(window: Window) -> str:
    """14:00, 下午, 15:00以后: the hours of a window of one day, whatever the day."""
    if window.start is None or window.precision not in ("time", "part"):
        return ""
    return _hours(window, window.start, window.start.date())


def _single(window: Window, today: date) -> str:
    start, end = window.start, window.end
    if start is None:
        return f"{_day(end.date(), today)}{end:%H:%M}前" if end else "时间待定"
    day = _day(start.date(), today)
    return day if window.precision == "day" else day + _hours(window, start, today)


def _hours(window: Window, start: datetime, today: date) -> str:
    end = window.end
    if window.precision == "part":
        if end is None:
            return f"{start:%H:%M}以后"
        named = _PART_WORDS.get((start.hour, end.hour)) if start.minute == end.minute == 0 else None
        return named or f"{start:%H:%M}–{end:%H:%M}"
    if end is None:
        return f"{start:%H:%M}"
    later = "" if end.date() == start.date() else _day(end.date(), today)
    return f"{start:%H:%M}–{later}{end:%H:%M}"


def _range(window: Window, today: date) -> str:
    start, end = window.start, window.end
    if start is None:
        return f"{_day(_last(end), today)}之前" if end else "时间待定"
    if end is None:
        return f"{_day(start.date(), today)}起"
    part = _PART_WORDS.get((start.hour, end.hour), "") if start.minute == end.minute == 0 else ""
    last = _last(end)
    if start.date() == last:
        return _day(last, today)
    return f"{_day(start.date(), today)}–{_day(last, today)}{part}"


def _last(end: datetime) -> date:
    """The last day of a range that may end at midnight."""
    return (end - timedelta(minutes=1)).date()


def _day(day: date, today: date) -> str:
    weekday = "周" + "一二三四五六日"[day.weekday()]
    year = f"{day.year}年" if day.year != today.year else ""
    near = _NEAR.get((day - today).days)
    return f"{near}（{day.month}月{day.day}日 {weekday}）" if near else f"{year}{day.month}月{day.day}日（{weekday}）"
