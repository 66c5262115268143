"""A time expression against the clock: "明天下午三点" -> Window; and a window back into words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.zh.day_resolve import resolve_day
from bot.zh.local_time import local
from bot.zh.series import first_visit
from bot.zh.time_expression import AFTER, ASAP, BEFORE, FROM, UNTIL, WITHIN, Point, TimeExpression
from bot.zh.time_say import say
from bot.zh.window import Window

_DAY = 24 * 60

# part -> first and last minute
PARTS = {
    "dawn": (0, 360), "early": (360, 540), "morning": (480, 720), "noon": (660, 780), "afternoon": (720, 1080),
    "dusk": (1020, 1140), "evening": (1080, 1320), "daytime": (480, 1080),
}  # fmt: skip
_BEFORE_PARTS = ((0, 360), (360, 480), (480, 720), (720, 1080), (1080, 1440))


def resolve(expression: TimeExpression, now: datetime) -> Window | None:
    """The window meant at ``now`` (aware); ``None`` where there is no such day."""
    here = local(now)
    try:
        window = _Resolver(expression, here).window()
    except (OverflowError, ValueError):
        return None
    if window is None:
        return None
    excluded = {
        found
        for day in expression.exclude
        for found in resolve_day(day, here.date(), _first_day(window))
        if (window.start is None or window.start.date() <= found) and (window.end is None or found < _after(window.end))
    }
    if excluded:
        window = replace(window, exclude=tuple(sorted(excluded | set(window.exclude))))
    return replace(window, past=_is_past(window, here))


def _first_day(window: Window) -> date | None:
    return window.start.date() if window.start else None


def _after(end: datetime) -> date:
    """The first day that has nothing of a window that ends then."""
    return (end + timedelta(days=1)).date() if end.time() > time() else end.date()


def with_duration(window: Window, minutes: int) -> Window:
    """A window that starts at a clock time and has no end ends after the work."""
    if window.precision != "time" or window.start is None or window.end is not None:
        return window
    return replace(window, end=window.start + timedelta(minutes=minutes))


def hour_of(point: Point, after: int | None = None) -> int | None:
    """Minutes from midnight of a point's clock time, the half day chosen; may pass midnight (晚上12点 = 1440).

    ``after``: the start of the range that this time ends.
    """
    clock = point.clock
    if clock is None:
        return None
    if point.part is not None:
        return _in_part(clock, point.part)
    if after is not None:
        return next((later for later in (clock, clock + 720) if later > after and clock < 780), clock)
    return clock + 720 if 60 <= clock < 480 else clock


def _in_part(clock: int, part: str) -> int:
    if clock > 12 * 60 + 59:
        return clock
    if part == "dawn":
        return clock % 720
    if part == "noon":
        return clock + 720 if clock < 600 else clock
    if part in ("afternoon", "dusk", "daytime"):
        return clock + 720 if clock < (720 if part != "daytime" else 420) else clock
    if part == "evening":
        return clock + 720 if clock >= 240 else clock + _DAY
    return clock


class _Resolver:
    def __init__(self, expression: TimeExpression, here: datetime) -> None:
        self.expression = expression
        self.here = here
        self.today = here.date()

    def window(self) -> Window | None:
        expression = self.expression
        if expression.bound == ASAP:
            return Window(self.here, None, "asap")
        if expression.start.is_empty and expression.end is None:
            return Window(self.here, None, "range") if expression.exclude else None
        day = expression.start.day
        if day is not None and day.get("unit") in ("minute", "hour"):
            return self._instant()
        if expression.end is not None:
            return self._range(expression.start, expression.end)
        return self._point(expression.start)

    def _instant(self) -> Window:
        day = self.expression.start.day or {}
        span = timedelta(minutes=day.get("later", day.get("coming", 0)) * (60 if day["unit"] == "hour" else 1))
        if "coming" in day or self.expression.bound == WITHIN:
            return Window(self.here, self.here + span, "time")
        return Window(self.here + span, None, "time")

    def _point(self, point: Point) -> Window | None:
        dates = self._dates(point)
        if not dates:
            return None
        bound = self.expression.bound
        if point.clock is not None:
            return self._clock(point, dates, bound)
        if point.day is not None and "coming" in point.day and point.part is None:
            return Window(self.here, _at(dates[-1], _DAY), "range")
        if bound in (BEFORE, UNTIL, WITHIN):
            return self._before(point, dates)
        if bound == AFTER and point.part is None:
            return Window(_at(dates[-1], _DAY), None, "range")
        if bound in (AFTER, FROM):
            start = PARTS[point.part][0] if point.part else 0
            return Window(_at(dates[0], start), None, "range" if point.part is None else "part")
        return self._span(dates, point.part)

    def _span(self, dates: tuple[date, ...], part: str | None) -> Window:
        first, last = PARTS[part] if part else (0, _DAY)
        named = set(dates)
        days = (dates[-1] - dates[0]).days
        between = (dates[0] + timedelta(days=index) for index in range(days))
        exclude = tuple(found for found in between if found not in named)
        single = "part" if part else "day"
        return Window(_at(dates[0], first), _at(dates[-1], last), single if days == 0 else "range", exclude=exclude)

    def _clock(self, point: Point, dates: tuple[date, ...], bound: str | None) -> Window:
        minutes = hour_of(point) or 0
        if bound in (BEFORE, UNTIL):
            low = PARTS[point.part][0] if point.part else _part_start(minutes)
            low = low if low < minutes else _part_start(minutes)
            return Window(_at(dates[0], min(low, minutes)), _at(dates[0], minutes), "part")
        precision = "part" if bound in (AFTER, FROM) else "time"
        return Window(_at(dates[0], minutes), None, precision)

    def _before(self, point: Point, dates: tuple[date, ...]) -> Window:
        """X前 starts now and ends where X starts; a month's or year's end ends where X ends."""
        day = point.day or {}
        whole = self.expression.bound in (WITHIN, UNTIL) or day.get("third") == "late" or "year_end" in day
        if point.part is not None:
            end = _at(dates[0], PARTS[point.part][0])
        else:
            end = _at(dates[-1], _DAY) if whole else _at(dates[0], 0)
        return Window(min(self.here, end), end, "range")

    def _range(self, start: Point, end: Point) -> Window | None:
        dates = self._dates(start)
        if not dates:
            return None
        until = resolve_day(end.day, self.today, dates[0]) if end.day is not None else dates
        if not until:
            return None
        if start.clock is None and end.clock is None:
            return self._long_range(start, end, dates, until)
        low = hour_of(start) if start.clock is not None else PARTS[start.part][0] if start.part else 0
        low = low or 0
        high = self._last_minute(start, end, low, same_day=until[-1] == dates[0])
        first, last = _at(dates[0], low), _at(until[-1], high)
        if last <= first and end.day is None:
            last += timedelta(days=1)
        return Window(first, last, "time") if last > first else None

    def _last_minute(self, start: Point, end: Point, low: int, same_day: bool) -> int:
        if end.clock is None:
            return PARTS[end.part][1] if end.part else _DAY
        if end.part is not None:
            return hour_of(end) or 0
        shared = replace(end, part=start.part)
        inside = hour_of(shared) if start.part else None
        if inside is not None and inside > low:
            return inside
        return hour_of(end, low if same_day else None) or 0

    def _long_range(self, start: Point, end: Point, dates: tuple[date, ...], until: tuple[date, ...]) -> Window | None:
        first = PARTS[start.part][0] if start.part else 0
        last = PARTS[end.part][1] if end.part else _DAY
        if until[-1] < dates[0]:
            return None
        single = dates[0] == until[-1]
        precision = ("part" if start.part or end.part else "day") if single else "range"
        return Window(_at(dates[0], first), _at(until[-1], last), precision)

    def _dates(self, point: Point) -> tuple[date, ...]:
        minutes = self._ends(point)
        passed = minutes is not None and minutes <= self.here.hour * 60 + self.here.minute
        if self.expression.series and point.day is None:
            visit = first_visit(self.expression.series, self.today, passed)
            return (visit,) if visit else ()
        if point.day is not None:
            return resolve_day(point.day, self.today, None, passed)
        return (self.today + timedelta(days=1) if passed else self.today,)

    def _ends(self, point: Point) -> int | None:
        """The minute of the day from which on this time has gone by."""
        end = self.expression.end
        if point.clock is not None:
            return hour_of(point)
        if end is not None and end.part is not None and end.day is None:
            return PARTS[end.part][1]
        return PARTS[point.part][1] if point.part is not None else None


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def _part_start(minutes: int) -> int:
    return next((first for first, last in _BEFORE_PARTS if first < minutes <= last), 0)


def _is_past(window: Window, here: datetime) -> bool:
    if window.precision == "time" and window.start is not None:
        return window.start < here
    return window.end is not None and window.end <= here


__all__ = ["Point", "TimeExpression", "Window", "local", "resolve", "say", "with_duration"]
