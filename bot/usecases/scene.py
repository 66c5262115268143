"""What one turn works with: the customer, the company, and how the dialogue sees them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.dialogue.asking import InquiryView
from bot.dialogue.effects import Outcome
from bot.dialogue.facts import BookingView, Facts, Home
from bot.domain.booking import CUSTOMER, RECTIFICATION, UPCOMING, Booking, BookingState
from bot.domain.catalogue import Catalogue
from bot.domain.conversation import Conversation, Customer
from bot.domain.fees import cancellation_fee
from bot.domain.provider import Provider
from bot.domain.values import to_local
from bot.ports import CompanyClock, Deps, UnitOfWork
from bot.usecases import booking as core
from bot.usecases import inquiries, order
from bot.usecases.agent_score import agent_score_asked
from bot.usecases.handoff import CUSTOMER_SILENT, HANDED_BACK
from bot.usecases.series_view import may_come_back, running_of, series_view
from bot.usecases.survey_view import survey_talked_of
from bot.usecases.ticket_views import tickets_of
from bot.zh.address import district


@dataclass(frozen=True, slots=True)
class Scene:
    """One transaction of one customer's turn; ``turn_id`` is its idempotency key."""

    deps: Deps
    uow: UnitOfWork
    turn_id: str
    conversation: Conversation
    customer: Customer
    catalogue: Catalogue
    providers: tuple[Provider, ...]
    by: str = CUSTOMER

    @property
    def now(self) -> datetime:
        return self.deps.clock.now()

    @property
    def clock(self) -> CompanyClock:
        return CompanyClock(self.deps.clock, self.deps.zone)

    def view(self, booking: Booking, reasons: tuple[str, ...] = ()) -> BookingView:
        """A booking as the dialogue speaks of it."""
        return BookingView(
            id=booking.id,
            service=booking.service,
            start=to_local(booking.window.start, self.deps.zone),
            minutes=booking.duration_minutes,
            address=booking.address,
            phone=booking.phone,
            # Nobody is promised while a person still looks at it.
            providers=() if booking.awaits_review else core.names_of(self.providers, booking.provider_ids),
            reasons=reasons,
            price=booking.quote.in_words(),
            total_fen=booking.quote.total_fen,
            special_needs=booking.special_needs,
            quantities=booking.quantities,
            awaits_review=booking.awaits_review,
            series_id=booking.series_id,
            fee_fen=booking.fee_fen or cancellation_fee(booking, self.catalogue.policies, self.now),
            district=booking.district,
            contact_name=booking.contact_name,
            area_sqm=booking.area_sqm,
            rooms=booking.rooms,
            notes=booking.notes,
            heads=len(booking.provider_ids),
            gender=booking.wish.gender or "",
            made_at=to_local(booking.created_at, self.deps.zone),
            touched_at=to_local(booking.events[-1].at, self.deps.zone) if booking.events else None,
        )


Performer = Callable[[Scene, Any], Awaitable[Outcome]]
"""Does one kind of effect and says what came of it."""


async def scene_of(deps: Deps, uow: UnitOfWork, conversation: Conversation, turn_id: str) -> Scene:
    return Scene(
        deps=deps,
        uow=uow,
        turn_id=turn_id,
        conversation=conversation,
        customer=await uow.customers.get(conversation.customer_id),
        catalogue=await uow.catalogue.get(),
        providers=tuple(await uow.providers.all()),
    )


async def facts_of(scene: Scene, media: tuple[str, ...] = (), events: tuple[str, ...] = ()) -> Facts:
    """What is true around the turn; ``media`` and ``events`` are what came with its words."""
    uow, customer, now, zone = scene.uow, scene.customer, scene.now, scene.deps.zone
    bookings = await core.upcoming_of(uow, customer.id, now)
    running = await running_of(uow, customer.id)
    cancelled = [one for one in await order.restorable_of(uow, customer.id, now) if may_come_back(one, running)]
    made = await uow.bookings.of_customer(customer.id, UPCOMING | {BookingState.COMPLETED})
    addresses = dict.fromkeys(address for address in (customer.home, *customer.addresses) if address)
    homes = tuple(_home(customer, address, made) for address in addresses)
    home = homes[0] if customer.home else None
    return Facts(
        now=to_local(now, zone),
        at=now.astimezone(zone),
        catalogue=scene.catalogue,
        providers=tuple(one for one in scene.providers if one.active),
        known_phone=customer.phone,
        known_name=customer.name,
        known_address=customer.home,
        known_district=home.district if home else "",
        known_area=home.area_sqm if home else None,
        homes=homes,
        last=_last(scene, made),
        upcoming=tuple(scene.view(booking) for booking in bookings),
        cancelled=tuple(scene.view(booking) for booking in cancelled),
        media=media,
        subscribed_now="subscribe" in events,
        scanned_now="scan" in events,
        handed_back=HANDED_BACK in events,
        fell_silent=CUSTOMER_SILENT in events,
        inquiry=await asked_of(scene),
        agent_score=await agent_score_asked(scene.deps, uow, scene.conversation.id, scene.turn_id),
        survey=await survey_talked_of(scene.deps, uow, customer.id, scene.turn_id),
        series=tuple([await series_view(scene.deps, uow, scene.catalogue, scene.providers, one) for one in running]),
        visits=await _visits(scene, made),
        tickets=await tickets_of(uow, customer.id, scene.turn_id, now, zone),
        waits=bool(await uow.waitlist.active_of(customer.id)),
    )


def _home(customer: Customer, address: str, made: Sequence[Booking]) -> Home:
    """A known address with what the latest booking there tells of it."""
    label = customer.labels.get(address, "")
    latest = next((booking for booking in reversed(made) if booking.address == address), None)
    if latest is None:
        return Home(address, label, district(address) or "")
    return Home(address, label, latest.district, latest.area_sqm, latest.phone if label else "")


async def _visits(scene: Scene, made: Sequence[Booking]) -> tuple[BookingView, ...]:
    """What has begun or should have, not longer ago than the owner says; the latest first."""
    missed = await scene.uow.bookings.of_customer(scene.customer.id, frozenset({BookingState.NO_SHOW}))
    since = scene.now - timedelta(days=scene.catalogue.policies.care.recent_visit_days)
    begun = [
        booking for booking in (*made, *missed) if since < booking.window.end and booking.window.start <= scene.now
    ]
    return tuple(scene.view(one) for one in sorted(begun, key=lambda one: one.window.start, reverse=True))


def _last(scene: Scene, made: Sequence[Booking]) -> BookingView | None:
    """Her latest booking, but none that put another one right."""
    ordered = [booking for booking in made if booking.kind != RECTIFICATION]
    return scene.view(max(ordered, key=lambda booking: booking.created_at)) if ordered else None


async def asked_of(scene: Scene) -> InquiryView | None:
    """The newest question of the company's that she has not answered."""
    return await inquiries.view_of_asked(scene.deps, scene.uow, scene.customer.id, scene.turn_id)
