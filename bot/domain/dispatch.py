"""A day's assignments: who comes to which visit, what such a plan is worth, and what it must never break.

The times of the visits stand; what may change is who comes. Points are counted in whole hundredths, so that every way
to add them up comes to the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import pairwise

from bot.domain.policy import Weights

Way = Callable[[str, str], int]
"""Minutes from a visit in one district to the next one in another."""

Plan = Mapping[str, tuple[str, ...]]
"""Provider ids by booking id, the first provider first; empty where nobody comes."""

SERVED = 100_000
"""What a visit is worth that somebody comes to, in hundredths of a point: more than all else together."""

STEP_MINUTES = 120
"""Every further step of work in a provider's day weighs ``Weights.load`` more an hour than the step before."""


class Promise(Enum):
    """What a customer has been promised about who comes."""

    NONE = "none"
    TOLD = "told"
    """Somebody's name: another one comes only after a yes."""
    FIRM = "firm"
    """This one, or she is on the way already: nobody else comes."""


@dataclass(frozen=True, slots=True)
class DayVisit:
    """One visit. Minutes as in ``calendar.Visit``; ``worth`` holds everybody who may come and her points."""

    booking_id: str
    service: str
    district: str
    starts: int
    ends: int
    taken_from: int
    taken_until: int
    current: tuple[str, ...]
    worth: Mapping[str, int]
    heads: int = 1
    promise: Promise = Promise.NONE
    wished: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()

    @property
    def minutes(self) -> int:
        return self.ends - self.starts

    @property
    def standing(self) -> tuple[str, ...]:
        """Who comes as things stand; empty where one of them cannot, or too few are sent."""
        able = len(self.current) == self.heads and all(one in self.worth for one in self.current)
        return self.current if able else ()


@dataclass(frozen=True, slots=True)
class Day:
    """All visits of a day, in order of their start, and what it takes to judge a plan for them."""

    visits: tuple[DayVisit, ...]
    way: Way
    usual_way: int
    """Minutes to the first visit of a provider's day; where she comes from is not known."""
    weights: Weights = field(default_factory=Weights)
    limits: Mapping[str, int] = field(default_factory=dict)
    """Minutes that a provider may work on this day, where there is a limit."""

    def current(self) -> Plan:
        return {visit.booking_id: visit.standing for visit in self.visits}

    def points(self, visit: DayVisit, provider_id: str) -> int:
        """What it is worth that she comes to it, whatever else she does."""
        points = SERVED + visit.worth[provider_id]
        if provider_id not in visit.current:
            points += hundredths(self.weights.change)
            points += hundredths(self.weights.asked) if visit.promise is Promise.TOLD else 0
        return points

    def are_apart(self, earlier: DayVisit, later: DayVisit) -> bool:
        """Whether one provider can do both, with the way between them."""
        on_grid = earlier.taken_until <= later.taken_from or later.taken_until <= earlier.taken_from
        return on_grid and earlier.ends + self.way(earlier.district, later.district) <= later.starts

    def may_follow(self, provider_id: str, earlier: DayVisit, later: DayVisit) -> bool:
        """``are_apart``, or she has both as things stand: a plan need not mend what it found."""
        return self.are_apart(earlier, later) or (provider_id in earlier.standing and provider_id in later.standing)

    def way_points(self, earlier: DayVisit, later: DayVisit) -> int:
        """What the way beyond the usual one weighs; not positive.

        Beyond the usual one, so that it is no gain to send somebody else to each visit.
        """
        beyond = max(0, self.way(earlier.district, later.district) - self.usual_way)
        return min(0, hundredths(self.weights.travel)) * beyond

    @property
    def step_points(self) -> int:
        """What each minute beyond a step weighs, once more for each step; never positive."""
        return min(0, round(100 * self.weights.load * STEP_MINUTES / 60 / 60))


@dataclass(frozen=True, slots=True)
class Solved:
    """The best plan found, and what no plan can be worth more than."""

    plan: Plan
    bound: int


def hundredths(points: float) -> int:
    return round(100 * points)


def a_day(
    visits: Iterable[DayVisit],
    way: Way,
    usual_way: int,
    weights: Weights | None = None,
    limits: Mapping[str, int] | None = None,
) -> Day:
    """A day in which every promise holds until the customer has said yes to another.

    Nobody is planned into the time that a promised provider would give up, so any of the customers may say no.
    """
    ordered = tuple(sorted(visits, key=lambda visit: (visit.starts, visit.booking_id)))
    day = Day(ordered, way, usual_way, weights or Weights(), limits or {})
    told = [visit for visit in ordered if visit.promise is Promise.TOLD]
    return replace(day, visits=tuple(_beside(day, visit, told) for visit in ordered))


def _beside(day: Day, visit: DayVisit, told: Iterable[DayVisit]) -> DayVisit:
    kept = {
        provider_id
        for other in told
        if other is not visit and not day.are_apart(*sorted((visit, other), key=lambda one: one.starts))
        for provider_id in other.current
    }
    barred = kept - set(visit.current)
    return replace(visit, worth={one: points for one, points in visit.worth.items() if one not in barred})


def rounds(day: Day, plan: Plan) -> dict[str, list[DayVisit]]:
    """Every provider's visits by a plan, in order of their start."""
    found: dict[str, list[DayVisit]] = {}
    for visit in day.visits:
        for provider_id in plan[visit.booking_id]:
            found.setdefault(provider_id, []).append(visit)
    return found


def way_minutes(day: Day, plan: Plan) -> int:
    """Minutes that all providers are on the way."""
    return sum(
        day.usual_way + sum(day.way(one.district, other.district) for one, other in pairwise(visits))
        for visits in rounds(day, plan).values()
    )


def wishes_met(day: Day, plan: Plan) -> int:
    """Visits to which somebody comes whom the customer wishes."""
    return sum(bool(visit.wished & set(plan[visit.booking_id])) for visit in day.visits)


def strain(day: Day, minutes: int) -> int:
    """What so many minutes of work in one provider's day weigh; not positive, and more than in proportion."""
    return sum(day.step_points * (minutes - step) for step in range(STEP_MINUTES, minutes, STEP_MINUTES))


def value(day: Day, plan: Plan) -> int:
    """Hundredths of a point: who comes where, less the way and the strain of long days."""
    points = sum(day.points(visit, one) for visit in day.visits for one in plan[visit.booking_id])
    for visits in rounds(day, plan).values():
        points += sum(day.way_points(one, other) for one, other in pairwise(visits))
        points += strain(day, sum(visit.minutes for visit in visits))
    return points


def violations(day: Day, plan: Plan) -> tuple[str, ...]:
    """What a plan breaks, in plain words; a good one breaks nothing."""
    wrong = []
    for visit in day.visits:
        sent = plan[visit.booking_id]
        wrong += [f"{one} cannot come to {visit.booking_id}" for one in sent if one not in visit.worth]
        if len(set(sent)) != len(sent) or len(sent) not in (0, visit.heads):
            wrong.append(f"{visit.booking_id} takes {visit.heads}, not {len(sent)}")
        if visit.standing and not sent:
            wrong.append(f"nobody comes to {visit.booking_id} any more")
        if visit.promise is Promise.FIRM and sent != visit.standing:
            wrong.append(f"{visit.booking_id} was promised {', '.join(visit.standing)}")
    for provider_id, visits in rounds(day, plan).items():
        wrong += [
            f"{provider_id} cannot do {one.booking_id} and then {other.booking_id}"
            for one, other in pairwise(visits)
            if not day.may_follow(provider_id, one, other)
        ]
        worked, most = sum(visit.minutes for visit in visits), most_minutes(day, provider_id)
        if most is not None and worked > most:
            wrong.append(f"{provider_id} would work {worked} minutes")
    return tuple(wrong)


def most_minutes(day: Day, provider_id: str) -> int | None:
    """What she may work by a plan: her limit, or what she has anyway; ``None`` where there is no limit."""
    limit = day.limits.get(provider_id)
    if limit is None:
        return None
    return max(limit, sum(visit.minutes for visit in day.visits if provider_id in visit.standing))


def in_order(visit: DayVisit, chosen: Iterable[str]) -> tuple[str, ...]:
    """Those who come, each who stays in her old place, so that a first provider remains the first."""
    wanted = set(chosen)
    new = iter(sorted(wanted - set(visit.current), key=lambda one: (-visit.worth[one], one)))
    kept = [one if one in wanted else next(new, None) for one in visit.current]
    return tuple(one for one in (*kept, *new) if one is not None)


def at_most(day: Day, visits: Iterable[DayVisit]) -> int:
    """No plan makes these visits worth more; quick, and loose."""
    best = 0
    for visit in visits:
        points = sorted((day.points(visit, one) for one in visit.worth), reverse=True)[: visit.heads]
        best += sum(points) if len(points) == visit.heads else 0
    return best
