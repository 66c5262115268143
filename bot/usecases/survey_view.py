"""Which survey a customer's message may be about, as the dialogue sees it."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.rating import SurveyView
from bot.domain.survey import Survey, SurveyState
from bot.domain.values import to_local
from bot.ports import Deps, UnitOfWork
from bot.usecases.visit_words import visit_words
from bot.zh.surveys import visit_of

_REMEMBERED = timedelta(days=30)


async def survey_talked_of(deps: Deps, uow: UnitOfWork, customer_id: str, turn_id: str) -> SurveyView | None:
    """The one that was put to her last before she wrote, else that of her latest visit."""
    surveys = await uow.surveys.latest_of(customer_id)
    now = deps.clock.now()
    recent = [one for one in surveys if now - one.due_at <= _REMEMBERED and one.state is not SurveyState.SKIPPED]
    if not recent:
        return None
    heard_at = min((item.received_at for item in await uow.inbox.of_turn(turn_id)), default=now)
    asked = [one for one in recent if one.is_open and one.last_asked_at is not None and one.last_asked_at <= heard_at]
    if asked:
        return await _view(deps, uow, max(asked, key=lambda one: one.last_asked_at or one.due_at), is_open=True)
    return await _view(deps, uow, recent[0], is_open=False)


async def _view(deps: Deps, uow: UnitOfWork, survey: Survey, *, is_open: bool) -> SurveyView:
    booking = await uow.bookings.get(survey.booking_id)
    visit = await visit_words(uow, booking, deps.zone)
    today = to_local(deps.clock.now(), deps.zone).date()
    asked_at = survey.last_asked_at
    return SurveyView(
        booking_id=survey.booking_id,
        visit=visit_of(visit.service, visit.start, today),
        service=booking.service,
        asked_at=to_local(asked_at, deps.zone) if asked_at is not None else None,
        is_open=is_open,
        scores=survey.scores,
    )
