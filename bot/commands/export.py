"""``export``: what is stored, one JSON object per line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import AsyncGenerator
from datetime import date, datetime, time, timedelta
from typing import TextIO

from bot import bootstrap
from bot.domain.errors import InvalidData
from bot.domain.figure_groups import By
from bot.domain.values import TimeWindow, to_instant, to_local
from bot.ports import Deps
from bot.settings import Settings
from bot.usecases.figure_table import as_csv
from bot.usecases.figures import figure_report

HELP = "print bookings, conversations, messages … as JSON lines"

FIGURES = "figures"
_DAYS = 7
VIEWS = (
    "bookings", "messages", "conversations", "audit", "providers", "customers", "call_tasks", "surveys", "series",
    "praises", "agent_scores", "inquiries", "waitlist", "tickets",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=(*VIEWS, FIGURES), metavar="WHAT", help=", ".join((*VIEWS, FIGURES)))
    parser.add_argument("--customer", metavar="OPENID", help="only what belongs to this customer")
    parser.add_argument("--json", action="store_true", help="JSON lines, which is what comes out anyway")
    figures = parser.add_argument_group("figures", "which come out as CSV")
    figures.add_argument("--from", dest="start", type=_day, metavar="DAY", help=f"default: {_DAYS - 1} days ago")
    figures.add_argument("--to", dest="end", type=_day, metavar="DAY", help="the last day; default: today")
    figures.add_argument("--by", choices=[by.value for by in By], default=By.DAY.value)


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{said!r} is no day such as 2026-11-24") from error


async def run(args: argparse.Namespace, settings: Settings) -> int:
    async with bootstrap.open_deps(settings) as deps:
        if args.what == FIGURES:
            await _write_figures(deps, args.start, args.end, By(args.by))
        else:
            await write_rows(deps, args.what, args.customer, sys.stdout)
    return 0


async def _write_figures(deps: Deps, first: date | None, last: date | None, by: By) -> None:
    last = last or to_local(deps.clock.now(), deps.zone).date()
    first = first or last - timedelta(days=_DAYS - 1)
    if first > last:
        raise InvalidData(f"figures from {first} to {last}: the last day must not be before the first")
    edges = [to_instant(datetime.combine(day, time()), deps.zone) for day in (first, last + timedelta(days=1))]
    async with deps.uow() as uow:
        report = await figure_report(deps, uow, TimeWindow(edges[0], edges[1]), by)
    sys.stdout.write(as_csv(report))
    sys.stdout.flush()


async def write_rows(deps: Deps, what: str, openid: str | None, out: TextIO) -> None:
    """Flushes, so that a reader who has gone is noticed here and not at the program's end."""
    rows = deps.views.rows(what, openid)
    try:
        async for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    finally:
        # A generator left in the middle would keep its connection until the loop has ended.
        if isinstance(rows, AsyncGenerator):
            await rows.aclose()
    out.flush()
