from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from bot.commands.load import load
from bot.domain.booking import ProviderWish
from bot.domain.policy import Policies, ReviewLimits
from bot.domain.series import SeriesState
from bot.domain.series_plan import HolidayChoice, Pause, Rhythm, SeriesPlan
from bot.domain.values import to_local
from tests.fakes import SHANGHAI, FakeWorld
from tests.unit.commands.test_load import CUSTOMER, a_file, refused
from tests.worlds import a_catalogue, a_world


def a_series(more: str = "", frequency: str = "rrule: FREQ=WEEKLY;BYDAY=WE", start: str = "2026-11-25T14:00") -> str:
    return (
        CUSTOMER + "series:\n  - id: s1\n    service: daily_cleaning\n    customer: c1\n    area_sqm: 90\n"
        f"    district: 浦东新区\n    frequency: {{{frequency}}}\n    start: {start}\n{more}"
    )


def starts(world: FakeWorld) -> list[str]:
    visits = sorted(world.store.bookings.values(), key=lambda booking: booking.window.start)
    return [f"{to_local(visit.window.start, SHANGHAI):%m-%d %H:%M}" for visit in visits]


async def test_a_series_takes_what_its_customer_has_and_has_its_visits(tmp_path: Path):
    world = a_world()
    assert await load(world.deps, a_file(tmp_path, a_series())) == "1 customer, 1 series"
    series = world.store.series["s1"]
    assert series.plan == SeriesPlan.of("FREQ=WEEKLY;BYDAY=WE", datetime(2026, 11, 25, 14), 180)
    assert (series.address, series.phone, series.contact_name) == (
        "浦东新区张杨路1458弄6号楼1202",
        "13800138000",
        "周敏",
    )
    assert (series.made_until, series.created_by) == (date(2026, 12, 21), "load")
    assert starts(world) == ["11-25 14:00", "12-02 14:00", "12-09 14:00", "12-16 14:00"]


async def test_everything_a_series_may_say_is_kept(tmp_path: Path):
    world = a_world()
    frequency = 'rrule: "FREQ=WEEKLY;BYDAY=MO,FR", count: 9, until: 2027-06-30, exdate: [2026-12-04]'
    more = "    holidays: keep\n    provider_ids: [p2]\n    fixed: true\n    minutes: 240\n    state: paused\n"
    await load(world.deps, a_file(tmp_path, a_series(more, frequency)))
    series = world.store.series["s1"]
    assert series.plan == SeriesPlan(
        (Rhythm(datetime(2026, 11, 25, 14), "FREQ=WEEKLY;BYDAY=MO,FR", 240),),
        count=9,
        until=date(2027, 6, 30),
        holidays=HolidayChoice.KEEP,
        left_out=frozenset({date(2026, 12, 4)}),
        pauses=(Pause(date(2026, 11, 23)),),
    )
    assert (series.state, series.wish) == (SeriesState.PAUSED, ProviderWish(only=("p2",)))
    assert world.store.bookings == {}


@pytest.mark.parametrize(
    ("when", "first"),
    [
        ('in_days: 3\n    at: "09:30"', "11-26 09:30"),
        ('at: "09:30"', "12-01 09:30"),
    ],
)
async def test_the_first_visit_may_be_counted_from_today_or_stand_in_the_frequency(
    tmp_path: Path, when: str, first: str
):
    world = a_world()
    text = a_series(frequency="rrule: FREQ=WEEKLY" + ("" if "in_days" in when else ", from: 2026-12-01"))
    await load(world.deps, a_file(tmp_path, text.replace("start: 2026-11-25T14:00", when)))
    assert starts(world)[0] == first
    assert world.store.series["s1"].plan.rhythms[0].start.time() == time(9, 30)


async def test_of_a_series_that_runs_already_only_what_comes_is_made(tmp_path: Path):
    world = a_world()
    await load(
        world.deps, a_file(tmp_path, a_series(frequency="rrule: FREQ=WEEKLY, count: 3", start="2026-11-18T14:00"))
    )
    assert starts(world) == ["11-25 14:00", "12-02 14:00"]
    assert world.store.call_tasks == []


async def test_a_series_that_is_loaded_was_agreed_to_and_waits_for_no_review(tmp_path: Path):
    world = a_world()
    world.store.catalogue = a_catalogue(policies=Policies(review=ReviewLimits(always=frozenset({"daily_cleaning"}))))
    await load(world.deps, a_file(tmp_path, a_series()))
    assert {visit.awaits_review for visit in world.store.bookings.values()} == {False}


async def test_a_stored_series_has_a_life_of_its_own(tmp_path: Path):
    world = a_world()
    await load(world.deps, a_file(tmp_path, a_series()))
    before = vars(world.store.copy())
    await load(world.deps, a_file(tmp_path, a_series(frequency="rrule: FREQ=DAILY")))
    assert vars(world.store) == before


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            a_series(frequency="rrule: FREQ=SECONDLY"),
            "8: series s1: rule 'FREQ=SECONDLY': FREQ must be DAILY, WEEKLY or MONTHLY",
        ),
        (a_series("    provider_ids: [p9]\n"), "8: series s1: unknown provider 'p9'"),
        (a_series().replace("customer: c1", "customer: c7"), "8: series s1: unknown customer 'c7'"),
        (a_series().replace("service: daily_cleaning", "service: cooking"), "8: series s1: unknown service 'cooking'"),
        (a_series(frequency="count: 3"), "13: frequency.rrule is missing"),
        (a_series("    at: '09:00'\n"), "8: give either start, or at together with in_days or frequency.from"),
        (a_series("    fixed: true\n"), "8: fixed needs as many provider_ids as providers come"),
        (a_series(start="2026-11-25T14:00+08:00"), "8: start is a local time, without a zone"),
    ],
)  # fmt: skip
async def test_what_is_wrong_with_a_series_is_told_with_its_line(tmp_path: Path, text: str, error: str):
    assert await refused(a_world(), a_file(tmp_path, text)) == [error]
