"""周检 and 月评: a whole week or month beside the one before it, and what to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from bot.domain.figure_groups import By
from bot.domain.figures import Figure
from bot.domain.values import TimeWindow, to_instant
from bot.ports import Deps, UnitOfWork
from bot.usecases.figures import FigureReport, Group, figure_report, figure_reports

_LONGEST_WEEK = 7


class Period(Enum):
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure, and what it was in the period before."""

    now: Figure
    before: Figure

    @property
    def change(self) -> float | None:
        """``None`` where one of them counts nothing."""
        return None if self.now.value is None or self.before.value is None else self.now.value - self.before.value


@dataclass(frozen=True, slots=True)
class Review:
    now: FigureReport
    compared: tuple[Compared, ...]
    by_service: tuple[Group, ...]
    by_provider: tuple[Group, ...]
    by_agent: tuple[Group, ...]

    @property
    def missed(self) -> tuple[Compared, ...]:
        """Whose targets are not kept."""
        return tuple(one for one in self.compared if one.now.kept is False)

    @property
    def low_providers(self) -> tuple[Group, ...]:
        """Those whose score does not reach the target."""
        return tuple(group for group in self.by_provider if _score_of(group).kept is False)


def period_of(kind: Period, today: date, day: date | None) -> tuple[date, date]:
    """First and last day of the week or month of ``day``; without one of the last that is over."""
    if kind is Period.WEEKLY:
        inside = day or today - timedelta(days=7)
        first = inside - timedelta(days=inside.weekday())
        return first, first + timedelta(days=6)
    inside = day or today.replace(day=1) - timedelta(days=1)
    first = inside.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


async def reviewed(deps: Deps, uow: UnitOfWork, first: date, last: date) -> Review:
    """The days from ``first`` to ``last`` beside as many before (of a month: the month before)."""
    by = By.DAY if (last - first).days < _LONGEST_WEEK else By.WEEK
    earlier = first - timedelta(days=1)
    former = earlier.replace(day=1) if by is By.WEEK else earlier - (last - first)
    window = _window(deps, first, last)
    now, *parts = await figure_reports(deps, uow, window, by, By.SERVICE, By.PROVIDER, By.AGENT)
    before = await figure_report(deps, uow, _window(deps, former, earlier), by)
    pairs = zip(now.totals, before.totals, strict=True)
    return Review(now, tuple(Compared(one, other) for one, other in pairs), *(part.groups for part in parts))


def _window(deps: Deps, first: date, last: date) -> TimeWindow:
    edges = [to_instant(datetime.combine(day, time()), deps.zone) for day in (first, last + timedelta(days=1))]
    return TimeWindow(edges[0], edges[1])


def _score_of(group: Group) -> Figure:
    return next(figure for figure in group.figures if figure.key == "score")
