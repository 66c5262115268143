"""``match``: who would come to a job, ranked, and with ``--explain`` why, and why nobody else."""

from __future__ import annotations

import argparse
import json

from bot import bootstrap
from bot.commands.job_arguments import add_job_arguments, job_of, local_time
from bot.domain.matching import Candidate
from bot.settings import Settings
from bot.usecases.proposals import Proposals, propose

HELP = "print who would be matched to a job"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_job_arguments(parser)
    parser.add_argument("--start", type=local_time, required=True, metavar="TIME", help="such as 2026-11-24T14:00")
    parser.add_argument("--explain", action="store_true", help="with the points of each, and who is refused for what")


async def run(args: argparse.Namespace, settings: Settings) -> int:
    async with bootstrap.open_deps(settings) as deps, deps.uow() as uow:
        found = await propose(deps, uow, await job_of(args, uow), args.start)
    for line in _as_json(found, args.explain) if args.json else _as_text(found, args.explain):
        print(line)
    return 0


def _as_text(found: Proposals, explain: bool) -> list[str]:
    lines = []
    for place, candidate in enumerate(found.candidates, 1):
        points = f"\t{_points(candidate)}" if explain else ""
        who = f"{candidate.provider.name} ({candidate.provider.id})"
        lines.append(f"{place}\t{who}\t{candidate.score:.1f}\t{'，'.join(candidate.reasons)}{points}")
    if explain:
        lines += [
            f"-\t{refusal.provider.name} ({refusal.provider.id})\t\t{'，'.join(refusal.reasons)}"
            for refusal in found.refused
        ]
    return lines or ["没有合适的家政员"]


def _points(candidate: Candidate) -> str:
    return " ".join(f"{name}{points:+.1f}" for name, points in candidate.points.items())


def _as_json(found: Proposals, explain: bool) -> list[str]:
    rows = [
        {
            "provider_id": one.provider.id,
            "name": one.provider.name,
            "score": round(one.score, 2),
            "reasons": list(one.reasons),
            **({"points": {name: round(points, 2) for name, points in one.points.items()}} if explain else {}),
        }
        for one in found.candidates
    ]
    refused = [
        {"provider_id": one.provider.id, "name": one.provider.name, "refused": list(one.reasons)}
        for one in found.refused
    ]
    return [json.dumps(row, ensure_ascii=False) for row in (*rows, *(refused if explain else ()))]
