from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import open_deps
from bot.commands import demo, export, load
from bot.commands.load_text import FileFaults
from bot.demo_settings import with_demo_values
from bot.domain.errors import InvalidData, WindowTaken
from bot.settings import Settings
from bot.usecases.booking import occupy_loaded

ZHOU = "oDemoCustomer000000000000001"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    given = {
        "BOT_DATABASE_URL": database_url,
        "BOT_SECRET_KEYS": "a-key-of-the-tests-only",
        "BOT_VAR": str(tmp_path),
        "BOT_CLOCK": "2026-11-23T10:00:00+08:00",
    }
    return Settings.from_env(given, env_file=None)


async def rows(settings: Settings, what: str, openid: str | None = None) -> list[dict[str, Any]]:
    out = io.StringIO()
    async with open_deps(settings) as deps:
        await export.write_rows(deps, what, openid, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


async def everything(settings: Settings) -> dict[str, list[dict[str, Any]]]:
    return {what: await rows(settings, what) for what in export.VIEWS}


def _args(module: Any, *words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    return parser.parse_args(words)


async def test_the_demo_company_is_loaded_and_a_second_time_changes_nothing(
    settings: Settings, capsys: pytest.CaptureFixture[str]
):
    assert await demo.run(_args(demo), settings) == 0
    first = await everything(settings)
    assert await demo.run(_args(demo), settings) == 0
    assert await everything(settings) == first
    told = "44 providers, 17 services, 1 package, 8 surcharges, 13 answers, 13 customers, 15 bookings, 1 series\n"
    assert capsys.readouterr().out == told * 2
    assert {what: len(found) for what, found in first.items() if what != "audit"} == {
        "bookings": 19, "messages": 0, "conversations": 0, "providers": 44, "customers": 13, "call_tasks": 0,
        "surveys": 0, "series": 1, "praises": 0, "agent_scores": 0, "inquiries": 0, "waitlist": 0, "tickets": 0,
    }  # fmt: skip
    async with open_deps(settings) as deps, deps.uow() as uow:
        catalogue = await uow.catalogue.get()
    assert len(catalogue.services) == 17


async def test_the_demo_needs_nothing_before_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    settings = Settings.from_env({"BOT_VAR": str(tmp_path / "fresh")}, env_file=None)
    assert await demo.run(_args(demo), settings) == 0
    assert capsys.readouterr().out.startswith("44 providers, 17 services")
    assert len(await rows(with_demo_values(settings), "providers")) == 44


async def test_bookings_of_one_customer_are_exported_in_readable_chinese(
    settings: Settings, capsys: pytest.CaptureFixture[str]
):
    async with open_deps(settings) as deps:
        await demo.load_into(deps)
    assert await export.run(_args(export, "bookings", "--customer", ZHOU, "--json"), settings) == 0
    out = capsys.readouterr().out
    found = [json.loads(line) for line in out.splitlines()]
    assert [(row["id"], row["state"], row["service"], row["quote_fen"]) for row in found] == [
        ("bk_demo_cleaning", "confirmed", "daily_cleaning", 16500),
        ("bk_demo_aircon", "confirmed", "appliance_cleaning", 22000),
    ]
    assert "浦东新区张杨路1458弄6号楼1202" in out
    assert await rows(settings, "bookings", "oDemoCustomer000000000000003") == []


async def test_a_kind_without_rows_is_an_empty_export(settings: Settings, capsys: pytest.CaptureFixture[str]):
    assert await export.run(_args(export, "tickets", "--json"), settings) == 0
    assert capsys.readouterr() == ("", "")


async def test_a_file_with_one_fault_leaves_the_database_as_it_was(settings: Settings, tmp_path: Path):
    async with open_deps(settings) as deps:
        await demo.load_into(deps)
    before = await everything(settings)
    file = tmp_path / "faulty.yml"
    file.write_text(
        "answers: {tools: 自带}\n"
        "customers: [{id: c9, openid: oTestCustomer9, phone: 13900139000, addresses: [静安区北京西路1号]}]\n"
        "bookings:\n"
        "  - {id: b9, service: laundry, customer: c9, provider_ids: [pr_01], start: 2026-11-25T15:00}\n",
        encoding="utf-8",
    )
    async with open_deps(settings) as deps:
        with pytest.raises(InvalidData) as caught:
            await load.load(deps, file)
    assert str(caught.value) == f"{file}:4: booking b9: pr_01 has a stored booking at that time"
    assert await everything(settings) == before


async def test_a_loaded_booking_keeps_its_provider_from_others(settings: Settings):
    async with open_deps(settings) as deps:
        await demo.load_into(deps)
        async with deps.uow() as uow:
            booking = await uow.bookings.get("bk_demo_cleaning")
            with pytest.raises(WindowTaken):
                await occupy_loaded(uow, replace(booking, id="bk_another"))


async def test_two_loads_at_once_never_give_a_provider_two_visits(settings: Settings, tmp_path: Path):
    visit = "customer: cu_demo_zhou, service: laundry, provider_ids: [pr_03], start: 2026-11-26T09:00"
    files = [tmp_path / "one.yml", tmp_path / "two.yml"]
    for number, file in enumerate(files):
        file.write_text(f"bookings: [{{id: b{number}, {visit}}}]", encoding="utf-8")
    async with open_deps(settings) as deps:
        await demo.load_into(deps)
        ends = await asyncio.gather(*(load.load(deps, file) for file in files), return_exceptions=True)
    assert sorted(type(end) for end in ends if end != "1 booking") == [FileFaults]
    assert [row["id"][:1] for row in await rows(settings, "bookings") if row["service"] == "laundry"] == ["b"]


async def test_a_reader_who_has_gone_leaves_no_traceback(settings: Settings, tmp_path: Path):
    async with open_deps(settings) as deps:
        await demo.load_into(deps)
    environ = {
        **os.environ,
        "BOT_DATABASE_URL": settings.database_url,
        "BOT_SECRET_KEYS": settings.secret_keys[0],
        "BOT_VAR": str(tmp_path),
    }
    reading, writing = os.pipe()
    os.close(reading)
    command = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "export", "providers", env=environ, stdout=writing, stderr=asyncio.subprocess.PIPE
    )
    os.close(writing)
    _, told = await command.communicate()
    assert (command.returncode, told) == (1, b"")
