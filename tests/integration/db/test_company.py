from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import NotFound
from tests.builders import a_provider
from tests.integration.db.conftest import SqlStore
from tests.worlds import a_catalogue


async def test_the_catalogue_comes_back_as_it_was(store: SqlStore):
    async with store.uow() as uow:
        with pytest.raises(NotFound, match="load"):
            await uow.catalogue.get()
        await uow.catalogue.put(a_catalogue())
        await uow.commit()
    async with store.uow() as uow:
        assert await uow.catalogue.get() == a_catalogue()


async def test_providers_come_back_as_they_were_in_order_of_id(store: SqlStore):
    providers = [a_provider(id="p2", name="李秀英", smoker=True, active=False), a_provider()]
    async with store.uow() as uow:
        for provider in providers:
            await uow.providers.put(provider)
        await uow.commit()
    async with store.uow() as uow:
        assert list(await uow.providers.all()) == [providers[1], providers[0]]
        assert await uow.providers.get("p2") == providers[0]
        with pytest.raises(NotFound):
            await uow.providers.get("p3")


async def test_a_provider_put_again_is_replaced(store: SqlStore):
    async with store.uow() as uow:
        await uow.providers.put(a_provider())
        await uow.providers.put(a_provider(rating=4.9))
        assert list(await uow.providers.all()) == [a_provider(rating=4.9)]


async def test_a_change_by_another_process_is_seen_at_once(store: SqlStore, other: SqlStore):
    async with store.uow() as uow:
        await uow.providers.put(a_provider())
        await uow.catalogue.put(a_catalogue())
        await uow.commit()
    for process in (store, other):
        async with process.uow() as uow:
            assert list(await uow.providers.all()) == [a_provider()]
            assert await uow.catalogue.get() == a_catalogue()
    changed = a_catalogue(answers={"tools": "请您自备工具。"})
    async with other.uow() as uow:
        await uow.providers.put(a_provider(active=False))
        await uow.catalogue.put(changed)
        await uow.commit()
    async with store.uow() as uow:
        assert list(await uow.providers.all()) == [a_provider(active=False)]
        assert await uow.catalogue.get() == changed


async def test_a_change_that_was_rolled_back_is_not_remembered(store: SqlStore):
    async with store.uow() as uow:
        await uow.providers.put(a_provider())
        await uow.catalogue.put(a_catalogue())
        await uow.commit()
    async with store.uow() as uow:
        await uow.providers.put(a_provider(name="谁"))
        await uow.catalogue.put(replace(a_catalogue(), answers={}))
        assert list(await uow.providers.all()) == [a_provider(name="谁")]
        assert (await uow.catalogue.get()).answers == {}
    async with store.uow() as uow:
        assert list(await uow.providers.all()) == [a_provider()]
        assert await uow.catalogue.get() == a_catalogue()
