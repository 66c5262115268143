"""The best week for those who know every request beforehand: OR-tools, a day at a time, by the same hard rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ortools.sat.python import cp_model

from bot.domain.availability import start_times
from bot.domain.calendar import minute_of
from bot.domain.matching import Workload, fits
from bot.domain.provider import Provider
from bot.domain.values import CELL, to_local
from tests.bench.core_week import NOW, RULES, WAY, ZONE, Request

Taken = Mapping[int, tuple[datetime, str]]

SECONDS = 25.0
"""Of work for each day."""

_CELL = int(CELL.total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class Week:
    """``bound``: no week is worth more, in yuan."""

    taken: dict[int, tuple[datetime, str]]
    bound: float


def best_week(
    providers: Sequence[Provider], requests: Sequence[Request], known: Taken, wish_yuan: float, way_yuan: float
) -> Week:
    """Starts from the week ``known``; requests never reach into another day, so the days are solved apart."""
    days: dict[date, list[Request]] = {}
    for request in requests:
        days.setdefault(to_local(request.search.start, ZONE).date(), []).append(request)
    taken, bound = dict[int, tuple[datetime, str]](), 0.0
    for day in sorted(days):
        model = _Day(providers, days[day], known, wish_yuan, way_yuan)
        found, most = model.solved()
        taken |= found
        bound += most
    return Week(taken, bound)


class _Day:
    """Who comes to which request, when, and in which order everybody goes from door to door. Value in hundredths."""

    def __init__(
        self,
        providers: Sequence[Provider],
        requests: Sequence[Request],
        known: Taken,
        wish_yuan: float,
        way_yuan: float,
    ) -> None:
        self.model = cp_model.CpModel()
        self.known, self.way_yuan = known, way_yuan
        self.comes: dict[tuple[int, str], Any] = {}
        self.start: dict[int, Any] = {}
        self.first = min(minute_of(request.search.start) for request in requests)
        self.terms: list[Any] = []
        hers: dict[str, list[tuple[Request, list[int]]]] = {}
        for request in requests:
            self._request(request, providers, wish_yuan, hers)
        for provider_id, doors in hers.items():
            self._round(provider_id, doors)
        self.model.maximize(sum(self.terms))

    def _request(
        self,
        request: Request,
        providers: Sequence[Provider],
        wish_yuan: float,
        hers: dict[str, list[tuple[Request, list[int]]]],
    ) -> None:
        able: dict[str, list[int]] = {}
        for provider in providers:
            if fits(provider, request.wish):
                free = start_times(
                    request.search, request.minutes, [provider], request.wish, Workload({}), RULES, ZONE, NOW
                )
                if free:
                    able[provider.id] = [(minute_of(start) - self.first) // _CELL for start in free]
        if not able:
            return
        known = self.known.get(request.number)
        cells = sorted({cell for free in able.values() for cell in free})
        start = self.model.new_int_var_from_domain(cp_model.Domain.from_values(cells), f"start {request.number}")
        self.start[request.number] = start
        if known is not None:
            self.model.add_hint(start, (minute_of(known[0]) - self.first) // _CELL)
        for provider_id, free in able.items():
            comes = self.model.new_bool_var(f"{provider_id} comes to {request.number}")
            self.comes[request.number, provider_id] = comes
            self.model.add_hint(comes, known is not None and known[1] == provider_id)
            if free != cells:
                domain = cp_model.Domain.from_values(free)
                self.model.add_linear_expression_in_domain(start, domain).only_enforce_if(comes)
            yuan = request.price + (wish_yuan if provider_id in request.wish.preferred else 0)
            self.terms.append(round(100 * yuan) * comes)
            hers.setdefault(provider_id, []).append((request, free))
        self.model.add_at_most_one(self.comes[request.number, provider_id] for provider_id in able)

    def _round(self, provider_id: str, doors: Sequence[tuple[Request, list[int]]]) -> None:
        comes = [self.comes[request.number, provider_id] for request, _ in doors]
        arcs: list[tuple[int, int, Any]] = [(0, 0, self.model.new_bool_var("idle"))]
        for here, (request, free) in enumerate(doors, 1):
            arcs.append((here, here, comes[here - 1].negated()))
            arcs += [(0, here, self.model.new_bool_var("first")), (here, 0, self.model.new_bool_var("last"))]
            for there, (other, others) in enumerate(doors, 1):
                way = WAY(request.wish.district or "", other.wish.district or "")
                cells = -(-(request.minutes + way) // _CELL)
                if here == there or free[0] + cells > others[-1]:
                    continue
                goes = self.model.new_bool_var("goes")
                arcs.append((here, there, goes))
                if free[-1] + cells > others[0]:
                    later = self.start[other.number] >= self.start[request.number] + cells
                    self.model.add(later).only_enforce_if(goes)
                beyond = way - RULES.travel_minutes
                if beyond:
                    self.terms.append(-round(100 * self.way_yuan * beyond) * goes)
        self.model.add_circuit(arcs)

    def solved(self) -> tuple[dict[int, tuple[datetime, str]], float]:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 2
        solver.parameters.random_seed = 1
        solver.parameters.max_time_in_seconds = SECONDS
        solver.solve(self.model)
        midnight = self.first
        taken = {
            number: (
                datetime.fromtimestamp(60 * (midnight + _CELL * solver.value(self.start[number])), NOW.tzinfo),
                provider_id,
            )
            for (number, provider_id), comes in self.comes.items()
            if solver.boolean_value(comes)
        }
        return taken, solver.best_objective_bound / 100
