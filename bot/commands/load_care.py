"""What the section ``policies.care`` of a data file may say. Any part may be left out: the one in force stays."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from bot.commands.load_values import DAYS, Entry, Yuan, clock, fen, listed
from bot.domain.care_policy import CarePolicy
from bot.domain.errors import InvalidData
from bot.domain.working_time import Span, WorkingTime

_DAYS_AND_SPANS = re.compile(r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))? +(?P<spans>\d.*)")
_SPAN = re.compile(r"(\d{1,2}:\d{2})-(\d{1,2}:\d{2})")


def parse_spans(value: Any) -> dict[int, tuple[Span, ...]]:
    """``mon-fri 08:00-12:00 13:00-21:00; sat 09:00-12:00`` -> spans by ISO weekday; 24:00 is the end of the day."""
    hours: dict[int, tuple[Span, ...]] = {}
    for part in listed(value) if isinstance(value, str) else ():
        match = _DAYS_AND_SPANS.fullmatch(part.lower())
        if match is None or not {match["first"], match["last"] or match["first"]} <= set(DAYS):
            raise ValueError(f"{part!r} is no working time: write it like 'mon-fri 08:00-12:00 13:00-21:00'")
        first, last = DAYS.index(match["first"]) + 1, DAYS.index(match["last"] or match["first"]) + 1
        if last < first:
            raise ValueError(f"{part!r} ends before it begins")
        for day in range(first, last + 1):
            if day in hours:
                raise ValueError(f"{DAYS[day - 1]} stands here twice")
            hours[day] = _spans(match["spans"])
    if not hours:
        raise ValueError("write working times like 'mon-fri 08:00-12:00 13:00-21:00; sat 09:00-12:00'")
    return hours


def _spans(text: str) -> tuple[Span, ...]:
    spans = []
    for part in text.split():
        match = _SPAN.fullmatch(part)
        if match is None:
            raise ValueError(f"{part!r} is no span: write it like 08:00-12:00")
        end = "00:00" if match[2] == "24:00" else match[2]
        try:
            spans.append(Span(clock(match[1]), clock(end)))
        except InvalidData as error:
            raise ValueError(str(error)) from error
    if any(later.start < before.end for before, later in pairwise(spans)):
        raise ValueError(f"the spans of {text!r} must be in order and apart")
    return tuple(spans)


Spans = Annotated[dict[int, tuple[Span, ...]] | None, BeforeValidator(parse_spans)]
Days = Annotated[frozenset[date] | None, BeforeValidator(listed)]
Minutes = Annotated[int, Field(gt=0, le=60 * 24 * 31)]


class CareEntry(Entry):
    """``closed``: days on which no agent is there. ``holidays`` and ``workdays`` (调休): of the office."""

    duty: Spans = None
    closed: Days = None
    office: Spans = None
    holidays: Days = None
    workdays: Days = None
    first_response_minutes: Minutes | None = None
    high_response_minutes: Minutes | None = None
    critical_response_minutes: Minutes | None = None
    handling_minutes: Minutes | None = None
    refund_working_days: Annotated[int, Field(gt=0, le=30)] | None = None
    refund_limit_yuan: Yuan | None = None
    escalate_at_percent: Annotated[int, Field(gt=0, le=100)] | None = None
    raise_at_contacts: Annotated[int, Field(gt=1, le=20)] | None = None
    solved_reminder_minutes: Minutes | None = None
    agent_silent_minutes: Minutes | None = None
    customer_silent_hours: Annotated[int, Field(gt=0, le=48)] | None = None
    wait_word_minutes: Minutes | None = None
    recent_visit_days: Annotated[int, Field(gt=0, le=366)] | None = None

    def over(self, current: CarePolicy) -> CarePolicy:
        given = {
            name: value
            for name in CareEntry.model_fields
            if name not in _OTHERWISE and (value := getattr(self, name)) is not None
        }
        if self.refund_limit_yuan is not None:
            given["refund_limit_fen"] = fen(self.refund_limit_yuan)
        return replace(current, **given, duty=self._duty(current.duty), office=self._office(current.office))

    def _duty(self, current: WorkingTime) -> WorkingTime:
        holidays = current.holidays if self.closed is None else self.closed
        return replace(current, spans=self.duty or current.spans, holidays=holidays)

    def _office(self, current: WorkingTime) -> WorkingTime:
        holidays = current.holidays if self.holidays is None else self.holidays
        workdays = current.workdays if self.workdays is None else self.workdays
        return WorkingTime(self.office or current.spans, holidays, workdays)


_OTHERWISE = ("duty", "closed", "office", "holidays", "workdays", "refund_limit_yuan")
