"""``review``: orders that wait for a person, decided in a terminal; and how often people overrule."""

from __future__ import annotations

import argparse
import json
from datetime import date, datetime, timedelta
from typing import Any

from bot import bootstrap
from bot.commands.agent import ACTOR
from bot.domain.errors import InvalidData
from bot.domain.review import ReviewFigures
from bot.domain.values import TimeWindow, to_instant, to_local
from bot.ports import Deps
from bot.settings import Settings
from bot.usecases.review import Decision, OpenReview, decide, open_reviews

HELP = "list, approve, replace or reject orders that wait for a person"

_DAYS = 7


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="print what waits, why, who is proposed and who else could come").add_argument(
        "--json", action="store_true", help="print JSON"
    )
    approve = actions.add_parser("approve", help="it stands as proposed")
    replace = actions.add_parser("replace", help="others come")
    reject = actions.add_parser("reject", help="it is cancelled, free of charge")
    for action in (approve, replace, reject):
        action.add_argument("id", metavar="BOOKING")
    replace.add_argument("provider_ids", nargs="+", metavar="PROVIDER", help="id, such as pr_01")
    replace.add_argument("--reason", default="")
    reject.add_argument("--reason", required=True, help="the customer is told")
    figures = actions.add_parser("figures", help="print how many were decided and overruled")
    figures.add_argument("--from", dest="start", type=_day, metavar="DAY", help=f"default: {_DAYS} days ago")
    figures.add_argument("--to", dest="end", type=_day, metavar="DAY", help="the last day; default: today")
    figures.add_argument("--json", action="store_true", help="print JSON")


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{said!r} is no day such as 2026-11-24") from error


async def run(args: argparse.Namespace, settings: Settings) -> int:
    async with bootstrap.open_deps(settings) as deps:
        match args.action:
            case "list":
                await _list(deps, args.json)
            case "figures":
                await _figures(deps, args)
            case _:
                await _decide(deps, args)
    return 0


async def _list(deps: Deps, as_json: bool) -> None:
    async with deps.uow() as uow:
        found = await open_reviews(deps, uow)
    for one in found:
        told = _row(one, deps)
        print(json.dumps(told, ensure_ascii=False) if as_json else _line(told))


def _row(one: OpenReview, deps: Deps) -> dict[str, Any]:
    assert one.booking.review is not None
    ranking = [
        {"provider_id": best.provider.id, "name": best.provider.name, "score": round(best.score, 2)}
        for best in one.ranking
    ]
    return {
        "id": one.booking.id,
        "start": to_local(one.booking.window.start, deps.zone).isoformat(timespec="minutes"),
        "service": one.booking.service,
        "district": one.booking.district,
        "quote_fen": one.booking.quote.total_fen,
        "reasons": list(one.booking.review.reasons),
        "proposed": [{"provider_id": provider.id, "name": provider.name} for provider in one.proposed],
        "ranking": ranking,
    }


def _line(told: dict[str, Any]) -> str:
    proposed = "、".join(f"{who['name']} ({who['provider_id']})" for who in told["proposed"])
    could = " ".join(f"{who['name']} ({who['provider_id']}) {who['score']:.1f}" for who in told["ranking"])
    parts = (told["id"], told["start"], told["service"], told["district"], "，".join(told["reasons"]), proposed, could)
    return "\t".join(parts)


async def _decide(deps: Deps, args: argparse.Namespace) -> None:
    reason, provider_ids = getattr(args, "reason", ""), tuple(getattr(args, "provider_ids", ()))
    async with deps.uow() as uow:
        booking = await decide(deps, uow, args.id, Decision(args.action, ACTOR, provider_ids, reason))
        await uow.commit()
    assert booking.review is not None
    print(f"{booking.id} {booking.review.state.value}: {', '.join(booking.provider_ids)}")


async def _figures(deps: Deps, args: argparse.Namespace) -> None:
    last = args.end or to_local(deps.clock.now(), deps.zone).date()
    first = args.start or last - timedelta(days=_DAYS)
    if last < first:
        raise InvalidData(f"--to {last} is before --from {first}")
    edges = (datetime.combine(day, datetime.min.time()) for day in (first, last + timedelta(days=1)))
    figures = await deps.views.review_figures(TimeWindow(*(to_instant(edge, deps.zone) for edge in edges)))
    print(json.dumps(_counts(figures)) if args.json else _in_words(figures))


def _counts(figures: ReviewFigures) -> dict[str, float]:
    names = ("decided", "approved", "replaced", "rejected", "overruled")
    return {**{name: getattr(figures, name) for name in names}, "overruled_share": round(figures.overruled_share, 4)}


def _in_words(figures: ReviewFigures) -> str:
    return (
        f"{figures.decided} decided: {figures.approved} approved, {figures.replaced} replaced, "
        f"{figures.rejected} rejected; {figures.overruled_share:.0%} overruled"
    )
