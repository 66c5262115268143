"""The surveys of a data file: each of a completed visit, due, or answered already."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.commands.load_file import Placed
from bot.commands.load_plan import Plan
from bot.commands.load_survey_schema import SurveyEntry
from bot.domain.booking import RECTIFICATION, Booking, BookingState
from bot.domain.errors import NotFound
from bot.domain.notices import survey_due
from bot.domain.survey import Answers, Survey, SurveyKind, falls_due
from bot.domain.values import to_instant
from bot.usecases.policies import policies_in


async def plan_survey(plan: Plan, placed: Placed[SurveyEntry]) -> None:
    """A stored one has a life of its own by now; the file only says how it began."""
    entry, line = placed.entry, placed.line
    booking = await _visit(plan, entry.booking_id)
    if booking is None:
        plan.problem(line, f"survey of {entry.booking_id}: unknown booking")
    elif booking.state is not BookingState.COMPLETED:
        plan.problem(line, f"survey of {entry.booking_id}: the visit is {booking.state.value}, not completed")
    elif not await _is_stored(plan, entry.booking_id):
        plan.new_surveys.append(await _survey(plan, entry, booking))


async def _survey(plan: Plan, entry: SurveyEntry, booking: Booking) -> Survey:
    policies = plan.catalogue.policies if plan.catalogue is not None else await policies_in(plan.uow)
    kind = SurveyKind.RETURN if booking.kind == RECTIFICATION else SurveyKind.VISIT
    due_at = _instant(plan, entry.due_at) or survey_due(booking.window.end, policies.notices, plan.deps.zone)
    survey = falls_due(booking.id, due_at, kind)
    if not (entry.scores or entry.comment):
        return survey
    answers = Answers(
        {str(name): points for name, points in entry.scores.items()}, entry.comment, anonymous=entry.anonymous
    )
    return survey.answered(answers, policies.survey, _instant(plan, entry.answered_at) or due_at)


def _instant(plan: Plan, given: datetime | None) -> datetime | None:
    return given if given is None or given.tzinfo else to_instant(given, plan.deps.zone)


async def store_survey(plan: Plan, survey: Survey) -> None:
    """With its score at the visit, where it has one."""
    await plan.uow.surveys.add(survey)
    if survey.average is not None:
        booking = await plan.uow.bookings.get(survey.booking_id)
        scored = replace(booking, score=survey.average, score_is_anonymous=survey.anonymous)
        await plan.uow.bookings.save(scored)


async def _visit(plan: Plan, booking_id: str) -> Booking | None:
    new = next((booking for booking, _ in plan.new_bookings if booking.id == booking_id), None)
    try:
        return new or await plan.uow.bookings.get(booking_id)
    except NotFound:
        return None


async def _is_stored(plan: Plan, booking_id: str) -> bool:
    try:
        await plan.uow.surveys.get(booking_id)
    except NotFound:
        return False
    return True
