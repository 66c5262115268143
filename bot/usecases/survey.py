"""Surveys as customers answer them: scores, words, a no, praise; what follows goes with the same transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.booking import CUSTOMER, Booking
from bot.domain.events import CallTaskNeeded, ProviderPraised, SurveyChanged, SurveyScoredLow
from bot.domain.praise import Praise
from bot.domain.survey import Answers, Survey
from bot.ports import UnitOfWork
from bot.usecases.booking import own_booking
from bot.usecases.policies import policies_in
from bot.zh.after_visit import only_praises
from bot.zh.surveys import call_back, low_score, without_answers

FOLLOW_UP = "survey"
"""Who opens the ticket of a low score, as its events name it."""
_CALL = "survey_low"
_GLAD = 4.5
"""An average from which good words are praise."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What a complaint among the answers is about, in the words of the requirement schema."""

    category: str = ""
    remedy: str = ""
    severity: str = "normal"


async def record(
    uow: UnitOfWork, now: datetime, booking_id: str, customer_id: str, answers: Answers, fault: Fault
) -> Survey:
    """Stores what was said; a low score asks for its follow-up, good words go to the record of who was there."""
    booking = await own_booking(uow, booking_id, customer_id)
    before = await uow.surveys.get(booking_id)
    survey = await uow.surveys.save(before.answered(answers, (await policies_in(uow)).survey, now))
    uow.happened(SurveyChanged(survey, CUSTOMER))
    scored = replace(booking, score=survey.average, score_is_anonymous=survey.anonymous)
    if scored != booking:
        await uow.bookings.save(scored)
    if survey.anonymous:
        await _hide_answers(uow, customer_id, survey)
        await uow.praises.hide_booking(booking_id)
    if survey.low and (not before.low or answers.comment or answers.complains):
        words = "；".join(filter(None, (answers.comment, answers.remark)))
        uow.happened(SurveyScoredLow(survey, customer_id, words, fault.category, fault.remedy, fault.severity))
    elif _is_praise(survey, answers):
        await praise(uow, now, booking, answers.comment, anonymous=survey.anonymous)
    return survey


async def decline(uow: UnitOfWork, booking_id: str, customer_id: str) -> Survey:
    """She does not wish to be asked about this visit; what she has said before stays."""
    await own_booking(uow, booking_id, customer_id)
    before = await uow.surveys.get(booking_id)
    if not (before.is_open or before.next_at):
        return before
    survey = await uow.surveys.save(before.declined())
    uow.happened(SurveyChanged(survey, CUSTOMER))
    return survey


async def ask_for_call(uow: UnitOfWork, booking_id: str, customer_id: str, phone: str) -> None:
    """Somebody rings her up about a visit she was not content with."""
    booking = await own_booking(uow, booking_id, customer_id)
    survey = await uow.surveys.get(booking_id)
    score, comment = (None, "") if survey.anonymous else (survey.average, survey.comment)
    text = call_back(booking_id, score, comment, phone or booking.phone)
    uow.happened(CallTaskNeeded(customer_id, _CALL, text))


async def praise(uow: UnitOfWork, now: datetime, booking: Booking, words: str, *, anonymous: bool = False) -> None:
    """Goes to everybody who was there."""
    for provider_id in booking.provider_ids:
        told = Praise(provider_id, now, words, None if anonymous else booking.id)
        await uow.praises.add(told)
        uow.happened(ProviderPraised(told))


async def _hide_answers(uow: UnitOfWork, customer_id: str, survey: Survey) -> None:
    """Points and words stay with the survey, which does not name her; ticket and call name her and keep none."""
    call = await uow.call_tasks.latest(customer_id, _CALL)
    if call is not None and survey.booking_id in call.text:
        await uow.call_tasks.save(replace(call, text=without_answers(call.text)))
    hidden = low_score(None, "", anonymous=True)
    for ticket in await uow.tickets.of_customer(customer_id):
        notes = tuple(replace(note, text=hidden) if note.by == FOLLOW_UP else note for note in ticket.notes)
        if ticket.linked_to == survey.booking_id and notes != ticket.notes:
            await uow.tickets.save(replace(ticket, notes=notes))


def _is_praise(survey: Survey, answers: Answers) -> bool:
    glad = survey.average is None or survey.average >= _GLAD
    return glad and not survey.complained and bool(answers.comment) and only_praises(answers.comment)
