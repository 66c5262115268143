"""How long the way between two districts takes, from where they lie on the map."""

from __future__ import annotations

import math
from functools import lru_cache

from bot.domain.catalogue import Rules

_KM_PER_DEGREE = 111.2


def travel_minutes(rules: Rules, origin: str, destination: str) -> int:
    """Minutes from one visit's door to the next one's; within a district, or where one is unknown, the usual time."""
    places = rules.places
    if origin == destination or origin not in places or destination not in places:
        return rules.travel_minutes
    return max(rules.travel_minutes, round(_km(places[origin], places[destination]) * rules.minutes_per_km))


@lru_cache(maxsize=4096)
def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """As the crow flies; a city is small enough to be flat."""
    east = (other[0] - one[0]) * math.cos(math.radians((one[1] + other[1]) / 2))
    return math.hypot(east, other[1] - one[1]) * _KM_PER_DEGREE
