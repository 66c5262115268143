from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import text, update

from bot.adapters.db.rows import SeriesRow, table
from bot.domain.errors import InvalidData, NotFound, StoreBusy
from bot.domain.series import SeriesState
from bot.domain.series_plan import Pause, Rhythm
from bot.usecases.series_ahead import make_visits
from tests.builders import ADDRESS, NOW, PHONE, a_series
from tests.fakes import FakeWorld
from tests.integration.db.conftest import SqlStore
from tests.worlds import a_catalogue


async def test_a_series_comes_back_as_it_was(store: SqlStore):
    series = a_series()
    async with store.uow() as uow:
        await uow.series.add(series)
        assert await uow.series.get("se_1") == series
        with pytest.raises(NotFound):
            await uow.series.get("se_none")


async def test_a_changed_series_comes_back_as_it_was(store: SqlStore):
    async with store.uow() as uow:
        await uow.series.add(a_series())
        changed = a_series().changed(
            Rhythm(datetime(2027, 1, 4, 9), "FREQ=DAILY", 120), a_series().wish, NOW, "customer"
        )
        changed = changed.moved(date(2026, 12, 9), datetime(2026, 12, 10, 9), NOW, "customer")
        changed = replace(changed.paused(Pause(date(2027, 2, 1)), NOW, "customer"), made_until=date(2026, 12, 31))
        await uow.series.save(changed)
        assert await uow.series.get("se_1") == replace(changed, version=1)


async def test_a_change_of_what_somebody_else_has_changed_is_refused(store: SqlStore):
    async with store.uow() as uow:
        await uow.series.add(a_series())
        await uow.series.save(a_series(made_until=date(2026, 12, 1)))
        with pytest.raises(StoreBusy):
            await uow.series.save(a_series(made_until=date(2026, 12, 2)))


async def test_an_id_is_stored_once(store: SqlStore):
    async with store.uow() as uow:
        await uow.series.add(a_series())
        with pytest.raises(InvalidData):
            await uow.series.add(a_series())


async def test_of_a_customer_all_are_found_and_of_others_none(store: SqlStore):
    ended = a_series(id="se_2", state=SeriesState.ENDED)
    async with store.uow() as uow:
        await uow.series.add(a_series())
        await uow.series.add(ended)
        assert list(await uow.series.of_customer("cu_1")) == [a_series(), ended]
        assert list(await uow.series.of_customer("cu_2")) == []


async def test_the_active_ones_that_lag_are_found_the_one_furthest_behind_first(store: SqlStore):
    until = date(2026, 12, 20)
    series = [
        a_series(id="se_near", made_until=date(2026, 12, 19)),
        a_series(id="se_far", made_until=date(2026, 12, 1)),
        a_series(id="se_made", made_until=until),
        a_series(id="se_paused", state=SeriesState.PAUSED),
        a_series(id="se_ended", state=SeriesState.ENDED),
    ]
    async with store.uow() as uow:
        for one in series:
            await uow.series.add(one)
        assert list(await uow.series.lagging(until)) == ["se_far", "se_near"]


async def test_nothing_personal_stands_in_the_database_in_clear(store: SqlStore):
    async with store.uow() as uow:
        await uow.series.add(a_series())
        await uow.commit()
    async with store.engine.connect() as connection:
        row = str((await connection.execute(text("SELECT * FROM series"))).one())
    assert "FREQ=WEEKLY" in row
    assert not [secret for secret in (ADDRESS, PHONE, "陈女士", "门禁") if secret in row]


async def test_a_series_that_no_key_opens_stops_no_other_and_waits_for_its_key(store: SqlStore):
    until = date(2026, 12, 21)
    async with store.uow() as uow:
        await uow.catalogue.put(a_catalogue())
        for one in (a_series(id="se_1", made_until=date(2026, 11, 1)), a_series(id="se_2")):
            await uow.series.add(one)
        await uow.commit()
    series = table(SeriesRow)
    async with store.engine.begin() as connection:
        await connection.execute(update(series).where(series.c.id == "se_1").values(personal=b"by another key"))
    assert await make_visits(replace(FakeWorld().deps, clock=store.clock, uow=store.uow)) == 1
    async with store.uow() as uow:
        assert (await uow.series.get("se_2")).made_until == until
        assert list(await uow.series.lagging(until)) == ["se_1"]
