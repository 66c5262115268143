"""Conversations over the real channel: she writes on the simulated platform and reads what reaches her phone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import yaml

from bot import bootstrap
from bot.adapters.clock import ShiftedClock
from bot.commands.demo import FILES
from bot.demo_settings import as_in_demo
from bot.ports import Deps
from bot.replay.bot_road import BotRoad
from bot.replay.giving_back import give_back
from bot.replay.play import Played, play_all
from bot.replay.road import Broken, Reply, Row
from bot.replay.transcript import Conversation, Given, Saying
from bot.settings import Settings
from tests.support.own_loop import in_own_loop
from tests.support.product import Customer, Product, call

_LONGEST_WAIT = 60.0
_PAUSE = 0.05


def play_on_the_phone(product: Product, conversations: Sequence[Conversation], side_by_side: int = 8) -> list[Played]:
    """Plays them all to a running product."""
    return in_own_loop(lambda: _play(product, conversations, side_by_side))


async def _play(product: Product, conversations: Sequence[Conversation], side_by_side: int) -> list[Played]:
    settings = as_in_demo(Settings.from_env(product.env, None))
    async with bootstrap.open_deps(settings) as deps:
        await _clear_calendar(deps)
        return await play_all(conversations, lambda: PhoneRoad(product, deps), side_by_side)


async def _clear_calendar(deps: Deps) -> None:
    """The demo customers' orders are cancelled: what is true is what a conversation gives, and nothing else."""
    told = [yaml.safe_load(file.read_text("utf-8")) for file in FILES]
    async with deps.uow() as uow:
        for customer in (one for file in told for one in file.get("customers", ())):
            await give_back(deps, uow, customer["openid"])
        await uow.commit()


class PhoneRoad(BotRoad):
    """The customer's words go through the simulator; what is given and how things stand is seen to as in ``replay``."""

    def __init__(self, product: Product, deps: Deps) -> None:
        assert isinstance(deps.clock, ShiftedClock)
        super().__init__(deps, deps.clock.advance)
        self._product = product
        self._customer = Customer(product, self.openid)

    async def arrange(self, given: Given) -> None:
        await super().arrange(given)
        await self._call(f"{self._product.simulator}/sim/customers", {"name": "客户", "openid": self.openid})

    async def say(self, sayings: Sequence[Saying]) -> Reply:
        seen = len(await self._bubbles())
        for one in sayings[:-1]:
            await self._send(one)
        await self._send(sayings[-1], wait=True)
        turn = await self._taken()
        said = [row for row in await self._written() if row["turn_id"] == turn["turn_id"]]
        fresh = await self._fresh(seen, bool(said))
        self._heard = len(await self._written())
        if not fresh:
            return Reply()
        return Reply("\n".join(str(one["text"]) for one in fresh), await self.responses(_number(turn)))

    async def _send(self, saying: Saying, wait: bool = False) -> None:
        if saying.event:
            path, body = "events", {"event": saying.event, "key": saying.key}
        else:
            path, body = "messages", saying.model_dump(exclude={"event", "key"}, exclude_none=True)
        await self._call(f"{self._customer.base}/{path}", {**body, "wait": wait})

    async def _taken(self) -> Row:
        """The last message of hers, once the bot is done with it."""
        ends = _now() + _LONGEST_WAIT
        while _now() < ends:
            came = [row for row in await self._rows("messages") if row["direction"] == "in"]
            if came and all(row["state"] == "done" for row in came):
                return max(came, key=_number)
            await asyncio.sleep(_PAUSE)
        raise Broken(f"no reply within {_LONGEST_WAIT:.0f} seconds")

    async def _fresh(self, seen: int, must_come: bool) -> list[dict[str, Any]]:
        ends = _now() + _LONGEST_WAIT
        while _now() < ends:
            fresh = (await self._bubbles())[seen:]
            if fresh or not must_come:
                return fresh
            await asyncio.sleep(_PAUSE)
        raise Broken("the reply did not reach the phone")

    async def _bubbles(self) -> list[dict[str, Any]]:
        return await asyncio.to_thread(self._customer.bubbles)

    async def _call(self, url: str, body: dict[str, Any]) -> None:
        await asyncio.to_thread(call, url, body)


def _number(row: Row) -> int:
    """The inbox row's own id."""
    return int(str(row["id"]).rpartition("_")[2])


def _now() -> float:
    return asyncio.get_running_loop().time()
