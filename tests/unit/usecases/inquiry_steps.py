"""A customer with one order, and what is asked her about it."""

from __future__ import annotations

from bot.domain.booking import Booking
from bot.domain.inquiry import Inquiry, InquiryState, Replacement
from bot.domain.matching import occupied
from bot.domain.sending import Outbound
from bot.usecases import inquiries
from tests.builders import a_booking, a_conversation, a_customer
from tests.fakes import FakeWorld
from tests.worlds import RULES, a_world


async def ordered(**changes: object) -> FakeWorld:
    """A world in which the customer has a visit by p1 tomorrow from ten to one."""
    world = a_world()
    order = a_booking(**{"state": "confirmed", "hold_expires_at": None, **changes})
    async with world.deps.uow() as uow:
        await uow.customers.add(a_customer())
        await uow.conversations.add(a_conversation(dialogue={}))
        await uow.bookings.add(order, occupied(order.window, RULES))
        await uow.commit()
    return world


async def asks_extra(world: FakeWorld, fen: int = 5000, label: str = "擦外窗") -> Inquiry:
    async with world.deps.uow() as uow:
        asked = await inquiries.ask_extra(world.deps, uow, "bk_1", label, fen, "p1")
        await uow.commit()
    return asked


async def asks_replacement(world: FakeWorld, in_place: bool = True) -> Inquiry:
    async with world.deps.uow() as uow:
        order = await uow.bookings.get("bk_1")
        if in_place:
            order = order.reassigned(("p2",), world.clock.now(), "dispatcher", "生病")
            await uow.bookings.move(order, occupied(order.window, RULES))
        content = Replacement(("p2",), ("p1",), "生病")
        asked = await inquiries.ask_about(world.deps, uow, order, content)
        await uow.commit()
    return asked


async def answer(world: FakeWorld, inquiry: Inquiry, yes: bool, customer: str = "cu_1") -> Inquiry:
    async with world.deps.uow() as uow:
        answered = await inquiries.answer(world.deps, uow, inquiry.id, customer, yes)
        await uow.commit()
    return answered


def order_in(world: FakeWorld) -> Booking:
    return world.store.bookings["bk_1"]


def state(world: FakeWorld, inquiry: Inquiry) -> InquiryState:
    return world.store.inquiries[inquiry.id].state


def written_in(world: FakeWorld) -> list[Outbound]:
    return list(world.store.outbox.values())
