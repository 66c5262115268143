"""What we sell (服务目录) and by which rules: durations, prices, opening hours, limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from bot.domain.errors import InvalidData
from bot.domain.policy import Policies

FLOOR_FEN_PER_HOUR = 5000
"""No basic service is ever sold under 50 yuan an hour."""


@dataclass(frozen=True, slots=True)
class AreaStep:
    """Homes up to ``up_to_sqm`` take ``minutes`` of one provider."""

    up_to_sqm: float
    minutes: int


@dataclass(frozen=True, slots=True)
class Service:
    """One service of the catalogue (服务项目).

    ``asks`` lists details beyond window, address and phone that the price depends on (``area``).
    ``by_area`` gives the minutes where they follow from the home's size, else ``default_minutes`` holds.
    """

    code: str
    name: str
    fen_per_hour: int
    min_minutes: int
    max_minutes: int
    default_minutes: int
    bookable: bool
    includes: str
    excludes: str
    asks: tuple[str, ...] = ()
    by_area: tuple[AreaStep, ...] = ()
    certificates: tuple[str, ...] = ()
    """What whoever does it must hold, valid on the day of the visit (健康证, 育婴员证)."""
    level: int = 1
    """How well whoever does it must do it, 1 to 5."""
    minutes_per_item: int = 0
    """For services that are done by the piece; 0 for all others."""

    def __post_init__(self) -> None:
        if self.fen_per_hour < FLOOR_FEN_PER_HOUR:
            raise InvalidData(f"service {self.code}: {self.fen_per_hour} fen per hour is under the floor of 5000")
        if not 0 < self.min_minutes <= self.default_minutes <= self.max_minutes:
            raise InvalidData(f"service {self.code}: need 0 < min_minutes <= default_minutes <= max_minutes")

    def minutes_for(self, area_sqm: float | None, items: int = 0) -> int:
        """How long one provider needs; the largest step also covers homes beyond it."""
        if items and self.minutes_per_item:
            return items * self.minutes_per_item
        if area_sqm is None or not self.by_area:
            return self.default_minutes
        for step in self.by_area:
            if area_sqm <= step.up_to_sqm:
                return step.minutes
        return self.max_minutes


@dataclass(frozen=True, slots=True)
class Surcharge:
    """Money on top, with the reason the customer reads.

    ``when`` is ``night``, ``holiday`` or ``need:<code>``; exactly one of ``percent`` (of the labour) and
    ``fen`` (a fixed sum) is not zero.
    """

    code: str
    name: str
    when: str
    percent: int = 0
    fen: int = 0

    def __post_init__(self) -> None:
        if (self.percent == 0) == (self.fen == 0):
            raise InvalidData(f"surcharge {self.code}: give either percent or fen")


@dataclass(frozen=True, slots=True)
class Rules:
    """What the owner decides once: hours, notice, horizon, how long a hold lasts."""

    opens: time
    closes: time
    min_notice_minutes: int
    horizon_days: int
    hold_minutes: int
    travel_minutes: int
    night_from: time
    holidays: frozenset[date]
    cities: tuple[str, ...]
    closed: frozenset[date] = frozenset()
    """Days on which nobody comes at all."""
    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Districts by longitude and latitude, for the way between them; without them every way takes the same time."""
    minutes_per_km: float = 2.5


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All services, surcharges and rules of one company."""

    services: Mapping[str, Service]
    surcharges: tuple[Surcharge, ...]
    rules: Rules
    answers: Mapping[str, str]
    """Policy answers in the company's own words, by topic (``tools``, ``insurance``, …)."""
    policies: Policies = field(default_factory=Policies)

    def service(self, code: str) -> Service | None:
        return self.services.get(code)
