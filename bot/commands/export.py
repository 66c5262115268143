"""``export``: what is stored, one JSON object per line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import AsyncGenerator
from typing import TextIO

from bot import bootstrap
from bot.ports import Deps
from bot.settings import Settings

HELP = "print bookings, conversations, messages … as JSON lines"

VIEWS = (
    "bookings", "messages", "conversations", "audit", "providers", "customers", "call_tasks", "surveys", "series",
    "praises", "inquiries", "waitlist", "tickets",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=VIEWS, metavar="WHAT", help=", ".join(VIEWS))
    parser.add_argument("--customer", metavar="OPENID", help="only what belongs to this customer")
    parser.add_argument("--json", action="store_true", help="JSON lines, which is what comes out anyway")


async def run(args: argparse.Namespace, settings: Settings) -> int:
    async with bootstrap.open_deps(settings) as deps:
        await write_rows(deps, args.what, args.customer, sys.stdout)
    return 0


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
