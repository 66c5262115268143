"""A job on the command line: what is to be done, where, and for whom."""

from __future__ import annotations

import argparse
import math
from datetime import date, datetime

from bot.domain.job import Job
from bot.ports import UnitOfWork
from bot.usecases.proposals import job_for
from bot.zh.say import NEED_WORDS

YEARS = range(2000, 2101)
"""In which times and days on the command line may lie."""

_MOST = 10_000


def known_need(said: str) -> str:
    """A special need of the requirement schema; for ``type=`` of an argument."""
    if said not in NEED_WORDS:
        raise argparse.ArgumentTypeError(f"{said!r} is no special need of the requirement schema")
    return said


def add_job_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", metavar="SERVICE", help="code or Chinese name, such as daily_cleaning or 日常保洁")
    parser.add_argument("--district", default="", metavar="区", help="where it is, such as 浦东新区")
    parser.add_argument("--minutes", type=positive, help="duration; without it the catalogue's own")
    parser.add_argument("--area", type=positive_number, metavar="SQM", help="size of the home in m²")
    parser.add_argument("--rooms", default="", metavar="ROOMS", help="of the home, such as 3室2厅1卫")
    parser.add_argument(
        "--item",
        action="append",
        default=[],
        type=counted,
        metavar="KIND=N",
        help="as 空调挂机=2; may be repeated",
    )
    parser.add_argument("--providers", type=positive, default=1, metavar="N", help="how many come")
    parser.add_argument(
        "--need", action="append", default=[], type=known_need, metavar="CODE", help="special need; may be repeated"
    )
    parser.add_argument("--gender", choices=("female", "male"), help="of the provider")
    parser.add_argument("--name", help="of the provider, as a customer would say it")
    parser.add_argument("--customer", metavar="OPENID", help="for whom; known providers count")
    parser.add_argument("--json", action="store_true", help="print JSON")


def positive(said: str) -> int:
    number = int(said) if said.isdecimal() else 0
    if not 1 <= number <= _MOST:
        raise argparse.ArgumentTypeError(f"{said!r} is no number from 1 to {_MOST}")
    return number


def positive_number(said: str) -> float:
    """Of square metres or seconds, perhaps with a fraction; for ``type=`` of an argument."""
    try:
        number = float(said)
    except ValueError:
        number = math.nan
    if not 0 < number <= _MOST:
        raise argparse.ArgumentTypeError(f"{said!r} is no number above 0, up to {_MOST}")
    return number


def counted(said: str) -> tuple[str, int]:
    """``空调挂机=2`` as a kind of thing and its number; for ``type=`` of an argument."""
    kind, _, number = said.partition("=")
    if not kind.strip():
        raise argparse.ArgumentTypeError(f"{said!r} is no kind and number such as 空调挂机=2")
    return kind.strip(), positive(number)


def local_time(said: str) -> datetime:
    """An ISO time without an offset, local; for ``type=`` of an argument."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{said!r} is no time such as 2026-11-24T14:00") from error
    if moment.tzinfo is not None:
        raise argparse.ArgumentTypeError(f"{said!r} has an offset; times are local")
    must_be_near(moment, said)
    return moment


def must_be_near(day: date, said: str) -> None:
    """Refuses a day so far away that no company plans for it, and no calendar reaches beyond it."""
    if day.year not in YEARS:
        raise argparse.ArgumentTypeError(f"{said!r} is not in the years {YEARS[0]} to {YEARS[-1]}")


async def job_of(args: argparse.Namespace, uow: UnitOfWork) -> Job:
    return await job_for(
        uow,
        args.service,
        args.customer,
        district=args.district,
        minutes=args.minutes,
        area_sqm=args.area,
        rooms=args.rooms,
        quantities=dict(args.item),
        heads=args.providers,
        needs=tuple(args.need),
        provider_gender=args.gender,
        provider_name=args.name,
    )


def start_in_words(moment: datetime) -> str:
    """2026-11-24 14:00 周二."""
    return f"{moment:%Y-%m-%d %H:%M} {_weekday(moment)}"


def day_in_words(day: date) -> str:
    """2026-11-24 周二."""
    return f"{day:%Y-%m-%d} {_weekday(day)}"


def _weekday(day: date) -> str:
    return f"周{'一二三四五六日'[day.weekday()]}"
