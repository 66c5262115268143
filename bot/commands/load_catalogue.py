"""What loading a file would change in the catalogue: services, prices, rules, policies and answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.commands.load_file import LoadFile, Placed, unknown
from bot.commands.load_plan import Plan
from bot.domain.catalogue import Catalogue, Rules, Service
from bot.domain.errors import InvalidData, NotFound
from bot.domain.policy import Policies


async def plan_catalogue(plan: Plan, loaded: LoadFile) -> None:
    """Entries of the file replace those with their code; everything else stays."""
    current = await _stored(plan)
    plan.catalogue = current
    parts = (loaded.services, loaded.packages, loaded.surcharges, loaded.answers)
    if not (any(parts) or loaded.loyalty or loaded.rules or loaded.policies):
        return
    rules = _rules(plan, loaded, current)
    if rules is None:
        return
    catalogue = Catalogue(
        services=_replaced(plan, current.services.values() if current else (), loaded.services),
        surcharges=tuple(_replaced(plan, current.surcharges if current else (), loaded.surcharges).values()),
        rules=rules,
        answers={**(current.answers if current else {}), **loaded.answers},
        policies=_policies(plan, loaded, current.policies if current else Policies()),
        packages=tuple(_replaced(plan, current.packages if current else (), loaded.packages).values()),
        loyalty=loaded.loyalty.entry.to_domain() if loaded.loyalty else current.loyalty if current else (),
    )
    _check_names(plan, loaded, catalogue)
    plan.catalogue = catalogue
    plan.new_catalogue = catalogue != current


async def _stored(plan: Plan) -> Catalogue | None:
    try:
        return await plan.uow.catalogue.get()
    except NotFound:
        return None


def _replaced(plan: Plan, stored: Iterable[Any], given: Sequence[Placed[Any]]) -> dict[str, Any]:
    """What is stored by its code, with the entries of the file."""
    by_code = {one.code: one for one in stored}
    for placed in given:
        try:
            by_code[placed.entry.code] = placed.entry.to_domain()
        except InvalidData as error:
            plan.problem(placed.line, str(error))
    return by_code


def _rules(plan: Plan, loaded: LoadFile, current: Catalogue | None) -> Rules | None:
    stored = current.rules if current else None
    if loaded.rules is None:
        if stored is None:
            plan.problem(1, "there are no rules yet: the first catalogue needs a section 'rules'")
        return stored
    try:
        return loaded.rules.entry.over(stored)
    except ValueError as error:
        plan.problem(loaded.rules.line, f"rules: {error}")
        return stored


def _policies(plan: Plan, loaded: LoadFile, stored: Policies) -> Policies:
    if loaded.policies is None:
        return stored
    try:
        return loaded.policies.entry.over(stored)
    except ValueError as error:
        plan.problem(loaded.policies.line, f"policies: {error}")
        return stored


def _check_names(plan: Plan, loaded: LoadFile, catalogue: Catalogue) -> None:
    """Whether every service that is named exists, and every name means one service."""
    refused = {placed.entry.code for placed in loaded.services} - set(catalogue.services)
    known = {*catalogue.services, *refused}
    for package in loaded.packages:
        _check_package(plan, package, known, catalogue.service(package.entry.service))
    for surcharge in loaded.surcharges:
        for code in surcharge.entry.services:
            if code not in known:
                plan.problem(surcharge.line, f"surcharge {surcharge.entry.code}: {unknown('service', code, known)}")
    if loaded.policies is not None:
        for key, code in loaded.policies.entry.review.services():
            if code not in known:
                line = loaded.document.line(("policies", "review", key))
                plan.problem(line, f"policies: review.{key}: {unknown('service', code, known)}")
    for service in loaded.services:
        for name in (service.entry.name, *service.entry.synonyms):
            others = [other for other in catalogue.services.values() if name in (other.name, *other.synonyms)]
            for other in others:
                if other.code != service.entry.code:
                    what = f"service {service.entry.code}: {name!r} is a name of service {other.code} too"
                    plan.problem(service.line, what)


def _check_package(plan: Plan, placed: Placed[Any], known: set[str], service: Service | None) -> None:
    code = placed.entry.service
    if code not in known:
        plan.problem(placed.line, f"package {placed.entry.code}: {unknown('service', code, known)}")
    elif service is not None and not service.fen_per_hour:
        plan.problem(placed.line, f"package {placed.entry.code}: service {code} has no price by the hour")
