"""On the eve every provider is told her visits of tomorrow."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.booking import Booking, Review, ReviewState
from bot.domain.conversation import Conversation
from bot.domain.provider_notice import ProviderNoticeKind
from bot.usecases.day_ahead import tell_day_ahead
from tests.builders import NOW, a_booking, a_window
from tests.fakes import FakeWorld
from tests.worlds import a_world, an_auntie


def _visit(number: int, hours: float, *providers: str, **changes: object) -> Booking:
    """A confirmed one, so many hours after 10:00 of today."""
    plain = {"special_needs": (), "quantities": {}, "notes": "", "area_sqm": None}
    window = a_window(timedelta(hours=hours), hours=2)
    return a_booking(
        id=f"bk_{number}", state="confirmed", window=window, provider_ids=providers, **{**plain, **changes}
    )


@pytest.fixture
def world() -> FakeWorld:
    world = a_world([an_auntie(1, openid="oP1"), an_auntie(2), an_auntie(3)])
    visits = [
        _visit(1, 28, "p1"),
        _visit(2, 24, "p1", "p2"),
        _visit(3, 4, "p3"),  # today
        _visit(4, 50, "p3"),  # the day after
        replace(_visit(5, 24, "p3"), review=Review(ReviewState.PENDING, ("第一次约",))),
    ]
    world.store.bookings = {visit.id: visit for visit in visits}
    world.store.conversations["cv_p"] = Conversation("cv_p", "cu_p", "oP1")
    return world


def _told(world: FakeWorld) -> list[tuple[str, str]]:
    assert {notice.kind for notice in world.store.provider_notices} <= {ProviderNoticeKind.DAY_AHEAD}
    return [(notice.provider_id, notice.text) for notice in world.store.provider_notices]


WHO = "上海市浦东新区世纪大道100号3栋502室；陈女士，电话尾号5678。"
OF_P1 = (
    "明天11月24日您有2单：\n"
    f"1. 11月24日（周二）10:00–12:00 日常保洁（2小时）；{WHO}\n"
    f"2. 11月24日（周二）14:00–16:00 日常保洁（2小时）；{WHO}"
)
OF_P2 = f"明天11月24日您有1单：\n1. 11月24日（周二）10:00–12:00 日常保洁（2小时）；{WHO}"


async def test_each_provider_is_told_what_she_has_tomorrow_and_only_once(world: FakeWorld):
    world.clock.advance(hours=8)
    assert await tell_day_ahead(world.deps) == 2
    assert _told(world) == [("p1", OF_P1), ("p2", OF_P2)]
    assert [(row.conversation_id, row.bubble.text) for row in world.store.outbox.values()] == [("cv_p", OF_P1)]
    world.clock.advance(hours=1)
    assert await tell_day_ahead(world.deps) == 0
    assert len(_told(world)) == 2


async def test_before_the_eves_hour_nobody_is_told(world: FakeWorld):
    world.clock.advance(hours=7, minutes=59)
    assert await tell_day_ahead(world.deps) == 0
    assert _told(world) == []


async def test_who_was_told_before_everything_broke_off_is_not_told_again(world: FakeWorld):
    world.clock.advance(hours=8)
    await tell_day_ahead(world.deps)
    del world.store.results["day_ahead:2026-11-24"], world.store.results["day_ahead:2026-11-24:p2"]
    assert await tell_day_ahead(world.deps) == 1
    assert [provider for provider, _ in _told(world)] == ["p1", "p2", "p2"]


async def test_every_evening_has_its_own(world: FakeWorld):
    world.clock.advance(hours=8)
    await tell_day_ahead(world.deps)
    world.clock.advance(days=1)
    assert await tell_day_ahead(world.deps) == 1
    assert [provider for provider, _ in _told(world)] == ["p1", "p2", "p3"]


async def test_late_in_the_evening_it_is_there_to_read_but_nobody_is_woken(world: FakeWorld):
    world.clock.advance(hours=12)  # 22:00
    assert await tell_day_ahead(world.deps) == 2
    (row,) = world.store.outbox.values()
    assert row.not_before == NOW + timedelta(hours=22)
    texts = [OF_P1.removeprefix("明天"), OF_P2.removeprefix("明天")]  # on the day itself it is not tomorrow
    assert ([text for _, text in _told(world)], row.bubble.text) == (texts, texts[0])
