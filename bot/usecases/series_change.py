"""A change of a series in the words of the dialogue: what it costs, what would come after it, and done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.dialogue.recurring import PlannedVisit, SeriesChange, SeriesChangedTo, SeriesChangeSeen
from bot.domain.booking import BookingState, ProviderWish
from bot.domain.errors import InvalidData, NoProviderAvailable
from bot.domain.recurrence import days_of
from bot.domain.series import Series
from bot.domain.series_plan import Occurrence, Pause, Rhythm
from bot.domain.values import to_local
from bot.usecases import booking as core
from bot.usecases import series as series_core
from bot.usecases.scene import Scene
from bot.usecases.series_preview import visits_to_come
from bot.usecases.series_price import job_of_series, price_of_visit
from bot.usecases.series_view import series_view
from bot.usecases.series_visits import is_open, visit_of
from bot.usecases.windows import free_for

_SHOWN = 3
_LONGEST_GAP = timedelta(days=120)


async def seen(scene: Scene, change: SeriesChange) -> SeriesChangeSeen:
    """Nothing is stored. Raises ``InvalidData`` for a rule that cannot be, ``IllegalTransition`` for what is over."""
    deps, uow, customer_id = scene.deps, scene.uow, scene.customer.id
    series = await series_core.own_series(uow, change.series_id, customer_id)
    after = _changed(scene, series, change)
    coming = _coming(scene, after, change)
    cost = sum([await series_core.cost_of(deps, uow, series.id, customer_id, *days) for days in _given_up(change)])
    visits = tuple([await _planned(scene, after, one, change) for one in coming])
    return SeriesChangeSeen(cost, visits, _undone(scene, series, after) if change.act == "change" else ())


async def done(scene: Scene, change: SeriesChange, told_fen: int) -> SeriesChangedTo:
    """It costs no more than she was told."""
    deps, uow, customer_id, by = scene.deps, scene.uow, scene.customer.id, scene.by
    before = await series_core.own_series(uow, change.series_id, customer_id)
    paid = await _fees(scene, before.id)
    first = change.first or date.min
    match change.act:
        case "skip":
            for day in change.days:
                left = told_fen - (await _fees(scene, before.id) - paid)
                await series_core.skip_visit(deps, uow, before.id, customer_id, day, by, left)
        case "move":
            await series_core.move_visit(deps, uow, before.id, customer_id, change.days[0], _start(change), by)
        case "pause":
            await series_core.pause(deps, uow, before.id, customer_id, first, change.last, by, told_fen)
        case "resume":
            await series_core.resume(deps, uow, before.id, customer_id, first, by)
        case "end":
            await series_core.end_series(deps, uow, before.id, customer_id, first, by, told_fen)
        case "change":
            turn, wish = _turn(before, change), _wish(before, change)
            await series_core.change_from(
                deps, uow, before.id, customer_id, turn.day, by, change.rule, turn.at, turn.minutes, wish
            )
    after = await uow.series.get(before.id)
    missing = any(event.name == "visit_missing" for event in after.events[len(before.events) :])
    view = await series_view(deps, uow, scene.catalogue, scene.providers, after)
    return SeriesChangedTo(view, await _fees(scene, before.id) - paid, missing)


def _undone(scene: Scene, before: Series, after: Series) -> tuple[PlannedVisit, ...]:
    """Visits to come that were moved alone, as they are now, and go by the rhythm after the change."""
    now = to_local(scene.now, scene.deps.zone)
    moved = sorted((start, day) for day, start in before.plan.moved.items() if start > now)
    return tuple(PlannedVisit(day, start) for start, day in moved if day not in after.plan.moved)


def _given_up(change: SeriesChange) -> list[tuple[date, date | None]]:
    """The spans of days whose visits she gives up."""
    match change.act:
        case "skip":
            return [(day, day) for day in change.days]
        case "pause" | "end":
            return [(change.first or date.min, change.last)]
        case _:
            return []


def _coming(scene: Scene, after: Series, change: SeriesChange) -> list[Occurrence]:
    """The first visits after it; of a break those behind it."""
    if change.act == "move":
        day = change.days[0]
        return list(after.plan.occurrences(scene.catalogue.rules.holidays, day, day))
    if change.act != "pause":
        return visits_to_come(scene.deps, scene.catalogue, after.plan, _SHOWN)
    if change.last is None:
        return []
    behind = change.last + timedelta(days=1)
    found = after.plan.occurrences(scene.catalogue.rules.holidays, behind, behind + _LONGEST_GAP)
    return [one for one in found if one.dropped is None][:_SHOWN]


def _changed(scene: Scene, series: Series, change: SeriesChange) -> Series:
    """The series as it would be."""
    now, by, first = scene.now, scene.by, change.first or date.min
    match change.act:
        case "skip":
            for day in change.days:
                series = series.skipped(day, now, by)
            return series
        case "move":
            return series.moved(change.days[0], _start(change), now, by)
        case "pause":
            return series.paused(Pause(first, change.last), now, by)
        case "resume":
            return series.resumed(first, now, by)
        case "end":
            return series.ended(first, now, by)
    turn = _turn(series, change)
    rule = change.rule or turn.rule
    begins = turn.day if change.rule else next(one for one in days_of(rule, turn.counted_from) if one >= turn.day)
    rhythm = Rhythm(datetime.combine(begins, turn.at), rule, turn.minutes)
    return series.changed(rhythm, _wish(series, change) or series.wish, now, by)


@dataclass(frozen=True, slots=True)
class _Turn:
    """What holds from ``day`` on: what the change leaves open is as in the last rhythm, though that be yet to come."""

    day: date
    rule: str
    counted_from: date
    at: time
    minutes: int


def _turn(series: Series, change: SeriesChange) -> _Turn:
    last = series.plan.rhythms[-1]
    begins = last.start.date()
    first = change.first or begins
    day = first if change.rule else max(first, begins)
    return _Turn(day, last.rule, begins, change.at or last.start.time(), change.minutes or last.minutes)


def _start(change: SeriesChange) -> datetime:
    if change.start is None:
        raise InvalidData("a visit is moved to a time")
    return change.start


def _wish(series: Series, change: SeriesChange) -> ProviderWish | None:
    """Somebody else from here on: nobody is preferred any more, and those who came are not sent again."""
    if not change.exclude:
        return None
    return replace(series.wish, name=None, exclude=(*series.wish.exclude, *change.exclude), only=(), preferred=())


async def _planned(scene: Scene, after: Series, visit: Occurrence, change: SeriesChange) -> PlannedVisit:
    """A visit after the change; who comes is looked up where that may become other."""
    if visit.dropped is not None:
        return PlannedVisit(visit.day, visit.start, dropped=visit.dropped.value)
    if change.act not in ("change", "move"):
        return PlannedVisit(visit.day, visit.start)
    price = await price_of_visit(scene.deps, scene.uow, after, visit, when_agreed=False)
    coming = await _providers(scene, after, visit)
    if change.act == "move" and not coming:
        raise NoProviderAvailable(f"the visit of {visit.day} at {visit.start}")
    providers = core.names_of(scene.providers, coming)
    return PlannedVisit(visit.day, visit.start, providers, price.in_words())


async def _providers(scene: Scene, after: Series, visit: Occurrence) -> tuple[str, ...]:
    """Who could come; the visit that the series has on that day is no hindrance."""
    deps, uow = scene.deps, scene.uow
    window = visit.window(deps.zone)
    own = await visit_of(uow, after, visit.day)
    moving = own if own is not None and is_open(own, scene.now) else None
    job = job_of_series(after, visit.minutes)
    try:
        free = await free_for(deps, uow, scene.catalogue, job, window, moving)
    except (NoProviderAvailable, InvalidData):
        return ()
    promised = moving.provider_ids if moving else ()
    wished = after.wish.preferred
    by_wish = sorted(free, key=lambda one: (one.provider.id not in wished, one.provider.id not in promised))
    return tuple(one.provider.id for one in by_wish[: after.heads])


async def _fees(scene: Scene, series_id: str) -> int:
    visits = await scene.uow.bookings.of_series(series_id)
    return sum(visit.fee_fen for visit in visits if visit.state is BookingState.CANCELLED)
