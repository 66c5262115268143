"""What we sell (服务目录) and by which rules: durations, prices, opening hours, limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from itertools import pairwise

from bot.domain.errors import InvalidData
from bot.domain.policy import Policies

FLOOR_FEN_PER_HOUR = 5000
"""No work is ever sold under 50 yuan an hour and provider, whatever takes off its price."""

OTHER = "other"
"""In what is stated by kind of thing: every kind that has no entry of its own."""


@dataclass(frozen=True, slots=True)
class AreaStep:
    """Homes up to ``up_to_sqm`` take ``minutes`` of one provider."""

    up_to_sqm: float
    minutes: int


@dataclass(frozen=True, slots=True)
class RoomStep:
    """Homes of up to so many bedrooms (室) take ``minutes`` of one provider."""

    up_to_rooms: int
    minutes: int


@dataclass(frozen=True, slots=True)
class HourTier:
    """A visit of ``from_minutes`` or more costs ``fen_per_hour`` for each of its hours."""

    from_minutes: int
    fen_per_hour: int


@dataclass(frozen=True, slots=True)
class VisitTier:
    """From so many visits on each costs ``percent`` less."""

    from_visits: int
    percent: int

    def __post_init__(self) -> None:
        if self.from_visits <= 0 or not 0 < self.percent <= 90:
            raise InvalidData("a reduction needs visits from 1 up and a percentage from 1 to 90")


@dataclass(frozen=True, slots=True)
class Service:
    """One service of the catalogue (服务项目), which has its price in exactly one of three ways.

    ``fen_per_hour`` is for an hour of one provider, ``fen_per_item`` for each thing that is worked on, by its kind,
    ``fen_per_sqm`` for a square metre of the home. ``asks`` lists details beyond window, address and phone that price
    or duration depend on (``area``). The minutes follow from things, size or rooms where that is stated and known
    (``bot.domain.work``), else ``default_minutes`` holds. Steps and tiers are in ascending order.
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
    minutes_per_item: Mapping[str, int] = field(default_factory=dict)
    """For services that are done by the piece."""
    synonyms: tuple[str, ...] = ()
    """Other Chinese names."""
    level: int = 1
    """How well whoever does it must be able to do it, 1 to 5."""
    by_rooms: tuple[RoomStep, ...] = ()
    minutes_by_need: Mapping[str, int] = field(default_factory=dict)
    """What a special need adds."""
    divides: bool = False
    """Whether several providers share the work, so that each is there for a part of the time."""
    fen_per_item: Mapping[str, int] = field(default_factory=dict)
    fen_per_sqm: int = 0
    hour_tiers: tuple[HourTier, ...] = ()
    series_tiers: tuple[VisitTier, ...] = ()
    """What each visit of a series costs less, by the number of its visits."""
    min_fen: int = 0
    """起步价: what a visit's work costs at least."""

    def __post_init__(self) -> None:
        if sum(map(bool, (self.fen_per_hour, self.fen_per_item, self.fen_per_sqm))) != 1:
            raise InvalidData(f"service {self.code}: give one price, by the hour, by the item or by the square metre")
        if self.fen_per_hour and self.fen_per_hour < FLOOR_FEN_PER_HOUR:
            raise InvalidData(f"service {self.code}: {self.fen_per_hour} fen per hour is under the floor of 5000")
        if not 0 < self.min_minutes <= self.default_minutes <= self.max_minutes:
            raise InvalidData(f"service {self.code}: need 0 < min_minutes <= default_minutes <= max_minutes")
        for by_kind in (self.fen_per_item, self.minutes_per_item):
            if by_kind and OTHER not in by_kind:
                raise InvalidData(f"service {self.code}: what is stated by kind of item needs {OTHER!r} as well")
        if self.fen_per_sqm and "area" not in self.asks:
            raise InvalidData(f"service {self.code}: a price by the square metre needs 'area' in asks")
        if not 1 <= self.level <= 5:
            raise InvalidData(f"service {self.code}: a level is 1 to 5")
        self._check_tiers()

    def _check_tiers(self) -> None:
        prices = [self.fen_per_hour, *(tier.fen_per_hour for tier in self.hour_tiers)]
        if self.hour_tiers and not (_falls(prices) and prices[-1] >= FLOOR_FEN_PER_HOUR):
            raise InvalidData(f"service {self.code}: longer visits must cost less an hour, and 5000 fen or more")
        if not _rises([tier.percent for tier in self.series_tiers]):
            raise InvalidData(f"service {self.code}: longer series must be reduced by more")


@dataclass(frozen=True, slots=True)
class Surcharge:
    """Money on top, with the reason the customer reads.

    ``when`` is ``night``, ``holiday``, ``need:<code>``, ``urgent`` (booked less than ``within_minutes`` before the
    visit) or ``risk`` (one of ``needs`` was said); exactly one of ``percent`` (of the work's price before reductions)
    and ``fen`` (a fixed sum) is not zero. ``services``: only for these; empty means for all.
    """

    code: str
    name: str
    when: str
    percent: int = 0
    fen: int = 0
    within_minutes: int = 0
    needs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.percent == 0) == (self.fen == 0):
            raise InvalidData(f"surcharge {self.code}: give either percent or fen")
        if (self.when == "urgent") != (self.within_minutes > 0):
            raise InvalidData(f"surcharge {self.code}: 'urgent', and nothing else, needs how long before the visit")
        if (self.when == "risk") != bool(self.needs):
            raise InvalidData(f"surcharge {self.code}: 'risk', and nothing else, needs the needs that mean it")


@dataclass(frozen=True, slots=True)
class Package:
    """套餐: up to ``minutes`` of work on a service by the hour, for all who come together, at one price."""

    code: str
    name: str
    service: str
    minutes: int
    fen: int

    def __post_init__(self) -> None:
        if self.fen * 60 < FLOOR_FEN_PER_HOUR * self.minutes:
            raise InvalidData(f"package {self.code}: {self.fen} fen for {self.minutes} minutes is under 5000 an hour")


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
    packages: tuple[Package, ...] = ()
    loyalty: tuple[VisitTier, ...] = ()
    """What a customer pays less by the number of her completed visits; ascending."""

    def service(self, code: str) -> Service | None:
        return self.services.get(code)

    def named(self, said: str) -> Service | None:
        """The service with this code, Chinese name or synonym."""
        return self.services.get(said) or next(
            (service for service in self.services.values() if said == service.name or said in service.synonyms), None
        )


@dataclass(frozen=True, slots=True)
class AgreedPrices:
    """What a customer's recurring visits cost by the catalogue as it was when she agreed to them."""

    since: date
    """The first day of the rule that she agreed to at these prices."""
    service: Service
    surcharges: tuple[Surcharge, ...] = ()
    packages: tuple[Package, ...] = ()
    loyalty: tuple[VisitTier, ...] = ()

    @classmethod
    def of(cls, catalogue: Catalogue, service: Service, since: date) -> AgreedPrices:
        packages = tuple(one for one in catalogue.packages if one.service == service.code)
        return cls(since, service, catalogue.surcharges, packages, catalogue.loyalty)

    def within(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue at these prices; days and hours are the catalogue's."""
        return replace(catalogue, surcharges=self.surcharges, packages=self.packages, loyalty=self.loyalty)


def _falls(numbers: Sequence[int]) -> bool:
    return all(later < earlier for earlier, later in pairwise(numbers))


def _rises(numbers: Sequence[int]) -> bool:
    return all(earlier < later for earlier, later in pairwise(numbers))
