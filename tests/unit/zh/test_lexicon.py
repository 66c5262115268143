"""Services and needs: golden tables, and every code of the requirement schema is within reach."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.zh.address import district
from bot.zh.extract import find
from bot.zh.lexicon import rows
from tests.unit.zh.tables import cases

CATALOGUE = yaml.safe_load((Path(__file__).parents[3] / "bot/demo/catalogue.yml").read_text("utf-8"))
SERVICES = [service["code"] for service in CATALOGUE["services"]]
NEEDS = [
    "has_cat",
    "has_dog",
    "has_pet",
    "has_infant",
    "has_child",
    "has_pregnant",
    "has_elder",
    "mobility_impaired",
    "has_patient",
    "allergy",
    "non_smoker",
    "not_afraid_of_pets",
    "experienced",
    "certified",
    "speaks_dialect",
    "bring_tools",
    "bring_supplies",
    "eco_supplies",
    "shoe_covers",
    "windows_inside",
    "windows_outside",
    "kitchen_grease",
    "range_hood",
    "fridge",
    "balcony",
    "bathroom",
    "change_bedding",
    "ironing",
    "mop_only",
    "quiet",
    "no_doorbell",
    "call_first",
    "key_pickup",
    "access_code",
    "no_elevator",
    "parking",
    "nobody_home",
    "light_taste",
    "spicy",
    "no_spicy",
    "low_salt",
    "low_sugar",
    "halal",
    "vegetarian",
    "grocery_shopping",
]


@pytest.mark.parametrize(("text", "expected"), cases("services"))
def test_a_text_names_its_services(text: str, expected: list[str]) -> None:
    assert list(dict.fromkeys(item.value for item in find(text) if item.kind == "service")) == expected


@pytest.mark.parametrize(("text", "expected"), cases("needs"))
def test_a_text_names_its_needs_and_what_is_denied(text: str, expected: list[list[object]]) -> None:
    needs = [item.value for item in find(text) if item.kind == "need"]
    assert [[need["code"], need["denied"]] for need in needs] == expected


@pytest.mark.parametrize("code", SERVICES)
def test_a_service_has_many_words_and_its_first_one_finds_it(code: str) -> None:
    words = [word for value, word in rows("services") if value == code]
    assert len(words) >= 25
    assert code in {item.value for item in find(words[0]) if item.kind == "service"}


@pytest.mark.parametrize("code", NEEDS)
def test_a_need_is_found_by_its_first_word(code: str) -> None:
    words = [word for value, word in rows("needs") if value == code]
    assert {"code": code, "denied": False} in [item.value for item in find(words[0]) if item.kind == "need"]


@pytest.mark.parametrize("service", CATALOGUE["services"], ids=lambda service: service["code"])
def test_what_the_catalogue_calls_a_service_is_understood_as_that_service_alone(service: dict[str, str]) -> None:
    assert {item.value for item in find(service["name"]) if item.kind == "service"} == {service["code"]}


def test_the_lists_have_no_codes_that_the_schema_lacks() -> None:
    assert {value for value, _word in rows("services")} == set(SERVICES)
    assert {value for value, _word in rows("needs")} == set(NEEDS)


@pytest.mark.parametrize(("text", "gender"), [("换女师傅", "female"), ("要男护工", "male"), ("别派男的", "female")])
def test_the_gender_of_a_provider_is_a_wish_about_the_provider(text: str, gender: str) -> None:
    assert [item.value for item in find(text) if item.kind == "provider"] == [{"gender": gender}]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("浦东新区张杨路1458弄", "浦东新区"),
        ("我在浦东", "浦东新区"),
        ("哈尔滨道里区北雁街102号", "道里区"),
        ("閔行區春申塘路", "闵行区"),
        ("隔壁小区才四十", None),
    ],
)
def test_a_district_is_known_by_its_full_or_short_name(text: str, name: str | None) -> None:
    assert district(text) == name
