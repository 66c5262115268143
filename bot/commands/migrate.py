"""``migrate``: bring the database's schema up to date."""

from __future__ import annotations

import argparse

from bot.adapters.db.migrate import current, upgrade
from bot.settings import Settings

HELP = "bring the database's schema up to date"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # no options


async def run(args: argparse.Namespace, settings: Settings) -> int:
    settings.var.mkdir(parents=True, exist_ok=True)
    await upgrade(settings.database_url)
    print(f"schema at revision {await current(settings.database_url)}")
    return 0
