"""What the entries of a data file may say: one model per section, and its way to the domain."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, field_validator, model_validator

from bot.domain.booking import BookingState
from bot.domain.catalogue import FLOOR_FEN_PER_HOUR, AreaStep, Rules, Service, Surcharge
from bot.domain.provider import Provider, Shift
from bot.zh.say import NEED_WORDS

TOPICS = (
    "tools", "insurance", "damage", "refund", "cancellation", "invoice", "payment", "vetting", "privacy", "hours",
    "coverage", "difference", "aftersales",
)  # fmt: skip
"""Topics of ``ask_policy`` in the requirement schema."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHIFT = re.compile(r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))?\s+(?P<start>\d{1,2}:\d\d)-(?P<end>\d{1,2}:\d\d)")


def _listed(value: Any) -> Any:
    """A list, or its items in one string as a CSV cell has them."""
    return [part.strip() for part in re.split(r"[;；]", value) if part.strip()] if isinstance(value, str) else value


def _dated(value: Any) -> Any:
    """Certificates with their last day, or ``健康证=2027-12-31; 育婴员证=2028-05-01`` as a CSV cell has them."""
    if not isinstance(value, str):
        return value
    parts = [part.partition("=") for part in _listed(value)]
    if any(not equals for _, equals, _ in parts):
        raise ValueError("write certificates like '健康证=2027-12-31'")
    return {name.strip(): until.strip() for name, _, until in parts}


def parse_hours(value: Any) -> dict[int, Shift]:
    """``mon-fri 08:00-18:00; sat 09:00-12:00`` -> shifts by ISO weekday."""
    hours: dict[int, Shift] = {}
    for part in _listed(value) if isinstance(value, str) else ():
        match = _SHIFT.fullmatch(part.lower())
        if match is None or not {match["first"], match["last"] or match["first"]} <= set(_DAYS):
            raise ValueError(f"{part!r} is no working time: write it like 'mon-fri 08:00-18:00'")
        first, last = _DAYS.index(match["first"]) + 1, _DAYS.index(match["last"] or match["first"]) + 1
        start, end = _clock(match["start"]), _clock(match["end"])
        if last < first or end <= start:
            raise ValueError(f"{part!r} ends before it begins")
        for day in range(first, last + 1):
            if day in hours:
                raise ValueError(f"{_DAYS[day - 1]} has two shifts")
            hours[day] = Shift(start, end)
    if not hours:
        raise ValueError("write working times like 'mon-fri 08:00-18:00; sat 09:00-12:00'")
    return hours


def _clock(text: str) -> time:
    try:
        return time.fromisoformat(text.zfill(5))
    except ValueError as error:
        raise ValueError(f"{text!r} is no time of day") from error


def _known_need(code: str) -> str:
    if code not in NEED_WORDS:
        raise ValueError(f"{code!r} is no special need of the requirement schema")
    return code


Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]
Text = Annotated[str, Field(min_length=1)]
Yuan = Annotated[Decimal, Field(gt=0, max_digits=8, decimal_places=2)]
Minutes = Annotated[int, Field(gt=0, le=24 * 60)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed)]
Needs = Annotated[tuple[Annotated[str, PlainValidator(_known_need)], ...], BeforeValidator(_listed)]
Phone = Annotated[str, Field(pattern=r"^\+?\d[\d-]{4,19}$")]


def fen(yuan: Decimal) -> int:
    return int(yuan * 100)


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class ServiceEntry(Entry):
    code: Code
    name: Text
    yuan_per_hour: Annotated[Yuan, Field(ge=FLOOR_FEN_PER_HOUR // 100)]
    min_minutes: Minutes
    max_minutes: Minutes
    default_minutes: Minutes
    bookable: bool
    includes: Text
    excludes: Text
    asks: Annotated[tuple[Literal["area"], ...], BeforeValidator(_listed)] = ()
    by_area: dict[Annotated[float, Field(gt=0)], Minutes] = {}
    certificates: Texts = ()
    minutes_per_item: Minutes | None = None

    def to_domain(self) -> Service:
        steps = tuple(AreaStep(sqm, minutes) for sqm, minutes in sorted(self.by_area.items()))
        return Service(
            self.code, self.name, fen(self.yuan_per_hour), self.min_minutes, self.max_minutes, self.default_minutes,
            self.bookable, self.includes, self.excludes, self.asks, steps, self.certificates,
            self.minutes_per_item or 0,
        )  # fmt: skip


class SurchargeEntry(Entry):
    code: Code
    name: Text
    when: str
    percent: Annotated[int, Field(gt=0, le=300)] | None = None
    yuan: Yuan | None = None

    @field_validator("when")
    @classmethod
    def _known(cls, when: str) -> str:
        if when not in ("night", "holiday") and when.removeprefix("need:") not in NEED_WORDS:
            raise ValueError(f"{when!r} is not 'night', 'holiday' or 'need:' with a special need of the schema")
        return when

    def to_domain(self) -> Surcharge:
        return Surcharge(self.code, self.name, self.when, self.percent or 0, fen(self.yuan) if self.yuan else 0)


Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Place = Annotated[tuple[Longitude, Latitude], BeforeValidator(_listed)]
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
    holidays: Annotated[frozenset[date] | None, BeforeValidator(_listed)] = None
    cities: Annotated[tuple[Text, ...] | None, BeforeValidator(_listed)] = None
    closed: Annotated[frozenset[date] | None, BeforeValidator(_listed)] = None
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
    skills: Annotated[Texts, Field(min_length=1)]
    districts: Annotated[Texts, Field(min_length=1)]
    hours: Annotated[dict[int, Shift], PlainValidator(parse_hours)]
    rating: Annotated[float, Field(ge=1, le=5)]
    languages: Texts = ("普通话",)
    pets: Annotated[tuple[Literal["cat", "dog", "pet"], ...], BeforeValidator(_listed)] = ()
    smoker: bool = False
    experience_years: Annotated[int, Field(ge=0, le=60)] = 0
    days_off: Annotated[frozenset[date], BeforeValidator(_listed)] = frozenset()
    active: bool = True
    certificates: Annotated[dict[Text, date], BeforeValidator(_dated)] = {}

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
        )


class CustomerEntry(Entry):
    id: Id
    openid: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{6,64}$")]
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
    quantities: dict[str, Annotated[int, Field(gt=0)]] = {}
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
