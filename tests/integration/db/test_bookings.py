from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.adapters.db.rows import OccupancyRow
from bot.domain.booking import OCCUPYING, BookingState
from bot.domain.calendar import visit_of
from bot.domain.errors import InvalidData, NotFound, StoreBusy, WindowTaken
from bot.domain.values import TimeWindow
from tests.builders import NOW, a_booking, a_customer, a_window
from tests.integration.db.conftest import SqlStore

WINDOW = a_window()
OCCUPIED = WINDOW.padded(timedelta(minutes=30), timedelta(0))
VISIT = visit_of("bk_1", WINDOW, OCCUPIED, a_booking().district)


async def _cells(store: SqlStore) -> int:
    async with store.engine.connect() as connection:
        return (await connection.execute(select(func.count()).select_from(OccupancyRow))).scalar_one()


async def test_a_booking_comes_back_as_it_was(store: SqlStore):
    booking = a_booking(provider_ids=("p1", "p2"), cancel_reason="家里有事")
    async with store.uow() as uow:
        await uow.bookings.add(booking, OCCUPIED)
        assert await uow.bookings.get("bk_1") == booking
        with pytest.raises(NotFound):
            await uow.bookings.get("bk_none")


async def test_a_bare_booking_comes_back_as_it_was(store: SqlStore):
    bare = a_booking(
        state="completed", area_sqm=None, quantities={}, special_needs=(), events=(), hold_expires_at=None, notes=""
    )
    async with store.uow() as uow:
        await uow.bookings.add(bare, OCCUPIED)
        assert await uow.bookings.get("bk_1") == bare


async def test_a_booking_takes_the_cells_of_each_of_its_providers(store: SqlStore):
    async with store.uow() as uow:
        await uow.bookings.add(a_booking(provider_ids=("p1", "p2")), OCCUPIED)
        await uow.commit()
    assert await _cells(store) == 2 * 7


async def test_a_window_taken_is_refused_and_the_turn_goes_on(store: SqlStore):
    async with store.uow() as uow:
        await uow.bookings.add(a_booking(), OCCUPIED)
        with pytest.raises(WindowTaken):
            await uow.bookings.add(a_booking(id="bk_2", provider_ids=("p0", "p1")), OCCUPIED)
        await uow.bookings.add(a_booking(id="bk_3", provider_ids=("p0",)), OCCUPIED)
        await uow.commit()
    async with store.uow() as uow:
        with pytest.raises(NotFound):
            await uow.bookings.get("bk_2")
    assert await _cells(store) == 2 * 7


async def test_a_visit_that_touches_the_way_to_another_is_refused(store: SqlStore):
    after = a_window(timedelta(days=1, hours=3))
    async with store.uow() as uow:
        await uow.bookings.add(a_booking(), OCCUPIED)
        with pytest.raises(WindowTaken):
            await uow.bookings.add(a_booking(id="bk_2", window=after), after.padded(timedelta(minutes=30), timedelta()))
        await uow.bookings.add(a_booking(id="bk_3", window=after), after)


@pytest.mark.parametrize("state", ["cancelled", "expired"])
async def test_a_booking_that_ends_early_frees_its_cells(store: SqlStore, state: str):
    async with store.uow() as uow:
        await uow.bookings.add(a_booking(), OCCUPIED)
        await uow.bookings.save(a_booking(state=state))
        await uow.bookings.add(a_booking(id="bk_2"), OCCUPIED)
        await uow.commit()
    assert await _cells(store) == 7


async def test_a_booking_that_goes_on_keeps_its_cells(store: SqlStore):
    async with store.uow() as uow:
        await uow.bookings.add(a_booking(), OCCUPIED)
        await uow.bookings.save(a_booking(state="confirmed", hold_expires_at=None))
        await uow.commit()
    assert await _cells(store) == 7


async def test_a_past_booking_takes_no_cells(store: SqlStore):
    async with store.uow() as uow:
        await uow.bookings.add(a_booking(state="completed"), OCCUPIED)
        await uow.commit()
    assert await _cells(store) == 0


async def test_the_same_booking_twice_is_invalid_and_the_first_one_stays(store: SqlStore):
    async with store.uow() as uow:
        await uow.bookings.add(a_booking(), OCCUPIED)
        with pytest.raises(InvalidData):
            await uow.bookings.add(a_booking(notes="另一个"), OCCUPIED)
        assert await uow.bookings.get("bk_1") == a_booking()


async def test_two_changes_on_top_of_one_reading_are_not_both_taken(store: SqlStore):
    async with store.uow() as uow:
        await uow.bookings.add(a_booking(), OCCUPIED)
        booking = await uow.bookings.get("bk_1")
        await uow.bookings.save(booking.confirmed(NOW, "customer"))
        with pytest.raises(StoreBusy):
            await uow.bookings.save(booking.released(NOW))
        assert (await uow.bookings.get("bk_1")).state is BookingState.CONFIRMED


async def test_a_customers_bookings_come_in_order_of_their_start_and_by_state(store: SqlStore):
    late, early = a_window(timedelta(days=3)), a_window(timedelta(days=2))
    async with store.uow() as uow:
        await uow.customers.add(a_customer(id="cu_2", openid="oOther"))
        bookings = [
            a_booking(id="bk_a", window=late, state="confirmed"),
            a_booking(id="bk_b", window=early, state="confirmed"),
            a_booking(id="bk_c", state="cancelled"),
            a_booking(id="bk_d", customer_id="cu_2", provider_ids=("p9",)),
        ]
        for booking in bookings:
            await uow.bookings.add(booking, booking.window)
        found = await uow.bookings.of_customer("cu_1", OCCUPYING)
        assert [booking.id for booking in found] == ["bk_b", "bk_a"]
        assert await uow.bookings.of_customer("cu_1", frozenset()) == []


async def test_busy_tells_the_occupied_windows_that_overlap_a_search(store: SqlStore):
    async with store.uow() as uow:
        await uow.bookings.add(a_booking(provider_ids=("p1", "p2")), OCCUPIED)
        await uow.bookings.add(a_booking(id="bk_2", state="cancelled", provider_ids=("p3",)), OCCUPIED)
        assert await uow.bookings.busy(WINDOW) == {"p1": [VISIT], "p2": [VISIT]}
        before = TimeWindow(OCCUPIED.start - timedelta(hours=2), OCCUPIED.start)
        after = TimeWindow(OCCUPIED.end, OCCUPIED.end + timedelta(hours=2))
        assert (await uow.bookings.busy(before), await uow.bookings.busy(after)) == ({}, {})


async def test_lapsed_holds_are_those_whose_time_is_over(store: SqlStore):
    async with store.uow() as uow:
        await uow.bookings.add(a_booking(), OCCUPIED)
        await uow.bookings.add(a_booking(id="bk_2", state="confirmed", provider_ids=("p2",)), OCCUPIED)
        assert await uow.bookings.lapsed_holds(NOW + timedelta(minutes=9)) == []
        assert await uow.bookings.lapsed_holds(NOW + timedelta(minutes=10)) == [a_booking()]


async def test_a_moved_booking_leaves_its_cells_and_takes_others(store: SqlStore):
    booking = a_booking(state="confirmed")
    later = a_window(timedelta(days=2))
    async with store.uow() as uow:
        await uow.bookings.add(booking, booking.window)
        await uow.bookings.move(replace(booking, window=later), later)
        await uow.bookings.add(a_booking(id="bk_2"), booking.window)
        await uow.commit()
    async with store.uow() as uow:
        assert (await uow.bookings.get(booking.id)).window == later
        with pytest.raises(WindowTaken):
            await uow.bookings.add(a_booking(id="bk_3"), later)


async def test_a_booking_that_cannot_move_keeps_its_cells(store: SqlStore):
    first, other = a_booking(state="confirmed"), a_booking(id="bk_2", window=a_window(timedelta(days=2)))
    async with store.uow() as uow:
        await uow.bookings.add(first, first.window)
        await uow.bookings.add(other, other.window)
        with pytest.raises(WindowTaken):
            await uow.bookings.move(replace(first, window=other.window), other.window)
        await uow.commit()
    async with store.uow() as uow:
        assert await uow.bookings.get(first.id) == first
        with pytest.raises(WindowTaken):
            await uow.bookings.add(a_booking(id="bk_3"), first.window)


async def test_a_move_on_top_of_an_old_reading_is_not_taken(store: SqlStore):
    booking = a_booking(state="confirmed")
    later = a_window(timedelta(days=2))
    async with store.uow() as uow:
        await uow.bookings.add(booking, booking.window)
        await uow.bookings.save(booking)
        with pytest.raises(StoreBusy):
            await uow.bookings.move(replace(booking, window=later), later)


async def test_two_bookings_exchange_their_providers_at_once(store: SqlStore):
    first, second = a_booking(state="confirmed"), a_booking(id="bk_2", provider_ids=("p2",), state="confirmed")
    async with store.uow() as uow:
        await uow.bookings.add(first, OCCUPIED)
        await uow.bookings.add(second, OCCUPIED)
        with pytest.raises(WindowTaken):
            await uow.bookings.move(replace(first, provider_ids=("p2",)), OCCUPIED)
        moved = [replace(first, provider_ids=("p2",)), replace(second, provider_ids=("p1",))]
        await uow.bookings.move_all([(booking, OCCUPIED) for booking in moved])
        await uow.commit()
    async with store.uow() as uow:
        assert [(await uow.bookings.get(one)).provider_ids for one in ("bk_1", "bk_2")] == [("p2",), ("p1",)]
        assert await uow.bookings.busy(WINDOW) == {"p1": [VISIT._replace(booking_id="bk_2")], "p2": [VISIT]}
    assert await _cells(store) == 2 * 7


async def test_of_bookings_moved_together_either_all_move_or_none(store: SqlStore):
    first, second = a_booking(state="confirmed"), a_booking(id="bk_2", provider_ids=("p2",), state="confirmed")
    async with store.uow() as uow:
        for booking in (first, second, a_booking(id="bk_3", provider_ids=("p3",))):
            await uow.bookings.add(booking, OCCUPIED)
        moved = [replace(first, provider_ids=("p2",)), replace(second, provider_ids=("p3",))]
        with pytest.raises(WindowTaken):
            await uow.bookings.move_all([(booking, OCCUPIED) for booking in moved])
        await uow.commit()
    async with store.uow() as uow:
        assert [await uow.bookings.get(one) for one in ("bk_1", "bk_2")] == [first, second]
        assert sorted(await uow.bookings.busy(WINDOW)) == ["p1", "p2", "p3"]
    assert await _cells(store) == 3 * 7


async def test_a_move_together_on_top_of_an_old_reading_moves_nothing(store: SqlStore):
    first, second = a_booking(state="confirmed"), a_booking(id="bk_2", provider_ids=("p2",), state="confirmed")
    async with store.uow() as uow:
        await uow.bookings.add(first, OCCUPIED)
        await uow.bookings.add(second, OCCUPIED)
        await uow.bookings.save(second)
        moved = [replace(first, provider_ids=("p2",)), replace(second, provider_ids=("p1",))]
        with pytest.raises(StoreBusy):
            await uow.bookings.move_all([(booking, OCCUPIED) for booking in moved])
        assert await uow.bookings.get("bk_1") == first
    assert await _cells(store) == 0
