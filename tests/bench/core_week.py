"""A made-up week: a company of thirty and the requests that reach it, in order of their arrival."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.availability import start_times
from bot.domain.catalogue import Rules
from bot.domain.matching import Wish, Workload
from bot.domain.provider import Provider, Shift
from bot.domain.travel import travel_minutes
from bot.domain.values import TimeWindow, to_instant

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
"""The Friday before, when all of them have written."""

PLACES = {
    "黄浦区": (121.484, 31.232),
    "徐汇区": (121.437, 31.188),
    "长宁区": (121.424, 31.220),
    "静安区": (121.447, 31.228),
    "普陀区": (121.397, 31.250),
    "虹口区": (121.505, 31.265),
    "杨浦区": (121.526, 31.260),
    "浦东新区": (121.544, 31.221),
}
DISTRICTS = tuple(PLACES)

RULES = Rules(
    opens=time(8),
    closes=time(20),
    min_notice_minutes=120,
    horizon_days=60,
    hold_minutes=10,
    travel_minutes=30,
    night_from=time(18),
    holidays=frozenset(),
    cities=("上海",),
    places=PLACES,
    minutes_per_km=2.5,
)
WAY = partial(travel_minutes, RULES)

YUAN_PER_HOUR = {"daily_cleaning": 55, "deep_cleaning": 75, "cooking": 70, "laundry": 60, "appliance_cleaning": 90}
_MINUTES = {
    "daily_cleaning": (120, 180, 240),
    "deep_cleaning": (240, 360),
    "cooking": (120, 180),
    "laundry": (120,),
    "appliance_cleaning": (60, 120),
}
_ASKED = {"daily_cleaning": 50, "deep_cleaning": 12, "cooking": 14, "laundry": 12, "appliance_cleaning": 12}
_HELD = {"daily_cleaning": 0.75, "deep_cleaning": 0.35, "cooking": 0.3, "laundry": 0.4, "appliance_cleaning": 0.2}
_HOURS = ((8, 20), (8, 20), (8, 18), (10, 20), (8, 14), (13, 20))
_NEEDED = {"has_cat": 0.15, "has_dog": 0.1, "non_smoker": 0.1}
_DAILY = (36, 36, 36, 36, 40, 56, 56)
"""Requests by weekday."""


@dataclass(frozen=True, slots=True)
class Request:
    """``search`` is where it may start, one instant wide where the customer named a time."""

    number: int
    wish: Wish
    search: TimeWindow
    minutes: int

    @property
    def price(self) -> float:
        return YUAN_PER_HOUR[self.wish.service] * self.minutes / 60


def a_company(chance: random.Random, size: int = 30) -> list[Provider]:
    return [_provider(chance, number) for number in range(size)]


def _provider(chance: random.Random, number: int) -> Provider:
    skills = {skill for skill, share in _HELD.items() if chance.random() < share} or {"daily_cleaning"}
    starts, ends = chance.choice(_HOURS)
    off = chance.randrange(1, 8)
    return Provider(
        id=f"p{number:02d}",
        name=f"家政员{number}",
        gender="male" if chance.random() < 0.15 else "female",
        skills=frozenset(skills),
        districts=frozenset(chance.sample(DISTRICTS, chance.randint(3, 5))),
        hours={day: Shift(time(starts), time(ends)) for day in range(1, 8) if day != off},
        rating=round(chance.uniform(4.2, 5.0), 1),
        pets=frozenset({"pet"}) if chance.random() < 0.6 else frozenset(),
        smoker=chance.random() < 0.1,
        experience_years=chance.randint(0, 15),
    )


def a_week(chance: random.Random, providers: list[Provider]) -> list[Request]:
    """Requests that somebody of the company could do if nobody else had written."""
    days = [day for day, number in enumerate(_DAILY) for _ in range(number)]
    chance.shuffle(days)
    return [_possible(chance, number, MONDAY + timedelta(days=day), providers) for number, day in enumerate(days)]


def _possible(chance: random.Random, number: int, day: date, providers: list[Provider]) -> Request:
    while True:
        wanted = _request(chance, number, day, providers)
        if start_times(wanted.search, wanted.minutes, providers, wanted.wish, Workload({}), RULES, ZONE, NOW):
            return wanted


def _request(chance: random.Random, number: int, day: date, providers: list[Provider]) -> Request:
    service = chance.choices(list(_ASKED), weights=list(_ASKED.values()))[0]
    needs = {
        need for need, share in (("has_cat", 0.15), ("has_dog", 0.1), ("non_smoker", 0.1)) if chance.random() < share
    }
    liked = [one.id for one in providers if service in one.skills]
    wish = Wish(
        service=service,
        district=chance.choice(DISTRICTS),
        needs=frozenset(needs),
        gender="female" if chance.random() < 0.1 else None,
        preferred=frozenset(chance.sample(liked, 1)) if liked and chance.random() < 0.2 else frozenset(),
    )
    return Request(number, wish, _search(chance, day), chance.choice(_MINUTES[service]))


def _search(chance: random.Random, day: date) -> TimeWindow:
    """A fixed time for most, a part of the day or the whole day for the others."""

    def at(hour: float) -> datetime:
        return to_instant(datetime.combine(day, time()) + timedelta(hours=hour), ZONE)

    kind = chance.random()
    if kind < 0.55:
        start = at(chance.choice((8, 9, 9, 9.5, 10, 10, 13, 14, 14, 14.5, 15, 16, 17, 18)))
        return TimeWindow(start, start + timedelta(minutes=1))
    begins, ends = chance.choice(((8, 12), (13, 18))) if kind < 0.85 else (8, 20)
    return TimeWindow(at(begins), at(ends))
