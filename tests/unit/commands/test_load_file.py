from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from bot.commands.load_file import read_load_file
from bot.domain.errors import InvalidData
from bot.domain.provider import Provider, Shift

BAD_FILES = Path(__file__).parent / "bad_files"

HEADER = (
    "id,name,gender,skills,districts,hours,rating,languages,pets,smoker,days_off,certificates,openid,yuan_per_hour,"
    "max_hours_per_week\n"
)
ROW = (
    "p9,王桂兰,female,daily_cleaning:4; laundry,浦东新区；静安区,mon-fri 08:00-18:00; sat 9:00-12:00,4.8,"
    "普通话;上海话,cat;dog,yes,2026-12-01,健康证=2027-12-31; 育婴员证=2028-05-01,oTestProvider9,42.5,40\n"
)


@pytest.mark.parametrize(
    "file", sorted(file for file in BAD_FILES.iterdir() if file.suffix != ".txt"), ids=lambda file: file.name
)
def test_a_bad_file_tells_all_its_errors_with_their_lines(file: Path):
    with pytest.raises(InvalidData) as caught:
        read_load_file(file)
    told = str(caught.value).replace(str(file), file.name)
    assert told + "\n" == file.with_name(f"{file.name}.txt").read_text()


def test_a_row_of_a_csv_file_is_a_provider(tmp_path: Path):
    file = tmp_path / "providers.csv"
    file.write_text("\ufeff" + HEADER + ROW, encoding="utf-8")
    (placed,) = read_load_file(file).providers
    weekday = Shift(time(8), time(18))
    assert placed.line == 2
    assert placed.entry.to_domain() == Provider(
        id="p9",
        name="王桂兰",
        gender="female",
        skills=frozenset({"daily_cleaning", "laundry"}),
        districts=frozenset({"浦东新区", "静安区"}),
        hours={1: weekday, 2: weekday, 3: weekday, 4: weekday, 5: weekday, 6: Shift(time(9), time(12))},
        rating=4.8,
        languages=frozenset({"普通话", "上海话"}),
        pets=frozenset({"cat", "dog"}),
        smoker=True,
        days_off=frozenset({date(2026, 12, 1)}),
        certificates={"健康证": date(2027, 12, 31), "育婴员证": date(2028, 5, 1)},
        levels={"daily_cleaning": 4, "laundry": 3},
        openid="oTestProvider9",
        cost_fen_per_hour=4250,
        max_minutes_per_week=2400,
    )


@pytest.mark.parametrize(
    ("skills", "levels"),
    [
        ("[laundry, cooking]", {"laundry": 3, "cooking": 3}),
        ("{laundry: 5, cooking: 1}", {"laundry": 5, "cooking": 1}),
        ("[laundry:5, cooking]", {"laundry": 5, "cooking": 3}),
        ("laundry:5; cooking", {"laundry": 5, "cooking": 3}),
    ],
)
def test_skills_are_listed_with_or_without_levels(tmp_path: Path, skills: str, levels: dict[str, int]):
    file = tmp_path / "providers.yml"
    file.write_text(
        f"providers: [{{id: p9, name: 王桂兰, gender: female, skills: {skills}, districts: [静安区],"
        " hours: mon 08:00-18:00, rating: 4.8}]",
        encoding="utf-8",
    )
    (placed,) = read_load_file(file).providers
    provider = placed.entry.to_domain()
    assert (provider.skills, provider.levels) == (frozenset(levels), levels)
    assert [provider.level(skill) for skill in (*levels, "moving")] == [*levels.values(), 0]


def test_numbers_and_times_mean_what_is_written(tmp_path: Path):
    file = tmp_path / "plain.yml"
    file.write_text(
        "rules: {opens: 08:00, closes: 20:00, holidays: [2027-01-01]}\n"
        "customers: [{id: c1, openid: oTestCustomer1, phone: 02161234567}]\n"
        "surcharges: [{code: night, name: 晚间, when: night, yuan: 9.9}]\n",
        encoding="utf-8",
    )
    loaded = read_load_file(file)
    assert loaded.rules is not None
    rules = loaded.rules.entry
    assert (rules.opens, rules.closes, rules.holidays) == (time(8), time(20), frozenset({date(2027, 1, 1)}))
    assert loaded.customers[0].entry.phone == "02161234567"
    assert loaded.surcharges[0].entry.yuan == Decimal("9.9")
    assert loaded.surcharges[0].entry.to_domain().fen == 990


def test_an_empty_file_has_nothing_to_load(tmp_path: Path):
    file = tmp_path / "empty.yml"
    file.write_text("# nothing yet\n")
    loaded = read_load_file(file)
    assert (loaded.services, loaded.providers, loaded.bookings, loaded.rules) == ([], [], [], None)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("gbk.csv", "id,name\np9,王桂兰".encode("gbk"), "1: the file is not UTF-8 text"),
        ("data.json", b"{}", "1: give a .yml, .yaml or .csv file"),
        ("deep.yml", b"[" * 5000, "1: nested too deeply"),
        ("control.yml", b"a: \x01", "1: no YAML: unacceptable character #x0001: special characters are not allowed"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, told: str):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InvalidData) as caught:
        read_load_file(file)
    assert str(caught.value) == f"{file}:{told}"


def test_a_missing_file_is_named(tmp_path: Path):
    file = tmp_path / "none.yml"
    with pytest.raises(InvalidData) as caught:
        read_load_file(file)
    assert str(caught.value) == f"{file}: No such file or directory"
