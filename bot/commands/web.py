"""``web``: the gateway and the console alone."""

from __future__ import annotations

import argparse

from bot.commands.roles import play, web_role
from bot.settings import Settings

HELP = "run the WeChat gateway and the console"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # no options


async def run(args: argparse.Namespace, settings: Settings) -> int:
    await play(settings, web_role)
    return 0
