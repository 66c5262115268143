"""``worker``: the loops alone."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import AsyncExitStack

from bot import bootstrap
from bot.commands.roles import metrics_role, worker_role
from bot.settings import Settings

HELP = "run the loops that answer, send and expire"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # no options


async def run(args: argparse.Namespace, settings: Settings) -> int:
    async with AsyncExitStack() as stack:
        deps = await stack.enter_async_context(bootstrap.open_deps(settings, process=True))
        await worker_role(stack, deps)
        await metrics_role(stack, settings)
        await asyncio.Event().wait()
    return 0
