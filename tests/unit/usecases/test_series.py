"""A series: previewed, started, changed for one visit and from here on, paused, ended, made ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from bot.domain.booking import Booking, BookingState, ProviderWish
from bot.domain.catalogue import Catalogue
from bot.domain.errors import IllegalTransition, InvalidData, NoProviderAvailable, NotFound, PastWindow
from bot.domain.policy import Policies
from bot.domain.series import Series, SeriesState, visit_id
from bot.domain.series_plan import Dropped, HolidayChoice, SeriesPlan
from bot.domain.values import to_local
from bot.usecases import order, series
from bot.usecases.booking import Job, cancel, confirm_hold, place_hold
from bot.usecases.series_preview import SeriesPreview, preview_series
from tests.builders import a_customer
from tests.fakes import SHANGHAI, FakeWorld
from tests.worlds import a_catalogue, a_world, an_auntie

JOB = Job("cu_1", "daily_cleaning", "浦东新区", "张杨路1458弄6号楼1202", "13800138000", area_sqm=90)
WEDNESDAYS = SeriesPlan.of("FREQ=WEEKLY;BYDAY=WE", datetime(2026, 11, 25, 14), 180)
"""From the week of the test's Monday on: four visits within the 28 days that are made ahead."""

WEDNESDAY = date(2026, 11, 25)
SECOND, THIRD, FOURTH = date(2026, 12, 2), date(2026, 12, 9), date(2026, 12, 16)


@pytest.fixture
async def world() -> FakeWorld:
    world = a_world((an_auntie(1, rating=5.0), an_auntie(2, rating=4.0), an_auntie(3, rating=3.0)))
    async with world.deps.uow() as uow:
        for number in (1, 2):
            await uow.customers.add(a_customer(id=f"cu_{number}", openid=f"oTest{number}"))
        await uow.commit()
    return world


async def _started(world: FakeWorld, plan: SeriesPlan = WEDNESDAYS, job: Job = JOB, fixed: bool = False) -> Series:
    async with world.deps.uow() as uow:
        started = await series.start_series(world.deps, uow, job, plan, "customer", fixed=fixed)
        await uow.commit()
    return started


async def _previewed(
    world: FakeWorld, plan: SeriesPlan = WEDNESDAYS, job: Job = JOB, visits: int = 4, fixed: bool = False
) -> SeriesPreview:
    async with world.deps.uow() as uow:
        return await preview_series(world.deps, uow, job, plan, visits, fixed)


async def _taken(world: FakeWorld, start: datetime, provider: int) -> Booking:
    """Somebody else has booked her then."""
    rival = replace(JOB, customer_id="cu_2", provider_only=(f"p{provider}",))
    async with world.deps.uow() as uow:
        held, _ = await place_hold(world.deps, uow, rival, start, "customer")
        booking = await confirm_hold(world.deps, uow, held.id, "cu_2", "customer")
        await uow.commit()
    return booking


def _visits(world: FakeWorld, one: Series) -> list[tuple[str, str, str]]:
    """State, local start and providers of all its bookings."""
    found = [booking for booking in world.store.bookings.values() if booking.series_id == one.id]
    return [
        (booking.state.value, f"{to_local(booking.window.start, SHANGHAI):%m-%d %H:%M}", ",".join(booking.provider_ids))
        for booking in sorted(found, key=lambda booking: booking.id)
    ]


def _stored(world: FakeWorld, one: Series) -> Series:
    return world.store.series[one.id]


def _steps(world: FakeWorld, one: Series) -> list[str]:
    return [entry.action for entry in world.store.audit if entry.entity == "series" and entry.entity_id == one.id]


def _company(world: FakeWorld, **changes: object) -> None:
    world.store.catalogue = a_catalogue(**changes)


FOUR = [("confirmed", f"{day} 14:00", "p1") for day in ("11-25", "12-02", "12-09", "12-16")]


# --- started ---------------------------------------------------------------------------------------------------------


async def test_a_started_series_has_its_visits_of_the_next_weeks(world: FakeWorld):
    started = await _started(world)
    assert _visits(world, started) == FOUR
    assert (started.state, started.made_until) == (SeriesState.ACTIVE, date(2026, 12, 21))
    assert _stored(world, started) == started


async def test_a_visit_is_a_booking_like_any_other_that_knows_its_series(world: FakeWorld):
    started = await _started(world)
    visit = world.store.bookings[visit_id(started.id, SECOND)]
    assert (visit.kind, visit.series_id, visit.created_by) == ("series", started.id, "customer")
    assert (visit.customer_id, visit.address, visit.area_sqm) == ("cu_1", JOB.address, 90)
    assert visit.quote.total_fen == 18000
    assert visit.was_confirmed


async def test_every_step_is_in_the_audit(world: FakeWorld):
    started = await _started(world)
    assert _steps(world, started) == ["series_started"]
    made = [entry.entity_id for entry in world.store.audit if entry.action == "booking_confirmed"]
    assert made == [visit_id(started.id, day) for day in (WEDNESDAY, SECOND, THIRD, FOURTH)]


async def test_the_owner_says_how_far_ahead_visits_are_made(world: FakeWorld):
    _company(world, policies=Policies(series_ahead_days=9))
    assert len(_visits(world, await _started(world))) == 2


async def test_the_address_of_a_series_is_known_from_then_on(world: FakeWorld):
    await _started(world)
    assert world.store.customers["cu_1"].addresses[0] == JOB.address


async def test_a_series_without_a_visit_to_come_is_refused(world: FakeWorld):
    with pytest.raises(InvalidData, match="no visit"):
        await _started(world, replace(WEDNESDAYS, until=date(2026, 11, 24)))


async def test_a_visit_of_today_that_has_passed_is_not_made_and_not_missed(world: FakeWorld):
    started = await _started(world, SeriesPlan.of("FREQ=WEEKLY", datetime(2026, 11, 23, 9), 180))
    assert [start for _, start, _ in _visits(world, started)] == [
        "11-30 09:00",
        "12-07 09:00",
        "12-14 09:00",
        "12-21 09:00",
    ]
    assert world.store.call_tasks == []


async def test_a_holiday_has_no_visit_unless_it_is_wished(world: FakeWorld):
    rules = replace(a_catalogue().rules, holidays=frozenset({SECOND}))
    _company(world, rules=rules)
    assert [start for _, start, _ in _visits(world, await _started(world))][:2] == ["11-25 14:00", "12-09 14:00"]
    kept = replace(WEDNESDAYS, holidays=HolidayChoice.KEEP)
    assert "12-02 14:00" in [start for _, start, _ in _visits(world, await _started(world, kept))]


# --- previewed -------------------------------------------------------------------------------------------------------


async def test_a_preview_names_the_provider_who_can_do_most_of_the_visits(world: FakeWorld):
    await _taken(world, datetime(2026, 11, 25, 14), 1)
    await _taken(world, datetime(2026, 12, 9, 14), 1)
    await _taken(world, datetime(2026, 12, 9, 14), 2)
    shown = await _previewed(world)
    assert [one.provider_ids for one in shown.visits] == [("p3",)] * 4
    assert shown.wish == ProviderWish(preferred=("p3",))
    assert shown.conflicts == ()


async def test_a_preview_gives_a_visit_to_others_where_she_cannot(world: FakeWorld):
    for day in (25, 26, 27):
        await _taken(world, datetime(2026, 11, day, 14), 1)
    daily = SeriesPlan.of("FREQ=DAILY", datetime(2026, 11, 25, 14), 180)
    await _taken(world, datetime(2026, 11, 30, 14), 2)
    await _taken(world, datetime(2026, 11, 29, 14), 3)
    await _taken(world, datetime(2026, 11, 28, 14), 3)
    shown = await _previewed(world, daily, visits=6)
    assert [one.provider_ids[0] for one in shown.visits] == ["p2", "p2", "p2", "p2", "p2", "p1"]


async def test_a_preview_lists_conflicts_with_real_free_starts_near_them(world: FakeWorld):
    for provider in (1, 2, 3):
        await _taken(world, datetime(2026, 12, 2, 14), provider)
    conflict = (await _previewed(world)).conflicts
    assert [one.visit.day for one in conflict] == [SECOND]
    assert conflict[0].nearest == (
        datetime(2026, 12, 2, 9, 30),
        datetime(2026, 12, 2, 10),
        datetime(2026, 12, 2, 10, 30),
    )


async def test_with_a_fixed_provider_conflicts_are_hers_alone(world: FakeWorld):
    await _taken(world, datetime(2026, 12, 2, 14), 1)
    named = replace(JOB, provider_name="李秀英")
    shown = await _previewed(world, job=named, fixed=True)
    assert shown.wish == ProviderWish(only=("p1",))
    assert [one.visit.day for one in shown.conflicts] == [SECOND]
    assert [one.provider_ids for one in shown.visits if one.provider_ids] == [("p1",)] * 3
    assert shown.conflicts[0].nearest != ()


async def test_a_fixed_provider_whom_nobody_knows_leaves_only_conflicts(world: FakeWorld):
    shown = await _previewed(world, job=replace(JOB, provider_name="赵飞燕"), fixed=True)
    assert len(shown.conflicts) == 4
    assert shown.wish == ProviderWish(name="赵飞燕")


async def test_who_served_the_customer_last_comes_again_if_she_wishes_the_same(world: FakeWorld):
    booking = await _taken(world, datetime(2026, 11, 24, 9), 3)
    world.store.bookings[booking.id] = replace(booking, customer_id="cu_1", state=BookingState.COMPLETED)
    assert (await _previewed(world, job=replace(JOB, same_provider=True))).wish == ProviderWish(preferred=("p3",))
    assert (await _previewed(world, job=replace(JOB, same_provider=True), fixed=True)).wish == ProviderWish(
        only=("p3",)
    )
    assert (await _previewed(world, job=replace(JOB, same_provider=False))).wish == ProviderWish(
        exclude=("p3",), preferred=("p1",)
    )


async def test_a_named_provider_who_is_not_fixed_is_stood_in_for(world: FakeWorld):
    await _taken(world, datetime(2026, 12, 2, 14), 3)
    shown = await _previewed(world, job=replace(JOB, provider_name="王桂兰"), visits=2)
    assert [one.provider_ids for one in shown.visits] == [("p1",), ("p1",)]
    shown = await _previewed(world, job=replace(JOB, provider_name="刘凤霞"), visits=2)
    assert [one.provider_ids for one in shown.visits] == [("p3",), ("p1",)]


async def test_a_preview_points_out_what_falls_out_and_prices_every_visit(world: FakeWorld):
    _company(world, rules=replace(a_catalogue().rules, holidays=frozenset({SECOND})))
    shown = await _previewed(world, visits=2)
    assert [(one.visit.day, one.visit.dropped) for one in shown.visits] == [
        (WEDNESDAY, None),
        (SECOND, Dropped.HOLIDAY),
        (THIRD, None),
    ]
    assert [one.quote.total_fen if one.quote else None for one in shown.visits] == [18000, None, 18000]


async def test_a_first_visit_too_soon_is_a_conflict(world: FakeWorld):
    soon = SeriesPlan.of("FREQ=WEEKLY", datetime(2026, 11, 23, 11), 180)
    assert [one.visit.day for one in (await _previewed(world, soon)).conflicts] == [date(2026, 11, 23)]


async def test_several_providers_come_together_where_the_job_takes_them(world: FakeWorld):
    two = replace(JOB, heads=2)
    assert (await _previewed(world, job=two)).wish == ProviderWish(preferred=("p1", "p2"))
    started = await _started(world, job=two)
    assert {providers for _, _, providers in _visits(world, started)} == {"p1,p2"}


async def test_a_preview_stores_nothing(world: FakeWorld):
    before = vars(world.store.copy())
    await _previewed(world)
    assert vars(world.store) == before


# --- missing ---------------------------------------------------------------------------------------------------------


async def test_a_visit_nobody_can_do_is_an_event_and_a_call_for_staff(world: FakeWorld):
    for provider in (1, 2, 3):
        await _taken(world, datetime(2026, 12, 2, 14), provider)
    started = await _started(world)
    assert [start for _, start, _ in _visits(world, started)] == ["11-25 14:00", "12-09 14:00", "12-16 14:00"]
    assert _steps(world, started) == ["series_started", "visit_missing"]
    assert _stored(world, started).events[-1].detail == {"day": "2026-12-02", "reason": "no_provider_available"}
    assert [(task.customer_id, task.reason, task.text) for task in world.store.call_tasks] == [
        ("cu_1", "series_visit_missing", "定期服务缺一次：12月2日14:00的日常保洁没能安排上，请联系客户改时间或换人。")
    ]


async def test_a_fixed_provider_is_never_stood_in_for(world: FakeWorld):
    await _taken(world, datetime(2026, 12, 2, 14), 1)
    started = await _started(world, job=replace(JOB, provider_name="李秀英"), fixed=True)
    assert _visits(world, started) == [FOUR[0], *FOUR[2:]]
    assert len(world.store.call_tasks) == 1


async def test_a_provider_who_is_gone_is_stood_in_for_from_then_on(world: FakeWorld):
    started = await _started(world)
    world.store.providers["p1"] = an_auntie(1, active=False)
    world.clock.advance(days=7)
    await series.make_visits(world.deps)
    assert _visits(world, started) == [*FOUR, ("confirmed", "12-23 14:00", "p2")]


async def test_a_missing_visit_may_be_given_another_time(world: FakeWorld):
    for provider in (1, 2, 3):
        await _taken(world, datetime(2026, 12, 2, 14), provider)
    started = await _started(world)
    async with world.deps.uow() as uow:
        await series.move_visit(world.deps, uow, started.id, "cu_1", SECOND, datetime(2026, 12, 3, 9), "customer")
        await uow.commit()
    assert _visits(world, started)[1] == ("confirmed", "12-03 09:00", "p1")


# --- made ahead ------------------------------------------------------------------------------------------------------


async def test_the_worker_makes_each_visit_once(world: FakeWorld):
    started = await _started(world)
    assert await series.make_visits(world.deps) == 0
    world.clock.advance(days=14)
    assert await series.make_visits(world.deps) == 1
    assert await series.make_visits(world.deps) == 0
    assert _visits(world, started) == [*FOUR, ("confirmed", "12-23 14:00", "p1"), ("confirmed", "12-30 14:00", "p1")]


async def test_a_visit_moved_or_cancelled_by_itself_is_not_made_again(world: FakeWorld):
    started = await _started(world)
    async with world.deps.uow() as uow:
        await order.reschedule(
            world.deps, uow, visit_id(started.id, SECOND), "cu_1", datetime(2026, 12, 3, 9), "customer"
        )
        await cancel(world.deps, uow, visit_id(started.id, THIRD), "cu_1", "customer")
        await uow.commit()
    world.clock.advance(days=7)
    await series.make_visits(world.deps)
    assert _visits(world, started) == [
        FOUR[0],
        ("confirmed", "12-03 09:00", "p1"),
        ("cancelled", "12-09 14:00", "p1"),
        FOUR[3],
        ("confirmed", "12-23 14:00", "p1"),
    ]


async def test_a_visit_that_is_stored_already_is_left_as_it_is(world: FakeWorld):
    started = await _started(world)
    world.store.series[started.id] = replace(started, made_until=WEDNESDAY)
    before = dict(world.store.bookings)
    assert await series.make_visits(world.deps) == 1
    assert world.store.bookings == before


async def test_without_a_catalogue_there_is_nothing_to_make():
    assert await series.make_visits(FakeWorld().deps) == 0


async def test_a_series_ends_by_itself_after_its_last_visit(world: FakeWorld):
    started = await _started(world, replace(WEDNESDAYS, count=2))
    world.clock.advance(days=9)
    await series.make_visits(world.deps)
    assert _stored(world, started).state is SeriesState.ACTIVE
    world.clock.advance(days=1)
    await series.make_visits(world.deps)
    assert _stored(world, started).state is SeriesState.ENDED
    assert _steps(world, started) == ["series_started", "series_finished"]


async def test_a_service_that_is_sold_no_longer_stops_no_other_series(world: FakeWorld):
    started = await _started(world)
    other = await _started(world, job=replace(JOB, service="appliance_cleaning", quantities={"空调挂机": 1}))
    catalogue = a_catalogue()
    services = {code: service for code, service in catalogue.services.items() if code != "daily_cleaning"}
    world.store.catalogue = Catalogue(services, catalogue.surcharges, catalogue.rules, catalogue.answers)
    world.clock.advance(days=7)
    assert await series.make_visits(world.deps) == 2
    assert (len(_visits(world, started)), len(_visits(world, other))) == (4, 5)
    assert len(world.store.call_tasks) == 1


# --- this one --------------------------------------------------------------------------------------------------------


async def _skipped(world: FakeWorld, one: Series, day: date) -> None:
    async with world.deps.uow() as uow:
        await series.skip_visit(world.deps, uow, one.id, "cu_1", day, "customer")
        await uow.commit()


async def test_a_skipped_visit_is_cancelled_and_the_others_stay(world: FakeWorld):
    started = await _started(world)
    await _skipped(world, started, SECOND)
    assert _visits(world, started) == [FOUR[0], ("cancelled", "12-02 14:00", "p1"), *FOUR[2:]]
    assert _steps(world, started) == ["series_started", "visit_skipped"]


async def test_a_skipped_visit_of_a_counted_series_is_made_up_for_at_its_end(world: FakeWorld):
    started = await _started(world, replace(WEDNESDAYS, count=2))
    await _skipped(world, started, SECOND)
    assert _visits(world, started) == [FOUR[0], ("cancelled", "12-02 14:00", "p1"), FOUR[2]]


async def test_a_visit_far_ahead_may_be_skipped_before_it_is_made(world: FakeWorld):
    started = await _started(world)
    await _skipped(world, started, date(2026, 12, 23))
    world.clock.advance(days=14)
    await series.make_visits(world.deps)
    assert _visits(world, started) == [*FOUR, ("confirmed", "12-30 14:00", "p1")]


@pytest.mark.parametrize("day", [date(2026, 12, 3), SECOND])
async def test_only_a_visit_can_be_skipped(world: FakeWorld, day: date):
    started = await _started(world, replace(WEDNESDAYS, left_out=frozenset({SECOND})))
    with pytest.raises(NotFound):
        await _skipped(world, started, day)


async def _moved(world: FakeWorld, one: Series, day: date, start: datetime) -> None:
    async with world.deps.uow() as uow:
        await series.move_visit(world.deps, uow, one.id, "cu_1", day, start, "customer")
        await uow.commit()


async def test_a_moved_visit_keeps_its_order_and_its_provider(world: FakeWorld):
    started = await _started(world)
    await _moved(world, started, SECOND, datetime(2026, 12, 3, 9))
    assert _visits(world, started) == [FOUR[0], ("confirmed", "12-03 09:00", "p1"), *FOUR[2:]]
    world.clock.advance(days=14)
    await series.make_visits(world.deps)
    assert len(_visits(world, started)) == 6


async def test_a_visit_far_ahead_is_made_at_once_when_it_is_moved(world: FakeWorld):
    started = await _started(world)
    await _moved(world, started, date(2027, 1, 6), datetime(2026, 12, 10, 9))
    assert _visits(world, started)[-1] == ("confirmed", "12-10 09:00", "p1")


async def test_a_skipped_visit_may_be_given_another_time_after_all(world: FakeWorld):
    started = await _started(world)
    await _skipped(world, started, SECOND)
    await _moved(world, started, SECOND, datetime(2026, 12, 3, 9))
    assert _visits(world, started)[1] == ("confirmed", "12-03 09:00", "p1")


async def test_a_visit_cannot_be_moved_where_nobody_is_free_or_to_the_past(world: FakeWorld):
    started = await _started(world)
    before = _visits(world, started)
    with pytest.raises(NoProviderAvailable):
        await _moved(world, started, SECOND, datetime(2026, 12, 3, 3))
    with pytest.raises(PastWindow):
        await _moved(world, started, SECOND, datetime(2026, 11, 20, 9))
    assert _visits(world, started) == before


async def test_a_visit_cancelled_by_itself_cannot_be_moved(world: FakeWorld):
    started = await _started(world)
    async with world.deps.uow() as uow:
        await cancel(world.deps, uow, visit_id(started.id, SECOND), "cu_1", "customer")
        await uow.commit()
    with pytest.raises(IllegalTransition):
        await _moved(world, started, SECOND, datetime(2026, 12, 3, 9))


# --- from here on ----------------------------------------------------------------------------------------------------


async def _changed(world: FakeWorld, one: Series, day: date, **changes: object) -> Series:
    async with world.deps.uow() as uow:
        changed = await series.change_from(world.deps, uow, one.id, "cu_1", day, "customer", **changes)  # type: ignore[arg-type]
        await uow.commit()
    return changed


async def test_from_here_on_at_another_hour_moves_the_visits_and_keeps_the_orders(world: FakeWorld):
    started = await _started(world)
    ids = sorted(world.store.bookings)
    await _changed(world, started, date(2026, 12, 7), at=time(9))
    assert _visits(world, started) == [
        *FOUR[:2],
        ("confirmed", "12-09 09:00", "p1"),
        ("confirmed", "12-16 09:00", "p1"),
    ]
    assert sorted(world.store.bookings) == ids
    world.clock.advance(days=7)
    await series.make_visits(world.deps)
    assert _visits(world, started)[-1] == ("confirmed", "12-23 09:00", "p1")


async def test_from_here_on_on_another_day_gives_up_the_old_visits_and_makes_new_ones(world: FakeWorld):
    started = await _started(world)
    await _changed(world, started, date(2026, 12, 7), rule="FREQ=WEEKLY;BYDAY=FR")
    assert _visits(world, started) == [
        *FOUR[:2],
        ("cancelled", "12-09 14:00", "p1"),
        ("confirmed", "12-11 14:00", "p1"),
        ("cancelled", "12-16 14:00", "p1"),
        ("confirmed", "12-18 14:00", "p1"),
    ]


async def test_a_change_back_takes_the_old_orders_up_again(world: FakeWorld):
    started = await _started(world)
    await _changed(world, started, date(2026, 12, 7), rule="FREQ=WEEKLY;BYDAY=FR")
    await _changed(world, started, date(2026, 12, 7), rule="FREQ=WEEKLY;BYDAY=WE", at=time(9))
    kept = [visit for visit in _visits(world, started) if visit[0] == "confirmed"]
    assert kept == [*FOUR[:2], ("confirmed", "12-09 09:00", "p1"), ("confirmed", "12-16 09:00", "p1")]
    steps = [entry.action for entry in world.store.audit if entry.entity_id == visit_id(started.id, THIRD)]
    assert steps == ["booking_confirmed", "booking_cancelled", "booking_restored", "booking_rescheduled"]


async def test_every_other_week_stays_the_same_weeks_when_only_the_hour_changes(world: FakeWorld):
    started = await _started(world, SeriesPlan.of("FREQ=WEEKLY;INTERVAL=2", datetime(2026, 11, 25, 14), 180))
    await _changed(world, started, date(2026, 12, 1), at=time(9))
    assert [start for _, start, _ in _visits(world, started)] == ["11-25 14:00", "12-09 09:00"]


async def test_from_here_on_longer_visits_cost_more(world: FakeWorld):
    started = await _started(world)
    await _changed(world, started, THIRD, minutes=240)
    assert [world.store.bookings[visit_id(started.id, day)].quote.total_fen for day in (SECOND, THIRD)] == [
        18000,
        24000,
    ]


async def test_from_here_on_another_provider_comes(world: FakeWorld):
    started = await _started(world)
    await _changed(world, started, date(2026, 12, 7), wish=ProviderWish(only=("p2",)))
    assert [providers for _, _, providers in _visits(world, started)] == ["p1", "p1", "p2", "p2"]


async def test_a_visit_nobody_can_do_after_the_change_is_given_up_and_missing(world: FakeWorld):
    started = await _started(world)
    for provider in (1, 2, 3):
        await _taken(world, datetime(2026, 12, 9, 9), provider)
    await _changed(world, started, date(2026, 12, 7), at=time(9))
    assert _visits(world, started)[2:] == [("cancelled", "12-09 14:00", "p1"), ("confirmed", "12-16 09:00", "p1")]
    assert _steps(world, started) == ["series_started", "series_changed", "visit_missing"]


async def test_a_rule_that_is_none_changes_nothing(world: FakeWorld):
    started = await _started(world)
    with pytest.raises(InvalidData):
        await _changed(world, started, SECOND, rule="FREQ=SECONDLY")
    assert _visits(world, started) == FOUR


# --- paused, ended ---------------------------------------------------------------------------------------------------


async def _paused(world: FakeWorld, one: Series, first: date, last: date | None) -> None:
    async with world.deps.uow() as uow:
        await series.pause(world.deps, uow, one.id, "cu_1", first, last, "customer")
        await uow.commit()


async def test_a_pause_with_an_end_gives_up_its_visits_and_no_other(world: FakeWorld):
    started = await _started(world)
    await _paused(world, started, date(2026, 12, 1), date(2026, 12, 10))
    assert [state for state, _, _ in _visits(world, started)] == ["confirmed", "cancelled", "cancelled", "confirmed"]
    assert _stored(world, started).state is SeriesState.ACTIVE


async def test_a_pause_without_end_stops_the_worker_until_the_series_goes_on(world: FakeWorld):
    started = await _started(world)
    await _paused(world, started, date(2026, 12, 1), None)
    assert _stored(world, started).state is SeriesState.PAUSED
    world.clock.advance(days=12)
    assert await series.make_visits(world.deps) == 0
    async with world.deps.uow() as uow:
        await series.resume(world.deps, uow, started.id, "cu_1", date(2026, 12, 14), "customer")
        await uow.commit()
    assert _visits(world, started) == [
        FOUR[0],
        ("cancelled", "12-02 14:00", "p1"),
        ("cancelled", "12-09 14:00", "p1"),
        FOUR[3],
        ("confirmed", "12-23 14:00", "p1"),
        ("confirmed", "12-30 14:00", "p1"),
    ]


async def test_a_visit_restored_by_hand_outlives_another_skip(world: FakeWorld):
    started = await _started(world)
    await _skipped(world, started, SECOND)
    async with world.deps.uow() as uow:
        await order.restore(world.deps, uow, visit_id(started.id, SECOND), "cu_1", "customer")
        await uow.commit()
    await _skipped(world, started, FOURTH)
    assert [state for state, _, _ in _visits(world, started)] == ["confirmed", "confirmed", "confirmed", "cancelled"]


async def _ended(world: FakeWorld, one: Series, on: date) -> None:
    async with world.deps.uow() as uow:
        await series.end_series(world.deps, uow, one.id, "cu_1", on, "customer")
        await uow.commit()


async def test_an_ended_series_gives_up_its_visits_from_that_day_on(world: FakeWorld):
    started = await _started(world)
    await _ended(world, started, THIRD)
    assert [state for state, _, _ in _visits(world, started)] == ["confirmed", "confirmed", "cancelled", "cancelled"]
    assert _steps(world, started) == ["series_started", "series_ended"]
    world.clock.advance(days=30)
    assert await series.make_visits(world.deps) == 0


async def test_what_has_begun_stays_when_the_series_ends(world: FakeWorld):
    started = await _started(world)
    world.clock.advance(days=2, hours=5)
    await _ended(world, started, WEDNESDAY)
    assert world.store.bookings[visit_id(started.id, WEDNESDAY)].state is BookingState.CONFIRMED


async def test_an_ended_series_cannot_be_changed(world: FakeWorld):
    started = await _started(world)
    await _ended(world, started, THIRD)
    with pytest.raises(IllegalTransition):
        await _skipped(world, started, SECOND)


async def test_nobody_changes_the_series_of_another(world: FakeWorld):
    started = await _started(world)
    async with world.deps.uow() as uow:
        with pytest.raises(NotFound):
            await series.end_series(world.deps, uow, started.id, "cu_2", THIRD, "customer")
