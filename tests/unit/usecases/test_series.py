"""A series: previewed, started, its visits made ahead, and missing where nobody is free."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.domain.booking import BookingState, ProviderWish
from bot.domain.catalogue import Catalogue
from bot.domain.errors import InvalidData
from bot.domain.policy import Policies
from bot.domain.series import SeriesState, visit_id
from bot.domain.series_plan import Dropped, HolidayChoice, SeriesPlan
from bot.usecases import order, series
from bot.usecases.booking import cancel
from bot.usecases.series_ahead import make_visits
from tests.fakes import FakeWorld
from tests.unit.usecases.series_steps import (
    FOUR,
    FOURTH,
    JOB,
    SECOND,
    THIRD,
    TUESDAYS,
    WEDNESDAY,
    WEDNESDAYS,
    a_world_of_series,
    change_company,
    preview,
    start,
    steps_of,
    stored_of,
    take,
    visits_of,
)
from tests.worlds import a_catalogue, an_auntie


@pytest.fixture
async def world() -> FakeWorld:
    return await a_world_of_series()


# --- started ---------------------------------------------------------------------------------------------------------


async def test_a_started_series_has_its_visits_of_the_next_weeks(world: FakeWorld):
    started = await start(world)
    assert visits_of(world, started) == FOUR
    assert (started.state, started.made_until) == (SeriesState.ACTIVE, date(2026, 12, 21))
    assert stored_of(world, started) == started


async def test_a_visit_is_a_booking_like_any_other_that_knows_its_series(world: FakeWorld):
    started = await start(world)
    visit = world.store.bookings[visit_id(started.id, SECOND)]
    assert (visit.kind, visit.series_id, visit.created_by) == ("series", started.id, "customer")
    assert (visit.customer_id, visit.address, visit.area_sqm) == ("cu_1", JOB.address, 90)
    assert visit.quote.total_fen == 18000
    assert visit.was_confirmed


async def test_every_step_is_in_the_audit(world: FakeWorld):
    started = await start(world)
    assert steps_of(world, started) == ["series_started"]
    made = [entry.entity_id for entry in world.store.audit if entry.action == "booking_confirmed"]
    assert made == [visit_id(started.id, day) for day in (WEDNESDAY, SECOND, THIRD, FOURTH)]


async def test_who_is_wished_comes_to_all_visits_though_others_are_rated_higher(world: FakeWorld):
    async with world.deps.uow() as uow:
        wish = ProviderWish(preferred=("p3",))
        started = await series.start_series(world.deps, uow, JOB, WEDNESDAYS, "customer", wish)
        await uow.commit()
    assert {providers for _, _, providers in visits_of(world, started)} == {"p3"}


async def test_the_owner_says_how_far_ahead_visits_are_made(world: FakeWorld):
    change_company(world, policies=Policies(series_ahead_days=9))
    assert len(visits_of(world, await start(world))) == 2


async def test_the_address_of_a_series_is_known_from_then_on(world: FakeWorld):
    await start(world)
    assert world.store.customers["cu_1"].addresses[0] == JOB.address


async def test_a_series_without_a_visit_to_come_is_refused(world: FakeWorld):
    with pytest.raises(InvalidData, match="no visit"):
        await start(world, replace(WEDNESDAYS, until=date(2026, 11, 24)))


async def test_a_series_without_a_price_is_refused(world: FakeWorld):
    by_size = replace(a_catalogue().services["daily_cleaning"], fen_per_hour=0, fen_per_sqm=600)
    change_company(world, services={"daily_cleaning": by_size})
    job, wish = replace(JOB, area_sqm=None), ProviderWish(preferred=("p1",))
    async with world.deps.uow() as uow:
        with pytest.raises(InvalidData, match="size of the home"):
            await series.start_series(world.deps, uow, job, WEDNESDAYS, "customer", wish)


async def test_a_visit_of_today_that_has_passed_is_not_made_and_not_missed(world: FakeWorld):
    started = await start(world, SeriesPlan.of("FREQ=WEEKLY", datetime(2026, 11, 23, 9), 180))
    assert [start for _, start, _ in visits_of(world, started)] == [
        "11-30 09:00",
        "12-07 09:00",
        "12-14 09:00",
        "12-21 09:00",
    ]
    assert world.store.call_tasks == []


async def test_a_holiday_has_no_visit_unless_it_is_wished(world: FakeWorld):
    rules = replace(a_catalogue().rules, holidays=frozenset({SECOND}))
    change_company(world, rules=rules)
    assert [start for _, start, _ in visits_of(world, await start(world))][:2] == ["11-25 14:00", "12-09 14:00"]
    kept = replace(WEDNESDAYS, holidays=HolidayChoice.KEEP)
    assert "12-02 14:00" in [start for _, start, _ in visits_of(world, await start(world, kept))]


# --- previewed -------------------------------------------------------------------------------------------------------


async def test_a_preview_names_the_provider_who_can_do_most_of_the_visits(world: FakeWorld):
    await take(world, datetime(2026, 11, 25, 14), 1)
    await take(world, datetime(2026, 12, 9, 14), 1)
    await take(world, datetime(2026, 12, 9, 14), 2)
    shown = await preview(world)
    assert [one.provider_ids for one in shown.visits] == [("p3",)] * 4
    assert shown.wish == ProviderWish(preferred=("p3",))
    assert shown.conflicts == ()


async def test_a_preview_gives_a_visit_to_others_where_she_cannot(world: FakeWorld):
    for day in (25, 26, 27):
        await take(world, datetime(2026, 11, day, 14), 1)
    daily = SeriesPlan.of("FREQ=DAILY", datetime(2026, 11, 25, 14), 180)
    await take(world, datetime(2026, 11, 30, 14), 2)
    await take(world, datetime(2026, 11, 29, 14), 3)
    await take(world, datetime(2026, 11, 28, 14), 3)
    shown = await preview(world, daily, visits=6)
    assert [one.provider_ids[0] for one in shown.visits] == ["p2", "p2", "p2", "p2", "p2", "p1"]


async def test_a_preview_lists_conflicts_with_real_free_starts_near_them(world: FakeWorld):
    for provider in (1, 2, 3):
        await take(world, datetime(2026, 12, 2, 14), provider)
    conflict = (await preview(world)).conflicts
    assert [one.visit.day for one in conflict] == [SECOND]
    assert conflict[0].nearest == (
        datetime(2026, 12, 2, 9, 30),
        datetime(2026, 12, 2, 10, 30),
        datetime(2026, 12, 3, 8),
    )


async def test_with_a_fixed_provider_conflicts_are_hers_alone(world: FakeWorld):
    await take(world, datetime(2026, 12, 2, 14), 1)
    named = replace(JOB, provider_name="李秀英")
    shown = await preview(world, job=named, fixed=True)
    assert shown.wish == ProviderWish(only=("p1",))
    assert [one.visit.day for one in shown.conflicts] == [SECOND]
    assert [one.provider_ids for one in shown.visits if one.provider_ids] == [("p1",)] * 3
    assert shown.conflicts[0].nearest != ()


async def test_a_fixed_provider_whom_nobody_knows_leaves_only_conflicts(world: FakeWorld):
    shown = await preview(world, job=replace(JOB, provider_name="赵飞燕"), fixed=True)
    assert len(shown.conflicts) == 4
    assert shown.wish == ProviderWish(name="赵飞燕")


async def test_who_served_the_customer_last_comes_again_if_she_wishes_the_same(world: FakeWorld):
    booking = await take(world, datetime(2026, 11, 24, 9), 3)
    world.store.bookings[booking.id] = replace(booking, customer_id="cu_1", state=BookingState.COMPLETED)
    assert (await preview(world, job=replace(JOB, same_provider=True))).wish == ProviderWish(preferred=("p3",))
    assert (await preview(world, job=replace(JOB, same_provider=True), fixed=True)).wish == ProviderWish(only=("p3",))
    assert (await preview(world, job=replace(JOB, same_provider=False))).wish == ProviderWish(
        exclude=("p3",), preferred=("p1",)
    )


async def test_a_named_provider_who_is_not_fixed_is_stood_in_for(world: FakeWorld):
    await take(world, datetime(2026, 12, 2, 14), 3)
    shown = await preview(world, job=replace(JOB, provider_name="王桂兰"), visits=2)
    assert [one.provider_ids for one in shown.visits] == [("p1",), ("p1",)]
    shown = await preview(world, job=replace(JOB, provider_name="刘凤霞"), visits=2)
    assert [one.provider_ids for one in shown.visits] == [("p3",), ("p1",)]


async def test_a_preview_points_out_what_falls_out_and_prices_every_visit(world: FakeWorld):
    change_company(world, rules=replace(a_catalogue().rules, holidays=frozenset({SECOND})))
    shown = await preview(world, visits=2)
    assert [(one.visit.day, one.visit.dropped) for one in shown.visits] == [
        (WEDNESDAY, None),
        (SECOND, Dropped.HOLIDAY),
        (THIRD, None),
    ]
    assert [one.quote.total_fen if one.quote else None for one in shown.visits] == [18000, None, 18000]


async def test_a_first_visit_too_soon_is_a_conflict(world: FakeWorld):
    soon = SeriesPlan.of("FREQ=WEEKLY", datetime(2026, 11, 23, 11), 180)
    assert [one.visit.day for one in (await preview(world, soon)).conflicts] == [date(2026, 11, 23)]


async def test_several_providers_come_together_where_the_job_takes_them(world: FakeWorld):
    two = replace(JOB, heads=2)
    assert (await preview(world, job=two)).wish == ProviderWish(preferred=("p1", "p2"))
    started = await start(world, job=two)
    assert {providers for _, _, providers in visits_of(world, started)} == {"p1,p2"}


async def test_a_preview_stores_nothing(world: FakeWorld):
    before = vars(world.store.copy())
    await preview(world)
    assert vars(world.store) == before


# --- missing ---------------------------------------------------------------------------------------------------------


async def test_a_visit_nobody_can_do_is_an_event_and_a_call_for_staff(world: FakeWorld):
    for provider in (1, 2, 3):
        await take(world, datetime(2026, 12, 2, 14), provider)
    started = await start(world)
    assert [start for _, start, _ in visits_of(world, started)] == ["11-25 14:00", "12-09 14:00", "12-16 14:00"]
    assert steps_of(world, started) == ["series_started", "visit_missing"]
    assert stored_of(world, started).events[-1].detail == {"day": "2026-12-02", "reason": "no_provider_available"}
    assert [(task.customer_id, task.reason, task.text) for task in world.store.call_tasks] == [
        ("cu_1", "series_visit_missing", "定期服务缺一次：12月2日14:00的日常保洁没能安排上，请联系客户改时间或换人。")
    ]


async def test_a_fixed_provider_is_never_stood_in_for(world: FakeWorld):
    await take(world, datetime(2026, 12, 2, 14), 1)
    started = await start(world, job=replace(JOB, provider_name="李秀英"), fixed=True)
    assert visits_of(world, started) == [FOUR[0], *FOUR[2:]]
    assert len(world.store.call_tasks) == 1


async def test_a_provider_who_is_gone_is_stood_in_for_from_then_on(world: FakeWorld):
    started = await start(world)
    world.store.providers["p1"] = an_auntie(1, active=False)
    world.clock.advance(days=7)
    await make_visits(world.deps)
    assert visits_of(world, started) == [*FOUR, ("confirmed", "12-23 14:00", "p2")]


async def test_a_missing_visit_may_be_given_another_time(world: FakeWorld):
    for provider in (1, 2, 3):
        await take(world, datetime(2026, 12, 2, 14), provider)
    started = await start(world)
    async with world.deps.uow() as uow:
        await series.move_visit(world.deps, uow, started.id, "cu_1", SECOND, datetime(2026, 12, 3, 9), "customer")
        await uow.commit()
    assert visits_of(world, started)[1] == ("confirmed", "12-03 09:00", "p1")


# --- made ahead ------------------------------------------------------------------------------------------------------


async def test_the_worker_makes_each_visit_once(world: FakeWorld):
    started = await start(world)
    assert await make_visits(world.deps) == 0
    world.clock.advance(days=14)
    assert await make_visits(world.deps) == 1
    assert await make_visits(world.deps) == 0
    assert visits_of(world, started) == [*FOUR, ("confirmed", "12-23 14:00", "p1"), ("confirmed", "12-30 14:00", "p1")]


async def test_a_visit_moved_or_cancelled_by_itself_is_not_made_again(world: FakeWorld):
    started = await start(world)
    async with world.deps.uow() as uow:
        await order.reschedule(
            world.deps, uow, visit_id(started.id, SECOND), "cu_1", datetime(2026, 12, 3, 9), "customer"
        )
        await cancel(world.deps, uow, visit_id(started.id, THIRD), "cu_1", "customer")
        await uow.commit()
    world.clock.advance(days=7)
    await make_visits(world.deps)
    assert visits_of(world, started) == [
        FOUR[0],
        ("confirmed", "12-03 09:00", "p1"),
        ("cancelled", "12-09 14:00", "p1"),
        FOUR[3],
        ("confirmed", "12-23 14:00", "p1"),
    ]


async def test_a_visit_that_is_stored_already_is_left_as_it_is_and_is_not_missed(world: FakeWorld):
    started = await start(world, job=replace(JOB, provider_name="李秀英"), fixed=True)
    world.store.series[started.id] = replace(started, made_until=WEDNESDAY)
    before = dict(world.store.bookings)
    assert await make_visits(world.deps) == 1
    assert world.store.bookings == before
    assert world.store.call_tasks == []


async def test_without_a_catalogue_there_is_nothing_to_make():
    assert await make_visits(FakeWorld().deps) == 0


async def test_a_series_ends_by_itself_after_its_last_visit(world: FakeWorld):
    started = await start(world, replace(WEDNESDAYS, count=2))
    world.clock.advance(days=9)
    await make_visits(world.deps)
    assert stored_of(world, started).state is SeriesState.ACTIVE
    world.clock.advance(days=1)
    await make_visits(world.deps)
    assert stored_of(world, started).state is SeriesState.ENDED
    assert steps_of(world, started) == ["series_started", "series_finished"]


async def test_a_service_that_is_sold_no_longer_stops_no_other_series(world: FakeWorld):
    started = await start(world)
    other = await start(world, TUESDAYS, replace(JOB, service="appliance_cleaning", quantities={"空调挂机": 1}))
    catalogue = a_catalogue()
    services = {code: service for code, service in catalogue.services.items() if code != "daily_cleaning"}
    world.store.catalogue = Catalogue(services, catalogue.surcharges, catalogue.rules, catalogue.answers)
    world.clock.advance(days=7)
    assert await make_visits(world.deps) == 2
    assert (len(visits_of(world, started)), len(visits_of(world, other))) == (4, 5)
    assert len(world.store.call_tasks) == 1


async def test_a_series_that_cannot_be_priced_any_more_stops_no_other_and_its_visits_are_missing(world: FakeWorld):
    unpriced = await start(world, job=replace(JOB, area_sqm=None))
    other = await start(world, TUESDAYS, replace(JOB, service="appliance_cleaning"))
    by_size = replace(a_catalogue().services["daily_cleaning"], fen_per_hour=0, fen_per_sqm=600)
    change_company(world, services={**a_catalogue().services, "daily_cleaning": by_size})
    world.clock.advance(days=7)
    assert await make_visits(world.deps) == 2
    assert (visits_of(world, unpriced), len(visits_of(world, other))) == (FOUR, 5)
    assert stored_of(world, unpriced).made_until == date(2026, 12, 28)
    assert stored_of(world, unpriced).events[-1].detail == {"day": "2026-12-23", "reason": "invalid_data"}
    assert [task.reason for task in world.store.call_tasks] == ["series_visit_missing"]
