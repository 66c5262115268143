"""``dispatch``: a day's assignments planned anew; shown with what would change and why, and taken with ``--accept``."""

from __future__ import annotations

import argparse
import json
from datetime import date, timedelta
from typing import Any

from bot import bootstrap
from bot.commands.dispatch_table import accepted_lines, preview_lines
from bot.commands.job_arguments import must_be_near, positive_number
from bot.domain.dispatch import Day, Plan, value, way_minutes, wishes_met
from bot.domain.values import to_local
from bot.ports import Deps
from bot.settings import Settings
from bot.usecases.dispatch import SECONDS, Accepted, Preview, accept, preview

HELP = "plan a day's assignments anew: less travel, more wishes met"

_ACTOR = "dispatcher"
_DAYS = {"today": 0, "tomorrow": 1}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--optimise", type=_day, required=True, metavar="DATE", help="today, tomorrow or 2026-11-24")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--preview", action="store_true", help="only show what would change (the default)")
    chosen.add_argument("--accept", action="store_true", help="take it; customers who were told a name are asked first")
    parser.add_argument(
        "--seconds", type=positive_number, default=SECONDS, help=f"of work for the plan; default {SECONDS:g}"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def _day(said: str) -> date | str:
    if said in _DAYS:
        return said
    try:
        day = date.fromisoformat(said)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{said!r} is neither today, tomorrow nor a date such as 2026-11-24"
        ) from error
    must_be_near(day, said)
    return day


async def run(args: argparse.Namespace, settings: Settings) -> int:
    async with bootstrap.open_deps(settings) as deps:
        seen = await preview(deps, _date(deps, args.optimise), args.seconds)
        done = await accept(deps, seen, _ACTOR) if args.accept else None
        if args.json:
            print(json.dumps(_as_json(seen, done), ensure_ascii=False))
            return 0
        catalogue_lines = preview_lines(seen, await _services(deps), deps.zone)
        for line in (*catalogue_lines, *(accepted_lines(done) if done else ())):
            print(line)
    return 0


def _date(deps: Deps, said: date | str) -> date:
    if isinstance(said, date):
        return said
    return to_local(deps.clock.now(), deps.zone).date() + timedelta(days=_DAYS[said])


async def _services(deps: Deps) -> dict[str, str]:
    async with deps.uow() as uow:
        catalogue = await uow.catalogue.get()
    return {service.code: service.name for service in catalogue.services.values()}


def _as_json(seen: Preview, done: Accepted | None) -> dict[str, Any]:
    changes = [
        {
            "booking_id": one.booking_id,
            "before": list(one.before),
            "after": list(one.after),
            "needs_yes": one.needs_yes,
            "reasons": list(one.reasons),
        }
        for one in seen.changes
    ]
    told = {
        "date": seen.on.isoformat(),
        "current": _totals(seen.day, seen.day.current()),
        "proposed": _totals(seen.day, seen.proposed),
        "at_most": seen.bound / 100,
        "changes": changes,
    }
    if done is not None:
        parts = {"applied": done.applied, "asked": done.asked, "stale": done.stale}
        told["accepted"] = {name: [change.booking_id for change in part] for name, part in parts.items()}
    return told


def _totals(day: Day, plan: Plan) -> dict[str, Any]:
    return {
        "assignments": {booking_id: list(sent) for booking_id, sent in plan.items()},
        "way_minutes": way_minutes(day, plan),
        "wishes_met": wishes_met(day, plan),
        "points": value(day, plan) / 100,
    }
