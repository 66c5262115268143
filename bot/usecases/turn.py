"""One understood turn: the dialogue decides, the booking core acts, the words come back (called by the actions)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue import stack
from bot.dialogue.asking import (
    AnswerInquiry,
    CancelInstead,
    InquiryAnswered,
    InquiryView,
    JoinWaitlist,
    LeaveWaitlist,
    WaitlistJoined,
    WaitlistLeft,
)
from bot.dialogue.draft import full_address
from bot.dialogue.talk import (
    Booked,
    BookingView,
    Cancelled,
    CancelOrder,
    ConfirmHold,
    Done,
    Effect,
    Facts,
    FindMoves,
    FindStarts,
    HoldPlacedFor,
    Moved,
    MoveOrder,
    MovePreviewed,
    Outcome,
    PlaceHold,
    PreviewMove,
    QueueHandoff,
    Refused,
    ReleaseHold,
    Restored,
    RestoreOrder,
    Say,
    StartsFound,
    talk_from,
    talk_to,
)
from bot.dialogue.understanding import frame_from
from bot.dialogue.values import BookingDraft, WindowDraft
from bot.domain.booking import Booking
from bot.domain.conversation import Conversation, Customer, Mode
from bot.domain.errors import DomainError
from bot.domain.fees import cancellation_fee
from bot.domain.inquiry import Extra, Inquiry, InquiryState, WaitlistOffer
from bot.domain.job import Job
from bot.domain.messages import Choice
from bot.domain.values import to_local, yuan
from bot.ports import Deps, UnitOfWork
from bot.usecases import booking as core
from bot.usecases import inquiries, order, waitlist
from bot.usecases.conversation import turn_key
from bot.usecases.handoff import queue_handoff
from bot.usecases.windows import find_starts

_MOST_EFFECTS = 12
"""A turn that asks for more has lost its way; a bug, found by its test, not by a customer's endless wait."""


@dataclass(frozen=True, slots=True)
class TakeTurn:
    """``parse`` is Rasa's reading of the text; ``message_id`` the turn's id, the idempotency key."""

    conversation_id: str
    message_id: str
    parse: Mapping[str, Any]
    media: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


async def take_turn(deps: Deps, command: TakeTurn) -> tuple[Say, ...]:
    """The words that answer a turn; a second delivery of the same turn gets the first one's words."""
    key = turn_key(command.message_id)
    async with deps.uow() as uow:
        first = await uow.results.get(key)
        if first is not None:
            return _from_plain(first)
        conversation = await uow.conversations.get(command.conversation_id)
        if conversation.mode is not Mode.BOT:
            return ()
        said = await _Turn(deps, uow, conversation, command).run()
        await uow.results.put(key, _to_plain(said), deps.clock.now())
        await uow.commit()
    return said


class _Turn:
    """The state of one turn being taken."""

    def __init__(self, deps: Deps, uow: UnitOfWork, conversation: Conversation, command: TakeTurn) -> None:
        self._deps = deps
        self._uow = uow
        self._conversation = conversation
        self._command = command
        self._by = "customer"

    async def run(self) -> tuple[Say, ...]:
        self._customer = await self._uow.customers.get(self._conversation.customer_id)
        self._providers = await self._uow.providers.all()
        self._catalogue = await self._uow.catalogue.get()
        facts = await self._facts()
        talk = talk_from(self._conversation.dialogue)
        now = self._deps.clock.now()
        frame = frame_from(self._command.parse, now.astimezone(self._deps.zone), talk.asked)
        step = stack.hear(talk, frame, facts)
        said = list(step.say)
        effects = 0
        while step.effect is not None:
            effects += 1
            if effects > _MOST_EFFECTS:
                raise RuntimeError(f"turn {self._command.message_id} asks for effects without end")
            outcome = await self._perform(step.effect)
            if isinstance(outcome, InquiryAnswered):
                facts = replace(facts, inquiry=await self._asked())
            step = stack.learn(step.talk, outcome, facts)
            said += step.say
        current = await self._uow.conversations.get(self._conversation.id)
        await self._uow.conversations.save(replace(current, dialogue=talk_to(step.talk)))
        return tuple(said)

    async def _facts(self) -> Facts:
        now = self._deps.clock.now()
        customer = self._customer
        bookings = await core.upcoming_of(self._uow, customer.id, now)
        cancelled = await order.restorable_of(self._uow, customer.id, now)
        address = customer.addresses[0] if customer.addresses else ""
        home = await core.last_at(self._uow, customer.id, address)
        return Facts(
            now=to_local(now, self._deps.zone),
            at=now.astimezone(self._deps.zone),
            catalogue=self._catalogue,
            provider_names=tuple(one.name for one in self._providers if one.active),
            known_phone=customer.phone,
            known_name=customer.name,
            known_address=address,
            known_district=home.district if home else "",
            known_area=home.area_sqm if home else None,
            upcoming=tuple(self._view(booking) for booking in bookings),
            cancelled=tuple(self._view(booking) for booking in cancelled),
            media=self._command.media,
            subscribed_now="subscribe" in self._command.events,
            inquiry=await self._asked(),
            waits=bool(await self._uow.waitlist.active_of(customer.id)),
        )

    async def _asked(self) -> InquiryView | None:
        return await inquiries.view_of_asked(self._deps, self._uow, self._customer.id, self._command.message_id)

    async def _perform(self, effect: Effect) -> Outcome:
        try:
            return await self._do(effect)
        except DomainError as error:
            return Refused(error.code)

    async def _do(self, effect: Effect) -> Outcome:
        deps, uow, customer = self._deps, self._uow, self._customer
        match effect:
            case FindStarts(draft=draft):
                window = draft.window
                start, end, precision = (window.start, window.end, window.precision) if window else (None, None, "asap")
                found = await find_starts(deps, uow, _job(draft, customer), start, end, precision)
                return StartsFound(found.exact, found.nearby, found.covered, found.unmet, found.best)
            case PlaceHold(draft=draft, start=start):
                booking, chosen = await core.place_hold(deps, uow, _job(draft, customer), start, self._by)
                view = self._view(booking, chosen[0].reasons)
                if await core.reasons_for_review(uow, booking):
                    view = replace(view, awaits_review=True, providers=(), reasons=())  # a person says who comes
                return HoldPlacedFor(view)
            case ReleaseHold(booking_id=booking_id):
                await core.release_hold(deps, uow, booking_id, customer.id)
                return Done()
            case ConfirmHold(booking_id=booking_id):
                return Booked(self._view(await core.confirm_hold(deps, uow, booking_id, customer.id, self._by)))
            case CancelOrder(booking_id=booking_id, fee_fen=told):
                return Cancelled(self._view(await core.cancel(deps, uow, booking_id, customer.id, self._by, told)))
            case FindMoves(booking_id=booking_id, window=window):
                moves = await order.find_moves(
                    deps, uow, booking_id, customer.id, window.start, window.end, window.precision
                )
                return StartsFound(moves.exact, moves.nearby, moves.covered, moves.unmet, moves.best)
            case PreviewMove(booking_id=booking_id, start=start):
                preview = await order.preview_move(deps, uow, booking_id, customer.id, start, self._by)
                return MovePreviewed(self._view(preview))
            case MoveOrder(booking_id=booking_id, start=start, priced_at=seen):
                moved = await order.reschedule(deps, uow, booking_id, customer.id, start, self._by, seen)
                return Moved(self._view(moved))
            case RestoreOrder(booking_id=booking_id):
                return Restored(self._view(await order.restore(deps, uow, booking_id, customer.id, self._by)))
            case AnswerInquiry(inquiry_id=inquiry_id, yes=yes):
                return await self._answered(await inquiries.answer(deps, uow, inquiry_id, customer.id, yes, self._by))
            case CancelInstead(inquiry_id=inquiry_id):
                cancelled = await inquiries.cancel_instead(deps, uow, inquiry_id, customer.id, self._by)
                return Cancelled(self._view(cancelled))
            case JoinWaitlist(draft=draft):
                wish = draft.window or WindowDraft(None, None, "asap")
                await waitlist.join(deps, uow, _job(draft, customer), wish.start, wish.end, wish.precision)
                return WaitlistJoined()
            case LeaveWaitlist():
                await waitlist.leave_waitlist(deps, uow, customer.id, self._by)
                return WaitlistLeft()
            case QueueHandoff(reason=reason):
                await queue_handoff(uow, self._conversation, reason)
                return Done()

    async def _answered(self, inquiry: Inquiry) -> Outcome:
        yes = inquiry.state is InquiryState.ACCEPTED
        booking = await self._uow.bookings.get(inquiry.booking_id or "")
        if yes and isinstance(inquiry.content, WaitlistOffer):
            return Booked(self._view(booking))
        label = inquiry.content.label if isinstance(inquiry.content, Extra) else ""
        return InquiryAnswered(yes, label, yuan(booking.quote.total_fen))

    def _view(self, booking: Booking, reasons: tuple[str, ...] = ()) -> BookingView:
        policies, now = self._catalogue.policies, self._deps.clock.now()
        return BookingView(
            id=booking.id,
            service=booking.service,
            start=to_local(booking.window.start, self._deps.zone),
            minutes=booking.duration_minutes,
            address=booking.address,
            phone=booking.phone,
            # Nobody is promised while a person still looks at it.
            providers=() if booking.awaits_review else core.names_of(self._providers, booking.provider_ids),
            reasons=reasons,
            price=booking.quote.in_words(),
            special_needs=booking.special_needs,
            quantities=booking.quantities,
            awaits_review=booking.awaits_review,
            fee_fen=booking.fee_fen or cancellation_fee(booking, policies, now),
        )


def _job(draft: BookingDraft, customer: Customer) -> Job:
    return Job(
        customer_id=customer.id,
        service=draft.service or "",
        district=draft.district,
        address=full_address(draft),
        phone=draft.phone,
        contact_name=draft.contact_name,
        minutes=draft.duration_minutes,
        area_sqm=draft.area_sqm,
        rooms=draft.rooms,
        heads=max(draft.providers, 1),
        needs=draft.special_needs,
        quantities=dict(draft.quantities),
        provider_name=draft.provider_name,
        provider_gender=draft.provider_gender,
        provider_exclude=draft.provider_exclude,
        same_provider=draft.same_provider,
        notes=draft.notes,
    )


def _to_plain(said: Sequence[Say]) -> list[dict[str, Any]]:
    return [
        {"response": s.response, "values": dict(s.values), "choices": [[c.id, c.title] for c in s.choices]}
        for s in said
    ]


def _from_plain(plain: Sequence[Mapping[str, Any]]) -> tuple[Say, ...]:
    return tuple(
        Say(item["response"], item["values"], tuple(Choice(id_, title) for id_, title in item["choices"]))
        for item in plain
    )
