"""How hard each provider is to do without: whoever can do what few others can is kept free where others will do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from bot.domain.provider import Provider


def scarcity(providers: Iterable[Provider]) -> Mapping[str, float]:
    """By id; 1 is the company's average. Every service in every district counts by how few there are for it."""
    active = [provider for provider in providers if provider.active]
    for_it = Counter((skill, place) for one in active for skill in one.skills for place in one.districts)
    if not for_it:
        return {}
    average = len(for_it) / len(active)
    return {
        one.id: sum(1 / for_it[skill, place] for skill in one.skills for place in one.districts) / average
        for one in active
    }
