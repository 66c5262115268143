"""From the values of a message to its requests: which value belongs to which wish."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from bot.dialogue.corrected import corrected
from bot.dialogue.frame import Request
from bot.dialogue.grouping import grouped
from bot.dialogue.how_often import as_series
from bot.dialogue.split_wishes import Entity, Group
from bot.zh.asked import NOTHING
from bot.zh.correction import corrects
from bot.zh.either import takes_either
from bot.zh.moving import comes_to, is_new, is_old, keeps_hour, names_order, shift_of, tells_why
from bot.zh.normalise import normalise
from bot.zh.recurrence import resolve_frequency
from bot.zh.refusal import cannot_then
from bot.zh.several import comes_after
from bot.zh.time_expression import TimeExpression
from bot.zh.when import resolve, with_duration
from bot.zh.window import Window

_EVENING, _LATE_AFTERNOON = 5 * 60, 8 * 60
"""Minutes on the clock: a visit in the evening begins at five or later, one in the afternoon before eight."""
_WEEK = timedelta(days=7)
_ASKS_FOR_FREQUENCY = "booking:frequency"
_KINDS = frozenset(
    {"service", "time", "duration", "frequency", "area", "rooms", "quantity", "providers", "need", "note", "address"}
)
_PUT_BEHIND = re.compile(r"(?:接|排|放)(?:在|到)[^,。;]{0,8}(?:后|完)")
# What is to be repaired is no further thing to be cleaned.
_BROKEN = dict.fromkeys(
    ("appliance_repair", "home_repair", "emergency_repair"), frozenset({"fridge", "range_hood", "bathroom"})
)


def requests_from(
    text: str,
    entities: Iterable[Entity],
    now: datetime,
    context: str = NOTHING,
    moving: bool = False,
    besides: bool = False,
    recurring: bool = False,
) -> tuple[Request, ...]:
    """The requests of a message.

    ``moving``: an existing order is to be moved, so its time is ``from_window``. ``besides``: one is spoken of beside a
    wish for a new one, so its time is a request of its own. ``recurring``: it is a series that is talked of, so days of
    the week are its rule.
    """
    values = [entity for entity in entities if entity["entity"] in _KINDS]
    values.sort(key=lambda entity: (entity.get("start") or 0, entity.get("end") or 0))
    reader = _Reader(normalise(text), now, recurring or context == _ASKS_FOR_FREQUENCY, moving)
    old = [entity for entity in values if besides and _names_order(reader.text, entity)]
    ordered = [reader.request(Group([entity])) for entity in old]
    rest = [entity for entity in values if entity not in old]
    groups = grouped(reader.text, rest, besides) or [Group([])]
    requests = [reader.request(group) for group in groups]
    for number, (before, group) in enumerate(pairwise(groups), start=1):
        if _follows(reader.text, before, group):
            requests[number] = replace(requests[number], follows=True)
    requests = [request for request in requests if not request.is_empty]
    return (*ordered, *_in_one_week(_share_window(requests)))


def _names_order(text: str, entity: Entity) -> bool:
    """周日那单取消，另外约…: the time of an order that is there."""
    return entity["entity"] == "time" and names_order(text, int(entity.get("end") or 0))


def _follows(text: str, before: Group, group: Group) -> bool:
    """打扫完接着洗空调: a second wish of no time of its own, to be done when the first is."""
    first, second = before.of("service"), group.of("service")
    if not first or not second or group.of("time"):
        return False
    end = int(second[0].get("end") or 0)
    between = text[int(first[0].get("end") or 0) : int(second[0].get("start") or 0)]
    return comes_after(between) or _PUT_BEHIND.search(text, end) is not None


def _share_window(requests: list[Request]) -> list[Request]:
    windows = [request.window for request in requests if request.window is not None]
    if len(requests) < 2 or len(windows) != 1:
        return requests
    said = any(request.day_said for request in requests)
    return [replace(request, window=windows[0], day_said=said) for request in requests]


def _in_one_week(requests: Sequence[Request]) -> list[Request]:
    """周六上午…，下午…, said on a Saturday noon: both of the next one, though this afternoon is still to come."""
    result: list[Request] = []
    for request in requests:
        before, window = result[-1].window if result else None, request.window
        if before and before.start and window and window.start and before.start.date() - window.start.date() == _WEEK:
            end = window.end + _WEEK if window.end else None
            request = replace(request, window=replace(window, start=window.start + _WEEK, end=end))
        result.append(request)
    return result


class _Reader:
    """Reads the values of one request."""

    def __init__(self, text: str, now: datetime, recurring: bool, moving: bool) -> None:
        self.text = text
        self._now = now
        self._recurring = recurring
        self._moving = moving

    def request(self, group: Group) -> Request:
        if self._recurring:
            group = as_series(self.text, group)
        found: dict[str, list[Any]] = {}
        for entity in group.values:
            found.setdefault(str(entity["entity"]), []).append(entity.get("value"))
        times = self._suiting([one for one in group.of("time") if not self._is_reason(one, group.of("time"))])
        old = [entity for entity in times if self._is_old(entity, times)]
        times = [entity for entity in times if entity in old or not self._is_taken_back(entity, old)]
        window, day_said, half_open = self._window([entity["value"] for entity in times if entity not in old])
        before, _, _ = self._window([day_named(entity["value"]) for entity in old[:1]])
        shift = shift_of(self.text) if self._moving else None
        minutes = None if shift else corrected(self.text, group.of("duration"))
        if before and self._moving:
            window = _moved(before, window, shift, keeps_hour(self.text))
        service = _first(found, "service")
        broken = _BROKEN.get(service, frozenset()) if service else frozenset()
        needs = [need for need in found.get("need", ()) if need["code"] not in broken]
        return Request(
            service=service,
            window=with_duration(window, minutes) if window and minutes else window,
            day_said=day_said,
            half_open=half_open,
            from_window=before,
            duration_minutes=minutes,
            frequency=self._frequency(group.of("frequency")),
            area_sqm=corrected(self.text, group.of("area")),
            rooms=corrected(self.text, group.of("rooms")),
            quantities=self._counts(group.of("quantity")),
            providers=corrected(self.text, group.of("providers")),
            special_needs=tuple(dict.fromkeys(need["code"] for need in needs if not need["denied"])),
            denied_needs=tuple(dict.fromkeys(need["code"] for need in needs if need["denied"])),
            notes="；".join(str(note) for note in found.get("note", ())),
            said=group.said,
        )

    def _suiting(self, times: Sequence[Entity]) -> list[Entity]:
        """The times without one that is only told of because it does not suit: 改下午3点吧 2点我到不了家."""
        suiting = [entity for entity in times if not cannot_then(self.text[int(entity.get("end") or 0) :])]
        moves_on = not self._moving and shift_of(self.text) is not None
        return suiting if suiting or moves_on else list(times)

    def _is_reason(self, entity: Entity, times: Sequence[Entity]) -> bool:
        """改到周五吧 周四她要去打麻将: a day that is told of behind the one to which the visit goes."""
        start, end = int(entity.get("start") or 0), int(entity.get("end") or 0)
        if not self._moving or is_new(self.text, start) or not tells_why(self.text, start, end):
            return False
        before = [one for one in times if int(one.get("start") or 0) < start]
        return any(is_new(self.text, int(one.get("start") or 0)) for one in before)

    def _is_old(self, entity: Entity, times: Sequence[Entity]) -> bool:
        if not self._moving:
            return False
        start, end = int(entity.get("start") or 0), int(entity.get("end") or 0)
        if is_new(self.text, start) or comes_to(self.text, start, end):
            return False
        if is_old(self.text, start, end):
            return True
        if len(times) == 1 and shift_of(self.text):
            return True
        later = [other for other in times if (other.get("start") or 0) > start]
        return any(is_new(self.text, int(other.get("start") or 0)) for other in later)

    def _is_taken_back(self, entity: Entity, old: Sequence[Entity]) -> bool:
        """明天那个师傅 哦不对 是周五那个: which visit is meant was said wrongly first."""
        end = int(entity.get("end") or 0)
        return any(
            end <= int(one.get("start") or 0) and corrects(self.text[end : int(one.get("start") or 0)]) for one in old
        )

    def _counts(self, said: Sequence[Entity]) -> dict[str, int]:
        """两台洗衣机 … 一台波轮一台滚筒 tells of the same ones: the larger number holds; a correction begins anew."""
        counts: dict[str, int] = {}
        end = 0
        for entity in said:
            if counts and corrects(self.text[end : int(entity.get("start") or 0)]):
                counts = {}
            item, count = entity["value"]["item"], entity["value"]["count"]
            counts[item] = max(count, counts.get(item, 0))
            end = int(entity.get("end") or 0)
        return counts

    def _frequency(self, said: Sequence[Entity]) -> Mapping[str, Any] | None:
        frequency = corrected(self.text, said)
        return resolve_frequency(frequency, self._now) if frequency else None

    def _window(self, values: Sequence[Any]) -> tuple[Window | None, bool, bool]:
        """The last time said (a correction follows what it corrects); if it names a day, and leaves its half open."""
        expressions = [TimeExpression.from_dict(value) for value in values]
        if not self._recurring and takes_either(self.text) and (first := earliest(expressions, self._now)):
            expressions = [first]
        for number, last in reversed(list(enumerate(expressions))):
            expression = _on_its_day(last, expressions[:number])
            window = resolve(expression, self._now)
            before = resolve(expressions[number - 1], self._now) if number else None
            if before is not None and _from_the_same(before, window):
                return before, expressions[number - 1].has_day, _half_open(expressions[number - 1])
            if window is not None:
                return window, expression.has_day, _half_open(expression)
        return None, False, False


def earliest(expressions: Sequence[TimeExpression], now: datetime) -> TimeExpression | None:
    """Of several times, each of a day that is said, the first to come; ``None`` where they are no such."""
    starts = [(resolve(one, now), one) for one in expressions if one.has_day]
    dated = [(window.start, one) for window, one in starts if window is not None and window.start is not None]
    if len(dated) < 2 or len(dated) < len(expressions) or len({start for start, _ in dated}) < len(dated):
        return None
    return min(dated, key=lambda pair: pair[0])[1]


def _from_the_same(before: Window, window: Window | None) -> bool:
    """三点吧，三点以后都可以: three is what is wished."""
    if window is None or window.start is None or before.start is None or window.end is not None:
        return False
    return before.precision == "time" and window.precision == "part" and before.start.time() == window.start.time()


def _on_its_day(last: TimeExpression, before: Sequence[TimeExpression]) -> TimeExpression:
    """后天下午 … 两点到吧: an hour that is said last is of the one day that was named, and of its half."""
    if len(before) == 1 and _is_half(before[0]) and _half_open(last) and _may_be_in(before[0], last):
        return replace(last, start=replace(last.start, part=before[0].start.part))  # 晚上打烊后，九点半以后
    named = [one.start for one in before if one.has_day and one.start.clock is None and one.end is None]
    bare = not last.has_day and last.start.clock is not None and last.bound is None
    if not bare or len(before) != 1 or not named:
        return last
    (point,) = named
    return replace(last, start=replace(last.start, day=point.day, part=last.start.part or point.part))


def _is_half(expression: TimeExpression) -> bool:
    """晚上, 下午: alone, of no day."""
    point = expression.start
    alone = point.day is None and point.clock is None and expression.end is None
    return alone and point.part in ("afternoon", "evening")


def _may_be_in(half: TimeExpression, hour: TimeExpression) -> bool:
    clock = hour.start.clock or 0
    return clock >= _EVENING if half.start.part == "evening" else clock < _LATE_AFTERNOON


def _half_open(expression: TimeExpression) -> bool:
    """八点 alone: of the morning or of the evening, whichever was talked of."""
    point = expression.start
    return point.day is None and point.part is None and point.clock is not None and point.clock < 12 * 60


def day_named(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """明天不行了 往后挪两天: the day that is refused is that of the visit."""
    excluded: Sequence[Any] = value.get("exclude") or ()
    return {"start": {"day": excluded[0]}} if len(excluded) == 1 and not value.get("start") else value


def _moved(before: Window, wished: Window | None, shift: timedelta | None, keeps: bool) -> Window | None:
    """Where a visit goes that is moved by a length of time, or to another day at its hour."""
    if wished is None and shift is not None:
        if before.precision != "time" and shift % timedelta(days=1):
            return None  # 明天的推迟两小时: of no hour that is known
        start = before.start + shift if before.start else None
        return replace(before, start=start, end=before.end + shift if before.end else None, past=False)
    if keeps and wished and wished.start and before.start and before.precision == "time":
        day = wished.start.date()
        end = datetime.combine(day, before.end.time()) if before.end else None
        return replace(before, start=datetime.combine(day, before.start.time()), end=end, past=False)
    return wished


def _first(found: Mapping[str, Sequence[Any]], kind: str) -> Any:
    return next(iter(found.get(kind, ())), None)
