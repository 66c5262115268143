"""The effects around questions: the company's answered, the waiting list joined and left, a person called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue.asking import (
    AnswerInquiry,
    CancelInstead,
    InquiryAnswered,
    JoinWaitlist,
    LeaveWaitlist,
    WaitlistJoined,
    WaitlistLeft,
)
from bot.dialogue.effects import Booked, Cancelled, Done, Outcome, Queued, QueueHandoff, Refused
from bot.dialogue.values import WindowDraft
from bot.domain.conversation import Mode
from bot.domain.errors import DomainError
from bot.domain.inquiry import Extra, InquiryState, WaitlistOffer
from bot.domain.values import yuan
from bot.usecases import inquiries, waitlist
from bot.usecases.handoff import queue_handoff
from bot.usecases.perform_booking import job_from
from bot.usecases.scene import Performer, Scene
from bot.usecases.waiting import begin_outlook, outlook_of


async def answer(scene: Scene, effect: AnswerInquiry) -> Outcome:
    """What cannot be done any more is an answer, not an error: that it is asked no more is kept."""
    deps, uow, customer_id = scene.deps, scene.uow, scene.customer.id
    try:
        inquiry = await inquiries.answer(deps, uow, effect.inquiry_id, customer_id, effect.yes, scene.by)
    except DomainError as error:
        return Refused(error.code)
    yes = inquiry.state is InquiryState.ACCEPTED
    booking = await uow.bookings.get(inquiry.booking_id or "")
    if yes and isinstance(inquiry.content, WaitlistOffer):
        return Booked(scene.view(booking))
    label = inquiry.content.label if isinstance(inquiry.content, Extra) else ""
    return InquiryAnswered(yes, label, yuan(booking.quote.total_fen))


async def cancel_instead(scene: Scene, effect: CancelInstead) -> Outcome:
    deps, uow, customer_id = scene.deps, scene.uow, scene.customer.id
    return Cancelled(scene.view(await inquiries.cancel_instead(deps, uow, effect.inquiry_id, customer_id, scene.by)))


async def join_waitlist(scene: Scene, effect: JoinWaitlist) -> Outcome:
    wish = effect.draft.window or WindowDraft(None, None, "asap")
    job = job_from(effect.draft, scene.customer)
    await waitlist.join(scene.deps, scene.uow, job, wish.start, wish.end, wish.precision)
    return WaitlistJoined()


async def leave_waitlist(scene: Scene, effect: LeaveWaitlist) -> Outcome:
    await waitlist.leave_waitlist(scene.deps, scene.uow, scene.customer.id, scene.by)
    return WaitlistLeft()


async def call_a_person(scene: Scene, effect: QueueHandoff) -> Outcome:
    """Who waits already may go before others now, and hears nothing new of the wait."""
    current = await scene.uow.conversations.get(scene.conversation.id)
    await queue_handoff(scene.uow, current, effect.reason)
    if current.mode is Mode.QUEUED:
        return replace(await outlook_of(scene.uow, scene.clock, current), urgent=True)
    if current.mode is Mode.AGENT:
        return Done()
    if scene.deps.account.own_agents:
        return Queued(place=1, elsewhere=True)
    return await begin_outlook(scene.uow, scene.clock, current.id)


PERFORMERS: Mapping[type, Performer] = {
    AnswerInquiry: answer,
    CancelInstead: cancel_instead,
    JoinWaitlist: join_waitlist,
    LeaveWaitlist: leave_waitlist,
    QueueHandoff: call_a_person,
}
