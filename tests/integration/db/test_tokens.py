"""Tokens on each database and in the fake store: one contract (R5)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from bot.domain.access import Role, Token, hash_of
from bot.ports import UnitOfWork
from tests.builders import NOW
from tests.fakes import FakeWorld
from tests.integration.db.conftest import SqlStore, a_process


@pytest.fixture(params=["fake", "sqlite", "postgres"])
async def uow(request: pytest.FixtureRequest) -> AsyncIterator[Callable[[], UnitOfWork]]:
    if request.param == "fake":
        yield FakeWorld().deps.uow
        return
    store: SqlStore = a_process(request.getfixturevalue(f"migrated_{request.param}_url"))
    yield store.uow
    await store.engine.dispose()


def a_token(secret: str, subject: str = "小周", role: Role = Role.AGENT, minutes: int = 0) -> Token:
    return Token(hash_of(secret), role, subject, NOW + timedelta(minutes=minutes))


async def test_a_token_is_found_by_its_hash_alone(uow: Callable[[], UnitOfWork]):
    async with uow() as work:
        await work.tokens.put(a_token("one"))
        await work.commit()
    async with uow() as work:
        assert await work.tokens.by_hash(hash_of("one")) == a_token("one")
        assert await work.tokens.by_hash("one") is None
        assert await work.tokens.by_hash(hash_of("two")) is None


async def test_tokens_come_with_the_oldest_first(uow: Callable[[], UnitOfWork]):
    late, early, others = a_token("late", minutes=5), a_token("early"), a_token("x", "p1", Role.PROVIDER, minutes=2)
    async with uow() as work:
        for token in (late, others, early):
            await work.tokens.put(token)
        assert list(await work.tokens.of_subject("小周")) == [early, late]
        assert list(await work.tokens.all()) == [early, others, late]


async def test_a_token_put_again_is_replaced(uow: Callable[[], UnitOfWork]):
    disabled = a_token("one").disabled(NOW + timedelta(hours=1))
    async with uow() as work:
        await work.tokens.put(a_token("one"))
        await work.tokens.put(disabled)
        await work.commit()
    async with uow() as work:
        assert list(await work.tokens.all()) == [disabled]
