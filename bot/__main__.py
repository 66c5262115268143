"""The command surface: ``python -m bot <command>``."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import os
import sys
from types import ModuleType

from bot import logs
from bot.demo_settings import as_in_demo
from bot.domain.errors import BotError
from bot.settings import Settings, SettingsError

COMMANDS = (
    "serve", "web", "worker", "actions", "simulator", "chat", "load", "export", "demo", "migrate", "menu", "clock",
    "understand", "quote", "availability", "match", "dispatch", "agent", "provider", "review", "replay", "nlu",
    "report",
)  # fmt: skip


def main(argv: list[str]) -> int:
    modules = {name: importlib.import_module(f"bot.commands.{name}") for name in _wanted(argv)}
    parser = _parser(modules)
    args = parser.parse_args(argv)
    try:
        settings = as_in_demo(Settings.from_env(os.environ))
        logs.configure(as_json=settings.log_format == "json")
        status: int = asyncio.run(modules[args.command].run(args, settings))
        return status
    except (SettingsError, BotError) as error:
        print(f"{args.command}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output has gone, as `head` does; nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _wanted(argv: list[str]) -> tuple[str, ...]:
    """Only the named command is loaded, so that each starts quickly; all of them for the overview."""
    return (argv[0],) if argv and argv[0] in COMMANDS else COMMANDS


def _parser(modules: dict[str, ModuleType]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="The 家政 booking assistant on WeChat.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in modules.items():
        module.add_arguments(commands.add_parser(name, help=module.HELP, description=module.HELP))
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
