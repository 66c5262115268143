"""How good the matching is: requests of a week taken one by one, against the best that could be done knowing all."""

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
from bot.domain.policy import Weights
from bot.domain.provider import Provider
from bot.domain.scarcity import scarcity
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
    scarcity: Mapping[str, float]
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


def best_of(book: Book, request: Request, starts: Sequence[datetime], weights: Weights) -> tuple[datetime, str] | None:
    """The start at which the best of the ranking is best, and she."""
    found = []
    for start in starts:
        window = TimeWindow(start, start + timedelta(minutes=request.minutes))
        found.append((rank(book.providers, request.wish, window, book.load(), RULES, ZONE, weights)[0], start))
    best, start = max(found, key=lambda one: one[0].score, default=(None, None))
    return (start, best.provider.id) if best and start else None


def ours(book: Book, request: Request) -> tuple[datetime, str] | None:
    """The first free start and the best of the ranking: what the product proposes first."""
    return best_of(book, request, book.starts(request)[:1], Weights())


def ours_by_rating(book: Book, request: Request) -> tuple[datetime, str] | None:
    """The same without keeping free whoever is hard to do without."""
    return best_of(book, request, book.starts(request)[:1], Weights(scarce=0.0))


def ours_at_the_best_start(book: Book, request: Request) -> tuple[datetime, str] | None:
    """The same where a customer who leaves the time open takes the start that suits the company best."""
    return best_of(book, request, book.starts(request), Weights())


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
    "ours": ours,
    "ours, the open time chosen by rank": ours_at_the_best_start,
    "ours without `scarce`": ours_by_rating,
    "first fit": first_fit,
}


def main() -> int:
    """Prints the table; returns 0."""
    rows: dict[str, list[tuple[float, float, float, float]]] = {}
    for seed in SEEDS:
        providers = a_company(random.Random(seed))
        requests = a_week(random.Random(100 + seed), providers)
        books = {name: [served_by(policy, providers, requests)] for name, policy in POLICIES.items()}
        books["random"] = [
            served_by(by_chance(random.Random(number)), providers, requests) for number in range(CHANCES)
        ]
        best = best_week(providers, requests, books["ours"][0].taken, WISH_YUAN, WAY_YUAN)
        optimum = value(requests, best.taken)
        for name, tried in (*books.items(), ("optimum", None)):
            plans = [best.taken] if tried is None else [book.taken for book in tried]
            worth = statistics.fmean(value(requests, taken) for taken in plans)
            served = statistics.fmean(len(taken) for taken in plans) / len(requests)
            rows.setdefault(name, []).append((served, worth, worth / optimum, worth / best.bound))
        print(f"seed {seed}: {len(requests)} requests, optimum {optimum:.0f}, bound {best.bound:.0f}", file=sys.stderr)
    print("| a week of requests, 30 providers | served | value, yuan | of the optimum | of the bound |")
    print("| --- | --- | --- | --- | --- |")
    for name, measured in rows.items():
        served, worth, of_best, of_bound = (statistics.fmean(column) for column in zip(*measured, strict=True))
        print(f"| {name} | {served:.1%} | {worth:.0f} | {of_best:.1%} | {of_bound:.1%} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
