"""A job on the command line: what is to be done, where, and for whom."""

from __future__ import annotations

import argparse
from datetime import date, datetime

from bot.domain.errors import NotFound
from bot.domain.job import Job
from bot.ports import UnitOfWork

_NOBODY = "nobody"
"""Stands for a customer who has never been served."""


def add_job_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", metavar="SERVICE", help="code of the catalogue, such as daily_cleaning")
    parser.add_argument("--district", default="", metavar="区", help="where it is, such as 浦东新区")
    parser.add_argument("--minutes", type=_positive, help="duration; without it the catalogue's own")
    parser.add_argument("--area", type=float, metavar="SQM", help="size of the home in m²")
    parser.add_argument("--providers", type=_positive, default=1, metavar="N", help="how many come")
    parser.add_argument("--need", action="append", default=[], metavar="CODE", help="special need; may be repeated")
    parser.add_argument("--gender", choices=("female", "male"), help="of the provider")
    parser.add_argument("--name", help="of the provider, as a customer would say it")
    parser.add_argument("--customer", metavar="OPENID", help="for whom; known providers count")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _positive(said: str) -> int:
    number = int(said) if said.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{said!r} is no number from 1 up")
    return number


def local_time(said: str) -> datetime:
    """An ISO time without an offset, local; for ``type=`` of an argument."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{said!r} is no time such as 2026-11-24T14:00") from error
    if moment.tzinfo is not None:
        raise argparse.ArgumentTypeError(f"{said!r} has an offset; times are local")
    return moment


async def job_of(args: argparse.Namespace, uow: UnitOfWork) -> Job:
    customer = await uow.customers.by_openid(args.customer) if args.customer else None
    if args.customer and customer is None:
        raise NotFound(f"no customer {args.customer}")
    return Job(
        customer_id=customer.id if customer else _NOBODY,
        service=args.service,
        district=args.district,
        address="",
        phone="",
        minutes=args.minutes,
        area_sqm=args.area,
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
