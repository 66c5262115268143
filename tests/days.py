"""Days of a small town to plan: two districts, some visits, some providers."""

from __future__ import annotations

from typing import Any

from bot.domain.dispatch import DayVisit
from bot.domain.policy import Weights
from bot.domain.provider import Provider
from tests.worlds import an_auntie

WEIGHTS = Weights(change=0.0, asked=-15.0)


def way(origin: str, destination: str) -> int:
    """Half an hour within a district, and an hour and a half from one to the other."""
    return 30 if origin == destination else 90


def a_day_visit(
    name: str, starts: int, district: str = "东", sent: tuple[str, ...] = ("p1",), minutes: int = 180, **changed: Any
) -> DayVisit:
    values: dict[str, Any] = {
        "booking_id": name,
        "service": "daily_cleaning",
        "district": district,
        "starts": starts,
        "ends": starts + minutes,
        "taken_from": starts - 30,
        "taken_until": starts + minutes,
        "current": sent,
        "worth": {"p1": 4800, "p2": 4800, "p3": 4000},
    }
    return DayVisit(**values | changed)


def carers() -> dict[str, Provider]:
    named = {"p1": "王桂兰", "p2": "李秀英", "p3": "张玉梅"}
    return {one: an_auntie(1, id=one, name=name) for one, name in named.items()}
