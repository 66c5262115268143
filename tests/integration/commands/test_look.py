"""``quote``, ``availability`` and ``match``: what the core would say, on a real database, with nothing booked."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.commands import availability, demo, match, quote
from bot.domain.errors import InvalidData, NotFound
from bot.settings import Settings

PUDONG = ("daily_cleaning", "--district", "浦东新区", "--area", "90")
MONDAY_TWO = ("--start", "2026-11-30T14:00")


@pytest.fixture
async def company(database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Settings:
    given = {
        "BOT_DATABASE_URL": database_url,
        "BOT_SECRET_KEYS": "a-key-of-the-tests-only",
        "BOT_VAR": str(tmp_path),
        "BOT_CLOCK": "2026-11-23T10:00:00+08:00",
    }
    settings = Settings.from_env(given, env_file=None)
    assert await demo.run(argparse.Namespace(), settings) == 0
    capsys.readouterr()
    return settings


async def said(
    command: ModuleType, settings: Settings, capsys: pytest.CaptureFixture[str], *words: str
) -> list[dict[str, Any]]:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    assert await command.run(parser.parse_args((*words, "--json")), settings) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


async def test_a_quote_names_every_item_and_its_sum(company: Settings, capsys: pytest.CaptureFixture[str]):
    (row,) = await said(quote, company, capsys, *PUDONG, "--start", "2026-11-28T17:00", "--need", "windows_outside")
    assert [(item["code"], item["fen"]) for item in row["items"]] == [
        ("labour", 16500),
        ("night", 3300),
        ("windows_outside", 6000),
    ]
    assert row["total_fen"] == 25800


async def test_a_service_is_known_by_its_code_its_name_and_its_synonyms(
    company: Settings, capsys: pytest.CaptureFixture[str]
):
    at_two = ("--start", "2026-11-30T14:00", "--district", "浦东新区", "--rooms", "3室2厅1卫")
    for command in (quote, match):
        said_so = [
            await said(command, company, capsys, name, *at_two) for name in ("daily_cleaning", "日常保洁", "钟点工")
        ]
        assert said_so[0]
        assert said_so == [said_so[0]] * 3
    day = ("--from", "2026-11-30T00:00", "--to", "2026-12-01T00:00")
    assert await said(availability, company, capsys, "打扫卫生", "--district", "浦东新区", "--area", "90", *day) == (
        await said(availability, company, capsys, *PUDONG, *day)
    )


async def test_things_are_priced_by_their_kind(company: Settings, capsys: pytest.CaptureFixture[str]):
    things = ("--item", "空调挂机=2", "--item", "冰箱=1")
    (row,) = await said(quote, company, capsys, "空调清洗", "--start", "2026-11-28T14:00", *things)
    assert [(item["label"], item["fen"]) for item in row["items"]] == [
        ("空调挂机 110元 × 2", 22000),
        ("冰箱 120元 × 1", 12000),
    ]


async def test_a_quote_knows_when_it_is_booked_and_how_long_a_series_is(
    company: Settings, capsys: pytest.CaptureFixture[str]
):
    late = ("--start", "2026-11-28T14:00", "--booked-at", "2026-11-28T11:00", "--visits", "8")
    (row,) = await said(quote, company, capsys, *PUDONG, *late)
    assert [(item["code"], item["fen"]) for item in row["items"]] == [
        ("labour", 16500),
        ("series", -495),
        ("urgent", 1650),
    ]


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
async def test_the_quote_in_the_readme_is_what_is_printed(
    company: Settings, capsys: pytest.CaptureFixture[str], readme: str
):
    lines = (Path(__file__).parents[3] / readme).read_text(encoding="utf-8").splitlines()
    (asked,) = [number for number, line in enumerate(lines) if line.startswith("$ .venv/bin/python -m bot quote")]
    words = lines[asked].split()[5:]
    assert await said(quote, company, capsys, *words) == [json.loads(lines[asked + 1])]


async def test_every_start_that_is_shown_has_somebody_who_comes(company: Settings, capsys: pytest.CaptureFixture[str]):
    day = ("--from", "2026-11-30T00:00", "--to", "2026-12-01T00:00")
    starts = [row["start"] for row in await said(availability, company, capsys, *PUDONG, *day)]
    assert starts[0] == "2026-11-30T08:00"
    assert starts[-1] == "2026-11-30T17:00"
    for start in (starts[0], starts[-1]):
        assert await said(match, company, capsys, *PUDONG, "--start", start)


async def test_nobody_is_free_before_the_shortest_notice(company: Settings, capsys: pytest.CaptureFixture[str]):
    today = ("--from", "2026-11-23T10:00", "--to", "2026-11-23T12:00")
    assert await said(availability, company, capsys, *PUDONG, *today) == []


async def test_a_match_is_explained_by_its_points_and_by_every_refusal(
    company: Settings, capsys: pytest.CaptureFixture[str]
):
    rows = await said(match, company, capsys, *PUDONG, *MONDAY_TWO, "--need", "has_cat", "--explain")
    proposed = [row for row in rows if "score" in row]
    refused = {row["provider_id"]: row["refused"] for row in rows if "refused" in row}
    points = [sum(row["points"].values()) for row in proposed]
    assert points == pytest.approx([row["score"] for row in proposed], abs=0.1)  # of a dozen rounded numbers
    assert [row["score"] for row in proposed] == sorted((row["score"] for row in proposed), reverse=True)
    assert refused["pr_07"] == ["不接有宠物的家"]
    assert not {row["provider_id"] for row in proposed} & set(refused)


async def test_a_gender_that_is_wished_refuses_the_others(company: Settings, capsys: pytest.CaptureFixture[str]):
    rows = await said(match, company, capsys, *PUDONG, *MONDAY_TWO, "--gender", "male", "--explain")
    assert {row["provider_id"] for row in rows if "score" in row} == {"pr_13"}
    assert all("性别不合要求" in row["refused"] for row in rows if row["provider_id"] in ("pr_02", "pr_04"))


async def test_a_certificate_that_runs_out_before_the_visit_refuses_the_visit(
    company: Settings, capsys: pytest.CaptureFixture[str]
):
    cook = ("cooking", "--district", "浦东新区", "--explain")
    valid = await said(match, company, capsys, *cook, "--start", "2026-11-30T10:00")
    late = await said(match, company, capsys, *cook, "--start", "2028-01-03T10:00")
    assert any("score" in row for row in valid)
    refused = [reason for row in late for reason in row.get("refused", ())]
    assert not any("score" in row for row in late)
    assert "健康证2027-12-31到期" in refused
    assert "没有健康证" in refused


async def test_looking_books_nothing(company: Settings, capsys: pytest.CaptureFixture[str]):
    first = await said(match, company, capsys, *PUDONG, *MONDAY_TWO)
    assert await said(match, company, capsys, *PUDONG, *MONDAY_TWO) == first


async def test_what_is_not_there_is_named(company: Settings, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(InvalidData, match="nothing"):
        await said(quote, company, capsys, "nothing", *MONDAY_TWO)
    with pytest.raises(NotFound, match="oNobody"):
        await said(match, company, capsys, *PUDONG, *MONDAY_TWO, "--customer", "oNobody")
    with pytest.raises(InvalidData, match="not after"):
        await said(availability, company, capsys, *PUDONG, "--from", "2026-11-30T08:00", "--to", "2026-11-30T08:00")


@pytest.mark.parametrize(
    "words",
    [
        ("--start", "tomorrow"),
        ("--start", "2026-11-30T14:00+08:00"),
        (*MONDAY_TWO, "--providers", "0"),
        (*MONDAY_TWO, "--item", "空调"),
        (*MONDAY_TWO, "--item", "=2"),
    ],
)
def test_an_argument_that_cannot_be_read_ends_the_command(words: tuple[str, ...]):
    parser = argparse.ArgumentParser()
    match.add_arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(("daily_cleaning", *words))


@pytest.mark.parametrize(
    ("command", "words", "why"),
    [
        (match, ("--start", "9999-12-31T23:00"), "'9999-12-31T23:00' is not in the years 2000 to 2100"),
        (match, ("--start", "0001-01-01T00:00"), "'0001-01-01T00:00' is not in the years 2000 to 2100"),
        (availability, ("--from", "9999-12-30T00:00"), "'9999-12-30T00:00' is not in the years 2000 to 2100"),
        (availability, ("--to", "9999-12-31T00:00"), "'9999-12-31T00:00' is not in the years 2000 to 2100"),
        (
            quote,
            (*MONDAY_TWO, "--booked-at", "1999-12-31T23:59"),
            "'1999-12-31T23:59' is not in the years 2000 to 2100",
        ),
        (quote, (*MONDAY_TWO, "--need", "foo"), "'foo' is no special need of the requirement schema"),
        (quote, (*MONDAY_TWO, "--area", "nan"), "'nan' is no number above 0, up to 10000"),
        (quote, (*MONDAY_TWO, "--area=-5"), "'-5' is no number above 0, up to 10000"),
        (quote, (*MONDAY_TWO, "--area", "inf"), "'inf' is no number above 0, up to 10000"),
        (quote, (*MONDAY_TWO, "--area", "ninety"), "'ninety' is no number above 0, up to 10000"),
        (quote, (*MONDAY_TWO, "--minutes", "999999999999"), "'999999999999' is no number from 1 to 10000"),
    ],
)
def test_times_and_numbers_beyond_all_reason_are_refused_in_one_line(
    command: ModuleType, words: tuple[str, ...], why: str, capsys: pytest.CaptureFixture[str]
):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(("daily_cleaning", *words))
    assert capsys.readouterr().err.splitlines()[-1].endswith(why)
