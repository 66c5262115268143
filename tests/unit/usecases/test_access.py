"""Tokens given out and withdrawn, each step in the audit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from bot.domain.access import Role
from bot.domain.audit import AuditEntry
from bot.domain.errors import InvalidData, NotFound
from bot.ports import UnitOfWork
from bot.usecases import access
from tests.fakes import NOON, FakeWorld
from tests.worlds import a_world

T = TypeVar("T")


async def _done(world: FakeWorld, step: Callable[[UnitOfWork], Awaitable[T]]) -> T:
    async with world.deps.uow() as uow:
        result = await step(uow)
        await uow.commit()
    return result


async def _added(world: FakeWorld, name: str = "小周", role: Role = Role.AGENT) -> str:
    _, secret = await _done(world, lambda uow: access.add_agent(world.deps, uow, name, role, "command"))
    return secret


async def _opens(world: FakeWorld, secret: str) -> str | None:
    token = await _done(world, lambda uow: access.holder_of(uow, secret))
    return token.subject if token else None


async def test_a_token_opens_for_its_agent_until_it_is_disabled():
    world = a_world()
    secret = await _added(world)
    assert await _opens(world, secret) == "小周"
    assert await _opens(world, secret + "x") is None
    await _done(world, lambda uow: access.disable_agent(world.deps, uow, "小周", "command"))
    assert await _opens(world, secret) is None


async def test_a_second_agent_of_the_same_name_is_refused_and_a_disabled_one_may_come_back():
    world = a_world()
    first = await _added(world)
    with pytest.raises(InvalidData, match="小周"):
        await _added(world, role=Role.ADMIN)
    await _done(world, lambda uow: access.disable_agent(world.deps, uow, "小周", "command"))
    second = await _added(world, role=Role.SUPERVISOR)
    assert (await _opens(world, first), await _opens(world, second)) == (None, "小周")
    listed = await _done(world, access.agents)
    assert [(token.subject, token.role, token.is_valid) for token in listed] == [("小周", Role.SUPERVISOR, True)]


async def test_an_agent_who_is_not_there_cannot_be_disabled():
    world = a_world()
    await _done(world, lambda uow: access.give_provider_token(world.deps, uow, "p1", "command"))
    for nobody in ("小周", "p1"):
        with pytest.raises(NotFound, match=nobody):
            await _done(world, lambda uow, name=nobody: access.disable_agent(world.deps, uow, name, "command"))


async def test_nobody_is_added_as_an_agent_with_the_role_of_a_provider():
    with pytest.raises(InvalidData, match="provider"):
        await _added(a_world(), role=Role.PROVIDER)


async def test_a_new_token_of_a_provider_ends_the_one_before():
    world = a_world()
    _, first = await _done(world, lambda uow: access.give_provider_token(world.deps, uow, "p1", "command"))
    _, second = await _done(world, lambda uow: access.give_provider_token(world.deps, uow, "p1", "command"))
    assert (await _opens(world, first), await _opens(world, second)) == (None, "p1")
    with pytest.raises(NotFound):
        await _done(world, lambda uow: access.give_provider_token(world.deps, uow, "p9", "command"))


async def test_every_step_is_an_audit_row_without_the_secret():
    world = a_world()
    secret = await _added(world, role=Role.SUPERVISOR)
    await _done(world, lambda uow: access.disable_agent(world.deps, uow, "小周", "command"))
    await _done(world, lambda uow: access.give_provider_token(world.deps, uow, "p1", "command"))
    await _done(world, lambda uow: access.disable_provider(world.deps, uow, "p1", "command"))
    assert world.store.audit == [
        AuditEntry(NOON, "command", "token_issued", "agent", "小周", {"role": "supervisor"}),
        AuditEntry(NOON, "command", "token_disabled", "agent", "小周", {"role": "supervisor"}),
        AuditEntry(NOON, "command", "token_issued", "provider", "p1", {"role": "provider"}),
        AuditEntry(NOON, "command", "token_disabled", "provider", "p1", {"role": "provider"}),
    ]
    assert secret not in str(world.store)
