"""A 家政员: what she can do, where and when she works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

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

    ``pets`` holds the animals she works beside: ``cat``, ``dog``, or ``pet`` for all.
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
    openid: str = ""
    """Her own in the channel, if she writes to the account."""

    def works(self, start: datetime, end: datetime) -> bool:
        """Whether local time ``start``–``end`` lies inside her shift of that day."""
        shift = self.hours.get(start.isoweekday())
        if shift is None or start.date() in self.days_off or end.date() != start.date():
            return False
        return shift.start <= start.time() and end.time() <= shift.end

    def accepts_pets(self, needs: frozenset[str]) -> bool:
        wanted = {PET_NEEDS[need] for need in needs if need in PET_NEEDS}
        return not wanted or "pet" in self.pets or wanted <= self.pets
