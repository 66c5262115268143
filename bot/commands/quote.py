"""``quote``: the price of a job, itemised; nothing is booked."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

from bot import bootstrap
from bot.commands.job_arguments import add_job_arguments, job_of, local_time, positive
from bot.domain.values import yuan
from bot.settings import Settings
from bot.usecases.pricing import price_of

HELP = "print what a job costs and why"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_job_arguments(parser)
    parser.add_argument("--start", type=local_time, required=True, metavar="TIME", help="such as 2026-11-24T14:00")
    parser.add_argument("--booked-at", type=local_time, metavar="TIME", help="when it is booked; default: now")
    parser.add_argument("--visits", type=positive, default=0, metavar="N", help="of the series that it belongs to")


async def run(args: argparse.Namespace, settings: Settings) -> int:
    async with bootstrap.open_deps(settings) as deps, deps.uow() as uow:
        job = replace(await job_of(args, uow), series_visits=args.visits)
        quote = await price_of(deps, uow, job, args.start, args.booked_at)
    if args.json:
        items = [{"code": item.code, "label": item.label, "fen": item.fen} for item in quote.items]
        print(json.dumps({"total_fen": quote.total_fen, "items": items}, ensure_ascii=False))
        return 0
    for item in quote.items:
        print(f"{yuan(item.fen)}\t{item.label}")
    print(f"{yuan(quote.total_fen)}\t合计")
    return 0
