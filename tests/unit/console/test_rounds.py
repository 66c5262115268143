from __future__ import annotations

import asyncio

import pytest

from bot.console.rounds import Round, Rounds


class Counter:
    def __init__(self) -> None:
        self.read = 0

    async def __call__(self) -> int:
        self.read += 1
        number = self.read
        await asyncio.sleep(0)
        return number


async def test_who_asks_for_the_same_in_a_round_gets_what_was_read_for_the_first():
    reads, one = Counter(), Round()
    assert await asyncio.gather(one.once("a", reads), one.once("a", reads), one.once("b", reads)) == [1, 1, 2]
    assert await Round().once("a", reads) == 3


async def test_who_leaves_takes_nothing_from_the_others():
    reads, one = Counter(), Round()
    first = asyncio.create_task(one.once("a", reads))
    second = asyncio.create_task(one.once("a", reads))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second, reads.read) == (1, 1)
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_after_a_quiet_time_a_round_begins_at_once_and_the_next_gathers_who_comes():
    rounds = Rounds(apart=0.05)

    async def joined() -> Round:
        async with rounds.joined() as mine:
            return mine

    first = await joined()
    second, third = await asyncio.gather(joined(), joined())
    assert second is third is not first
    assert await joined() is not second


def test_what_is_made_in_a_round_is_made_once():
    one, made = Round(), []
    assert [one.made_once("a", lambda: made.append("a") or len(made)) for _ in range(2)] == [1, 1]
    assert one.made_once("b", lambda: made.append("b") or len(made)) == 2
