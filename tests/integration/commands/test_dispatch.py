"""``dispatch`` on the demo company's day, with the real planner, on a real database."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from bot.commands import demo, dispatch, export
from bot.settings import Settings

ASKED = ["bk_day_13"]


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


async def printed(settings: Settings, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    parser = argparse.ArgumentParser()
    dispatch.add_arguments(parser)
    assert await dispatch.run(parser.parse_args(words), settings) == 0
    return capsys.readouterr().out


async def as_json(settings: Settings, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(await printed(settings, capsys, *words, "--json"))
    return told


async def sent(settings: Settings, capsys: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    args = argparse.Namespace(what="bookings", customer=None, json=True)
    assert await export.run(args, settings) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return {row["id"]: row["provider_ids"] for row in rows if row["id"].startswith("bk_day")}


async def test_a_preview_shows_less_way_and_more_wishes_and_changes_nothing(
    company: Settings, capsys: pytest.CaptureFixture[str]
):
    before = await sent(company, capsys)
    told = await as_json(company, capsys, "--optimise", "tomorrow", "--preview")
    assert told["date"] == "2026-11-24"
    assert told["current"]["assignments"] == before == await sent(company, capsys)
    assert (told["current"]["way_minutes"], told["proposed"]["way_minutes"]) == (450, 390)
    assert (told["current"]["wishes_met"], told["proposed"]["wishes_met"]) == (0, 3)
    assert told["proposed"]["points"] == told["at_most"]
    assert [one["booking_id"] for one in told["changes"] if one["needs_yes"]] == ASKED
    assert "accepted" not in told


async def test_accepting_changes_who_was_not_promised_and_asks_the_others(
    company: Settings, capsys: pytest.CaptureFixture[str]
):
    before = await sent(company, capsys)
    told = await as_json(company, capsys, "--optimise", "2026-11-24", "--accept")
    at_once = {one["booking_id"]: one["after"] for one in told["changes"] if not one["needs_yes"]}
    assert {name: sorted(ids) for name, ids in told["accepted"].items()} == {
        "applied": sorted(at_once),
        "asked": ASKED,
        "stale": [],
    }
    assert await sent(company, capsys) == before | at_once
    again = await as_json(company, capsys, "--optimise", "2026-11-24")
    assert [one["booking_id"] for one in again["changes"]] == ASKED


async def test_the_preview_is_a_table_in_plain_words(company: Settings, capsys: pytest.CaptureFixture[str]):
    lines = (await printed(company, capsys, "--optimise", "tomorrow")).splitlines()
    assert lines[0] == "2026-11-24 周二：13单，5位家政员"
    assert "  杨春燕  08:30–10:30  日常保洁  宝山区  30分钟  bk_day_01" in lines
    assert "          12:00–14:00  日常保洁  静安区  50分钟  bk_day_02" in lines
    assert "bk_day_02 12:00 静安区：杨春燕 → 李秀英，路上少40分钟，杨春燕当天少2小时" in lines
    assert "bk_day_13 10:00 黄浦区：孙爱琴 → 王桂兰，客户想要王桂兰（要先问客户）" in lines


async def test_what_was_accepted_is_said(company: Settings, capsys: pytest.CaptureFixture[str]):
    lines = (await printed(company, capsys, "--optimise", "tomorrow", "--accept")).splitlines()
    assert [line for line in lines if line.startswith("已")][1] == "已请客户确认：bk_day_13"


async def test_a_day_with_nothing_to_improve_says_so(company: Settings, capsys: pytest.CaptureFixture[str]):
    lines = (await printed(company, capsys, "--optimise", "2026-11-25")).splitlines()
    assert (lines[0], lines[-1]) == ("2026-11-25 周三：1单，1位家政员", "没有更好的安排，保持现状。")


@pytest.mark.parametrize("said", ["soon", "2026-02-30", "11-24"])
def test_a_day_that_is_none_is_refused(said: str, capsys: pytest.CaptureFixture[str]):
    parser = argparse.ArgumentParser()
    dispatch.add_arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["--optimise", said])
    assert "neither today, tomorrow nor a date" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--optimise", "9999-12-31"), "'9999-12-31' is not in the years 2000 to 2100"),
        (("--optimise", "0001-01-01"), "'0001-01-01' is not in the years 2000 to 2100"),
        (("--optimise", "today", "--seconds", "nan"), "'nan' is no number above 0, up to 10000"),
        (("--optimise", "today", "--seconds=-1"), "'-1' is no number above 0, up to 10000"),
    ],
)
def test_days_and_seconds_beyond_all_reason_are_refused(
    words: tuple[str, ...], why: str, capsys: pytest.CaptureFixture[str]
):
    parser = argparse.ArgumentParser()
    dispatch.add_arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(words)
    assert capsys.readouterr().err.splitlines()[-1].endswith(why)
