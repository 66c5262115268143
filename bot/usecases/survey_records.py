"""Reactions around surveys: what is written down, and the follow-up of a low score."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.audit import AuditEntry
from bot.domain.events import ProviderPraised, SurveyChanged, SurveyScoredLow, TicketClosed, TicketOpened
from bot.domain.survey import SurveyState
from bot.domain.ticket import OpenTicket, Severity, Ticket, TicketType
from bot.ports import Clock, CompanyClock, UnitOfWork
from bot.usecases.survey import FOLLOW_UP
from bot.usecases.ticket import open_ticket
from bot.zh.surveys import low_score

_TYPES: Mapping[str, TicketType] = {
    "damage": TicketType.DAMAGE,
    "refund": TicketType.REFUND,
    "rework": TicketType.RECTIFICATION,
    "no_show": TicketType.NO_SHOW,
}


async def audit_survey(uow: UnitOfWork, event: SurveyChanged, clock: Clock) -> None:
    """That it was asked and answered; what was said stands in the survey alone."""
    survey = event.survey
    detail = {"kind": survey.kind.value, **({"reason": survey.reason} if survey.reason else {})}
    action = f"survey_{survey.state.value}"
    await uow.audit.add(AuditEntry(clock.now(), event.by, action, "survey", survey.booking_id, detail))


async def audit_praise(uow: UnitOfWork, event: ProviderPraised, clock: Clock) -> None:
    praise = event.praise
    await uow.audit.add(AuditEntry(clock.now(), "customer", "provider_praised", "provider", praise.provider_id, {}))


async def follow_up(uow: UnitOfWork, event: SurveyScoredLow, clock: CompanyClock) -> None:
    """A ticket about the visit; one that is open already gets the words added."""
    survey = event.survey
    words = low_score(survey.average, event.words, anonymous=survey.anonymous)
    severity, type_ = Severity(event.severity), _TYPES.get(event.category or event.remedy, TicketType.COMPLAINT)
    command = OpenTicket(
        event.customer_id, type_, severity, FOLLOW_UP, words, event.category, event.remedy, linked_to=survey.booking_id
    )
    await open_ticket(uow, clock, command)


async def follow_up_ends(uow: UnitOfWork, event: TicketClosed, clock: Clock) -> None:
    """The customer says that what her survey told of is put right."""
    visits = (event.ticket.linked_to, *event.ticket.rectified_by)
    for survey in await uow.surveys.latest_of(event.ticket.customer_id):
        if survey.booking_id in visits and survey.low and survey.state is SurveyState.ANSWERED:
            uow.happened(SurveyChanged(await uow.surveys.save(survey.followed_up())))


async def spare_after_danger(uow: UnitOfWork, event: TicketOpened, clock: Clock) -> None:
    """Nobody is asked for points about a visit on which somebody was in danger."""
    if not is_grave(event.ticket):
        return
    for survey in await uow.surveys.latest_of(event.ticket.customer_id):
        if survey.may_be_skipped and event.ticket.linked_to in (None, survey.booking_id):
            uow.happened(SurveyChanged(await uow.surveys.save(survey.skipped("safety"))))


def is_grave(ticket: Ticket) -> bool:
    of_danger = ticket.type is TicketType.SAFETY or ticket.category in ("safety", "harassment")
    return of_danger or ticket.severity is Severity.CRITICAL
