"""``quote``: the price of a job, itemised; nothing is booked."""

from __future__ import annotations

import argparse
import json

from bot import bootstrap
from bot.commands.job_arguments import add_job_arguments, job_of, local_time
from bot.domain.values import yuan
from bot.settings import Settings
from bot.usecases.proposals import quote_of

HELP = "print what a job costs and why"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_job_arguments(parser)
    parser.add_argument("--start", type=local_time, required=True, metavar="TIME", help="such as 2026-11-24T14:00")


async def run(args: argparse.Namespace, settings: Settings) -> int:
    async with bootstrap.open_deps(settings) as deps, deps.uow() as uow:
        quote = await quote_of(uow, await job_of(args, uow), args.start)
    if args.json:
        items = [{"code": item.code, "label": item.label, "fen": item.fen} for item in quote.items]
        print(json.dumps({"total_fen": quote.total_fen, "items": items}, ensure_ascii=False))
        return 0
    for item in quote.items:
        print(f"{yuan(item.fen)}\t{item.label}")
    print(f"{yuan(quote.total_fen)}\t合计")
    return 0
