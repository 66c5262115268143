"""How inquiries and the waiting list reach a customer: a question with its choices, or a word; by day."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.dialogue.inquiry_task import options_of
from bot.dialogue.step import choices_of
from bot.domain.events import CallTaskNeeded
from bot.domain.inquiry import Inquiry
from bot.domain.messages import Bubble
from bot.domain.notices import NoticeKind, quiet_until
from bot.domain.sending import Outbound, Purpose
from bot.ports import CompanyClock, Deps, UnitOfWork
from bot.usecases.inquiry_words import booking_of, question_of
from bot.usecases.notify import template_notice
from bot.usecases.policies import policies_in
from bot.usecases.visit_words import visit_words
from bot.usecases.write_to import Letter, write_to_customer
from bot.zh.notices import asked


async def put(deps: Deps, uow: UnitOfWork, inquiry: Inquiry) -> Outbound:
    """Writes the question and gives its outbox row; staff call too where the visit cannot wait for the morning."""
    booking, policies = await booking_of(uow, inquiry), await policies_in(uow)
    question = await question_of(deps, uow, inquiry, await reached_at(deps, uow, inquiry.created_at))
    visit = await visit_words(uow, booking, deps.zone)
    notice = template_notice(policies, NoticeKind.QUESTION, booking, visit, asked(question), inquiry.id)
    bubble = Bubble(question, choices_of(options_of(inquiry.kind.value)))
    letter = Letter(bubble, Purpose.QUESTION, notice, lapses_at=inquiry.expires_at)
    stored = await write_to_customer(uow, CompanyClock(deps.clock, deps.zone), inquiry.customer_id, letter)
    needed = timedelta(minutes=policies.notices.before_minutes)
    if stored.not_before is not None and booking.window.start < stored.not_before + needed:
        uow.happened(CallTaskNeeded(inquiry.customer_id, "before_morning", question))
    return stored


async def was_sent(uow: UnitOfWork, inquiry: Inquiry) -> bool:
    """Whether anybody has tried to send the question."""
    return inquiry.outbound_id is None or (await uow.outbox.get(inquiry.outbound_id)).was_tried


async def tell(deps: Deps, uow: UnitOfWork, customer_id: str, text: str) -> None:
    await write_to_customer(uow, CompanyClock(deps.clock, deps.zone), customer_id, Letter(Bubble(text)))


async def reached_at(deps: Deps, uow: UnitOfWork, written_at: datetime) -> datetime:
    """When what is written to a customer at an instant goes out to her: by day at once, at night in the morning."""
    return quiet_until(written_at, (await policies_in(uow)).notices, deps.zone) or written_at
