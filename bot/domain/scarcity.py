"""How hard providers and hours are to do without: what few others can give is kept free where others will do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from itertools import accumulate

from bot.domain.provider import Provider
from bot.domain.values import CELL

USUAL_MINUTES = 120
"""The visit by which room in a day is measured: shorter ones fit where it fits, and few who ask want less."""

_CELL = int(CELL.total_seconds()) // 60
_CELLS = 24 * 60 // _CELL


@dataclass(frozen=True, slots=True)
class Scarcity:
    """``providers`` by id, 1 is the company's average; ``hours`` by ISO weekday, 1 is the day's average.

    ``hours`` holds sums: what the starts before each cell of the day (local) are worth together, in hours.
    """

    providers: Mapping[str, float] = field(default_factory=dict)
    hours: Mapping[int, Sequence[float]] = field(default_factory=dict)

    def of(self, provider_id: str) -> float:
        return self.providers.get(provider_id, 0.0)

    def of_starts(self, weekday: int, first: int, last: int) -> float:
        """Hours of starts between the minutes ``first`` and ``last`` of a day, both included; rare ones count more."""
        sums = self.hours.get(weekday)
        begin, end = -(-first // _CELL), last // _CELL + 1
        return sums[end] - sums[begin] if sums is not None and begin < end else 0.0


def scarcity(providers: Iterable[Provider]) -> Scarcity:
    """Every service in every district counts by how few there are for it, every start by how few work then."""
    active = [provider for provider in providers if provider.active]
    return Scarcity(_by_provider(active), _by_hour(active))


def minute_of_day(at: time) -> int:
    return at.hour * 60 + at.minute


def _by_provider(active: Sequence[Provider]) -> Mapping[str, float]:
    for_it = Counter((skill, place) for one in active for skill in one.skills for place in one.districts)
    if not for_it:
        return {}
    average = len(for_it) / len(active)
    return {
        one.id: sum(1 / for_it[skill, place] for skill in one.skills for place in one.districts) / average
        for one in active
    }


def _by_hour(active: Sequence[Provider]) -> Mapping[int, Sequence[float]]:
    shifts = Counter((weekday, shift) for one in active for weekday, shift in one.hours.items())
    there: dict[int, list[int]] = {}
    for (weekday, shift), number in shifts.items():
        day = there.setdefault(weekday, [0] * _CELLS)
        first, last = minute_of_day(shift.start), minute_of_day(shift.end) - USUAL_MINUTES
        for cell in range(-(-first // _CELL), last // _CELL + 1):
            day[cell] += number
    return {weekday: _sums(day) for weekday, day in there.items()}


def _sums(there: Sequence[int]) -> Sequence[float]:
    worked = [number for number in there if number]
    average = sum(worked) / len(worked) if worked else 0.0
    hours = (average / number * _CELL / 60 if number else 0.0 for number in there)
    return tuple(accumulate(hours, initial=0.0))
