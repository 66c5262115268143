"""What goes over the wire: the base of all bodies, queries and answers, and their kinds of values."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
)

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PLUS = re.compile(r" (?=\d\d:?\d\d$)")
_YEARS = (2000, 2100)
_NO_TIME = "give a time such as 2026-11-24T14:00:00+08:00"


class Body(BaseModel):
    """A JSON body: exact types, no unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Query(BaseModel):
    """A query string: everything comes as text, no unknown names."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Body):
    """Neither body nor query."""


class Answer(BaseModel):
    """What comes back. Instants are told with the company's own offset."""

    model_config = ConfigDict(frozen=True)


class Problem(Answer):
    """Why a call was refused: a code for programs and one plain sentence for people."""

    error: str
    message: str


def _moment(said: object) -> object:
    """An ISO time with its offset; a ``+`` that a query string has turned into a space is one again."""
    if not isinstance(said, str):
        raise ValueError(_NO_TIME)  # noqa: TRY004 -- pydantic tells a ValueError as a wrong field
    try:
        moment = datetime.fromisoformat(_PLUS.sub("+", said))
    except ValueError as error:
        raise ValueError(_NO_TIME) from error
    if moment.tzinfo is None:
        raise ValueError("give the time with its offset, such as +08:00")
    if not _YEARS[0] <= moment.year < _YEARS[1]:
        raise ValueError(f"the year is not between {_YEARS[0]} and {_YEARS[1]}")
    if moment.second or moment.microsecond:
        raise ValueError("give a time in whole minutes")
    return moment.astimezone(UTC)


def _readable(said: str) -> str:
    if _CONTROL.search(said):
        raise ValueError("there are control characters in it")
    return said


Moment = Annotated[AwareDatetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_readable)]
"""A word or a short line."""
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000), AfterValidator(_readable)]
"""Free text, which may be empty."""
MessageRef = Annotated[str, Field(pattern=r"^(in|out)_\d{1,18}$", description="in_12 or out_7, as in export messages")]
Fen = Annotated[int, Field(gt=0, le=10_000_000)]
"""Money in 分."""


def sentence_of(error: ValidationError) -> str:
    """The first thing that is wrong, after the name of its field."""
    first = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    return f"{name}: {_words_of(first)}" if name else _words_of(first)


def _words_of(fault: Any) -> str:
    match fault["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "is not known here"
        case "json_invalid":
            return "the body is no JSON"
        case "model_type" | "model_attributes_type":
            return "the body is no JSON object"
    words = str(fault["msg"]).removeprefix("Value error, ")
    return words[:1].lower() + words[1:]
