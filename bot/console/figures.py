"""指标: figures of a time, as JSON and as CSV."""

from __future__ import annotations

from datetime import datetime, timedelta

from aiohttp import web
from pydantic import Field

from bot.console.calls import Call, Route
from bot.console.endpoint import query_of
from bot.console.fields import Answer, Moment, Query
from bot.console.spans import Window, midnight, window_between, window_of
from bot.domain.access import Role
from bot.domain.figure_groups import By
from bot.domain.figures import Figure, Share
from bot.domain.values import TimeWindow
from bot.ports import Deps
from bot.usecases.figure_table import as_csv
from bot.usecases.figures import FigureReport, figure_report
from bot.web import DEPS
from bot.zh import figures as zh
from bot.zh.handoff_words import handoff_of

SENIOR = frozenset({Role.SUPERVISOR, Role.ADMIN})
MOST_DAYS = 400
_USUAL = timedelta(days=7)


class FigureQuery(Query):
    """From and to; without them the last seven days and today. ``by``: day, week, month, service, provider, agent."""

    start: Moment | None = Field(None, alias="from")
    end: Moment | None = Field(None, alias="to")
    by: By = By.DAY

    def window(self, deps: Deps) -> TimeWindow:
        today = midnight(deps)
        return window_between(self.start or today - _USUAL, self.end or today + timedelta(days=1), MOST_DAYS)


class FigureAnswer(Answer):
    key: str
    name: str
    unit: str = Field(description="share (0 to 1), minutes, score (of 5) or count")
    value: float | None = Field(description="null where there is nothing to count")
    of: int = Field(description="what it was counted from")
    target: float | None
    at_most: bool = Field(description="the target is not to be exceeded; else it is to be reached")
    kept: bool | None


class GroupAnswer(Answer):
    key: str
    name: str
    figures: list[FigureAnswer]


class ReasonAnswer(Answer):
    key: str
    name: str
    count: int
    share: float


class FunnelAnswer(Answer):
    reached: dict[str, int] = Field(description="attempts to book that came at least so far")
    stopped: list[ReasonAnswer] = Field(description="what was asked last of those who stopped")


class FiguresAnswer(Answer):
    window: Window
    by: By
    empty: bool = Field(description="nothing at all happened in this time")
    totals: list[FigureAnswer]
    groups: list[GroupAnswer]
    funnel: FunnelAnswer
    handoff_reasons: list[ReasonAnswer]
    complaint_reasons: list[ReasonAnswer]
    made_at: datetime


async def show_figures(call: Call[FigureQuery]) -> FiguresAnswer:
    window = call.given.window(call.deps)
    return answer_of(await figure_report(call.deps, call.uow, window, call.given.by), call.deps)


def answer_of(report: FigureReport, deps: Deps) -> FiguresAnswer:
    return FiguresAnswer(
        window=window_of(report.window, deps),
        by=report.by,
        empty=report.is_empty,
        totals=[_figure(one) for one in report.totals],
        groups=[
            GroupAnswer(key=group.key, name=group.name, figures=[_figure(one) for one in group.figures])
            for group in report.groups
        ],
        funnel=FunnelAnswer(
            reached=dict(report.funnel.reached),
            stopped=[_reason(one, zh.question_of(one.key)) for one in report.funnel.stopped],
        ),
        handoff_reasons=[_reason(one, handoff_of(one.key)) for one in report.handoff_reasons],
        complaint_reasons=[_reason(one, zh.complaint_of(one.key)) for one in report.complaint_reasons],
        made_at=deps.clock.now().astimezone(deps.zone),
    )


def _figure(figure: Figure) -> FigureAnswer:
    return FigureAnswer(
        key=figure.key,
        name=zh.name_of(figure.key),
        unit=figure.unit.value,
        value=None if figure.value is None else round(figure.value, 4),
        of=figure.of,
        target=figure.target,
        at_most=figure.at_most,
        kept=figure.kept,
    )


def _reason(share: Share, name: str) -> ReasonAnswer:
    return ReasonAnswer(key=share.key, name=name, count=share.count, share=round(share.share, 4))


class Table(Answer):
    """A CSV file with the columns group, group_name, figure, name, unit, value, of, target, kept."""


async def describe_table(call: Call[FigureQuery]) -> Table:
    """Its place in the table of routes; the answer itself is a file."""
    return Table()


async def send_table(request: web.Request) -> web.StreamResponse:
    given, deps = query_of(FigureQuery, request), request.app[DEPS]
    async with deps.uow(reads_only=True) as uow:
        report = await figure_report(deps, uow, given.window(deps), given.by)
    headers = {"Content-Disposition": 'attachment; filename="figures.csv"', "Cache-Control": "no-store"}
    return web.Response(text=as_csv(report), content_type="text/csv", charset="utf-8", headers=headers)


ROUTES = (
    Route("GET", "/api/figures", SENIOR, "Figures of a time, with targets", show_figures, FiguresAnswer, FigureQuery),
    Route(
        "GET", "/api/figures.csv", SENIOR, "The same as a file", describe_table, Table, FigureQuery, streams=send_table
    ),
)
