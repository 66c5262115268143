"""A data file (YAML, or CSV of providers) as checked entries, or everything that is wrong with it at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from bot.commands.load_policies import PoliciesEntry
from bot.commands.load_prices import LoyaltyEntry, PackageEntry, ServiceEntry, SurchargeEntry
from bot.commands.load_schema import TOPICS, BookingEntry, CustomerEntry, ProviderEntry, RulesEntry
from bot.commands.load_series_schema import SeriesEntry
from bot.commands.load_survey_schema import SurveyEntry
from bot.commands.load_text import Document, FileFaults, Problem, Where, read_csv, read_yaml
from bot.commands.load_ticket_schema import TicketEntry
from bot.commands.load_values import Entry

E = TypeVar("E", bound=Entry)
M = TypeVar("M", bound=BaseModel)

_LISTS: Mapping[str, tuple[type[Entry], str]] = {
    "services": (ServiceEntry, "code"),
    "packages": (PackageEntry, "code"),
    "surcharges": (SurchargeEntry, "code"),
    "providers": (ProviderEntry, "id"),
    "customers": (CustomerEntry, "id"),
    "bookings": (BookingEntry, "id"),
    "series": (SeriesEntry, "id"),
    "surveys": (SurveyEntry, "booking_id"),
    "tickets": (TicketEntry, "id"),
}
_SINGLE: Mapping[str, type[Entry]] = {"loyalty": LoyaltyEntry, "rules": RulesEntry, "policies": PoliciesEntry}
_SECTIONS = (*_LISTS, *_SINGLE, "answers")


@dataclass(frozen=True, slots=True)
class Placed(Generic[E]):
    """An entry and the line on which it begins."""

    entry: E
    line: int


@dataclass(slots=True)
class LoadFile:
    """The entries of one file by section."""

    file: Path
    document: Document
    services: list[Placed[ServiceEntry]] = field(default_factory=list)
    packages: list[Placed[PackageEntry]] = field(default_factory=list)
    loyalty: Placed[LoyaltyEntry] | None = None
    surcharges: list[Placed[SurchargeEntry]] = field(default_factory=list)
    providers: list[Placed[ProviderEntry]] = field(default_factory=list)
    customers: list[Placed[CustomerEntry]] = field(default_factory=list)
    bookings: list[Placed[BookingEntry]] = field(default_factory=list)
    series: list[Placed[SeriesEntry]] = field(default_factory=list)
    surveys: list[Placed[SurveyEntry]] = field(default_factory=list)
    tickets: list[Placed[TicketEntry]] = field(default_factory=list)
    rules: Placed[RulesEntry] | None = None
    policies: Placed[PoliciesEntry] | None = None
    answers: dict[str, str] = field(default_factory=dict)


def read_load_file(file: Path) -> LoadFile:
    """The checked entries; raises ``FileFaults`` with all that is wrong."""
    if file.suffix.lower() == ".csv":
        document = read_csv(file, "providers")
    elif file.suffix.lower() in (".yml", ".yaml"):
        document = read_yaml(file)
    else:
        raise FileFaults(file, [Problem(1, "give a .yml, .yaml or .csv file")])
    loaded, problems = LoadFile(file, document), list[Problem]()
    values = document.values
    if values is None:
        return loaded
    if not isinstance(values, dict):
        raise FileFaults(file, [Problem(1, f"the file must be a mapping of sections ({', '.join(_SECTIONS)})")])
    for section, value in values.items():
        if section not in _SECTIONS:
            problems.append(Problem(document.line((section,)), unknown("section", section, _SECTIONS)))
        elif value is not None:
            _read_section(loaded, section, value, document, problems)
    if problems:
        raise FileFaults(file, problems)
    return loaded


def unknown(what: str, given: str, known: Iterable[str]) -> str:
    """``unknown key 'nmae' (did you mean 'name'?)``."""
    near = difflib.get_close_matches(given, list(known), n=1)
    return f"unknown {what} {given!r}" + (f" (did you mean {near[0]!r}?)" if near else "")


def _read_section(loaded: LoadFile, section: str, value: Any, document: Document, problems: list[Problem]) -> None:
    if section in _SINGLE:
        entry = checked(_SINGLE[section], value, (section,), document, problems)
        setattr(loaded, section, Placed(entry, document.line((section,))) if entry is not None else None)
    elif section == "answers":
        loaded.answers = _answers(value, document, problems)
    elif not isinstance(value, list):
        problems.append(Problem(document.line((section,)), f"{section} must be a list"))
    else:
        model, key = _LISTS[section]
        _read_list(getattr(loaded, section), section, model, key, document, problems)


def _read_list(
    into: list[Placed[Entry]], section: str, model: type[Entry], key: str, document: Document, problems: list[Problem]
) -> None:
    first: dict[str, int] = {}
    for index, value in enumerate(document.values[section]):
        where: Where = (section, index)
        line = document.line(where)
        name = value.get(key) if isinstance(value, dict) else None
        if isinstance(name, str) and name in first:
            problems.append(Problem(document.line((*where, key)), f"{key} {name!r} stands on line {first[name]} too"))
        elif isinstance(name, str):
            first[name] = line
        entry = checked(model, value, where, document, problems)
        if entry is not None:
            into.append(Placed(entry, line))


def checked(model: type[M], value: Any, where: Where, document: Document, problems: list[Problem]) -> M | None:
    """The value as an entry; where it is none, everything that is wrong with it goes to ``problems``."""
    if not isinstance(value, dict):
        problems.append(Problem(document.line(where), f"this must be a mapping with {', '.join(model.model_fields)}"))
        return None
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for fault in error.errors():
            place: Where = (*where, *fault["loc"])
            problems.append(Problem(document.line(place), _in_words(model, fault["type"], fault["loc"], fault)))
        return None


def _in_words(model: type[BaseModel], kind: str, loc: Where, fault: Mapping[str, Any]) -> str:
    name = ".".join(str(part) for part in loc if part != "[key]")
    if kind == "missing":
        return f"{name} is missing"
    if kind == "extra_forbidden":
        return unknown("key", str(loc[-1]), _model_at(model, loc[:-1]).model_fields)
    if kind == "model_type":
        return f"{name}: this must be a mapping with {', '.join(_model_at(model, loc).model_fields)}"
    if kind == "value_error":
        what = str(fault["ctx"]["error"])
        return f"{name}: {what}" if name else what
    message = str(fault["msg"]).split(", ", 1)[0]
    return f"{name}: {message[0].lower()}{message[1:]}, not {fault['input']!r}"


def _model_at(model: type[BaseModel], loc: Where) -> type[BaseModel]:
    """The entry inside an entry to which ``loc`` leads."""
    for part in loc:
        if isinstance(part, str) and part in model.model_fields:
            model = next(_entries_of(model.model_fields[part].annotation), model)
    return model


def _entries_of(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _entries_of(inner)


def _answers(value: Any, document: Document, problems: list[Problem]) -> dict[str, str]:
    if not isinstance(value, dict):
        problems.append(Problem(document.line(("answers",)), "answers must be a mapping of topics to texts"))
        return {}
    for topic, text in value.items():
        line = document.line(("answers", topic))
        if topic not in TOPICS:
            problems.append(Problem(line, unknown("topic", topic, TOPICS)))
        elif not isinstance(text, str) or not text.strip():
            problems.append(Problem(line, f"{topic} needs a text"))
    return value
