"""What a series would be before it is agreed to: its first visits, who comes, what each costs, what is in the way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.booking import ProviderWish
from bot.domain.catalogue import Catalogue
from bot.domain.errors import NoProviderAvailable
from bot.domain.job import Job
from bot.domain.matching import Candidate, fits
from bot.domain.pricing import Quote
from bot.domain.series_plan import Occurrence, SeriesPlan
from bot.ports import Deps, UnitOfWork
from bot.usecases.pricing import price_of
from bot.usecases.series_visits import today
from bot.usecases.windows import find_starts, free_for, history_of, service_of

_LOOKED_AHEAD = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class VisitPreview:
    """One day of the rule. Without providers it falls out (``visit.dropped`` says why), or is a conflict."""

    visit: Occurrence
    provider_ids: tuple[str, ...] = ()
    quote: Quote | None = None
    nearest: tuple[datetime, ...] = ()
    """For a conflict: free starts near it, local, in time order; none beyond the horizon."""

    @property
    def is_conflict(self) -> bool:
        return self.visit.dropped is None and not self.provider_ids


@dataclass(frozen=True, slots=True)
class SeriesPreview:
    """``wish`` names who is to come to all visits: hand it to ``start_series``."""

    visits: tuple[VisitPreview, ...]
    wish: ProviderWish

    @property
    def conflicts(self) -> tuple[VisitPreview, ...]:
        return tuple(one for one in self.visits if one.is_conflict)


async def preview_series(
    deps: Deps, uow: UnitOfWork, job: Job, plan: SeriesPlan, visits: int = 8, fixed: bool = False
) -> SeriesPreview:
    """The first ``visits`` to come and the days between them that fall out; nothing is stored.

    One provider (as many as the job takes) is sought who can do most of them, among those whom the customer names or
    knows if there are any. ``fixed``: she alone will do; else others come where she cannot.
    """
    catalogue = await uow.catalogue.get()
    job = replace(job, series_visits=plan.visits_in_a_year)
    coming = visits_to_come(deps, catalogue, plan, visits)
    wished, wish = await _wished(uow, catalogue, job)
    if fixed and wished == frozenset():
        sought, wish = job, replace(wish, name=job.provider_name)
    else:
        sought = _by_anyone(job, tuple(sorted(wished or ())) if fixed else ())
    free = [await _free(deps, uow, catalogue, sought, one) for one in coming]
    team = _team(free, wished, job.heads)
    if not team and not fixed:
        team = _team(free, None, job.heads)
    if not fixed:
        wish = replace(wish, preferred=team)
    elif team or sought.provider_only:
        sought = replace(sought, provider_only=team or sought.provider_only)
        wish = replace(wish, only=sought.provider_only)
    shown = [
        await _shown(deps, uow, sought, one, _those_who_come(candidates, team, job.heads, fixed))
        for one, candidates in zip(coming, free, strict=True)
    ]
    return SeriesPreview(tuple(shown), wish)


def _by_anyone(job: Job, but_only: tuple[str, ...]) -> Job:
    """The job without the wish for somebody in particular, which the preview goes by itself."""
    same = None if job.same_provider else job.same_provider
    return replace(job, provider_name=None, same_provider=same, provider_only=but_only)


def visits_to_come(deps: Deps, catalogue: Catalogue, plan: SeriesPlan, visits: int) -> list[Occurrence]:
    """The first ``visits`` after now, and the days between them that fall out."""
    first = max(plan.begins, today(deps))
    found: list[Occurrence] = []
    kept = 0
    for one in plan.occurrences(catalogue.rules.holidays, first, first + _LOOKED_AHEAD):
        if one.window(deps.zone).start <= deps.clock.now():
            continue
        found.append(one)
        kept += one.dropped is None
        if kept == visits:
            break
    return found


async def _wished(uow: UnitOfWork, catalogue: Catalogue, job: Job) -> tuple[frozenset[str] | None, ProviderWish]:
    """Ids of those whom the customer names or knows (``None``: nobody in particular), and what holds for all visits."""
    history = await history_of(uow, job.customer_id)
    said = job.provider_wish(history)
    wish = ProviderWish(gender=said.gender, exclude=said.exclude)
    if said.name is None and not said.only:
        return frozenset(said.preferred) or None, wish
    hard = job.wish(history, service_of(catalogue, job.service))
    able = await uow.providers.able(job.service, job.district or None)
    return frozenset(provider.id for provider in able if fits(provider, hard)), wish


async def _free(deps: Deps, uow: UnitOfWork, catalogue: Catalogue, job: Job, visit: Occurrence) -> list[Candidate]:
    window = visit.window(deps.zone)
    notice = timedelta(minutes=catalogue.rules.min_notice_minutes)
    if visit.dropped is not None or window.start < deps.clock.now() + notice:
        return []
    try:
        return await free_for(deps, uow, catalogue, replace(job, minutes=visit.minutes), window)
    except NoProviderAvailable:
        return []


def _team(free: Sequence[Sequence[Candidate]], among: frozenset[str] | None, heads: int) -> tuple[str, ...]:
    """Who can do most of the visits; of equals those who suit best."""
    visits, points = Counter[str](), defaultdict[str, float](float)
    for candidates in free:
        for candidate in candidates:
            if among is None or candidate.provider.id in among:
                visits[candidate.provider.id] += 1
                points[candidate.provider.id] += candidate.score
    return tuple(sorted(visits, key=lambda one: (-visits[one], -points[one], one))[:heads])


def _those_who_come(candidates: Sequence[Candidate], team: tuple[str, ...], heads: int, fixed: bool) -> tuple[str, ...]:
    free = [candidate.provider.id for candidate in candidates]
    by_wish = [one for one in free if one in team] + [one for one in free if one not in team and not fixed]
    return tuple(by_wish[:heads]) if len(by_wish) >= heads else ()


async def _shown(deps: Deps, uow: UnitOfWork, job: Job, visit: Occurrence, providers: tuple[str, ...]) -> VisitPreview:
    if visit.dropped is not None:
        return VisitPreview(visit)
    price = await price_of(deps, uow, replace(job, minutes=visit.minutes), visit.start)
    if providers:
        return VisitPreview(visit, providers, price)
    starts = await find_starts(deps, uow, replace(job, minutes=visit.minutes), visit.start, None, "time")
    return VisitPreview(visit, (), price, starts.nearby)
