"""What single values in a data file may look like, and how they are read."""

from __future__ import annotations

import re
from datetime import time
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

from bot.domain.provider import USUAL_LEVEL, Shift
from bot.zh.say import NEED_WORDS

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHIFT = re.compile(r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))?\s+(?P<start>\d{1,2}:\d\d)-(?P<end>\d{1,2}:\d\d)")


def listed(value: Any) -> Any:
    """A list, or its items in one string as a CSV cell has them."""
    return [part.strip() for part in re.split(r"[;；]", value) if part.strip()] if isinstance(value, str) else value


def dated(value: Any) -> Any:
    """Certificates with their last day, or ``健康证=2027-12-31; 育婴员证=2028-05-01`` as a CSV cell has them."""
    if not isinstance(value, str):
        return value
    parts = [part.partition("=") for part in listed(value)]
    if any(not equals for _, equals, _ in parts):
        raise ValueError("write certificates like '健康证=2027-12-31'")
    return {name.strip(): until.strip() for name, _, until in parts}


def levelled(value: Any) -> Any:
    """Skills with their levels; in a list or a CSV cell ``laundry`` (the usual level) or ``laundry:4``."""
    value = listed(value)
    if not isinstance(value, list):
        return value
    if not all(isinstance(part, str) for part in value):
        raise ValueError("write skills like 'laundry' or, with a level, 'daily_cleaning:4'")
    parts = [part.partition(":") for part in value]
    return {skill.strip(): level.strip() if colon else USUAL_LEVEL for skill, colon, level in parts}


def parse_hours(value: Any) -> dict[int, Shift]:
    """``mon-fri 08:00-18:00; sat 09:00-12:00`` -> shifts by ISO weekday."""
    hours: dict[int, Shift] = {}
    for part in listed(value) if isinstance(value, str) else ():
        match = _SHIFT.fullmatch(part.lower())
        if match is None or not {match["first"], match["last"] or match["first"]} <= set(DAYS):
            raise ValueError(f"{part!r} is no working time: write it like 'mon-fri 08:00-18:00'")
        first, last = DAYS.index(match["first"]) + 1, DAYS.index(match["last"] or match["first"]) + 1
        start, end = clock(match["start"]), clock(match["end"])
        if last < first or end <= start:
            raise ValueError(f"{part!r} ends before it begins")
        for day in range(first, last + 1):
            if day in hours:
                raise ValueError(f"{DAYS[day - 1]} has two shifts")
            hours[day] = Shift(start, end)
    if not hours:
        raise ValueError("write working times like 'mon-fri 08:00-18:00; sat 09:00-12:00'")
    return hours


def clock(text: str) -> time:
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
Texts = Annotated[tuple[Text, ...], BeforeValidator(listed)]
Need = Annotated[str, PlainValidator(_known_need)]
Needs = Annotated[tuple[Need, ...], BeforeValidator(listed)]
Level = Annotated[int, Field(ge=1, le=5)]
OpenId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{6,64}$")]
Phone = Annotated[str, Field(pattern=r"^\+?\d[\d-]{4,19}$")]


def fen(yuan: Decimal) -> int:
    return int(yuan * 100)


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
