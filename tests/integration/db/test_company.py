from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from bot.adapters.db.repositories.company_data import catalogue_of, catalogue_to
from bot.domain.catalogue import OTHER, HourTier, Package, RoomStep, Surcharge, VisitTier
from bot.domain.errors import NotFound
from bot.domain.policy import FeeStep, NoticeTimes, Policies, ReviewLimits, Weights
from tests.builders import a_provider
from tests.integration.db.conftest import SqlStore
from tests.worlds import APPLIANCES, CLEANING, a_catalogue


async def test_the_catalogue_comes_back_as_it_was(store: SqlStore):
    async with store.uow() as uow:
        with pytest.raises(NotFound, match="load"):
            await uow.catalogue.get()
        await uow.catalogue.put(a_catalogue())
        await uow.commit()
    async with store.uow() as uow:
        assert await uow.catalogue.get() == a_catalogue()


async def test_every_rule_of_a_price_and_every_policy_comes_back_as_it_was(store: SqlStore):
    cleaning = replace(
        CLEANING,
        synonyms=("保洁", "钟点工"),
        certificates=("健康证",),
        level=2,
        by_rooms=(RoomStep(2, 180),),
        minutes_by_need={"fridge": 30},
        divides=True,
        hour_tiers=(HourTier(240, 5500),),
        series_tiers=(VisitTier(4, 5),),
        min_fen=12000,
    )
    by_piece = replace(APPLIANCES, fen_per_hour=0, fen_per_item={OTHER: 9000, "空调柜机": 13000})
    by_area = replace(CLEANING, code="wax", name="打蜡", fen_per_hour=0, fen_per_sqm=600)
    catalogue = a_catalogue(
        services={service.code: service for service in (cleaning, by_piece, by_area)},
        surcharges=(
            Surcharge("soon", "加急", "urgent", percent=10, within_minutes=240, services=("wax",)),
            Surcharge("risk", "无电梯", "risk", fen=3000, needs=("no_elevator",)),
        ),
        packages=(Package("three", "三小时", "daily_cleaning", 180, 15600),),
        loyalty=(VisitTier(5, 3),),
        policies=Policies(
            cancellation=(FeeStep(60, 50),),
            review=ReviewLimits(always=frozenset({"wax"}), first_time=frozenset(), words=("过夜",)),
            weights=Weights(cost=-1.0),
            notices=NoticeTimes(eve_at=time(19, 30)),
            templates={"booking_confirmed": "TPL1"},
            inquiry_minutes=60,
        ),
    )
    async with store.uow() as uow:
        await uow.catalogue.put(catalogue)
        await uow.commit()
    async with store.uow() as uow:
        assert await uow.catalogue.get() == catalogue


def test_a_catalogue_that_was_stored_before_there_were_more_rules_is_read():
    data = catalogue_to(a_catalogue())
    for service in data["services"]:
        minutes = service["minutes_per_item"]
        old = ("code", "name", "fen_per_hour", "min_minutes", "max_minutes", "default_minutes", "bookable", "includes",
               "excludes", "asks", "by_area")  # fmt: skip
        kept = {name: service[name] for name in old}
        service.clear()
        service.update(kept, minutes_per_item=minutes.get(OTHER, 0))
    for surcharge in data["surcharges"]:
        for name in ("within_minutes", "needs", "services"):
            del surcharge[name]
    for name in ("policies", "packages", "loyalty"):
        del data[name]
    assert catalogue_of(data) == a_catalogue()


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
