"""Surveys that are to be looked at: asked by day and while nothing else is talked of, reminded of once, let go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.domain.booking import Booking
from bot.domain.conversation import Conversation
from bot.domain.errors import DomainError, InvalidData
from bot.domain.events import SurveyChanged
from bot.domain.messages import Bubble
from bot.domain.notices import NoticeKind, quiet_until
from bot.domain.policy import Policies
from bot.domain.sending import Ledger, Outbound, OutboundState, Purpose, choose_way
from bot.domain.survey import WAITING, Survey, SurveyKind, SurveyState
from bot.domain.values import new_id, to_local
from bot.ports import CompanyClock, Deps, UnitOfWork
from bot.usecases.notify import template_notice
from bot.usecases.perform_emergency import EMERGENCY
from bot.usecases.policies import policies_in
from bot.usecases.survey_records import is_grave
from bot.usecases.talked_of import LATER, busy_until
from bot.usecases.visit_words import visit_words
from bot.usecases.write_to import Letter, write_in
from bot.zh import surveys as zh

log = structlog.get_logger()

_TRY_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Case:
    """One survey with what it is about, in one transaction."""

    deps: Deps
    uow: UnitOfWork
    survey: Survey
    booking: Booking
    conversation: Conversation
    policies: Policies
    now: datetime


async def survey_next(deps: Deps) -> bool:
    """Deals with the survey that waits longest to be looked at; False when there is none.

    One that cannot be dealt with, whatever the reason, is looked at again later: it must not stand before the others.
    """
    now = deps.clock.now()
    async with deps.uow() as uow:
        survey = await uow.surveys.next_due(now)
    if survey is None:
        return False
    try:
        await _look_at(deps, survey.booking_id, now)
    except (DomainError, LookupError, ValueError) as error:
        log.exception("survey_failed", booking_id=survey.booking_id, error=type(error).__name__)
        async with deps.uow() as uow:
            await uow.surveys.save((await uow.surveys.get(survey.booking_id)).put_off(now + _TRY_AGAIN))
            await uow.commit()
    return True


async def _look_at(deps: Deps, booking_id: str, now: datetime) -> None:
    async with deps.uow() as uow:
        survey = await uow.surveys.get(booking_id)
        if survey.next_at is None or survey.next_at > now:
            return  # somebody else was faster
        try:
            await _deal_with(await _case(deps, uow, survey, now))
        except InvalidData:  # no key opens the booking or its customer any more
            log.error("survey_unreadable", booking_id=booking_id)
            await uow.surveys.save(survey.skipped("unreadable"))
        await uow.commit()


async def _case(deps: Deps, uow: UnitOfWork, survey: Survey, now: datetime) -> _Case:
    booking = await uow.bookings.get(survey.booking_id)
    customer = await uow.customers.get(booking.customer_id)
    conversation = await uow.conversations.by_openid(customer.openid)
    if conversation is None:  # She has booked by phone, and never written.
        conversation = Conversation(id=new_id("cv"), customer_id=customer.id, openid=customer.openid)
        await uow.conversations.add(conversation)
    return _Case(deps, uow, survey, booking, conversation, await policies_in(uow), now)


async def _deal_with(case: _Case) -> None:
    survey, policy = case.survey, case.policies.survey
    if survey.is_open and await _never_arrived(case):
        survey = survey.undelivered(case.now)
        await _store(case, survey)
        return
    if survey.ends_at(policy) <= case.now:
        await _store(case, survey.lapsed())
        return
    reason = await _reason_to_skip(case)
    if reason:
        await _store(case, survey.skipped(reason))
        return
    later = quiet_until(case.now, case.policies.notices, case.deps.zone) or await _busy_until(case)
    if later is not None:
        await case.uow.surveys.save(survey.put_off(later))
        return
    await (_ask if survey.state in WAITING else _remind)(case)


async def _reason_to_skip(case: _Case) -> str:
    """Nobody is asked who wishes no such messages, nor after danger: what went wrong has its ticket by then."""
    if (await case.uow.customers.get(case.conversation.customer_id)).muted:
        return "muted"
    for ticket in await case.uow.tickets.of_customer(case.conversation.customer_id):
        if is_grave(ticket) and ticket.linked_to in (None, case.booking.id) and _is_since(case, ticket.created_at):
            return "safety"
    call = await case.uow.call_tasks.latest(case.conversation.customer_id, EMERGENCY)
    return "safety" if call is not None and _is_since(case, call.created_at) else ""


def _is_since(case: _Case, at: datetime) -> bool:
    return at >= case.booking.window.start


async def _busy_until(case: _Case) -> datetime | None:
    """Until when something else goes on; of several visits one is asked about at a time."""
    later = await busy_until(case.deps, case.uow, case.conversation)
    if later is not None:
        return later
    score = await case.uow.agent_scores.latest_of(case.conversation.id)
    if score is not None and score.asked_at is not None and score.is_open(case.now):
        fresh_until = score.asked_at + LATER
        if case.now < fresh_until:
            return fresh_until
    for other in await case.uow.surveys.latest_of(case.conversation.customer_id):
        if other.is_open and other.booking_id != case.survey.booking_id:
            return case.now + _TRY_AGAIN
    return None


async def _ask(case: _Case) -> None:
    letter = await _letter(case, NoticeKind.SURVEY)
    if not await _is_reachable(case, letter):
        await _store(case, case.survey.out_of_reach(case.now + _TRY_AGAIN))
        return
    sent = await write_in(case.uow, _clock(case), case.conversation, letter)
    await _store(case, case.survey.asked(case.now, case.policies.survey, sent.id))


async def _remind(case: _Case) -> None:
    """Once; where no way is open any more, not at all."""
    letter = await _letter(case, NoticeKind.SURVEY)
    fresh = case.survey.state is SurveyState.ASKED and not await _is_seen_to(case)
    if fresh and await _is_reachable(case, letter):
        await write_in(case.uow, _clock(case), case.conversation, letter)
        await _store(case, case.survey.reminded(case.now, case.policies.survey))
    else:
        await case.uow.surveys.save(case.survey.waits_on(case.policies.survey))


async def _is_seen_to(case: _Case) -> bool:
    """Whether she has told what was wrong by another way: she is not asked for points on top of it."""
    tickets = await case.uow.tickets.of_customer(case.conversation.customer_id)
    return any(ticket.is_open and ticket.linked_to == case.booking.id for ticket in tickets)


async def _letter(case: _Case, kind: NoticeKind) -> Letter:
    survey, policy = case.survey, case.policies.survey
    visit = await visit_words(case.uow, case.booking, case.deps.zone)
    today = to_local(case.now, case.deps.zone).date()
    named = zh.visit_of(visit.service, visit.start, today, visit.names)
    if survey.is_open:
        words = zh.reminder(named, policy.dimensions, policy.texts.get("remind", ""))
    elif survey.kind is SurveyKind.RETURN:
        words = zh.return_visit(named, policy.dimensions, policy.texts.get("return", ""))
    else:
        words = zh.invitation(named, policy.dimensions, policy.texts.get("invite", ""))
    notice = template_notice(case.policies, kind, case.booking, visit, words, survey.state.value)
    return Letter(Bubble(words.text), Purpose.REMINDER, notice, lapses_at=survey.ends_at(policy))


async def _is_reachable(case: _Case, letter: Letter) -> bool:
    """Whether a way of the channel is open: her messages of the last days, or her consent to a notice."""
    ledger: Ledger = await case.uow.ledgers.get(case.conversation.id)
    row = Outbound(0, case.conversation.id, case.conversation.openid, letter.bubble, case.now, notice=letter.notice)
    return choose_way(row, ledger, case.now, case.deps.account.custom_messages) is not None


async def _never_arrived(case: _Case) -> bool:
    """Whether the platform refused the invitation after all."""
    outbound_id = case.survey.outbound_id
    return outbound_id is not None and (await case.uow.outbox.get(outbound_id)).state is OutboundState.FAILED


async def _store(case: _Case, survey: Survey) -> None:
    stored = await case.uow.surveys.save(survey)
    if stored.state is not case.survey.state:
        case.uow.happened(SurveyChanged(stored))
        log.info("survey_moved", booking_id=stored.booking_id, state=stored.state.value)


def _clock(case: _Case) -> CompanyClock:
    return CompanyClock(case.deps.clock, case.deps.zone)
