"""``load``: bring a data file into the database, all or nothing."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from bot import bootstrap
from bot.commands.load_bookings import plan_booking
from bot.commands.load_catalogue import plan_catalogue
from bot.commands.load_file import LoadFile, read_load_file
from bot.commands.load_plan import Plan, plan_customer, plan_providers
from bot.commands.load_series import plan_series
from bot.commands.load_surveys import plan_survey, store_survey
from bot.commands.load_text import FileFaults
from bot.commands.load_tickets import plan_ticket
from bot.domain.errors import DomainError, WindowTaken
from bot.domain.events import CustomerChanged, TicketChanged
from bot.ports import Deps, UnitOfWork
from bot.ports.privacy import Kind
from bot.settings import Settings
from bot.usecases.booking import occupy_loaded
from bot.usecases.series import store_series

HELP = "load the company, customers, bookings, series, surveys and tickets from YAML, or providers from CSV"

_ACTOR = "load"
_COUNTED = (
    "providers",
    "services",
    "packages",
    "surcharges",
    "answers",
    "customers",
    "bookings",
    "series",
    "surveys",
    "tickets",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a .yml or .csv file")


async def run(args: argparse.Namespace, settings: Settings) -> int:
    async with bootstrap.open_deps(settings) as deps:
        return await load_and_say(deps, args.file)


async def load_and_say(deps: Deps, file: Path) -> int:
    """Loads the file and prints one line; errors go to stderr, a line each."""
    try:
        print(await load(deps, file))
    except DomainError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


async def load(deps: Deps, *files: Path) -> str:
    """Loads the files, each all or nothing, and says how much was in them."""
    counts = dict.fromkeys(_COUNTED, 0)
    for loaded in [read_load_file(file) for file in files]:
        await _store(deps, loaded)
        for section in _COUNTED:
            counts[section] += len(getattr(loaded, section))
    parts = [f"{count} {section if count != 1 else _singular(section)}" for section, count in counts.items()]
    return ", ".join(part for part in parts if not part.startswith("0 ")) or "nothing to load"


def _singular(section: str) -> str:
    return section if section == "series" else section.removesuffix("s")


async def _store(deps: Deps, loaded: LoadFile) -> None:
    async with deps.uow() as uow:
        plan = await _planned(deps, uow, loaded)
        if not plan.problems:
            await _write(plan)
        if plan.problems:
            raise FileFaults(loaded.file, plan.problems)
        await uow.commit()


async def _planned(deps: Deps, uow: UnitOfWork, loaded: LoadFile) -> Plan:
    """Reads only; all that is wrong stands in ``problems``."""
    plan = Plan(deps, uow, deps.clock.now())
    await plan_catalogue(plan, loaded)
    await plan_providers(plan, loaded)
    for customer in loaded.customers:
        await plan_customer(plan, customer)
    for booking in loaded.bookings:
        await plan_booking(plan, booking, loaded)
    for series in loaded.series:
        await plan_series(plan, series, loaded)
    for survey in loaded.surveys:
        await plan_survey(plan, survey)
    for ticket in loaded.tickets:
        await plan_ticket(plan, ticket)
    return plan


async def _write(plan: Plan) -> None:
    """Makes the changes; if somebody was quicker with a window, that is one more problem."""
    uow = plan.uow
    if plan.new_catalogue and plan.catalogue is not None:
        await uow.catalogue.put(plan.catalogue)
    for provider in plan.providers:
        await uow.providers.put(provider)
    for customer in plan.new_customers:
        await uow.customers.add(customer)
        uow.happened(CustomerChanged(customer.id, _ACTOR, ("created",)))
    for customer_id, fields in plan.changed_customers.items():
        await uow.customers.save(plan.customers[customer_id])
        uow.happened(CustomerChanged(customer_id, _ACTOR, fields))
    for booking, line in plan.new_bookings:
        try:
            await occupy_loaded(uow, booking)
        except WindowTaken:
            plan.problem(line, f"booking {booking.id}: the time has just been taken")
            return
    for series in plan.new_series:
        await store_series(plan.deps, uow, series, _ACTOR)
    for survey in plan.new_surveys:
        await store_survey(plan, survey)
    for ticket in plan.new_tickets:
        await uow.tickets.add(ticket)
        await uow.ageing.look_again(Kind.TICKETS, ticket.created_at)
        uow.happened(TicketChanged(ticket, replace(ticket, events=())))
