"""``menu``: push, show or delete the menu at the bottom of the chat."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from bot import bootstrap
from bot.commands.demo import FOLDER
from bot.commands.load_text import FileFaults, Problem, read_yaml
from bot.domain.errors import ChannelError
from bot.settings import Settings

HELP = "push, show or delete the WeChat menu"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("push", "show", "delete"))
    parser.add_argument("--file", type=Path, default=FOLDER / "menu.yml", help="the menu to push (YAML)")


async def run(args: argparse.Namespace, settings: Settings) -> int:
    try:
        await _act(args.action, args.file, settings)
    except ChannelError as error:
        why = f"errcode {error.errcode}" if error.errcode else "no answer"
        print(f"menu: WeChat did not {args.action} the menu: {why} ({error.detail})", file=sys.stderr)
        return 1
    return 0


async def _act(action: str, file: Path, settings: Settings) -> None:
    menu = read_menu(file) if action == "push" else {}
    async with bootstrap.open_wechat(settings) as wechat:
        if action == "push":
            await wechat.push_menu(menu)
            print(f"menu pushed: {', '.join(button['name'] for button in menu['button'])}")
        elif action == "show":
            print(json.dumps(await wechat.get_menu(), ensure_ascii=False, indent=2))
        else:
            await wechat.delete_menu()
            print("menu deleted")


def read_menu(file: Path) -> dict[str, Any]:
    """The menu as WeChat's ``menu/create`` takes it; its limits are the client's to check."""
    values = read_yaml(file).values
    if not isinstance(values, dict):
        raise FileFaults(file, [Problem(1, "a menu is a mapping with 'button'")])
    return values
