"""What an entry of the section ``series`` may say: words of the requirement schema and of ``export series``."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from bot.commands.load_values import Code, Entry, Id, Minutes, Needs, Phone, Text, Texts
from bot.domain.series import SeriesState
from bot.domain.series_plan import HolidayChoice


def _days(value: object) -> object:
    """A list, or one day."""
    return [value] if isinstance(value, str) else value


class FrequencyEntry(Entry):
    """``count`` is of visits; ``from`` and ``until`` are days, both included."""

    rrule: Text
    count: Annotated[int, Field(gt=0)] | None = None
    begins: Annotated[date | None, Field(alias="from")] = None
    until: date | None = None
    exdate: Annotated[frozenset[date], BeforeValidator(_days)] = frozenset()


class SeriesEntry(Entry):
    """When: the first visit's ``start`` (local), or the time ``at`` with ``in_days`` or ``frequency.from``."""

    id: Id
    service: Code
    frequency: FrequencyEntry
    customer: Id | None = None
    openid: str | None = None
    state: SeriesState = SeriesState.ACTIVE
    start: datetime | None = None
    in_days: Annotated[int, Field(ge=-3660, le=3660)] | None = None
    at: time | None = None
    minutes: Minutes | None = None
    holidays: HolidayChoice = HolidayChoice.SKIP
    provider_ids: Texts = ()
    fixed: bool = False
    providers: Annotated[int, Field(gt=0, le=20)] = 1
    address: str = ""
    district: str = ""
    phone: Phone | None = None
    contact_name: str = ""
    area_sqm: Annotated[float, Field(gt=0)] | None = None
    rooms: str = ""
    special_needs: Needs = ()
    quantities: Annotated[dict[str, Annotated[int, Field(gt=0)]], Field(default_factory=dict)]
    notes: str = ""
    created_by: Text = "load"

    @model_validator(mode="after")
    def _says_when_whose_and_by_whom(self) -> Self:
        days = [day for day in (self.in_days, self.frequency.begins) if day is not None]
        given = (self.start is not None, self.at is not None, len(days))
        if given not in ((True, False, 0), (False, True, 1)):
            raise ValueError("give either start, or at together with in_days or frequency.from")
        if self.start is not None and self.start.tzinfo is not None:
            raise ValueError("start is a local time, without a zone")
        if (self.customer is None) == (self.openid is None):
            raise ValueError("give either customer or openid")
        if self.fixed and len(set(self.provider_ids)) < self.providers:
            raise ValueError("fixed needs as many provider_ids as providers come")
        return self
