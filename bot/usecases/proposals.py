"""What the core would say to a job, without booking anything: price, free starts, who would come and who not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.availability import start_times
from bot.domain.booking import Booking
from bot.domain.errors import NotFound
from bot.domain.job import Job, job_of
from bot.domain.matching import Candidate, rank, refusals, unable_because
from bot.domain.provider import Provider
from bot.domain.values import TimeWindow, to_instant, to_local
from bot.ports import Deps, UnitOfWork
from bot.usecases.windows import history_of, minutes_of, service_of, workload

_NOBODY = "nobody"
"""Stands for a customer who has never been served."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Somebody who would not come, and every reason in plain words."""

    provider: Provider
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """``candidates`` best first; ``refused`` in order of id."""

    candidates: tuple[Candidate, ...]
    refused: tuple[Refusal, ...]


async def job_for(uow: UnitOfWork, service: str, openid: str | None, *, district: str, **parts: Any) -> Job:
    """A job to ask about: the service by code or name, for a customer by her openid or for nobody yet."""
    customer = await uow.customers.by_openid(openid) if openid else None
    if openid and customer is None:
        raise NotFound(f"no customer {openid}")
    known = (await uow.catalogue.get()).named(service)
    code, customer_id = known.code if known else service, customer.id if customer else _NOBODY
    return Job(customer_id, code, district, address="", phone="", **parts)


async def free_starts(deps: Deps, uow: UnitOfWork, job: Job, start: datetime, end: datetime) -> Sequence[datetime]:
    """Every local start between ``start`` and ``end`` (local) at which the job can really be done."""
    catalogue = await uow.catalogue.get()
    search = TimeWindow(to_instant(start, deps.zone), to_instant(end, deps.zone))
    service = service_of(catalogue, job.service)
    history = await history_of(uow, job.customer_id)
    wish = job.wish(history, service)
    providers = await uow.providers.able(job.service, job.district or None)
    load = await workload(deps, uow, providers, search, history)
    minutes = minutes_of(job, service)
    now = deps.clock.now()
    found = start_times(search, minutes, providers, wish, load, catalogue.rules, deps.zone, now, heads=job.heads)
    return [to_local(instant, deps.zone) for instant in found]


async def propose(deps: Deps, uow: UnitOfWork, job: Job, start: datetime) -> Proposals:
    """Who would be matched to a job at a local ``start``, ranked, and why nobody else."""
    catalogue = await uow.catalogue.get()
    service = service_of(catalogue, job.service)
    begins = to_instant(start, deps.zone)
    window = TimeWindow(begins, begins + timedelta(minutes=minutes_of(job, service)))
    history, providers = await history_of(uow, job.customer_id), await uow.providers.all()
    load = await workload(deps, uow, providers, window, history)
    wish = job.wish(history, service)
    refused = []
    for provider in sorted(providers, key=lambda one: one.id):
        unable = unable_because(provider, wish, window, load, catalogue.rules, deps.zone)
        reasons = (*refusals(provider, wish), *((unable,) if unable else ()))
        if reasons:
            refused.append(Refusal(provider, reasons))
    candidates = rank(providers, wish, window, load, catalogue.rules, deps.zone, catalogue.policies.weights)
    return Proposals(tuple(candidates), tuple(refused))


async def ranking_of(deps: Deps, uow: UnitOfWork, booking: Booking) -> Sequence[Candidate]:
    """Everybody who could come to a booking at its own time, those of the booking among them, the best first."""
    catalogue = await uow.catalogue.get()
    job = job_of(booking)
    history = await history_of(uow, job.customer_id)
    providers = await uow.providers.able(job.service, job.district or None)
    load = await workload(deps, uow, providers, booking.window, history, moving=booking)
    wish = job.wish(history, service_of(catalogue, job.service))
    return rank(providers, wish, booking.window, load, catalogue.rules, deps.zone, catalogue.policies.weights)
