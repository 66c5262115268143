"""What loading a file would change: providers and customers, checked against what is stored."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.commands.load_file import LoadFile, Placed, unknown
from bot.commands.load_schema import CustomerEntry
from bot.commands.load_text import Problem
from bot.domain.booking import Booking
from bot.domain.catalogue import Catalogue
from bot.domain.conversation import Customer
from bot.domain.errors import NotFound
from bot.domain.provider import Provider
from bot.domain.series import Series
from bot.domain.survey import Survey
from bot.domain.ticket import Ticket
from bot.domain.values import TimeWindow
from bot.ports import Deps, UnitOfWork


@dataclass(frozen=True, slots=True)
class Taken:
    """A provider's time that a booking of the file takes."""

    provider_id: str
    window: TimeWindow
    line: int


@dataclass(slots=True)
class Plan:
    """The changes, and why they may not be made."""

    deps: Deps
    uow: UnitOfWork
    now: datetime
    problems: list[Problem] = field(default_factory=list)
    catalogue: Catalogue | None = None
    known_providers: dict[str, Provider] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    """Customers of the file, and stored ones that its bookings name."""
    new_catalogue: bool = False
    providers: list[Provider] = field(default_factory=list)
    new_customers: list[Customer] = field(default_factory=list)
    changed_customers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    new_bookings: list[tuple[Booking, int]] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    new_series: list[Series] = field(default_factory=list)
    new_surveys: list[Survey] = field(default_factory=list)
    new_tickets: list[Ticket] = field(default_factory=list)

    def problem(self, line: int, what: str) -> None:
        self.problems.append(Problem(line, what))


async def plan_providers(plan: Plan, loaded: LoadFile) -> None:
    plan.known_providers = {provider.id: provider for provider in await plan.uow.providers.all()}
    services = services_of(plan, loaded)
    for placed in loaded.providers:
        provider = placed.entry.to_domain()
        for skill in placed.entry.skills:
            if skill not in services:
                plan.problem(placed.line, f"provider {provider.id}: {unknown('service', skill, services)}")
        for other in plan.known_providers.values():
            if provider.openid and other.openid == provider.openid and other.id != provider.id:
                plan.problem(placed.line, f"provider {provider.id}: this openid is provider {other.id}'s")
        if plan.known_providers.get(provider.id) != provider:
            plan.providers.append(provider)
        plan.known_providers[provider.id] = provider


def services_of(plan: Plan, loaded: LoadFile) -> set[str]:
    named = {service.entry.code for service in loaded.services}
    return named | set(plan.catalogue.services if plan.catalogue else ())


async def plan_customer(plan: Plan, placed: Placed[CustomerEntry]) -> None:
    entry = placed.entry
    owner = await plan.uow.customers.by_openid(entry.openid)
    same = [known for known in plan.customers.values() if known.openid == entry.openid]
    if same or (owner is not None and owner.id != entry.id):
        other = same[0].id if same else owner.id if owner else ""
        plan.problem(placed.line, f"customer {entry.id}: this openid is customer {other}'s")
        return
    stored = await stored_customer(plan, entry.id)
    if stored is None:
        customer = Customer(entry.id, entry.openid, plan.now, entry.name, entry.phone, entry.addresses)
        plan.new_customers.append(customer)
    elif stored.openid != entry.openid:
        plan.problem(placed.line, f"customer {entry.id} has another openid already")
        return
    else:
        # A known customer keeps what the file does not say and the addresses she has used since.
        later = tuple(address for address in stored.addresses if address not in entry.addresses)
        missing = tuple(address for address in entry.addresses if address not in stored.addresses)
        addresses = (*entry.addresses, *later) if missing else stored.addresses
        customer = replace(
            stored, name=entry.name or stored.name, phone=entry.phone or stored.phone, addresses=addresses
        )
        names = ("name", "phone", "addresses")
        changed = tuple(name for name in names if getattr(customer, name) != getattr(stored, name))
        if changed:
            plan.changed_customers[customer.id] = changed
    plan.customers[customer.id] = customer


async def stored_customer(plan: Plan, customer_id: str) -> Customer | None:
    try:
        return await plan.uow.customers.get(customer_id)
    except NotFound:
        return None
