from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.booking import Booking, BookingEvent, BookingState, ProviderWish, Review, ReviewState
from bot.domain.dispatch import Promise
from bot.domain.inquiry import Replacement
from bot.domain.leave import Leave
from bot.domain.matching import occupied
from bot.domain.notices import Reminder, ReminderKind, ReminderState
from bot.usecases.booking import confirm_hold, place_hold
from bot.usecases.day import promise_of
from bot.usecases.dispatch import accept, preview
from bot.usecases.reminding import remind_next
from tests.builders import NOW, a_booking, a_customer, a_job, a_window
from tests.fakes import FakeWorld
from tests.worlds import RULES, a_world, an_auntie

TOMORROW = date(2026, 11, 24)


def an_event(name: str, by: str = "load", **detail: str) -> tuple[BookingEvent, ...]:
    return (BookingEvent(NOW, name, by, detail),)


def an_order(name: str, sent: tuple[str, ...] = ("p1",), **changed: Any) -> Booking:
    values: dict[str, Any] = {
        "id": name,
        "state": "confirmed",
        "provider_ids": sent,
        "created_by": "load",
        "special_needs": (),
        "hold_expires_at": None,
        "events": an_event("booking_loaded"),
    }
    return a_booking(**values | changed)


async def a_day_of(*bookings: Booking, rating: float = 4.8) -> FakeWorld:
    """Tomorrow's bookings; p1 and p2 are as good as each other, p3 by ``rating``."""
    world = a_world([an_auntie(1), an_auntie(2), an_auntie(3, rating=rating)])
    async with world.deps.uow() as uow:
        await uow.customers.add(a_customer())
        for booking in bookings:
            await uow.bookings.add(booking, occupied(booking.window, RULES))
        await uow.commit()
    return world


WISHES_P2 = ProviderWish(preferred=("p2",))


def crossed() -> tuple[Booking, Booking]:
    """One wishes who has been sent to the other at the same time."""
    return an_order("bk_1", ("p1",), wish=WISHES_P2), an_order("bk_2", ("p2",))


async def test_two_are_exchanged_where_one_was_wished_by_the_other_customer():
    world = await a_day_of(*crossed(), rating=1.0)
    seen = await preview(world.deps, TOMORROW)
    assert [(change.booking_id, change.after, change.reason) for change in seen.changes] == [
        ("bk_1", ("p2",), "客户想要张玉梅"),
        ("bk_2", ("p1",), "腾出张玉梅去浦东新区那一单"),
    ]
    done = await accept(world.deps, seen, "dispatcher")
    assert (done.applied, done.asked, done.stale) == (seen.changes, (), ())
    assert {one.id: one.provider_ids for one in world.store.bookings.values()} == {"bk_1": ("p2",), "bk_2": ("p1",)}
    assert {owner for (provider, _), owner in world.store.cells.items() if provider == "p1"} == {"bk_2"}
    assert [(row.action, row.actor, row.entity_id) for row in world.store.audit] == [
        ("provider_replaced", "dispatcher", "bk_1"),
        ("provider_replaced", "dispatcher", "bk_2"),
    ]


async def test_a_preview_changes_nothing():
    world = await a_day_of(*crossed())
    before = vars(world.store.copy())
    await preview(world.deps, TOMORROW)
    assert vars(world.store) == before


async def test_a_day_without_anything_better_stays_as_it_is():
    world = await a_day_of(an_order("bk_1"))
    seen = await preview(world.deps, TOMORROW)
    assert (seen.changes, seen.proposed) == ((), seen.day.current())
    assert (await preview(world.deps, date(2026, 11, 29))).changes == ()


async def test_a_customer_who_was_told_a_name_is_asked_and_nothing_changes_before():
    told = an_order("bk_1", ("p3",), created_by="customer")
    world = await a_day_of(told, rating=1.0)
    seen = await preview(world.deps, TOMORROW)
    assert [(change.booking_id, change.needs_yes) for change in seen.changes] == [("bk_1", True)]
    done = await accept(world.deps, seen, "dispatcher")
    assert (done.applied, done.asked, done.stale) == ((), seen.changes, ())
    assert world.store.bookings == {"bk_1": told}
    (question,) = world.store.inquiries.values()
    assert (question.booking_id, question.content) == ("bk_1", Replacement(("p1",), ("p3",), reason=""))


async def test_who_was_told_no_name_is_not_told_of_another():
    world = await a_day_of(*crossed())
    await accept(world.deps, await preview(world.deps, TOMORROW), "dispatcher")
    assert {row.action for row in world.store.audit} == {"provider_replaced"}
    assert world.store.outbox == {}


async def test_a_told_customers_provider_is_not_taken_away_for_another():
    told, wishing = replace(crossed()[1], created_by="customer"), crossed()[0]
    world = await a_day_of(wishing, told)
    assert (await preview(world.deps, TOMORROW)).changes == ()


async def test_a_booking_changed_since_the_preview_is_left_alone_with_all_that_hangs_on_it():
    world = await a_day_of(*crossed())
    seen = await preview(world.deps, TOMORROW)
    async with world.deps.uow() as uow:
        await uow.bookings.save(replace(await uow.bookings.get("bk_2"), notes="门禁改了"))
        await uow.commit()
    done = await accept(world.deps, seen, "dispatcher")
    assert (done.applied, done.asked, done.stale) == ((), (), seen.changes)
    assert {one.id: one.provider_ids for one in world.store.bookings.values()} == {"bk_1": ("p1",), "bk_2": ("p2",)}


async def test_a_provider_booked_or_gone_since_the_preview_is_not_sent():
    for late in (an_order("bk_9", ("p2",)), None):
        world = await a_day_of(an_order("bk_1", wish=WISHES_P2))
        seen = await preview(world.deps, TOMORROW)
        assert [change.after for change in seen.changes] == [("p2",)]
        async with world.deps.uow() as uow:
            if late is not None:
                await uow.bookings.add(late, occupied(late.window, RULES))
            else:
                await uow.providers.put(an_auntie(2, active=False))
            await uow.commit()
        assert (await accept(world.deps, seen, "dispatcher")).stale == seen.changes


async def test_accepting_twice_changes_once():
    world = await a_day_of(*crossed())
    seen = await preview(world.deps, TOMORROW)
    await accept(world.deps, seen, "dispatcher")
    assert (await accept(world.deps, seen, "dispatcher")).stale == seen.changes
    assert len(world.store.audit) == 2


async def test_who_falls_ill_is_replaced():
    world = await a_day_of(an_order("bk_1"))
    async with world.deps.uow() as uow:
        await uow.providers.put(an_auntie(1, days_off=frozenset({TOMORROW})))
        await uow.commit()
    seen = await preview(world.deps, TOMORROW)
    assert [(change.after, change.reasons[0]) for change in seen.changes] == [(("p2",), "李秀英去不了这一单")]


async def test_who_is_on_leave_is_not_sent():
    wishing = an_order("bk_1", wish=WISHES_P2)
    world = await a_day_of(wishing)
    assert [change.after for change in (await preview(world.deps, TOMORROW)).changes] == [("p2",)]
    async with world.deps.uow() as uow:
        await uow.leaves.add(Leave("lv_1", "p2", wishing.window, "病假", NOW, "p2"))
        await uow.commit()
    assert (await preview(world.deps, TOMORROW)).changes == ()


async def test_nobody_is_planned_beyond_her_hours_of_the_week():
    world = await a_day_of(an_order("bk_1", wish=WISHES_P2))
    async with world.deps.uow() as uow:
        await uow.providers.put(an_auntie(2, max_minutes_per_week=120))
        await uow.commit()
    assert (await preview(world.deps, TOMORROW)).changes == ()


async def test_what_a_customer_refuses_is_not_sent():
    refusing = an_order("bk_1", ("p3",), wish=ProviderWish(exclude=("p1",), gender="female"))
    world = await a_day_of(refusing, rating=1.0)
    assert [change.after for change in (await preview(world.deps, TOMORROW)).changes] == [("p2",)]


async def test_who_has_heard_nothing_of_the_first_exchange_is_not_asked_about_the_next():
    world = await a_day_of(*crossed(), rating=1.0)
    await accept(world.deps, await preview(world.deps, TOMORROW), "dispatcher")
    async with world.deps.uow() as uow:
        await uow.providers.put(an_auntie(1, days_off=frozenset({TOMORROW})))
        await uow.commit()
    seen = await preview(world.deps, TOMORROW)
    assert [(one.booking_id, one.after, one.needs_yes) for one in seen.changes] == [("bk_2", ("p3",), False)]


async def test_who_has_been_reminded_with_a_name_is_asked():
    world = await a_day_of(an_order("bk_1", ("p3",)), rating=1.0)
    async with world.deps.uow() as uow:
        await uow.reminders.plan("bk_1", [Reminder("bk_1", ReminderKind.EVE, NOW)])
        await uow.commit()
    assert [change.needs_yes for change in (await preview(world.deps, TOMORROW)).changes] == [False]
    assert await remind_next(world.deps)
    assert [change.needs_yes for change in (await preview(world.deps, TOMORROW)).changes] == [True]


async def test_who_took_a_window_from_the_waiting_list_or_was_booked_by_staff_is_asked():
    for maker, confirmer in (("system", "customer"), ("agent_li", "agent_li")):
        world = await a_day_of(rating=1.0)
        world.store.providers = {one.id: one for one in (an_auntie(3),)}
        async with world.deps.uow() as uow:
            held, _ = await place_hold(world.deps, uow, a_job(), datetime(2026, 11, 24, 9), maker)
            await confirm_hold(world.deps, uow, held.id, "cu_1", confirmer)
            await uow.commit()
        world.store.providers = {one.id: one for one in (an_auntie(1), an_auntie(3, rating=1.0))}
        seen = await preview(world.deps, TOMORROW)
        assert [(change.after, change.needs_yes) for change in seen.changes] == [(("p1",), True)]


PENDING = Review(ReviewState.PENDING, ("首次老人护理",))
SOON = a_window(timedelta(hours=1))


@pytest.mark.parametrize(
    ("changed", "promise"),
    [
        ({}, Promise.NONE),
        ({"created_by": "customer"}, Promise.TOLD),
        ({"events": an_event("booking_confirmed")}, Promise.TOLD),
        ({"events": an_event("booking_confirmed"), "series_id": "se_1"}, Promise.NONE),
        ({"events": an_event("booking_confirmed", by="customer"), "series_id": "se_1"}, Promise.TOLD),
        ({"events": an_event("booking_rescheduled"), "series_id": "se_1"}, Promise.TOLD),
        ({"events": an_event("booking_confirmed"), "review": PENDING}, Promise.NONE),
        ({"events": an_event("review_approved")}, Promise.TOLD),
        ({"events": an_event("provider_replaced")}, Promise.TOLD),
        ({"events": an_event("provider_replaced", untold="yes")}, Promise.NONE),
        ({"events": an_event("extra_added")}, Promise.NONE),
        ({"created_by": "customer", "review": PENDING}, Promise.NONE),
        ({"created_by": "customer", "provider_ids": ()}, Promise.NONE),
        ({"state": BookingState.HELD}, Promise.FIRM),
        ({"state": BookingState.ON_THE_WAY}, Promise.FIRM),
        ({"state": BookingState.IN_SERVICE}, Promise.FIRM),
        ({"wish": ProviderWish(preferred=("p1",))}, Promise.FIRM),
        ({"wish": ProviderWish(preferred=("p2",))}, Promise.NONE),
        ({"wish": ProviderWish(only=("p1",))}, Promise.FIRM),
        ({"wish": ProviderWish(name="王阿姨")}, Promise.FIRM),
        ({"accepted_by": ("p1",)}, Promise.NONE),
        ({"accepted_by": ("p1",), "window": SOON}, Promise.FIRM),
        ({"window": SOON}, Promise.NONE),
        ({"window": a_window(timedelta(hours=-1))}, Promise.FIRM),
    ],
)
def test_what_a_customer_has_been_promised(changed: dict[str, Any], promise: Promise):
    assert promise_of(an_order("bk_1", **changed), (), NOW) is promise


@pytest.mark.parametrize(
    ("state", "promise"),
    [(ReminderState.PENDING, Promise.NONE), (ReminderState.SENT, Promise.TOLD), (ReminderState.VOID, Promise.NONE)],
)
def test_a_reminder_that_was_sent_has_named_her(state: ReminderState, promise: Promise):
    assert promise_of(an_order("bk_1"), (Reminder("bk_1", ReminderKind.EVE, NOW, state),), NOW) is promise
