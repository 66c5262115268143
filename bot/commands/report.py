"""``report``: the weekly check and the monthly review as a file."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from bot import bootstrap
from bot.commands.report_text import as_markdown
from bot.domain.values import to_local
from bot.settings import Settings
from bot.usecases.figure_review import Period, period_of, reviewed

HELP = "write the weekly check or the monthly review: figures, targets, what to look at"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=[period.value for period in Period])
    parser.add_argument("--day", type=_day, metavar="DAY", help="of the week or month that holds it; default: the last")
    parser.add_argument("--out", type=Path, metavar="FILE", help="a Markdown file; default: the terminal")


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{said!r} is no day such as 2026-11-24") from error


async def run(args: argparse.Namespace, settings: Settings) -> int:
    kind = Period(args.kind)
    async with bootstrap.open_deps(settings) as deps:
        today = to_local(deps.clock.now(), deps.zone).date()
        first, last = period_of(kind, today, args.day)
        async with deps.uow() as uow:
            text = as_markdown(kind, first, last, await reviewed(deps, uow, first, last))
    if args.out is None:
        print(text, end="")
    else:
        args.out.write_text(text, encoding="utf-8")
        print(f"{args.out}: {first} – {last}")
    return 0
