"""Which free starts are offered for a wish that leaves the time open: a real choice that costs the company little.

What is offered is the best of what was looked at. Neither every start nor every provider is looked at: in a company of
thousands a wish for a day has more of both than an answer may take.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.catalogue import Rules
from bot.domain.matching import Wish, Workload, fits, rank, standing
from bot.domain.policy import Weights
from bot.domain.provider import Provider
from bot.domain.values import TimeWindow, to_local

MOST = 3
_APART = timedelta(hours=1)
_STARTS = 24
_PROVIDERS = 16


@dataclass(frozen=True, slots=True)
class Offers:
    """``starts`` in time order; ``best`` of them is taken where the customer leaves it to us."""

    starts: tuple[datetime, ...] = ()
    best: datetime | None = None


def offers(
    free: Sequence[datetime],
    minutes: int,
    providers: Iterable[Provider],
    wish: Wish,
    load: Workload,
    rules: Rules,
    zone: ZoneInfo,
    weights: Weights,
    heads: int = 1,
) -> Offers:
    """Up to three of the ``free`` starts (in time order); with days to choose from the first is the soonest."""
    looked_at = _sampled(free)
    fitting = (provider for provider in providers if fits(provider, wish))
    able = heapq.nlargest(_PROVIDERS, fitting, key=lambda one: sum(standing(one, wish, load, weights).values()))

    def worth(start: datetime) -> float:
        window = TimeWindow(start, start + timedelta(minutes=minutes))
        ranked = rank(able, wish, window, load, rules, zone, weights)
        return sum(one.score for one in ranked[:heads]) if len(ranked) >= heads else -math.inf

    days = {to_local(start, zone).date() for start in free}
    choose = _best_apart if len(days) <= 1 else _soonest_and_later
    return choose({start: worth(start) for start in looked_at})


def _sampled(free: Sequence[datetime]) -> Sequence[datetime]:
    """The first, the last, and what lies evenly between them."""
    if len(free) <= _STARTS:
        return free
    return [free[place * (len(free) - 1) // (_STARTS - 1)] for place in range(_STARTS)]


def _best_apart(worth: Mapping[datetime, float]) -> Offers:
    """The best ones that lie an hour apart; where there are no three, the next best."""
    best_first = sorted(worth, key=lambda start: (-worth[start], start))
    chosen: list[datetime] = []
    for start in best_first:
        if all(abs(start - other) >= _APART for other in chosen):
            chosen.append(start)
    chosen += [start for start in best_first if start not in chosen]
    return Offers(tuple(sorted(chosen[:MOST])), best_first[0] if best_first else None)


def _soonest_and_later(worth: Mapping[datetime, float]) -> Offers:
    """The first start, and the best of the earlier and of the later half of the others."""
    soonest, *later = worth
    half = (len(later) + 1) // 2
    halves = [part for part in (later[:half], later[half:]) if part]
    return Offers((soonest, *(max(part, key=lambda start: worth[start]) for part in halves)), soonest)
