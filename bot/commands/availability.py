"""``availability``: the starts at which a job can really be done."""

from __future__ import annotations

import argparse
import json
from datetime import timedelta

from bot import bootstrap
from bot.commands.job_arguments import add_job_arguments, job_of, local_time, start_in_words
from bot.domain.errors import InvalidData
from bot.domain.values import to_local
from bot.settings import Settings
from bot.usecases.proposals import free_starts

HELP = "print the free starts for a job"

_DAYS = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_job_arguments(parser)
    parser.add_argument("--from", dest="start", type=local_time, metavar="TIME", help="default: now")
    parser.add_argument("--to", dest="end", type=local_time, metavar="TIME", help=f"default: {_DAYS} days later")


async def run(args: argparse.Namespace, settings: Settings) -> int:
    async with bootstrap.open_deps(settings) as deps, deps.uow() as uow:
        start = args.start or to_local(deps.clock.now(), deps.zone)
        end = args.end or start + timedelta(days=_DAYS)
        if end <= start:
            raise InvalidData(f"--to {end} is not after --from {start}")
        starts = await free_starts(deps, uow, await job_of(args, uow), start, end)
    for moment in starts:
        said = {"start": moment.isoformat(timespec="minutes")}
        print(json.dumps(said) if args.json else start_in_words(moment))
    return 0
