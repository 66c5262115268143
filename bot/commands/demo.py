"""``demo``: load the demo company's data."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot import bootstrap
from bot.adapters.db.migrate import upgrade
from bot.commands.load import load
from bot.demo_settings import with_demo_values
from bot.ports import Deps
from bot.settings import Settings

HELP = "load the demo company: services, providers, customers (twice changes nothing)"

FOLDER = Path(__file__).resolve().parent.parent / "demo"
FILES = tuple(FOLDER / name for name in ("catalogue.yml", "providers.yml", "customers.yml", "day.yml"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # no options


async def run(args: argparse.Namespace, settings: Settings) -> int:
    if not settings.secret_keys:
        settings = with_demo_values(settings)
    settings.var.mkdir(parents=True, exist_ok=True)
    await upgrade(settings.database_url)
    async with bootstrap.open_deps(settings) as deps:
        print(await load_into(deps))
    return 0


async def load_into(deps: Deps) -> str:
    """Loads the demo data and says how much it is."""
    return await load(deps, *FILES)
