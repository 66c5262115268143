"""A booking that recurs while it is gathered: its rule from what was said, corrected part by part, its first visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.dialogue.frame import SURE, Frame, ProviderWish, Request
from bot.dialogue.values import REPAIRS, BookingDraft, FrequencyDraft, WindowDraft
from bot.zh.questions import asks_back
from bot.zh.series import CODES, fits, rule_parts
from bot.zh.series_say import day_in_words, rule_in_words
from bot.zh.series_scope import gives_up, lasts, month_days_given_up, names_period, never_ends, wants_same_person
from bot.zh.weekdays_exchanged import weekdays_exchanged
from bot.zh.window import Window

_A_DAY = timedelta(days=1)
_LOOKED_AHEAD = 400
_OPEN_END = Request(frequency={"open": True})
_NTH = {1: "1", 2: "13", 3: "123", 4: "1234"}
"""Visits in a month, of weekdays: twice is in its first and its third week."""


def merged(old: BookingDraft, new: BookingDraft, request: Request, text: str, today: date) -> BookingDraft:
    """``new``, which has the rest of what was said, with what was said of how often; only that moves."""
    said = request.frequency or {}
    if said.get("once") or str(said.get("rrule", "")).startswith("FREQ=YEARLY"):
        return _only_once(old, new, today)
    if old.frequency is None and (not said or new.service in REPAIRS):
        return new  # 双胞胎天天尿床，等着洗: nothing is repaired every day
    frequency = with_said(old.frequency or FrequencyDraft(), said, text, today)
    if old.frequency is None:
        # 明天下午两点打扫 … 以后每周都来: the day of the one visit is that of the series.
        day = _named_day(request.window) if request.day_said else _named_day(old.window)
        frequency = _on_day(frequency, day) if lacks_days(frequency) else frequency
        return replace(new, frequency=frequency)
    window = request.window
    if window is None or not (request.day_said or window.exclude) or _is_before(window, said):
        return replace(new, frequency=frequency)
    kept = _hour_of(window, old.window)
    return replace(new, window=kept, frequency=_with_days(frequency, window, text))


def _is_before(window: Window, said: Mapping[str, Any]) -> bool:
    """明天太赶了，下周二开始: of a day before the one it begins on, only why is told."""
    begins = date.fromisoformat(str(said["from"])) if "from" in said else None
    days = days_in(window)
    return begins is not None and bool(days) and days[-1] < begins and window.precision in ("day", "range")


def with_same_person(frame: Frame, of_series: bool) -> Frame:
    """能固定一个人吗, said of a series: a wish for her visits, and no question about somebody."""
    if not (of_series or frame.request.frequency) or not wants_same_person(frame.text):
        return frame
    wish = frame.provider or ProviderWish()
    same = wish.same_as_last if "上次" in frame.text else None
    told = ("inform",) if not frame.has("book_service", "inform", "affirm") else ()
    intents = (*told, *(intent for intent in frame.intents if intent != "ask_provider"))
    return replace(frame, intents=intents, provider=replace(wish, fixed=True, same_as_last=same))


def same_person_again(draft: BookingDraft, frame: Frame) -> bool:
    """每趟都是同一个阿姨来吗, where that is noted already: asked once more, and nothing else is told."""
    wish = frame.provider
    only = wish is not None and wish.fixed and not wish.same_as_last and not wish.name
    told = replace(frame, provider=None).has_details
    return bool(only and draft.frequency and draft.fixed and not told and asks_back(frame.text))


def with_open_end(frame: Frame, of_series: bool) -> Frame:
    """没说几时结束，一直做下去, said of a series: how long it goes on, whatever it was taken for."""
    if not of_series or frame.has_details or frame.has("request_human") or not never_ends(frame.text):
        return frame
    agreed = ("affirm",) if frame.has("affirm") else ("inform",)
    return replace(frame, intents=agreed, topic=None, confidence=SURE, requests=(_OPEN_END,))


def has_open_end(draft: BookingDraft, frame: Frame) -> bool:
    """Whether a message tells of a series, that has no end, nothing but that it has none."""
    rhythm = draft.frequency
    bare = rhythm is not None and rhythm.until is None and rhythm.count is None
    return bare and frame.intents == ("inform",) and frame.requests == (_OPEN_END,)


def _only_once(old: BookingDraft, new: BookingDraft, today: date) -> BookingDraft:
    """就一次: of a series its first visit is left."""
    window = new.window
    if old.frequency is not None and window is not None and window.start is not None:
        first = first_day(old.frequency, today)
        shift = first - window.start.date() if first else timedelta()
        window = replace(window, start=window.start + shift, end=window.end + shift if window.end else None)
    return replace(new, frequency=None, fixed=False, window=window)


def with_said(old: FrequencyDraft, said: Mapping[str, Any], text: str, today: date) -> FrequencyDraft:
    new = old
    rule = str(said.get("rrule", ""))
    if rule:
        times = int(said.get("times_per_period") or 0)
        fewer = _without_days_of(old.rule, rule) if gives_up(text) else None
        other = _exchanged(old.rule, text)
        new = replace(new, rule=fewer or other or _joined(old, rule, times, text), times=times)
        if not lacks_days(new):
            new = replace(new, times=0)
    length = lasts(text)
    if length is not None and not said.keys() & {"count", "until"}:
        starts = date.fromisoformat(str(said["from"])) if "from" in said else old.begins or today
        new = replace(new, until=starts + length - _A_DAY)
    left_out = {date.fromisoformat(str(day)) for day in said.get("exdate", ())}
    if never_ends(text):
        new = replace(new, until=None, count=None)
    new = _beginning(new, date.fromisoformat(str(said["from"]))) if "from" in said else new
    return replace(
        new,
        until=date.fromisoformat(str(said["until"])) if "until" in said else new.until,
        count=int(said["count"]) if "count" in said else new.count,
        left_out=tuple(sorted(day for day in {*new.left_out, *left_out} if not new.begins or day >= new.begins)),
    )


def _exchanged(rule: str, text: str) -> str | None:
    """礼拜四改成礼拜五, of Tuesdays and Thursdays: the other days stay; ``None`` where no day of the rule gives way."""
    parts = rule_parts(rule)
    days = [day for day in parts.get("BYDAY", "").split(",") if day in CODES]
    said = weekdays_exchanged(text)
    if said is None or parts.get("FREQ") != "WEEKLY" or not {CODES[day] for day in said[0]} & set(days):
        return None
    new = {CODES[day] for day in said[1]}
    left = {day for day in days if day not in {CODES[gone] for gone in said[0]}} | new
    if len(left) > len(days) == len(new):
        left = new  # 礼拜四不行，改成礼拜一和礼拜五, of two days
    return _rule({**parts, "BYDAY": ",".join(code for code in CODES if code in left)})


def _joined(old: FrequencyDraft, rule: str, times: int, text: str) -> str:
    """The new rule; what it leaves open is the old one's: 改成周五 keeps every other week, 改成隔周 keeps the day."""
    was, now = rule_parts(old.rule), rule_parts(rule)
    days = [day for day in now.get("BYDAY", "").split(",") if day]
    if days and was.get("FREQ") == "WEEKLY" and now.get("FREQ") == "WEEKLY" and not names_period(text):
        return _rule({**was, "BYDAY": now["BYDAY"]})
    if days and was.get("FREQ") == "MONTHLY" and now.get("FREQ") == "WEEKLY" and not names_period(text):
        weeks = _NTH.get(max(old.times, 1), "1")
        return _rule({**_without_days(was), "BYDAY": ",".join(week + day for week in weeks for day in days)})
    if "BYDAY" in now or "BYMONTHDAY" in now or was.get("FREQ") != now.get("FREQ"):
        return rule
    kept = {key: value for key, value in was.items() if key in ("BYDAY", "BYMONTHDAY")}
    if times and times != sum(value.count(",") + 1 for value in kept.values()):
        return rule
    return _rule({**now, **kept})


def _without_days_of(rule: str, refused: str) -> str | None:
    """周末不用来: the rule on its other weekdays; ``None`` where none would be left, or it is not of weekdays."""
    parts = rule_parts(rule)
    if rule == "FREQ=DAILY":
        parts = {"FREQ": "WEEKLY", "BYDAY": ",".join(CODES)}
    gone = rule_parts(refused).get("BYDAY", "").split(",")
    days = [day for day in parts.get("BYDAY", "").split(",") if day and day not in gone]
    return _rule({**parts, "BYDAY": ",".join(days)}) if days and parts.get("FREQ") == "WEEKLY" else None


def _with_days(old: FrequencyDraft, window: Window, text: str) -> FrequencyDraft:
    """Dates said of a series: left out where they are refused, else the day it begins, or its day of the month."""
    if gives_up(text) and (fewer := _without_month_days(old.rule, text)) is not None:
        return replace(old, rule=fewer)
    if window.exclude and (window.end is None or gives_up(text)):
        return _leaving_out(old, window.exclude)
    days = days_in(window)
    if gives_up(text):
        return _leaving_out(old, days)
    if not days:
        return old
    if lacks_days(old) or (rule_parts(old.rule).get("FREQ") == "MONTHLY" and not fits(rule_parts(old.rule), days[0])):
        return on_days(old, days)
    if any(fits(rule_parts(old.rule), day) for day in days) or "," in rule_parts(old.rule).get("BYDAY", ""):
        return _beginning(old, days[0])
    return _beginning(on_days(old, days[:1]), days[0])


def _beginning(old: FrequencyDraft, day: date) -> FrequencyDraft:
    """With its first visit on ``day`` or later, whatever was left out before."""
    return replace(old, begins=day, left_out=tuple(one for one in old.left_out if one > day))


def _without_month_days(rule: str, text: str) -> str | None:
    """1号不要了，就15号, of a rule that has both: on the other days of the month alone; else ``None``."""
    parts = rule_parts(rule)
    had = [day for day in parts.get("BYMONTHDAY", "").split(",") if day]
    gone = month_days_given_up(text)
    left = [day for day in had if int(day) not in gone]
    return _rule({**parts, "BYMONTHDAY": ",".join(left)}) if left and len(left) < len(had) else None


def _leaving_out(old: FrequencyDraft, days: Sequence[date]) -> FrequencyDraft:
    return replace(old, left_out=tuple(sorted({*old.left_out, *days})))


def _on_day(frequency: FrequencyDraft, day: date | None) -> FrequencyDraft:
    return replace(on_days(frequency, [day]), begins=frequency.begins or day) if day else frequency


def on_days(frequency: FrequencyDraft, days: list[date]) -> FrequencyDraft:
    """A rule on the weekdays of these dates, or on their days of the month."""
    parts = rule_parts(frequency.rule)
    if parts.get("FREQ") == "MONTHLY":
        by = ",".join(str(day) for day in sorted({day.day for day in days}))
        return replace(frequency, rule=_rule({**_without_days(parts), "BYMONTHDAY": by}), times=0)
    if parts.get("FREQ") != "WEEKLY" or frequency.times > len(days):
        return frequency
    by = ",".join(CODES[number] for number in sorted({day.weekday() for day in days}))
    return replace(frequency, rule=_rule({**parts, "BYDAY": by}), times=0)


def lacks_days(frequency: FrequencyDraft) -> bool:
    """Whether it is open on which days the visits are."""
    parts = rule_parts(frequency.rule)
    if parts.get("FREQ") == "DAILY":
        return False
    if "BYDAY" in parts or "BYMONTHDAY" in parts:
        return False
    begins = frequency.begins
    # 从下周三开始每周一次 says its day; 从下周开始 and 从下个月开始 do not.
    return begins is None or frequency.times > 1 or begins.weekday() == 0 or begins.day == 1 or not frequency.rule


def question(frequency: FrequencyDraft) -> tuple[str, dict[str, str]]:
    """What asks for the days that are open, and its values."""
    unit = rule_parts(frequency.rule).get("FREQ")
    if frequency.times > 1 and unit == "WEEKLY":
        return "utter_ask_series_days", {"times": rule_in_words(frequency.rule, frequency.times)}
    if unit == "MONTHLY":
        return "utter_ask_series_dates", {"times": rule_in_words(frequency.rule, frequency.times)}
    return ("utter_ask_series_day" if unit == "WEEKLY" else "utter_ask_series_rule"), {}


def settled(frequency: FrequencyDraft) -> FrequencyDraft:
    """With the day that its beginning says, where no other was said."""
    parts = rule_parts(frequency.rule)
    if frequency.begins is None or parts.get("FREQ") == "DAILY" or "BYDAY" in parts or "BYMONTHDAY" in parts:
        return frequency
    return on_days(frequency, [frequency.begins])


def with_settled_days(draft: BookingDraft) -> BookingDraft:
    return replace(draft, frequency=settled(draft.frequency)) if draft.frequency else draft


def first_start(draft: BookingDraft, now: datetime, notice: timedelta) -> datetime | None:
    """When the first visit is; ``None`` where its hour is open or no day fits."""
    hour = draft.window.start if draft.window is not None else None
    if draft.frequency is None or hour is None:
        return None
    today = now.date()
    is_late = datetime.combine(today, hour.time()) < now + notice
    day = first_day(draft.frequency, today + _A_DAY if is_late else today)
    return datetime.combine(day, hour.time()) if day else None


def first_day(frequency: FrequencyDraft, today: date) -> date | None:
    parts = rule_parts(settled(frequency).rule)
    start = max(frequency.begins or today, today)
    days = (start + timedelta(days=ahead) for ahead in range(_LOOKED_AHEAD))
    return next((day for day in days if day not in frequency.left_out and fits(parts, day)), None)


def with_start(draft: BookingDraft) -> BookingDraft:
    """With the weekday of the start that was chosen, where the visits have only one and it is another."""
    frequency, window = draft.frequency, draft.window
    if frequency is None or window is None or window.start is None or window.precision != "time":
        return draft
    start = window.start
    parts = rule_parts(frequency.rule)
    if parts.get("FREQ") == "WEEKLY" and "," not in parts.get("BYDAY", "") and not fits(parts, start.date()):
        frequency = on_days(frequency, [start.date()])
    return replace(draft, frequency=frequency)


def offered_in_words(draft: BookingDraft, starts: Sequence[datetime]) -> tuple[str, ...]:
    """Starts on offer for a series: 14:00 on its own days, 周四14:00 where its only day would be another.

    Empty where they are no hours for all its visits.
    """
    if draft.frequency is None:
        return ()
    parts = rule_parts(settled(draft.frequency).rule)
    if all(fits(parts, start.date()) for start in starts):
        hours = tuple(f"{start:%H:%M}" for start in starts)
        return hours if len(set(hours)) == len(hours) else ()
    if parts.get("FREQ") != "WEEKLY" or "," in parts.get("BYDAY", ""):
        return ()
    return tuple(f"{rule_in_words(rule_on(start.date()))}{start:%H:%M}" for start in starts)


def rule_on(day: date) -> str:
    return f"FREQ=WEEKLY;BYDAY={CODES[day.weekday()]}"


def searched(draft: BookingDraft, now: datetime) -> BookingDraft:
    """The draft as one of its first visit, whose hour is open: on that day, in the part of the day that was said."""
    day = first_day(draft.frequency, now.date()) if draft.frequency else None
    if day is None:
        return draft
    midnight = datetime.combine(day, datetime.min.time())
    window = draft.window
    if window is None or window.start is None or window.precision != "part":
        return replace(draft, window=WindowDraft(midnight, midnight + _A_DAY, "day"))
    shift = day - window.start.date()
    return replace(draft, window=replace(window, start=window.start + shift, end=window.end and window.end + shift))


def in_words(frequency: FrequencyDraft, hours: str = "") -> str:
    """每周三，12月2日（周三）起，做到12月31日（周四），12月16日（周三）不来; ``hours`` stand behind the rule."""
    said = settled(frequency)
    words = [rule_in_words(said.rule, said.times) + hours]
    if said.begins:
        words.append(f"{day_in_words(said.begins)}起")
    if said.until:
        words.append(f"做到{day_in_words(said.until)}")
    if said.count:
        words.append(f"共{said.count}次")
    left_out = [day for day in said.left_out if fits(rule_parts(said.rule), day)]
    if left_out:
        words.append(f"{'、'.join(day_in_words(day) for day in left_out[:3])}不来")
    return "，".join(words)


def refuses_days(draft: BookingDraft, request: Request, text: str) -> bool:
    """12月16号那次不要来, said of a series being gathered: a day without a visit, and no cancelling."""
    return draft.frequency is not None and gives_up(text) and bool(request.window or request.frequency)


def _named_day(window: Window | WindowDraft | None) -> date | None:
    if window is None or window.start is None or window.precision not in ("time", "part", "day"):
        return None
    return window.start.date()


def days_in(window: Window) -> list[date]:
    """The days of a window, at most two months of them."""
    if window.start is None:
        return []
    last = (window.end - timedelta(minutes=1)).date() if window.end else window.start.date()
    length = min((last - window.start.date()).days, 62)
    days = (window.start.date() + timedelta(days=ahead) for ahead in range(length + 1))
    return [day for day in days if day not in window.exclude]


def _hour_of(window: Window, old: WindowDraft | None) -> WindowDraft | None:
    """The hour that was said beside a day, else the old one."""
    if window.precision in ("time", "part"):
        return WindowDraft(window.start, window.end, window.precision)
    return old


def _without_days(parts: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in parts.items() if key not in ("BYDAY", "BYMONTHDAY")}


def _rule(parts: Mapping[str, str]) -> str:
    order = ("FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY")
    return ";".join(f"{key}={parts[key]}" for key in order if key in parts)
