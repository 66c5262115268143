"""Where a job could be done, and by whom: reads only. Steps of somebody else's transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from statistics import fmean
from zoneinfo import ZoneInfo

from bot.domain.availability import opening_day, start_times, within_opening
from bot.domain.booking import RECTIFICATION, WORKED, Booking, BookingState
from bot.domain.calendar import Visit
from bot.domain.catalogue import Catalogue, Rules, Service
from bot.domain.errors import InvalidData, NoProviderAvailable
from bot.domain.job import History, Job
from bot.domain.looking import EARLIEST, LATEST, Look, apart, around, at_the_edge, unseen
from bot.domain.matching import Candidate, Wish, Workload, fits, is_able, rank
from bot.domain.offers import MOST, offers
from bot.domain.provider import Provider
from bot.domain.scarcity import Scarcity
from bot.domain.values import TimeWindow, monday_of, to_instant, to_local
from bot.domain.work import minutes_for, within_bounds
from bot.ports import Deps, UnitOfWork

ANY = Look()
_ALTERNATIVE_DAYS = 4
_LONGEST_WAY = timedelta(hours=4)
"""Nobody is longer on the way between two districts of a city."""


@dataclass(frozen=True, slots=True)
class Starts:
    """``exact`` is the wished start if it is free; ``nearby`` are real free starts, local, in time order.

    ``best`` of these is taken where the customer leaves it to us.
    """

    exact: datetime | None
    nearby: tuple[datetime, ...]
    covered: bool = True
    unmet: str = ""
    """The wish that leaves nobody, where nothing is free with it and something is without."""
    best: datetime | None = None
    others: datetime | None = None
    """Where only who was wished has no time: a start in the wished time at which somebody else could come."""


def service_of(catalogue: Catalogue, code: str) -> Service:
    service = catalogue.service(code)
    if service is None:
        raise InvalidData(f"no service {code!r} in the catalogue")
    return service


def minutes_of(job: Job, service: Service) -> int:
    """The customer's own duration within the service's bounds, else what the catalogue gives."""
    return within_bounds(service, job.minutes) if job.minutes else minutes_for(service, job.work)


async def history_of(uow: UnitOfWork, customer_id: str) -> History:
    """Whom the customer knows from completed visits, and what she thought of them."""
    past = await uow.bookings.of_customer(customer_id, frozenset({BookingState.COMPLETED}))
    known = dict.fromkeys(provider for booking in reversed(past) for provider in booking.provider_ids)
    given: dict[str, list[float]] = {}
    for booking in past:
        for provider in booking.provider_ids if booking.score is not None else ():
            given.setdefault(provider, []).append(booking.score or 0.0)
    scored = [booking.score for booking in past if booking.score is not None]
    return History(
        known=tuple(known),
        scores={provider: fmean(scores) for provider, scores in given.items()},
        visits=sum(booking.kind != RECTIFICATION for booking in past),
        services=frozenset(booking.service for booking in past),
        last_score=scored[-1] if scored else None,
    )


async def find_starts(
    deps: Deps,
    uow: UnitOfWork,
    job: Job,
    start: datetime | None,
    end: datetime | None,
    precision: str,
    moving: Booking | None = None,
    look: Look = ANY,
) -> Starts:
    """Free starts for a wish: the exact one, those within the window, else the nearest real ones.

    ``moving``: the booking that would be there then; its own time is no hindrance. ``look`` says which of them.
    """
    catalogue = await uow.catalogue.get()
    service = service_of(catalogue, job.service)
    providers = await uow.providers.able(job.service, job.district or None)
    if not providers:
        return Starts(None, (), covered=False)
    history = await history_of(uow, job.customer_id)
    wish = job.wish(history, service)
    now = deps.clock.now()
    minutes = minutes_of(job, service)

    rules, zone = catalogue.rules, deps.zone

    async def free(within: TimeWindow, wished: Wish) -> tuple[list[datetime], Workload]:
        load = await workload(deps, uow, providers, within, history, moving, to_rank=False)
        found = start_times(within, minutes, providers, wished, load, rules, zone, now, heads=job.heads)
        return unseen(found, look, zone), load

    async def is_free(wanted: datetime, wished: Wish) -> bool:
        window = TimeWindow(wanted, wanted + timedelta(minutes=minutes))
        if not within_opening(window, rules, zone) or not may_start(rules, now, wanted):
            return False
        load = await workload(deps, uow, providers, window, history, moving)
        return len(rank(providers, wished, window, load, rules, zone)) >= job.heads

    search = _search_window(deps, catalogue, now, start, end, precision)
    exact = to_instant(start, zone) if precision == "time" and start is not None else None
    if exact is not None:
        if start not in look.shown and await is_free(exact, wish):
            return Starts(start, _local(deps, [exact]))
    else:
        found, load = await free(search, wish)
        found = _in_part_of_day(found, start, end, precision, zone)
        if found and look.edge:
            edge = at_the_edge(found, look.edge, MOST, zone)
            best = {EARLIEST: edge[0], LATEST: edge[-1]}.get(look.edge)
            return Starts(None, _local(deps, edge), best=to_local(best, zone) if best else None)
        if found:
            # The hours of the week are left out: they say who comes, hardly when.
            load = replace(load, scarcity=await uow.providers.scarcity())
            weights = catalogue.policies.weights
            offered = offers(found, minutes, providers, wish, load, rules, zone, weights, job.heads)
            best = to_local(offered.best, zone) if offered.best is not None else None
            return Starts(None, _local(deps, offered.starts), best=best)
    # Alternatives around the wish; only then is more than its own time looked at.
    reach = _reach(deps, catalogue, now, search)
    near = around((await free(reach, wish))[0], search.start, MOST)
    if not wish.is_choosy:
        return Starts(None, _local(deps, near))
    if not near:
        horizon = TimeWindow(reach.start, max(reach.end, now + timedelta(days=rules.horizon_days)))
        near = apart((await free(horizon, wish))[0], MOST)
    anyone = wish.anyone()
    if not near and (await free(reach, anyone))[0]:
        return Starts(None, (), unmet="provider")
    if exact is not None:
        others = exact if await is_free(exact, anyone) else None
    else:
        others = next(iter((await free(search, anyone))[0]), None)
    return Starts(None, _local(deps, near), others=to_local(others, zone) if others else None)


async def free_for(
    deps: Deps, uow: UnitOfWork, catalogue: Catalogue, job: Job, window: TimeWindow, moving: Booking | None = None
) -> list[Candidate]:
    """Who is free for a job through ``window``, the best first; ``NoProviderAvailable`` if fewer than it takes.

    ``moving``: the booking that would be there then; its own time is no hindrance.
    """
    history = await history_of(uow, job.customer_id)
    providers = await uow.providers.able(job.service, job.district or None)
    load = await workload(deps, uow, providers, window, history, moving)
    wish = job.wish(history, service_of(catalogue, job.service))
    ranked = rank(providers, wish, window, load, catalogue.rules, deps.zone, catalogue.policies.weights)
    if len(ranked) < job.heads or not within_opening(window, catalogue.rules, deps.zone):
        start = to_local(window.start, deps.zone)
        raise NoProviderAvailable(f"{len(ranked)} of {job.heads} providers for {job.service} at {start}")
    return ranked


async def still_free(deps: Deps, uow: UnitOfWork, booking: Booking, wish: Wish, moving: Booking | None = None) -> bool:
    """Whether everybody of a booking can do it and still come, asked once nobody else can take her time any more.

    The cells of the grid refuse two visits at once; this refuses two visits whose way between them is too long, a
    leave taken meanwhile, and whoever cannot do the work. Staff may send somebody whom the customer did not wish.
    """
    await uow.providers.lock(booking.provider_ids)
    catalogue = await uow.catalogue.get()
    providers = [await uow.providers.get(provider_id) for provider_id in booking.provider_ids]
    load = await workload(deps, uow, providers, booking.window, History(), moving, to_rank=False)
    work = wish.work()
    return all(
        fits(provider, work) and is_able(provider, wish, booking.window, load, catalogue.rules, deps.zone)
        for provider in providers
    )


async def workload(
    deps: Deps,
    uow: UnitOfWork,
    providers: Sequence[Provider],
    span: TimeWindow,
    history: History,
    moving: Booking | None = None,
    to_rank: bool = True,
) -> Workload:
    """What the providers have to do on the local days of ``span``, without the visit that is to be moved.

    The hours of their weeks are added up for a ranking, or where somebody has a limit.
    """
    days = _whole_days(deps, span)
    ids = [provider.id for provider in providers]
    is_limited = any(provider.max_minutes_per_week for provider in providers)
    busy = await uow.bookings.busy(days, ids)
    leaves: dict[str, list[TimeWindow]] = {}
    for leave in await uow.leaves.overlapping(days):
        leaves.setdefault(leave.provider_id, []).append(leave.window)
    return Workload(
        busy=_without_own(busy, moving),
        known=frozenset(history.known),
        leaves=leaves,
        scores=history.scores,
        weeks=await _weeks(deps, uow, ids, span, moving) if to_rank or is_limited else {},
        scarcity=await uow.providers.scarcity() if to_rank else Scarcity(),
    )


async def _weeks(
    deps: Deps, uow: UnitOfWork, provider_ids: Collection[str], span: TimeWindow, moving: Booking | None
) -> dict[tuple[str, date], int]:
    """Minutes of visits by provider and week, for the weeks that ``span`` touches."""
    weeks: dict[tuple[str, date], int] = {}
    first, last = (monday_of(to_local(edge, deps.zone).date()) for edge in (span.start, span.end))
    for monday in (first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)):
        week = TimeWindow(_midnight(deps, monday), _midnight(deps, monday + timedelta(days=7)))
        worked = await uow.bookings.worked(week, provider_ids)
        weeks |= {(provider_id, monday): minutes for provider_id, minutes in worked.items()}
        if moving is not None and moving.state in WORKED and week.start <= moving.window.start < week.end:
            for provider_id in moving.provider_ids:
                weeks[provider_id, monday] = weeks.get((provider_id, monday), 0) - moving.duration_minutes
    return weeks


def _midnight(deps: Deps, day: date) -> datetime:
    return to_instant(datetime.combine(day, datetime.min.time()), deps.zone)


def _whole_days(deps: Deps, span: TimeWindow) -> TimeWindow:
    """From the midnight before to the midnight after, with the ways from and to the days around."""
    first, last = to_local(span.start, deps.zone).date(), to_local(span.end, deps.zone).date()
    return TimeWindow(_midnight(deps, first) - _LONGEST_WAY, _midnight(deps, last + timedelta(days=1)) + _LONGEST_WAY)


def _without_own(busy: Mapping[str, Sequence[Visit]], booking: Booking | None) -> Mapping[str, Sequence[Visit]]:
    """Visits without those of a booking that is to be moved."""
    if booking is None:
        return busy
    return {
        provider: [visit for visit in visits if visit.booking_id != booking.id] for provider, visits in busy.items()
    }


def may_start(rules: Rules, now: datetime, start: datetime) -> bool:
    """Whether it is neither sooner nor later than the owner sends anybody."""
    notice, horizon = timedelta(minutes=rules.min_notice_minutes), timedelta(days=rules.horizon_days)
    return now + notice <= start <= now + horizon


def _in_part_of_day(
    starts: list[datetime], start: datetime | None, end: datetime | None, precision: str, zone: ZoneInfo
) -> list[datetime]:
    """Of several days whose part was wished (这周哪天上午) the starts within that part of each."""
    if precision != "range" or start is None or end is None or not time() < start.time() < end.time():
        return starts
    return [one for one in starts if start.time() <= to_local(one, zone).time() < end.time()]


def _search_window(
    deps: Deps, catalogue: Catalogue, now: datetime, start: datetime | None, end: datetime | None, precision: str
) -> TimeWindow:
    begins = to_instant(start, deps.zone) if start is not None else now
    if precision == "time" or (end is None and precision == "part"):
        return TimeWindow(
            begins,
            max(opening_day(to_local(begins, deps.zone), catalogue.rules, deps.zone).end, begins + timedelta(hours=1)),
        )
    if end is not None and to_instant(end, deps.zone) > begins:
        return TimeWindow(begins, to_instant(end, deps.zone))
    return TimeWindow(begins, begins + timedelta(days=_ALTERNATIVE_DAYS))


def _reach(deps: Deps, catalogue: Catalogue, now: datetime, search: TimeWindow) -> TimeWindow:
    """Where alternatives are looked for: from the wished day's opening to some days later."""
    day = opening_day(to_local(search.start, deps.zone), catalogue.rules, deps.zone)
    begins = max(now, min(day.start, search.start))
    return TimeWindow(begins, max(begins, search.end) + timedelta(days=_ALTERNATIVE_DAYS))


def _local(deps: Deps, starts: Sequence[datetime]) -> tuple[datetime, ...]:
    return tuple(to_local(start, deps.zone) for start in starts)
