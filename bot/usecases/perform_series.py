"""The effects around series: one shown before the yes and started, one that runs looked at and changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.dialogue.effects import Outcome, StartsFound
from bot.dialogue.recurring import (
    ChangeSeries,
    LookAtChange,
    PlannedVisit,
    PreviewSeries,
    SeriesOffer,
    SeriesPreviewed,
    SeriesStartedWith,
    StartSeries,
)
from bot.dialogue.values import BookingDraft, FrequencyDraft
from bot.domain.booking import Booking, BookingState
from bot.domain.errors import PastWindow
from bot.domain.job import Job
from bot.domain.series_plan import Rhythm, SeriesPlan
from bot.usecases import booking as core
from bot.usecases import series, series_change
from bot.usecases.perform_booking import found, job_from
from bot.usecases.scene import Performer, Scene
from bot.usecases.series_preview import SeriesPreview, VisitPreview, preview_series
from bot.usecases.windows import find_starts, minutes_of, service_of

_A_LONG_TIME = timedelta(days=800)


async def preview(scene: Scene, effect: PreviewSeries) -> Outcome:
    """Where nobody can do any of its visits, what else could be at the first one's time."""
    job, plan = _wanted(scene, effect.draft, effect.first)
    seen = await preview_series(scene.deps, scene.uow, job, plan, fixed=effect.draft.fixed)
    kept = [visit for visit in seen.visits if visit.visit.dropped is None]
    if not kept:
        raise PastWindow("the series has no visit to come")
    if all(visit.is_conflict for visit in kept):
        return await _elsewhere(scene, job, kept[0])
    return SeriesPreviewed(await _offer(scene, job, plan, seen))


async def start(scene: Scene, effect: StartSeries) -> Outcome:
    """What is free is looked at again: only what she has said yes to is booked."""
    job, plan = _wanted(scene, effect.draft, effect.first)
    fixed = effect.draft.fixed
    seen = await preview_series(scene.deps, scene.uow, job, plan, fixed=fixed)
    offer = await _offer(scene, job, plan, seen)
    if not any(visit.providers for visit in offer.visits):
        return await preview(scene, PreviewSeries(effect.draft, effect.first))
    if _agreed(offer) != _agreed(effect.offer):
        return SeriesPreviewed(offer, changed=True)
    await series.start_series(scene.deps, scene.uow, job, plan, scene.by, wish=seen.wish, fixed=fixed)
    return SeriesStartedWith(offer)


async def look(scene: Scene, effect: LookAtChange) -> Outcome:
    return await series_change.seen(scene, effect.change)


async def change(scene: Scene, effect: ChangeSeries) -> Outcome:
    return await series_change.done(scene, effect.change, effect.fee_fen)


PERFORMERS: Mapping[type, Performer] = {
    PreviewSeries: preview,
    StartSeries: start,
    LookAtChange: look,
    ChangeSeries: change,
}


def _wanted(scene: Scene, draft: BookingDraft, first: datetime) -> tuple[Job, SeriesPlan]:
    job = job_from(draft, scene.customer)
    said = draft.frequency or FrequencyDraft()
    minutes = minutes_of(job, service_of(scene.catalogue, job.service))
    left_out = frozenset(said.left_out)
    return job, SeriesPlan((Rhythm(first, said.rule, minutes),), said.count, said.until, left_out=left_out)


async def _elsewhere(scene: Scene, job: Job, first: VisitPreview) -> StartsFound:
    starts = await find_starts(scene.deps, scene.uow, job, first.visit.start, None, "time")
    there = found(starts)
    return StartsFound(None, first.nearest or there.starts, there.covered, there.unmet if not first.nearest else "")


async def _offer(scene: Scene, job: Job, plan: SeriesPlan, seen: SeriesPreview) -> SeriesOffer:
    awaits_review = await _is_looked_at(scene, job, seen)
    visits = tuple(_planned(scene, one) for one in seen.visits)
    coming = Counter(one.provider_ids for one in seen.visits if one.provider_ids)
    team = core.names_of(scene.providers, next((ids for ids, _ in coming.most_common(1)), ()))
    total = None
    if plan.count is not None or plan.until is not None:
        days = plan.occurrences(scene.catalogue.rules.holidays, plan.begins, plan.begins + _A_LONG_TIME)
        total = sum(one.dropped is None for one in days)
    return SeriesOffer(visits, plan.rhythms[0].minutes, team, total, awaits_review)


def _planned(scene: Scene, one: VisitPreview) -> PlannedVisit:
    return PlannedVisit(
        day=one.visit.day,
        start=one.visit.start,
        providers=core.names_of(scene.providers, one.provider_ids),
        price=one.quote.in_words() if one.quote else "",
        dropped=one.visit.dropped.value if one.visit.dropped else "",
        nearest=one.nearest,
    )


async def _is_looked_at(scene: Scene, job: Job, seen: SeriesPreview) -> bool:
    """Whether a person looks at the visits first, like at any order; the first that somebody can do tells."""
    for one in seen.visits:
        if one.provider_ids and one.quote is not None:
            planned = Booking(
                id="",
                customer_id=job.customer_id,
                state=BookingState.HELD,
                service=job.service,
                window=one.visit.window(scene.deps.zone),
                provider_ids=one.provider_ids,
                address=job.address,
                phone=job.phone,
                quote=one.quote,
                created_at=scene.now,
                created_by=scene.by,
                notes=job.notes,
            )
            return bool(await core.reasons_for_review(scene.uow, planned))
    return False


def _agreed(offer: SeriesOffer) -> list[tuple[datetime, tuple[str, ...], str]]:
    """What of an offer the customer's yes is about."""
    return [(visit.start, visit.providers, visit.price) for visit in offer.kept]
