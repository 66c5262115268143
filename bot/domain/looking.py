"""Which of the free starts are shown: the earliest, the latest, one of each half day, none that was shown before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.values import to_local

EARLIEST, LATEST, HALVES = "earliest", "latest", "halves"

_APART = timedelta(hours=1)
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Look:
    """``edge``: which end of what is free is meant, if one is. ``shown``: local starts that were offered already."""

    edge: str = ""
    shown: tuple[datetime, ...] = ()


def unseen(free: Sequence[datetime], look: Look, zone: ZoneInfo) -> list[datetime]:
    """The free starts (in time order) that were not shown; where there are such, an hour from those that were."""
    shown = [start.replace(tzinfo=zone) for start in look.shown]
    fresh = [start for start in free if start not in shown]
    return [start for start in fresh if all(abs(start - other) >= _APART for other in shown)] or fresh


def at_the_edge(free: Sequence[datetime], edge: str, most: int, zone: ZoneInfo) -> list[datetime]:
    """Up to ``most`` starts of the first day that has any, from its ``edge`` on and an hour apart; in time order."""
    if not free:
        return []
    first = to_local(free[0], zone).date()
    of_day = [start for start in free if to_local(start, zone).date() == first]
    if edge == HALVES:
        morning = [start for start in of_day if to_local(start, zone).time() < _NOON]
        return [*morning[:1], *of_day[len(morning) :][:1]]
    return sorted(apart(of_day if edge == EARLIEST else of_day[::-1], most))


def around(free: Sequence[datetime], wanted: datetime, most: int) -> list[datetime]:
    """The starts nearest to ``wanted``, from both sides of it where there are any, in time order."""
    nearest = sorted(free, key=lambda start: abs(start - wanted))
    sides = [next((start for start in nearest if (start < wanted) is before), None) for before in (True, False)]
    first = [start for start in sides if start is not None]
    return sorted(apart((*first, *nearest), most))


def apart(starts: Sequence[datetime], most: int) -> list[datetime]:
    """The first ``most`` that lie an hour from each other; where there are not so many, the next ones."""
    chosen: list[datetime] = []
    for start in starts:
        if all(abs(start - other) >= _APART for other in chosen):
            chosen.append(start)
    chosen += [start for start in dict.fromkeys(starts) if start not in chosen]
    return chosen[:most]
