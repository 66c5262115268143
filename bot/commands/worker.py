"""``worker``: the loops alone."""

from __future__ import annotations

import argparse

from bot.commands.roles import play, worker_role
from bot.settings import Settings

HELP = "run the loops that answer, send and expire"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # no options


async def run(args: argparse.Namespace, settings: Settings) -> int:
    await play(settings, worker_role)
    return 0
