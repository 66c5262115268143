"""Reactions: a customer is told what others have done to her booking; what she does herself is answered in the chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.booking import Booking, BookingState, ReviewState
from bot.domain.events import (
    BookingCancelled,
    BookingChanged,
    BookingConfirmed,
    BookingRescheduled,
    BookingRestored,
    CallTaskNeeded,
    ProviderReplaced,
    ReviewDecided,
    VisitReported,
)
from bot.domain.inquiry import InquiryKind
from bot.domain.messages import Bubble, Notice
from bot.domain.notices import NoticeKind
from bot.domain.policy import Policies
from bot.domain.sending import Purpose
from bot.domain.values import yuan
from bot.ports import CompanyClock, UnitOfWork
from bot.usecases.policies import policies_in
from bot.usecases.visit_words import provider_names, visit_words
from bot.usecases.write_to import Letter, write_to_customer
from bot.zh import notices as zh
from bot.zh.notices import VisitWords, Words

_CUSTOMER = "customer"
_DONE_IS_NEWS_FOR = timedelta(days=1)

Change = (
    BookingConfirmed
    | BookingCancelled
    | BookingRescheduled
    | BookingChanged
    | BookingRestored
    | ProviderReplaced
    | ReviewDecided
    | VisitReported
)


@dataclass(frozen=True, slots=True)
class _News:
    """What the customer hears of a change, and how badly she must."""

    kind: NoticeKind
    words: Words
    purpose: Purpose = Purpose.NOTICE
    lapses_at: datetime | None = None


async def tell_customer(uow: UnitOfWork, event: Change, clock: CompanyClock) -> None:
    booking = event.booking
    if booking.events[-1].by == _CUSTOMER:
        return
    visit = await visit_words(uow, booking, clock.zone)
    news = await _news(uow, event, visit, clock)
    if news is None:
        return
    policies = await policies_in(uow)
    count = len(booking.events)
    notice = template_notice(policies, news.kind, booking, visit, news.words, f"{count}")
    letter = Letter(Bubble(news.words.text), news.purpose, notice, news.lapses_at)
    stored = await write_to_customer(uow, clock, booking.customer_id, letter)
    if news.purpose is Purpose.NOTICE and stored.not_before is not None:
        _call_if_morning_is_too_late(uow, event, stored.not_before, policies, news.words.text)


def template_notice(
    policies: Policies, kind: NoticeKind, booking: Booking, visit: VisitWords, words: Words, of: str
) -> Notice | None:
    """The way to her outside the message window, where the owner has a template; ``of`` tells one from the next."""
    template_id = policies.templates.get(kind.value)
    if template_id is None:
        return None
    return Notice(template_id, zh.notice_lines(visit, words), client_msg_id=f"{kind.value}.{booking.id}.{of}")


async def _news(uow: UnitOfWork, event: Change, visit: VisitWords, clock: CompanyClock) -> _News | None:
    booking = event.booking
    match event:
        case BookingConfirmed():
            return _of_confirming(booking, visit)
        case BookingCancelled(before=before):
            if before is not None and before.state is BookingState.HELD:
                return None  # She was only offered it.
            return _News(NoticeKind.CANCELLED, _cancelled(booking, visit))
        case BookingRescheduled(before=before) if before is not None:
            return _News(NoticeKind.MOVED, zh.moved(visit, await visit_words(uow, before, clock.zone)))
        case BookingChanged(before=before) if before is not None:
            was, fields = await visit_words(uow, before, clock.zone), booking.events[-1].detail.get("fields", "")
            return _News(NoticeKind.CHANGED, zh.changed(visit, was, filter(None, fields.split(","))))
        case ProviderReplaced(before=before, was_told=True) if before is not None and not booking.awaits_review:
            if any(one.kind is InquiryKind.REPLACEMENT for one in await uow.inquiries.open_about(booking.id)):
                return None  # She is asked whether she minds.
            gone = [one for one in before.provider_ids if one not in booking.provider_ids]
            return _News(NoticeKind.REPLACED, zh.replaced(visit, await provider_names(uow, gone)))
        case ReviewDecided() if not _was_rejected(booking):  # That it is cancelled comes by itself.
            return _News(NoticeKind.BOOKED, zh.approved(visit))
        case BookingRestored():
            return _News(NoticeKind.RESTORED, zh.restored(visit))
        case VisitReported():
            return _of_the_visit(booking, visit, clock.now())
    return None


def _cancelled(booking: Booking, visit: VisitWords) -> Words:
    if _was_rejected(booking):
        return zh.rejected(visit, booking.cancel_reason)
    return zh.cancelled(visit, yuan(booking.fee_fen) if booking.fee_fen else "")


def _was_rejected(booking: Booking) -> bool:
    return booking.review is not None and booking.review.state is ReviewState.REJECTED


def _of_confirming(booking: Booking, visit: VisitWords) -> _News | None:
    if booking.series_id is not None:
        return None  # She has agreed to the whole series, and is reminded of each visit.
    return _News(NoticeKind.BOOKED, zh.registered(visit) if booking.awaits_review else zh.booked(visit))


def _of_the_visit(booking: Booking, visit: VisitWords, now: datetime) -> _News | None:
    """Who has come stands at the door: that, and that she has taken the order, is no news."""
    if booking.state is BookingState.ON_THE_WAY:
        return _News(NoticeKind.DEPARTED, zh.departed(visit), Purpose.REMINDER, booking.window.start)
    if booking.state is BookingState.COMPLETED:
        return _News(NoticeKind.COMPLETED, zh.completed(visit), Purpose.REMINDER, now + _DONE_IS_NEWS_FOR)
    if booking.state is BookingState.NO_SHOW:
        return _News(NoticeKind.MISSED, zh.missed(visit))
    return None


def _call_if_morning_is_too_late(
    uow: UnitOfWork, event: Change, morning: datetime, policies: Policies, text: str
) -> None:
    """A change of a visit early in the morning cannot wait for the morning, and nobody is written to at night."""
    before = event.before if isinstance(event, BookingRescheduled) else None
    soon = morning + timedelta(minutes=policies.notices.before_minutes)
    if any(one is not None and one.window.start < soon for one in (event.booking, before)):
        uow.happened(CallTaskNeeded(event.booking.customer_id, "before_morning", text))
