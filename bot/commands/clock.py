"""``clock``: show or advance the program's clock where ``BOT_CLOCK`` has set one."""

from __future__ import annotations

import argparse

from bot.adapters.clock import ShiftedClock
from bot.bootstrap import clock_of
from bot.domain.errors import InvalidData
from bot.domain.values import parse_duration, to_local
from bot.settings import Settings, SettingsError

HELP = "show or advance the clock that BOT_CLOCK has set"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("show", "advance"))
    parser.add_argument("by", nargs="?", metavar="DURATION", help="how far to advance: 2h, 30m, 1d2h")


async def run(args: argparse.Namespace, settings: Settings) -> int:
    clock = clock_of(settings)
    if not isinstance(clock, ShiftedClock):
        raise SettingsError("BOT_CLOCK is not set: the clock is this machine's own and cannot be moved")
    if (args.action == "advance") != (args.by is not None):
        raise InvalidData("say how far with 'advance', e.g. 'clock advance 2h', and nothing with 'show'")
    now = clock.advance(parse_duration(args.by)) if args.by is not None else clock.now()
    print(f"{to_local(now, settings.zone):%Y-%m-%d %H:%M:%S} {settings.timezone}")
    return 0
