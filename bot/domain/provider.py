"""A 家政员: what she can do, where and when she works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

USUAL_LEVEL = 3
"""Of a skill whose level nobody has stated."""

# Special needs that a provider must be able to live with, and the provider's own word for it.
PET_NEEDS = {"has_cat": "cat", "has_dog": "dog", "has_pet": "pet"}


@dataclass(frozen=True, slots=True)
class Shift:
    """Working time of one weekday, local time."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Provider:
    """``hours`` maps ISO weekdays (1 = Monday) to a shift; a missing day is a day off.

    ``pets`` holds the animals she works beside: ``cat``, ``dog``, or ``pet`` for all. ``levels`` says how well she does
    a skill, 1 to 5.
    """

    id: str
    name: str
    gender: str
    skills: frozenset[str]
    districts: frozenset[str]
    hours: Mapping[int, Shift]
    rating: float
    languages: frozenset[str] = frozenset({"普通话"})
    pets: frozenset[str] = frozenset()
    smoker: bool = False
    experience_years: int = 0
    days_off: frozenset[date] = frozenset()
    active: bool = True
    certificates: Mapping[str, date] = field(default_factory=dict)
    """Name -> last day on which it is valid."""
    levels: Mapping[str, int] = field(default_factory=dict)
    openid: str = ""
    """Her WeChat, where she has one with us."""
    cost_fen_per_hour: int = 0
    """What an hour of hers costs the company; 0 where nobody has said."""
    max_minutes_per_week: int = 0
    """0: no limit."""

    def level(self, skill: str) -> int:
        """How well she does it; 0 for what she does not do."""
        return self.levels.get(skill, USUAL_LEVEL) if skill in self.skills else 0

    def shift_on(self, day: date) -> Shift | None:
        """When she works on a local day; ``None`` on a day off."""
        return None if day in self.days_off else self.hours.get(day.isoweekday())

    def works(self, start: datetime, end: datetime) -> bool:
        """Whether local time ``start``–``end`` lies inside her shift of that day."""
        shift = self.shift_on(start.date())
        if shift is None or end.date() != start.date():
            return False
        return shift.start <= start.time() and end.time() <= shift.end

    def accepts_pets(self, needs: frozenset[str]) -> bool:
        wanted = {PET_NEEDS[need] for need in needs if need in PET_NEEDS}
        return not wanted or "pet" in self.pets or wanted <= self.pets
