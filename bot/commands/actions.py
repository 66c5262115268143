"""``actions``: the action server alone."""

from __future__ import annotations

import argparse

from bot.commands.roles import actions_role, play
from bot.settings import Settings

HELP = "run the action server for Rasa"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # no options


async def run(args: argparse.Namespace, settings: Settings) -> int:
    await play(settings, actions_role)
    return 0
