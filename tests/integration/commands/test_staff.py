"""``agent``, ``provider`` and ``review`` in a terminal, on a real database."""

from __future__ import annotations

import argparse
import json
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from bot import bootstrap
from bot.commands import agent, demo, provider, review
from bot.commands.demo_agents import demo_agents
from bot.domain.booking import Booking
from bot.domain.errors import IllegalTransition, InvalidData, NotFound
from bot.domain.job import Job
from bot.ports import Deps
from bot.settings import Settings
from bot.usecases.access import disable_agent, holder_of
from bot.usecases.booking import confirm_hold, place_hold
from tests.builders import a_conversation, a_customer

TOMORROW_NINE = datetime(2026, 11, 24, 9)


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


async def said(command: ModuleType, settings: Settings, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    assert await command.run(parser.parse_args(words), settings) == 0
    return capsys.readouterr().out.splitlines()


async def _opens(settings: Settings, secret: str) -> str | None:
    async with bootstrap.open_deps(settings) as deps, deps.uow() as uow:
        token = await holder_of(uow, secret)
    return token.actor if token else None


async def _elder_care(deps: Deps, customer: str, start: datetime) -> Booking:
    job = Job(customer, "elder_care", "浦东新区", "张杨路1458弄6号楼1202", "13800138000", "陈女士")
    async with deps.uow() as uow:
        held, _ = await place_hold(deps, uow, job, start, "customer")
        await uow.commit()
    async with deps.uow() as uow:
        booking = await confirm_hold(deps, uow, held.id, customer, "customer")
        await uow.commit()
    return booking


async def _waiting(settings: Settings, *numbers: int) -> list[Booking]:
    async with bootstrap.open_deps(settings) as deps:
        async with deps.uow() as uow:
            for number in numbers:
                customer = a_customer(id=f"cu_staff{number}", openid=f"oStaff{number}")
                await uow.customers.add(customer)
                await uow.conversations.add(
                    a_conversation(id=f"cv_staff{number}", customer_id=customer.id, openid=customer.openid)
                )
            await uow.commit()
        days = [TOMORROW_NINE + timedelta(days=number) for number in range(len(numbers))]
        return [await _elder_care(deps, f"cu_staff{n}", day) for n, day in zip(numbers, days, strict=True)]


async def test_the_token_that_is_printed_opens_and_is_nowhere_else(
    company: Settings, capsys: pytest.CaptureFixture[str]
):
    (secret,) = await said(agent, company, capsys, "add", "小周", "--role", "supervisor")
    assert await _opens(company, secret) == "agent:小周"
    listed = await said(agent, company, capsys, "list")
    assert [line.split("\t")[:2] for line in listed] == [["小周", "supervisor"]]
    assert secret not in "".join(listed)
    with pytest.raises(InvalidData, match="there is an agent 小周 already"):
        await said(agent, company, capsys, "add", "小周")
    assert await said(agent, company, capsys, "disable", "小周") == ["小周 is disabled"]
    assert await _opens(company, secret) is None
    (line,) = await said(agent, company, capsys, "list")
    assert line.split("\t")[3] == "disabled"
    (again,) = await said(agent, company, capsys, "add", "小周")
    assert await _opens(company, again) == "agent:小周"
    with pytest.raises(NotFound, match="no agent 小李 has a token"):
        await said(agent, company, capsys, "disable", "小李")


async def test_a_provider_has_one_token_at_a_time(company: Settings, capsys: pytest.CaptureFixture[str]):
    (first,) = await said(provider, company, capsys, "token", "pr_01")
    (second,) = await said(provider, company, capsys, "token", "pr_01")
    assert (await _opens(company, first), await _opens(company, second)) == (None, "pr_01")
    assert await said(provider, company, capsys, "disable", "pr_01") == ["pr_01 is disabled"]
    assert await _opens(company, second) is None
    with pytest.raises(NotFound, match="no provider pr_99"):
        await said(provider, company, capsys, "token", "pr_99")


async def test_the_demo_has_the_same_log_ins_at_each_start(company: Settings):
    async with bootstrap.open_deps(company) as deps:
        first = await demo_agents(deps, company.var)
        assert [log_in.name for log_in in first] == ["agent", "supervisor"]
        assert await demo_agents(deps, company.var) == first
        async with deps.uow() as uow:
            await disable_agent(deps, uow, "agent", "test")
            await uow.commit()
        assert await demo_agents(deps, company.var) == first[1:], "who was disabled stays so"
    assert (company.var / "demo_agents.json").stat().st_mode & 0o077 == 0
    assert await _opens(company, first[1].secret) == "agent:supervisor"


async def test_reviews_are_listed_decided_and_counted(company: Settings, capsys: pytest.CaptureFixture[str]):
    assert await said(review, company, capsys, "list") == []
    first, second, third = await _waiting(company, 1, 2, 3)
    rows = [json.loads(line) for line in await said(review, company, capsys, "list", "--json")]
    assert {row["id"] for row in rows} == {first.id, second.id, third.id}
    row = next(row for row in rows if row["id"] == second.id)
    assert [one["provider_id"] for one in row["proposed"]] == list(second.provider_ids)
    assert row["reasons"]
    other = next(one["provider_id"] for one in row["ranking"] if one["provider_id"] not in second.provider_ids)
    assert len(await said(review, company, capsys, "list")) == 3

    (told,) = await said(review, company, capsys, "approve", first.id)
    assert told == f"{first.id} approved: {', '.join(first.provider_ids)}"
    (told,) = await said(review, company, capsys, "replace", second.id, other)
    assert told == f"{second.id} replaced: {other}"
    await said(review, company, capsys, "reject", third.id, "--reason", "需要专业护理")
    assert await said(review, company, capsys, "list") == []
    with pytest.raises(IllegalTransition):
        await said(review, company, capsys, "approve", first.id)

    (told,) = await said(review, company, capsys, "figures")
    assert told == "3 decided: 1 approved, 1 replaced, 1 rejected; 67% overruled"
    (counted,) = await said(review, company, capsys, "figures", "--json", "--from", "2026-11-23", "--to", "2026-11-23")
    assert json.loads(counted) == {
        "decided": 3, "approved": 1, "replaced": 1, "rejected": 1, "overruled": 2, "overruled_share": 0.6667,
    }  # fmt: skip
    (empty,) = await said(review, company, capsys, "figures", "--from", "2026-11-22", "--to", "2026-11-22")
    assert empty == "0 decided: 0 approved, 0 replaced, 0 rejected; 0% overruled"
    with pytest.raises(InvalidData, match="before"):
        await said(review, company, capsys, "figures", "--from", "2026-11-22", "--to", "2026-11-21")


async def test_what_is_decided_in_a_terminal_stands_in_the_audit(company: Settings, capsys: pytest.CaptureFixture[str]):
    (booking,) = await _waiting(company, 1)
    await said(review, company, capsys, "approve", booking.id)
    async with bootstrap.open_deps(company) as deps:
        rows = [dict(row) async for row in deps.views.rows("audit") if row["entity_id"] == booking.id]
    last = rows[-1]
    assert (last["actor"], last["action"], last["detail"]) == ("command", "review_approved", {"state": "confirmed"})
