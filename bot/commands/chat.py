"""``chat``: talk in the terminal, on the same road as WeChat's messages."""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import AsyncExitStack
from datetime import timedelta

from bot import bootstrap
from bot.adapters.db.migrate import upgrade
from bot.commands.demo import load_into
from bot.commands.roles import actions_role, rasa_role, until_rasa_answers, with_redis, worker_role
from bot.demo_settings import with_demo_values
from bot.domain.messages import InboundMessage, Kind
from bot.domain.values import new_id
from bot.ports import Deps
from bot.settings import Settings, SettingsError
from bot.usecases.conversation import receive, topic_of
from bot.usecases.passive import Carried, Nothing, Transferred, claim_answer, settle

HELP = "talk to the bot in the terminal"
TERMINAL = "oTerminal0000000000000000000"
_LONGEST_WAIT = 40.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="openid", default=TERMINAL, metavar="OPENID", help="talk as this customer")


async def run(args: argparse.Namespace, settings: Settings) -> int:
    async with AsyncExitStack() as stack:
        alone = not settings.secret_keys and settings.has_own_database
        deps = await _opened(stack, with_demo_values(settings) if alone else settings, demo=alone)
        print("说吧（Ctrl-D 结束）。", flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            if line.strip():
                print(await _answer(deps, args.openid, line.strip()), flush=True)
    return 0


async def _opened(stack: AsyncExitStack, settings: Settings, demo: bool) -> Deps:
    """The world of a running bot if there is one, else a bot of our own for the time of the talk."""
    deps = await stack.enter_async_context(bootstrap.open_deps(settings))
    if await deps.dialogue.is_ready():
        return deps
    settings.var.mkdir(parents=True, exist_ok=True)
    settings = await with_redis(stack, settings)
    await upgrade(settings.database_url)
    deps = await stack.enter_async_context(bootstrap.open_deps(settings, process=True))
    if demo:
        await load_into(deps)
    await actions_role(stack, settings, deps)
    await rasa_role(stack, settings)
    await worker_role(stack, settings, deps)
    if not await until_rasa_answers(deps.dialogue):
        raise SettingsError(f"Rasa does not answer; see {settings.var / 'rasa.log'}")
    return deps


async def _answer(deps: Deps, openid: str, text: str) -> str:
    key = f"{openid}:{new_id('chat')}"
    received = await receive(deps, InboundMessage(openid, Kind.TEXT, key, deps.clock.now(), text))
    loop = asyncio.get_running_loop()
    ends = loop.time() + _LONGEST_WAIT
    async with deps.feed.subscribe(topic_of(received.item.conversation_id)) as feed:
        while loop.time() < ends:
            claimed = await claim_answer(deps, received.item, deps.clock.now())
            if isinstance(claimed, Carried):
                await settle(deps, received.item, claimed, arrived=True)
                return claimed.bubble.as_plain_text()
            if isinstance(claimed, Nothing | Transferred):
                return "（没有自动回复：会话在等人工，或由人工接待）"
            await feed.wait(timedelta(milliseconds=200))
    return "（还没有回复，消息已经保存）"
