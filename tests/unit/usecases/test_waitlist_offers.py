"""Offers to the waiting list that come too late in the evening, or never go out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.sending import Outbound, OutboundState
from bot.domain.waitlist import WaitlistState
from bot.usecases import waitlist
from bot.usecases.inquiries import expire_inquiries
from tests.fakes import FakeWorld
from tests.unit.usecases.waitlist_steps import full_tomorrow, held, other_cancels, states, waits, written


async def test_so_late_that_the_offer_would_run_into_the_night_nothing_is_offered():
    world = full_tomorrow()
    await waits(world)
    await other_cancels(world)
    world.clock.advance(hours=10, minutes=29)  # 20:30, and a minute for joining
    assert await waitlist.offer_freed(world.deps) == 0
    assert (states(world), written(world)) == ([WaitlistState.WAITING], [])
    world.clock.advance(minutes=-1)
    assert await waitlist.offer_freed(world.deps) == 1


async def _offered_to_cu_1() -> tuple[FakeWorld, Outbound]:
    world = full_tomorrow()
    await waits(world)
    await other_cancels(world)
    assert await waitlist.offer_freed(world.deps) == 1
    (row,) = world.store.outbox.values()
    world.clock.advance(minutes=30)
    return world, row


@pytest.mark.parametrize(
    "fate",
    [{}, {"state": OutboundState.FAILED, "error": "lapsed", "attempts": 1}],
    ids=["nobody took it up", "taken up too late"],
)
async def test_who_was_never_asked_waits_on(fate: dict[str, Any]):
    world, row = await _offered_to_cu_1()
    world.store.outbox[row.id] = replace(row, **fate)
    assert await expire_inquiries(world.deps) == 1
    assert (states(world), held(world), len(written(world))) == ([WaitlistState.WAITING], [], 1)
    audited = [(entry.action, entry.actor) for entry in world.store.audit if entry.entity == "waitlist"]
    assert audited[-1] == ("waitlist_waiting", "system")
    assert await waitlist.offer_freed(world.deps) == 1


@pytest.mark.parametrize(
    "fate",
    [
        {"state": OutboundState.SENT, "attempts": 1},
        {"state": OutboundState.PENDING, "attempts": 1},
        {"state": OutboundState.FAILED, "attempts": 1, "error": "no_way_open"},
        {"state": OutboundState.FAILED, "attempts": 2, "error": "lapsed"},
    ],
    ids=["sent", "tried", "no way", "tried, then too late"],
)
async def test_who_was_asked_or_could_not_be_has_had_her_turn(fate: dict[str, Any]):
    world, row = await _offered_to_cu_1()
    world.store.outbox[row.id] = replace(row, **fate)
    await expire_inquiries(world.deps)
    assert states(world) == [WaitlistState.EXPIRED]
