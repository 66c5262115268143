"""What the services, packages, reductions and surcharges of a data file may say, and their way to the domain."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from bot.commands.load_values import Code, Entry, Minutes, Need, Needs, Text, Texts, Yuan, fen, listed
from bot.domain.catalogue import (
    FLOOR_FEN_PER_HOUR,
    OTHER,
    AreaStep,
    HourTier,
    Package,
    RoomStep,
    Service,
    Surcharge,
    VisitTier,
)
from bot.zh.say import NEED_WORDS

_FLOOR_YUAN = FLOOR_FEN_PER_HOUR // 100


def _by_kind(value: Any) -> Any:
    """A mapping of kinds of things, or one value for all of them."""
    return value if isinstance(value, dict) else {OTHER: value}


def _rising(reductions: dict[int, int]) -> dict[int, int]:
    percents = [percent for _, percent in sorted(reductions.items())]
    if any(later <= earlier for earlier, later in pairwise(percents)):
        raise ValueError("more visits must be reduced by more")
    return reductions


HourlyYuan = Annotated[Yuan, Field(ge=_FLOOR_YUAN)]
Reductions = Annotated[dict[Annotated[int, Field(gt=0)], Annotated[int, Field(gt=0, le=90)]], AfterValidator(_rising)]
"""Percent by the number of visits from which it counts."""


def visit_tiers(reductions: Reductions) -> tuple[VisitTier, ...]:
    return tuple(VisitTier(visits, percent) for visits, percent in sorted(reductions.items()))


class ServiceEntry(Entry):
    code: Code
    name: Text
    synonyms: Texts = ()
    yuan_per_hour: HourlyYuan | None = None
    yuan_per_item: Annotated[dict[Text, Yuan], BeforeValidator(_by_kind)] = Field(default_factory=dict)
    yuan_per_sqm: Yuan | None = None
    hour_tiers: dict[Annotated[float, Field(gt=0, le=24)], HourlyYuan] = Field(default_factory=dict)
    series_discount: Reductions = Field(default_factory=dict)
    min_yuan: Yuan | None = None
    min_minutes: Minutes
    max_minutes: Minutes
    default_minutes: Minutes
    bookable: bool
    includes: Text
    excludes: Text
    asks: Annotated[tuple[Literal["area"], ...], BeforeValidator(listed)] = ()
    by_area: dict[Annotated[float, Field(gt=0)], Minutes] = Field(default_factory=dict)
    by_rooms: dict[Annotated[int, Field(gt=0, le=99)], Minutes] = Field(default_factory=dict)
    minutes_per_item: Annotated[dict[Text, Minutes], BeforeValidator(_by_kind)] = Field(default_factory=dict)
    minutes_by_need: dict[Need, Minutes] = Field(default_factory=dict)
    divides: bool = False
    level: Annotated[int, Field(ge=1, le=5)] = 1
    certificates: Texts = ()

    def to_domain(self) -> Service:
        return Service(
            code=self.code,
            name=self.name,
            synonyms=self.synonyms,
            fen_per_hour=_fen(self.yuan_per_hour),
            fen_per_item={kind: fen(yuan) for kind, yuan in self.yuan_per_item.items()},
            fen_per_sqm=_fen(self.yuan_per_sqm),
            hour_tiers=tuple(HourTier(round(hours * 60), fen(yuan)) for hours, yuan in sorted(self.hour_tiers.items())),
            series_tiers=visit_tiers(self.series_discount),
            min_fen=_fen(self.min_yuan),
            min_minutes=self.min_minutes,
            max_minutes=self.max_minutes,
            default_minutes=self.default_minutes,
            bookable=self.bookable,
            includes=self.includes,
            excludes=self.excludes,
            asks=self.asks,
            by_area=tuple(AreaStep(sqm, minutes) for sqm, minutes in sorted(self.by_area.items())),
            by_rooms=tuple(RoomStep(rooms, minutes) for rooms, minutes in sorted(self.by_rooms.items())),
            minutes_per_item=self.minutes_per_item,
            minutes_by_need=self.minutes_by_need,
            divides=self.divides,
            level=self.level,
            certificates=self.certificates,
        )


class SurchargeEntry(Entry):
    """``when``: ``urgent`` comes with ``within_hours``, ``risk`` with ``needs``."""

    code: Code
    name: Text
    when: str
    percent: Annotated[int, Field(gt=0, le=300)] | None = None
    yuan: Yuan | None = None
    within_hours: Annotated[float, Field(gt=0, le=72)] | None = None
    needs: Needs = ()
    services: Texts = ()

    @field_validator("when")
    @classmethod
    def _known(cls, when: str) -> str:
        if when not in ("night", "holiday", "urgent", "risk") and when.removeprefix("need:") not in NEED_WORDS:
            raise ValueError(
                f"{when!r} is not 'night', 'holiday', 'urgent', 'risk' or 'need:' with a special need of the schema"
            )
        return when

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if (self.when == "urgent") != (self.within_hours is not None):
            raise ValueError("'urgent', and nothing else, needs within_hours")
        if (self.when == "risk") != bool(self.needs):
            raise ValueError("'risk', and nothing else, needs the needs that mean it")
        return self

    def to_domain(self) -> Surcharge:
        return Surcharge(
            self.code, self.name, self.when, self.percent or 0, _fen(self.yuan),
            round((self.within_hours or 0) * 60), self.needs, self.services,
        )  # fmt: skip


class PackageEntry(Entry):
    """``minutes`` of work, of all who come together."""

    code: Code
    name: Text
    service: Code
    minutes: Annotated[int, Field(gt=0, le=10 * 24 * 60)]
    yuan: Yuan

    def to_domain(self) -> Package:
        return Package(self.code, self.name, self.service, self.minutes, fen(self.yuan))


class LoyaltyEntry(Entry):
    """``after_visits: {5: 3}``: customers with five completed visits or more pay three percent less."""

    after_visits: Reductions

    def to_domain(self) -> tuple[VisitTier, ...]:
        return visit_tiers(self.after_visits)


def _fen(yuan: Decimal | None) -> int:
    return fen(yuan) if yuan is not None else 0
