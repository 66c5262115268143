from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from lunar_python import Lunar

from bot.adapters.wechat.menu import check_menu
from bot.commands.demo import FOLDER, load_into
from bot.commands.load_schema import TOPICS
from bot.commands.menu import read_menu
from bot.domain.catalogue import Catalogue
from bot.domain.provider import Provider
from bot.zh.services import services
from tests.fakes import FakeWorld

SERVICES = frozenset(
    {
        "daily_cleaning", "deep_cleaning", "home_maintenance", "organizing", "appliance_cleaning", "appliance_repair",
        "home_repair", "emergency_repair", "laundry", "cooking", "childcare", "maternity_care", "elder_care",
        "pet_care", "gardening", "moving", "wellness",
    }
)  # fmt: skip
BUSY_DISTRICTS = frozenset({"浦东新区", "黄浦区", "静安区", "徐汇区", "长宁区", "普陀区", "虹口区", "杨浦区", "闵行区"})
DISTRICTS = BUSY_DISTRICTS | {"宝山区", "嘉定区", "松江区", "青浦区", "奉贤区", "金山区", "崇明区"}


@pytest.fixture
async def world() -> FakeWorld:
    world = FakeWorld()
    await load_into(world.deps)
    return world


@pytest.fixture
def catalogue(world: FakeWorld) -> Catalogue:
    assert world.store.catalogue is not None
    return world.store.catalogue


@pytest.fixture
def providers(world: FakeWorld) -> list[Provider]:
    return list(world.store.providers.values())


async def test_the_demo_says_how_much_it_is():
    told = await load_into(FakeWorld().deps)
    assert told == "44 providers, 17 services, 1 package, 8 surcharges, 13 answers, 13 customers, 15 bookings, 1 series"


async def test_loading_the_demo_on_a_later_day_changes_nothing(world: FakeWorld):
    before = vars(world.store.copy())
    world.clock.advance(days=3)
    await load_into(world.deps)
    assert vars(world.store) == before


def test_the_catalogue_has_every_service_of_the_schema(catalogue: Catalogue):
    assert frozenset(catalogue.services) == SERVICES


def test_every_name_of_a_service_is_understood_as_it(catalogue: Catalogue):
    names = {
        name: service.code for service in catalogue.services.values() for name in (service.name, *service.synonyms)
    }
    assert len(names) > 2 * len(SERVICES)
    assert {name: [found.value for found in services(name, name)] for name in names} == {
        name: [code] for name, code in names.items()
    }


def test_the_answer_about_cancelling_tells_the_fees_that_are_charged(catalogue: Catalogue):
    fees = [(minutes, catalogue.policies.cancellation_percent(minutes)) for minutes in (240, 239, 60, 59)]
    assert fees == [(240, 0), (239, 20), (60, 20), (59, 50)]
    told = "上门4小时以前取消不收费；不到4小时收这一单的20%，不到1小时收50%"
    assert catalogue.answers["cancellation"].startswith(told)


def test_every_service_has_three_who_do_it_well_enough(catalogue: Catalogue, providers: list[Provider]):
    for service in catalogue.services.values():
        able = [provider for provider in providers if provider.level(service.code) >= service.level]
        assert len(able) >= 3, service.code


def test_what_every_provider_costs_is_known_and_less_than_what_she_earns(
    catalogue: Catalogue, providers: list[Provider]
):
    for provider in providers:
        for skill in provider.skills:
            assert 0 < provider.cost_fen_per_hour < (catalogue.services[skill].fen_per_hour or 10**6), provider.id


def test_every_policy_topic_has_its_answer(catalogue: Catalogue):
    assert sorted(catalogue.answers) == sorted(TOPICS)


def test_every_district_is_served_for_daily_cleaning(providers: list[Provider]):
    cleaners = [provider for provider in providers if "daily_cleaning" in provider.skills]
    by_district = Counter(district for provider in cleaners for district in provider.districts)
    assert frozenset(by_district) == DISTRICTS
    assert min(by_district[district] for district in BUSY_DISTRICTS) >= 6


def test_every_service_has_three_providers_or_more(providers: list[Provider]):
    by_service = Counter(skill for provider in providers for skill in provider.skills)
    assert frozenset(by_service) == SERVICES
    assert min(by_service.values()) >= 3


def test_providers_have_names_of_their_own(providers: list[Provider]):
    assert len({provider.name for provider in providers}) == len(providers) >= 36


@pytest.mark.parametrize("year", [2026, 2027])
def test_holidays_are_the_statutory_days(catalogue: Catalogue, year: int):
    def lunar(month: int, day: int) -> date:
        solar = Lunar.fromYmd(year, month, day).getSolar()
        return date(solar.getYear(), solar.getMonth(), solar.getDay())

    spring = lunar(1, 1).toordinal()
    assert {day for day in catalogue.rules.holidays if day.year == year} == {
        date(year, 1, 1),
        *(date.fromordinal(spring + offset) for offset in (-1, 0, 1, 2)),
        date(year, 4, 5),
        date(year, 5, 1),
        date(year, 5, 2),
        lunar(5, 5),
        lunar(8, 15),
        *(date(year, 10, day) for day in (1, 2, 3)),
    }


def test_the_menu_keeps_to_the_platforms_limits():
    menu = read_menu(FOLDER / "menu.yml")
    check_menu(menu)
    assert [button["name"] for button in menu["button"]] == ["我要预约", "我的预约", "帮助"]
