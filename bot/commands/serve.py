"""``serve``: all roles in one process, Rasa as its child; with ``--demo`` also demo data and the WeChat simulator."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack

from bot import bootstrap
from bot.adapters.db.migrate import upgrade
from bot.commands.demo import FOLDER, load_into
from bot.commands.demo_agents import LogIn, demo_agents
from bot.commands.menu import read_menu
from bot.commands.roles import (
    actions_role,
    metrics_role,
    rasa_role,
    stop_signal,
    until_rasa_answers,
    web_role,
    with_redis,
    worker_role,
)
from bot.commands.simulator import simulator_role
from bot.demo_settings import with_demo_values
from bot.domain.errors import ChannelError
from bot.settings import Settings

HELP = "run everything in one process"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="make up secrets, load demo data, start the simulator")
    parser.add_argument("--no-simulator", action="store_true", help="with --demo: the simulator runs elsewhere")


async def run(args: argparse.Namespace, settings: Settings) -> int:
    stopped = stop_signal()
    settings.var.mkdir(parents=True, exist_ok=True)
    if args.demo:
        settings = with_demo_values(settings)
    async with AsyncExitStack() as stack:
        settings = await with_redis(stack, settings)
        _say("database …")
        await upgrade(settings.database_url)
        deps = await stack.enter_async_context(bootstrap.open_deps(settings, process=True))
        log_ins = []
        if args.demo:
            _say(await load_into(deps))
            log_ins = await demo_agents(deps, settings.var)
        await actions_role(stack, settings, deps)
        await rasa_role(stack, settings)
        await worker_role(stack, settings, deps)
        await web_role(stack, settings, deps)
        await metrics_role(stack, settings)
        if args.demo and not args.no_simulator:
            await simulator_role(stack, settings)
            await _show_menu(settings)
        ready = asyncio.create_task(until_rasa_answers(deps.dialogue))
        waiting = asyncio.create_task(stopped.wait())
        await asyncio.wait({ready, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if not stopped.is_set():
            _announce(settings, args.demo, ready.result(), log_ins)
            await waiting
        ready.cancel()
        _say("stopping …")
    return 0


async def _show_menu(settings: Settings) -> None:
    """The phone page is nicer with a menu; a platform that takes none stops nothing."""
    try:
        async with bootstrap.open_wechat(settings) as wechat:
            await wechat.push_menu(read_menu(FOLDER / "menu.yml"))
    except ChannelError as error:
        _say(f"the menu was not taken: {error}")


def _announce(settings: Settings, demo: bool, ready: bool, log_ins: Sequence[LogIn]) -> None:
    if not ready:
        _say(f"Rasa does not answer; see {settings.var / 'rasa.log'}. Messages are kept and answered when it does.")
    _say("ready")
    _say(f"  WeChat callback   http://{settings.bind}:{settings.http_port}/wechat/callback")
    _say(f"  health            http://{settings.bind}:{settings.http_port}/readyz")
    _say(f"  console           http://{settings.bind}:{settings.console_port}/")
    _say(f"  API               http://{settings.bind}:{settings.console_port}/api/openapi.json")
    if demo:
        _say(f"  phone page        http://127.0.0.1:{settings.simulator_port}/   <- open this and write a message")
        if log_ins:
            _say("  demo agents' log-ins to the console: name and password, which is also the API's token")
        for log_in in log_ins:
            _say(f"    {log_in.name:<15} {log_in.secret}")
        _say("Ctrl-C stops everything.")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
