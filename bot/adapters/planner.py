"""Plans a day anew with OR-tools: small days to the optimum, large ones neighbourhood by neighbourhood.

The same day gives the same plan: work is measured by the solver's own count, in one thread, from one seed.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from bot.adapters.planner_model import Answer, arcs_of, solve_model
from bot.domain.dispatch import Day, DayVisit, Plan, Solved, at_most, in_order, rounds, value, violations

_MOST_ARCS = 5_000
"""Beyond so many a day is not solved in one piece."""

_NEIGHBOURHOOD = 12
"""Visits that are planned anew together at first, on a large day."""

_EASY = 0.02
"""Seconds in which a neighbourhood is solved that may be larger the next time."""

_GROWTH = 1.1
_LEAST = 0.01
"""Seconds that any neighbourhood counts for, so that the search ends."""

_IDLE_EACH = 1
"""How many of the best who would have room are considered for each visit, and as many whom chance takes."""

_SECONDS_EACH = 0.5
_PATIENCE = 40
"""Neighbourhoods in a row without a gain after which the search ends."""

_Sent = dict[str, tuple[str, ...]]
Choice = Mapping[str, Collection[str]]
"""Who is considered, by booking id."""


class Planner:
    """The port ``Optimiser``; solves in a thread, so that the loop goes on."""

    async def solve(self, day: Day, seconds: float) -> Solved:
        return await asyncio.to_thread(planned, day, seconds)


def planned(day: Day, seconds: float, most_arcs: int = _MOST_ARCS) -> Solved:
    """``Optimiser.solve``, in the caller's thread."""
    plan, bound = dict(day.current()), 0
    for group in _groups(day):
        better, most = _planned(day, group, plan, seconds * len(group) / len(day.visits), most_arcs)
        bound += most
        # What the solver returns is checked by the business's own rules, and must be worth the trouble.
        if not violations(day, better) and value(day, better) > value(day, plan):
            plan = better
    return Solved(plan, max(bound, value(day, plan)))


def _planned(day: Day, group: Sequence[DayVisit], plan: _Sent, seconds: float, most_arcs: int) -> tuple[_Sent, int]:
    """A plan that is better for one group, and the bound of the group's value."""
    everybody = {visit.booking_id: tuple(visit.worth) for visit in group}
    if arcs_of(group, everybody) > most_arcs:
        return _searched(day, group, plan, seconds), at_most(day, group)
    answer = solve_model(day, group, everybody, plan, seconds / 2)
    found = plan | _said(group, answer)
    return (found if answer.is_best else _searched(day, group, found, seconds / 2)), answer.bound


def _groups(day: Day) -> list[list[DayVisit]]:
    """Visits that may be planned apart from each other: no provider may come to two groups."""
    root = {provider_id: provider_id for visit in day.visits for provider_id in (*visit.worth, visit.booking_id)}

    def top(one: str) -> str:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for visit in day.visits:
        root[visit.booking_id] = visit.booking_id
        for provider_id in visit.worth:
            root[top(provider_id)] = top(visit.booking_id)
    groups: dict[str, list[DayVisit]] = {}
    for visit in day.visits:
        groups.setdefault(top(visit.booking_id), []).append(visit)
    return list(groups.values())


def _said(visits: Sequence[DayVisit], answer: Answer) -> _Sent:
    return {visit.booking_id: in_order(visit, answer.chosen[visit.booking_id]) for visit in visits}


def _searched(day: Day, group: Sequence[DayVisit], plan: _Sent, seconds: float) -> _Sent:
    """Plans small parts of a group anew, again and again, as long as it gains."""
    chance = random.Random(1)  # noqa: S311 -- a search needs no secrecy
    best, fruitless, spent, size = dict(plan), 0, 0.0, float(_NEIGHBOURHOOD)
    while spent < seconds and fruitless < _PATIENCE:
        part = _neighbourhood(day, group, best, chance, round(size))
        choice = _choice(day, part, best, chance)
        around = [visit for visit in group if visit.booking_id in choice]
        answer = solve_model(day, around, choice, best, min(_SECONDS_EACH, seconds - spent))
        spent += max(answer.spent, _LEAST)
        better = best | _said(around, answer)
        gains = value(day, better) > value(day, best) and not violations(day, better)
        best, fruitless = (better, 0) if gains else (best, fruitless + 1)
        if not answer.is_best:
            size = max(size / _GROWTH, _NEIGHBOURHOOD / 2)
        elif fruitless > _PATIENCE / 4 and answer.spent < _EASY:
            size = min(size * _GROWTH, len(group))
    return best


def _neighbourhood(day: Day, group: Sequence[DayVisit], plan: Plan, chance: random.Random, size: int) -> list[DayVisit]:
    """Whole rounds of people: of those who work near some visit, and of as many others whom chance takes."""
    seed = chance.choice(group)

    def distance(visit: DayVisit) -> tuple[float, str]:
        in_common = len(seed.worth.keys() & visit.worth.keys()) / max(1, min(len(seed.worth), len(visit.worth)))
        apart = day.way(seed.district, visit.district) + abs(seed.starts - visit.starts) / 4
        return apart - 60 * in_common, visit.booking_id

    near, any_ = sorted(group, key=distance), chance.sample(group, len(group))
    part: dict[str, DayVisit] = {}
    by_provider = rounds(day, plan)
    for visit in (one for pair in zip(near, any_, strict=True) for one in pair):
        part[visit.booking_id] = visit
        for provider_id in plan[visit.booking_id]:
            part |= {other.booking_id: other for other in by_provider[provider_id]}
        if len(part) >= size:
            break
    return list(part.values())


def _choice(day: Day, part: Sequence[DayVisit], plan: Plan, chance: random.Random) -> Choice:
    """Who may come to the visits of a part; every other visit of theirs stays as it is."""
    by_provider = rounds(day, plan)
    people = {one for visit in part for one in plan[visit.booking_id]}
    for visit in part:
        others = (one for one in visit.worth if one not in people)
        idle = [one for one in others if _has_room(day, one, by_provider.get(one, ()), visit)]
        idle.sort(key=lambda one: (-visit.worth[one], one))
        people |= set(idle[:_IDLE_EACH]) | set(chance.sample(idle, min(len(idle), _IDLE_EACH)))
    choice: dict[str, Collection[str]] = {
        visit.booking_id: [one for one in visit.worth if one in people] for visit in part
    }
    for provider_id in people:
        for visit in by_provider.get(provider_id, ()):
            choice.setdefault(visit.booking_id, plan[visit.booking_id])
    return choice


def _has_room(day: Day, provider_id: str, visits: Sequence[DayVisit], visit: DayVisit) -> bool:
    whole = sorted((*visits, visit), key=lambda one: (one.starts, one.booking_id))
    return all(day.may_follow(provider_id, one, other) for one, other in pairwise(whole))
