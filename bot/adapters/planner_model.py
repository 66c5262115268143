"""A day's plan as a CP-SAT model: who comes to which visit, and in which order everybody goes from door to door."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.dispatch import STEP_MINUTES, Day, DayVisit, Plan, Promise, at_most, most_minutes

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_SEED = 1
_PATIENCE = 10
"""Seconds of the clock for each second of work, on a machine that is busy."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Who comes by booking id, the bound of these visits' value, whether it is reached, and how much work it took."""

    chosen: Mapping[str, Collection[str]]
    bound: int
    is_best: bool
    spent: float


def arcs_of(visits: Sequence[DayVisit], choice: Mapping[str, Collection[str]]) -> int:
    """About how large the model of these visits is."""
    nodes: dict[str, int] = {}
    for visit in visits:
        for provider_id in choice[visit.booking_id]:
            nodes[provider_id] = nodes.get(provider_id, 0) + 1
    return sum(number * number // 2 for number in nodes.values())


def solve_model(
    day: Day, visits: Sequence[DayVisit], choice: Mapping[str, Collection[str]], plan: Plan, seconds: float
) -> Answer:
    """The best way to serve ``visits`` by those of ``choice``, starting from ``plan``; at worst that itself.

    ``visits`` must hold everything that the people of ``choice`` do on this day.
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- slow import

    model = _Model(day, visits, choice, plan, cp_model.CpModel())
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = _SEED
    solver.parameters.max_deterministic_time = seconds
    solver.parameters.max_time_in_seconds = _PATIENCE * seconds
    status = solver.solve(model.model)
    spent = solver.response_proto.deterministic_time
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        as_it_is = {visit.booking_id: plan[visit.booking_id] for visit in visits}
        return Answer(as_it_is, at_most(day, visits), False, spent)
    chosen: dict[str, list[str]] = {visit.booking_id: [] for visit in visits}
    for (booking_id, provider_id), comes in model.comes.items():
        if solver.boolean_value(comes):
            chosen[booking_id].append(provider_id)
    bound = min(round(solver.best_objective_bound), at_most(day, visits))
    return Answer(chosen, bound, status == cp_model.OPTIMAL, spent)


class _Model:
    """Variables, rules and the value of ``domain.dispatch``, term by term."""

    def __init__(
        self,
        day: Day,
        visits: Sequence[DayVisit],
        choice: Mapping[str, Collection[str]],
        plan: Plan,
        model: cp_model.CpModel,
    ) -> None:
        self.day, self.model = day, model
        self.comes: dict[tuple[str, str], cp_model.IntVar] = {}
        self._terms: list[cp_model.LinearExprT] = []
        doors: dict[str, list[DayVisit]] = {}
        for visit in visits:
            self._visit(visit, choice[visit.booking_id], plan[visit.booking_id])
            for provider_id in choice[visit.booking_id]:
                doors.setdefault(provider_id, []).append(visit)
        for provider_id, her in doors.items():
            self._round(provider_id, her, plan)
            self._hours(provider_id, her)
        model.maximize(sum(self._terms))

    def _visit(self, visit: DayVisit, people: Collection[str], sent: Collection[str]) -> None:
        comes = []
        for provider_id in people:
            one = self.model.new_bool_var(f"{provider_id} comes to {visit.booking_id}")
            self.model.add_hint(one, provider_id in sent)
            self.comes[visit.booking_id, provider_id] = one
            self._terms.append(self.day.points(visit, provider_id) * one)
            comes.append(one)
        if visit.standing or sent:
            self.model.add(sum(comes) == visit.heads)
        elif visit.promise is Promise.FIRM:
            self.model.add(sum(comes) == 0)
        else:
            self.model.add(sum(comes) == visit.heads * self.model.new_bool_var(f"{visit.booking_id} is served"))

    def _round(self, provider_id: str, visits: Sequence[DayVisit], plan: Plan) -> None:
        """Her visits are one way from door to door; a visit that she does has one door before it and one after."""
        if len(visits) < 2:
            return
        comes = [self.comes[visit.booking_id, provider_id] for visit in visits]
        before = [[self.model.new_bool_var("first"), one.negated()] for one in comes]
        after = [[self.model.new_bool_var("last"), one.negated()] for one in comes]
        self.model.add_at_most_one(ways[0] for ways in before)
        sent = [provider_id in plan[visit.booking_id] for visit in visits]
        for here, earlier in enumerate(visits):
            for there in range(here + 1, len(visits)):
                if not self.day.may_follow(provider_id, earlier, visits[there]):
                    continue
                goes = self.model.new_bool_var("goes")
                follows = sent[here] and sent[there] and not any(sent[here + 1 : there])
                self.model.add_hint(goes, follows)
                before[there].append(goes)
                after[here].append(goes)
                points = self.day.way_points(earlier, visits[there])
                if points:
                    self._terms.append(points * goes)
        for ways in (*before, *after):
            self.model.add_exactly_one(ways)

    def _hours(self, provider_id: str, visits: Sequence[DayVisit]) -> None:
        total = sum(visit.minutes for visit in visits)
        worked = sum(visit.minutes * self.comes[visit.booking_id, provider_id] for visit in visits)
        most = most_minutes(self.day, provider_id)
        if most is not None and total > most:
            self.model.add(worked <= most)
        if not self.day.step_points:
            return
        for step in range(STEP_MINUTES, total, STEP_MINUTES):
            beyond = self.model.new_int_var(0, total - step, "beyond")
            self.model.add(beyond >= worked - step)
            self._terms.append(self.day.step_points * beyond)
