"""Figures of a time, for pages, scripts and files alike; live from what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.figure_groups import By, apart
from bot.domain.figures import DISPUTES, Figure, Funnel, Share, figures, funnel, shares
from bot.domain.values import TimeWindow
from bot.ports import Deps, UnitOfWork
from bot.usecases.policies import policies_in


@dataclass(frozen=True, slots=True)
class Group:
    """``name`` is what people call the ``key``: the service, the provider; for a time it is empty."""

    key: str
    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class FigureReport:
    window: TimeWindow
    by: By
    is_empty: bool
    totals: tuple[Figure, ...]
    groups: tuple[Group, ...]
    funnel: Funnel
    handoff_reasons: tuple[Share, ...]
    complaint_reasons: tuple[Share, ...]

    def total(self, key: str) -> Figure:
        return next(figure for figure in self.totals if figure.key == key)


async def figure_report(deps: Deps, uow: UnitOfWork, window: TimeWindow, by: By) -> FigureReport:
    (report,) = await figure_reports(deps, uow, window, by)
    return report


async def figure_reports(deps: Deps, uow: UnitOfWork, window: TimeWindow, *ways: By) -> tuple[FigureReport, ...]:
    """The same time apart in several ways; what is stored is read once."""
    policies, now = await policies_in(uow), deps.clock.now()
    facts = await deps.views.figure_facts(window, now, policies.care)
    longest = timedelta(hours=policies.draft_hours)
    facts = replace(facts, attempts=tuple(one.seen_at(now, longest) for one in facts.attempts))
    targets = policies.targets
    reports = []
    for by in ways:
        names = await _names(uow, by)
        groups = apart(facts, by, deps.zone).items()
        reports.append(
            FigureReport(
                window=window,
                by=by,
                is_empty=facts.is_empty,
                totals=figures(facts, targets),
                groups=tuple(Group(key, names.get(key, ""), figures(part, targets)) for key, part in groups),
                funnel=funnel(facts),
                handoff_reasons=shares(one.reason for one in facts.handoffs),
                complaint_reasons=shares(one.category or "other" for one in facts.tickets if one.type in DISPUTES),
            )
        )
    return tuple(reports)


async def _names(uow: UnitOfWork, by: By) -> Mapping[str, str]:
    match by:
        case By.SERVICE:
            return {code: service.name for code, service in (await uow.catalogue.get()).services.items()}
        case By.PROVIDER:
            return {provider.id: provider.name for provider in await uow.providers.all()}
        case _:
            return {}
