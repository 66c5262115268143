"""Every price rule by its table, and what must hold for any catalogue and any job."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.load_file import read_load_file
from bot.domain.catalogue import (
    FLOOR_FEN_PER_HOUR,
    OTHER,
    Catalogue,
    HourTier,
    Package,
    Service,
    Surcharge,
    VisitTier,
)
from bot.domain.errors import InvalidData
from bot.domain.pricing import PricedJob, Quote, QuoteItem, quote
from bot.domain.work import Work
from tests.worlds import RULES

GOLDEN = Path(__file__).parents[2] / "golden"
with (GOLDEN / "quotes.csv").open(encoding="utf-8", newline="") as table:
    CASES = list(csv.DictReader(table))


def golden_catalogue() -> Catalogue:
    loaded = read_load_file(GOLDEN / "quotes.yml")
    assert loaded.loyalty is not None
    return Catalogue(
        services={placed.entry.code: placed.entry.to_domain() for placed in loaded.services},
        surcharges=tuple(placed.entry.to_domain() for placed in loaded.surcharges),
        rules=RULES,
        answers={},
        packages=tuple(placed.entry.to_domain() for placed in loaded.packages),
        loyalty=loaded.loyalty.entry.to_domain(),
    )


def a_job(catalogue: Catalogue, case: Mapping[str, str]) -> PricedJob:
    """``more``: ``field=value`` pairs, lists and mappings with ``;`` between."""
    more = dict(pair.split("=", 1) for pair in case["more"].split())
    counted = [one.split(":") for one in more.get("quantities", "").split(";") if one]
    return PricedJob(
        service=catalogue.services[case["service"]],
        start=datetime.fromisoformat(case["start"]),
        minutes=int(case["minutes"]),
        work=Work(
            area_sqm=float(more["area_sqm"]) if "area_sqm" in more else None,
            quantities={kind: int(count) for kind, count in counted},
            needs=frozenset(more["needs"].split(";") if "needs" in more else ()),
            providers=int(more.get("providers", 1)),
        ),
        visits_done=int(more.get("visits_done", 0)),
        series_visits=int(more.get("series_visits", 0)),
        booked_at=datetime.fromisoformat(more["booked_at"]) if "booked_at" in more else None,
        rectifies="rectifies" in more,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_job_costs_what_its_rules_say(case: dict[str, str]):
    catalogue = golden_catalogue()
    priced = quote(catalogue, a_job(catalogue, case))
    assert "|".join(f"{item.code}={item.fen}" for item in priced.items) == case["items"]
    assert priced.total_fen == int(case["total"])


def words(service: str, minutes: int, **more: Any) -> str:
    catalogue = golden_catalogue()
    return quote(
        catalogue, PricedJob(catalogue.services[service], datetime(2026, 11, 24, 9), minutes, **more)
    ).in_words()


def test_every_line_says_its_reason():
    assert words("daily_cleaning", 300) == "275元（60元/小时 × 5小时=300元，满4小时，每小时55元=-25元）"
    assert words("daily_cleaning", 240) == (
        "240元（60元/小时 × 4小时=240元，满4小时，每小时55元（不低于时间短一些的价格）=0元）"
    )
    assert words("daily_cleaning", 180, series_visits=12) == (
        "150元（60元/小时 × 3小时=180元，长期预约12次以上减20%（最低每人每小时50元）=-30元）"
    )
    assert words("daily_cleaning", 180, visits_done=5) == (
        "174.6元（60元/小时 × 3小时=180元，老客户（服务过5次以上）减3%=-5.4元）"
    )
    assert words("deep_cleaning", 360) == "420元（75元/小时 × 6小时=450元，六小时套餐=-30元）"
    assert words("home_repair", 60) == "150元（110元/小时 × 1小时=110元，起步价150元=40元）"
    assert words("home_maintenance", 120, work=Work(area_sqm=90)) == "589.5元（6.55元/平方米 × 90平方米）"
    assert words("appliance_cleaning", 60) == "100元（家电清洗 100元 × 1）"
    pieces = {"空调挂机": 2, "冰箱": 1}
    assert words("appliance_cleaning", 180, work=Work(quantities=pieces)) == (
        "280元（空调挂机 90元 × 2=180元，冰箱 100元 × 1=100元）"
    )
    assert words("daily_cleaning", 180, rectifies=True) == "0元（免费返工）"


def test_a_price_by_the_square_metre_needs_the_square_metres():
    with pytest.raises(InvalidData, match="size of the home"):
        words("home_maintenance", 120)


# --- whatever the owner writes ---------------------------------------------------------------------------------------

PERCENT = st.integers(1, 90)
YUAN = st.integers(1, 30_000)
VISITS = st.integers(1, 30)


@st.composite
def visit_tiers(draw: st.DrawFn) -> tuple[VisitTier, ...]:
    steps = draw(st.dictionaries(VISITS, PERCENT, max_size=3))
    return tuple(
        VisitTier(visits, percent) for visits, percent in zip(sorted(steps), sorted(set(steps.values())), strict=False)
    )


@st.composite
def services(draw: st.DrawFn) -> Service:
    way = draw(st.sampled_from(("hour", "item", "sqm")))
    rates = sorted(draw(st.sets(st.integers(FLOOR_FEN_PER_HOUR, 20_000), min_size=1, max_size=4)), reverse=True)
    tiers = zip(sorted(draw(st.sets(st.integers(1, 700), max_size=3))), rates[1:], strict=False)
    plain = Service("s", "服务", rates[0], 30, 720, 120, bookable=True, includes="含", excludes="不含")
    plain = replace(plain, min_fen=draw(st.just(0) | YUAN), series_tiers=draw(visit_tiers()))
    if way == "item":
        return replace(plain, fen_per_hour=0, fen_per_item={OTHER: draw(YUAN), "空调": draw(YUAN)})
    if way == "sqm":
        return replace(plain, fen_per_hour=0, fen_per_sqm=draw(st.integers(1, 2000)), asks=("area",))
    return replace(plain, hour_tiers=tuple(HourTier(minutes, fen) for minutes, fen in tiers))


@st.composite
def packages(draw: st.DrawFn) -> Package:
    minutes = draw(st.integers(30, 1440))
    least = -(-FLOOR_FEN_PER_HOUR * minutes // 60)
    return Package("p", "套餐", "s", minutes, draw(st.integers(least, least + 100_000)))


NO_LIFT = st.just(("no_elevator",))
SURCHARGES = st.lists(
    st.builds(Surcharge, st.just("night"), st.just("晚间"), st.just("night"), percent=PERCENT)
    | st.builds(Surcharge, st.just("holiday"), st.just("节假日"), st.just("holiday"), fen=YUAN)
    | st.builds(
        Surcharge, st.just("urgent"), st.just("加急"), st.just("urgent"),
        percent=PERCENT, within_minutes=st.integers(1, 600),
    )
    | st.builds(Surcharge, st.just("risk"), st.just("无电梯"), st.just("risk"), fen=YUAN, needs=NO_LIFT),
    max_size=4,
)  # fmt: skip


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    service = draw(services())
    bought = tuple(draw(st.lists(packages(), max_size=2))) if service.fen_per_hour else ()
    return Catalogue({"s": service}, tuple(draw(SURCHARGES)), RULES, {}, packages=bought, loyalty=draw(visit_tiers()))


@st.composite
def priced(draw: st.DrawFn) -> tuple[Catalogue, PricedJob]:
    catalogue = draw(catalogues())
    start = datetime(2027, 1, 1) + timedelta(minutes=draw(st.integers(0, 3 * 24 * 60)))
    work = Work(
        area_sqm=draw(st.floats(1, 1000)),
        quantities=draw(st.dictionaries(st.sampled_from(("空调", "冰箱")), st.integers(1, 20))),
        needs=draw(st.sampled_from((frozenset(), frozenset({"no_elevator"})))),
        providers=draw(st.integers(1, 5)),
    )
    booked_at = draw(st.none() | st.integers(0, 900).map(lambda minutes: start - timedelta(minutes=minutes)))
    return catalogue, PricedJob(
        catalogue.services["s"], start, draw(st.integers(30, 720)), work,
        visits_done=draw(VISITS), series_visits=draw(VISITS), booked_at=booked_at,
    )  # fmt: skip


def work_fen(quoted: Quote) -> int:
    """What the work costs after all reductions, before surcharges."""
    on_top = ("night", "holiday", "urgent", "risk")
    return sum(item.fen for item in quoted.items if item.code not in on_top)


@given(priced())
def test_items_add_up_and_are_the_same_again(given_job: tuple[Catalogue, PricedJob]):
    catalogue, job = given_job
    quoted = quote(catalogue, job)
    assert quoted.total_fen == sum(item.fen for item in quoted.items)
    assert quoted == quote(catalogue, job)
    assert all(isinstance(item.fen, int) and item.code and item.label for item in quoted.items)


@given(priced())
def test_no_work_costs_less_than_fifty_yuan_an_hour_or_its_minimum(given_job: tuple[Catalogue, PricedJob]):
    catalogue, job = given_job
    fen = work_fen(quote(catalogue, job))
    assert fen * 60 >= FLOOR_FEN_PER_HOUR * job.minutes * job.work.providers
    assert fen >= job.service.min_fen


@given(priced(), st.integers(1, 240))
def test_a_longer_visit_never_costs_less(given_job: tuple[Catalogue, PricedJob], more: int):
    catalogue, job = given_job
    longer = quote(catalogue, replace(job, minutes=job.minutes + more))
    assert quote(catalogue, job).total_fen <= longer.total_fen


@given(priced())
def test_more_visits_never_make_a_visit_dearer(given_job: tuple[Catalogue, PricedJob]):
    catalogue, job = given_job
    for more in (replace(job, visits_done=job.visits_done + 1), replace(job, series_visits=job.series_visits + 1)):
        assert quote(catalogue, more).total_fen <= quote(catalogue, job).total_fen


@given(priced())
def test_what_makes_up_for_another_visit_is_free(given_job: tuple[Catalogue, PricedJob]):
    catalogue, job = given_job
    free = quote(catalogue, replace(job, rectifies=True))
    assert free == Quote((QuoteItem("rectification", "免费返工", 0),))
