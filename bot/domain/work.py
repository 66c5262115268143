"""How long a job takes, from the home, the things in it and what is specially wished."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.catalogue import OTHER, Service
from bot.zh.numbers import whole

_GRID_MINUTES = 30
_BEDROOMS = re.compile(r"(\d{1,2}|[一二两三四五六七八九十]{1,2})\s*(?:间|个)?[室房居]")


@dataclass(frozen=True, slots=True)
class Work:
    """What the size of a job follows from. ``rooms`` as customers say it: 3室2厅1卫, 两房一厅."""

    area_sqm: float | None = None
    rooms: str = ""
    quantities: Mapping[str, int] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    providers: int = 1


def minutes_for(service: Service, work: Work) -> int:
    """How long each provider is there, within the service's bounds.

    Things count before square metres, these before rooms; a home beyond the last step takes the longest there is.
    What several share is rounded up to half hours.
    """
    stated = _stated(service, work)
    minutes = service.default_minutes if stated is None else stated
    minutes += sum(service.minutes_by_need.get(need, 0) for need in work.needs)
    if service.divides and work.providers > 1:
        minutes = -(-minutes // (work.providers * _GRID_MINUTES)) * _GRID_MINUTES
    return within_bounds(service, minutes)


def is_measured(service: Service, work: Work) -> bool:
    """Whether the catalogue tells the duration of just this job, and not only the usual one."""
    return _stated(service, work) is not None


def within_bounds(service: Service, minutes: int) -> int:
    return min(max(minutes, service.min_minutes), service.max_minutes)


def by_kind(stated: Mapping[str, int], kind: str) -> int:
    return stated.get(kind, stated.get(OTHER, 0))


def _stated(service: Service, work: Work) -> int | None:
    """Minutes of one provider alone; ``None`` where nothing that is known tells them."""
    if service.minutes_per_item and work.quantities:
        return sum(by_kind(service.minutes_per_item, kind) * count for kind, count in work.quantities.items())
    if service.by_area and work.area_sqm is not None:
        steps = [area.minutes for area in service.by_area if work.area_sqm <= area.up_to_sqm]
        return steps[0] if steps else service.max_minutes
    bedrooms = _bedrooms(work.rooms)
    if service.by_rooms and bedrooms is not None:
        steps = [rooms.minutes for rooms in service.by_rooms if bedrooms <= rooms.up_to_rooms]
        return steps[0] if steps else service.max_minutes
    return None


def _bedrooms(rooms: str) -> int | None:
    found = _BEDROOMS.search(rooms)
    return whole(found[1]) if found else None
