"""Decided reviews are counted alike on each database and in the fake store (R5)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from bot.domain.review import ReviewFigures
from bot.domain.values import TimeWindow
from bot.ports import UnitOfWork, Views
from tests.builders import NOW, an_audit_entry
from tests.fakes import FakeWorld
from tests.integration.db.conftest import a_process

Store = tuple[Callable[[], UnitOfWork], Views]
TODAY = TimeWindow(NOW, NOW + timedelta(days=1))


@pytest.fixture(params=["fake", "sqlite", "postgres"])
async def either(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    if request.param == "fake":
        deps = FakeWorld().deps
        yield deps.uow, deps.views
        return
    store = a_process(request.getfixturevalue(f"migrated_{request.param}_url"))
    yield store.uow, store.views
    await store.engine.dispose()


async def test_every_decision_inside_the_time_counts_once(either: Store):
    uow, views = either
    steps = {
        NOW - timedelta(seconds=1): "review_rejected",
        NOW: "review_approved",
        NOW + timedelta(hours=1): "review_replaced",
        NOW + timedelta(hours=2): "review_rejected",
        NOW + timedelta(hours=3): "review_approved",
        NOW + timedelta(hours=4): "provider_replaced",
        TODAY.end: "review_approved",
    }
    async with uow() as work:
        for at, action in steps.items():
            await work.audit.add(an_audit_entry(at=at, action=action, entity="booking", entity_id="bk_1"))
        await work.commit()
    figures = await views.review_figures(TODAY)
    assert figures == ReviewFigures(approved=2, replaced=1, rejected=1)
    assert (figures.decided, figures.overruled, figures.overruled_share) == (4, 2, 0.5)


async def test_a_day_without_decisions_shows_zeros(either: Store):
    _, views = either
    figures = await views.review_figures(TODAY)
    assert figures == ReviewFigures()
    assert (figures.decided, figures.overruled_share) == (0, 0.0)
