"""How good the matching is: requests of a week taken one by one, against the best that could be done knowing all.

Nobody who has a visit is given another provider or another time. The weights of ``bot/domain/policy.py`` were chosen on
weeks of other seeds (11 to 30), the table is printed for those of ``SEEDS``.
"""

from __future__ import annotations

import random
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from bot.domain.availability import start_times
from bot.domain.calendar import Visit, visit_of
from bot.domain.matching import Workload, fits, is_able, occupied, rank
from bot.domain.offers import Offers, offers
from bot.domain.policy import Weights
from bot.domain.provider import Provider
from bot.domain.scarcity import Scarcity, scarcity
from bot.domain.values import TimeWindow, to_local
from tests.bench.core_week import NOW, RULES, WAY, ZONE, Request, a_company, a_week
from tests.bench.hindsight import best_week

SEEDS = (1, 2, 3)
CHANCES = 5
WISH_YUAN = 30.0
"""What it is worth that the wished provider comes."""
WAY_YUAN = 0.5
"""What a minute on the way beyond the usual time costs."""


@dataclass
class Book:
    """What has been taken so far."""

    providers: Sequence[Provider]
    scarcity: Scarcity
    busy: dict[str, list[Visit]] = field(default_factory=dict)
    taken: dict[int, tuple[datetime, str]] = field(default_factory=dict)

    def load(self) -> Workload:
        return Workload(self.busy, scarcity=self.scarcity)

    def starts(self, request: Request) -> list[datetime]:
        return start_times(request.search, request.minutes, self.providers, request.wish, self.load(), RULES, ZONE, NOW)

    def able(self, request: Request, start: datetime) -> list[Provider]:
        window = TimeWindow(start, start + timedelta(minutes=request.minutes))
        fitting = (one for one in self.providers if fits(one, request.wish))
        return [one for one in fitting if is_able(one, request.wish, window, self.load(), RULES, ZONE)]

    def take(self, request: Request, start: datetime, provider_id: str) -> None:
        window = TimeWindow(start, start + timedelta(minutes=request.minutes))
        visit = visit_of(str(request.number), window, occupied(window, RULES), request.wish.district or "")
        self.busy[provider_id] = sorted([*self.busy.get(provider_id, ()), visit], key=lambda one: one.starts)
        self.taken[request.number] = (start, provider_id)


Policy = Callable[[Book, Request], tuple[datetime, str] | None]


def matched(book: Book, request: Request, start: datetime, weights: Weights) -> tuple[datetime, str]:
    """Whom the product would hold for that start."""
    window = TimeWindow(start, start + timedelta(minutes=request.minutes))
    return start, rank(book.providers, request.wish, window, book.load(), RULES, ZONE, weights)[0].provider.id


def offered(book: Book, request: Request, weights: Weights) -> Offers:
    """What the product would offer; a time that the customer named is the only one."""
    free = book.starts(request)
    return offers(free, request.minutes, book.providers, request.wish, book.load(), RULES, ZONE, weights)


def left_to_us(weights: Weights) -> Policy:
    """Customers who left the time open say 都行 to the offers."""

    def policy(book: Book, request: Request) -> tuple[datetime, str] | None:
        best = offered(book, request, weights).best
        return matched(book, request, best, weights) if best is not None else None

    return policy


def any_offer(chance: random.Random) -> Policy:
    """Customers who left the time open take one of the offers, whichever."""

    def policy(book: Book, request: Request) -> tuple[datetime, str] | None:
        starts = offered(book, request, Weights()).starts
        return matched(book, request, chance.choice(starts), Weights()) if starts else None

    return policy


def soonest(book: Book, request: Request) -> tuple[datetime, str] | None:
    """Customers who left the time open take the first free start there is, and the best who can come."""
    return next((matched(book, request, start, Weights()) for start in book.starts(request)[:1]), None)


def first_fit(book: Book, request: Request) -> tuple[datetime, str] | None:
    """The first free start, and the first by id who can come."""
    for start in book.starts(request)[:1]:
        return start, min(one.id for one in book.able(request, start))
    return None


def by_chance(chance: random.Random) -> Policy:
    def policy(book: Book, request: Request) -> tuple[datetime, str] | None:
        starts = book.starts(request)
        if not starts:
            return None
        start = chance.choice(starts)
        return start, chance.choice(book.able(request, start)).id

    return policy


def value(requests: Sequence[Request], taken: dict[int, tuple[datetime, str]]) -> float:
    """Yuan: the price of what is served, and of wishes met, less the way beyond the usual time."""
    total, doors = 0.0, dict[tuple[str, object], list[tuple[datetime, str]]]()
    for request in requests:
        if request.number not in taken:
            continue
        start, provider_id = taken[request.number]
        total += request.price + (WISH_YUAN if provider_id in request.wish.preferred else 0)
        day = to_local(start, ZONE).date()
        doors.setdefault((provider_id, day), []).append((start, request.wish.district or ""))
    for visits in doors.values():
        ways = (WAY(one, other) - RULES.travel_minutes for (_, one), (_, other) in pairwise(sorted(visits)))
        total -= WAY_YUAN * sum(ways)
    return total


def served_by(policy: Policy, providers: Sequence[Provider], requests: Sequence[Request]) -> Book:
    book = Book(providers, scarcity(providers))
    for request in requests:
        found = policy(book, request)
        if found is not None:
            book.take(request, *found)
    return book


POLICIES: Mapping[str, Policy] = {
    "ours, an open time is left to us": left_to_us(Weights()),
    "the same without `lost`": left_to_us(Weights(lost=0.0)),
    "the same without `lost` and `scarce`": left_to_us(Weights(lost=0.0, scarce=0.0)),
    "ours, an open time is the soonest": soonest,
    "first fit": first_fit,
}
CHANCY: Mapping[str, Callable[[random.Random], Policy]] = {
    "ours, an open time is any of the three offers": any_offer,
    "random": by_chance,
}
"""Measured several times."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares of the requests and of what they wish; yuan; shares of the optimum and of its bound."""

    served: float
    wishes: float
    worth: float
    of_best: float
    of_bound: float


def main() -> int:
    """Prints the table; returns 0."""
    rows: dict[str, list[Measured]] = {}
    for seed in SEEDS:
        for name, measured in measure(seed).items():
            rows.setdefault(name, []).append(measured)
    print("| a week of requests, 30 providers | served | wishes met | value, yuan | of the optimum | of the bound |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, found in rows.items():
        mean = average(found)
        print(
            f"| {name} | {mean.served:.1%} | {mean.wishes:.1%} | {mean.worth:.0f} "
            f"| {mean.of_best:.1%} | {mean.of_bound:.1%} |"
        )
    return 0


def measure(seed: int) -> Mapping[str, Measured]:
    providers = a_company(random.Random(seed))
    requests = a_week(random.Random(100 + seed), providers)
    plans = {name: [served_by(policy, providers, requests).taken] for name, policy in POLICIES.items()}
    for name, policy in CHANCY.items():
        plans[name] = [served_by(policy(random.Random(number)), providers, requests).taken for number in range(CHANCES)]
    known = max((taken for tried in plans.values() for taken in tried), key=lambda taken: value(requests, taken))
    best = best_week(providers, requests, known, WISH_YUAN, WAY_YUAN)
    optimum = value(requests, best.taken)
    print(f"seed {seed}: {len(requests)} requests, optimum {optimum:.0f}, bound {best.bound:.0f}", file=sys.stderr)

    def measured(taken: dict[int, tuple[datetime, str]]) -> Measured:
        worth, wishing = value(requests, taken), [one for one in requests if one.wish.preferred]
        met = sum(one.number in taken and taken[one.number][1] in one.wish.preferred for one in wishing)
        return Measured(len(taken) / len(requests), met / len(wishing), worth, worth / optimum, worth / best.bound)

    plans["optimum"] = [best.taken]
    return {name: average([measured(taken) for taken in tried]) for name, tried in plans.items()}


def average(found: Sequence[Measured]) -> Measured:
    columns = zip(*((one.served, one.wishes, one.worth, one.of_best, one.of_bound) for one in found), strict=True)
    return Measured(*(statistics.fmean(column) for column in columns))


if __name__ == "__main__":
    sys.exit(main())
