"""What the rules, providers, customers and bookings of a data file may say, and their way to the domain."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, PlainValidator, model_validator

from bot.commands.load_values import (
    Code,
    Entry,
    Id,
    Level,
    Minutes,
    Needs,
    OpenId,
    Phone,
    Text,
    Texts,
    Yuan,
    dated,
    fen,
    levelled,
    listed,
    parse_hours,
)
from bot.domain.booking import BookingState
from bot.domain.catalogue import Rules
from bot.domain.provider import Provider, Shift

TOPICS = (
    "tools", "insurance", "damage", "refund", "cancellation", "invoice", "payment", "vetting", "privacy", "hours",
    "coverage", "difference", "aftersales",
)  # fmt: skip
"""Topics of ``ask_policy`` in the requirement schema."""


Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Place = Annotated[tuple[Longitude, Latitude], BeforeValidator(listed)]
_OPTIONAL_RULES = ("closed", "places", "minutes_per_km")


class RulesEntry(Entry):
    """Any rule may be left out: the one in force stays."""

    opens: time | None = None
    closes: time | None = None
    min_notice_minutes: Annotated[int, Field(ge=0)] | None = None
    horizon_days: Annotated[int, Field(gt=0, le=366)] | None = None
    hold_minutes: Annotated[int, Field(gt=0)] | None = None
    travel_minutes: Annotated[int, Field(ge=0, multiple_of=30)] | None = None
    night_from: time | None = None
    holidays: Annotated[frozenset[date] | None, BeforeValidator(listed)] = None
    cities: Annotated[tuple[Text, ...] | None, BeforeValidator(listed)] = None
    closed: Annotated[frozenset[date] | None, BeforeValidator(listed)] = None
    places: dict[Text, Place] | None = None
    minutes_per_km: Annotated[float, Field(gt=0, le=60)] | None = None

    def over(self, current: Rules | None) -> Rules:
        """The rules with what is given here; raises ``ValueError`` naming what is missing at a first load."""
        names = list(type(self).model_fields)
        values = {} if current is None else {name: getattr(current, name) for name in names}
        values |= {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        missing = [name for name in names if name not in values and name not in _OPTIONAL_RULES]
        if missing:
            raise ValueError(f"the first rules need all values, missing: {', '.join(missing)}")
        if values["opens"] >= values["closes"]:
            raise ValueError("opens must be before closes")
        return Rules(**values)


class ProviderEntry(Entry):
    id: Id
    name: Text
    gender: Literal["female", "male"]
    skills: Annotated[dict[Text, Level], BeforeValidator(levelled), Field(min_length=1)]
    districts: Annotated[Texts, Field(min_length=1)]
    hours: Annotated[dict[int, Shift], PlainValidator(parse_hours)]
    rating: Annotated[float, Field(ge=1, le=5)]
    languages: Texts = ("普通话",)
    pets: Annotated[tuple[Literal["cat", "dog", "pet"], ...], BeforeValidator(listed)] = ()
    smoker: bool = False
    experience_years: Annotated[int, Field(ge=0, le=60)] = 0
    days_off: Annotated[frozenset[date], BeforeValidator(listed)] = frozenset()
    active: bool = True
    certificates: Annotated[dict[Text, date], BeforeValidator(dated)] = Field(default_factory=dict)
    openid: OpenId | None = None
    yuan_per_hour: Yuan | None = None
    max_hours_per_week: Annotated[float, Field(gt=0, le=84)] | None = None

    def to_domain(self) -> Provider:
        return Provider(
            id=self.id,
            name=self.name,
            gender=self.gender,
            skills=frozenset(self.skills),
            districts=frozenset(self.districts),
            hours=self.hours,
            rating=self.rating,
            languages=frozenset(self.languages),
            pets=frozenset(self.pets),
            smoker=self.smoker,
            experience_years=self.experience_years,
            days_off=self.days_off,
            active=self.active,
            certificates=self.certificates,
            levels=self.skills,
            openid=self.openid or "",
            cost_fen_per_hour=fen(self.yuan_per_hour) if self.yuan_per_hour else 0,
            max_minutes_per_week=round((self.max_hours_per_week or 0) * 60),
        )


class CustomerEntry(Entry):
    id: Id
    openid: OpenId
    name: str = ""
    phone: Phone | Literal[""] = ""
    addresses: Texts = ()


class BookingEntry(Entry):
    """When: ``start`` as an ISO time (local unless it has an offset), or ``in_days`` from today with ``at``."""

    id: Id
    service: Code
    provider_ids: Annotated[Texts, Field(min_length=1)]
    customer: Id | None = None
    openid: str | None = None
    state: BookingState = BookingState.CONFIRMED
    start: datetime | None = None
    in_days: Annotated[int, Field(ge=-3660, le=3660)] | None = None
    at: time | None = None
    minutes: Minutes | None = None
    address: str = ""
    district: str = ""
    phone: Phone | None = None
    contact_name: str = ""
    area_sqm: Annotated[float, Field(gt=0)] | None = None
    rooms: str = ""
    special_needs: Needs = ()
    quantities: dict[str, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)
    quote_yuan: Yuan | None = None
    notes: str = ""
    kind: Text = "single"
    linked_to: Id | None = None
    created_by: Text = "load"
    provider_preferred: Texts = ()
    """Ids of those whom the customer wishes without insisting."""

    @model_validator(mode="after")
    def _says_when_and_whose(self) -> Self:
        relative = (self.in_days is not None, self.at is not None)
        if relative != (self.start is None,) * 2:
            raise ValueError("give either start, or in_days together with at")
        if (self.customer is None) == (self.openid is None):
            raise ValueError("give either customer or openid")
        if len(set(self.provider_ids)) < len(self.provider_ids):
            raise ValueError("the same provider stands here twice")
        return self
