"""Free times that somebody asks for without naming one: what is meant, beside what was offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.starts import is_start, starts_of, window_in_words
from bot.dialogue.values import Option, Seeks, WindowDraft
from bot.domain.looking import EARLIEST, HALVES, LATEST, Look
from bot.zh import time_wishes as wishes
from bot.zh.choosing import leaves_it_open, place_in_list
from bot.zh.moving import shift_of
from bot.zh.normalise import normalise
from bot.zh.refusal import wants_another_person
from bot.zh.window import Window
from bot.zh.wonders import CHEAP_DAY

_EDGES = {wishes.EARLIEST: EARLIEST, wishes.LATEST: LATEST}
_BESIDE = (wishes.EARLIER, wishes.LATER, wishes.OTHERS)
"""These mean something only beside times that were offered."""
_STEP = timedelta(minutes=30)
_NIGHT = timedelta(hours=12)
_WHOLE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """What a wish for another time stands beside: the window wished so far, what is offered, what is settled."""

    window: WindowDraft | None = None
    options: tuple[Option, ...] = ()
    shown: tuple[datetime, ...] = ()
    settled: datetime | None = None

    @property
    def offered(self) -> tuple[datetime, ...]:
        return starts_of(self.options)

    @property
    def all_shown(self) -> tuple[datetime, ...]:
        settled = (self.settled,) if self.settled else ()
        return tuple(dict.fromkeys((*self.shown, *self.offered, *settled)))


@dataclass(frozen=True)
class Sought:
    """Where and how to look; ``window`` ``None``: as soon as can be."""

    seeks: Seeks
    window: WindowDraft | None
    shown: tuple[datetime, ...] = ()


def look_of(seeks: Seeks | None, shown: tuple[datetime, ...]) -> Look:
    if seeks is None:
        return Look()
    return Look(seeks.edge, shown)


def picked(options: Sequence[Option], frame: Frame) -> tuple[Option, ...]:
    """下午那个, 10点那个, 周三的吧: the starts on offer that fit what is named; nothing where it is no choice."""
    window = frame.request.window
    if frame.asks or frame.has("deny", "abandon"):
        return ()
    kind = wishes.time_wish(frame.text)
    if kind in (*_BESIDE, wishes.HALVES) or not wishes.picks(frame.text):
        return ()
    starts = dict(zip(starts_of(options), (one for one in options if is_start(one)), strict=True))
    place = place_in_list(frame.text)
    if window is None or window.start is None or window.precision == "asap":
        fitting = tuple(starts.values()) if place is not None else ()
    else:
        fitting = tuple(option for start, option in starts.items() if _fits(start, window, frame.request.day_said))
    return fitting if place is None or not fitting else (fitting[place],)  # 就最早的那个


def _fits(start: datetime, window: Window, day_said: bool) -> bool:
    if window.start is None:
        return False
    if day_said or window.precision in ("day", "range"):
        until = window.end or window.start + _WHOLE_DAY
        if window.precision == "time":
            return start == window.start
        return window.start <= start < until
    if window.precision == "time":
        return start.time() == window.start.time()
    return window.start.time() <= start.time() and (window.end is None or start.time() < window.end.time())


def sought(frame: Frame, window: WindowDraft | None, beside: Standing, facts: Facts) -> Sought | None:
    """What free times the message asks for; ``window`` is the wish with what the message says. ``None``: for none."""
    kind = None if wants_another_person(frame.text) else wishes.time_wish(frame.text)
    said = frame.request.window
    shift = shift_of(normalise(frame.text))
    if kind is None and shift is not None and said is None:
        kind = wishes.LATER if shift > timedelta() else wishes.EARLIER  # 六点赶不回来 往后挪半个钟头
    if CHEAP_DAY in frame.wonders:
        return Sought(Seeks(wishes.CHEAPEST), window if said is not None else _day_of(beside.window))
    each_its_own = sum(request.window is not None for request in frame.requests) > 1
    if kind == wishes.HALVES and (each_its_own or leaves_it_open(frame.text)):
        kind = None  # 上午打扫 下午洗空调, 上午还是下午都行
    if kind == wishes.HALVES:
        day = _day_of(window if frame.request.day_said else beside.window)
        return Sought(Seeks(kind, HALVES), day)
    if kind == wishes.SAME and beside.settled:
        return Sought(Seeks(), WindowDraft(beside.settled, None, "time"))
    if kind in (wishes.EARLIER, wishes.LATER) and said is None:
        return _beside(kind, frame, beside, facts)
    if kind == wishes.OTHERS and said is None and not beside.all_shown:
        kind = None
    if kind == wishes.OTHERS and (beside.all_shown and (said is None or not asks_when(frame))):
        wish = window if said is not None else _without_hour(beside)
        return Sought(Seeks(kind), wish, beside.all_shown)
    if kind in (wishes.EARLIEST, wishes.LATEST):
        taken = said is not None and said.precision == "asap" and not frame.asks
        if said is None or said.precision == "asap":
            wish = _day_of(beside.window)
        else:
            wish = _day_of(window) if said.precision == "day" else window
        return Sought(Seeks(kind, _EDGES[kind], left_to_us=taken), wish)
    if leaves_it_open(frame.text) and not beside.settled:
        return Sought(Seeks(left_to_us=True), window)
    return Sought(Seeks(), window) if asks_when(frame) else None


def asks_when(frame: Frame) -> bool:
    """Whether it asks when somebody can come."""
    somebody = frame.provider is not None and frame.provider.name is not None
    named = somebody and frame.has("ask_provider", "book_service") and wishes.asks_if_free(frame.text)
    return frame.has("ask_availability") or named


def _beside(kind: str, frame: Frame, beside: Standing, facts: Facts) -> Sought | None:
    """早一点, 晚一个小时: from the first or the last of what is offered, or from what is settled."""
    offered = sorted(beside.offered) or ([beside.settled] if beside.settled else _ends_of(beside.window))
    if not offered:
        return None
    shift = shift_of(normalise(frame.text))
    start = offered[0] if kind == wishes.EARLIER else offered[-1]
    if shift is not None:
        return Sought(Seeks(), WindowDraft(start + shift, None, "time"))
    opens, closes = _at(start, facts.catalogue.rules.opens), _at(start, facts.catalogue.rules.closes)
    if kind == wishes.EARLIER:
        window = WindowDraft(opens, start, "part") if start > opens else _day_of(WindowDraft(start, None, "time"))
        return Sought(Seeks(kind, LATEST if start > opens else EARLIEST, than=start), window, beside.all_shown)
    after = start + _STEP
    window = (
        WindowDraft(after, closes, "part") if after < closes else _day_of(WindowDraft(closes + _NIGHT, None, "time"))
    )
    return Sought(Seeks(kind, EARLIEST, than=start), window, beside.all_shown)


def _ends_of(window: WindowDraft | None) -> list[datetime]:
    """The first and the last start of a wished part of a day, where nothing was offered yet."""
    if window is None or window.start is None or window.past or window.precision not in ("time", "part"):
        return []
    last = window.end - _STEP if window.precision == "part" and window.end else window.start
    return [window.start, last]


def _at(day: datetime, hour: time) -> datetime:
    return datetime.combine(day.date(), hour)


def _day_of(window: WindowDraft | None) -> WindowDraft | None:
    """The whole day of a wish; a range stays, and a wish without a day is none."""
    if window is None or window.start is None or window.precision == "asap" or window.past:
        return None
    if window.precision == "range":
        return window
    day = datetime.combine(window.start.date(), time())
    return WindowDraft(day, day + _WHOLE_DAY, "day")


def _without_hour(beside: Standing) -> WindowDraft | None:
    """The wish as it was; where one start had been settled, the whole of its day."""
    return _day_of(beside.window) if beside.settled else beside.window


def beyond(window: WindowDraft | None, minutes: int, facts: Facts) -> tuple[str, dict[str, str], Sought] | None:
    """Why nobody can come then, whoever is free, with where to look instead; ``None`` where somebody may."""
    if window is None or window.start is None:
        return None
    rules, start = facts.catalogue.rules, window.start
    day = _day_of(replace(window, past=False))
    if window.past or _has_passed(window, facts):
        spoken = window_in_words(window, facts)
        return "utter_window_past", {"window": spoken}, Sought(Seeks(wishes.EARLIEST, EARLIEST), None)
    if start > facts.now + timedelta(days=rules.horizon_days):
        last = facts.now + timedelta(days=rules.horizon_days)
        return "utter_too_far", {"day": f"{last.month}月{last.day}日"}, Sought(Seeks(), None)
    if outside_hours(window, facts):
        hours = {"opens": f"{rules.opens:%H:%M}", "closes": f"{rules.closes:%H:%M}"}
        kind = wishes.EARLIEST if start.time() < rules.opens else wishes.LATEST
        return "utter_outside_hours", hours, Sought(Seeks(kind, _EDGES[kind]), day)
    if window.precision not in ("time", "part"):
        return None
    last_start = _at(start, rules.closes) - timedelta(minutes=minutes)
    if start > last_start >= _at(start, rules.opens):
        return "utter_ends_too_late", {"latest": f"{last_start:%H:%M}"}, Sought(Seeks(wishes.LATEST, LATEST), day)
    if window.precision == "time" and facts.now <= start < facts.now + timedelta(minutes=rules.min_notice_minutes):
        notice = _in_hours(rules.min_notice_minutes)
        return "utter_too_soon", {"notice": notice}, Sought(Seeks(wishes.EARLIEST, EARLIEST), None)
    return None


def _has_passed(window: WindowDraft, facts: Facts) -> bool:
    """A draft may lie for hours before it is taken up again."""
    if window.precision == "time":
        return window.start is not None and window.start < facts.now
    return window.end is not None and window.end <= facts.now


def _in_hours(minutes: int) -> str:
    return f"{minutes / 60:g}小时" if minutes >= 60 else f"{minutes}分钟"


def outside_hours(window: WindowDraft, facts: Facts) -> bool:
    """Whether a visit at the wished hour cannot be, whoever is free."""
    rules = facts.catalogue.rules
    if window.start is None or window.precision not in ("time", "part"):
        return False
    if window.precision == "time":
        return not rules.opens <= window.start.time() < rules.closes
    ends = window.end.time() if window.end is not None and window.end.date() == window.start.date() else rules.closes
    return window.start.time() >= rules.closes or ends <= rules.opens


def how_offered(seeks: Seeks, starts: Sequence[datetime]) -> str:
    """The response that offers ``starts``."""
    if seeks.than is not None:
        of_day = [start for start in starts if start.date() == seeks.than.date()]
        is_met = any(start < seeks.than if seeks.kind == wishes.EARLIER else start > seeks.than for start in of_day)
        return "utter_ask_which_window" if is_met else f"utter_nothing_{seeks.kind}"
    if seeks.kind == wishes.OTHERS:
        return "utter_other_windows"
    if seeks.kind == wishes.HALVES and len(starts) > 1:
        return "utter_both_halves"
    return "utter_ask_which_window"
