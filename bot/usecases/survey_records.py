"""Reactions around surveys: what is written down, and the follow-up of a low score."""

from __future__ import annotations

from bot.domain.audit import AuditEntry, CallTask
from bot.domain.events import ProviderPraised, SurveyChanged, SurveyScoredLow
from bot.ports import Clock, UnitOfWork
from bot.zh.surveys import low_score


async def audit_survey(uow: UnitOfWork, event: SurveyChanged, clock: Clock) -> None:
    """That it was asked and answered; what was said stands in the survey alone."""
    survey = event.survey
    detail = {"kind": survey.kind.value, **({"reason": survey.reason} if survey.reason else {})}
    action = f"survey_{survey.state.value}"
    await uow.audit.add(AuditEntry(clock.now(), event.by, action, "survey", survey.booking_id, detail))


async def audit_praise(uow: UnitOfWork, event: ProviderPraised, clock: Clock) -> None:
    praise = event.praise
    await uow.audit.add(AuditEntry(clock.now(), "customer", "provider_praised", "provider", praise.provider_id, {}))


async def follow_up(uow: UnitOfWork, event: SurveyScoredLow, clock: Clock) -> None:
    text = low_score(event.survey.booking_id, event.survey.average, event.words)
    await uow.call_tasks.add(CallTask(event.customer_id, "survey_low", text, clock.now()))
